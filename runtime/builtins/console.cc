// The console object (console.spec.whatwg.org), printing as Node's does.
#include "runtime/builtins/console.h"

#include <chrono>
#include <cmath>
#include <cstdio>

#include <unistd.h>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/inspect.h"
#include "runtime/object/hooks.h"
#include "support/numbers/number_to_string.h"

namespace jsx {

using Text = std::u16string;

// ---- printing ----

static void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xC0 | c >> 6);
        out += char(0x80 | (c & 63));
    } else if (c < 0x10000) {
        out += char(0xE0 | c >> 12);
        out += char(0x80 | (c >> 6 & 63));
        out += char(0x80 | (c & 63));
    } else {
        out += char(0xF0 | c >> 18);
        out += char(0x80 | (c >> 12 & 63));
        out += char(0x80 | (c >> 6 & 63));
        out += char(0x80 | (c & 63));
    }
}

static std::string to_utf8(const Text& text) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); i++) {
        char32_t c = text[i];
        if ((c & 0xF800) == 0xD800) {
            bool is_pair = (c & 0xFC00) == 0xD800 && i + 1 < text.size() && (text[i + 1] & 0xFC00) == 0xDC00;
            c = is_pair ? 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00) : 0xFFFD;
        }
        append_utf8(out, c);
    }
    return out;
}

void write_to_console(Isolate& iso, ConsoleStream stream, const Text& text) {
    std::string line = to_utf8(text);
    const std::string& indentation = BuiltinState::of(iso).console.indentation;
    if (!indentation.empty()) {
        std::string indented = indentation;
        for (char c : line) {
            indented += c;
            if (c == '\n') indented += indentation;
        }
        line = std::move(indented);
    }
    line += '\n';
    if (stream == ConsoleStream::kError) {
        // What was printed before stands before.
        std::fflush(stdout);
        std::fwrite(line.data(), 1, line.size(), stderr);
    } else {
        std::fwrite(line.data(), 1, line.size(), stdout);
    }
}

static Completion<Value> print(Isolate& iso, ConsoleStream stream, std::span<const Value> args) {
    Text text;
    (void)TRY(format_arguments(iso, args, text));
    write_to_console(iso, stream, text);
    return Value::undefined();
}

static void warn_of(const std::string& text) {
    std::fflush(stdout);
    std::fprintf(stderr, "(jsx:%d) Warning: %s\n", int(getpid()), text.c_str());
}

// https://console.spec.whatwg.org/#log
static Completion<Value> console_log(Isolate& iso, Arguments args) { return print(iso, ConsoleStream::kOut, args.rest()); }
// https://console.spec.whatwg.org/#error
static Completion<Value> console_error(Isolate& iso, Arguments args) {
    return print(iso, ConsoleStream::kError, args.rest());
}

// https://console.spec.whatwg.org/#assert
static Completion<Value> console_assert(Isolate& iso, Arguments args) {
    if (to_boolean(args[0])) return Value::undefined();
    gc::RootVector values(iso.heap);
    if (is_string(args[1])) {
        String* lead = new_string(iso, std::string_view("Assertion failed: "));
        values.push(Value(TRY(concat(iso, lead, as_string(args[1])))));
    } else {
        values.push(Value(new_string(iso, std::string_view("Assertion failed"))));
        if (args.count() > 1) values.push(args[1]);
    }
    for (Value v : args.rest(2)) values.push(v);
    return print(iso, ConsoleStream::kError, {values.data(), values.size()});
}

// https://console.spec.whatwg.org/#dir
static Completion<Value> console_dir(Isolate& iso, Arguments args) {
    InspectOptions options;
    options.custom_inspect = false;
    (void)TRY(read_inspect_options(iso, args[1], options));
    Text text;
    (void)TRY(inspect_to(iso, args[0], options, text));
    write_to_console(iso, ConsoleStream::kOut, text);
    return Value::undefined();
}

// https://console.spec.whatwg.org/#trace
static Completion<Value> console_trace(Isolate& iso, Arguments args) {
    Text message;
    (void)TRY(format_arguments(iso, args.rest(), message));
    Object* error = new_object(iso);
    error->put_named(iso, PropertyKey(iso.names.name), Value(new_string(iso, std::string_view("Trace"))), kAllAttributes);
    error->put_named(iso, PropertyKey(iso.names.message), Value(to_js_string(iso, message)), kAllAttributes);
    capture_stack_trace(iso, error, args.callee());
    Value stack = TRY(get(iso, error, PropertyKey(iso.names.stack)));
    return print(iso, ConsoleStream::kError, {&stack, 1});
}

// https://console.spec.whatwg.org/#clear
static Completion<Value> console_clear(Isolate&, Arguments) {
    if (isatty(STDOUT_FILENO)) std::fputs("\x1B[1;1H\x1B[0J", stdout);
    return Value::undefined();
}

// ---- counts, timers, groups ----

static Completion<std::string> label_of(Isolate& iso, Arguments args) {
    if (args[0].is_undefined()) return std::string("default");
    String* label = TRY(to_string(iso, args[0]));
    return std::string(Utf8Text(iso, label).view());
}

static Text from_utf8(Isolate& iso, std::string_view text) { return to_u16(iso, MUST(new_string_utf8(iso, text))); }

// https://console.spec.whatwg.org/#count
static Completion<Value> console_count(Isolate& iso, Arguments args) {
    std::string label = TRY(label_of(iso, args));
    ConsoleState& console = BuiltinState::of(iso).console;
    double count = ++console.counts[label];
    write_to_console(iso, ConsoleStream::kOut, from_utf8(iso, label) + u": " + number_text(iso, count));
    return Value::undefined();
}

