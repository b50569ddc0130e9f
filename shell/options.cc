#include "shell/options.h"

#include <charconv>
#include <cstring>
#include <string_view>

namespace jsx::shell {

namespace {

struct Flag {
    const char* group;
    FlagKind kind;
    const char* spelling;
    const char* argument;
    const char* help;
    void (*set)(Options& options, std::string_view value);
};

void assign(bool& target, std::string_view) { target = true; }
void assign(std::optional<std::string>& target, std::string_view value) { target = std::string(value); }
void assign(std::vector<std::string>& target, std::string_view value) { target.emplace_back(value); }
void assign(std::optional<uint64_t>& target, std::string_view value) {
    uint64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    target = number;
}

constexpr Flag kFlags[] = {
#define FLAG(group, kind, member, spelling, argument, help)                                        \
    {group, FlagKind::kind, spelling, argument, help,                                              \
     [](Options& options, std::string_view value) { assign(options.member, value); }},
#include "support/flags.def"
};

/// One of the names of `spelling`.
bool has_name(std::string_view spelling, std::string_view name) {
    while (!spelling.empty()) {
        size_t space = spelling.find(' ');
        if (spelling.substr(0, space) == name) return true;
        if (space == std::string_view::npos) return false;
        spelling.remove_prefix(space + 1);
    }
    return false;
}

const Flag* find_flag(std::string_view name) {
    for (const Flag& flag : kFlags) {
        if (has_name(flag.spelling, name)) return &flag;
    }
    return nullptr;
}

/// Whether `text` is a whole number from 1 to `most`.
bool is_number(std::string_view text, uint64_t most) {
    uint64_t number;
    auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failure == std::errc() && end == text.data() + text.size() && number > 0 && number <= most;
}

}  // namespace

bool parse_options(int argc, char** argv, Options* out, std::string* error) {
    int i = 1;
    for (; i < argc; i++) {
        std::string_view argument = argv[i];
        if (argument.size() < 2 || argument[0] != '-') break;
        if (argument == "--") {
            i++;
            break;
        }
        size_t equals = argument.starts_with("--") ? argument.find('=') : std::string_view::npos;
        std::string name(argument.substr(0, equals));
        const Flag* flag = find_flag(name);
        if (!flag) {
            *error = "bad option: " + name + " (--help lists the options)";
            return false;
        }
        if (flag->kind == FlagKind::kSwitch) {
            if (equals != std::string_view::npos) {
                *error = name + " does not take a value";
                return false;
            }
            flag->set(*out, {});
            continue;
        }
        std::string_view value;
        if (equals != std::string_view::npos) {
            value = argument.substr(equals + 1);
        } else if (i + 1 < argc) {
            value = argv[++i];
        } else {
            *error = name + " requires an argument";
            return false;
        }
        if (flag->kind == FlagKind::kSize && !is_number(value, (1u << 20) - 1)) {
            *error = name + " wants a whole number of MiB, not '" + std::string(value) + "'";
            return false;
        }
        if (flag->kind == FlagKind::kCount && !is_number(value, UINT64_MAX)) {
            *error = name + " wants a whole number, not '" + std::string(value) + "'";
            return false;
        }
        flag->set(*out, value);
    }
    if (!out->eval && !out->print && i < argc) out->file = argv[i++];
    out->arguments.assign(argv + i, argv + argc);
    return true;
}

std::string help_text() {
    std::string text = "usage: jsx [options] FILE [arguments]\n"
                       "       jsx [options] -e CODE | -p CODE [arguments]\n"
                       "       jsx [options]              a prompt, or the program on standard input\n";
    const char* group = "";
    for (const Flag& flag : kFlags) {
        if (std::strcmp(group, flag.group) != 0) {
            group = flag.group;
            text += "\n" + std::string(group) + "\n";
        }
        std::string left = "  " + std::string(flag.spelling);
        if (size_t space = left.find(" -", 3); space != std::string::npos) left.insert(space, ",");
        if (*flag.argument) left += (left.find(',') == std::string::npos ? "=" : " ") + std::string(flag.argument);
        left.resize(left.size() < 30 ? 30 : left.size() + 1, ' ');
        text += left + flag.help + "\n";
    }
    return text;
}

}  // namespace jsx::shell
