#include "runtime/builtins/regexp/ops.h"

#include <cstdio>
#include <cstring>

namespace jsx::regexp {

namespace {

void append_char(std::string& out, char32_t c) {
    char buffer[16];
    if (c > 32 && c < 127 && c != '\'' && c != '\\')
        std::snprintf(buffer, sizeof buffer, "%c", char(c));
    else if (c < 256)
        std::snprintf(buffer, sizeof buffer, "\\x%02x", unsigned(c));
    else
        std::snprintf(buffer, sizeof buffer, "\\u{%x}", unsigned(c));
    out += buffer;
}

void append_class(std::string& out, const Program& p, uint32_t index) {
    if (index == kNoClass) {
        out += "-";
        return;
    }
    const CharClass& k = p.classes[index];
    out += "[";
    auto append_range = [&](char32_t first, char32_t last) {
        append_char(out, first);
        if (first == last) return;
        out += "-";
        append_char(out, last);
    };
    char32_t high_first = 0x100;  // a range that goes on above Latin-1
    for (char32_t c = 0; c < 256; c++) {
        if (!k.latin1[c]) continue;
        char32_t first = c;
        while (c < 255 && k.latin1[c + 1]) c++;
        if (c == 255 && k.high)
            high_first = first;
        else
            append_range(first, c);
    }
    bool in = k.high;
    char32_t first = high_first;
    constexpr uint32_t kMaxPrinted = 8;
    for (uint32_t i = 0; i < k.change_count; i++) {
        if (i == kMaxPrinted) {
            out += "...";
            break;
        }
        char32_t change = p.changes[k.changes + i];
        if (in) append_range(first, change - 1);
        first = change;
        in = !in;
    }
    if (in) append_range(first, unicode::kMaxCodePoint);
    out += "]";
}

}  // namespace

std::string print(const Program& p) {
    std::string out;
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "captures %u, registers %u, prefilter ", p.capture_count,
                  p.register_count);
    out += buffer;
    switch (p.prefilter) {
    case Prefilter::kNone:
        out += "none";
        break;
    case Prefilter::kStart:
        out += "start";
        break;
    case Prefilter::kClass:
        append_class(out, p, p.first_class);
        break;
    case Prefilter::kChar:
        out += "'";
        append_char(out, p.first_char);
        out += "'";
        break;
    case Prefilter::kLiteral:
        out += p.literal_only ? "whole \"" : "\"";
        for (uint32_t i = 0; i < p.prefix_length; i++)
            append_char(out, p.literals[p.prefix_offset + i]);
        out += "\"";
        break;
    }
    out += p.linear_possible ? ", linear possible\n" : "\n";
    for (size_t at = 0; at < p.code.size();) {
        const OpInfo& info = kOps[p.code[at] & 0xff];
        std::snprintf(buffer, sizeof buffer, "%5zu  %-15s", at, info.name);
        size_t line = out.size();
        out += buffer;
        for (uint32_t i = 0; info.operands[i]; i++) {
            uint32_t value = i ? p.code[at + i] : p.code[at] >> 8;
            out += ' ';
            switch (info.operands[i]) {
            case 'u':
                out += "'";
                append_char(out, value);
                out += "'";
                break;
            case 'k':
                append_class(out, p, value);
                break;
            case 't':
                std::snprintf(buffer, sizeof buffer, "-> %u", value);
                out += buffer;
                break;
            case 'r':
                std::snprintf(buffer, sizeof buffer, "r%u", value);
                out += buffer;
                break;
            case 's':
                out += "\"";
                for (uint32_t k = 0; k < p.code[at + 1]; k++) append_char(out, p.literals[value + k]);
                out += "\"";
                break;
            default:
                std::snprintf(buffer, sizeof buffer, value == 0x7fffffff ? "inf" : "%u", value);
                out += buffer;
                break;
            }
        }
        constexpr size_t kTextColumn = 50;
        size_t width = out.size() - line;
        out.append(width < kTextColumn ? kTextColumn - width : 1, ' ');
        out += "; ";
        out += info.text;
        out += '\n';
        at += info.words;
    }
    return out;
}

}  // namespace jsx::regexp
