// Date.parse. The text is cut into tokens; the standard's format is tried on them first, and where it
// fails the tokens go on, with what was understood so far, to the lenient grammar that V8 gave the web:
//
//   - words before the first number, and text in parentheses, are ignored;
//   - a number followed by ':' is a time, any other a part of the day, in the order month, day, year unless
//     the first is no day or the month is named;
//   - of words only the first three letters count: months, AM, PM, UT, UTC, GMT, Z and the zones of the USA;
//   - a sign after a time or after UTC begins an offset.
#include <cmath>
#include <optional>

#include "support/compiler.h"
#include "support/numbers/date.h"
#include "support/numbers/time_zone.h"
#include "support/unicode.h"

namespace jsx::numbers {
namespace {

enum class TokenKind : uint8_t { kInvalid, kEnd, kNumber, kSymbol, kWhiteSpace, kWord, kMonth, kAmPm, kZone, kTime, kUnknown };

struct Token {
    TokenKind kind;
    int length = 0;  // in code units
    int value = 0;   // number, symbol, month (1 to 12), hours

    bool is_number() const { return kind == TokenKind::kNumber; }
    bool is_fixed_number(int digits) const { return is_number() && length == digits; }
    bool is_symbol(char c) const { return kind == TokenKind::kSymbol && value == c; }
    bool is_sign() const { return is_symbol('+') || is_symbol('-'); }
    bool is_word() const { return kind >= TokenKind::kWord && kind <= TokenKind::kTime; }
    bool is_z() const { return kind == TokenKind::kZone && length == 1; }
    bool is_end() const { return kind == TokenKind::kEnd; }
    int sign() const { return value == '-' ? -1 : 1; }
};

struct Word {
    char prefix[4];
    TokenKind kind;
    int8_t value;
};
constexpr Word kWords[] = {
    {"jan", TokenKind::kMonth, 1}, {"feb", TokenKind::kMonth, 2},  {"mar", TokenKind::kMonth, 3},
    {"apr", TokenKind::kMonth, 4}, {"may", TokenKind::kMonth, 5},  {"jun", TokenKind::kMonth, 6},
    {"jul", TokenKind::kMonth, 7}, {"aug", TokenKind::kMonth, 8},  {"sep", TokenKind::kMonth, 9},
    {"oct", TokenKind::kMonth, 10}, {"nov", TokenKind::kMonth, 11}, {"dec", TokenKind::kMonth, 12},
    {"am", TokenKind::kAmPm, 0},   {"pm", TokenKind::kAmPm, 12},   {"ut", TokenKind::kZone, 0},
    {"utc", TokenKind::kZone, 0},  {"z", TokenKind::kZone, 0},     {"gmt", TokenKind::kZone, 0},
    {"cdt", TokenKind::kZone, -5}, {"cst", TokenKind::kZone, -6},  {"edt", TokenKind::kZone, -4},
    {"est", TokenKind::kZone, -5}, {"mdt", TokenKind::kZone, -6},  {"mst", TokenKind::kZone, -7},
    {"pdt", TokenKind::kZone, -7}, {"pst", TokenKind::kZone, -8},  {"t", TokenKind::kTime, 0},
};

constexpr int kSignificantDigits = 9;

template <class Char>
class Scanner {
public:
    Scanner(const Char* p, const Char* end) : p_(p), end_(end) { peek_ = scan(); }
    const Token& peek() const { return peek_; }
    Token next() {
        Token token = peek_;
        peek_ = scan();
        return token;
    }
    bool skip(char c) {
        if (!peek_.is_symbol(c)) return false;
        next();
        return true;
    }

private:
    static bool is_letter(Char c) { return c >= 'A' && !unicode::is_space_or_line_terminator(c); }

