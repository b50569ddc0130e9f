#include "support/source.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace jsx {

namespace {

constexpr size_t kPadding = 32;  // bytes of zero after the text

constexpr bool is_line_end(char16_t c) {
    return c == '\n' || c == '\r' || (c & ~1) == 0x2028;
}

/// Units from `from` on that are ASCII, by whole words.
size_t ascii_run(const char* from, size_t length) {
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        std::memcpy(&word, from + i, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (i < length && uint8_t(from[i]) < 0x80) i++;
    return i;
}

/// Decodes one code point at `*at` (not ASCII), as the Encoding Standard's UTF-8 decoder does: the
/// longest valid prefix of a bad sequence is one U+FFFD.
char32_t decode_utf8(std::string_view text, size_t* at) {
    auto byte = [&](size_t i) { return i < text.size() ? uint8_t(text[i]) : 0u; };
    uint8_t lead = uint8_t(text[(*at)++]);
    int more;
    uint32_t low = 0x80, high = 0xBF, value;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        value = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        value = lead & 0x0F;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        value = lead & 0x07;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return 0xFFFD;
    }
    for (; more > 0; more--) {
        uint32_t next = byte(*at);
        if (next < low || next > high) return 0xFFFD;
        value = value << 6 | (next & 0x3F);
        low = 0x80;
        high = 0xBF;
        ++*at;
    }
    return value;
}

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xC0 | c >> 6);
        out += char(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += char(0xE0 | c >> 12);
        out += char(0x80 | (c >> 6 & 0x3F));
        out += char(0x80 | (c & 0x3F));
    } else {
        out += char(0xF0 | c >> 18);
        out += char(0x80 | (c >> 12 & 0x3F));
        out += char(0x80 | (c >> 6 & 0x3F));
        out += char(0x80 | (c & 0x3F));
    }
}

}  // namespace

SourceText::SourceText(size_t length, bool is_latin1, std::string name)
    : length_(uint32_t(length)), is_latin1_(is_latin1), name_(std::move(name)) {
    size_t bytes = is_latin1 ? length : length * 2;
    data_ = std::malloc(bytes + kPadding);
    JSX_CHECK_MEMORY(data_);
    std::memset(static_cast<char*>(data_) + bytes, 0, kPadding);
}

SourceText::~SourceText() { std::free(data_); }

std::unique_ptr<SourceText> SourceText::from_utf8(std::string_view utf8, std::string name) {
    if (utf8.starts_with("\xEF\xBB\xBF")) utf8.remove_prefix(3);
    size_t ascii = ascii_run(utf8.data(), utf8.size());
    if (ascii == utf8.size()) {
        std::unique_ptr<SourceText> text(new SourceText(utf8.size(), true, std::move(name)));
        std::memcpy(text->data_, utf8.data(), utf8.size());
        return text;
    }

    // The length in units, and whether Latin-1 holds it all.
    size_t units = ascii;
    char32_t all = 0;
    for (size_t i = ascii; i < utf8.size();) {
        if (size_t run = ascii_run(utf8.data() + i, utf8.size() - i)) {
            units += run;
            i += run;
            continue;
        }
        char32_t c = decode_utf8(utf8, &i);
        all |= c;
        units += c > 0xFFFF ? 2 : 1;
    }

    bool is_latin1 = all <= 0xFF;
    std::unique_ptr<SourceText> text(new SourceText(units, is_latin1, std::move(name)));
    auto* narrow = static_cast<uint8_t*>(text->data_);
    auto* wide = static_cast<char16_t*>(text->data_);
    for (size_t i = 0; i < utf8.size();) {
        if (size_t run = ascii_run(utf8.data() + i, utf8.size() - i)) {
            if (is_latin1) {
                std::memcpy(narrow, utf8.data() + i, run);
                narrow += run;
            } else {
                for (size_t k = 0; k < run; k++) *wide++ = uint8_t(utf8[i + k]);
            }
            i += run;
            continue;
        }
        char32_t c = decode_utf8(utf8, &i);
        if (is_latin1) {
            *narrow++ = uint8_t(c);
        } else if (c > 0xFFFF) {
            *wide++ = char16_t(0xD800 + ((c - 0x10000) >> 10));
            *wide++ = char16_t(0xDC00 + ((c - 0x10000) & 0x3FF));
        } else {
            *wide++ = char16_t(c);
        }
    }
    return text;
}

