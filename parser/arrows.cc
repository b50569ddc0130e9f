// Parentheses, `async`, and the arrow functions either may turn out to begin.
//
// The parameters were read as expressions of the function outside: what they declared, used and
// contained since the mark is handed over to the arrow function (adopt).
#include "parser/parser_impl.h"

namespace jsx::parser {

// https://tc39.es/ecma262/#prod-CoverParenthesizedExpressionAndArrowParameterList
Expr* Parser::parse_parenthesized(bool may_be_arrow, bool* is_arrow) {
    uint32_t start = tok().start;
    if (stack_overflow()) return invalid(start);
    ArrowMark mark = mark_arrow(start);
    next();
    eager_start_ = tok().start;
    const Expr* saved_cover = cover_error_;
    cover_error_ = nullptr;
    size_t base = exprs_.size();
    Token paren;
    Token ellipsis;         // of a rest parameter
    bool only_arrow = false;
    {
        AcceptIn accept(*this, true);
        if (kind() == Tok::kRightParen) only_arrow = true;
        while (kind() != Tok::kRightParen) {
            if (kind() == Tok::kEllipsis && may_be_arrow) {
                only_arrow = true;
                ellipsis = tok();
                next();
                auto* spread = make<Spread>(ellipsis.start);
                spread->operand = kind() == Tok::kLeftBracket || kind() == Tok::kLeftBrace
                                      ? parse_primary()
                                      : parse_identifier_reference();
                exprs_.push_back(finish(spread));
                if (kind() == Tok::kAssign) {
                    fail(prev_start_, prev_end_, "Rest parameter may not have a default initializer");
                } else if (kind() == Tok::kComma) {
                    fail(prev_start_, prev_end_, "Rest parameter must be last formal parameter");
                }
                break;
            }
            exprs_.push_back(parse_assignment_cover());
            if (!check(Tok::kComma)) break;
            if (kind() == Tok::kRightParen && may_be_arrow) only_arrow = true;
            else if (kind() == Tok::kRightParen) unexpected();
        }
        paren = tok();
        expect(Tok::kRightParen);
    }
    if (kind() == Tok::kArrow && may_be_arrow) {
        cover_error_ = saved_cover;
        *is_arrow = true;
        return parse_arrow(mark, base, false, start);
    }
    if (only_arrow && kind() == Tok::kArrow && exprs_.size() == base) {
        check_cover_error(saved_cover);  // the arrow is in no place for a function: the caller says so
        return finish(make<Elision>(start));
    }
    if (only_arrow || failed()) {
        unexpected(ellipsis.kind == Tok::kEllipsis ? ellipsis : paren);
        exprs_.resize(base);
        cover_error_ = saved_cover;
        return invalid(start);
    }
    check_cover_error(saved_cover);
    Expr* result;
    if (exprs_.size() == base + 1) {
        result = exprs_.back();
        exprs_.pop_back();
    } else {
        auto* sequence = make<Sequence>(exprs_[base]->start);
        sequence->end = exprs_.back()->end;
        sequence->expressions = take_list(exprs_, base);
        result = sequence;
    }
    result->flags |= kParenthesized;
    return result;
}

/// The current token is a plain `async`: a function, an arrow function, or just a name.
Expr* Parser::parse_async(bool may_be_arrow, bool* is_arrow) {
    Token async = tok();
    ArrowMark mark = mark_arrow(async.start);
    next();
    if (kind() == Tok::kFunction && !tok().newline_before) {
        return parse_function_expression(true, async.start);
    }
    if (!may_be_arrow) {
        if (kind() == Tok::kIdentifier && !tok().newline_before && peek().kind == Tok::kArrow) next();
        return make_reference(atom::kAsync, async.start, async.end);
    }

    size_t base = exprs_.size();
    if (kind() == Tok::kIdentifier && !tok().newline_before && peek().kind == Tok::kArrow) {
        Token name = tok();
        if (name.atom == atom::kAwait) {
            fail(name, "'await' is not a valid identifier name in an async function");
            return invalid(async.start);
        }
        exprs_.push_back(parse_identifier_reference());
        *is_arrow = true;
        return parse_arrow(mark, base, true, name.start);
    }
    Identifier* reference = make_reference(atom::kAsync, async.start, async.end);
    if (kind() == Tok::kArrow) {
        exprs_.push_back(reference);
        *is_arrow = true;
        return parse_arrow(mark, base, false, async.start);
    }
    if (kind() != Tok::kLeftParen || tok().newline_before) return reference;

    // async(...): a call, or the parameters of an arrow function.
    const Expr* saved_cover = cover_error_;
    cover_error_ = nullptr;
    auto* call = make<Call>(async.start);
    call->callee = reference;
    uint32_t list_start = tok().start;
    bool has_spread = false;
    call->arguments = parse_arguments(&has_spread, true);
    call->op = has_spread;
    finish(call);
    if (kind() == Tok::kArrow) {
        cover_error_ = saved_cover;
        kill_use(reference);
        for (Expr* argument : call->arguments) exprs_.push_back(argument);
        *is_arrow = true;
        return parse_arrow(mark, base, true, list_start);
    }
    check_cover_error(saved_cover);
    return call;
}

/// Hands what was read since the mark over to the function just entered.
void Parser::adopt(const ArrowMark& mark, FunctionState& state) {
    Scope* scope = state.scope;
    Scope* outer = scope->parent;
    uint32_t outer_id = state.outer->id;
    scope->first_use = mark.function.uses;
    for (size_t i = mark.function.uses; i < uses_.size(); i++) {
        if (uses_[i].function_id == outer_id) uses_[i].function_id = state.id;
    }
    Scope* child = mark.last_child ? mark.last_child->sibling : outer->first_child;
    if (child) {
        scope->first_child = child;
        scope->last_child = outer->last_child;
        outer->last_child = mark.last_child;
        (mark.last_child ? mark.last_child->sibling : outer->first_child) = nullptr;
        for (; child; child = child->sibling) child->parent = scope;
    }
    for (size_t i = mark.function.evals; i < evals_.size(); i++) {
        EvalCall& eval = evals_[i];
        if (eval.scope != outer) continue;
        scope->calls_direct_eval = scope->inner_direct_eval = true;
        state.uses_direct_eval = true;
        if (!scope->is_strict) scope->is_extended_by_eval = true;
        if (eval.set_calls) outer->calls_direct_eval = false;
        if (eval.set_extended) state.outer->var_scope->is_extended_by_eval = false;
        eval.call->scope = eval.scope = scope;
    }
    for (size_t i = mark.function.evals; i < evals_.size(); i++) scope->inner_direct_eval = true;
}

Expr* Parser::parse_arrow(const ArrowMark& mark, size_t base, bool is_async, uint32_t parse_start) {
    if (tok().newline_before) {
        unexpected();
        return invalid(mark.start);
    }
    if (function_->last_yield > mark.start) {
        uint32_t at = function_->last_yield - 1;
        fail(at, at + 5, "Yield expression not allowed in formal parameter");
    }
    if (function_->last_await > mark.start) {
        uint32_t at = function_->last_await - 1;
        fail(at, at + 5, "Illegal await-expression in formal parameters of async function");
    }
    if (is_async && function_->last_await_name > mark.start) {
        uint32_t at = function_->last_await_name - 1;
        fail(at, at + 5, "'await' is not a valid identifier name in an async function");
    }
    FunctionHead head;
    head.kind = FunctionKind::kArrow;
    head.is_async = is_async;
    head.start = mark.start;
    head.compile_eagerly = mark.is_eager;
    bool is_lazy = function_->is_lazy || (request_.allow_lazy && !head.compile_eagerly);

    auto* function = make<FunctionLiteral>(mark.start);
    FunctionState state;
    enter_function(state, head, is_lazy);
    adopt(mark, state);

    function->has_simple_parameters = true;
    bool counts = true;
    for (size_t i = base; i < exprs_.size(); i++) {
        size_t first = bindings_.size();
        Expr* parameter = exprs_[i] = to_parameter(exprs_[i]);
        mark_initialized(first, parameter->end);
        Expr* target = parameter;
        if (parameter->kind == NodeKind::kRestElement) {
            function->has_rest = true;
            counts = false;
            target = static_cast<RestElement*>(parameter)->target;
            if (target->kind != NodeKind::kIdentifier) function->has_parameter_expressions = true;
        } else {
            if (parameter->kind == NodeKind::kDefaultedPattern) {
                function->has_parameter_expressions = true;
                counts = false;
                target = static_cast<DefaultedPattern*>(parameter)->target;
            }
            if (target->kind == NodeKind::kIdentifier && static_cast<Identifier*>(target)->variable) {
                static_cast<Identifier*>(target)->variable->parameter_index = uint32_t(i - base);
            }
        }
        if (parameter->kind != NodeKind::kIdentifier) function->has_simple_parameters = false;
        function->length += counts;
    }
    function->parameters = take_list(exprs_, base);
    finish_parameters(function, mark.function);
    return parse_arrow_body(state, function, head, mark.function, parse_start);
}

/// The current token should be the arrow.
FunctionLiteral* Parser::parse_arrow_body(FunctionState& state, FunctionLiteral* function,
                                          const FunctionHead& head, const FunctionMark& mark,
                                          uint32_t parse_start) {
    expect(Tok::kArrow);
    if (kind() == Tok::kLeftBrace) {
        parse_block_function_body(function, head);
    } else {
        function->is_expression_body = true;
        function->body_start = tok().start;
        auto* statement = make<Return>(tok().start);
        statement->value = parse_assignment();
        size_t base = stmts_.size();
        stmts_.push_back(finish(statement));
        function->body = take_list(stmts_, base);
    }
    return leave_function(state, function, head, mark, parse_start);
}

}  // namespace jsx::parser
