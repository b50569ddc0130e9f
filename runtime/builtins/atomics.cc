// The Atomics object (tc39.es/ecma262/#sec-atomics-object).
//
// Waiters of a shared block stand in a list that hangs on its BackingStore. One that blocks a thread is on that
// thread's stack; one of waitAsync belongs to the isolate (AsyncWaits), which is woken up through its condition variable.
#include "runtime/builtins/atomics.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "runtime/builtins/array_buffer.h"
#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtins.h"
#include "runtime/object/bigint_ops.h"
#include "runtime/object/promise.h"

namespace jsx {

// ---- access ----

static Thrown throw_not(Isolate& iso, Value v, const char* what) { return iso.throw_type_error("%V is not %s typed array.", &v, what); }

// https://tc39.es/ecma262/#sec-validateintegertypedarray
static Completion<TypedArray*> validate_integer_array(Isolate& iso, Value v, bool waitable, const char* method, bool writes) {
    const char* what = waitable ? "an int32 or BigInt64" : "an integer";
    auto* array = cell_as<TypedArray>(v);
    if (!array) return throw_not(iso, v, what);
    if (writes && array->buffer()->is_immutable()) return throw_immutable(iso, method);
    if (array->is_out_of_bounds()) return throw_out_of_bounds(iso, method);
    switch (array->type()) {
    case ElementType::kInt32:
    case ElementType::kBigInt64: return array;
    case ElementType::kInt8:
    case ElementType::kUint8:
    case ElementType::kInt16:
    case ElementType::kUint16:
    case ElementType::kUint32:
    case ElementType::kBigUint64:
        if (!waitable) return array;
        break;
    case ElementType::kUint8Clamped:
    case ElementType::kFloat16:
    case ElementType::kFloat32:
    case ElementType::kFloat64: break;
    }
    return throw_not(iso, v, what);
}

// https://tc39.es/ecma262/#sec-validateatomicaccess
static Completion<size_t> validate_access(Isolate& iso, TypedArray* array, Value index) {
    double length = double(array->length());
    double i = TRY(to_integer_or_infinity(iso, index));
    if (!(i >= 0 && i < length)) return iso.throw_range_error("Invalid atomic access index");
    return size_t(i);
}

// https://tc39.es/ecma262/#sec-revalidateatomicaccess
static Completion<void> revalidate(Isolate& iso, TypedArray* array, size_t index, const char* method) {
    if (array->is_out_of_bounds()) return throw_out_of_bounds(iso, method);
    if (index >= array->length()) return iso.throw_range_error("Invalid atomic access index");
    return {};
}

/// ToBigInt, or ToIntegerOrInfinity as a Number.
static Completion<Value> to_atomic_value(Isolate& iso, TypedArray* array, Value v) {
    if (is_bigint_type(array->type())) return Value(TRY(to_bigint(iso, v)));
    if (v.is_int32()) return v;
    return Value::number(TRY(to_integer_or_infinity(iso, v)));
}

/// The bits of a converted value, as the element has them.
static uint64_t raw_bits(Isolate& iso, TypedArray* array, Value v) {
    uint64_t bits = 0;
    numeric_to_raw_bytes(iso, array->type(), v, reinterpret_cast<uint8_t*>(&bits));
    return bits;
}
static Value from_raw_bits(Isolate& iso, TypedArray* array, uint64_t bits) {
    return raw_bytes_to_numeric(iso, array->type(), reinterpret_cast<uint8_t*>(&bits));
}

enum class Operation : uint8_t { kAdd, kAnd, kCompareExchange, kExchange, kLoad, kOr, kStore, kSub, kXor };

template <class T>
static T operate_as(void* address, Operation operation, T value, T replacement) {
    T* p = static_cast<T*>(address);
    switch (operation) {
    case Operation::kAdd: return __atomic_fetch_add(p, value, __ATOMIC_SEQ_CST);
    case Operation::kAnd: return __atomic_fetch_and(p, value, __ATOMIC_SEQ_CST);
    case Operation::kOr: return __atomic_fetch_or(p, value, __ATOMIC_SEQ_CST);
    case Operation::kSub: return __atomic_fetch_sub(p, value, __ATOMIC_SEQ_CST);
    case Operation::kXor: return __atomic_fetch_xor(p, value, __ATOMIC_SEQ_CST);
    case Operation::kExchange: return __atomic_exchange_n(p, value, __ATOMIC_SEQ_CST);
    case Operation::kLoad: return __atomic_load_n(p, __ATOMIC_SEQ_CST);
    case Operation::kStore: __atomic_store_n(p, value, __ATOMIC_SEQ_CST); return value;
    case Operation::kCompareExchange:
        __atomic_compare_exchange_n(p, &value, replacement, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
        return value;
    }
    JSX_UNREACHABLE();
}

static uint64_t operate(TypedArray* array, size_t index, Operation operation, uint64_t value, uint64_t replacement = 0) {
    void* p = array->data() + (index << array->shift());
    switch (array->shift()) {
    case 0: return operate_as<uint8_t>(p, operation, uint8_t(value), uint8_t(replacement));
    case 1: return operate_as<uint16_t>(p, operation, uint16_t(value), uint16_t(replacement));
    case 2: return operate_as<uint32_t>(p, operation, uint32_t(value), uint32_t(replacement));
    default: return operate_as<uint64_t>(p, operation, value, replacement);
    }
}

// https://tc39.es/ecma262/#sec-atomicreadmodifywrite
static Completion<Value> read_modify_write(Isolate& iso, Arguments args, const char* method, Operation operation) {
    TypedArray* array = TRY(validate_integer_array(iso, args[0], false, method, true));
    size_t index = TRY(validate_access(iso, array, args[1]));
    Value v = TRY(to_atomic_value(iso, array, args[2]));
    (void)TRY(revalidate(iso, array, index, method));
    return from_raw_bits(iso, array, operate(array, index, operation, raw_bits(iso, array, v)));
}
#define ATOMIC_METHOD(name, operation)                                                             \
    static Completion<Value> atomics_##name(Isolate& iso, Arguments args) {                        \
        return read_modify_write(iso, args, "Atomics." #name, Operation::operation);               \
    }
ATOMIC_METHOD(add, kAdd)
ATOMIC_METHOD(and, kAnd)
ATOMIC_METHOD(exchange, kExchange)
ATOMIC_METHOD(or, kOr)
ATOMIC_METHOD(sub, kSub)
ATOMIC_METHOD(xor, kXor)
#undef ATOMIC_METHOD

// https://tc39.es/ecma262/#sec-atomics.compareexchange
static Completion<Value> atomics_compare_exchange(Isolate& iso, Arguments args) {
    constexpr const char* kName = "Atomics.compareExchange";
    TypedArray* array = TRY(validate_integer_array(iso, args[0], false, kName, true));
    size_t index = TRY(validate_access(iso, array, args[1]));
    Value expected = TRY(to_atomic_value(iso, array, args[2]));
    Value replacement = TRY(to_atomic_value(iso, array, args[3]));
    (void)TRY(revalidate(iso, array, index, kName));
    return from_raw_bits(iso, array, operate(array, index, Operation::kCompareExchange, raw_bits(iso, array, expected),
                                             raw_bits(iso, array, replacement)));
}

// https://tc39.es/ecma262/#sec-atomics.load
static Completion<Value> atomics_load(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_integer_array(iso, args[0], false, "Atomics.load", false));
    size_t index = TRY(validate_access(iso, array, args[1]));
    (void)TRY(revalidate(iso, array, index, "Atomics.load"));
    return from_raw_bits(iso, array, operate(array, index, Operation::kLoad, 0));
}

// https://tc39.es/ecma262/#sec-atomics.store
static Completion<Value> atomics_store(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_integer_array(iso, args[0], false, "Atomics.store", true));
    size_t index = TRY(validate_access(iso, array, args[1]));
    Value v = TRY(to_atomic_value(iso, array, args[2]));
    (void)TRY(revalidate(iso, array, index, "Atomics.store"));
    operate(array, index, Operation::kStore, raw_bits(iso, array, v));
    return v;
}

