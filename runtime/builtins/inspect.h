// [doc:inspect] How values are shown: by console, by the prompt, in reports of uncaught exceptions. The text is Node's
// util.inspect, letter for letter.
//
//   inspect.cc        values, objects, properties     inspect_error.cc   errors and their stacks
//   inspect_text.cc   quoting, widths, line breaking, columns            inspect_format.cc  console's %s, %d, ...
//
// Accessors are not called (but those that ask for a name, a tag or a message are), proxies are looked through. The text
// is built in UTF-16 off the heap.
#pragma once

#include <span>
#include <string>

#include "runtime/object/completion.h"
#include "runtime/object/string.h"

namespace jsx {

/// Node's options of the same names. INFINITY stands for null and Infinity.
struct InspectOptions {
    double depth = 2;
    double max_array_length = 100;
    double max_string_length = 10000;
    double break_length = 80;
    int compact = 3;  // kCompactAlways for `true`, 0 for `false`
    bool show_hidden = false;
    bool show_proxy = false;
    bool custom_inspect = true;
    bool sorted = false;
    enum class Getters : uint8_t { kNo, kAll, kGetOnly, kGetSet } getters = Getters::kNo;
    static constexpr int kCompactAlways = -1;
};

/// The text that shows a value. May run JavaScript; throws what that throws.
Completion<String*> inspect(Isolate& iso, Value value, const InspectOptions& options = {});
/// The same, appended to `out`.
Completion<void> inspect_to(Isolate& iso, Value value, const InspectOptions& options, std::u16string& out);
/// Reads an options object, as console.dir and custom inspection functions take it.
Completion<void> read_inspect_options(Isolate& iso, Value object, InspectOptions& options);
/// util.format: what console.log prints for these arguments.
Completion<void> format_arguments(Isolate& iso, std::span<const Value> args, std::u16string& out);

// ---- texts (inspect_text.cc) ----

std::u16string to_u16(Isolate& iso, String* s);
std::u16string to_u16(std::string_view ascii);
String* to_js_string(Isolate& iso, const std::u16string& text);
/// Columns that a terminal gives the text: wide characters take two, combining ones none, escape sequences none.
size_t display_width(const std::u16string& text);
/// In single quotes where the text allows, else in double quotes or backticks; what does not print is escaped.
std::u16string quote_text(const std::u16string& text);
/// Only the escapes, with `quote` escaped too (0: none).
std::u16string escape_text(const std::u16string& text, char16_t quote);
/// -0 as "-0", else Number::toString.
std::u16string number_text(Isolate& iso, double number);

}  // namespace jsx
