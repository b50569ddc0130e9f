// Ways out: break, continue, return, and what they pass through: finally blocks, iterators, disposal.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

// ---- guarded ranges ----------------------------------------------------------------------------------

void FunctionCompiler::open(Guard& guard) {
    guard.start = e_.mark();
    guard.is_open = true;
}

void FunctionCompiler::close(Guard& guard) {
    if (!guard.is_open) return;
    guard.is_open = false;
    uint32_t end = e_.mark();
    if (guard.start < end) guard.ranges.push_back({guard.start, end});
}

bool FunctionCompiler::begin_handler(Guard& guard, Register exception) {
    JSX_DCHECK(!guard.is_open);
    if (guard.ranges.empty()) {
        e_.set_unreachable();
        return false;
    }
    e_.begin_handler();
    uint32_t handler = e_.pc();
    for (auto [start, end] : guard.ranges) e_.add_exception_range(start, end, handler, exception);
    return true;
}

// ---- leaving constructs --------------------------------------------------------------------------------

/// Goes to jump.target, or returns `value`, out of every construct from `from` to jump.until (not included).
void FunctionCompiler::jump_out(Control* from, PendingJump jump, Register value) {
    if (!e_.is_reachable()) return;
    std::vector<Guard*> crossed, suspended;
    // What runs from here on is outside of what was left: its handlers do not see it.
    auto suspend = [&] {
        for (Guard* guard : crossed) {
            if (!guard->is_open) continue;
            close(*guard);
            suspended.push_back(guard);
        }
        crossed.clear();
    };
    auto resume = [&] {
        for (Guard* guard : suspended) open(*guard);
    };
    for (Control* c = from; c != jump.until; c = c->outer) {
        switch (c->kind) {
        case Control::Kind::kBreakable: break;
        case Control::Kind::kCatch: crossed.push_back(c->guard); break;
        case Control::Kind::kIterator:
            suspend();
            close_iterator(*c);
            crossed.push_back(c->guard);
            break;
        case Control::Kind::kFinally: {
            size_t i = 0;
            while (i < c->jumps.size() && c->jumps[i].target != jump.target) i++;
            if (i == c->jumps.size()) c->jumps.push_back(jump);
            if (!jump.target) {
                if (value == kNoRegister) e_.LoadUndefined(c->value);
                else e_.move(c->value, value);
            }
            e_.LoadInt(c->action, int16_t(2 + i));
            e_.Jump(*c->entry);
            return resume();
        }
        }
    }
    if (jump.target) {
        e_.Jump(*jump.target);
    } else {
        if (function_.kind == FunctionKind::kDerivedConstructor) suspend();
        return_op(value);
    }
    resume();
}

void FunctionCompiler::break_to(const Stmt* target, bool is_continue) {
    for (Control* c = control_; c; c = c->outer) {
        if (c->kind != Control::Kind::kBreakable || c->statement != target) continue;
        Label* label = is_continue ? c->continue_label : c->break_label;
        if (label) return jump_out(control_, {label, c}, kNoRegister);
    }
    JSX_UNREACHABLE();
}

void FunctionCompiler::return_value(Register value) { jump_out(control_, {nullptr, nullptr}, value); }

void FunctionCompiler::return_op(Register value) {
    Temporaries temporaries(e_);
    bool is_derived = function_.kind == FunctionKind::kDerivedConstructor;
    if (value == kNoRegister) {
        if (!is_derived && !is_generator() && !is_async()) return e_.ReturnUndefined();
        value = e_.allocate();
        e_.LoadUndefined(value);
    }
    if (is_generator()) return e_.GeneratorReturn(generator_, value);
    if (is_async()) return e_.AsyncReturn(generator_, value);
    if (is_derived) return e_.ReturnDerived(value, this_register(nullptr));
    e_.Return(value);
}

// ---- finally -------------------------------------------------------------------------------------------

void FunctionCompiler::begin_finally(Control& control, Guard& guard, Label& entry) {
    control.kind = Control::Kind::kFinally;
    control.guard = &guard;
    control.entry = &entry;
    control.action = e_.allocate();
    control.value = e_.allocate();
    e_.LoadUndefined(control.value);
    push(control);
    open(guard);
}

