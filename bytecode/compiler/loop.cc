// Loops: the condition stands at the bottom, fused with the one back edge.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

void FunctionCompiler::while_loop(While* s) {
    set_completion_undefined();
    int known = constant_condition(s->condition);
    if (known == 0) return;
    Label top, test, end;
    bool is_entered = e_.is_reachable();
    if (known < 0) e_.Jump(test);
    e_.bind_loop(top, is_entered);
    Control control{.kind = Control::Kind::kBreakable, .statement = s, .break_label = &end, .continue_label = &test};
    push(control);
    statement(s->body);
    pop(control);
    e_.bind(test);
    e_.at_statement(s->condition->position);
    loop_if(s->condition, top);
    e_.bind(end);
}

void FunctionCompiler::do_while_loop(DoWhile* s) {
    set_completion_undefined();
    Label top, test, end;
    e_.bind(top);
    Control control{.kind = Control::Kind::kBreakable, .statement = s, .break_label = &end, .continue_label = &test};
    push(control);
    statement(s->body);
    pop(control);
    e_.bind(test);
    e_.at_statement(s->condition->position);
    loop_if(s->condition, top);
    e_.bind(end);
}

// https://tc39.es/ecma262/#sec-forbodyevaluation
void FunctionCompiler::for_loop(For* s) {
    set_completion_undefined();
    in_scope(s->scope, [&] {
        if (s->init) {
            if (s->init->is<ExpressionStatement>()) {
                e_.at_statement(s->init->start);
                effect(s->init->as<ExpressionStatement>()->expression);
            } else {
                statement(s->init);
            }
        }
        bool copies = s->scope && s->scope->needs_per_iteration_copy();
        auto next_bindings = [&] {
            if (copies) e_.CopyEnvironment(place_of(s->scope).reg);
        };
        next_bindings();
        int known = s->condition ? constant_condition(s->condition) : 1;
        if (known == 0) return;
        Label top, next, test, end;
        bool is_entered = e_.is_reachable();
        if (known < 0) e_.Jump(test);
        e_.bind_loop(top, is_entered);
        Control control{.kind = Control::Kind::kBreakable, .statement = s, .break_label = &end, .continue_label = &next};
        push(control);
        statement(s->body);
        pop(control);
        e_.bind(next);
        if (e_.is_reachable()) {
            next_bindings();
            if (s->update) {
                e_.at_statement(s->update->start);
                effect(s->update);
            }
        }
        e_.bind(test);
        if (s->condition) e_.at_statement(s->condition->position);
        loop_if(s->condition, top);
        e_.bind(end);
    });
}

// ---- for-in and for-of ---------------------------------------------------------------------------------

/// The subject is evaluated where the head's names exist but are not initialised.
Register FunctionCompiler::loop_subject(Scope* scope, Expr* subject) {
    bool is_seen = false;
    if (scope) {
        int budget = 200;
        is_seen = scope->needs_environment && contains_function(subject, budget);
        for (Variable* v = scope->variables; v; v = v->next) is_seen |= v->needs_tdz;
    }
    if (!is_seen) return any(subject);
    Register result = e_.allocate();
    ScopeEntry entry = enter_scope(scope);
    into(subject, result);
    exit_scope(entry, scope);
    return result;
}

/// The register that the loop's values can go to at once: that of a plain local. Else kNoRegister.
Register FunctionCompiler::direct_loop_home(Scope* scope, VariableDeclaration* declaration, Expr* target) const {
    if (scope && (scope->needs_environment || scope->has_using || scope->functions)) return kNoRegister;
    Expr* name = declaration ? declaration->declarators[0].target : target;
    if (!name->is<Identifier>()) return kNoRegister;
    auto* id = name->as<Identifier>();
    Variable* v = id->variable;
    if (!v || id->is_dynamic() || !in_frame(v)) return kNoRegister;
    if (declaration && declaration->declaration_kind() != DeclarationKind::kVar) return v->needs_tdz ? kNoRegister : home_of(v);
    if (id->needs_tdz_check() || v->is_const() || v->mode == VariableMode::kFunctionName) return kNoRegister;
    return home_of(v);
}

