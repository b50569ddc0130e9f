// Entry points, errors and token helpers.
#include "parser/parser_impl.h"

namespace jsx::parser {

Parser::Parser(const ParseRequest& request)
    : request_(request), arena_(*request.arena), script_arena_(*request.script_arena),
      atoms_(*request.atoms),
      lex_(*request.source, *request.atoms, request.goal == ParseGoal::kModule) {
    uses_.reserve(256);
    uses_.push_back({});  // index 0 means none
    names_.reserve(64);
    names_.push_back({});
}

Parser::~Parser() {
    for (const NameState& state : names_) atoms_.set_scratch(state.name, 0);
}

// ---- Errors -------------------------------------------------------------------------------------

void Parser::fail(uint32_t start, uint32_t end, std::string message) {
    if (!failed()) {
        result_.error = {ErrorType::kSyntaxError, std::move(message), start, std::max(start, end)};
    }
    lex_.stop();
}

void Parser::fail(uint32_t start, uint32_t end, const char* message) {
    fail(start, end, std::string(message));
}

void Parser::fail_name(uint32_t start, uint32_t end, const char* message, AtomId name) {
    if (failed()) return;
    std::string text = message;
    text.replace(text.find('%'), 1, atoms_.to_utf8(name));
    fail(start, end, std::move(text));
}

void Parser::unexpected(const Token& token) {
    if (failed()) return;
    const char* message = nullptr;
    switch (token.kind) {
    case Tok::kEnd:
        message = "Unexpected end of input";
        break;
    case Tok::kIllegal:
        if (lex_.error) return fail(lex_.error.start, lex_.error.end, lex_.error.message);
        message = "Invalid or unexpected token";
        break;
    case Tok::kNumber:
    case Tok::kBigInt:
        message = "Unexpected number";
        break;
    case Tok::kString:
        message = "Unexpected string";
        break;
    case Tok::kTemplate:
        message = "Unexpected template string";
        break;
    case Tok::kRegExp:
        message = "Unexpected regular expression";
        break;
    case Tok::kEscapedKeyword:
        message = "Keyword must not contain escaped characters";
        break;
    case Tok::kEnum:
        message = "Unexpected reserved word";
        break;
    case Tok::kPrivateName:
        return fail_name(token.start, token.end, "Unexpected identifier '%'", token.atom);
    case Tok::kIdentifier:
        switch (token.atom) {  // words that V8 has tokens of their own for
        case atom::kAwait:
            return fail(token, "Unexpected reserved word");
        case atom::kGet:
        case atom::kSet:
        case atom::kOf:
        case atom::kAsync:
        case atom::kAccessor:
        case atom::kUsing:
            return fail_name(token.start, token.end, "Unexpected token '%'", token.atom);
        default:
            break;
        }
        if (token.atom >= atom::kFirstStrict && token.atom <= atom::kLastStrict && is_strict()) {
            message = token.has_escape ? "Keyword must not contain escaped characters"
                                       : "Unexpected strict mode reserved word";
        } else {
            return fail_name(token.start, token.end, "Unexpected identifier '%'",
                             lex_.name_at(token.start));
        }
        break;
    default:
        return fail(token.start, token.end,
                    std::string("Unexpected token '") + token_text(token.kind) + "'");
    }
    fail(token, message);
}

bool Parser::stack_overflow() {
    if (JSX_LIKELY(reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) >= request_.stack_limit)) {
        return false;
    }
    if (!failed()) {
        fail(tok(), "Maximum call stack size exceeded");
        result_.error.type = ErrorType::kRangeError;
    }
    return true;
}

// ---- Tokens -------------------------------------------------------------------------------------

Token Parser::peek() {
    Lexer::State saved = lex_.save();
    LexError error = lex_.error;
    LexError template_error = lex_.template_error;
    lex_.next();
    Token result = tok();
    lex_.restore(saved);
    lex_.error = error;
    lex_.template_error = template_error;
    return result;
}

