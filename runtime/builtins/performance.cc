// performance.now and performance.timeOrigin (w3c.github.io/hr-time).
#include <chrono>

#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

// https://w3c.github.io/hr-time/#dom-performance-now
static Completion<Value> performance_now(Isolate& iso, Arguments) {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    double ms = double(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()) / 1e6;
    return Value::number(ms - BuiltinState::of(iso).monotonic_origin);
}

// https://w3c.github.io/hr-time/#dom-performance-timeorigin
static Completion<Value> performance_time_origin(Isolate& iso, Arguments) {
    return Value::number(BuiltinState::of(iso).time_origin);
}

// https://w3c.github.io/hr-time/#dom-performance-tojson
static Completion<Value> performance_to_json(Isolate& iso, Arguments) {
    Object* o = new_object(iso);
    PropertyKey key(atomize(iso, "timeOrigin"));
    o->put_named(iso, key, Value::number(BuiltinState::of(iso).time_origin), kAllAttributes);
    return o;
}

static constexpr BuiltinSpec enumerable(BuiltinSpec row) {
    row.attributes |= kEnumerable;
    return row;
}
static constexpr BuiltinSpec kPerformanceRows[] = {
    enumerable(method("now", 0, performance_now)),
    enumerable(getter("timeOrigin", performance_time_origin)),
    enumerable(method("toJSON", 0, performance_to_json)),
    to_string_tag("Performance"),
};
const ClassSpec kPerformanceClass = {
    .name = "Performance",
    .prototype_id = RealmObject::kPerformance,
    .prototype = kPerformanceRows,
};

}  // namespace jsx
