// Calls, returns, exceptions, function entry.
#include "interpreter/frame.h"
#include "interpreter/generator.h"
#include "interpreter/ic/ic.h"
#include "interpreter/slow_paths.h"

namespace jsx::interp {

using namespace ic;

// ---- calls ----

/// Any callable but a proxy: told by its kind alone.
JSX_INLINE bool is_function_cell(Value v, uint64_t int_tag) {
    return is_cell(v, int_tag) && v.as_cell()->kind() >= gc::CellKind::kFunction;
}

JSX_INLINE bool is_callable_cell(Value v, uint64_t int_tag) {
    return is_cell(v, int_tag) && v.as_cell()->is_object() && (v.as_cell()->flags() & Object::kCallable);
}

JSX_INLINE FunctionCode* code_of(Value callable) { return static_cast<Callable*>(callable.as_cell())->code(); }

/// Whether the call site has nothing to learn from a callee that is not ic.callee.
JSX_INLINE bool is_observed(const CallIC& ic, FunctionCode* code) {
    return ic.callee == CallIC::kMany && (ic.target == reinterpret_cast<uint64_t>(code) || ic.target == CallIC::kMany);
}

/// Records a new target of the call site, then runs the op again.
template <class OpType>
JSX_HANDLER JSX_NOINLINE uint64_t observe_target(HANDLER_PARAMETERS) {
    const OpType& op = OpType::at(pc);
    rt::observe_call_target(fp, feedback<CallIC>(md, op.ic), static_cast<Callable*>(fp[op.base].as_cell()));
    DISPATCH();
}

// The rare exits are jumps to other handlers, so the native frame is made for the call alone.
#define CALL_WINDOW(code, window)                                                                  \
    do {                                                                                           \
        const uint32_t argc_ = op.argc;                                                            \
        if constexpr (std::is_same_v<OpType, ops::CallUndefinedThis>) {                            \
            (window)[kFrameThis] = Value::undefined();                                             \
        }                                                                                          \
        (window)[kFrameArgumentCount] = make_int(argc_, int_tag);                                  \
        (window)[kFrameCaller] = tagged_pointer(fp, int_tag);                                      \
        fp[kFramePc] = tagged_pointer(pc, int_tag);                                                \
        ENTER(result, code, window, code_->direct_argc_ <= argc_);                                 \
        fp[OpType::at(pc).dst] = Value::from_bits(result);                                         \
        NEXT();                                                                                    \
    } while (0)

/// A call of what may be a proxy, or no function at all.
template <class OpType>
JSX_HANDLER JSX_NOINLINE uint64_t call_other(HANDLER_PARAMETERS) {
    const OpType& op = OpType::at(pc);
    Value* window = fp + op.base;
    Value v = window[kFrameCallee];
    if (!is_callable_cell(v, int_tag)) SLOW(rt::throw_not_callable<OpType>);
    FunctionCode* code = code_of(v);
    const CallIC& ic = feedback<CallIC>(md, op.ic);
    if (v.bits() != ic.callee && !is_observed(ic, code)) JSX_MUSTTAIL return observe_target<OpType>(HANDLER_ARGUMENTS);
    CALL_WINDOW(code, window);
}

#define CALL(Name)                                                                                 \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value* window = fp + op.base;                                                              \
        Value v = window[kFrameCallee];                                                            \
        const CallIC& ic = feedback<CallIC>(md, op.ic);                                            \
        auto* code = reinterpret_cast<FunctionCode*>(ic.target);                                   \
        if (JSX_UNLIKELY(v.bits() != ic.callee)) {                                                 \
            if (JSX_UNLIKELY(!is_function_cell(v, int_tag))) JSX_MUSTTAIL return call_other<OpType>(HANDLER_ARGUMENTS); \
            code = code_of(v);                                                                     \
            if (JSX_UNLIKELY(!is_observed(ic, code))) JSX_MUSTTAIL return observe_target<OpType>(HANDLER_ARGUMENTS); \
        }                                                                                          \
        CALL_WINDOW(code, window);                                                                 \
    }
CALL(Call)
CALL(CallUndefinedThis)

