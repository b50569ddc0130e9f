// Statements but for loops.
#include <algorithm>

#include "bytecode/compiler/compiler_impl.h"
#include "support/numbers/math.h"

namespace jsx::bytecode {

void FunctionCompiler::statements(const List<Stmt*>& list) {
    for (Stmt* s : list) statement(s);
}

void FunctionCompiler::statement(Stmt* s) {
    if (!enter() || !e_.is_reachable()) return;
    Temporaries temporaries(e_);
    switch (s->kind) {
    case NodeKind::kBlock: {
        auto* block = s->as<Block>();
        return in_scope(block->scope, [&] { statements(block->statements); });
    }
    case NodeKind::kVariableDeclaration: return variable_declaration(s->as<VariableDeclaration>());
    case NodeKind::kFunctionDeclaration: return function_declaration(s->as<FunctionDeclaration>());
    case NodeKind::kClassDeclaration: return class_declaration(s->as<ClassDeclaration>());
    case NodeKind::kExpressionStatement: {
        Expr* e = s->as<ExpressionStatement>()->expression;
        e_.at_statement(s->start);
        if (completion_ != kNoRegister) return into(e, completion_);
        return effect(e);
    }
    case NodeKind::kEmptyStatement:
    case NodeKind::kImportDeclaration: return;
    case NodeKind::kDebuggerStatement: return e_.Debugger();
    case NodeKind::kIf: return if_statement(s->as<If>());
    case NodeKind::kWhile: return while_loop(s->as<While>());
    case NodeKind::kDoWhile: return do_while_loop(s->as<DoWhile>());
    case NodeKind::kFor: return for_loop(s->as<For>());
    case NodeKind::kForIn: return for_in(s->as<ForIn>());
    case NodeKind::kForOf: return for_of(s->as<ForOf>());
    case NodeKind::kReturn: return return_statement(s->as<Return>());
    case NodeKind::kBreak: return break_to(s->as<Break>()->target, false);
    case NodeKind::kContinue: return break_to(s->as<Continue>()->target, true);
    case NodeKind::kThrow: {
        e_.at_statement(s->start);
        Register value = any(s->as<Throw>()->value);
        e_.at(s->start);
        return e_.Throw(value);
    }
    case NodeKind::kTry: return try_statement(s->as<Try>());
    case NodeKind::kSwitch: return switch_statement(s->as<Switch>());
    case NodeKind::kLabelled: return labelled(s->as<Labelled>());
    case NodeKind::kWith: return with_statement(s->as<With>());
    case NodeKind::kExportDeclaration: return export_declaration(s->as<ExportDeclaration>());
    default: JSX_UNREACHABLE();  // expressions
    }
}

// ---- declarations --------------------------------------------------------------------------------------

void FunctionCompiler::variable_declaration(VariableDeclaration* s) {
    for (const Declarator& d : s->declarators) {
        Temporaries temporaries(e_);
        declare(d, s->declaration_kind());
    }
}

void FunctionCompiler::declare(const Declarator& d, DeclarationKind kind) {
    Target how{.is_binding = true, .kind = kind};
    bool is_using = kind == DeclarationKind::kUsing || kind == DeclarationKind::kAwaitUsing;
    if (d.initializer) e_.at_statement(d.initializer->start);
    if (!d.target->is<Identifier>()) {
        Register value = any(d.initializer);
        if (is_home(value) && !is_plain_pattern(d.target, how)) {
            Register copy = e_.allocate();
            e_.Move(copy, value);
            value = copy;
        }
        e_.at(d.initializer->start);
        return bind_pattern(d.target, value, how);
    }
    auto* id = d.target->as<Identifier>();
    Variable* v = id->variable;
    if (!d.initializer) {
        if (kind == DeclarationKind::kVar || !v) return;
        if (in_frame(v)) return e_.LoadUndefined(home_of(v));
        if (v->location == Location::kUnused) return;
        Register undefined = e_.allocate();
        e_.LoadUndefined(undefined);
        return initialize(v, undefined);
    }
    if (kind == DeclarationKind::kVar && (id->is_dynamic() || !v)) {
        Reference r = reference(id, d.initializer, false);
        Register value = e_.allocate();
        named(d.initializer, id->name, value);
        e_.at(id->start);
        return store(r, value);
    }
    if (!is_using && v->location == Location::kUnused) {
        if (d.initializer->is<ClassLiteral>()) return named(d.initializer, id->name, e_.allocate());
        return effect(d.initializer);
    }
    if (!is_using && in_frame(v) && (kind != DeclarationKind::kVar || v->mode != VariableMode::kFunctionName)) {
        Register home = home_of(v);
        // Nothing can read a fresh binding before it is initialised, if nothing checks.
        bool is_fresh = kind != DeclarationKind::kVar && !v->needs_tdz;
        if (is_fresh) set_home(home, false);
        named(d.initializer, id->name, home);
        if (is_fresh) set_home(home, true);
        return;
    }
    Register value;
    if (is_anonymous_function(d.initializer)) {
        value = e_.allocate();
        named(d.initializer, id->name, value);
    } else {
        value = any(d.initializer);
    }
    e_.at(is_using ? d.initializer->start : id->start);
    initialize_binding(id, value, kind);
}

/// Annex B.3.3: reaching the declaration copies the block's function to the var of its name.
void FunctionCompiler::function_declaration(FunctionDeclaration* s) {
    if (!s->annex_b) return;
    Label skip;
    if (auto f = annex_b_flags_.find(s->annex_b->name); f != annex_b_flags_.end()) e_.JumpIfFalse(f->second, skip);
    Variable* block_variable = s->binding->variable;
    Register value;
    if (block_variable && block_variable->location == Location::kUnused) {
        // Nothing else refers to the block's own binding: the function is made here.
        value = e_.allocate();
        closure(last_functions_[block_variable]->function, value, s->binding->name);
    } else {
        value = any(s->binding);
    }
    e_.at(s->start);
    if (s->annex_b->is_dynamic()) {
        Reference r = reference(s->annex_b, nullptr, false);
        store(r, value);
    } else {
        store_static(s->annex_b, value);
    }
    e_.bind(skip);
}

void FunctionCompiler::class_declaration(ClassDeclaration* s) {
    Variable* v = s->binding->variable;
    AtomId name = s->binding->name == atom::kDefaultExport ? AtomId(atom::kDefault) : s->binding->name;
    Register value = e_.allocate();
    class_literal(s->class_literal, value, name);
    if (v) initialize(v, value);
}

void FunctionCompiler::export_declaration(ExportDeclaration* s) {
    if (s->declaration) return statement(s->declaration);
    if (!s->default_expression) return;
    Register value = e_.allocate();
    named(s->default_expression, atom::kDefault, value);
    if (s->default_binding->variable) initialize(s->default_binding->variable, value);
}

// ---- if, return, labels, with -----------------------------------------------------------------------------

void FunctionCompiler::if_statement(If* s) {
    set_completion_undefined();
    e_.at_statement(s->start);
    int known = constant_condition(s->condition);
    if (known == 1) return statement(s->then);
    if (known == 0) {
        if (s->otherwise) statement(s->otherwise);
        return;
    }
    if (Label* target = s->otherwise ? nullptr : jump_of(s->then)) return jump_if(s->condition, true, *target);
    Label otherwise, end;
    jump_if(s->condition, false, otherwise);
    statement(s->then);
    if (s->otherwise) {
        e_.Jump(end);
        e_.bind(otherwise);
        statement(s->otherwise);
        e_.bind(end);
    } else {
        e_.bind(otherwise);
    }
}

void FunctionCompiler::return_statement(Return* s) {
    // An arrow function's expression stands for itself.
    bool is_expression_body = literal_ && literal_->is_expression_body && function_.kind == FunctionKind::kArrow;
    e_.at_statement(is_expression_body && s->value ? s->value->position : s->start);
    if (!s->value) return return_value(kNoRegister);
    if (is_generator() && is_async()) {
        Register value = e_.allocate();
        await(s->value, value, s->value->start);
        return return_value(value);
    }
    for (Control* c = control_; c; c = c->outer) {
        if (c->kind != Control::Kind::kFinally) continue;
        // The finally block may change locals: it keeps the value.
        into(s->value, c->value);
        return return_value(c->value);
    }
    return_expression(s->value);
}

/// Where a break or continue goes that has nothing to do on the way; null for other statements.
Label* FunctionCompiler::jump_of(const Stmt* s) const {
    if (s->is<Block>() && !s->as<Block>()->scope && s->as<Block>()->statements.size == 1) s = s->as<Block>()->statements[0];
    bool is_continue = s->is<Continue>();
    if (!is_continue && !s->is<Break>()) return nullptr;
    const Stmt* target = is_continue ? s->as<Continue>()->target : s->as<Break>()->target;
    for (Control* c = control_; c && c->kind == Control::Kind::kBreakable; c = c->outer) {
        Label* label = is_continue ? c->continue_label : c->break_label;
        if (c->statement == target && label) return label;
    }
    return nullptr;
}

void FunctionCompiler::labelled(Labelled* s) {
    Label end;
    Control control{.kind = Control::Kind::kBreakable, .statement = s, .break_label = &end};
    push(control);
    statement(s->body);
    pop(control);
    e_.bind(end);
}

void FunctionCompiler::with_statement(With* s) {
    set_completion_undefined();
    e_.at_statement(s->start);
    Register object = e_.allocate();
    into(s->object, object);
    e_.ToObject(object, object);
    ScopeEntry entry = enter_scope(s->scope);
    e_.StoreEnv(place_of(s->scope).reg, 0, object);
    statement(s->body);
    exit_scope(entry, s->scope);
}

// ---- switch ------------------------------------------------------------------------------------------------

/// All tests are integers close together: one jump through a table.
bool FunctionCompiler::switch_table(Switch* s, Register subject, std::vector<Label>& labels, Label& otherwise) {
    std::vector<std::pair<int32_t, uint32_t>> values;
    for (uint32_t i = 0; i < s->cases.size; i++) {
        if (!s->cases[i].test) continue;
        double number;
        if (!constant_number(s->cases[i].test, &number)) return false;
        if (!numbers::is_int32(number)) return false;
        values.push_back({int32_t(number), i});
    }
    if (values.size() < 4) return false;
    auto [low, high] = std::minmax_element(values.begin(), values.end());
    int64_t min = low->first, range = int64_t(high->first) - min + 1;
    if (range > int64_t(values.size()) * 3 + 4 || range > INT16_MAX) return false;
    std::vector<Label*> targets(size_t(range), &otherwise);
    for (size_t i = values.size(); i-- > 0;) targets[size_t(values[i].first - min)] = &labels[values[i].second];
    e_.switch_int(subject, int32_t(min), targets, otherwise);
    return true;
}

void FunctionCompiler::switch_statement(Switch* s) {
    set_completion_undefined();
    e_.at_statement(s->start);
    Label end;
    bool is_constant = true;
    for (const Case& c : s->cases) is_constant &= !c.test || is_simple_value(c.test);
    Register subject = is_constant ? any(s->subject) : kNoRegister;
    if (!is_constant) {
        subject = e_.allocate();
        into(s->subject, subject);
    }
    in_scope(s->scope, [&] {
        Control control{.kind = Control::Kind::kBreakable, .statement = s, .break_label = &end};
        push(control);
        std::vector<Label> labels(s->cases.size);
        Label* fallback = &end;
        for (uint32_t i = 0; i < s->cases.size; i++) {
            if (!s->cases[i].test) fallback = &labels[i];
        }
        if (!switch_table(s, subject, labels, *fallback)) {
            for (uint32_t i = 0; i < s->cases.size; i++) {
                if (s->cases[i].test) switch_test(s->cases[i].test, subject, labels[i]);
            }
            e_.Jump(*fallback);
        }
        for (uint32_t i = 0; i < s->cases.size; i++) {
            e_.bind(labels[i]);
            statements(s->cases[i].body);
        }
        pop(control);
        // `break` leaves to inside the scope, whose end is the same for all.
        e_.bind(end);
    });
}

void FunctionCompiler::switch_test(Expr* test, Register subject, Label& target) {
    Temporaries temporaries(e_);
    int16_t imm;
    double number;
    if (small_int(test, &imm)) return e_.JumpIfStrictEqInt(subject, imm, target);
    if (constant_number(test, &number)) return e_.JumpIfStrictEqConst(subject, e_.constant_number(number), target);
    if (test->is<StringLiteral>()) return e_.JumpIfStrictEqConst(subject, atom(test->as<StringLiteral>()->value), target);
    if (test->is<NullLiteral>()) return e_.JumpIfNull(subject, target);
    if (is_undefined_constant(test)) return e_.JumpIfUndefined(subject, target);
    e_.JumpIfStrictEq(subject, any(test), target);
}

// ---- try ---------------------------------------------------------------------------------------------------

void FunctionCompiler::try_statement(Try* s) {
    set_completion_undefined();
    Control finally{.kind = Control::Kind::kFinally};
    Guard finally_guard;
    Label finally_entry;
    if (s->finalizer) begin_finally(finally, finally_guard, finally_entry);
    if (s->handler) {
        Label end;
        Guard guard;
        Register exception = e_.allocate();
        Control control{.kind = Control::Kind::kCatch, .guard = &guard};
        push(control);
        open(guard);
        statement(s->block);
        close(guard);
        pop(control);
        e_.Jump(end);
        if (begin_handler(guard, exception)) {
            set_completion_undefined();
            in_scope(s->catch_scope, [&] {
                if (s->parameter && !s->parameter->is<ArrayPattern>()) e_.at(s->parameter->start);
                if (s->parameter) bind_pattern(s->parameter, exception, {.is_binding = true, .kind = DeclarationKind::kLet});
                statement(s->handler);
            });
        }
        e_.bind(end);
    } else {
        statement(s->block);
    }
    if (!s->finalizer) return;
    enter_finally(finally);
    // A finally block that ends normally has no value.
    Register saved = kNoRegister;
    if (completion_ != kNoRegister) {
        saved = e_.allocate();
        e_.Move(saved, completion_);
        e_.LoadUndefined(completion_);
    }
    statement(s->finalizer);
    if (saved != kNoRegister) e_.Move(completion_, saved);
    leave_finally(finally);
}

}  // namespace jsx::bytecode