// https://tc39.es/ecma262/#sec-atomics.islockfree
static Completion<Value> atomics_is_lock_free(Isolate& iso, Arguments args) {
    double n = TRY(to_integer_or_infinity(iso, args[0]));
    return Value::boolean(n == 1 || n == 2 || n == 4 || n == 8);
}

// https://tc39.es/ecma262/#sec-atomics.pause
static Completion<Value> atomics_pause(Isolate& iso, Arguments args) {
    Value n = args[0];
    if (!n.is_undefined() && !(n.is_number() && std::isfinite(n.as_number()) && std::trunc(n.as_number()) == n.as_number())) {
        return iso.throw_type_error("Atomics.pause argument must be undefined or an integer");
    }
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
    return Value::undefined();
}

// ---- waiting ----

namespace {

using Clock = std::chrono::steady_clock;

/// Guarded by the mutex of its list.
struct Waiter {
    size_t byte_index = 0;  // in the buffer
    bool is_notified = false;
    bool is_listed = false;
    std::condition_variable* wake_up = nullptr;  // null: an AsyncWaits::Wait
    std::list<Waiter*>::iterator place;          // if listed
};

/// The waiters of one shared block: at each index, first come first.
struct WaiterList {
    std::mutex mutex;
    std::unordered_map<size_t, std::list<Waiter*>> waiters;  // by byte index
    void add(Waiter* waiter) {
        std::list<Waiter*>& at_index = waiters[waiter->byte_index];
        waiter->place = at_index.insert(at_index.end(), waiter);
        waiter->is_listed = true;
    }
    void remove(Waiter* waiter) {
        if (!waiter->is_listed) return;
        auto at_index = waiters.find(waiter->byte_index);
        at_index->second.erase(waiter->place);
        if (at_index->second.empty()) waiters.erase(at_index);
        waiter->is_listed = false;
    }
};

WaiterList& waiters_of(BackingStore* store) {
    void* list = store->attachment([]() -> void* { return new WaiterList; }, [](void* p) { delete static_cast<WaiterList*>(p); });
    return *static_cast<WaiterList*>(list);
}

Clock::time_point deadline_of(double timeout) {
    // A year is as good as forever, and fits every clock.
    double ms = std::min(timeout, 366.0 * 86'400'000);
    return Clock::now() + std::chrono::nanoseconds(int64_t(ms * 1e6));
}

}  // namespace