/// A constructor's frame stays: its result is judged after the call.
JSX_HANDLER JSX_NOINLINE static uint64_t construct_tail_call(HANDLER_PARAMETERS) {
    OPERANDS(TailCall);
    Value* window = fp + op.base;
    window[kFrameArgumentCount] = make_int(op.argc, int_tag);
    window[kFrameCaller] = tagged_pointer(fp, int_tag);
    fp[kFramePc] = tagged_pointer(pc, int_tag);
    ENTER(result, code_of(window[kFrameCallee]), window, code_->direct_argc_ <= op.argc);
    return result;
}

/// `return f(...)` of strict code: the callee's frame takes this frame's place, so recursion in tail
/// position runs in constant space (tc39.es/ecma262/#sec-preparefortailcall).
HANDLER(TailCall) {
    OPERANDS(TailCall);
    Value* window = fp + op.base;
    Value v = window[kFrameCallee];
    if (JSX_UNLIKELY(!is_callable_cell(v, int_tag))) SLOW(rt::throw_not_callable<OpType>);
    FunctionCode* code = code_of(v);
    const CallIC& ic = feedback<CallIC>(md, op.ic);
    if (v.bits() != ic.callee && !is_observed(ic, code)) JSX_MUSTTAIL return observe_target<OpType>(HANDLER_ARGUMENTS);
    if (JSX_UNLIKELY(frame_is_construct(fp))) JSX_MUSTTAIL return construct_tail_call(HANDLER_ARGUMENTS);
    // A frame that entry shifted above its surplus arguments starts at its caller's window again.
    Value* target = fp - rt::frame_shift(fp);
    Value caller = fp[kFrameCaller];
    target[kFrameCallee] = v;
    target[kFrameThis] = window[kFrameThis];
    for (uint32_t i = 0; i < op.argc; i++) target[kFrameHeader + i] = window[kFrameHeader + i];
    target[kFrameArgumentCount] = make_int(op.argc, int_tag);
    target[kFrameCaller] = caller;
    fp = target;
    md = reinterpret_cast<uint64_t*>(code);
    JSX_MUSTTAIL return code->entry_(HANDLER_ARGUMENTS);
}

HANDLER(Construct) {
    OPERANDS(Construct);
    Value* window = fp + op.base;
    Value v = window[kFrameCallee];
    if (JSX_LIKELY(is_cell(v, int_tag) && v.as_cell()->kind() == gc::CellKind::kFunction)) {
        auto* callee = static_cast<Function*>(v.as_cell());
        FunctionCode* code = callee->code();
        // The initial shape is there once the function has constructed anything.
        CellArray* extra = callee->extra_;
        if (JSX_LIKELY((code->call_flags_ & FunctionCode::kBaseConstruct) && extra &&
                       extra->get(Function::kInitialShape).is_cell())) {
            auto* shape = static_cast<Shape*>(extra->get(Function::kInitialShape).as_cell());
            const uint32_t slots = shape->inline_capacity();
            size_t bytes = sizeof(Object) + slots * sizeof(Value);
            char* top = iso->heap.area_.top;
            if (JSX_LIKELY(bytes <= size_t(iso->heap.area_.limit - top))) {
                const CallIC& ic = feedback<CallIC>(md, op.ic);
                if (v.bits() != ic.callee && !is_observed(ic, code)) {
                    JSX_MUSTTAIL return observe_target<OpType>(HANDLER_ARGUMENTS);
                }
                iso->heap.area_.top = top + bytes;
                auto* words = reinterpret_cast<uint64_t*>(top);
                words[0] = rt::object_header(shape->id(), gc::CellKind::kObject, 0, slots);
                words[1] = reinterpret_cast<uint64_t>(iso->empty_elements);
                words[2] = 0;
#pragma clang loop vectorize(disable) unroll(disable)
                for (uint32_t i = 0; i < slots; i++) words[3 + i] = Value::undefined().bits();
                window[kFrameThis] = Value::from_bits(reinterpret_cast<uint64_t>(top));
                window[kFrameNewTarget] = v;
                window[kFrameArgumentCount] = make_int(op.argc | kConstructFlag, int_tag);
                window[kFrameCaller] = tagged_pointer(fp, int_tag);
                fp[kFramePc] = tagged_pointer(pc, int_tag);
                ENTER(result, code, window, (code_->direct_argc_ & ~uint32_t(kConstructFlag)) <= op.argc);
                Value r = Value::from_bits(result);
                // The window's `this` is the object still: base constructors never rebind it.
                const OpType& done = OpType::at(pc);
                fp[done.dst] = is_object(r) ? r : fp[done.base + kFrameThis];
                NEXT();
            }
        }
    }
    SLOW(rt::construct_op);
}

