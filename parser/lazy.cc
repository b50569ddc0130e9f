// [doc:lazy] Functions of which no tree is kept, and what later parses do with the records.
//
// A record lists the functions directly inside, in source order. A later parse keeps a cursor
// (known_) into the list of the function it is in: a function whose parameters begin where the next
// record says is skipped by its range, and its free names, read from the places where they stand,
// are uses of the functions around it like any other.
#include "parser/parser_impl.h"

namespace jsx::parser {

/// Of the uses made since `first`, keeps one for each name, without nodes, made by `function_id`.
void Parser::compact_uses(uint32_t first, uint32_t function_id) {
    for (size_t i = uses_.size(); i-- > first;) {
        NameState& state = name_state(uses_[i].name);
        if (state.use == i) state.use = uses_[i].previous;
    }
    size_t out = first;
    for (size_t i = first; i < uses_.size(); i++) {
        Use use = uses_[i];
        if (use.flags & kUseDead) continue;
        NameState& state = name_state(use.name);
        if (state.use >= first) {
            uses_[state.use].flags |= use.flags;
            continue;
        }
        use.previous = state.use;
        use.function_id = function_id;
        use.node = nullptr;
        state.use = uint32_t(out);
        uses_[out++] = use;
    }
    uses_.resize(out);
}

/// What is allowed in a function of `state`, seen from a function directly inside it.
FunctionContext Parser::context_of(const FunctionState& state) const {
    FunctionContext context;
    context.is_strict = scope_->is_strict;
    context.allow_new_target = state.allow_new_target;
    context.allow_super_property = state.allow_super_property;
    context.allow_super_call = state.allow_super_call;
    context.is_class_field_initializer = state.no_arguments;
    context.is_inside_with = with_depth_ > 0;
    context.is_async_context = state.is_async;
    return context;
}

FunctionLiteral* Parser::make_lazy(FunctionState& state, FunctionLiteral* function,
                                   const FunctionHead& head, const FunctionMark& mark,
                                   uint32_t parse_start) {
    compact_uses(mark.uses, state.id);

    auto* lazy = script_arena_.make<LazyFunction>();
    lazy->start = head.start;
    lazy->parse_start = parse_start;
    lazy->end = prev_end_;
    lazy->body_start = function->body_start;
    lazy->kind = head.kind;
    lazy->is_async = head.is_async;
    lazy->is_generator = head.is_generator;
    lazy->is_strict = function->is_strict;
    lazy->uses_super_property = function->uses_super_property;
    lazy->uses_direct_eval = evals_.size() != mark.evals;
    lazy->has_sloppy_eval = state.uses_direct_eval && !function->is_strict;
    lazy->uses_arguments = state.scope->uses_arguments;
    lazy->has_simple_parameters = function->has_simple_parameters;
    lazy->is_expression_body = function->is_expression_body;
    lazy->is_declaration = head.is_declaration;
    lazy->length = function->length;
    lazy->parameter_count = function->parameter_count;
    lazy->expected_fields = function->expected_fields;
    lazy->context = context_of(*function_);

    lazy->free_count = uint32_t(uses_.size() - mark.uses);
    if (lazy->free_count) {
        auto* names = script_arena_.allocate_array<uint32_t>(lazy->free_count);
        for (uint32_t i = 0; i < lazy->free_count; i++) {
            const Use& use = uses_[mark.uses + i];
            if (use.name == atom::kThis) lazy->uses_this = true;
            names[i] = use.flags & kUsePseudo ? use.name | LazyFunction::kFreePseudo : use.position;
            if (use.flags & kUseAssigned) names[i] |= LazyFunction::kFreeAssigned;
        }
        lazy->free_names = names;
    }
    lazy->inner_count = uint32_t(lazies_.size() - mark.lazies);
    if (lazy->inner_count) {
        auto* inner = script_arena_.allocate_array<const LazyFunction*>(lazy->inner_count);
        std::copy(lazies_.begin() + mark.lazies, lazies_.end(), inner);
        lazy->inner = inner;
    }
    lazies_.resize(mark.lazies);
    lazies_.push_back(lazy);
    if (evals_.size() != mark.evals) {
        evals_.resize(mark.evals);
        evals_.push_back({});  // for the functions around: an eval is in here
    }

    FunctionLiteral result = *function;
    result.parameters = {};
    result.body = {};
    result.scope = result.body_scope = nullptr;
    result.lazy = lazy;
    arena_.rewind(mark.arena);
    // A regular function's node was there before the mark, an arrow function's was not.
    if (head.kind == FunctionKind::kArrow) function = arena_.make<FunctionLiteral>();
    *function = result;
    return function;
}

FunctionLiteral* Parser::skip_known_function(const LazyFunction& known, const FunctionHead& head) {
    auto* function = make<FunctionLiteral>(head.start);
    function->name = head.name;
    function->function_kind = known.kind;
    function->is_async = known.is_async;
    function->is_generator = known.is_generator;
    function->is_strict = known.is_strict;
    function->has_simple_parameters = known.has_simple_parameters;
    function->is_expression_body = known.is_expression_body;
    function->uses_super_property = known.uses_super_property;
    function->length = known.length;
    function->parameter_count = known.parameter_count;
    function->source_start = head.start;
    function->source_end = known.end;
    function->body_start = known.body_start;
    function->expected_fields = known.expected_fields;
    function->lazy = &known;
    function->end = known.end;

    uint32_t outer_id = function_->id;
    function_->id = ++function_ids_;  // push_use names the current function
    for (uint32_t i = 0; i < known.free_count; i++) {
        uint32_t entry = known.free_names[i];
        uint32_t at = entry & LazyFunction::kFreeMask;
        uint8_t flags = entry & LazyFunction::kFreeAssigned ? kUseAssigned : 0;
        if (known.is_declaration) flags |= kUseHoisted;
        if (head.is_class_element) flags |= kUseLate;
        if (entry & LazyFunction::kFreePseudo) {
            push_use(AtomId(at), known.start, nullptr, flags);
        } else {
            push_use(lex_.name_at(at), at, nullptr, uint8_t(flags | kUseEscapes));
        }
    }
    function_->id = outer_id;
    if (known.uses_direct_eval) {
        for (Scope* s = scope_; s && !s->inner_direct_eval; s = s->parent) s->inner_direct_eval = true;
        evals_.push_back({});
    }
    if (known.uses_super_property && known.kind == FunctionKind::kArrow) {
        for (FunctionState* f = function_; f; f = f->outer) {
            f->uses_super_property = true;
            if (!f->is_arrow()) break;
        }
    }
    known_++;
    lex_.seek(known.end);
    lex_.next();
    prev_start_ = known.end - 1;
    prev_end_ = known.end;
    return function;
}

/// A function that has a record but is called at once: its tree is wanted now.
FunctionLiteral* Parser::parse_known_function(const LazyFunction& known, const FunctionHead& head) {
    const LazyFunction* const* next_known = known_ + 1;
    const LazyFunction* const* end = known_end_;
    known_ = known.inner;
    known_end_ = known.inner + known.inner_count;

    uint32_t parse_start = tok().start;
    auto* function = make<FunctionLiteral>(head.start);
    FunctionMark mark = mark_function();
    FunctionState state;
    enter_function(state, head, false);
    scope_->is_strict |= known.is_strict;  // what is around it may be strict without being in the chain
    if (!stack_overflow()) {
        if (head.kind == FunctionKind::kArrow && kind() != Tok::kLeftParen) {
            function->has_simple_parameters = true;
            function->length = 1;
            size_t first = bindings_.size();
            size_t base = exprs_.size();
            exprs_.push_back(parse_binding_identifier(VariableMode::kParameter));
            if (bindings_.size() > first) bindings_.back()->parameter_index = 0;
            mark_initialized(first, prev_end_);
            function->parameters = take_list(exprs_, base);
        } else {
            parse_parameters(function);
        }
        finish_parameters(function, mark);
    }
    if (head.kind == FunctionKind::kArrow) {
        function = parse_arrow_body(state, function, head, mark, parse_start);
    } else {
        parse_block_function_body(function, head);
        function = leave_function(state, function, head, mark, parse_start);
    }
    known_ = next_known;
    known_end_ = end;
    return function;
}

Expr* Parser::parse_known_arrow(const LazyFunction& known) {
    FunctionHead head;
    head.kind = FunctionKind::kArrow;
    head.is_async = known.is_async;
    head.start = known.start;
    head.compile_eagerly = eager_start_ == known.start;
    if (!head.compile_eagerly && request_.allow_lazy) return skip_known_function(known, head);
    if (known.is_async) next();
    return parse_known_function(known, head);
}

ParseResult Parser::parse_lazy_function(const LazyFunction& lazy) {
    open_outer_scopes();
    FunctionState root;
    root.kind = FunctionKind::kScript;
    root.allow_new_target = lazy.context.allow_new_target;
    root.allow_super_property = lazy.context.allow_super_property;
    root.allow_super_call = lazy.context.allow_super_call;
    root.no_arguments = lazy.context.is_class_field_initializer;
    root.scope = root.var_scope = scope_;
    root.id = ++function_ids_;
    function_ = &root;
    with_depth_ = lazy.context.is_inside_with;

    FunctionHead head;
    head.kind = lazy.kind;
    head.is_async = lazy.is_async;
    head.is_generator = lazy.is_generator;
    head.is_declaration = lazy.is_declaration;
    head.compile_eagerly = true;
    head.start = lazy.start;
    if (lazy.kind == FunctionKind::kNormal) {
        // [async] function [*] [name] (
        lex_.seek(lazy.start);
        for (next(); tok().start < lazy.parse_start && kind() != Tok::kEnd; next()) {
            if (kind() != Tok::kIdentifier) continue;
            head.name = tok().atom;
            head.name_token = tok();
        }
        if (head.name == atom::kAsync && head.name_token.start == lazy.start) head.name = atom::kNone;
    } else {
        lex_.seek(lazy.parse_start);
        next();
    }
    const LazyFunction* const self = &lazy;
    known_ = &self;
    known_end_ = known_ + 1;
    FunctionLiteral* function = parse_known_function(lazy, head);
    function->should_compile_eagerly = false;
    function->source_start = lazy.start;
    if (!failed()) resolve_free();
    result_.function = function;
    return std::move(result_);
}

}  // namespace jsx::parser