/// The waits of waitAsync of one isolate. All is its thread's own, but for what other threads have notified.
struct AsyncWaits {
    struct Wait : Waiter {
        Wait(gc::Heap& heap, AsyncWaits& owner, Promise* promise, BackingStore* store)
            : owner(owner), promise(heap, promise), store(store) {
            store->ref();
        }
        ~Wait() {
            (void)withdraw();
            store->unref();
        }
        /// Nobody can notify it from now on. False if somebody has.
        bool withdraw() {
            WaiterList& list = waiters_of(store);
            std::lock_guard lock(list.mutex);
            list.remove(this);
            return !is_notified;
        }
        AsyncWaits& owner;
        gc::Root<Promise> promise;
        BackingStore* store;
        std::list<Wait>::iterator self;                                // in waits
        std::multimap<Clock::time_point, Wait*>::iterator deadline;    // in deadlines, or its end
    };
    std::mutex mutex;                 // taken while a list's is held, never the other way round
    std::condition_variable wake_up;
    std::vector<Wait*> notified;      // guarded by the mutex
    std::multimap<Clock::time_point, Wait*> deadlines;
    std::list<Wait> waits;            // destroyed first
};

void AsyncWaitsDeleter::operator()(AsyncWaits* waits) const { delete waits; }

namespace {
struct WaitArguments {
    TypedArray* array;
    size_t index;
    uint64_t expected;  // raw bits
    double timeout;     // ms
    size_t byte_index() const { return array->raw_byte_offset() + (index << array->shift()); }
    bool is_equal() const {
        uint64_t present = operate(array, index, Operation::kLoad, 0);
        return array->shift() == 2 ? uint32_t(present) == uint32_t(expected) : present == expected;
    }
};
}  // namespace