void FunctionCompiler::enter_finally(Control& control) {
    close(*control.guard);
    pop(control);
    e_.LoadInt(control.action, 0);
    e_.Jump(*control.entry);
    if (begin_handler(*control.guard, control.value)) e_.LoadInt(control.action, 1);
    e_.bind(*control.entry);
}

/// Goes on with what entered the block.
void FunctionCompiler::leave_finally(Control& control) {
    if (!e_.is_reachable()) return;
    bool can_throw = !control.guard->ranges.empty();
    Label done;
    auto act = [&](size_t i) {
        if (i == 0) e_.Rethrow(control.value);
        else jump_out(control_, control.jumps[i - 1], control.value);
    };
    if (control.jumps.size() >= 4) {
        std::vector<Label> labels(control.jumps.size() + 1);
        std::vector<Label*> targets;
        for (size_t i = 0; i < labels.size(); i++) targets.push_back(i == 0 && !can_throw ? &done : &labels[i]);
        e_.switch_int(control.action, 1, targets, done);
        for (size_t i = can_throw ? 0 : 1; i < labels.size(); i++) {
            e_.bind(labels[i]);
            act(i);
        }
    } else {
        for (size_t i = can_throw ? 0 : 1; i <= control.jumps.size(); i++) {
            Label next;
            e_.JumpIfStrictNotEqInt(control.action, int16_t(1 + i), next);
            act(i);
            e_.bind(next);
        }
    }
    e_.bind(done);
}

// ---- iterators -----------------------------------------------------------------------------------------

void FunctionCompiler::close_iterator(const Control& control) {
    if (control.is_async) return close_async_iterator(control.record);
    e_.IteratorClose(control.record);
}

/// Calls return() of an iterator and awaits what it gives; jumps to `done` if there is none.
void FunctionCompiler::call_async_return(Register record, Register result, Label& done) {
    Register iterator = e_.allocate();
    e_.Move(iterator, record);
    e_.LoadUndefined(record);
    e_.GetMethodOrUndefined(result, iterator, atom(atom::kReturn));
    e_.JumpIfUndefined(result, done);
    Register window = e_.allocate(kFrameHeader);
    e_.Move(window, result);
    e_.Move(Register(window + kThisRegister), iterator);
    e_.Call(result, window, 0);
    await_register(result, result);
}

// https://tc39.es/ecma262/#sec-asynciteratorclose
void FunctionCompiler::close_async_iterator(Register record) {
    Temporaries temporaries(e_);
    Label done;
    Register result = e_.allocate();
    e_.JumpIfUndefined(record, done);
    call_async_return(record, result, done);
    e_.ThrowIfNotObject(result, uint16_t(NotObject::kIteratorReturn));
    e_.bind(done);
}

/// The same while an exception is on its way: nothing else is thrown.
void FunctionCompiler::close_async_iterator_silently(Register record) {
    Temporaries temporaries(e_);
    Label done;
    Register result = e_.allocate();
    e_.JumpIfUndefined(record, done);
    Guard guard;
    open(guard);
    call_async_return(record, result, done);
    close(guard);
    e_.Jump(done);
    if (begin_handler(guard, result)) e_.Jump(done);
    e_.bind(done);
}

// ---- disposal ------------------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-disposeresources
void FunctionCompiler::dispose(Register stack, bool is_async) {
    if (!is_async) return e_.DisposeAll(stack);
    Temporaries temporaries(e_);
    Register value = e_.allocate();
    Label top, done;
    e_.bind(top);
    e_.DisposeStep(value, stack, done);
    Guard guard;
    open(guard);
    await_register(value, value);
    close(guard);
    Label next;
    e_.Jump(next);
    if (begin_handler(guard, value)) e_.DisposeError(stack, value);
    e_.bind(next);
    e_.Loop(top);
    e_.bind(done);
    e_.DisposeEnd(stack);
}

Register FunctionCompiler::dispose_stack(const Scope* scope) const {
    for (size_t i = dispose_stacks_.size(); i-- > 0;) {
        if (dispose_stacks_[i].scope == scope) return dispose_stacks_[i].stack;
    }
    JSX_UNREACHABLE();
}

}  // namespace jsx::bytecode
