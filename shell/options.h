// The command line of jsx, parsed by the list in support/flags.def.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jsx::shell {

enum class FlagKind : uint8_t { kSwitch, kText, kTexts, kSize, kCount };

namespace flag_type {
using kSwitch = bool;
using kText = std::optional<std::string>;
using kTexts = std::vector<std::string>;
using kSize = std::optional<uint64_t>;  // MiB
using kCount = std::optional<uint64_t>;
}  // namespace flag_type

struct Options {
#define FLAG(group, kind, member, spelling, argument, help) flag_type::kind member = {};
#include "support/flags.def"
    /// The program's file ("-" for standard input), unless -e or -p gave code.
    std::optional<std::string> file;
    /// What follows the program.
    std::vector<std::string> arguments;
};

/// Parses argv[1..]. On failure `*error` says what is wrong, without a newline.
bool parse_options(int argc, char** argv, Options* out, std::string* error);

/// The text of --help; as the body of docs/flags.md with `markdown`.
std::string help_text();

}  // namespace jsx::shell