/// DoWait, steps 1 to 10.
static Completion<WaitArguments> wait_arguments(Isolate& iso, Arguments args, const char* method) {
    WaitArguments wait{};
    wait.array = TRY(validate_integer_array(iso, args[0], true, method, false));
    if (!wait.array->buffer()->is_shared()) return throw_not(iso, args[0], "a shared");
    wait.index = TRY(validate_access(iso, wait.array, args[1]));
    if (is_bigint_type(wait.array->type())) {
        wait.expected = uint64_t(TRY(to_big_int64(iso, args[2])));
    } else {
        wait.expected = uint32_t(TRY(to_int32(iso, args[2])));
    }
    double timeout = TRY(to_number(iso, args[3]));
    wait.timeout = timeout != timeout ? INFINITY : std::max(timeout, 0.0);
    return wait;
}

/// A wait looks so often whether the isolate is to terminate.
static constexpr auto kPatience = std::chrono::milliseconds(50);

static bool is_to_terminate(Isolate& iso) {
    return __atomic_load_n(&iso.interrupt, __ATOMIC_ACQUIRE) & uint32_t(interp::Interrupt::kTerminate);
}

// https://tc39.es/ecma262/#sec-atomics.wait
static Completion<Value> atomics_wait(Isolate& iso, Arguments args) {
    WaitArguments wait = TRY(wait_arguments(iso, args, "Atomics.wait"));
    if (!BuiltinState::of(iso).can_block) {
        return iso.throw_type_error("Atomics.wait cannot be called in this context");
    }
    const char* result = "ok";
    {
        WaiterList& list = waiters_of(wait.array->buffer()->store());
        std::unique_lock lock(list.mutex);
        if (!wait.is_equal()) return new_string(iso, std::string_view("not-equal"));
        std::condition_variable wake_up;
        Waiter waiter;
        waiter.byte_index = wait.byte_index();
        waiter.wake_up = &wake_up;
        list.add(&waiter);
        Clock::time_point deadline = deadline_of(wait.timeout);
        while (!waiter.is_notified) {
            Clock::time_point now = Clock::now();
            if (now >= deadline || is_to_terminate(iso)) {
                list.remove(&waiter);
                result = "timed-out";
                break;
            }
            wake_up.wait_until(lock, std::min<Clock::time_point>(deadline, now + kPatience));
        }
    }
    return new_string(iso, std::string_view(result));
}

static Object* wait_result(Isolate& iso, bool is_async, Value value) {
    Object* o = new_object(iso);
    o->put_named(iso, PropertyKey(atomize(iso, "async")), Value::boolean(is_async), kAllAttributes);
    o->put_named(iso, PropertyKey(iso.names.value), value, kAllAttributes);
    return o;
}

// https://tc39.es/ecma262/#sec-atomics.waitasync
static Completion<Value> atomics_wait_async(Isolate& iso, Arguments args) {
    WaitArguments wait = TRY(wait_arguments(iso, args, "Atomics.waitAsync"));
    BuiltinState& state = BuiltinState::of(iso);
    if (!state.async_waits) state.async_waits.reset(new AsyncWaits);
    AsyncWaits& waits = *state.async_waits;
    Promise* promise = new_promise(iso);
    BackingStore* store = wait.array->buffer()->store();
    const char* at_once = nullptr;
    {
        WaiterList& list = waiters_of(store);
        std::lock_guard lock(list.mutex);
        if (!wait.is_equal()) {
            at_once = "not-equal";
        } else if (wait.timeout == 0) {
            at_once = "timed-out";
        } else {
            AsyncWaits::Wait& entry = waits.waits.emplace_back(iso.heap, waits, promise, store);
            entry.self = std::prev(waits.waits.end());
            entry.deadline = waits.deadlines.end();
            if (!std::isinf(wait.timeout)) entry.deadline = waits.deadlines.emplace(deadline_of(wait.timeout), &entry);
            entry.byte_index = wait.byte_index();
            list.add(&entry);
        }
    }
    if (at_once) return wait_result(iso, false, Value(new_string(iso, std::string_view(at_once))));
    return wait_result(iso, true, Value(promise));
}