SLOW_HANDLER(CallSpread, rt::call_spread)
SLOW_HANDLER(ConstructSpread, rt::construct_spread)
SLOW_HANDLER(SuperCall, rt::super_call)
SLOW_HANDLER(SuperCallSpread, rt::super_call_spread)
SLOW_HANDLER(CallDirectEval, rt::call_direct_eval)
SLOW_HANDLER(CallDirectEvalSpread, rt::call_direct_eval_spread)
SLOW_HANDLER(GetSuperConstructor, rt::get_super_constructor)
SLOW_HANDLER(Intrinsic, rt::intrinsic)

// ---- entry of functions ----

/// Entry of interpreted code: the caller has written callee, argument count, caller, this and arguments.
JSX_HANDLER uint64_t interpreter_entry(HANDLER_PARAMETERS) {
    auto* code = reinterpret_cast<FunctionCode*>(md);
    uint32_t formals = code->formal_count_;
    uint32_t argc = uint32_t(fp[kFrameArgumentCount].as_int32());
    if (JSX_UNLIKELY(argc != formals)) {
        argc &= ~uint32_t(kConstructFlag);
        if (argc < formals) {
            if (JSX_UNLIKELY(fp + kFrameHeader + formals > iso->vm_stack_limit)) {
                JSX_MUSTTAIL return stack_overflow(HANDLER_ARGUMENTS);
            }
            for (uint32_t i = argc; i < formals; i++) fp[kFrameHeader + i] = Value::undefined();
        } else if (argc > formals && (code->call_flags_ & FunctionCode::kNeedsArguments)) {
            // Surplus arguments stay below: header and formals move above them.
            Value* moved = fp + kFrameHeader + argc;
            if (JSX_UNLIKELY(moved + code->register_count() > iso->vm_stack_limit)) {
                JSX_MUSTTAIL return stack_overflow(HANDLER_ARGUMENTS);
            }
            for (uint32_t i = 0; i < kFrameHeader + formals; i++) moved[i] = fp[i];
            fp = moved;
        }
    }
    if (JSX_UNLIKELY(!has_room(fp, code, iso))) JSX_MUSTTAIL return entry_refused(HANDLER_ARGUMENTS);
    md = code->metadata_;
    pc = code->first_op_;
    DISPATCH();
}

/// Entry of class constructors: only [[Construct]] goes on.
JSX_HANDLER uint64_t class_constructor_entry(HANDLER_PARAMETERS) {
    if (JSX_UNLIKELY(!frame_is_construct(fp))) JSX_MUSTTAIL return throw_class_constructor(HANDLER_ARGUMENTS);
    JSX_MUSTTAIL return interpreter_entry(HANDLER_ARGUMENTS);
}

/// An interrupt is pending, or frames have gone as far as they may without looking at the native stack.
JSX_HANDLER JSX_NOINLINE uint64_t entry_refused(HANDLER_PARAMETERS) {
    FunctionCode* code = frame_callee(fp)->code();
    if (fp + code->register_count() > iso->vm_stack_limit || native_stack_pointer() < iso->native_stack_limit) {
        JSX_MUSTTAIL return stack_overflow(HANDLER_ARGUMENTS);
    }
    if (iso->interrupt) {
        iso->top_frame = fp;
        fp[kFramePc] = tagged_pointer(nullptr);
        if (rt::handle_interrupt(*iso).threw()) return 0;
        code = frame_callee(fp)->code();
    }
    pc = code->first_op_;
    return invoke(static_cast<const Handler*>(table)[*pc], pc, fp, *iso, code->metadata_).bits();
}

JSX_HANDLER JSX_NOINLINE uint64_t stack_overflow(HANDLER_PARAMETERS) {
    // The frame has not begun: the error belongs to the caller.
    Value* caller = untag_frame(fp[kFrameCaller]);
    if (caller) iso->top_frame = caller;
    (void)iso->throw_stack_overflow();
    return 0;
}

JSX_HANDLER JSX_NOINLINE uint64_t throw_class_constructor(HANDLER_PARAMETERS) {
    auto* callee = static_cast<Function*>(frame_callee(fp));
    iso->top_frame = fp;
    fp[kFramePc] = tagged_pointer(nullptr);  // the frame has not begun: traces leave it out
    String* name = rt::function_name(*iso, callee);
    if (name->length() == 0) {
        (void)iso->throw_type_error("Class constructors cannot be invoked without 'new'");
    } else {
        (void)iso->throw_type_error("Class constructor %S cannot be invoked without 'new'", name);
    }
    return 0;
}

