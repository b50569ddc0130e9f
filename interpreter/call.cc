// Calls from C++ into JavaScript: windows above the running frame. [doc:calls-from-cpp]
//
//   vm_stack ... | frame of top_frame ... frame_end | window: callee ... this, arguments ...
//
// A window is filled and entered without an allocation in between, so that nothing in it needs to be a root before
// the callee's frame is. What may collect (making `this`, converting arguments) happens first.
#include "runtime/object/call.h"

#include <algorithm>
#include <cstring>

#include "interpreter/interpreter.h"
#include "interpreter/slow_paths.h"

namespace jsx {

namespace interp {

/// Room kept above a window: what natives and small frames need before their own checks.
static constexpr uint32_t kStackSlack = 64;

JSX_INLINE static bool native_stack_is_low(Isolate& iso) {
    return native_stack_pointer() < iso.native_stack_limit;
}

// Calls between handlers check the register stack alone. Each takes at least a frame's header there, and less than twice
// that of native stack: so the native stack that is left says how far frames may go until C++ is entered again.
JSX_NOINLINE JSX_UNINSTRUMENTED Value invoke(Handler handler, const uint16_t* pc, Value* fp, Isolate& iso,
                                             uint64_t* md) {
    const ptrdiff_t native_left = std::max<ptrdiff_t>(0, native_stack_pointer() - iso.native_stack_limit);
    Value* const limit = std::min(iso.vm_stack_limit, fp + native_left / ptrdiff_t(2 * sizeof(Value)));
    Value* const before = set_frame_limit(iso, limit);
    const Value result = Value::from_bits(handler(pc, fp, &iso, iso.dispatch_table, Value::kIntTag, md));
    (void)set_frame_limit(iso, before);
    return result;
}

Completion<Value> run_window(Isolate& iso, Value* fp, Value* window, uint32_t count_and_flags) {
    if (JSX_UNLIKELY(native_stack_is_low(iso))) return iso.throw_stack_overflow();
    auto* callee = static_cast<Callable*>(window[kFrameCallee].as_cell());
    window[kFrameArgumentCount] = Value::int32(int32_t(count_and_flags));
    window[kFrameCaller] = tagged_pointer(fp);
    FunctionCode* code = callee->code();
    Value result = invoke(code->entry_, nullptr, window, iso, reinterpret_cast<uint64_t*>(code));
    iso.top_frame = fp;
    return Completion<Value>::from_raw(result);
}

Value* window_above(Isolate& iso, Value* fp, uint32_t argc) {
    Value* window = fp ? frame_end(fp) : iso.vm_stack;
    size_t room = size_t(iso.vm_stack_limit - window);
    return window > iso.vm_stack_limit || room < size_t(kFrameHeader) + argc + kStackSlack ? nullptr : window;
}

}  // namespace interp

// https://tc39.es/ecma262/#sec-call
Completion<Value> call(Isolate& iso, Value callee, Value this_value, std::span<const Value> args) {
    if (JSX_UNLIKELY(!is_callable(callee))) return iso.throw_type_error("%V is not a function", &callee);
    Value* fp = iso.top_frame;
    Value* window = interp::window_above(iso, fp, uint32_t(args.size()));
    if (JSX_UNLIKELY(!window)) return iso.throw_stack_overflow();
    if (!args.empty()) std::memmove(window + kFrameHeader, args.data(), args.size_bytes());
    window[kFrameCallee] = callee;
    window[kFrameThis] = this_value;
    return interp::run_window(iso, fp, window, uint32_t(args.size()));
}

// https://tc39.es/ecma262/#sec-construct
Completion<Object*> construct(Isolate& iso, Object* constructor, std::span<const Value> args, Object* new_target) {
    JSX_DCHECK(constructor->is_constructor() && new_target->is_constructor());
    Value self;
    (void)TRY(interp::rt::make_this(iso, Value(constructor), new_target, &self));
    Value* fp = iso.top_frame;
    Value* window = interp::window_above(iso, fp, uint32_t(args.size()));
    if (JSX_UNLIKELY(!window)) return iso.throw_stack_overflow();
    if (!args.empty()) std::memmove(window + kFrameHeader, args.data(), args.size_bytes());
    window[kFrameCallee] = Value(constructor);
    window[kFrameThis] = self;
    window[kFrameNewTarget] = Value(new_target);
    Value result = TRY(interp::run_window(iso, fp, window, uint32_t(args.size()) | uint32_t(kConstructFlag)));
    return as_object(is_object(result) ? result : self);
}

Completion<void> check_stack(Isolate& iso) {
    if (JSX_UNLIKELY(interp::native_stack_is_low(iso))) return iso.throw_stack_overflow();
    return {};
}

}  // namespace jsx
