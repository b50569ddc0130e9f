// [doc:interpreter] The interpreter's calling convention: handlers, frames, dispatch.
//
// Each opcode is one preserve_none function that ends in a jump to the next (musttail), so the machine
// state stays in registers the whole time:
//
//   pc       r12   the op being executed        fp   r13   its frame in the VM register stack
//   iso      r14   the isolate                  table r15  handlers by opcode
//   int_tag  rdi   Value::kIntTag               md   rsi   the function's constants and feedback slots
//
// A frame is  fp[0] callee | [1] new.target | [2] argument count | [3] caller's fp | [4] own pc while calling out
// | [5] this | [6..] arguments, locals, temporaries. A call writes the callee's frame into the caller's
// registers (a window) and is a native call of code->entry_ with the same signature; a return is a
// native return of the value, 0 meaning "exception pending". Between ops a handler holds no native
// frame, so unwinding, tier changes and tail calls are jumps.
//
// Rules: `fp[kFramePc]` and `iso->top_frame` are stored before anything that may collect, throw or run
// JavaScript (slow_path does it). The stack's top for the collector is what top_frame's function
// needs; slots above it are stale.
#pragma once

#include "bytecode/generated/ops.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/function.h"
#include "runtime/object/isolate.h"

namespace jsx::interp {

namespace ops = bytecode::ops;

/// Of every function with the handlers' signature. Sanitizers stay out: their realigned frames need rbx as a base
/// pointer, which preserve_none does not keep.
#define JSX_UNINSTRUMENTED __attribute__((no_sanitize("address", "undefined")))
#define JSX_HANDLER JSX_PRESERVE_NONE JSX_UNINSTRUMENTED

#define HANDLER_PARAMETERS                                                                         \
    const uint16_t *pc, Value *fp, Isolate *iso, const void *table, uint64_t int_tag, uint64_t *md
#define HANDLER_ARGUMENTS pc, fp, iso, table, int_tag, md

/// Defines the handler of opcode `Name`; `op` is its operands.
#define HANDLER(Name) JSX_HANDLER uint64_t handle_##Name(HANDLER_PARAMETERS)
#define OPERANDS(Name)                                                                             \
    [[maybe_unused]] const auto& op = ops::Name::at(pc);                                           \
    using OpType [[maybe_unused]] = ops::Name

/// Jumps to the handler of the op at `pc`.
#define DISPATCH() JSX_MUSTTAIL return static_cast<const Handler*>(table)[*pc](HANDLER_ARGUMENTS)
/// Goes on after the present op.
#define NEXT()                                                                                     \
    do {                                                                                           \
        pc += OpType::kLength;                                                                     \
        DISPATCH();                                                                                \
    } while (0)
/// Goes on at a label operand.
#define JUMP(label)                                                                                \
    do {                                                                                           \
        pc += (label);                                                                             \
        DISPATCH();                                                                                \
    } while (0)
/// Leaves for the out-of-line part: a function Completion<void> (Isolate&, Value* fp, const Op&, uint64_t* md).
#define SLOW(function) JSX_MUSTTAIL return slow_path<OpType, function>(HANDLER_ARGUMENTS)
/// The same for a condition: Completion<bool>; jumps if it equals `sense`.
#define SLOW_BRANCH(function, sense)                                                               \
    JSX_MUSTTAIL return slow_branch<OpType, function, sense>(HANDLER_ARGUMENTS)
/// A handler without a fast path.
#define SLOW_HANDLER(Name, function)                                                               \
    HANDLER(Name) {                                                                                \
        using OpType = ops::Name;                                                                  \
        SLOW(function);                                                                            \
    }

/// Looks for a handler of the pending exception in this frame; jumps there, or leaves the frame.
JSX_HANDLER JSX_NOINLINE uint64_t unwind(HANDLER_PARAMETERS);

/// Where the native stack stands, without asking for a frame.
JSX_INLINE const char* native_stack_pointer() {
#if defined(__x86_64__)
    const char* sp;
    asm("movq %%rsp, %0" : "=r"(sp));
    return sp;
#elif defined(__aarch64__)
    const char* sp;
    asm("mov %0, sp" : "=r"(sp));
    return sp;
#else
    return static_cast<const char*>(__builtin_frame_address(0));
#endif
}

/// Calls a handler or an entry from ordinary C++: the value it returns, raw.
Value invoke(Handler handler, const uint16_t* pc, Value* fp, Isolate& iso, uint64_t* md);

// Entries of functions (FunctionCode::entry_); `md` is the callee's FunctionCode, `pc` is ignored. [doc:entries]
JSX_HANDLER uint64_t interpreter_entry(HANDLER_PARAMETERS);
JSX_HANDLER uint64_t class_constructor_entry(HANDLER_PARAMETERS);
JSX_HANDLER uint64_t lazy_entry(HANDLER_PARAMETERS);
JSX_HANDLER uint64_t native_entry(HANDLER_PARAMETERS);
JSX_HANDLER uint64_t bound_entry(HANDLER_PARAMETERS);
JSX_HANDLER uint64_t proxy_entry(HANDLER_PARAMETERS);
/// Where an entry goes that cannot begin its frame.
JSX_HANDLER JSX_NOINLINE uint64_t stack_overflow(HANDLER_PARAMETERS);
JSX_HANDLER JSX_NOINLINE uint64_t throw_class_constructor(HANDLER_PARAMETERS);
JSX_HANDLER JSX_NOINLINE uint64_t derived_return_failed(HANDLER_PARAMETERS);
/// Where it goes when an interrupt is pending or the stack is used up.
JSX_HANDLER JSX_NOINLINE uint64_t entry_refused(HANDLER_PARAMETERS);

/// A call's native frame. Volatile, because a state that merely lives on across the call is moved aside at the
/// handler's start already, at the cost of every check before.
struct SavedState {
    const uint16_t* volatile pc;
    Value* volatile fp;
    Isolate* volatile iso;
    uint64_t* volatile md;
};

/// Value::kIntTag, made in a way that the optimizer does not see through: a constant it would keep across the call.
JSX_INLINE uint64_t make_int_tag() {
    uint32_t high = Value::kIntTag >> 48;
    asm("" : "+r"(high));
    return uint64_t(high) << 48;
}

/// Runs a callable whose window is ready: `result` is the value it returns, raw. Code that needs nothing from its entry
/// (`is_direct`, by its direct_argc_) starts with its first op. What was derived from `pc` and `fp` before is to be
/// derived again.
#define ENTER(result, code, window, is_direct)                                                     \
    FunctionCode* const code_ = (code);                                                            \
    Handler handler_ = code_->entry_;                                                              \
    const uint16_t* entry_pc_ = pc;                                                                \
    auto* entry_md_ = reinterpret_cast<uint64_t*>(code_);                                          \
    if (JSX_LIKELY((is_direct) && has_room(window, code_, iso))) {                                 \
        entry_pc_ = code_->first_op_;                                                              \
        entry_md_ = code_->metadata_;                                                              \
        handler_ = static_cast<const Handler*>(table)[*entry_pc_];                                 \
    }                                                                                              \
    const SavedState saved_{pc, fp, iso, md};                                                      \
    const uint64_t result = handler_(entry_pc_, window, iso, table, int_tag, entry_md_);           \
    pc = saved_.pc, fp = saved_.fp, iso = saved_.iso, md = saved_.md;                              \
    table = iso->dispatch_table;                                                                   \
    int_tag = make_int_tag();                                                                      \
    if (JSX_UNLIKELY(result == 0)) JSX_MUSTTAIL return unwind(HANDLER_ARGUMENTS)

/// Whether the registers of `code` fit above `fp`, and no interrupt is pending. This covers the native stack too
/// (invoke).
JSX_INLINE bool has_room(const Value* fp, const FunctionCode* code, const Isolate* iso) {
    return reinterpret_cast<const Value*>(reinterpret_cast<const char*>(fp) + code->frame_size_) <= iso->entry_limit;
}

JSX_INLINE Value tagged_pointer(const void* p, uint64_t int_tag = Value::kIntTag) {
    return Value::from_bits(reinterpret_cast<uint64_t>(p) | int_tag);
}
JSX_INLINE Value* untag_frame(Value v) {
    return reinterpret_cast<Value*>(v.bits() & ~Value::kIntTag);
}
JSX_INLINE const uint16_t* untag_pc(Value v) {
    return reinterpret_cast<const uint16_t*>(v.bits() & ~Value::kIntTag);
}

JSX_INLINE void enter_runtime(Isolate* iso, Value* fp, const uint16_t* pc) {
    iso->top_frame = fp;
    fp[kFramePc] = tagged_pointer(pc);
}

template <class Op, auto Function>
JSX_HANDLER JSX_NOINLINE uint64_t slow_path(HANDLER_PARAMETERS) {
    enter_runtime(iso, fp, pc);
    Completion<void> c = Function(*iso, fp, Op::at(pc), md);
    if (JSX_UNLIKELY(c.threw())) JSX_MUSTTAIL return unwind(HANDLER_ARGUMENTS);
    pc += Op::kLength;
    DISPATCH();
}

/// The label operand of a branching op, whatever the op calls it.
template <class Op>
JSX_INLINE int32_t branch_target(const Op& op) {
    if constexpr (requires { op.target; }) {
        return op.target;
    } else {
        return op.done;
    }
}

template <class Op, auto Function, bool Sense>
JSX_HANDLER JSX_NOINLINE uint64_t slow_branch(HANDLER_PARAMETERS) {
    enter_runtime(iso, fp, pc);
    const Op& op = Op::at(pc);
    Completion<bool> c = Function(*iso, fp, op, md);
    if (JSX_UNLIKELY(c.threw())) JSX_MUSTTAIL return unwind(HANDLER_ARGUMENTS);
    if (c.take() == Sense) {
        pc += branch_target(op);
    } else {
        pc += Op::kLength;
    }
    DISPATCH();
}

/// Both int32, given the tag in a register.
JSX_INLINE bool both_int(Value a, Value b, uint64_t int_tag) {
    return (a.bits() & b.bits()) >= int_tag;
}
JSX_INLINE bool is_int(Value v, uint64_t int_tag) { return v.bits() >= int_tag; }
JSX_INLINE bool is_num(Value v, uint64_t int_tag) { return (v.bits() & int_tag) != 0; }
JSX_INLINE bool is_cell(Value v, uint64_t int_tag) {
    return (v.bits() & (int_tag | Value::kOtherTag)) == 0;
}
JSX_INLINE Value make_int(int32_t i, uint64_t int_tag) {
    return Value::from_bits(int_tag | uint32_t(i));
}
/// A result of arithmetic on canonical numbers: its NaN, if it is one, needs no canonicalisation.
JSX_INLINE Value box_double(double d) {
    return Value::from_bits(std::bit_cast<uint64_t>(d) + Value::kDoubleOffset);
}
JSX_INLINE double unbox_number(Value v, uint64_t int_tag) {
    return is_int(v, int_tag) ? double(v.as_int32()) : v.as_double();
}

/// For natives that only pass a call on (Function.prototype.call, Reflect.apply): stack traces leave the frame out from
/// here on.
JSX_INLINE void hide_frame(Arguments args) { args.frame()[kFramePc] = Value::from_bits(Value::kIntTag | 1); }
JSX_INLINE bool is_frame_hidden(const Value* fp) { return fp[kFramePc] == Value::from_bits(Value::kIntTag | 1); }

JSX_INLINE Callable* frame_callee(const Value* fp) {
    return static_cast<Callable*>(fp[kFrameCallee].as_cell());
}
JSX_INLINE uint32_t frame_argc(const Value* fp) {
    return uint32_t(fp[kFrameArgumentCount].as_int32()) & ~uint32_t(kConstructFlag);
}
JSX_INLINE bool frame_is_construct(const Value* fp) {
    return fp[kFrameArgumentCount].as_int32() & kConstructFlag;
}
/// First register above a frame that has called out.
inline Value* frame_end(const Value* fp) {
    uint32_t arguments = kFrameHeader + frame_argc(fp);
    uint32_t registers = frame_callee(fp)->code()->register_count();
    return const_cast<Value*>(fp) + (arguments > registers ? arguments : registers);
}

/// A window right above a frame that has called out (null: above nothing), with room for `argc` arguments; null when
/// the stack is used up.
Value* window_above(Isolate& iso, Value* fp, uint32_t argc);

/// A constant of the metadata block.
JSX_INLINE Value constant(uint64_t* md, uint32_t k) { return Value::from_bits(md[k]); }
template <class T>
JSX_INLINE T& feedback(uint64_t* md, uint32_t k) {
    return *reinterpret_cast<T*>(md + k);
}

}  // namespace jsx::interp
