// Dates as text.
#include <cmath>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/date_object.h"
#include "support/numbers/date.h"

namespace jsx {

using namespace numbers;

static String* latin1_string(Isolate& iso, const char* text, size_t length) {
    return new_string(iso, std::string_view(text, length));
}
static String* invalid_date(Isolate& iso) { return new_string(iso, std::string_view("Invalid Date")); }

enum class Part : uint8_t { kDate, kTime, kBoth };

static String* local_text(Isolate& iso, double time, Part part) {
    if (time != time) return invalid_date(iso);
    TimeZone& zone = BuiltinState::of(iso).time_zone;
    double local = zone.to_local(time);
    char buffer[2 * kDateTextMax];
    std::string text;
    if (part != Part::kTime) text.append(buffer, format_date(local, buffer));
    if (part == Part::kBoth) text += ' ';
    if (part != Part::kDate) {
        text.append(buffer, format_time(local, zone.offset_at_utc(time), buffer));
        text += " (";
        text += zone.display_name(time);
        text += ")";
    }
    return MUST(new_string_utf8(iso, text));
}

String* date_text(Isolate& iso, double time) { return local_text(iso, time, Part::kBoth); }

static Completion<double> this_time(Isolate& iso, Arguments args) {
    if (auto* date = cell_as<Date>(args.this_value())) return date->time();
    return iso.throw_type_error("this is not a Date object.");
}

// https://tc39.es/ecma262/#sec-date.prototype.tostring
Completion<Value> date_to_string(Isolate& iso, Arguments args) {
    return local_text(iso, TRY(this_time(iso, args)), Part::kBoth);
}
// https://tc39.es/ecma262/#sec-date.prototype.todatestring
Completion<Value> date_to_date_string(Isolate& iso, Arguments args) {
    return local_text(iso, TRY(this_time(iso, args)), Part::kDate);
}
// https://tc39.es/ecma262/#sec-date.prototype.totimestring
Completion<Value> date_to_time_string(Isolate& iso, Arguments args) {
    return local_text(iso, TRY(this_time(iso, args)), Part::kTime);
}

// https://tc39.es/ecma262/#sec-date.prototype.toisostring
Completion<Value> date_to_iso_string(Isolate& iso, Arguments args) {
    Date* date = TRY(this_as<Date>(iso, args, "Date.prototype.toISOString"));
    if (std::isnan(date->time())) return iso.throw_range_error("Invalid time value");
    char text[kDateTextMax];
    return latin1_string(iso, text, format_iso(date->time(), text));
}

// https://tc39.es/ecma262/#sec-date.prototype.toutcstring
Completion<Value> date_to_utc_string(Isolate& iso, Arguments args) {
    double time = TRY(this_time(iso, args));
    if (time != time) return invalid_date(iso);
    char text[kDateTextMax];
    return latin1_string(iso, text, format_utc(time, text));
}

// https://tc39.es/ecma262/#sec-date.prototype.tojson
Completion<Value> date_to_json(Isolate& iso, Arguments args) {
    Object* o = TRY(to_object(iso, args.this_value()));
    Value primitive = TRY(to_primitive(iso, Value(o), PreferredType::kNumber));
    if (primitive.is_number() && !std::isfinite(primitive.as_number())) return Value::null();
    Value method = TRY(get_v(iso, Value(o), PropertyKey(iso.names.toISOString)));
    if (!is_callable(method)) return iso.throw_type_error("toISOString is not a function");
    return call(iso, method, Value(o));
}

/// In the manner of en-US.
static Completion<Value> locale_text(Isolate& iso, Arguments args, Part part) {
    double time = TRY(this_time(iso, args));
    if (time != time) return invalid_date(iso);
    double local = BuiltinState::of(iso).time_zone.to_local(time);
    char buffer[kDateTextMax];
    std::string text;
    if (part != Part::kTime) text.append(buffer, format_locale_date(local, buffer));
    if (part == Part::kBoth) text += ", ";
    if (part != Part::kDate) text.append(buffer, format_locale_time(local, buffer));
    return MUST(new_string_utf8(iso, text));
}
// https://tc39.es/ecma262/#sec-date.prototype.tolocalestring
Completion<Value> date_to_locale_string(Isolate& iso, Arguments args) { return locale_text(iso, args, Part::kBoth); }
// https://tc39.es/ecma262/#sec-date.prototype.tolocaledatestring
Completion<Value> date_to_locale_date_string(Isolate& iso, Arguments args) { return locale_text(iso, args, Part::kDate); }
// https://tc39.es/ecma262/#sec-date.prototype.tolocaletimestring
Completion<Value> date_to_locale_time_string(Isolate& iso, Arguments args) { return locale_text(iso, args, Part::kTime); }

}  // namespace jsx