    Token scan() {
        if (p_ == end_) return {TokenKind::kEnd};
        const Char* start = p_;
        Char c = *p_;
        if (unsigned(c) - '0' < 10) {
            // Leading zeros aside, nine digits count.
            while (p_ < end_ && *p_ == '0') p_++;
            int value = 0;
            int digits = 0;
            for (; p_ < end_ && unsigned(*p_) - '0' < 10; p_++) {
                if (digits++ < kSignificantDigits) value = value * 10 + int(*p_ - '0');
            }
            return {TokenKind::kNumber, int(p_ - start), value};
        }
        if (c == ':' || c == '-' || c == '+' || c == '.' || c == ')') {
            p_++;
            return {TokenKind::kSymbol, 1, int(c)};
        }
        if (is_letter(c)) {
            char prefix[3] = {};
            int length = 0;
            for (; p_ < end_ && is_letter(*p_); p_++, length++) {
                if (length < 3) prefix[length] = *p_ < 0x80 ? char(*p_ | 0x20) : '?';
            }
            for (const Word& word : kWords) {
                // Months may go on after three letters.
                if (prefix[0] == word.prefix[0] && prefix[1] == word.prefix[1] && prefix[2] == word.prefix[2] &&
                    (length <= 3 || word.kind == TokenKind::kMonth)) {
                    return {word.kind, length, word.value};
                }
            }
            return {TokenKind::kWord, length, 0};
        }
        if (unicode::is_space_or_line_terminator(c)) {
            p_++;
            return {TokenKind::kWhiteSpace, 1};
        }
        if (c == '(') {
            int depth = 0;
            do {
                if (*p_ == '(') depth++;
                if (*p_ == ')') depth--;
                p_++;
            } while (depth > 0 && p_ < end_);
            return {TokenKind::kUnknown};
        }
        p_++;
        return {TokenKind::kUnknown};
    }

    const Char* p_;
    const Char* end_;
    Token peek_;
};

bool is_month(int n) { return n >= 1 && n <= 12; }
bool is_day(int n) { return n >= 1 && n <= 31; }
bool is_hour(int n) { return n >= 0 && n < 24; }
bool is_minute(int n) { return n >= 0 && n < 60; }
bool is_second(int n) { return n >= 0 && n < 60; }
bool is_millisecond(int n) { return n >= 0 && n < 1000; }

/// The first three digits of a fraction of a second.
int read_milliseconds(const Token& number) {
    int value = number.value;
    int length = number.length;
    for (; length < 3; length++) value *= 10;
    if (length > kSignificantDigits) length = kSignificantDigits;
    for (; length > 3; length--) value /= 10;
    return value;
}

struct Day {
    int parts[3];
    int count = 0;
    std::optional<int> named_month;
    bool is_standard = false;

    bool add(int n) {
        if (count == 3) return false;
        parts[count++] = n;
        return true;
    }

    bool resolve(int& year, int& month, int& day) {
        if (count < 1) return false;
        while (count < 3) parts[count++] = 1;
        if (!named_month) {
            if (is_standard || !is_day(parts[0])) {
                year = parts[0], month = parts[1], day = parts[2];
            } else {
                month = parts[0], day = parts[1], year = parts[2];
            }
        } else {
            month = *named_month;
            if (!is_day(parts[0])) {
                year = parts[0], day = parts[1];
            } else {
                day = parts[0], year = parts[1];
            }
        }
        if (!is_standard) {
            if (year >= 0 && year <= 49) {
                year += 2000;
            } else if (year >= 50 && year <= 99) {
                year += 1900;
            }
        }
        return is_month(month) && is_day(day);
    }
};

struct Time {
    int parts[4];
    int count = 0;
    std::optional<int> hour_offset;  // 0 for AM, 12 for PM

    bool is_empty() const { return count == 0; }
    bool add(int n) {
        if (count == 4) return false;
        parts[count++] = n;
        return true;
    }
    bool add_last(int n) {
        add(n);
        while (count < 4) add(0);
        return true;
    }
    bool expects(int n) const {
        return (count == 1 && is_minute(n)) || (count == 2 && is_second(n)) || (count == 3 && is_millisecond(n));
    }