void FunctionCompiler::loop_target(VariableDeclaration* declaration, Expr* target, Register value) {
    e_.at((declaration ? declaration->declarators[0].target : target)->start);
    if (!declaration) return bind_pattern(target, value, {});
    bind_pattern(declaration->declarators[0].target, value, {.is_binding = true, .kind = declaration->declaration_kind()});
}

// https://tc39.es/ecma262/#sec-runtime-semantics-forinofbodyevaluation-lhs-stmt-iterator-lhskind-labelset
void FunctionCompiler::for_in(ForIn* s) {
    set_completion_undefined();
    if (s->declaration && s->declaration->declarators[0].initializer) variable_declaration(s->declaration);
    e_.at_statement(s->subject->position);
    Register subject = loop_subject(s->scope, s->subject);
    Register record = e_.allocate(3);
    e_.ForInPrepare(record, subject);
    for_each_value(s, record, [&](Register value, Label& end) { e_.ForInNext(value, record, end); });
}

/// The part that for-in and for-of share: `step` fetches a value or goes to its label.
template <class S, class Step>
void FunctionCompiler::for_each_value(S* s, Register record, Step step) {
    Label top, next, end;
    bool is_of = s->kind == NodeKind::kForOf;
    bool is_async = is_of && s->op;
    Guard guard;
    Control breaks{.kind = Control::Kind::kBreakable, .statement = s, .break_label = &end};
    Control iterator{.kind = Control::Kind::kIterator, .guard = &guard, .record = record, .is_async = is_async};
    Control continues{.kind = Control::Kind::kBreakable, .statement = s, .continue_label = &next};

    // A scope of registers alone need not be entered again and again.
    ScopeEntry entry{};
    Scope* scope = s->scope;
    bool is_entered = scope && !scope->needs_environment && !scope->has_using;
    for (Variable* v = scope ? scope->variables : nullptr; v; v = v->next) is_entered &= !v->needs_tdz;
    if (is_entered) entry = enter_scope(scope);
    Register home = !scope || is_entered ? direct_loop_home(scope, s->declaration, s->target) : kNoRegister;
    Register value = home != kNoRegister ? home : e_.allocate();

    e_.bind(top);
    e_.at((s->declaration ? s->declaration->declarators[0].target : s->target)->start);
    step(value, end);
    push(breaks);
    if (is_of) push(iterator);
    push(continues);
    if (is_of) open(guard);
    in_scope(is_entered ? nullptr : scope, [&] {
        if (home == kNoRegister) loop_target(s->declaration, s->target, value);
        statement(s->body);
    });
    if (is_of) close(guard);
    pop(continues);
    if (is_of) pop(iterator);
    pop(breaks);
    e_.bind(next);
    e_.Loop(top);
    if (is_of) {
        Register exception = e_.allocate();
        if (begin_handler(guard, exception)) {
            if (is_async) close_async_iterator_silently(record);
            else e_.IteratorCloseSilently(record);
            e_.Rethrow(exception);
        }
    }
    e_.bind(end);
    if (is_entered) exit_scope(entry, scope);
}

void FunctionCompiler::for_of(ForOf* s) {
    set_completion_undefined();
    e_.at_statement(s->subject->position);
    Register subject = loop_subject(s->scope, s->subject);
    Register record = e_.allocate(3);
    if (!s->is_await()) {
        e_.GetIterator(record, subject);
        return for_each_value(s, record, [&](Register value, Label& end) { e_.IteratorNext(value, record, end); });
    }
    e_.GetAsyncIterator(record, subject);
    for_each_value(s, record, [&](Register value, Label& end) {
        Temporaries temporaries(e_);
        Register result = e_.allocate();
        Register done = e_.allocate();
        Register window = e_.allocate(kFrameHeader);
        e_.Move(window, Register(record + 1));
        e_.Move(Register(window + kThisRegister), record);
        e_.Call(result, window, 0);
        await_register(result, result);
        e_.ThrowIfNotObject(result, uint16_t(NotObject::kIteratorResult));
        e_.GetById(done, result, atom(atom::kDone));
        e_.JumpIfTrue(done, end);
        e_.GetById(value, result, atom(atom::kValue));
    });
}

}  // namespace jsx::bytecode
