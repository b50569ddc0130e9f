// [doc:source] The text of a script: Latin-1 if every character fits, else UTF-16, with 32 zero bytes
// after its end, so that scanners may look ahead by whole vectors and stop at the terminator.
#pragma once

#include "support/compiler.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jsx {

/// A place in a text: both count from 1; columns are in units.
struct LineColumn {
    uint32_t line;
    uint32_t column;
    bool operator==(const LineColumn&) const = default;
};

class SourceText {
public:
    /// Units; a longer text is refused by the callers that can say so (kMaxLength).
    static constexpr uint32_t kMaxLength = (1u << 30) - 25;

    /// Bad UTF-8 becomes U+FFFD as the Encoding Standard says; a leading byte order mark is dropped.
    static std::unique_ptr<SourceText> from_utf8(std::string_view utf8, std::string name);
    static std::unique_ptr<SourceText> from_latin1(std::span<const uint8_t> text, std::string name);
    /// Keeps UTF-16 even if the text would fit Latin-1 (offsets are the same either way).
    static std::unique_ptr<SourceText> from_utf16(std::span<const char16_t> text, std::string name);

    SourceText(const SourceText&) = delete;
    SourceText& operator=(const SourceText&) = delete;
    ~SourceText();

    bool is_latin1() const { return is_latin1_; }
    uint32_t length() const { return length_; }  // units
    const uint8_t* latin1() const { return static_cast<const uint8_t*>(data_); }
    const char16_t* utf16() const { return static_cast<const char16_t*>(data_); }
    char16_t operator[](uint32_t i) const { return is_latin1_ ? latin1()[i] : utf16()[i]; }
    /// What stack traces and messages call it; UTF-8.
    const std::string& name() const { return name_; }

    /// The first call builds the table of lines; const, and safe on several threads only after one
    /// call has returned.
    LineColumn line_column(uint32_t offset) const;
    uint32_t line_count() const;
    /// The line's first unit, and one past its last without the terminator. `line` from 1.
    std::pair<uint32_t, uint32_t> line_range(uint32_t line) const;
    std::string utf8(uint32_t start, uint32_t end) const;

    /// The line with `start`, and carets under [start, end):
    ///     name:3
    ///     let let = 1
    ///         ^^^
    /// Long lines are cut to a window around the place.
    std::string code_frame(uint32_t start, uint32_t end) const;

private:
    SourceText(size_t length, bool is_latin1, std::string name);
    void build_lines() const;

    void* data_;
    uint32_t length_;
    bool is_latin1_;
    std::string name_;
    mutable std::vector<uint32_t> line_starts_;
};

}  // namespace jsx