/// Entry of code that was never called: compiles, then goes on as the compiled code's entry.
JSX_HANDLER JSX_NOINLINE uint64_t lazy_entry(HANDLER_PARAMETERS) {
    iso->top_frame = fp;
    fp[kFramePc] = tagged_pointer(nullptr);
    FunctionCode* code = frame_callee(fp)->code();
    if (code->ensure_compiled(*iso).threw()) return 0;
    code = frame_callee(fp)->code();
    md = reinterpret_cast<uint64_t*>(code);
    JSX_MUSTTAIL return code->entry_(HANDLER_ARGUMENTS);
}

/// Entry of every native function.
JSX_HANDLER uint64_t native_entry(HANDLER_PARAMETERS) {
    iso->top_frame = fp;
    fp[kFramePc] = tagged_pointer(nullptr);
    if (JSX_UNLIKELY(native_stack_pointer() < iso->native_stack_limit ||
                     frame_end(fp) + 64 > iso->vm_stack_limit)) {
        return iso->throw_stack_overflow(), 0;
    }
    auto* callee = static_cast<NativeFunction*>(frame_callee(fp));
    return callee->fn()(*iso, Arguments(fp)).raw().bits();
}

/// Entry of bound functions: tc39.es/ecma262/#sec-bound-function-exotic-objects-call-thisargument-argumentslist
/// A call becomes one of the target in place, so that chains of bound functions need no stack; a chain is walked to
/// its end before its arguments are laid out, so that each moves once.
JSX_HANDLER uint64_t bound_entry(HANDLER_PARAMETERS) {
    if (JSX_UNLIKELY(frame_is_construct(fp))) {
        iso->top_frame = fp;
        fp[kFramePc] = tagged_pointer(nullptr);
        return rt::construct_bound(*iso, fp).raw().bits();
    }
    const auto* first = static_cast<const BoundFunction*>(frame_callee(fp));
    const auto* last = first;
    const uint32_t argc = frame_argc(fp);
    size_t count = argc + last->arguments()->length();
    while (last->target()->kind() == gc::CellKind::kBoundFunction) {
        last = static_cast<const BoundFunction*>(last->target());
        count += last->arguments()->length();
    }
    Value* arguments = fp + kFrameHeader;
    if (JSX_UNLIKELY(ptrdiff_t(count) > iso->vm_stack_limit - arguments)) {
        JSX_MUSTTAIL return stack_overflow(HANDLER_ARGUMENTS);
    }
    size_t at = count - argc;
    for (uint32_t i = argc; i-- > 0;) arguments[at + i] = arguments[i];
    for (const auto* bound = first;; bound = static_cast<const BoundFunction*>(bound->target())) {
        const CellArray* head = bound->arguments();
        at -= head->length();
        for (uint32_t i = 0; i < head->length(); i++) arguments[at + i] = head->get(i);
        if (bound == last) break;
    }
    fp[kFrameCallee] = Value(last->target());
    fp[kFrameThis] = last->bound_this();
    fp[kFrameArgumentCount] = make_int(int32_t(count), int_tag);
    FunctionCode* code = frame_callee(fp)->code();
    md = reinterpret_cast<uint64_t*>(code);
    JSX_MUSTTAIL return code->entry_(HANDLER_ARGUMENTS);
}

JSX_HANDLER uint64_t proxy_entry(HANDLER_PARAMETERS) {
    iso->top_frame = fp;
    fp[kFramePc] = tagged_pointer(nullptr);
    return rt::call_proxy(*iso, fp).raw().bits();
}

SLOW_HANDLER(CoerceThis, rt::coerce_this)

HANDLER(JumpIfEval) {
    OPERANDS(JumpIfEval);
    if (fp[op.value] == Value(frame_callee(fp)->code()->realm()->object_if_made(RealmObject::kEval))) JUMP(op.target);
    NEXT();
}

HANDLER(LoadGlobalThis) {
    OPERANDS(LoadGlobalThis);
    fp[op.dst] = Value(frame_callee(fp)->code()->realm()->global_this());
    NEXT();
}

