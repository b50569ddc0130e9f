// Calls that need more than a jump, arguments objects, and errors raised by ops.
#include <cstring>

#include "interpreter/interpreter.h"
#include "interpreter/slow_paths.h"
#include "runtime/object/arguments.h"
#include "runtime/object/hooks.h"
#include "runtime/object/proxy.h"

namespace jsx::interp::rt {

using namespace ic;

void observe_call_target(Value* fp, CallIC& ic, Callable* callee) {
    const auto code = reinterpret_cast<uint64_t>(callee->code());
    if (ic.target != 0 && ic.target != code) {
        ic.target = ic.callee = CallIC::kMany;
        return;
    }
    ic.target = code;
    ic.callee = ic.callee == 0 && !callee->is_proxy() ? reinterpret_cast<uint64_t>(callee) : CallIC::kMany;
    gc::write_barrier(frame_callee(fp)->code(), nullptr, Value(callee));
}

String* function_name(Isolate& iso, Function* function) {
    Value name = function->extra(Function::kName);
    if (name.is_cell()) return as_string(name);
    FunctionCode* code = function->code();
    AtomId id = code->function()->name;
    return id == bytecode::kNoAtom ? iso.names.empty : code->script()->atom(iso, id);
}

// ---- construct ----

/// How many named properties a constructor's code puts on `this`.
static uint32_t count_this_writes(Isolate& iso, FunctionCode* code) {
    if (code->ensure_compiled(iso).threw()) {
        (void)iso.take_pending();
        return 0;
    }
    uint32_t count = 0;
    const auto& units = code->bytecode()->code;
    uint16_t self = kFrameThis;
    for (uint32_t pc = 0; pc < units.size(); pc += bytecode::op_length(&units[pc])) {
        switch (bytecode::Op(units[pc])) {
        case bytecode::Op::kCheckThis: self = ops::CheckThis::at(&units[pc]).value; break;
        case bytecode::Op::kSetById: count += ops::SetById::at(&units[pc]).obj == self; break;
        case bytecode::Op::kSetByIdSloppy: count += ops::SetByIdSloppy::at(&units[pc]).obj == self; break;
        case bytecode::Op::kDefineField:
        case bytecode::Op::kDefinePrivate: count++; break;
        default: break;
        }
    }
    return count;
}

/// Inline slots for instances of `f`: its own writes and those of the classes it extends.
static uint32_t expected_slots(Isolate& iso, Function* f) {
    uint32_t total = 0;
    for (int depth = 0; f && depth < 16; depth++) {
        total += count_this_writes(iso, f->code());
        if (auto* fields = cell_as<Function>(f->extra(Function::kFieldInitializer))) {
            total += count_this_writes(iso, fields->code());
        }
        if (!f->code()->is_class_constructor()) break;
        Object* parent = f->prototype(iso);
        f = parent ? cell_as<Function>(Value(parent)) : nullptr;
    }
    if (total == 0) return Realm::kDefaultInlineSlots;
    return total < Object::kMaxInlineCapacity ? total + 1 : Object::kMaxInlineCapacity;
}

/// The shape of plain objects made by `new_target` (OrdinaryCreateFromConstructor with %Object.prototype%).
static Completion<Shape*> initial_shape(Isolate& iso, Object* new_target) {
    auto* f = cell_as<Function>(Value(new_target));
    if (f && f->extra(Function::kInitialShape).is_cell()) {
        return static_cast<Shape*>(f->extra(Function::kInitialShape).as_cell());
    }
    Object* prototype = TRY(get_prototype_from_constructor(iso, new_target, RealmObject::kObjectPrototype));
    if (!f) return Shape::root(iso, prototype, Realm::kDefaultInlineSlots);
    Shape* shape = Shape::root(iso, prototype, expected_slots(iso, f));
    // Only what custom_get answers stays in step with the function's `prototype`.
    if (f->extra(Function::kPrototype) == Value(prototype)) f->set_extra(iso, Function::kInitialShape, Value(shape));
    return shape;
}

Completion<void> make_this(Isolate& iso, Value callee, Object* new_target, Value* self) {
    *self = Value::empty();
    auto* f = cell_as<Function>(callee);
    if (!f || !(f->code()->call_flags_ & FunctionCode::kBaseConstruct)) return {};
    Shape* shape = TRY(initial_shape(iso, new_target));
    *self = Value(Object::create(iso, shape));
    return {};
}

/// Construct with the arguments already in a window of the frame.
static Completion<Value> construct_window(Isolate& iso, Value* fp, Value* window, uint32_t argc, Value new_target) {
    Value self;
    (void)TRY(make_this(iso, window[kFrameCallee], as_object(new_target), &self));
    window[kFrameThis] = self;
    window[kFrameNewTarget] = new_target;
    Value result = TRY(run_window(iso, fp, window, argc | uint32_t(kConstructFlag)));
    return is_object(result) ? result : self;
}

RT(construct_op, Construct) {
    Value* window = fp + op.base;
    Value callee = window[kFrameCallee];
    if (!is_constructor(callee)) return throw_not_callable_at(iso, fp, callee);
    fp[op.dst] = TRY(construct_window(iso, fp, window, op.argc, callee));
    return {};
}

/// Copies the elements of a compiler-made array into a window. Throws RangeError if the stack cannot hold them.
static Completion<uint32_t> spread_into_window(Isolate& iso, Value* window, Value list) {
    auto* array = static_cast<Array*>(list.as_cell());
    uint32_t count = array->length();
    if (window + kFrameHeader + count + 64 > iso.vm_stack_limit) return iso.throw_stack_overflow();
    for (uint32_t i = 0; i < count; i++) {
        Value v = i < array->elements()->fast_length() ? array->fast_elements()->get(i) : Value::empty();
        window[kFrameHeader + i] = v.is_empty() ? Value::undefined() : v;
    }
    return count;
}

RT(call_spread, CallSpread) {
    Value* window = fp + op.base;
    if (!is_callable(window[kFrameCallee])) return throw_not_callable_at(iso, fp, window[kFrameCallee]);
    uint32_t argc = TRY(spread_into_window(iso, window, window[kFrameHeader]));
    fp[op.dst] = TRY(run_window(iso, fp, window, argc));
    return {};
}

/// The same with the array's elements as arguments. They may reach above the frame, where nothing is a root, so
/// making `this`, which may collect, comes before they are copied.
static Completion<Value> construct_spread_window(Isolate& iso, Value* fp, Value* window, Value new_target) {
    Value self;
    (void)TRY(make_this(iso, window[kFrameCallee], as_object(new_target), &self));
    uint32_t argc = TRY(spread_into_window(iso, window, window[kFrameHeader]));
    window[kFrameThis] = self;
    window[kFrameNewTarget] = new_target;
    Value result = TRY(run_window(iso, fp, window, argc | uint32_t(kConstructFlag)));
    return is_object(result) ? result : self;
}

RT(construct_spread, ConstructSpread) {
    Value* window = fp + op.base;
    if (!is_constructor(window[kFrameCallee])) return throw_not_callable_at(iso, fp, window[kFrameCallee]);
    fp[op.dst] = TRY(construct_spread_window(iso, fp, window, window[kFrameCallee]));
    return {};
}

static Completion<void> check_super_constructor(Isolate& iso, Value* fp, Value callee) {
    if (is_constructor(callee)) return {};
    // V8 names functions, and calls those without a name (Function.prototype, of `extends null`) null.
    String* super;
    if (auto* f = cell_as<Function>(callee)) {
        super = function_name(iso, f);
    } else if (auto* native = cell_as<NativeFunction>(callee)) {
        super = native->name();
    } else {
        super = value_for_message(iso, callee);
    }
    if (super->is_empty()) super = iso.names.null_;
    String* name = function_name(iso, static_cast<Function*>(frame_callee(fp)));
    if (name->is_empty()) {
        return iso.throw_type_error("Super constructor %S of anonymous class is not a constructor", super);
    }
    return iso.throw_type_error("Super constructor %S of %S is not a constructor", super, name);
}

RT(super_call, SuperCall) {
    Value* window = fp + op.base;
    (void)TRY(check_super_constructor(iso, fp, window[kFrameCallee]));
    fp[op.dst] = TRY(construct_window(iso, fp, window, op.argc, fp[op.new_target]));
    return {};
}
RT(super_call_spread, SuperCallSpread) {
    Value* window = fp + op.base;
    (void)TRY(check_super_constructor(iso, fp, window[kFrameCallee]));
    fp[op.dst] = TRY(construct_spread_window(iso, fp, window, fp[op.new_target]));
    return {};
}

static bool is_eval(Isolate& iso, Value* fp, Value callee) {
    return callee == Value(frame_callee(fp)->code()->realm()->object(iso, RealmObject::kEval));
}

/// `eval(source)` where eval is %eval%; `scope` is the constant of the op.
static Completion<Value> run_direct_eval(Isolate& iso, Value* fp, Value source, Value scope, Value env) {
    const bytecode::BytecodeFunction* code = frame_callee(fp)->code()->bytecode();
    return direct_eval(iso, fp, source, code->eval_scopes[uint32_t(scope.as_int32())], env);
}

RT(call_direct_eval, CallDirectEval) {
    Value* window = fp + op.base;
    Value callee = window[kFrameCallee];
    if (is_eval(iso, fp, callee)) {
        Value source = op.argc ? window[kFrameHeader] : Value::undefined();
        fp[op.dst] = TRY(run_direct_eval(iso, fp, source, constant(md, op.scope), fp[op.env]));
        return {};
    }
    if (!is_callable(callee)) return throw_not_callable_at(iso, fp, callee);
    fp[op.dst] = TRY(run_window(iso, fp, window, op.argc));
    return {};
}
RT(call_direct_eval_spread, CallDirectEvalSpread) {
    Value* window = fp + op.base;
    Value callee = window[kFrameCallee];
    if (is_eval(iso, fp, callee)) {
        Value source = TRY(get(iso, as_object(window[kFrameHeader]), PropertyKey::index(0)));
        fp[op.dst] = TRY(run_direct_eval(iso, fp, source, constant(md, op.scope), fp[op.env]));
        return {};
    }
    if (!is_callable(callee)) return throw_not_callable_at(iso, fp, callee);
    uint32_t argc = TRY(spread_into_window(iso, window, window[kFrameHeader]));
    fp[op.dst] = TRY(run_window(iso, fp, window, argc));
    return {};
}

RT(get_super_constructor, GetSuperConstructor) {
    fp[op.dst] = TRY(get_prototype_of(iso, as_object(fp[op.function])));
    return {};
}

RT(intrinsic, Intrinsic) {
    fp[op.dst] = TRY(call_intrinsic(iso, op.id, fp + op.first, op.count));
    return {};
}

// ---- bound functions and proxies ----

// https://tc39.es/ecma262/#sec-bound-function-exotic-objects-call-thisargument-argumentslist
// https://tc39.es/ecma262/#sec-bound-function-exotic-objects-construct-argumentslist-newtarget
Completion<Value> construct_bound(Isolate& iso, Value* fp) {
    auto* bound = static_cast<BoundFunction*>(frame_callee(fp));
    Arguments args(fp);
    Value target(bound->target());
    Value self = bound->bound_this();
    Value new_target = args.new_target();
    if (new_target == Value(bound)) new_target = target;
    (void)TRY(make_this(iso, target, as_object(new_target), &self));
    CellArray* head = bound->arguments();
    uint32_t argc = head->length() + args.count();
    Value* window = window_above(iso, fp, argc);
    if (!window) return iso.throw_stack_overflow();
    window[kFrameCallee] = target;
    window[kFrameThis] = self;
    for (uint32_t i = 0; i < head->length(); i++) window[kFrameHeader + i] = head->get(i);
    for (uint32_t i = 0; i < args.count(); i++) window[kFrameHeader + head->length() + i] = args[i];
    window[kFrameNewTarget] = new_target;
    Value result = TRY(run_window(iso, fp, window, argc | uint32_t(kConstructFlag)));
    return is_object(result) ? result : self;
}

Completion<Value> call_proxy(Isolate& iso, Value* fp) {
    auto* proxy = static_cast<Proxy*>(frame_callee(fp));
    Arguments args(fp);
    if (args.is_construct()) return proxy_construct(iso, proxy, args.rest(), as_object(args.new_target()));
    return proxy_call(iso, proxy, args.this_value(), args.rest());
}

// ---- function entry ----

RT(coerce_this, CoerceThis) {
    Value v = fp[kFrameThis];
    if (is_object(v)) return {};
    if (v.is_nullish()) {
        fp[kFrameThis] = Value(frame_callee(fp)->code()->realm()->global_this());
    } else {
        fp[kFrameThis] = Value(TRY(to_object(iso, v)));
    }
    return {};
}

RT(create_rest, CreateRest) {
    uint32_t argc = frame_argc(fp);
    const Value* args = original_arguments(fp);
    if (op.index >= argc) {
        fp[op.dst] = Value(new_array(iso));
    } else {
        fp[op.dst] = Value(new_array(iso, std::span<const Value>(args + op.index, argc - op.index)));
    }
    return {};
}

RT(create_arguments, CreateArguments) {
    fp[op.dst] = Value(create_unmapped_arguments(iso, {original_arguments(fp), frame_argc(fp)}));
    return {};
}

RT(create_mapped_arguments, CreateMappedArguments) {
    FunctionCode* code = frame_callee(fp)->code();
    const auto& map = code->bytecode()->argument_maps[uint32_t(constant(md, op.map).as_int32())];
    auto* env = static_cast<Environment*>(fp[op.env].as_cell());
    fp[op.dst] = Value(jsx::create_mapped_arguments(iso, frame_callee(fp), {original_arguments(fp), frame_argc(fp)},
                                               env, {map.data(), map.size()}));
    return {};
}

// ---- errors ----

Thrown throw_uninitialized_this_error(Isolate& iso) {
    return iso.throw_reference_error(
        "Must call super constructor in derived class before accessing 'this' or returning from derived constructor");
}
RT(throw_this_bound, ThrowIfThisBound) {
    return iso.throw_reference_error("Super constructor may only be called once");
}
Thrown throw_derived_return(Isolate& iso, Value v) {
    if (!v.is_undefined()) {
        return iso.throw_type_error("Derived constructors may only return object or undefined");
    }
    return throw_uninitialized_this_error(iso);
}
RT(throw_op, Throw) { return iso.throw_value(fp[op.value]); }
RT(rethrow_op, Rethrow) { return iso.throw_value(fp[op.value]); }
RT(throw_error_op, ThrowError) {
    static constexpr ErrorKind kKinds[] = {ErrorKind::kError, ErrorKind::kTypeError, ErrorKind::kReferenceError,
                                           ErrorKind::kSyntaxError, ErrorKind::kRangeError};
    return iso.throw_error(kKinds[op.type], "%S", as_string(constant(md, op.message)));
}
RT(throw_const_assign, ThrowConstAssign) {
    return iso.throw_type_error("Assignment to constant variable.");
}
RT(throw_not_object, ThrowIfNotObject) {
    Value v = fp[op.value];
    if (is_object(v) && bytecode::NotObject(op.reason) != bytecode::NotObject::kThrowMethodMissing) return {};
    switch (bytecode::NotObject(op.reason)) {
    case bytecode::NotObject::kIteratorResult:
        return iso.throw_type_error("Iterator result %V is not an object", &v);
    case bytecode::NotObject::kIteratorReturn: return iso.throw_type_error("%V is not an object", &v);
    case bytecode::NotObject::kThrowMethodMissing:
        return iso.throw_type_error("The iterator does not provide a 'throw' method.");
    }
    JSX_UNREACHABLE();
}

}  // namespace jsx::interp::rt