    bool resolve(double& ms) {
        while (count < 4) add(0);
        int hour = parts[0];
        if (hour_offset) {
            if (hour < 0 || hour > 12) return false;
            hour = hour % 12 + *hour_offset;
        }
        bool is_valid = is_hour(hour) && is_minute(parts[1]) && is_second(parts[2]) && is_millisecond(parts[3]);
        bool is_24 = hour == 24 && parts[1] == 0 && parts[2] == 0 && parts[3] == 0;
        ms = ((hour * 60.0 + parts[1]) * 60.0 + parts[2]) * 1000.0 + parts[3];
        return is_valid || is_24;
    }
};

struct Offset {
    std::optional<int> sign;
    std::optional<int> hour;
    std::optional<int> minute;

    void set_hours(int hours) {
        sign = hours < 0 ? -1 : 1;
        hour = hours < 0 ? -hours : hours;
        minute = 0;
    }
    bool is_utc() const { return hour == 0 && minute == 0; }
    bool is_empty() const { return !hour; }
    bool expects(int n) const { return hour && !minute && is_minute(n); }
    double ms() const { return *sign * (hour.value_or(0) * 60.0 + minute.value_or(0)) * 60000.0; }
};

template <class Char>
class Parser {
public:
    Parser(const Char* p, const Char* end, TimeZone& zone) : scanner_(p, end), zone_(zone) {}

    double parse() {
        int year = 0, month = 0, day = 0;
        double time = 0;
        if (!parse_lenient(parse_standard()) || !day_.resolve(year, month, day) || !time_.resolve(time)) {
            return std::nan("");
        }
        double date = make_date(make_day(year, month - 1, day), time);
        if (offset_.sign) {
            date -= offset_.ms();
        } else if (std::fabs(date) <= kMaxTimeValue + double(kMsPerDay)) {
            date = zone_.to_utc(date);
        }
        return time_clip(date);
    }

private:
    static constexpr Token kInvalid{TokenKind::kInvalid};

    /// https://tc39.es/ecma262/#sec-date-time-string-format. Returns the end, an invalid token, or the token
    /// from which the lenient grammar goes on.
    Token parse_standard() {
        // YYYY or ±YYYYYY, but not -000000.
        if (scanner_.peek().is_sign()) {
            Token sign = scanner_.next();
            if (!scanner_.peek().is_fixed_number(6)) return sign;
            int year = scanner_.next().value;
            if (sign.sign() < 0 && year == 0) return sign;
            day_.add(sign.sign() * year);
        } else if (scanner_.peek().is_fixed_number(4)) {
            day_.add(scanner_.next().value);
        } else {
            return scanner_.next();
        }
        // -MM, -DD
        if (scanner_.skip('-')) {
            if (!scanner_.peek().is_fixed_number(2) || !is_month(scanner_.peek().value)) return scanner_.next();
            day_.add(scanner_.next().value);
            if (scanner_.skip('-')) {
                if (!scanner_.peek().is_fixed_number(2) || !is_day(scanner_.peek().value)) return scanner_.next();
                day_.add(scanner_.next().value);
            }
        }
        if (scanner_.peek().kind != TokenKind::kTime) {
            if (!scanner_.peek().is_end()) return scanner_.next();
        } else if (!parse_standard_time()) {
            return kInvalid;
        }
        // A date alone is UTC, a date with a time local.
        if (offset_.is_empty() && time_.is_empty()) offset_.set_hours(0);
        day_.is_standard = true;
        return {TokenKind::kEnd};
    }

    /// Takes a number of two digits that `accepts`.
    bool take_two_digits(bool (*accepts)(int), int& n) {
        n = scanner_.peek().value;
        if (!scanner_.peek().is_fixed_number(2) || !accepts(n)) return false;
        scanner_.next();
        return true;
    }

