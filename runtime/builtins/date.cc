// Date objects (tc39.es/ecma262/#sec-date-objects): the constructor, getters and setters. Texts are in date_text.cc.
#include <cmath>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/date_object.h"
#include "support/numbers/date.h"

namespace jsx {

using namespace numbers;

static double local_time(Isolate& iso, double utc) { return BuiltinState::of(iso).time_zone.to_local(utc); }
/// UTC(t), with NaN passing through.
static double to_utc(Isolate& iso, double local) {
    if (!std::isfinite(local) || std::fabs(local) > kMaxTimeValue + double(kMsPerDay)) return NAN;
    return BuiltinState::of(iso).time_zone.to_utc(local);
}

// ---- the constructor ----

static double parse_text(Isolate& iso, String* s) {
    FlatContent text = s->content(iso);
    TimeZone& zone = BuiltinState::of(iso).time_zone;
    return text.is_latin1 ? parse_date(text.latin1(), text.length, zone) : parse_date(text.utf16(), text.length, zone);
}

/// MakeDate(MakeDay(year, month, date), MakeTime(hours, minutes, seconds, ms)) of arguments, all of which are converted.
static Completion<double> time_from_arguments(Isolate& iso, Arguments args) {
    double fields[7] = {NAN, 0, 1, 0, 0, 0, 0};
    for (uint32_t i = 0; i < 7 && (i < args.count() || i == 0); i++) fields[i] = TRY(to_number(iso, args[i]));
    double year = make_full_year(fields[0]);
    return make_date(make_day(year, fields[1], fields[2]), make_time(fields[3], fields[4], fields[5], fields[6]));
}

// https://tc39.es/ecma262/#sec-date
static Completion<Value> date_constructor(Isolate& iso, Arguments args) {
    // 1. Called as a function, the arguments do not matter.
    if (!args.is_construct()) return date_text(iso, current_time());
    double time;
    if (args.count() == 0) {
        // 3.
        time = current_time();
    } else if (args.count() == 1) {
        // 4. A Date, a text, a number.
        if (auto* date = cell_as<Date>(args[0])) {
            time = date->time();
        } else {
            Value primitive = TRY(to_primitive(iso, args[0]));
            time = is_string(primitive) ? parse_text(iso, as_string(primitive)) : TRY(to_number(iso, primitive));
        }
        time = time_clip(time);
    } else {
        // 5. Fields of local time.
        time = time_clip(to_utc(iso, TRY(time_from_arguments(iso, args))));
    }
    // 6-8. Let O be ? OrdinaryCreateFromConstructor(NewTarget, "%Date.prototype%", « [[DateValue]] »).
    Shape* shape = TRY(shape_from_constructor(iso, args.new_target(), RealmObject::kDatePrototype));
    return iso.heap.make<Date>(iso, shape, time);
}

// https://tc39.es/ecma262/#sec-date.now
static Completion<Value> date_now(Isolate&, Arguments) { return Value::number(current_time()); }
// https://tc39.es/ecma262/#sec-date.parse
static Completion<Value> date_parse(Isolate& iso, Arguments args) {
    return Value::number(parse_text(iso, TRY(to_string(iso, args[0]))));
}
// https://tc39.es/ecma262/#sec-date.utc
static Completion<Value> date_utc(Isolate& iso, Arguments args) {
    return Value::number(time_clip(TRY(time_from_arguments(iso, args))));
}

// ---- getters ----

enum class Zone : uint8_t { kLocal, kUtc };
enum class Field : uint8_t { kYear, kMonth, kDate, kDay, kHours, kMinutes, kSeconds, kMilliseconds };

static Completion<double> this_time(Isolate& iso, Arguments args) {
    if (auto* date = cell_as<Date>(args.this_value())) return date->time();
    return iso.throw_type_error("this is not a Date object.");
}

template <Field kField, Zone kZone>
static Completion<Value> date_get(Isolate& iso, Arguments args) {
    double time = TRY(this_time(iso, args));
    if (time != time) return Value::number(NAN);
    DateFields fields = date_fields(kZone == Zone::kLocal ? local_time(iso, time) : time);
    switch (kField) {
    case Field::kYear: return Value::number(fields.year);
    case Field::kMonth: return Value::int32(fields.month);
    case Field::kDate: return Value::int32(fields.day);
    case Field::kDay: return Value::int32(fields.weekday);
    case Field::kHours: return Value::int32(fields.hour);
    case Field::kMinutes: return Value::int32(fields.minute);
    case Field::kSeconds: return Value::int32(fields.second);
    case Field::kMilliseconds: return Value::int32(fields.millisecond);
    }
    JSX_UNREACHABLE();
}

// https://tc39.es/ecma262/#sec-date.prototype.gettime
static Completion<Value> date_get_time(Isolate& iso, Arguments args) { return Value::number(TRY(this_time(iso, args))); }
// https://tc39.es/ecma262/#sec-date.prototype.getyear
static Completion<Value> date_get_year(Isolate& iso, Arguments args) {
    double time = TRY(this_time(iso, args));
    if (time != time) return Value::number(NAN);
    return Value::number(date_fields(local_time(iso, time)).year - 1900);
}
// https://tc39.es/ecma262/#sec-date.prototype.gettimezoneoffset
static Completion<Value> date_get_timezone_offset(Isolate& iso, Arguments args) {
    double time = TRY(this_time(iso, args));
    if (time != time) return Value::number(NAN);
    return Value::number((time - local_time(iso, time)) / 60'000.0 + 0.0);
}

// ---- setters ----

/// The shared form of the setters: `first` is the first of the fields that the arguments replace, at most `count`.
template <Field kFirst, uint32_t kCount, Zone kZone>
static Completion<Value> date_set(Isolate& iso, Arguments args, const char* method) {
    Date* date = TRY(this_as<Date>(iso, args, method));
    double time = date->time();
    // All arguments are converted, even if the time is not valid.
    double given[4] = {NAN, NAN, NAN, NAN};
    uint32_t present = args.count() < 1 ? 1 : args.count() < kCount ? args.count() : kCount;
    for (uint32_t i = 0; i < present; i++) given[i] = TRY(to_number(iso, args[i]));
    constexpr bool kSetsYear = kFirst == Field::kYear;
    if (time != time) {
        if (!kSetsYear) return Value::number(NAN);
        time = 0;
    } else if (kZone == Zone::kLocal) {
        time = local_time(iso, time);
    }
    DateFields old = date_fields(time);
    double year = double(old.year), month = old.month, day = old.day;
    double hour = old.hour, minute = old.minute, second = old.second, ms = old.millisecond;
    double* const fields[] = {&year, &month, &day, nullptr, &hour, &minute, &second, &ms};
    for (uint32_t i = 0; i < present; i++) *fields[uint8_t(kFirst) + i] = given[i];
    constexpr bool kSetsDay = kFirst <= Field::kDate;
    double new_day = kSetsDay ? make_day(year, month, day) : day_of(time);
    double in_day = kSetsDay ? time_within_day(time) : make_time(hour, minute, second, ms);
    double result = make_date(new_day, in_day);
    result = time_clip(kZone == Zone::kLocal ? to_utc(iso, result) : result);
    date->set_time(result);
    return Value::number(result);
}
#define DATE_SETTER(name, first, count, zone)                                                      \
    static Completion<Value> date_##name(Isolate& iso, Arguments args) {                           \
        return date_set<Field::first, count, Zone::zone>(iso, args, "Date.prototype." #name);      \
    }
DATE_SETTER(setMilliseconds, kMilliseconds, 1, kLocal)
DATE_SETTER(setUTCMilliseconds, kMilliseconds, 1, kUtc)
DATE_SETTER(setSeconds, kSeconds, 2, kLocal)
DATE_SETTER(setUTCSeconds, kSeconds, 2, kUtc)
DATE_SETTER(setMinutes, kMinutes, 3, kLocal)
DATE_SETTER(setUTCMinutes, kMinutes, 3, kUtc)
DATE_SETTER(setHours, kHours, 4, kLocal)
DATE_SETTER(setUTCHours, kHours, 4, kUtc)
DATE_SETTER(setDate, kDate, 1, kLocal)
DATE_SETTER(setUTCDate, kDate, 1, kUtc)
DATE_SETTER(setMonth, kMonth, 2, kLocal)
DATE_SETTER(setUTCMonth, kMonth, 2, kUtc)
DATE_SETTER(setFullYear, kYear, 3, kLocal)
DATE_SETTER(setUTCFullYear, kYear, 3, kUtc)
#undef DATE_SETTER

// https://tc39.es/ecma262/#sec-date.prototype.settime
static Completion<Value> date_set_time(Isolate& iso, Arguments args) {
    Date* date = TRY(this_as<Date>(iso, args, "Date.prototype.setTime"));
    date->set_time(time_clip(TRY(to_number(iso, args[0]))));
    return Value::number(date->time());
}

// https://tc39.es/ecma262/#sec-date.prototype.setyear
static Completion<Value> date_set_year(Isolate& iso, Arguments args) {
    Date* date = TRY(this_as<Date>(iso, args, "Date.prototype.setYear"));
    double time = date->time();
    double year = make_full_year(TRY(to_number(iso, args[0])));
    time = time != time ? 0 : local_time(iso, time);
    DateFields old = date_fields(time);
    double result = make_date(make_day(year, old.month, old.day), time_within_day(time));
    date->set_time(time_clip(to_utc(iso, result)));
    return Value::number(date->time());
}

// https://tc39.es/ecma262/#sec-date.prototype-%symbol.toprimitive%
static Completion<Value> date_to_primitive(Isolate& iso, Arguments args) {
    Value v = args.this_value();
    if (!is_object(v)) return throw_incompatible_receiver(iso, "Date.prototype [ @@toPrimitive ]", v);
    Value hint = args[0];
    if (is_string(hint)) {
        Utf8Text text(iso, as_string(hint));
        if (text.view() == "string" || text.view() == "default") {
            return ordinary_to_primitive(iso, as_object(v), PreferredType::kString);
        }
        if (text.view() == "number") return ordinary_to_primitive(iso, as_object(v), PreferredType::kNumber);
    }
    return iso.throw_type_error("Invalid hint: %V", &hint);
}

// ---- the table ----

static constexpr BuiltinSpec kDateStatics[] = {
    method("now", 0, date_now),
    method("parse", 1, date_parse),
    method("UTC", 7, date_utc),
};
static constexpr BuiltinSpec kDateRows[] = {
    method("toString", 0, date_to_string),
    method("toDateString", 0, date_to_date_string),
    method("toTimeString", 0, date_to_time_string),
    method("toISOString", 0, date_to_iso_string),
    method("toUTCString", 0, date_to_utc_string),
    alias("toGMTString", "toUTCString"),
    method("getDate", 0, date_get<Field::kDate, Zone::kLocal>),
    method("setDate", 1, date_setDate),
    method("getDay", 0, date_get<Field::kDay, Zone::kLocal>),
    method("getFullYear", 0, date_get<Field::kYear, Zone::kLocal>),
    method("setFullYear", 3, date_setFullYear),
    method("getHours", 0, date_get<Field::kHours, Zone::kLocal>),
    method("setHours", 4, date_setHours),
    method("getMilliseconds", 0, date_get<Field::kMilliseconds, Zone::kLocal>),
    method("setMilliseconds", 1, date_setMilliseconds),
    method("getMinutes", 0, date_get<Field::kMinutes, Zone::kLocal>),
    method("setMinutes", 3, date_setMinutes),
    method("getMonth", 0, date_get<Field::kMonth, Zone::kLocal>),
    method("setMonth", 2, date_setMonth),
    method("getSeconds", 0, date_get<Field::kSeconds, Zone::kLocal>),
    method("setSeconds", 2, date_setSeconds),
    method("getTime", 0, date_get_time),
    method("setTime", 1, date_set_time),
    method("getTimezoneOffset", 0, date_get_timezone_offset),
    method("getUTCDate", 0, date_get<Field::kDate, Zone::kUtc>),
    method("setUTCDate", 1, date_setUTCDate),
    method("getUTCDay", 0, date_get<Field::kDay, Zone::kUtc>),
    method("getUTCFullYear", 0, date_get<Field::kYear, Zone::kUtc>),
    method("setUTCFullYear", 3, date_setUTCFullYear),
    method("getUTCHours", 0, date_get<Field::kHours, Zone::kUtc>),
    method("setUTCHours", 4, date_setUTCHours),
    method("getUTCMilliseconds", 0, date_get<Field::kMilliseconds, Zone::kUtc>),
    method("setUTCMilliseconds", 1, date_setUTCMilliseconds),
    method("getUTCMinutes", 0, date_get<Field::kMinutes, Zone::kUtc>),
    method("setUTCMinutes", 3, date_setUTCMinutes),
    method("getUTCMonth", 0, date_get<Field::kMonth, Zone::kUtc>),
    method("setUTCMonth", 2, date_setUTCMonth),
    method("getUTCSeconds", 0, date_get<Field::kSeconds, Zone::kUtc>),
    method("setUTCSeconds", 2, date_setUTCSeconds),
    method("valueOf", 0, date_get_time),
    method("getYear", 0, date_get_year),
    method("setYear", 1, date_set_year),
    method("toJSON", 1, date_to_json),
    method("toLocaleString", 0, date_to_locale_string),
    method("toLocaleDateString", 0, date_to_locale_date_string),
    method("toLocaleTimeString", 0, date_to_locale_time_string),
    method_with("@@toPrimitive", 1, date_to_primitive, kConfigurable),
};
const ClassSpec kDateClass = {
    .name = "Date",
    .constructor = date_constructor,
    .length = 7,
    .constructor_id = RealmObject::kDate,
    .prototype_id = RealmObject::kDatePrototype,
    .prototype = kDateRows,
    .statics = kDateStatics,
};

}  // namespace jsx
