// Texts of inspect: quoting, display width, line breaking, columns.
#include <algorithm>
#include <cmath>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "runtime/builtins/inspector.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

using Text = std::u16string;

Text to_u16(Isolate& iso, String* s) {
    FlatContent c = s->content(iso);
    if (!c.is_latin1) return Text(c.utf16(), c.length);
    return Text(c.latin1(), c.latin1() + c.length);
}

Text to_u16(std::string_view ascii) { return Text(ascii.begin(), ascii.end()); }

String* to_js_string(Isolate& iso, const Text& text) {
    return new_string(iso, std::span<const char16_t>(text.data(), text.size()));
}

Text number_text(Isolate&, double number) {
    if (number == 0 && std::signbit(number)) return u"-0";
    char text[numbers::kNumberTextMax];
    return to_u16(std::string_view(text, numbers::number_to_string(number, text)));
}

// ---- quoting ----

static void append_escape(Text& out, char16_t c) {
    switch (c) {
    case '\b': out += u"\\b"; return;
    case '\t': out += u"\\t"; return;
    case '\n': out += u"\\n"; return;
    case '\f': out += u"\\f"; return;
    case '\r': out += u"\\r"; return;
    case '\'': out += u"\\'"; return;
    case '\\': out += u"\\\\"; return;
    }
    if (c < 0x100) {
        out += u"\\x";
        out += u"0123456789ABCDEF"[c >> 4];
        out += u"0123456789ABCDEF"[c & 15];
        return;
    }
    out += u"\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += u"0123456789abcdef"[c >> shift & 15];
}

Text escape_text(const Text& text, char16_t quote) {
    Text out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); i++) {
        char16_t c = text[i];
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\\' || (c == quote && quote)) {
            append_escape(out, c);
        } else if ((c & 0xF800) == 0xD800) {
            bool is_pair = (c & 0xFC00) == 0xD800 && i + 1 < text.size() && (text[i + 1] & 0xFC00) == 0xDC00;
            if (!is_pair) {
                append_escape(out, c);
            } else {
                out += c;
                out += text[++i];
            }
        } else {
            out += c;
        }
    }
    return out;
}

Text quote_text(const Text& text) {
    char16_t quote = '\'';
    if (text.find(u'\'') != Text::npos) {
        if (text.find(u'"') == Text::npos) {
            quote = '"';
        } else if (text.find(u'`') == Text::npos && text.find(u"${") == Text::npos) {
            quote = '`';
        }
    }
    return quote + escape_text(text, quote == '\'' ? quote : char16_t(0)) + quote;
}

// ---- width ----

static size_t code_point_width(char32_t c) {
    constexpr uint32_t kNoWidth = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ME_MASK | U_GC_MN_MASK;
    if (c != 0xAD && ((U_MASK(u_charType(UChar32(c))) & kNoWidth) ||
                      u_hasBinaryProperty(UChar32(c), UCHAR_EMOJI_MODIFIER))) {
        return 0;
    }
    int width = u_getIntPropertyValue(UChar32(c), UCHAR_EAST_ASIAN_WIDTH);
    if (width == U_EA_FULLWIDTH || width == U_EA_WIDE) return 2;
    return width == U_EA_NEUTRAL && u_hasBinaryProperty(UChar32(c), UCHAR_EMOJI_PRESENTATION) ? 2 : 1;
}

/// Past the ANSI escape sequence at i; i itself if there is none.
static size_t skip_escape_sequence(const Text& text, size_t i) {
    size_t j = i + 1;
    if (text[i] == 0x1B && j < text.size() && text[j] == ']') {
        // An operating system command, up to BEL or ST.
        for (j++; j < text.size(); j++) {
            if (text[j] == 7 || text[j] == 0x9C) return j + 1;
            if (text[j] == 0x1B && j + 1 < text.size() && text[j + 1] == '\\') return j + 2;
        }
        return i;
    }
    while (j < text.size() && Text(u"[]()#;?").find(text[j]) != Text::npos) j++;
    while (j < text.size() && ((text[j] >= '0' && text[j] <= '9') || text[j] == ';' || text[j] == ':')) j++;
    return j < text.size() && text[j] >= 0x3C && text[j] <= 0x7E ? j + 1 : i;
}

size_t display_width(const Text& given) {
    Text stripped;
    const Text* text = &given;
    if (given.find(u'\x1B') != Text::npos || given.find(u'\x9B') != Text::npos) {
        for (size_t i = 0; i < given.size();) {
            if (given[i] == 0x1B || given[i] == 0x9B) {
                size_t next = skip_escape_sequence(given, i);
                if (next != i) {
                    i = next;
                    continue;
                }
            }
            stripped += given[i++];
        }
        text = &stripped;
    }
    size_t width = 0;
    for (size_t i = 0; i < text->size();) {
        char32_t c = (*text)[i++];
        if (c < 0x7F) {
            width += c >= 32;
            continue;
        }
        if ((c & 0xFC00) == 0xD800 && i < text->size() && ((*text)[i] & 0xFC00) == 0xDC00) {
            c = 0x10000 + ((c - 0xD800) << 10) + ((*text)[i++] - 0xDC00);
        }
        width += code_point_width(c);
    }
    return width;
}

// ---- layout ----

static bool is_any_broken(const std::vector<LongText>& entries) {
    return std::any_of(entries.begin(), entries.end(), [](const LongText& entry) { return entry.has_newline(); });
}