    /// THH:mm[:ss[.sss]][Z|±HH:mm], to the end.
    bool parse_standard_time() {
        scanner_.next();
        int n = 0;
        if (!take_two_digits([](int h) { return h <= 24; }, n)) return false;
        bool is_24 = n == 24;  // and all that follows is zero
        time_.add(n);
        if (!scanner_.skip(':') || !take_two_digits(is_minute, n) || (is_24 && n > 0)) return false;
        time_.add(n);
        if (scanner_.skip(':')) {
            if (!take_two_digits(is_second, n) || (is_24 && n > 0)) return false;
            time_.add(n);
            if (scanner_.skip('.')) {
                if (!scanner_.peek().is_number() || (is_24 && scanner_.peek().value > 0)) return false;
                time_.add(read_milliseconds(scanner_.next()));
            }
        }
        if (scanner_.peek().is_z()) {
            scanner_.next();
            offset_.set_hours(0);
        } else if (scanner_.peek().is_sign()) {
            offset_.sign = scanner_.next().sign();
            int minute = 0;
            if (scanner_.peek().is_fixed_number(4)) {
                n = scanner_.next().value;
                minute = n % 100;
                n /= 100;
                if (!is_hour(n) || !is_minute(minute)) return false;
            } else if (!take_two_digits(is_hour, n) || !scanner_.skip(':') || !take_two_digits(is_minute, minute)) {
                return false;
            }
            offset_.hour = n;
            offset_.minute = minute;
        }
        return scanner_.peek().is_end();
    }

    bool parse_lenient(Token token) {
        if (token.kind == TokenKind::kInvalid) return false;
        bool has_number = day_.count > 0;
        if (token.is_end()) token = scanner_.next();
        for (; !token.is_end(); token = scanner_.next()) {
            if (token.is_number()) {
                has_number = true;
                if (!take_number(token.value)) return false;
            } else if (token.is_word()) {
                if (token.kind == TokenKind::kAmPm && !time_.is_empty()) {
                    time_.hour_offset = token.value;
                } else if (token.kind == TokenKind::kMonth) {
                    day_.named_month = token.value;
                    scanner_.skip('-');
                } else if (token.kind == TokenKind::kZone && has_number) {
                    offset_.set_hours(token.value);
                } else {
                    // Words of no meaning stand before the first number, apart from it.
                    if (has_number || scanner_.peek().is_number()) return false;
                }
            } else if (token.is_sign() && (offset_.is_utc() || !time_.is_empty())) {
                has_number = true;
                if (!take_offset(token.sign())) return false;
            } else if ((token.is_sign() || token.is_symbol(')')) && has_number) {
                return false;
            }
        }
        return true;
    }

    bool take_number(int n) {
        if (scanner_.skip(':')) {
            if (scanner_.skip(':')) {
                if (!time_.is_empty()) return false;
                time_.add(n);
                return time_.add(0);
            }
            if (!time_.add(n)) return false;
            scanner_.skip('.');
        } else if (scanner_.peek().is_symbol('.') && time_.expects(n)) {
            scanner_.next();
            time_.add(n);
            if (!scanner_.peek().is_number()) return false;
            time_.add_last(read_milliseconds(scanner_.next()));
        } else if (scanner_.skip('.'); offset_.expects(n)) {
            offset_.minute = n;
        } else if (time_.expects(n)) {
            time_.add_last(n);
            // After the time: the end, white space, Z or a sign.
            const Token& peek = scanner_.peek();
            return peek.is_end() || peek.kind == TokenKind::kWhiteSpace || peek.is_z() || peek.is_sign();
        } else {
            if (!day_.add(n)) return false;
            scanner_.skip('-');
        }
        return true;
    }

    bool take_offset(int sign) {
        offset_.sign = sign;
        int n = 0;
        int length = 0;
        if (scanner_.peek().is_number()) {
            Token number = scanner_.next();
            n = number.value;
            length = number.length;
        }
        if (scanner_.peek().is_symbol(':')) {
            offset_.hour = n;
            offset_.minute.reset();
        } else if (length == 1 || length == 2) {
            offset_.hour = n;
            offset_.minute = 0;
        } else if (length == 3 || length == 4) {
            offset_.hour = n / 100;
            offset_.minute = n % 100;
        } else {
            return false;
        }
        return true;
    }

    Scanner<Char> scanner_;
    TimeZone& zone_;
    Day day_;
    Time time_;
    Offset offset_;
};

}  // namespace

double parse_date(const uint8_t* text, size_t length, TimeZone& zone) {
    return Parser<uint8_t>(text, text + length, zone).parse();
}

double parse_date(const char16_t* text, size_t length, TimeZone& zone) {
    return Parser<char16_t>(text, text + length, zone).parse();
}

}  // namespace jsx::numbers
