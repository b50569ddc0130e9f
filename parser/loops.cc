// while, do, and the many forms of for.
#include "parser/parser_impl.h"

namespace jsx::parser {

/// `labels`: how many labels stand directly before the loop; continue may name them.
void Parser::parse_loop_body(Stmt* loop, Stmt** body, uint32_t labels) {
    Label* label = function_->labels;
    for (uint32_t i = 0; i < labels; i++, label = label->outer) label->loop = loop;
    Breakable breakable{function_->breakables, loop, true};
    function_->breakables = &breakable;
    *body = parse_substatement(0);
    function_->breakables = breakable.outer;
}

Stmt* Parser::parse_while(uint32_t labels) {
    auto* node = make<While>(tok().start);
    next();
    expect(Tok::kLeftParen);
    {
        AcceptIn accept(*this, true);
        node->condition = parse_expression();
    }
    expect(Tok::kRightParen);
    parse_loop_body(node, &node->body, labels);
    return finish(node);
}

Stmt* Parser::parse_do_while(uint32_t labels) {
    auto* node = make<DoWhile>(tok().start);
    next();
    parse_loop_body(node, &node->body, labels);
    expect(Tok::kWhile);
    expect(Tok::kLeftParen);
    {
        AcceptIn accept(*this, true);
        node->condition = parse_expression();
    }
    expect(Tok::kRightParen);
    check(Tok::kSemicolon);  // always optional here
    return finish(node);
}

// https://tc39.es/ecma262/#sec-for-statement
// https://tc39.es/ecma262/#sec-for-in-and-for-of-statements
Stmt* Parser::parse_for(uint32_t labels) {
    uint32_t start = tok().start;
    next();
    bool is_await = false;
    if (at_word(atom::kAwait) && function_->is_async) {
        if (!can_await()) unexpected();
        function_->last_await = tok().start + 1;
        is_await = true;
        next();
    }
    expect(Tok::kLeftParen);

    Scope* scope = nullptr;
    VariableDeclaration* declaration = nullptr;
    Expr* expression = nullptr;
    uint32_t init_start = tok().start;
    Token first = tok();
    bool is_lexical = false;
    DeclarationKind declaration_kind = DeclarationKind::kVar;
    if (kind() == Tok::kVar) {
        next();
        AcceptIn accept(*this, false);
        declaration = parse_declarations(DeclarationKind::kVar, init_start, true);
    } else if (kind() == Tok::kConst) {
        is_lexical = true;
        declaration_kind = DeclarationKind::kConst;
    } else if (at_word(atom::kLet) && at_let_declaration()) {
        is_lexical = true;
        declaration_kind = DeclarationKind::kLet;
    } else if (at_word(atom::kUsing) && at_using_declaration(true)) {
        is_lexical = true;
        declaration_kind = DeclarationKind::kUsing;
    } else if (at_word(atom::kAwait) && at_await_using_declaration(true)) {
        is_lexical = true;
        declaration_kind = DeclarationKind::kAwaitUsing;
        function_->last_await = tok().start + 1;
        next();
    }
    size_t first_binding = bindings_.size();
    if (is_lexical) {
        next();
        scope = open_scope(ScopeKind::kFor);
        AcceptIn accept(*this, false);
        declaration = parse_declarations(declaration_kind, init_start, true);
    } else if (!declaration && kind() != Tok::kSemicolon) {
        AcceptIn accept(*this, false);
        bool starts_with_let = at_word(atom::kLet);
        Token after = kind() == Tok::kIdentifier ? peek() : Token{};
        bool is_async_of = at_word(atom::kAsync) && after.kind == Tok::kIdentifier &&
                           after.atom == atom::kOf && !after.has_escape;
        const Expr* saved_cover = cover_error_;
        cover_error_ = nullptr;
        expression = parse_assignment_cover();
        bool is_of = at_word(atom::kOf);
        if (is_of && starts_with_let) {
            fail(first, "The left-hand side of a for-of loop may not start with 'let'.");
        }
        if (is_of && is_async_of && !is_await && expression->kind == NodeKind::kIdentifier) {
            fail(first, "The left-hand side of a for-of loop may not be 'async'.");
        }
        if (is_of || kind() == Tok::kIn) {
            bool is_pattern = (expression->kind == NodeKind::kArrayLiteral ||
                               expression->kind == NodeKind::kObjectLiteral);
            constexpr const char* kMessage = "Invalid left-hand side in for-loop";
            if (is_pattern) {
                if (expression->is_parenthesized()) {
                    fail(init_start, prev_end_, "Invalid destructuring assignment target");
                }
                cover_error_ = nullptr;
                to_pattern(expression, PatternUse::kAssignment);
            } else if (is_simple_target(expression)) {
                check_simple_target(expression, init_start, prev_end_, kMessage);
                mark_assigned(expression);
            } else {
                expression = call_as_target(expression, init_start, prev_end_, kMessage, false);
            }
            check_cover_error(saved_cover);
        } else {
            check_cover_error(saved_cover);
            if (kind() == Tok::kComma) expression = parse_expression_rest(expression);
        }
    }

    bool is_of = at_word(atom::kOf);
    if ((is_of || kind() == Tok::kIn) && (declaration || expression)) {
        if (is_await && !is_of) unexpected();
        return parse_for_in_of(labels, start, is_await, is_of, scope, declaration, expression, first_binding);
    }
    if (is_await) {
        unexpected();
        if (scope) close_scope();
        return make<EmptyStatement>(start);
    }
    Stmt* init = declaration;
    if (expression) {
        auto* statement = make<ExpressionStatement>(init_start);
        statement->expression = expression;
        init = finish(statement);
    }
    if (scope) {
        mark_initialized(first_binding, prev_end_);
        scope->is_loop_let = declaration_kind == DeclarationKind::kLet;
    }
    return parse_for_rest(labels, start, scope, init);
}

/// The current token is `in` or `of`.
Stmt* Parser::parse_for_in_of(uint32_t labels, uint32_t start, bool is_await, bool is_of, Scope* scope,
                              VariableDeclaration* declaration, Expr* target, size_t first_binding) {
    if (declaration) {
        const char* loop = is_await ? "for-await-of" : is_of ? "for-of" : "for-in";
        DeclarationKind declaration_kind = declaration->declaration_kind();
        if (declaration->declarators.size != 1) {
            fail(declaration->declarators[0].target->start, prev_end_,
                 std::string("Invalid left-hand side in ") + loop + " loop: Must have a single binding.");
        } else if (declaration->declarators[0].initializer) {
            // B.3.5: for (var x = 1 in ...)
            bool is_legacy = !is_of && declaration_kind == DeclarationKind::kVar && !is_strict() &&
                             declaration->declarators[0].target->kind == NodeKind::kIdentifier;
            if (!is_legacy) {
                const Expr* first = declaration->declarators[0].target;
                fail(first->kind == NodeKind::kIdentifier ? first->start : first->end - 1, prev_end_,
                     std::string(loop) + " loop variable declaration may not have an initializer.");
            }
        }
        if (!is_of && (declaration_kind == DeclarationKind::kUsing ||
                       declaration_kind == DeclarationKind::kAwaitUsing)) {
            fail(tok(), "Invalid 'using' in for-in loop");
        }
    }
    next();
    Expr* subject;
    {
        AcceptIn accept(*this, true);
        subject = is_of ? parse_assignment() : parse_expression();
    }
    expect(Tok::kRightParen);
    mark_initialized(first_binding, prev_end_);

    Stmt* node;
    if (is_of) {
        auto* loop = make<ForOf>(start);
        loop->op = is_await;
        loop->declaration = declaration;
        loop->target = target;
        loop->subject = subject;
        parse_loop_body(loop, &loop->body, labels);
        if (scope) loop->scope = close_scope();
        node = loop;
    } else {
        auto* loop = make<ForIn>(start);
        loop->declaration = declaration;
        loop->target = target;
        loop->subject = subject;
        parse_loop_body(loop, &loop->body, labels);
        if (scope) loop->scope = close_scope();
        node = loop;
    }
    return finish(node);
}

/// The current token should be the first semicolon.
Stmt* Parser::parse_for_rest(uint32_t labels, uint32_t start, Scope* scope, Stmt* init) {
    auto* node = make<For>(start);
    node->init = init;
    AcceptIn accept(*this, true);
    expect(Tok::kSemicolon);
    if (kind() != Tok::kSemicolon) node->condition = parse_expression();
    expect(Tok::kSemicolon);
    if (kind() != Tok::kRightParen) node->update = parse_expression();
    expect(Tok::kRightParen);
    parse_loop_body(node, &node->body, labels);
    if (scope) node->scope = close_scope();
    return finish(node);
}

}  // namespace jsx::parser
