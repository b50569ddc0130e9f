// Statements and declarations, loops excepted.
#include "parser/parser_impl.h"

namespace jsx::parser {

// ---- Which statement is it? ---------------------------------------------------------------------

/// Words that strict code reserves for nothing in particular.
bool Parser::is_strict_reserved(AtomId name) const {
    return is_strict() && name >= atom::kFirstStrict && name <= atom::kLastStrict && name != atom::kLet &&
           name != atom::kStatic && name != atom::kYield;
}

/// `let` begins a declaration if a name, [ or { follows.
bool Parser::at_let_declaration() {
    Token after = peek();
    switch (after.kind) {
    case Tok::kLeftBrace:
    case Tok::kLeftBracket:
        return true;
    case Tok::kIdentifier:
        return !is_strict_reserved(after.atom);
    default:
        return false;
    }
}

/// `using` begins a declaration if a name follows on its line. There is none at the top of scripts and
/// in the clauses of a switch.
bool Parser::at_using_declaration(bool in_for) {
    if (!in_for && (scope_->kind == ScopeKind::kScript || scope_->kind == ScopeKind::kEval ||
                    scope_->kind == ScopeKind::kSwitch)) {
        return false;
    }
    Lexer::State saved = lex_.save();
    lex_.next();
    bool result = tok().kind == Tok::kIdentifier && !tok().newline_before;
    if (result && in_for && tok().atom == atom::kOf && !tok().has_escape) {
        // for (using of x) has a loop variable called using; for (using of = x;;) has not.
        lex_.next();
        result = tok().kind == Tok::kAssign || tok().kind == Tok::kSemicolon || tok().kind == Tok::kComma;
    }
    lex_.restore(saved);
    return result;
}

bool Parser::at_await_using_declaration(bool in_for) {
    if (!function_->is_async || tok().has_escape) return false;
    if (!in_for && (scope_->kind == ScopeKind::kScript || scope_->kind == ScopeKind::kSwitch)) return false;
    Lexer::State saved = lex_.save();
    lex_.next();
    bool result = at_word(atom::kUsing) && !tok().newline_before;
    if (result) {
        lex_.next();
        result = tok().kind == Tok::kIdentifier && !tok().newline_before;
    }
    lex_.restore(saved);
    return result;
}

bool Parser::at_async_function() {
    Token after = peek();
    return after.kind == Tok::kFunction && !after.newline_before;
}

// https://tc39.es/ecma262/#prod-StatementListItem
Stmt* Parser::parse_statement_list_item() {
    uint32_t start = tok().start;
    switch (kind()) {
    case Tok::kFunction:
        return parse_hoistable(start, false, false);
    case Tok::kClass:
        return parse_class_declaration({}, start, false);
    case Tok::kAt: {
        List<Expr*> decorators = parse_decorators();
        if (kind() != Tok::kClass) {
            unexpected();
            return make<EmptyStatement>(start);
        }
        return parse_class_declaration(decorators, start, false);
    }
    case Tok::kVar:
    case Tok::kConst:
        return parse_variable_statement();
    case Tok::kIdentifier:
        switch (tok().atom) {
        case atom::kLet:
            if (!tok().has_escape && at_let_declaration()) return parse_variable_statement();
            break;
        case atom::kUsing:
            if (!tok().has_escape && at_using_declaration(false)) return parse_variable_statement();
            break;
        case atom::kAwait:
            if (at_await_using_declaration(false)) return parse_variable_statement();
            break;
        case atom::kAsync:
            if (!tok().has_escape && at_async_function()) {
                next();
                return parse_hoistable(start, true, false);
            }
            break;
        default:
            break;
        }
        return parse_expression_or_labelled(0, true);
    default:
        return parse_statement(0, true);
    }
}

// https://tc39.es/ecma262/#prod-Statement
Stmt* Parser::parse_statement(uint32_t labels, bool allow_function) {
    uint32_t start = tok().start;
    if (JSX_UNLIKELY(stack_overflow())) return make<EmptyStatement>(start);
    switch (kind()) {
    case Tok::kLeftBrace:
        return parse_block();
    case Tok::kSemicolon:
        next();
        return finish(make<EmptyStatement>(start));
    case Tok::kIf:
        return parse_if();
    case Tok::kDo:
        return parse_do_while(labels);
    case Tok::kWhile:
        return parse_while(labels);
    case Tok::kFor:
        return parse_for(labels);
    case Tok::kContinue:
        return parse_continue();
    case Tok::kBreak:
        return parse_break();
    case Tok::kReturn:
        return parse_return();
    case Tok::kThrow:
        return parse_throw();
    case Tok::kTry:
        return parse_try();
    case Tok::kWith:
        return parse_with();
    case Tok::kSwitch:
        return parse_switch();
    case Tok::kVar:
        return parse_variable_statement();
    case Tok::kDebugger: {
        next();
        auto* node = make<DebuggerStatement>(start);
        expect_semicolon();
        return finish(node);
    }
    case Tok::kFunction:
        fail(tok(),
             is_strict()
                 ? "In strict mode code, functions can only be declared at top level or inside a "
                   "block."
                 : "In non-strict mode code, functions can only be declared at top level, inside a "
                   "block, or as the body of an if statement.");
        return make<EmptyStatement>(start);
    case Tok::kIdentifier:
        if (tok().atom == atom::kAsync && !tok().has_escape && at_async_function()) {
            fail(tok(), "Async functions can only be declared at the top level or inside a block.");
            return make<EmptyStatement>(start);
        }
        return parse_expression_or_labelled(labels, allow_function);
    case Tok::kClass:
        unexpected();
        return make<EmptyStatement>(start);
    default: {
        auto* node = make<ExpressionStatement>(start);
        node->expression = parse_expression();
        expect_semicolon();
        return finish(node);
    }
    }
}

Stmt* Parser::parse_substatement(uint32_t labels) { return parse_statement(labels, false); }

/// The current token is an identifier.
Stmt* Parser::parse_expression_or_labelled(uint32_t labels, bool allow_function) {
    Token first = tok();
    if (first.atom == atom::kLet && !first.has_escape) {
        // Only single-statement contexts get here with a declaration before them.
        Token after = peek();
        if (after.kind == Tok::kLeftBracket ||
            ((after.kind == Tok::kLeftBrace || after.kind == Tok::kIdentifier) && !after.newline_before &&
             !is_strict_reserved(after.atom))) {
            fail(first, "Lexical declaration cannot appear in a single-statement context");
            return make<EmptyStatement>(first.start);
        }
    }
    Expr* expression = parse_expression();
    if (kind() != Tok::kColon || expression->kind != NodeKind::kIdentifier ||
        expression->is_parenthesized() || prev_end_ != first.end) {
        auto* node = make<ExpressionStatement>(first.start);
        node->expression = expression;
        expect_semicolon();
        return finish(node);
    }

    // https://tc39.es/ecma262/#sec-labelled-statements
    kill_use(static_cast<Identifier*>(expression));
    if (find_label(first.atom)) {
        fail_name(first.start, first.end, "Label '%' has already been declared", first.atom);
    }
    next();
    auto* node = make<Labelled>(first.start);
    node->label = first.atom;
    Label label{function_->labels, first.atom, node, nullptr};
    function_->labels = &label;
    if (kind() == Tok::kFunction && !is_strict() && allow_function) {
        Token after = peek();
        if (after.kind == Tok::kMul) {
            fail(after, "Generators can only be declared at the top level or inside a block.");
        }
        node->body = parse_hoistable(tok().start, false, false);
    } else {
        node->body = parse_statement(labels + 1, allow_function);
    }
    function_->labels = label.outer;
    return finish(node);
}

Label* Parser::find_label(AtomId name) const {
    for (Label* label = function_->labels; label; label = label->outer) {
        if (label->name == name) return label;
    }
    return nullptr;
}

// ---- Blocks and declarations --------------------------------------------------------------------

Block* Parser::parse_block() {
    auto* block = make<Block>(tok().start);
    open_scope(ScopeKind::kBlock);
    expect(Tok::kLeftBrace);
    size_t base = stmts_.size();
    while (kind() != Tok::kRightBrace && kind() != Tok::kEnd) {
        stmts_.push_back(parse_statement_list_item());
    }
    block->statements = take_list(stmts_, base);
    expect(Tok::kRightBrace);
    block->scope = close_scope();
    return finish(block);
}

/// var, let, const, using, await using; the current token is the first word.
Stmt* Parser::parse_variable_statement() {
    uint32_t start = tok().start;
    DeclarationKind declaration_kind;
    if (kind() == Tok::kVar) {
        declaration_kind = DeclarationKind::kVar;
    } else if (kind() == Tok::kConst) {
        declaration_kind = DeclarationKind::kConst;
    } else if (tok().atom == atom::kLet) {
        declaration_kind = DeclarationKind::kLet;
    } else if (tok().atom == atom::kUsing) {
        declaration_kind = DeclarationKind::kUsing;
    } else {
        declaration_kind = DeclarationKind::kAwaitUsing;
        function_->last_await = start + 1;
        next();
    }
    next();
    VariableDeclaration* node = parse_declarations(declaration_kind, start, false);
    expect_semicolon();
    return finish(node);
}

/// The declarators after the words. In the head of a for statement initializers may be missing, and
/// `in` is not an operator; names of lexical declarations without initializer stay on bindings_ there.
VariableDeclaration* Parser::parse_declarations(DeclarationKind declaration_kind, uint32_t start,
                                                bool in_for) {
    auto* node = make<VariableDeclaration>(start);
    node->op = uint8_t(declaration_kind);
    VariableMode mode = VariableMode::kVar;
    switch (declaration_kind) {
    case DeclarationKind::kVar: break;
    case DeclarationKind::kLet: mode = VariableMode::kLet; break;
    case DeclarationKind::kConst: mode = VariableMode::kConst; break;
    case DeclarationKind::kUsing: mode = VariableMode::kUsing; break;
    case DeclarationKind::kAwaitUsing: mode = VariableMode::kAwaitUsing; break;
    }
    bool is_using = mode == VariableMode::kUsing || mode == VariableMode::kAwaitUsing;
    if (is_using) {
        scope_->has_using = true;
        if (mode == VariableMode::kAwaitUsing) scope_->has_await_using = true;
    }
    size_t base = declarators_.size();
    do {
        size_t first = bindings_.size();
        uint32_t target_start = tok().start;
        if (is_using && (kind() == Tok::kLeftBracket || kind() == Tok::kLeftBrace)) unexpected();
        Expr* target = parse_binding_target(mode);
        Expr* initializer = nullptr;
        bool at_in_of = in_for && declarators_.size() == base &&
                        (kind() == Tok::kIn || (at_word(atom::kOf)));
        if (kind() == Tok::kAssign) {
            next();
            initializer = parse_assignment();
        } else if (!at_in_of) {
            if (target->kind != NodeKind::kIdentifier) {
                if (target->kind != NodeKind::kInvalid) {
                    fail(target_start, prev_end_, "Missing initializer in destructuring declaration");
                }
            } else if (mode == VariableMode::kConst) {
                fail(target_start, prev_end_, "Missing initializer in const declaration");
            } else if (is_using) {
                fail(target_start, prev_end_,
                     mode == VariableMode::kUsing ? "Missing initializer in using declaration"
                                                  : "Missing initializer in await using declaration");
            } else if (mode == VariableMode::kVar) {
                kill_use(static_cast<Identifier*>(target));  // nothing is assigned
            }
        }
        declarators_.push_back({target, initializer});
        if (at_in_of && !initializer) break;
        if (mode != VariableMode::kVar) mark_initialized(first, prev_end_);
    } while (check(Tok::kComma));
    node->declarators = take_list(declarators_, base);
    return finish(node);
}

// https://tc39.es/ecma262/#prod-HoistableDeclaration
Stmt* Parser::parse_hoistable(uint32_t start, bool is_async, bool is_default_export) {
    auto* node = make<FunctionDeclaration>(start);
    FunctionHead head;
    head.is_async = is_async;
    head.is_declaration = true;
    head.start = start;
    next();
    head.is_generator = check(Tok::kMul);
    Token name = head.name_token = tok();
    if (kind() == Tok::kLeftParen) {
        if (!is_default_export) {
            fail(prev_start_, prev_end_, "Function statements require a function name");
            return make<EmptyStatement>(start);
        }
        name.end = name.start;
    } else {
        if (!check_identifier(name)) return make<EmptyStatement>(start);
        head.name = name.atom;
        next();
        if (kind() != Tok::kLeftParen) {
            unexpected();
            return make<EmptyStatement>(start);
        }
    }
    node->function = parse_function(head);
    finish(node);
    AtomId binding_name = head.name != atom::kNone ? head.name : AtomId(atom::kDefaultExport);
    node->binding = declare_function(binding_name, name, !is_async && !head.is_generator, node);
    return node;
}

/// Declares a function where it stands, and queues it for the entry of the scope.
Identifier* Parser::declare_function(AtomId name, const Token& token, bool is_plain,
                                     FunctionDeclaration* declaration) {
    uint32_t start = token.start, end = token.end;
    const Place place{declaration->start, declaration->start + 1};
    auto* binding = make<Identifier>(start);
    binding->end = end;
    binding->name = name;
    Scope* scope = scope_;
    (scope->last_function ? scope->last_function->next : scope->functions) = declaration;
    scope->last_function = declaration;

    bool is_top = is_var_scope_top();
    if (is_top && scope->kind != ScopeKind::kModule) {
        binding->variable = declare_top_function(name, start, place);
        if (scope->kind == ScopeKind::kEval && passes_eval_vars_ && !scope->is_strict) {
            binding->variable = nullptr;
            binding->use = push_use(name, start, binding, kUseAssigned);
        }
        return binding;
    }
    if (Variable* existing = is_plain ? nullptr : find_in(scope, name)) existing->is_plain_function = false;
    if (!is_top && name == atom::kLet) {
        fail(start, end, "let is disallowed as a lexically bound name");
        return binding;
    }
    Variable* variable = declare_lexical(name, VariableMode::kFunction, start, place);
    binding->variable = variable;
    if (!variable) return binding;
    variable->is_plain_function = is_plain;
    if (is_top) {
        variable->is_top_level_function = true;
    } else if (is_plain && !scope->is_strict) {
        annex_b_.push_back({declaration, name, scope->depth, scope, start});
    }
    return binding;
}

// ---- if, switch, try, with ----------------------------------------------------------------------

Stmt* Parser::parse_if() {
    auto* node = make<If>(tok().start);
    next();
    expect(Tok::kLeftParen);
    {
        AcceptIn accept(*this, true);
        node->condition = parse_expression();
    }
    expect(Tok::kRightParen);
    node->then = parse_if_branch();
    if (check(Tok::kElse)) node->otherwise = parse_if_branch();
    return finish(node);
}

/// B.3.3: a function may stand there in sloppy code, as if in a block.
Stmt* Parser::parse_if_branch() {
    if (kind() != Tok::kFunction || is_strict()) return parse_substatement(0);
    auto* block = make<Block>(tok().start);
    Token after = peek();
    if (after.kind == Tok::kMul) {
        fail(after, "Generators can only be declared at the top level or inside a block.");
    }
    open_scope(ScopeKind::kBlock);
    size_t base = stmts_.size();
    stmts_.push_back(parse_hoistable(tok().start, false, false));
    block->statements = take_list(stmts_, base);
    block->scope = close_scope();
    return finish(block);
}

// https://tc39.es/ecma262/#sec-switch-statement
Stmt* Parser::parse_switch() {
    auto* node = make<Switch>(tok().start);
    next();
    expect(Tok::kLeftParen);
    {
        AcceptIn accept(*this, true);
        node->subject = parse_expression();
    }
    expect(Tok::kRightParen);
    open_scope(ScopeKind::kSwitch);
    Breakable breakable{function_->breakables, node, false};
    function_->breakables = &breakable;
    expect(Tok::kLeftBrace);
    size_t base = cases_.size();
    bool has_default = false;
    while (kind() != Tok::kRightBrace && kind() != Tok::kEnd) {
        Case clause{};
        clause.start = tok().start;
        if (check(Tok::kCase)) {
            AcceptIn accept(*this, true);
            clause.test = parse_expression();
        } else {
            if (kind() == Tok::kDefault && has_default) {
                fail(tok(), "More than one default clause in switch statement");
            }
            expect(Tok::kDefault);
            has_default = true;
        }
        expect(Tok::kColon);
        size_t statement_base = stmts_.size();
        while (kind() != Tok::kCase && kind() != Tok::kDefault && kind() != Tok::kRightBrace &&
               kind() != Tok::kEnd) {
            stmts_.push_back(parse_statement_list_item());
        }
        clause.body = take_list(stmts_, statement_base);
        cases_.push_back(clause);
    }
    node->cases = take_list(cases_, base);
    expect(Tok::kRightBrace);
    function_->breakables = breakable.outer;
    node->scope = close_scope();
    return finish(node);
}

// https://tc39.es/ecma262/#sec-try-statement
Stmt* Parser::parse_try() {
    auto* node = make<Try>(tok().start);
    next();
    node->block = parse_block();
    if (kind() != Tok::kCatch && kind() != Tok::kFinally) {
        fail(prev_start_, prev_end_, "Missing catch or finally after try");
        return finish(node);
    }
    if (check(Tok::kCatch)) {
        if (check(Tok::kLeftParen)) {
            open_scope(ScopeKind::kCatch);
            size_t first = bindings_.size();
            bool is_simple = kind() == Tok::kIdentifier;
            AcceptIn accept(*this, true);
            node->parameter = parse_binding_target(is_simple ? VariableMode::kCatch : VariableMode::kLet);
            mark_initialized(first, prev_end_);
            expect(Tok::kRightParen);
            node->handler = parse_block();
            node->catch_scope = close_scope();
        } else {
            node->handler = parse_block();
        }
    }
    if (check(Tok::kFinally)) node->finalizer = parse_block();
    return finish(node);
}

Stmt* Parser::parse_with() {
    auto* node = make<With>(tok().start);
    if (is_strict()) {
        fail(tok(), "Strict mode code may not include a with statement");
        return node;
    }
    next();
    expect(Tok::kLeftParen);
    {
        AcceptIn accept(*this, true);
        node->object = parse_expression();
    }
    expect(Tok::kRightParen);
    open_scope(ScopeKind::kWith);
    with_depth_++;
    node->body = parse_substatement(0);
    with_depth_--;
    node->scope = close_scope();
    return finish(node);
}

// ---- return, break, continue, throw -------------------------------------------------------------

Stmt* Parser::parse_return() {
    Token word = tok();
    auto* node = make<Return>(word.start);
    switch (function_->kind) {
    case FunctionKind::kScript:
    case FunctionKind::kModule:
        if (request_.allow_top_level_return) break;
        [[fallthrough]];
    case FunctionKind::kEval:
    case FunctionKind::kClassStaticBlock:
    case FunctionKind::kClassFieldInitializer:
        fail(word, "Illegal return statement");
        return node;
    case FunctionKind::kNormal:
    case FunctionKind::kArrow:
    case FunctionKind::kMethod:
    case FunctionKind::kGetter:
    case FunctionKind::kSetter:
    case FunctionKind::kClassConstructor:
    case FunctionKind::kDerivedConstructor:
        break;
    }
    next();
    if (!tok().newline_before && kind() != Tok::kSemicolon && kind() != Tok::kRightBrace &&
        kind() != Tok::kEnd) {
        node->value = parse_expression();
    }
    expect_semicolon();
    return finish(node);
}

Stmt* Parser::parse_break() {
    Token word = tok();
    auto* node = make<Break>(word.start);
    next();
    if (!tok().newline_before && kind() == Tok::kIdentifier) {
        Token name = tok();
        if (!check_identifier(name)) return node;
        node->label = name.atom;
        Label* label = find_label(name.atom);
        if (!label) {
            fail_name(name.start, name.end, "Undefined label '%'", name.atom);
            return node;
        }
        node->target = label->statement;
        next();
    } else {
        if (!function_->breakables) {
            fail(word.start, word.end, "Illegal break statement");
            return node;
        }
        node->target = function_->breakables->statement;
    }
    expect_semicolon();
    return finish(node);
}

Stmt* Parser::parse_continue() {
    Token word = tok();
    auto* node = make<Continue>(word.start);
    next();
    Breakable* loop = function_->breakables;
    while (loop && !loop->is_loop) loop = loop->outer;
    if (!tok().newline_before && kind() == Tok::kIdentifier) {
        Token name = tok();
        if (!check_identifier(name)) return node;
        node->label = name.atom;
        Label* label = find_label(name.atom);
        if (!label) {
            fail_name(name.start, name.end, "Undefined label '%'", name.atom);
            return node;
        }
        if (!label->loop) {
            fail_name(name.start, name.end,
                      "Illegal continue statement: '%' does not denote an iteration statement", name.atom);
            return node;
        }
        node->target = label->loop;
        next();
    } else {
        if (!loop) {
            fail(word, "Illegal continue statement: no surrounding iteration statement");
            return node;
        }
        node->target = loop->statement;
    }
    expect_semicolon();
    return finish(node);
}

Stmt* Parser::parse_throw() {
    auto* node = make<Throw>(tok().start);
    next();
    if (tok().newline_before) {
        fail(prev_start_, prev_end_, "Illegal newline after throw");
        return node;
    }
    node->value = parse_expression();
    expect_semicolon();
    return finish(node);
}

}  // namespace jsx::parser
