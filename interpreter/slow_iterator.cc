// Iteration, and explicit resource management.
#include <algorithm>

#include "interpreter/generator.h"
#include "interpreter/slow_paths.h"
#include "runtime/object/for_in.h"
#include "runtime/object/hooks.h"

namespace jsx::interp::rt {

using namespace ic;

// ---- iterator records: [iterator, next method, state]. A pristine array: [array, empty, int index] ----

/// An array whose iteration is unobservable: initial shape, untouched Array.prototype[@@iterator] and
/// %ArrayIteratorPrototype%.next.
static bool is_pristine_array(Isolate& iso, Realm* realm, Value v) {
    return v.is_cell() && v.as_cell()->kind() == gc::CellKind::kArray &&
           v.as_cell()->shape_id() == realm->shape(iso, RealmShape::kArray)->id() &&
           realm->holds(Realm::kArrayIteration);
}

/// GetIterator(v, sync) into a record, with the source's words in its errors.
static Completion<void> start(Isolate& iso, Value* fp, Value v, Value* record) {
    Realm* realm = frame_callee(fp)->code()->realm();
    if (is_pristine_array(iso, realm, v)) {
        record[0] = v;
        record[1] = Value::empty();
        record[2] = Value::int32(0);
        return {};
    }
    if (v.is_nullish()) return throw_not_iterable_at(iso, fp, v);
    Value method = TRY(get_v(iso, v, PropertyKey(iso.symbols.iterator)));
    if (!is_callable(method)) return throw_not_iterable_at(iso, fp, v);
    IteratorRecord r = TRY(get_iterator_from_method(iso, v, method));
    record[0] = Value(r.iterator);
    record[1] = r.next;
    record[2] = Value::undefined();
    return {};
}

RT(get_iterator_op, GetIterator) { return start(iso, fp, fp[op.obj], fp + op.base); }

RT(get_async_iterator, GetAsyncIterator) {
    Value v = fp[op.obj];
    Value* record = fp + op.base;
    // GetIterator(obj, async): 1.a. method = GetMethod(obj, @@asyncIterator).
    Value method = TRY(get_method(iso, v, PropertyKey(iso.symbols.async_iterator)));
    IteratorRecord r;
    if (method.is_undefined()) {
        // b. A sync iterator, wrapped.
        Value sync_method = TRY(get_method(iso, v, PropertyKey(iso.symbols.iterator)));
        if (sync_method.is_undefined()) return throw_not_async_iterable_at(iso, fp, v);
        IteratorRecord sync = TRY(get_iterator_from_method(iso, v, sync_method));
        Object* wrapper = create_async_from_sync_iterator(iso, sync);
        r = TRY(get_iterator_direct(iso, wrapper));
    } else {
        r = TRY(get_iterator_from_method(iso, v, method));
    }
    record[0] = Value(r.iterator);
    record[1] = r.next;
    record[2] = Value::undefined();
    return {};
}

/// The record is done: no method to close is left, and the fast path of arrays does not look at it.
static void finish(Value* record) {
    record[0] = Value::undefined();
    record[1] = Value::undefined();
}

/// One step over what is not a pristine array.
static Completion<bool> step_iterator(Isolate& iso, Value* record, Value* out) {
    // FAST: a generator whose next() is the built-in needs no result object.
    auto* generator = cell_as<Generator>(record[0]);
    if (generator && generator->kind() == gc::CellKind::kGenerator && record[1] == iso.realm()->generator_next()) {
        GeneratorStep result = TRY(generator_resume(iso, generator, Resumption::kNext, Value::undefined()));
        if (result.delegated) {
            Object* inner = as_object(result.value);
            if (to_boolean(TRY(get(iso, inner, PropertyKey(iso.names.done))))) return false;
            *out = TRY(get(iso, inner, PropertyKey(iso.names.value)));
            return true;
        }
        *out = result.value;
        return !result.done;
    }
    IteratorRecord r{as_object(record[0]), record[1], false};
    return iterator_step_value(iso, r, out);
}

static Completion<bool> step_array(Isolate& iso, Value* record, Value* out) {
    auto* array = static_cast<Array*>(record[0].as_cell());
    uint32_t i = uint32_t(record[2].as_int32());
    if (i >= array->length()) return false;
    record[2] = Value::int32(int32_t(i + 1));
    Value v = i < array->elements()->fast_length() ? array->fast_elements()->get(i) : Value::empty();
    *out = v.is_empty() ? TRY(get(iso, array, PropertyKey::index(i))) : v;
    return true;
}

/// IteratorStepValue on a record: false when done; marks the record done when it finishes or throws.
static Completion<bool> step(Isolate& iso, Value* record, Value* out) {
    if (record[0].is_undefined()) return false;
    Completion<bool> more = record[1].is_empty() ? step_array(iso, record, out) : step_iterator(iso, record, out);
    if (more.threw() || !more.take()) finish(record);
    return more;
}

Completion<bool> iterator_next(Isolate& iso, Value* fp, const ops::IteratorNext& op, uint64_t*) {
    Value v;
    bool more = TRY(step(iso, fp + op.base, &v));
    if (more) fp[op.dst] = v;
    return more;
}

RT(iterator_value, IteratorValue) {
    Value v = Value::undefined();
    if (!TRY(step(iso, fp + op.base, &v))) v = Value::undefined();
    fp[op.dst] = v;
    return {};
}

RT(iterator_to_array, IteratorToArray) {
    Array* array = new_array(iso);
    for (uint32_t i = 0;; i++) {
        Value v;
        if (!TRY(step(iso, fp + op.base, &v))) break;
        (void)TRY(put_element(iso, array, i, v));
    }
    fp[op.dst] = Value(array);
    return {};
}

/// Appends the elements of a packed array to one that the compiler made.
static Completion<void> append_packed(Isolate& iso, Array* target, Array* source) {
    uint32_t length = target->length(), count = source->length();
    if (count == 0) return {};
    if (count > PropertyKey::kMaxIndex - length) return iso.throw_range_error("Invalid array length");
    Elements* to = TRY(ensure_elements(iso, target, length + count));
    const Elements* from = source->fast_elements();
    // Holes that end the target's literal are written out first.
    for (uint32_t i = to->length(); i < length; i++) to->push(Value::empty());
    to->append(from, 0, count);
    target->set_length_nocheck(length + count);
    return {};
}

RT(array_spread, ArraySpread) {
    auto* target = static_cast<Array*>(fp[op.array].as_cell());
    Value record[3];
    (void)TRY(start(iso, fp, fp[op.iterable], record));
    // FAST: a pristine array without holes.
    if (record[1].is_empty()) {
        auto* source = static_cast<Array*>(record[0].as_cell());
        if (source->is_packed()) return append_packed(iso, target, source);
    }
    for (;;) {
        Value v;
        if (!TRY(step(iso, record, &v))) return {};
        if (push_to_array(iso, target, v).threw()) {
            if (!record[1].is_empty()) return iterator_close_throwing(iso, {as_object(record[0]), record[1], false});
            return iso.rethrow();
        }
    }
}

RT(iterator_close_op, IteratorClose) {
    Value* record = fp + op.base;
    Value iterator = record[0], next = record[1];
    finish(record);
    if (iterator.is_undefined() || next.is_empty()) return {};
    return iterator_close(iso, {as_object(iterator), next, false});
}

RT(iterator_close_silently, IteratorCloseSilently) {
    Value* record = fp + op.base;
    Value iterator = record[0], next = record[1];
    finish(record);
    if (iterator.is_undefined() || next.is_empty()) return {};
    Completion<Value> method = get_method(iso, iterator, PropertyKey(iso.names.return_));
    if (!method.threw() && !method.take().is_undefined()) {
        Completion<Value> result = call(iso, method.take(), iterator);
        if (result.threw()) (void)iso.take_pending();
    } else if (method.threw()) {
        (void)iso.take_pending();
    }
    return {};
}

RT(iterator_call, IteratorCall) {
    // A pristine array has no iterator object: its results are made here.
    if (fp[op.base + 1].is_empty()) {
        Value v = Value::undefined();
        bool more = TRY(step(iso, fp + op.base, &v));
        fp[op.dst] = Value(create_iterator_result(iso, more ? v : Value::undefined(), !more));
        return {};
    }
    fp[op.dst] = TRY(call(iso, fp[op.base + 1], fp[op.base], {fp[op.value]}));
    return {};
}

RT(get_method_or_undefined, GetMethodOrUndefined) {
    fp[op.dst] = TRY(get_method(iso, fp[op.obj], PropertyKey(as_string(constant(md, op.name)))));
    return {};
}

// ---- for-in: [object, list, position]; the object is undefined when nothing is enumerated. See ForInList (ic.h) ----

/// The list that the site made last serves objects of the same shape, if neither they nor their prototypes have come by
/// elements.
static CellArray* cached_list(Isolate& iso, const ForInIC& ic, Object* o) {
    CellArray* list = ic.list;
    if (!list || !ForInList::is_for(list, o->shape_id())) return nullptr;
    for (const Object* p = o; p; p = p->prototype(iso)) {
        if (p->has_elements()) return nullptr;
    }
    return list;
}

static CellArray* make_list(Isolate& iso, Object* o, const ForInKeys& keys) {
    uint32_t count = keys.keys->length();
    CellArray* list = CellArray::create(iso, ForInList::kFirstKey + count);
    for (uint32_t i = 0; i < count; i++) list->set(ForInList::kFirstKey + i, keys.keys->get(i));
    bool is_cacheable = keys.is_cacheable && !o->shape(iso)->is_dictionary();
    list->set(ForInList::kShape, is_cacheable ? Value(o->shape(iso)) : Value(iso.empty_elements));
    if (is_cacheable) list->set(ForInList::kValidity, Value(o->shape(iso)->chain_validity(iso)));
    return list;
}

RT(for_in_prepare, ForInPrepare) {
    Value v = fp[op.obj];
    Value* record = fp + op.base;
    if (v.is_nullish()) {
        record[0] = Value::undefined();
        record[1] = Value::undefined();
        record[2] = Value::undefined();
        return {};
    }
    Object* o = TRY(to_object(iso, v));
    auto& ic = feedback<ForInIC>(md, op.ic);
    CellArray* list = cached_list(iso, ic, o);
    if (!list) {
        ForInKeys keys = TRY(for_in_keys(iso, o));
        list = make_list(iso, o, keys);
        if (keys.is_cacheable) {
            ic.list = list;
            gc::write_barrier(frame_callee(fp)->code(), nullptr, Value(list));
        }
    }
    record[0] = Value(o);
    record[1] = Value(list);
    record[2] = Value::int32(ForInList::kFirstKey);
    return {};
}

Completion<bool> for_in_next(Isolate& iso, Value* fp, const ops::ForInNext& op, uint64_t*) {
    Value* record = fp + op.base;
    if (record[0].is_undefined()) return false;
    auto* list = static_cast<CellArray*>(record[1].as_cell());
    uint32_t i = uint32_t(record[2].as_int32());
    while (i < list->length()) {
        Value key = list->get(i++);
        record[2] = Value::int32(int32_t(i));
        Object* o = as_object(record[0]);
        if (ForInList::is_for(list, o->shape_id()) || TRY(for_in_has(iso, o, key))) {
            fp[op.dst] = key;
            return true;
        }
    }
    record[0] = Value::undefined();
    return false;
}

RT(throw_resumed, DispatchResume) { return iso.throw_value(fp[op.value]); }

// ---- explicit resource management (tc39.es/proposal-explicit-resource-management) ----
// The dispose stack register holds a CellArray: [count, pending error or empty, needs await, has awaited, then triples
// (value, method, hint)], grown by doubling.

namespace {
enum : uint32_t { kCount, kPendingError, kNeedsAwait, kHasAwaited, kHeader };
enum : uint32_t { kValue, kMethod, kHint, kTriple };
/// How a resource is disposed of; kAsyncFallback: by its sync method, whose result is not looked at.
enum Hint : int32_t { kSync, kAsync, kAsyncFallback };

CellArray* stack_of(Value v) { return static_cast<CellArray*>(v.as_cell()); }

CellArray* ensure_stack(Isolate& iso, Value& stack) {
    if (stack.is_undefined()) {
        CellArray* fresh = CellArray::create(iso, kHeader + 4 * kTriple);
        fresh->set(kCount, Value::int32(0));
        fresh->set(kPendingError, Value::empty());
        fresh->set(kNeedsAwait, Value::boolean(false));
        fresh->set(kHasAwaited, Value::boolean(false));
        stack = Value(fresh);
    }
    return stack_of(stack);
}

void note_error(Isolate& iso, CellArray* stack, Value error) {
    Value previous = stack->get(kPendingError);
    if (!previous.is_empty()) error = Value(new_suppressed_error(iso, error, previous));
    stack->set(kPendingError, error);
}
}  // namespace

/// GetMethod with V8's words.
static Completion<Value> disposal_method(Isolate& iso, Value v, Symbol* symbol) {
    Value method = TRY(get_v(iso, v, PropertyKey(symbol)));
    if (method.is_nullish()) return Value::undefined();
    if (is_callable(method)) return method;
    return iso.throw_type_error("%S is not a function", symbol_descriptive_string(iso, symbol));
}

// https://tc39.es/ecma262/#sec-adddisposableresource
RT(add_disposable, AddDisposable) {
    Value v = fp[op.value];
    Value method = Value::undefined();
    Hint hint = op.async ? kAsync : kSync;
    if (v.is_nullish()) {
        if (!op.async) return {};
    } else {
        if (!is_object(v)) return iso.throw_type_error("An object is expected with `using` declarations");
        if (op.async) method = TRY(disposal_method(iso, v, iso.symbols.async_dispose));
        if (method.is_undefined()) {
            method = TRY(disposal_method(iso, v, iso.symbols.dispose));
            if (op.async) hint = kAsyncFallback;
        }
        if (method.is_undefined()) return iso.throw_type_error("Symbol(Symbol.dispose) is not a function");
    }
    CellArray* stack = ensure_stack(iso, fp[op.stack]);
    uint32_t count = uint32_t(stack->get(kCount).as_int32());
    uint32_t at = kHeader + count * kTriple;
    if (at + kTriple > stack->length()) {
        CellArray* grown = CellArray::create(iso, stack->length() * 2);
        for (uint32_t i = 0; i < stack->length(); i++) grown->set(i, stack->get(i));
        fp[op.stack] = Value(grown);
        stack = grown;
    }
    stack->set(at + kValue, v);
    stack->set(at + kMethod, method);
    stack->set(at + kHint, Value::int32(hint));
    stack->set(kCount, Value::int32(int32_t(count + 1)));
    return {};
}

RT(dispose_error, DisposeError) {
    note_error(iso, ensure_stack(iso, fp[op.stack]), fp[op.error]);
    return {};
}

/// Throws the pending error of a stack that is done.
static Completion<void> finish_disposal(Isolate& iso, Value stack) {
    if (stack.is_undefined()) return {};
    Value error = stack_of(stack)->get(kPendingError);
    if (error.is_empty()) return {};
    return iso.throw_value(error);
}

RT(dispose_all, DisposeAll) {
    if (fp[op.stack].is_undefined()) return {};
    CellArray* stack = stack_of(fp[op.stack]);
    for (uint32_t count = uint32_t(stack->get(kCount).as_int32()); count > 0; count--) {
        uint32_t at = kHeader + (count - 1) * kTriple;
        stack->set(kCount, Value::int32(int32_t(count - 1)));
        Completion<Value> c = call(iso, stack->get(at + kMethod), stack->get(at + kValue));
        if (c.threw()) note_error(iso, stack, iso.take_pending());
    }
    return finish_disposal(iso, Value(stack));
}

// https://tc39.es/ecma262/#sec-disposeresources, up to its next Await.
Completion<bool> dispose_step(Isolate& iso, Value* fp, const ops::DisposeStep& op, uint64_t*) {
    if (fp[op.stack].is_undefined()) return false;
    CellArray* stack = stack_of(fp[op.stack]);
    auto is_await_due = [&] { return stack->get(kNeedsAwait).is_true() && !stack->get(kHasAwaited).is_true(); };
    auto await = [&](Value v) {
        fp[op.dst] = v;
        return true;
    };
    while (uint32_t count = uint32_t(stack->get(kCount).as_int32())) {
        uint32_t at = kHeader + (count - 1) * kTriple;
        Value method = stack->get(at + kMethod);
        auto hint = Hint(stack->get(at + kHint).as_int32());
        // 3.d. A sync resource behind `await using x = null` waits for that.
        if (hint == kSync && is_await_due()) {
            stack->set(kNeedsAwait, Value::boolean(false));
            return await(Value::undefined());
        }
        stack->set(kCount, Value::int32(int32_t(count - 1)));
        // 3.f. Nothing to call: one await is due.
        if (method.is_undefined()) {
            stack->set(kNeedsAwait, Value::boolean(true));
            continue;
        }
        // 3.e. Call the method; await what an async one returns.
        Completion<Value> c = call(iso, method, stack->get(at + kValue));
        if (hint == kAsyncFallback) {
            stack->set(kHasAwaited, Value::boolean(true));
            if (!c.threw()) return await(Value::undefined());
            Promise* promise = new_promise(iso);
            reject_promise(iso, promise, iso.take_pending());
            return await(Value(promise));
        }
        if (c.threw()) {
            note_error(iso, stack, iso.take_pending());
        } else if (hint == kAsync) {
            stack->set(kHasAwaited, Value::boolean(true));
            return await(c.take());
        }
    }
    // 4. If needsAwait is true and hasAwaited is false, Await(undefined).
    if (!is_await_due()) return false;
    stack->set(kNeedsAwait, Value::boolean(false));
    return await(Value::undefined());
}

RT(dispose_end, DisposeEnd) { return finish_disposal(iso, fp[op.stack]); }

}  // namespace jsx::interp::rt