bool Inspector::fits_on_line(const std::vector<LongText>& entries, size_t start, const Text& base) const {
    if (!base.empty() && base.find(u'\n') != Text::npos) return false;
    if (std::isinf(options_.break_length)) return !is_any_broken(entries);
    // A comma after each, and perhaps a space.
    double total = double(entries.size() + start);
    if (total + double(entries.size()) > options_.break_length) return false;
    for (const LongText& entry : entries) {
        total += double(entry.size());
        if (total > options_.break_length) return false;
    }
    return true;
}

void Inspector::sort_entries(std::vector<LongText>& entries, size_t from) {
    std::vector<Text> texts;
    for (size_t i = from; i < entries.size(); i++) texts.push_back(entries[i].joined());
    std::sort(texts.begin(), texts.end());
    entries.resize(from);
    for (Text& text : texts) entries.emplace_back(std::move(text));
}

void Inspector::group_entries(std::vector<LongText>& entries, bool numeric) const {
    // The line "... n more items" stays out of the columns.
    bool has_rest = options_.max_array_length < double(entries.size());
    size_t count = entries.size() - has_rest;
    constexpr size_t kSeparator = 2;
    std::vector<size_t> widths(count);
    size_t total = 0, longest = 0;
    for (size_t i = 0; i < count; i++) {
        widths[i] = display_width(entries[i].joined());
        total += widths[i] + kSeparator;
        longest = std::max(longest, widths[i]);
    }
    double column = double(longest + kSeparator);
    // Three must fit side by side, and none be longer than a fifth of all together.
    if (!(column * 3 + double(indentation_) < options_.break_length && (double(total) / column > 5 || longest <= 6))) {
        return;
    }
    // Near a square of characters 2.5 times as high as wide; short entries get more columns.
    double bias = std::sqrt(column - double(total) / double(entries.size()));
    double biased = std::max(column - 3 - bias, 1.0);
    double columns_wanted = std::min({std::floor(std::sqrt(2.5 * biased * double(count)) / biased + 0.5),
                                      std::floor((options_.break_length - double(indentation_)) / column),
                                      double(options_.compact) * 4, 15.0});
    if (columns_wanted <= 1) return;
    size_t columns = size_t(columns_wanted);
    std::vector<size_t> line_widths(columns);
    for (size_t i = 0; i < columns; i++) {
        for (size_t j = i; j < count; j += columns) line_widths[i] = std::max(line_widths[i], widths[j]);
        line_widths[i] += kSeparator;
    }
    std::vector<LongText> lines;
    for (size_t i = 0; i < count; i += columns) {
        size_t end = std::min(i + columns, count);
        Text line;
        for (size_t j = i; j < end; j++) {
            bool is_last = j + 1 == end;
            Text cell = entries[j].joined() + (is_last ? u"" : u", ");
            size_t width = widths[j] + (is_last ? 0 : kSeparator);
            size_t wanted = line_widths[j - i] - (is_last ? kSeparator : 0);
            size_t padding = wanted > width ? wanted - width : 0;
            if (numeric) line.append(padding, u' ');
            line += cell;
            if (!numeric && !is_last) line.append(padding, u' ');
        }
        lines.emplace_back(std::move(line));
    }
    if (has_rest) lines.push_back(std::move(entries[count]));
    entries = std::move(lines);
}

static LongText join(Text before, std::vector<LongText> entries, const Text& separator, const Text& after) {
    LongText out(std::move(before));
    for (size_t i = 0; i < entries.size(); i++) {
        if (i > 0) out += separator;
        out += std::move(entries[i]);
    }
    out += after;
    return out;
}

LongText Inspector::join_entries(std::vector<LongText> entries, const Text& base, const Text& open, const Text& close,
                                 Layout layout, double depth, Object* o) {
    Text lead = base.empty() ? Text() : base + u' ';
    Text indentation = u'\n' + Text(indentation_, u' ');
    if (options_.compact == InspectOptions::kCompactAlways) {
        if (fits_on_line(entries, 0, base)) {
            return join(open + (base.empty() ? Text() : u' ' + base) + u' ', std::move(entries), u", ", u' ' + close);
        }
        // A long opening goes on a line of its own, so that the entries line up.
        Text gap = base.empty() && open.size() == 1 ? Text(u" ")
                                                    : (base.empty() ? Text() : u' ' + base) + indentation + u"  ";
        return join(open + gap, std::move(entries), u"," + indentation + u"  ", u' ' + close);
    }
    if (options_.compact >= 1) {
        size_t count = entries.size();
        if (layout == Layout::kArrayWithExtras && count > 6) {
            bool numeric = true;
            for (size_t i = 0; o && i < count && numeric; i++) {
                Completion<Value> item = get(iso_, o, PropertyKey::index(uint32_t(i)));
                if (item.threw()) (void)iso_.take_pending();
                numeric = !item.threw() && (item.take().is_number() || is_bigint(item.take()));
            }
            group_entries(entries, numeric);
        }
        // The innermost levels go on one line, if that is short and nothing in it was broken.
        if (current_depth_ - depth < options_.compact && count == entries.size()) {
            size_t start = entries.size() + indentation_ + open.size() + base.size() + 10;
            if (!is_any_broken(entries) && fits_on_line(entries, start, base)) {
                return join(lead + open + u' ', std::move(entries), u", ", u' ' + close);
            }
        }
    }
    return join(lead + open + indentation + u"  ", std::move(entries), u"," + indentation + u"  ", indentation + close);
}

}  // namespace jsx