// https://console.spec.whatwg.org/#countreset
static Completion<Value> console_count_reset(Isolate& iso, Arguments args) {
    std::string label = TRY(label_of(iso, args));
    ConsoleState& console = BuiltinState::of(iso).console;
    if (console.counts.erase(label) == 0) warn_of("Count for '" + label + "' does not exist");
    return Value::undefined();
}

static double now_ms() {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return double(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()) / 1e6;
}

static std::string fixed(double value, int digits) {
    char text[numbers::kFormattedTextMax];
    return std::string(text, numbers::number_to_fixed(value, digits, text));
}

/// "1.234s", "5.678ms", "1:02.345 (m:ss.mmm)".
static std::string duration_text(double ms) {
    constexpr double kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute;
    if (ms < kSecond) {
        std::string text = fixed(ms, 3);
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text.pop_back();
        return text + "ms";
    }
    if (ms < kMinute) return fixed(ms / kSecond, 3) + "s";
    auto two_digits = [](std::string text) { return text.size() < 2 ? "0" + text : text; };
    double hours = std::floor(ms / kHour);
    double minutes = std::floor(std::fmod(ms, kHour) / kMinute);
    std::string seconds = fixed(std::fmod(ms, kMinute) / kSecond, 3);
    if (seconds.find('.') < 2) seconds = "0" + seconds;
    std::string lead = hours != 0 ? fixed(hours, 0) + ":" + two_digits(fixed(minutes, 0)) : fixed(minutes, 0);
    return lead + ":" + seconds + " (" + (hours != 0 ? "h:m" : "") + "m:ss.mmm)";
}

// https://console.spec.whatwg.org/#time
static Completion<Value> console_time(Isolate& iso, Arguments args) {
    std::string label = TRY(label_of(iso, args));
    ConsoleState& console = BuiltinState::of(iso).console;
    if (!console.timers.try_emplace(label, now_ms()).second) {
        warn_of("Label '" + label + "' already exists for console.time()");
    }
    return Value::undefined();
}

static Completion<Value> print_timer(Isolate& iso, Arguments args, const char* method, std::span<const Value> data, bool ends) {
    std::string label = TRY(label_of(iso, args));
    ConsoleState& console = BuiltinState::of(iso).console;
    auto timer = console.timers.find(label);
    if (timer == console.timers.end()) {
        warn_of("No such label '" + label + "' for " + method);
        return Value::undefined();
    }
    Text text = from_utf8(iso, label + ": " + duration_text(now_ms() - timer->second));
    if (ends) console.timers.erase(timer);
    for (Value v : data) {
        text += u' ';
        if (is_string(v)) {
            text += to_u16(iso, as_string(v));
        } else {
            (void)TRY(inspect_to(iso, v, {}, text));
        }
    }
    write_to_console(iso, ConsoleStream::kOut, text);
    return Value::undefined();
}
// https://console.spec.whatwg.org/#timelog
static Completion<Value> console_time_log(Isolate& iso, Arguments args) {
    return print_timer(iso, args, "console.timeLog()", args.rest(1), false);
}
// https://console.spec.whatwg.org/#timeend
static Completion<Value> console_time_end(Isolate& iso, Arguments args) {
    return print_timer(iso, args, "console.timeEnd()", {}, true);
}

// https://console.spec.whatwg.org/#group
static Completion<Value> console_group(Isolate& iso, Arguments args) {
    if (args.count() > 0) (void)TRY(print(iso, ConsoleStream::kOut, args.rest()));
    BuiltinState::of(iso).console.indentation += "  ";
    return Value::undefined();
}
// https://console.spec.whatwg.org/#groupend
static Completion<Value> console_group_end(Isolate& iso, Arguments) {
    std::string& indentation = BuiltinState::of(iso).console.indentation;
    indentation.resize(indentation.size() < 2 ? 0 : indentation.size() - 2);
    return Value::undefined();
}

// ---- the table ----

static constexpr BuiltinSpec kConsoleRows[] = {
    method_with("log", 0, console_log, kAllAttributes),
    method_with("info", 0, console_log, kAllAttributes),
    method_with("debug", 0, console_log, kAllAttributes),
    method_with("warn", 0, console_error, kAllAttributes),
    method_with("error", 0, console_error, kAllAttributes),
    method_with("dir", 0, console_dir, kAllAttributes),
    method_with("time", 0, console_time, kAllAttributes),
    method_with("timeEnd", 0, console_time_end, kAllAttributes),
    method_with("timeLog", 0, console_time_log, kAllAttributes),
    method_with("trace", 0, console_trace, kAllAttributes),
    method_with("assert", 0, console_assert, kAllAttributes),
    method_with("clear", 0, console_clear, kAllAttributes),
    method_with("count", 0, console_count, kAllAttributes),
    method_with("countReset", 0, console_count_reset, kAllAttributes),
    method_with("group", 0, console_group, kAllAttributes),
    method_with("groupEnd", 0, console_group_end, kAllAttributes),
    method_with("table", 1, console_table, kAllAttributes),
    method_with("dirxml", 0, console_log, kAllAttributes),
    method_with("groupCollapsed", 0, console_group, kAllAttributes),
    to_string_tag("console"),
};

/// The standard wants an empty object between console and %Object.prototype%.
static Object* make_console(Isolate& iso, Realm* realm) {
    Object* empty = new_object_with_prototype(iso, realm->object(iso, RealmObject::kObjectPrototype));
    return new_object_with_prototype(iso, empty);
}

const ClassSpec kConsoleClass = {
    .name = "console",
    .prototype_id = RealmObject::kConsole,
    .prototype = kConsoleRows,
    .make_prototype = make_console,
};

}  // namespace jsx