// https://tc39.es/ecma262/#sec-automatic-semicolon-insertion
void Parser::expect_semicolon() {
    if (JSX_LIKELY(kind() == Tok::kSemicolon)) return next();
    if (tok().newline_before || kind() == Tok::kRightBrace || kind() == Tok::kEnd) return;
    // `await x` where await is a plain name.
    if (prev_end_ - prev_start_ == 5 && !can_await() && !failed() &&
        lex_.name_at(prev_start_) == atom::kAwait && kind() != Tok::kIllegal) {
        return fail(prev_start_, prev_end_,
                    "await is only valid in async functions and the top level bodies of modules");
    }
    unexpected();
}

// ---- Programs -----------------------------------------------------------------------------------

ParseResult Parser::parse_program() {
    open_outer_scopes();

    FunctionState state;
    FunctionKind program_kind = FunctionKind::kScript;
    ScopeKind scope_kind = ScopeKind::kScript;
    switch (request_.goal) {
    case ParseGoal::kModule:
        program_kind = FunctionKind::kModule;
        scope_kind = ScopeKind::kModule;
        break;
    case ParseGoal::kDirectEval:
    case ParseGoal::kIndirectEval:
        program_kind = FunctionKind::kEval;
        scope_kind = ScopeKind::kEval;
        break;
    case ParseGoal::kScript:
    case ParseGoal::kDynamicFunction:
        break;
    }
    const FunctionContext& context = request_.context;
    bool is_direct_eval = request_.goal == ParseGoal::kDirectEval;
    state.kind = program_kind;
    state.is_async = is_module() || request_.allow_top_level_await_script;
    state.reserves_await = is_module();
    state.allow_new_target = is_direct_eval && context.allow_new_target;
    state.allow_super_property = is_direct_eval && context.allow_super_property;
    state.allow_super_call = is_direct_eval && context.allow_super_call;
    state.no_arguments = is_direct_eval && context.is_class_field_initializer;
    state.id = ++function_ids_;
    function_ = &state;

    Scope* scope = open_scope(scope_kind);
    scope->function_kind = program_kind;
    scope->is_function_boundary = true;
    scope->is_strict = is_module() || (is_direct_eval && context.is_strict);
    scope->is_async = state.is_async;
    scope->start = 0;
    state.scope = state.var_scope = scope;
    if (program_kind == FunctionKind::kEval) eval_scope_ = scope;

    auto* program = make<FunctionLiteral>(0);
    program->function_kind = program_kind;
    program->has_simple_parameters = true;
    program->scope = program->body_scope = scope;

    next();
    size_t base = stmts_.size();
    if (request_.goal == ParseGoal::kDynamicFunction) {
        bool is_async = at_word(atom::kAsync);
        uint32_t start = tok().start;
        if (is_async) next();
        stmts_.push_back(parse_hoistable(start, is_async, false));
        if (kind() != Tok::kEnd) unexpected();
    } else if (is_module()) {
        while (kind() != Tok::kEnd) stmts_.push_back(parse_module_item());
    } else {
        parse_directives_and_body(stmts_, Tok::kEnd);
    }
    if (scope->is_strict) check_octal(0, lex_.length());
    program->body = take_list(stmts_, base);
    prev_end_ = lex_.length();
    finish(program);
    program->source_end = prev_end_;
    program->is_strict = scope->is_strict;

    if (!failed() && is_module()) finish_module();
    if (!failed()) {
        close_function_scope(state);
        resolve_free();
    }
    if (!failed() && request_.goal == ParseGoal::kDirectEval) check_eval_conflicts();
    program->uses_direct_eval = state.uses_direct_eval;
    program->is_async = request_.allow_top_level_await_script;
    if (is_module() && result_.module) program->is_async = result_.module->has_top_level_await;
    result_.function = program;
    if (request_.goal == ParseGoal::kDynamicFunction && !failed()) {
        result_.function = program->body[0]->as<FunctionDeclaration>()->function;
    }
    return std::move(result_);
}

ParseResult parse_program(const ParseRequest& request) {
    return Parser(request).parse_program();
}

ParseResult parse_lazy_function(const ParseRequest& request, const LazyFunction& lazy) {
    return Parser(request).parse_lazy_function(lazy);
}

}  // namespace jsx::parser
