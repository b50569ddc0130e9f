// yield, yield* and await.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

void FunctionCompiler::await(Expr* operand, Register dst, uint32_t position) {
    Temporaries temporaries(e_);
    Register value = any(operand);
    e_.at(position);
    await_register(dst, value);
}

// https://tc39.es/ecma262/#sec-yield
void FunctionCompiler::yield(Yield* e, Register dst) {
    if (e->is_delegate()) return yield_star(e, dst);
    Register value = e_.allocate();
    Register mode = e_.allocate();
    if (e->operand) into(e->operand, value);
    else e_.LoadUndefined(value);
    e_.at(e->start);
    if (is_async()) await_register(value, value);
    e_.Yield(value, mode, generator_, value);
    Label next;
    e_.DispatchResume(mode, value, next);
    // Resumed by return(): the value leaves through the finally blocks around.
    if (is_async()) await_register(value, value);
    return_value(value);
    e_.bind(next);
    e_.move(dst, value);
}

// https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation of yield*
void FunctionCompiler::yield_star(Yield* e, Register dst) {
    Register record = e_.allocate(3);
    Register value = e_.allocate();   // received
    Register mode = e_.allocate();
    Register result = e_.allocate();  // the inner iterator's
    Register method = e_.allocate();
    auto result_mode = int16_t(ResumeMode::kReturn);
    {
        Register iterable = any(e->operand);
        e_.at(e->operand->start);
        if (is_async()) e_.GetAsyncIterator(record, iterable);
        else e_.GetIterator(record, iterable);
    }
    e_.LoadUndefined(value);
    e_.LoadInt(mode, int16_t(ResumeMode::kNext));
    // A pristine array's record has no next method: nor has its iterator return or throw.
    auto get_method_of_iterator = [&](AtomId name, Label& missing) {
        if (!is_async()) e_.JumpIfEmpty(Register(record + 1), missing);
        e_.GetMethodOrUndefined(method, record, atom(name));
        e_.JumpIfUndefined(method, missing);
    };
    auto call_method = [&] {
        Temporaries temporaries(e_);
        Register window = e_.allocate(kFrameHeader);
        e_.Move(window, method);
        e_.Move(Register(window + kThisRegister), record);
        e_.Move(e_.allocate(), value);
        e_.Call(result, window, 1);
    };
    auto check_result = [&] {
        if (is_async()) await_register(result, result);
        e_.ThrowIfNotObject(result, uint16_t(NotObject::kIteratorResult));
    };
    Label top, not_next, is_return, no_throw, no_return, have_result, do_yield, finished;
    e_.bind(top);
    e_.at(e->start);
    e_.JumpIfStrictNotEqInt(mode, int16_t(ResumeMode::kNext), not_next);
    e_.IteratorCall(result, record, value);
    e_.Jump(have_result);

    e_.bind(not_next);
    e_.JumpIfStrictEqInt(mode, result_mode, is_return);
    get_method_of_iterator(atom::kThrow, no_throw);
    call_method();
    e_.Jump(have_result);

    e_.bind(no_throw);
    if (is_async()) close_async_iterator(record);
    else e_.IteratorClose(record);
    e_.ThrowIfNotObject(value, uint16_t(NotObject::kThrowMethodMissing));

    e_.bind(is_return);
    get_method_of_iterator(atom::kReturn, no_return);
    call_method();
    check_result();
    e_.GetById(method, result, atom(atom::kDone));
    e_.JumpIfFalse(method, do_yield);
    e_.GetById(value, result, atom(atom::kValue));
    return_value(value);

    e_.bind(no_return);
    if (is_async()) await_register(value, value);
    return_value(value);

    e_.bind(have_result);
    check_result();
    e_.GetById(method, result, atom(atom::kDone));
    e_.JumpIfTrue(method, finished);
    e_.bind(do_yield);
    if (is_async()) {
        // AsyncGeneratorYield: a return() is awaited; if that fails it becomes a throw().
        e_.GetById(value, result, atom(atom::kValue));
        e_.Yield(value, mode, generator_, value);
        Label resumed;
        e_.JumpIfStrictNotEqInt(mode, result_mode, resumed);
        Guard guard;
        open(guard);
        await_register(value, value);
        close(guard);
        e_.Jump(resumed);
        if (begin_handler(guard, value)) e_.LoadInt(mode, int16_t(ResumeMode::kThrow));
        e_.bind(resumed);
    } else {
        e_.YieldDelegate(value, mode, generator_, result);
    }
    e_.Loop(top);
    e_.bind(finished);
    e_.GetById(dst, result, atom(atom::kValue));
}

}  // namespace jsx::bytecode
