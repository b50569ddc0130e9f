// Functions other than arrows: heads, parameters, bodies and the checks that need both.
#include "parser/parser_impl.h"

namespace jsx::parser {

namespace {

constexpr bool is_method_kind(FunctionKind kind) {
    switch (kind) {
    case FunctionKind::kMethod:
    case FunctionKind::kGetter:
    case FunctionKind::kSetter:
    case FunctionKind::kClassConstructor:
    case FunctionKind::kDerivedConstructor:
    case FunctionKind::kClassFieldInitializer:
    case FunctionKind::kClassStaticBlock:
        return true;
    case FunctionKind::kNormal:
    case FunctionKind::kArrow:
    case FunctionKind::kScript:
    case FunctionKind::kModule:
    case FunctionKind::kEval:
        return false;
    }
}

}  // namespace

/// Opens the function's scope and makes it the current function.
void Parser::enter_function(FunctionState& state, const FunctionHead& head, bool is_lazy) {
    FunctionKind kind = head.kind;
    state.outer = function_;
    state.kind = kind;
    state.is_async = head.is_async;
    state.is_generator = head.is_generator;
    state.is_lazy = is_lazy;
    state.is_class_element = head.is_class_element;
    if (kind == FunctionKind::kArrow) {
        state.allow_new_target = function_->allow_new_target;
        state.allow_super_property = function_->allow_super_property;
        state.allow_super_call = function_->allow_super_call;
        state.no_arguments = function_->no_arguments;
    } else {
        state.allow_new_target = true;
        state.allow_super_property = is_method_kind(kind);
        state.allow_super_call = kind == FunctionKind::kDerivedConstructor;
        state.no_arguments = kind == FunctionKind::kClassFieldInitializer ||
                             kind == FunctionKind::kClassStaticBlock;
        state.reserves_await = kind == FunctionKind::kClassStaticBlock;
    }
    state.id = ++function_ids_;
    function_ = &state;

    Scope* scope = open_scope(ScopeKind::kFunction);
    scope->function_id = state.id;
    scope->function_kind = kind;
    scope->is_function_boundary = true;
    scope->is_async = head.is_async;
    scope->is_generator = head.is_generator;
    scope->is_derived_constructor = kind == FunctionKind::kDerivedConstructor;
    state.scope = state.var_scope = scope;
}

/// The current token is the parenthesis before the parameters.
FunctionLiteral* Parser::parse_function(const FunctionHead& head) {
    uint32_t parse_start = tok().start;
    bool eager = head.compile_eagerly || !request_.allow_lazy;
    if (const LazyFunction* known = known_function(parse_start)) {
        return eager ? parse_known_function(*known, head) : skip_known_function(*known, head);
    }
    auto* function = make<FunctionLiteral>(head.start);
    if (stack_overflow()) return function;
    FunctionMark mark = mark_function();
    FunctionState state;
    enter_function(state, head, function_->is_lazy || !eager);
    parse_parameters(function);
    finish_parameters(function, mark);
    parse_block_function_body(function, head);
    return leave_function(state, function, head, mark, parse_start);
}

// https://tc39.es/ecma262/#sec-parameter-lists
void Parser::parse_parameters(FunctionLiteral* function) {
    uint32_t list_start = tok().start;
    AcceptIn accept(*this, true);
    expect(Tok::kLeftParen);
    function_->in_parameters = true;
    function->has_simple_parameters = true;
    size_t base = exprs_.size();
    bool counts = true;  // toward `length`
    while (kind() != Tok::kRightParen) {
        size_t first = bindings_.size();
        uint32_t start = tok().start;
        if (kind() == Tok::kEllipsis) {
            next();
            auto* rest = make<RestElement>(start);
            rest->target = parse_binding_target(VariableMode::kParameter);
            if (rest->target->kind != NodeKind::kIdentifier) function->has_parameter_expressions = true;
            exprs_.push_back(finish(rest));
            mark_initialized(first, prev_end_);
            function->has_rest = true;
            function->has_simple_parameters = false;
            if (kind() == Tok::kAssign) {
                fail(tok(), "Rest parameter may not have a default initializer");
            }
            if (kind() == Tok::kComma) {
                fail(tok(), "Rest parameter must be last formal parameter");
            }
            break;
        }
        Expr* parameter = parse_binding_element(VariableMode::kParameter);
        Expr* target = parameter;
        if (parameter->kind == NodeKind::kDefaultedPattern) {
            target = static_cast<DefaultedPattern*>(parameter)->target;
            function->has_parameter_expressions = true;
            counts = false;
        }
        if (target->kind == NodeKind::kIdentifier) {
            Variable* variable = static_cast<Identifier*>(target)->variable;
            if (variable) variable->parameter_index = uint32_t(exprs_.size() - base);
        }
        if (parameter->kind != NodeKind::kIdentifier) function->has_simple_parameters = false;
        function->length += counts;
        mark_initialized(first, prev_end_);
        exprs_.push_back(parameter);
        if (kind() != Tok::kRightParen) expect(Tok::kComma);
        if (failed()) break;
    }
    if (exprs_.size() - base > 65534) {
        fail(list_start, tok().end, "Too many parameters in function definition (only 65534 allowed)");
    }
    function->parameters = take_list(exprs_, base);
    if (JSX_UNLIKELY(request_.goal == ParseGoal::kDynamicFunction) && request_.dynamic_parameters_end &&
        function_->outer && !function_->outer->outer) {
        uint32_t expected = request_.dynamic_parameters_end;
        if (tok().start < expected) {
            fail(tok(), "Arg string terminates parameters early");
        } else if (tok().start > expected) {
            fail(expected - 2, expected, "Unexpected end of arg string");
        }
    }
    expect(Tok::kRightParen);
    function_->in_parameters = false;

    FunctionKind kind = function_->kind;
    if (kind == FunctionKind::kGetter && function->parameters.size) {
        fail(list_start, prev_end_, "Getter must not have any formal parameters.");
    } else if (kind == FunctionKind::kSetter && function->parameters.size != 1) {
        fail(list_start, prev_end_, "Setter must have exactly one formal parameter.");
    } else if (kind == FunctionKind::kSetter && function->has_rest) {
        fail(list_start, prev_end_, "Setter function argument must not be a rest parameter");
    }
}

/// All parameters are declared: what can be said of them, and the scope of the body.
void Parser::finish_parameters(FunctionLiteral* function, const FunctionMark& mark) {
    Scope* scope = function_->scope;
    // Computed keys and defaults inside patterns count too; a pattern is taken to have some.
    for (Expr* parameter : function->parameters) {
        if (parameter->kind == NodeKind::kArrayPattern || parameter->kind == NodeKind::kObjectPattern) {
            function->has_parameter_expressions = true;
        }
    }
    function->parameter_count = function->parameters.size - function->has_rest;
    scope->has_simple_parameters = function->has_simple_parameters;
    scope->has_parameter_expressions = function->has_parameter_expressions;
    check_duplicate_parameters(function);
    // The body's variables are distinct from the parameters of the same name. Nobody can tell unless
    // a closure or an eval among the parameters sees the one and not the other, or `arguments` is
    // used among them that the body may declare.
    bool has_closures = function_ids_ != mark.ids + 1 || evals_.size() != mark.evals ||
                        name_state(atom::kArguments).use >= scope->first_use;
    if (function->has_parameter_expressions && has_closures) {
        Scope* body = open_scope(ScopeKind::kFunctionBody);
        scope->has_body_scope = true;
        function_->var_scope = body;
    }
}

/// The current token should be the `{`.
void Parser::parse_block_function_body(FunctionLiteral* function, const FunctionHead& head) {
    AcceptIn accept(*this, true);
    function->body_start = tok().start;
    expect(Tok::kLeftBrace);
    size_t base = stmts_.size();
    bool was_strict = is_strict();
    parse_directives_and_body(stmts_, Tok::kRightBrace);
    if (is_strict()) {
        function_->scope->is_strict = true;
        if (!was_strict) check_duplicate_parameters(function);
        check_strict_names(head);
        check_octal(head.start, tok().end);
    }
    function->body = take_list(stmts_, base);
    expect(Tok::kRightBrace);
}

FunctionLiteral* Parser::leave_function(FunctionState& state, FunctionLiteral* function,
                                        const FunctionHead& head, const FunctionMark& mark,
                                        uint32_t parse_start) {
    function->parse_start = parse_start;
    function->name = head.name;
    function->function_kind = head.kind;
    function->is_async = head.is_async;
    function->is_generator = head.is_generator;
    function->is_strict = state.scope->is_strict;
    function->uses_super_property = state.uses_super_property;
    function->uses_direct_eval = state.uses_direct_eval;
    function->should_compile_eagerly = head.compile_eagerly;
    function->source_start = head.start;
    function->source_end = prev_end_;
    function->expected_fields = std::min(state.expected_fields, 255u);
    function->scope = state.scope;
    function->body_scope = state.var_scope;
    finish(function);

    state.scope->start = parse_start;
    if (state.var_scope != state.scope) close_scope();
    // A function expression's own name is seen inside.
    bool binds_name = !head.is_declaration && head.name != atom::kNone && head.kind == FunctionKind::kNormal;
    state.own_name = binds_name ? head.name : AtomId(atom::kNone);
    state.is_hoisted = head.is_declaration && head.kind == FunctionKind::kNormal;
    close_function_scope(state);
    function_ = state.outer;
    // A static block runs with its class: no record of its own.
    if (state.is_lazy && head.kind != FunctionKind::kClassStaticBlock)
        return make_lazy(state, function, head, mark, parse_start);
    return function;
}

// https://tc39.es/ecma262/#sec-directive-prologues-and-the-use-strict-directive
void Parser::parse_directives_and_body(std::vector<Stmt*>& list, Tok end) {
    while (kind() == Tok::kString) {
        Token token = tok();
        bool use_strict = token.end - token.start == 12 && !token.has_escape &&
                          lex_.string_value(token) == atom::kUseStrict;
        Stmt* statement = parse_statement_list_item();
        list.push_back(statement);
        if (statement->kind != NodeKind::kExpressionStatement ||
            static_cast<ExpressionStatement*>(statement)->expression->kind != NodeKind::kStringLiteral) {
            break;
        }
        if (use_strict) {
            scope_->is_strict = true;
            if (!function_->scope->has_simple_parameters) {
                fail(token, "Illegal 'use strict' directive in function with non-simple parameter list");
            }
        }
    }
    while (kind() != end && kind() != Tok::kEnd) list.push_back(parse_statement_list_item());
}

void Parser::check_duplicate_parameters(const FunctionLiteral* function) {
    if (JSX_LIKELY(!function_->duplicate_end)) return;
    if (!is_strict() && function->has_simple_parameters && function_->kind == FunctionKind::kNormal) return;
    fail(function_->duplicate_start, function_->duplicate_end,
         "Duplicate parameter name not allowed in this context");
}

/// The names of a strict function and of its parameters, which may have been read as sloppy code.
void Parser::check_strict_names(const FunctionHead& head) {
    auto check = [&](AtomId name, uint32_t start, uint32_t end) {
        if (name == atom::kEval || name == atom::kArguments) {
            fail(start, end, "Unexpected eval or arguments in strict mode");
        } else if (name >= atom::kFirstStrict && name <= atom::kLastStrict) {
            fail(start, end, "Unexpected strict mode reserved word");
        }
    };
    if (head.name != atom::kNone && head.kind == FunctionKind::kNormal) {
        check(head.name, head.name_token.start, head.name_token.end);
    }
    if (failed()) return;
    for (Variable* variable = function_->scope->variables; variable; variable = variable->next) {
        if (variable->mode != VariableMode::kParameter) continue;
        check(variable->name, variable->start, variable->start + atoms_.text(variable->name).length);
        if (failed()) return;
    }
}

/// Legacy octals were noted as they were read, before it was known whether the code is strict.
void Parser::check_octal(uint32_t start, uint32_t end) {
    const LexError& octal = lex_.octal;
    if (!octal || octal.start < start || octal.end > end) return;
    // At the end of a program that has failed, the earlier place counts.
    if (failed() && !function_->outer && octal.end <= result_.error.start) result_.error = {};
    fail(octal.start, octal.end, octal.message);
}

/// The current token is `function`, after `async` if that is said.
Expr* Parser::parse_function_expression(bool is_async, uint32_t start) {
    FunctionHead head;
    head.start = start;
    head.compile_eagerly = eager_start_ == start;
    head.is_async = is_async;
    next();
    head.is_generator = check(Tok::kMul);
    if (kind() != Tok::kLeftParen) {
        const Token name = head.name_token = tok();
        // The name is subject to the function's own yield and await, not to those around it.
        if (name.kind != Tok::kIdentifier) {
            unexpected();
            return invalid(start);
        }
        if ((name.atom == atom::kYield && (head.is_generator || is_strict())) ||
            (name.atom >= atom::kFirstStrict && name.atom <= atom::kLastStrict && is_strict())) {
            if (is_strict()) {
                unexpected();
            } else {
                fail_name(name.start, name.end, "Unexpected identifier '%'", name.atom);
            }
            return invalid(start);
        }
        if (name.atom == atom::kAwait && (head.is_async || is_module())) {
            fail(name, "Unexpected reserved word");
            return invalid(start);
        }
        head.name = name.atom;
        next();
    }
    if (kind() != Tok::kLeftParen) {
        unexpected();
        return invalid(start);
    }
    return parse_function(head);
}

FunctionLiteral* Parser::parse_method(FunctionKind kind, bool is_async, bool is_generator, uint32_t start,
                                      bool is_class_element) {
    FunctionHead head;
    head.is_class_element = is_class_element;
    head.kind = kind;
    head.is_async = is_async;
    head.is_generator = is_generator;
    head.start = start;
    if (this->kind() != Tok::kLeftParen) {
        unexpected();
        return make<FunctionLiteral>(start);
    }
    return parse_function(head);
}

}  // namespace jsx::parser