std::unique_ptr<SourceText> SourceText::from_latin1(std::span<const uint8_t> latin1, std::string name) {
    std::unique_ptr<SourceText> text(new SourceText(latin1.size(), true, std::move(name)));
    if (!latin1.empty()) std::memcpy(text->data_, latin1.data(), latin1.size());
    return text;
}

std::unique_ptr<SourceText> SourceText::from_utf16(std::span<const char16_t> utf16, std::string name) {
    std::unique_ptr<SourceText> text(new SourceText(utf16.size(), false, std::move(name)));
    if (!utf16.empty()) std::memcpy(text->data_, utf16.data(), utf16.size() * 2);
    return text;
}

// ---- Lines --------------------------------------------------------------------------------------

void SourceText::build_lines() const {
    line_starts_.push_back(0);
    for (uint32_t i = 0; i < length_; i++) {
        char16_t c = (*this)[i];
        if (!is_line_end(c)) continue;
        if (c == '\r' && i + 1 < length_ && (*this)[i + 1] == '\n') i++;
        line_starts_.push_back(i + 1);
    }
}

LineColumn SourceText::line_column(uint32_t offset) const {
    if (line_starts_.empty()) build_lines();
    auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    auto line = uint32_t(after - line_starts_.begin());
    return {line, offset - line_starts_[line - 1] + 1};
}

uint32_t SourceText::line_count() const {
    if (line_starts_.empty()) build_lines();
    return uint32_t(line_starts_.size());
}

std::pair<uint32_t, uint32_t> SourceText::line_range(uint32_t line) const {
    if (line_starts_.empty()) build_lines();
    JSX_DCHECK(line >= 1 && line <= line_starts_.size());
    uint32_t start = line_starts_[line - 1];
    uint32_t end = line < line_starts_.size() ? line_starts_[line] : length_;
    while (end > start && is_line_end((*this)[end - 1])) end--;
    return {start, end};
}

std::string SourceText::utf8(uint32_t start, uint32_t end) const {
    end = std::min(end, length_);
    std::string out;
    if (start >= end) return out;
    out.reserve(end - start);
    for (uint32_t i = start; i < end; i++) {
        char32_t c = (*this)[i];
        if ((c & 0xFC00) == 0xD800 && i + 1 < end && ((*this)[i + 1] & 0xFC00) == 0xDC00) {
            c = 0x10000 + ((c & 0x3FF) << 10) + ((*this)[++i] & 0x3FF);
        } else if ((c & 0xF800) == 0xD800) {
            c = 0xFFFD;
        }
        append_utf8(out, c);
    }
    return out;
}

std::string SourceText::code_frame(uint32_t start, uint32_t end) const {
    constexpr uint32_t kWidth = 120;   // units of the line that are shown
    constexpr uint32_t kBefore = 60;   // at most so many before `start`

    start = std::min(start, length_);
    uint32_t line = line_column(start).line;
    auto [line_start, line_end] = line_range(line);
    start = std::min(start, line_end);
    end = std::clamp(end, start, line_end);
    uint32_t from = line_start;
    uint32_t to = line_end;
    if (line_end - line_start > kWidth) {
        if (start - line_start > kBefore) from = start - kBefore;
        to = std::min(line_end, from + kWidth);
        // Not between the halves of a surrogate pair.
        if (from > line_start && ((*this)[from] & 0xFC00) == 0xDC00) from--;
        if (to < line_end && ((*this)[to] & 0xFC00) == 0xDC00) to++;
        end = std::min(end, to);
    }

    std::string out = name_ + ":" + std::to_string(line) + "\n";
    std::string pad;
    if (from > line_start) {
        out += "...";
        pad += "   ";
    }
    out += utf8(from, to);
    if (to < line_end) out += "...";
    out += "\n";
    for (uint32_t i = from; i < start; i++) {
        char16_t c = (*this)[i];
        if ((c & 0xFC00) != 0xDC00) pad += c == '\t' ? '\t' : ' ';  // one column a code point
    }
    out += pad;
    uint32_t carets = 0;
    for (uint32_t i = start; i < end; i++) carets += ((*this)[i] & 0xFC00) != 0xDC00;
    out.append(std::max(carets, 1u), '^');
    out += "\n";
    return out;
}

}  // namespace jsx