HANDLER(LoadNewTarget) {
    OPERANDS(LoadNewTarget);
    fp[op.dst] = frame_is_construct(fp) ? fp[kFrameNewTarget] : Value::undefined();
    NEXT();
}

HANDLER(LoadHomeObject) {
    OPERANDS(LoadHomeObject);
    fp[op.dst] = static_cast<Function*>(fp[op.function].as_cell())->extra(Function::kHomeObject);
    NEXT();
}

SLOW_HANDLER(CreateRest, rt::create_rest)
SLOW_HANDLER(CreateArguments, rt::create_arguments)
SLOW_HANDLER(CreateMappedArguments, rt::create_mapped_arguments)

HANDLER(CheckThis) {
    OPERANDS(CheckThis);
    if (JSX_LIKELY(!fp[op.value].is_empty())) NEXT();
    SLOW(rt::throw_uninitialized_this<OpType>);
}

HANDLER(ThrowIfThisBound) {
    OPERANDS(ThrowIfThisBound);
    if (JSX_LIKELY(fp[op.value].is_empty())) NEXT();
    SLOW(rt::throw_this_bound);
}

// ---- leaving ----

HANDLER(Return) {
    OPERANDS(Return);
    return fp[op.value].bits();
}

HANDLER(ReturnUndefined) { return Value::undefined().bits(); }

HANDLER(ReturnDerived) {
    OPERANDS(ReturnDerived);
    Value v = fp[op.value];
    if (is_object(v)) return v.bits();
    if (v.is_undefined() && !fp[op.this_value].is_empty()) return fp[op.this_value].bits();
    JSX_MUSTTAIL return derived_return_failed(HANDLER_ARGUMENTS);
}

/// The frame has ended when its result is judged: no handler of it catches the error, which is of the caller's realm.
/// As in V8, its trace begins in the caller for a result that is no object, and here for a `this` that is not there.
JSX_HANDLER JSX_NOINLINE uint64_t derived_return_failed(HANDLER_PARAMETERS) {
    OPERANDS(ReturnDerived);
    Value v = fp[op.value];
    enter_runtime(iso, fp, pc);
    Value* caller = untag_frame(fp[kFrameCaller]);
    if (caller) iso->top_frame = caller;
    Realm* outer = iso->enter_realm(iso->realm());
    if (v.is_undefined()) iso->top_frame = fp;
    (void)rt::throw_derived_return(*iso, v);
    iso->enter_realm(outer);
    if (caller) iso->top_frame = caller;
    return 0;
}

SLOW_HANDLER(Throw, rt::throw_op)
SLOW_HANDLER(Rethrow, rt::rethrow_op)
SLOW_HANDLER(ThrowError, rt::throw_error_op)
SLOW_HANDLER(ThrowConstAssign, rt::throw_const_assign)
SLOW_HANDLER(ThrowTdz, rt::throw_tdz<OpType>)

HANDLER(ThrowIfNotObject) {
    OPERANDS(ThrowIfNotObject);
    if (JSX_LIKELY(is_object(fp[op.value])) &&
        bytecode::NotObject(op.reason) != bytecode::NotObject::kThrowMethodMissing) {
        NEXT();
    }
    SLOW(rt::throw_not_object);
}

HANDLER(CheckDestructure) {
    OPERANDS(CheckDestructure);
    if (JSX_LIKELY(!fp[op.value].is_nullish())) NEXT();
    SLOW(rt::throw_destructure);
}

HANDLER(Debugger) {
    OPERANDS(Debugger);
    NEXT();
}

JSX_HANDLER JSX_NOINLINE uint64_t unwind(HANDLER_PARAMETERS) {
    FunctionCode* code = frame_callee(fp)->code();
    const bytecode::ExceptionEntry* entry =
        code->bytecode()->find_handler(uint32_t(pc - code->first_op_));
    if (entry && !rt::is_termination(*iso)) {
        fp[entry->exception] = iso->take_pending();
        pc = code->first_op_ + entry->handler;
        DISPATCH();
    }
    // Async functions turn what leaves them into a rejection; generators are finished.
    if (code->function()->flags.async || code->function()->flags.generator) {
        iso->top_frame = fp;
        fp[kFramePc] = tagged_pointer(pc);
        return exception_leaves_generator(*iso, fp, code, pc).bits();
    }
    return 0;
}

}  // namespace jsx::interp
