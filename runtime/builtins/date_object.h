// Date objects (tc39.es/ecma262/#sec-date-objects): a time value. The methods are in date.cc and date_text.cc.
#pragma once

#include "runtime/builtins/builtins.h"

namespace jsx {

class Date final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kDate;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields(); }
    static constexpr auto kTail = gc::TailCount::kNone;
    Date(Isolate& iso, Shape* shape, double time) : Object(iso, kKind, shape), time_(time) {}
    /// [[DateValue]]: milliseconds since 1970 UTC, or NaN.
    double time() const { return time_; }
    void set_time(double time) { time_ = time; }

private:
    double time_;
};

// Methods of date_text.cc.
#define DATE_METHOD(name) Completion<Value> date_##name(Isolate& iso, Arguments args);
DATE_METHOD(to_string)
DATE_METHOD(to_date_string)
DATE_METHOD(to_time_string)
DATE_METHOD(to_iso_string)
DATE_METHOD(to_utc_string)
DATE_METHOD(to_json)
DATE_METHOD(to_locale_string)
DATE_METHOD(to_locale_date_string)
DATE_METHOD(to_locale_time_string)
#undef DATE_METHOD
/// "Tue Nov 24 2026 02:13:30 GMT+0100 (Central European Standard Time)", or "Invalid Date".
String* date_text(Isolate& iso, double time);

}  // namespace jsx