// https://tc39.es/ecma262/#sec-atomics.notify
static Completion<Value> atomics_notify(Isolate& iso, Arguments args) {
    TypedArray* array = TRY(validate_integer_array(iso, args[0], true, "Atomics.notify", false));
    size_t index = TRY(validate_access(iso, array, args[1]));
    double count = args[2].is_undefined() ? INFINITY : std::max(TRY(to_integer_or_infinity(iso, args[2])), 0.0);
    if (!array->buffer()->is_shared()) return Value::int32(0);
    size_t byte_index = array->raw_byte_offset() + (index << array->shift());
    WaiterList& list = waiters_of(array->buffer()->store());
    std::lock_guard lock(list.mutex);
    uint32_t woken = 0;
    while (woken < count) {
        auto at_index = list.waiters.find(byte_index);
        if (at_index == list.waiters.end()) break;
        Waiter* waiter = at_index->second.front();
        list.remove(waiter);
        woken++;
        waiter->is_notified = true;
        if (waiter->wake_up) {
            waiter->wake_up->notify_one();
        } else {
            auto* wait = static_cast<AsyncWaits::Wait*>(waiter);
            std::lock_guard isolate_lock(wait->owner.mutex);
            wait->owner.notified.push_back(wait);
            wait->owner.wake_up.notify_one();
        }
    }
    return Value::number(woken);
}

bool has_async_waits(Isolate& iso) {
    auto* state = static_cast<BuiltinState*>(iso.extensions[Isolate::kBuiltins]);
    return state && state->async_waits && !state->async_waits->waits.empty();
}

void set_can_block(Isolate& iso, bool can_block) { BuiltinState::of(iso).can_block = can_block; }

bool settle_async_waits(Isolate& iso, Clock::time_point until) {
    if (!has_async_waits(iso)) return false;
    AsyncWaits& waits = *BuiltinState::of(iso).async_waits;
    auto settle = [&](AsyncWaits::Wait* wait, std::string_view result) {
        if (wait->deadline != waits.deadlines.end()) waits.deadlines.erase(wait->deadline);
        Promise* promise = wait->promise.get();
        waits.waits.erase(wait->self);
        resolve_promise(iso, promise, Value(new_string(iso, result)));
    };
    for (;;) {
        std::vector<AsyncWaits::Wait*> notified;
        Clock::time_point now = Clock::now();
        bool is_due = !waits.deadlines.empty() && waits.deadlines.begin()->first <= now;
        {
            std::unique_lock lock(waits.mutex);
            if (waits.notified.empty() && !is_due) {
                if (now >= until) return false;
                waits.wake_up.wait_until(lock, waits.deadlines.empty() ? until : std::min(until, waits.deadlines.begin()->first));
                continue;
            }
            notified.swap(waits.notified);
        }
        size_t settled = notified.size();
        for (AsyncWaits::Wait* wait : notified) settle(wait, "ok");
        while (!waits.deadlines.empty() && waits.deadlines.begin()->first <= now) {
            AsyncWaits::Wait* wait = waits.deadlines.begin()->second;
            if (wait->withdraw()) {
                settle(wait, "timed-out");
                settled++;
            } else {  // in the last moment: it is among the notified ones of the next time
                waits.deadlines.erase(wait->deadline);
                wait->deadline = waits.deadlines.end();
            }
        }
        if (settled) return true;
    }
}

// ---- the table ----

static constexpr BuiltinSpec kAtomicsRows[] = {
    method("load", 2, atomics_load),
    method("store", 3, atomics_store),
    method("add", 3, atomics_add),
    method("sub", 3, atomics_sub),
    method("and", 3, atomics_and),
    method("or", 3, atomics_or),
    method("xor", 3, atomics_xor),
    method("exchange", 3, atomics_exchange),
    method("compareExchange", 4, atomics_compare_exchange),
    method("isLockFree", 1, atomics_is_lock_free),
    method("wait", 4, atomics_wait),
    method("waitAsync", 4, atomics_wait_async),
    method("notify", 3, atomics_notify),
    method("pause", 0, atomics_pause),
    to_string_tag("Atomics"),
};
const ClassSpec kAtomicsClass = {.name = "Atomics", .prototype_id = RealmObject::kAtomics, .prototype = kAtomicsRows};

}  // namespace jsx
