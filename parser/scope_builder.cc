// Scope analysis while parsing: declarations, uses, and what happens when a scope closes.
//
// Two stacks per name, both threaded through name_state(name): its declarations in the scopes now
// open (innermost first, Variable::shadowed), and its uses not yet resolved (latest first,
// Use::previous). A scope that closes takes the uses made since it opened for each of its variables.
//
// A third stack has the vars that blocks declare: for each a kVarMarker in the var scope, latest first
// (Variable::shadowed), its `companion` the var. A var passes the scopes that were open at its place
// in the text: those that are still open and start before it.
#include "parser/parser_impl.h"

namespace jsx::parser {

uint32_t Parser::add_name(AtomId name) {
    auto index = uint32_t(names_.size());
    names_.push_back({.name = name});
    atoms_.set_scratch(name, index);
    return index;
}

// ---- Opening and closing ------------------------------------------------------------------------

Scope* Parser::open_scope(ScopeKind kind) {
    auto* scope = arena_.make<Scope>();
    scope->kind = kind;
    scope->parent = scope_;
    scope->first_use = uint32_t(uses_.size());
    scope->function_id = function_->id;
    scope->start = tok().start;
    if (scope_) {
        scope->is_strict = scope_->is_strict;
        scope->depth = scope_->depth + 1;
        scope->is_with_inside = scope_->is_with_inside || scope_->kind == ScopeKind::kWith;
    }
    scope_ = scope;
    return scope;
}

void Parser::link_scope(Scope* scope) {
    Scope* parent = scope->parent;
    if (!parent) return;
    (parent->last_child ? parent->last_child->sibling : parent->first_child) = scope;
    parent->last_child = scope;
}

/// The scope is left out: its children become its parent's.
void Parser::unlink_scope(Scope* scope) {
    Scope* parent = scope->parent;
    if (!scope->first_child) return;
    for (Scope* child = scope->first_child; child; child = child->sibling) child->parent = parent;
    (parent->last_child ? parent->last_child->sibling : parent->first_child) = scope->first_child;
    parent->last_child = scope->last_child;
}

Scope* Parser::close_scope() {
    Scope* scope = scope_;
    scope->end = prev_end_;
    if (JSX_UNLIKELY(!annex_b_.empty())) {
        if (scope->kind == ScopeKind::kFunctionBody) {
            hoist_annex_b(scope);
        } else {
            pass_annex_b(scope);
        }
    }
    if (JSX_UNLIKELY(scope->kind == ScopeKind::kFunctionBody)) {
        // A var of the body starts with the value of the parameter of its name, or with `arguments`.
        for (Variable* v = scope->variables; v; v = v->next) {
            if (v->mode != VariableMode::kVar) continue;
            Variable* source = find_in(scope->parent, v->name);
            if (!source && v->name == atom::kArguments && function_->kind != FunctionKind::kArrow) {
                source = add_variable(scope->parent, v->name, VariableMode::kArguments, scope->start);
            }
            v->parameter_source = source;
            if (source) source->is_used = true;
        }
    }
    for (Variable* v = scope->variables; v; v = v->next) resolve_variable(v, scope->first_use);
    if (scope->kind == ScopeKind::kClass) {
        for (Variable* v = scope->variables; v; v = v->next) {
            if (!v->companion) continue;
            v->companion->is_used = v->is_used;
            v->companion->is_captured = v->is_captured;
        }
        set_when_used(scope->first_use, 0);
    }
    if (scope->kind == ScopeKind::kWith || scope->is_extended_by_eval) {
        mark_dynamic(scope->first_use, uint32_t(uses_.size()));
    }
    pop_names(scope);
    allocate(scope);
    scope_ = scope->parent;
    bool is_kept = scope->variables || scope->calls_direct_eval || scope->needs_environment ||
                   scope->functions || scope->kind == ScopeKind::kClass ||
                   scope->kind == ScopeKind::kFunctionBody;
    if (!is_kept) {
        unlink_scope(scope);
        return nullptr;
    }
    link_scope(scope);
    return scope;
}

/// Closes the scope of a function, a program or a field initializer, whose state is still current.
void Parser::close_function_scope(FunctionState& state) {
    Scope* scope = state.scope;
    scope->end = prev_end_;
    arguments_escape_ = false;
    if (!annex_b_.empty()) hoist_annex_b(scope);

    bool is_function = scope->kind == ScopeKind::kFunction;
    bool has_own_this = is_function && !state.is_arrow();
    if (has_own_this && !state.no_arguments) resolve_arguments(state);
    for (Variable* v = scope->variables; v; v = v->next) resolve_variable(v, scope->first_use);
    if (scope->is_extended_by_eval) mark_dynamic(scope->first_use, uint32_t(uses_.size()));

    if (state.own_name != atom::kNone && !find_in(scope, state.own_name) &&
        (scope->inner_direct_eval || has_use(state.own_name, scope->first_use))) {
        Variable* v = add_variable(scope, state.own_name, VariableMode::kFunctionName, scope->start);
        resolve_variable(v, scope->first_use);
        scope->function_name_variable = v;
    }
    if (has_own_this) {
        bool eval = scope->inner_direct_eval;
        scope->uses_this = eval || has_use(atom::kThis, scope->first_use);
        resolve_pseudo(state, atom::kThis, VariableMode::kThis, &scope->this_variable, eval);
        resolve_pseudo(state, atom::kNewTarget, VariableMode::kNewTarget, &scope->new_target_variable, eval);
        resolve_pseudo(state, atom::kHomeObject, VariableMode::kHomeObject,
                       &scope->home_object_variable, eval && state.allow_super_property);
        resolve_pseudo(state, atom::kActiveFunction, VariableMode::kActiveFunction,
                       &scope->active_function_variable, eval && state.allow_super_call);
        decide_mapped_arguments(state);
    } else {
        scope->uses_this = has_use(atom::kThis, scope->first_use);
    }
    pop_names(scope);
    allocate(scope);
    scope_ = scope->parent;
    if (!state.is_lazy) link_scope(scope);
    // Seen from outside, what is left is used when this function runs: for a declaration that may be
    // before its place in the text is reached, for a class element not before the class is made.
    uint8_t when = state.is_hoisted ? kUseHoisted : state.is_class_element ? kUseLate : 0;
    set_when_used(scope->first_use, when);
}

void Parser::set_when_used(uint32_t first_use, uint8_t when) {
    for (size_t i = first_use; i < uses_.size(); i++) {
        uses_[i].flags = uint8_t((uses_[i].flags & ~(kUseHoisted | kUseLate)) | when);
    }
}

void Parser::pop_names(Scope* scope) {
    for (Variable* v = scope->variables; v; v = v->next) {
        NameState& state = name_state(v->name);
        if (state.variable == v) state.variable = v->shadowed;  // else it is a variable no code can name
        while (state.marker && state.marker->scope == scope) state.marker = state.marker->shadowed;
    }
}

/// Gives variables their homes. Markers leave the list.
void Parser::allocate(Scope* scope) {
    bool is_script = scope->kind == ScopeKind::kScript;
    bool names_only = scope->kind == ScopeKind::kEval && !scope->is_strict;
    bool is_module = scope->kind == ScopeKind::kModule;
    if (scope->is_extended_by_eval || scope->kind == ScopeKind::kWith) scope->environment_slots = 1;
    Variable* last = nullptr;
    for (Variable *v = scope->variables, *next; v; v = next) {
        next = v->next;
        if (v->mode == VariableMode::kVarMarker) {
            (last ? last->next : scope->variables) = next;
            continue;
        }
        last = v;
        bool is_var = v->mode == VariableMode::kVar ||
                      (v->mode == VariableMode::kFunction && v->is_top_level_function);
        if (is_script || (names_only && is_var)) {
            v->location = Location::kGlobal;
            continue;
        }
        if (scope->inner_direct_eval || v->is_exported) {
            v->is_used = v->is_captured = true;
            if (v->is_lexical()) v->needs_tdz = true;
        }
        // A module's functions are made before its code runs, by other code.
        if (is_module && v->is_used && (v->is_top_level_function || v->mode == VariableMode::kImport)) {
            v->is_captured = true;
        }
        if (v->is_used && v->is_captured) {
            v->location = Location::kEnvironment;
            v->index = scope->environment_slots++;
        } else if (v->mode == VariableMode::kParameter && v->parameter_index != UINT32_MAX &&
                   !(v->is_used && v->needs_tdz)) {
            v->location = Location::kParameter;
            v->index = v->parameter_index;
        } else if (v->is_used) {
            v->location = Location::kRegister;
        }
    }
    scope->last_variable = last;
    scope->needs_environment = scope->environment_slots > 0;
}

// ---- Uses ---------------------------------------------------------------------------------------

uint32_t Parser::push_use(AtomId name, uint32_t position, Node* node, uint8_t flags) {
    NameState& state = name_state(name);
    auto index = uint32_t(uses_.size());
    if (name == atom::kThis || (name >= atom::kNewTarget && name <= atom::kActiveFunction)) {
        flags |= kUsePseudo;
    }
    uses_.push_back({name, state.use, position, function_->id, node, flags});
    state.use = index;
    return index;
}

bool Parser::has_use(AtomId name, uint32_t first_use) {
    for (uint32_t i = name_state(name).use; i >= first_use; i = uses_[i].previous) {
        if (!(uses_[i].flags & kUseDead)) return true;
    }
    return false;
}

void Parser::bind_use(Use& use, Variable* variable) {
    Scope* scope = variable->scope;
    variable->is_used = true;
    if (use.flags & kUseAssigned) variable->is_assigned = true;
    bool captured = use.function_id != scope->function_id;
    if (captured) variable->is_captured = true;
    bool check = false;
    if (variable->mode == VariableMode::kClassName) {
        check = !(use.flags & kUseLate);  // in the heritage, a computed key or a decorator
    } else if (variable->is_lexical()) {
        // A closure made after the initialisation sees the value; one in a declaration may be called
        // before. The cases of a switch are not run in order.
        check = use.position < variable->initialized_at || scope->kind == ScopeKind::kSwitch ||
                (captured && use.flags & kUseHoisted);
    } else if (variable->mode == VariableMode::kParameter && scope->has_parameter_expressions) {
        check = use.position < variable->initialized_at;
    } else if (variable->mode == VariableMode::kThis) {
        check = scope->is_derived_constructor;
    } else if (variable->mode == VariableMode::kArguments || variable->is_arguments_object) {
        if (use.flags & kUseEscapes) arguments_escape_ = true;
    }
    if (check) variable->needs_tdz = true;
    use.flags |= kUseDead;
    if (!use.node) return;
    if (use.node->kind == NodeKind::kThisExpr) {
        static_cast<ThisExpr*>(use.node)->variable = variable;
    } else {
        static_cast<Identifier*>(use.node)->variable = variable;
        if (use.flags & kUseDynamic) use.node->flags |= kDynamic;
    }
    if (check) use.node->flags |= kNeedsTdzCheck;
}

/// The variable takes the uses of its name since `first_use`.
void Parser::resolve_variable(Variable* variable, uint32_t first_use) {
    if (variable->mode == VariableMode::kVarMarker || variable->mode == VariableMode::kInternal) return;
    if (JSX_UNLIKELY(passes_eval_vars_) && variable->scope->kind == ScopeKind::kEval &&
        !variable->scope->is_strict &&
        (variable->mode == VariableMode::kVar || variable->is_top_level_function)) {
        return;
    }
    if (variable->mode == VariableMode::kPrivateName && variable->scope->kind == ScopeKind::kClass) {
        first_use = std::max(first_use, variable->index);  // not those in the heritage
    }
    uint32_t* head = &name_state(variable->name).use;
    uint32_t i = *head;
    while (i >= first_use) {
        Use& use = uses_[i];
        if (!(use.flags & kUseDead)) bind_use(use, variable);
        i = use.previous;
    }
    *head = i;
}

/// `this` and its kind: a function's own uses need no variable, those of arrow functions and evals
/// inside it do. A derived constructor's `this` may be bound from inside: then all go through it.
void Parser::resolve_pseudo(FunctionState& state, AtomId name, VariableMode mode, Variable** variable,
                            bool is_needed) {
    Scope* scope = state.scope;
    uint32_t first_use = scope->first_use;
    bool is_this = name == atom::kThis;
    for (uint32_t i = name_state(name).use; i >= first_use; i = uses_[i].previous) {
        if (!(uses_[i].flags & kUseDead) && uses_[i].function_id != state.id) is_needed = true;
    }
    Variable* v = nullptr;
    if (is_needed) {
        v = *variable = add_variable(scope, name, mode, scope->start);
        v->is_used = v->is_captured = true;
        v->needs_tdz = is_this && scope->is_derived_constructor;
    }
    uint32_t* head = &name_state(name).use;
    uint32_t i = *head;
    for (; i >= first_use; i = uses_[i].previous) {
        Use& use = uses_[i];
        if (use.flags & kUseDead) continue;
        if (v && (use.function_id != state.id || (is_this && scope->is_derived_constructor))) {
            bind_use(use, v);
        } else {
            use.flags |= kUseDead;
            if (use.node && is_this && scope->is_derived_constructor) use.node->flags |= kNeedsTdzCheck;
        }
    }
    *head = i;
}

/// Names that leave a `with` or a function that eval may add names to: what they mean is found out
/// at run time.
void Parser::mark_dynamic(uint32_t first_use, uint32_t end) {
    for (uint32_t i = first_use; i < end; i++) {
        if (!(uses_[i].flags & (kUseDead | kUsePseudo | kUsePrivate))) uses_[i].flags |= kUseDynamic;
    }
}

// ---- Declarations -------------------------------------------------------------------------------

Variable* Parser::find_in(Scope* scope, AtomId name) {
    Variable* v = name_state(name).variable;
    while (v && v->scope->depth > scope->depth) v = v->shadowed;
    return v && v->scope == scope ? v : nullptr;
}

/// Adds a variable that is not found by its name.
Variable* Parser::add_unnamed(Scope* scope, AtomId name, VariableMode mode, uint32_t start) {
    auto* v = arena_.make<Variable>(Variable{.name = name, .mode = mode});
    v->start = start;
    v->scope = scope;
    (scope->last_variable ? scope->last_variable->next : scope->variables) = v;
    scope->last_variable = v;
    return v;
}

Variable* Parser::add_variable(Scope* scope, AtomId name, VariableMode mode, uint32_t start) {
    Variable* v = add_unnamed(scope, name, mode, start);
    // Declarations in scopes further in come first.
    Variable** place = &name_state(name).variable;
    while (*place && (*place)->scope->depth > scope->depth) place = &(*place)->shadowed;
    v->shadowed = *place;
    *place = v;
    return v;
}

void Parser::redeclared(AtomId name, Place place) {
    if (failed()) return;
    if (name == atom::kDefaultExport) {
        return fail(place.start, place.end, "Identifier '.default' has already been declared");
    }
    fail_name(place.start, place.end, "Identifier '%' has already been declared", name);
}

/// let, const, using, class, imports, catch parameters, functions in blocks and modules.
// https://tc39.es/ecma262/#sec-block-static-semantics-early-errors
Variable* Parser::declare_lexical(AtomId name, VariableMode mode, uint32_t start, Place place) {
    Scope* scope = scope_;
    if (Variable* existing = find_in(scope, name)) {
        // B.3.2.4: sloppy blocks may repeat plain functions; the last one counts.
        if (mode == VariableMode::kFunction && existing->mode == VariableMode::kFunction &&
            !scope->is_strict && existing->is_plain_function) {
            return existing;
        }
        redeclared(name, place);
        return nullptr;
    }
    auto passes = [scope](const Variable* marker) { return marker && marker->start >= scope->start; };
    if (Variable* marker = name_state(name).marker; passes(marker)) {
        // Of a var further in and a lexical declaration, V8 blames the var: the first.
        while (passes(marker->shadowed)) marker = marker->shadowed;
        redeclared(name, {marker->start, marker->start + 1});
        return nullptr;
    }
    Scope* parent = scope->parent;
    if (parent && ((scope->kind == ScopeKind::kBlock && parent->kind == ScopeKind::kCatch) ||
                   scope->kind == ScopeKind::kFunctionBody)) {
        Variable* outer = find_in(parent, name);
        if (outer && (parent->kind == ScopeKind::kCatch || outer->mode == VariableMode::kParameter)) {
            if (parent->kind == ScopeKind::kCatch) place.end = start + atoms_.text(name).length;
            redeclared(name, place);
            return nullptr;
        }
    }
    return add_variable(scope, name, mode, start);
}

// https://tc39.es/ecma262/#sec-variable-statement
Variable* Parser::declare_var(AtomId name, uint32_t start) {
    NameState& state = name_state(name);
    // One of the name passed this scope before, and with it all those around: nothing new to find.
    if (state.marker && state.marker->start >= scope_->start) return state.marker->companion;
    Scope* target = function_->var_scope;
    Variable* existing = state.variable;
    for (; existing && existing->scope->depth > target->depth; existing = existing->shadowed) {
        // B.3.4: a simple catch parameter may be redeclared.
        if (existing->mode == VariableMode::kCatch) continue;
        redeclared(name, {start, start + 1});
        return nullptr;
    }
    if (existing && existing->scope == target) {
        bool is_lexical_function =
            existing->mode == VariableMode::kFunction && !existing->is_top_level_function;
        if (existing->is_lexical() || existing->mode == VariableMode::kImport || is_lexical_function ||
            (existing->mode == VariableMode::kFunction && target->kind == ScopeKind::kModule)) {
            redeclared(name, {start, start + 1});
            return nullptr;
        }
    } else {
        existing = add_variable(target, name, VariableMode::kVar, start);
    }
    if (scope_ != target) {
        Variable* marker = add_unnamed(target, name, VariableMode::kVarMarker, start);
        marker->companion = existing;
        marker->shadowed = state.marker;
        state.marker = marker;
    }
    return existing;
}

Variable* Parser::declare_parameter(AtomId name, uint32_t start, uint32_t end) {
    if (Variable* existing = find_in(scope_, name)) {
        if (!function_->duplicate_end) {
            function_->duplicate_start = start;
            function_->duplicate_end = end;
        }
        existing->start = start;
        return existing;  // the last one of the name is the parameter
    }
    return add_variable(scope_, name, VariableMode::kParameter, start);
}

/// A function declaration at the top of a function, script or eval: like a var.
Variable* Parser::declare_top_function(AtomId name, uint32_t start, Place place) {
    Scope* scope = scope_;
    if (Variable* existing = find_in(scope, name)) {
        if (existing->is_lexical()) {
            redeclared(name, place);
            return nullptr;
        }
        existing->is_function_overridden = true;
        existing->is_used = true;
        return existing;
    }
    Variable* v = add_variable(scope, name, VariableMode::kFunction, start);
    v->is_top_level_function = true;
    return v;
}

// ---- Functions in blocks (B.3.2) ----------------------------------------------------------------

/// A block closes: the functions in blocks inside it that one of its own names hides from the
/// function's var scope stay where they are; the rest go on outwards.
void Parser::pass_annex_b(Scope* scope) {
    size_t first = annex_b_.size();
    while (first > 0 && annex_b_[first - 1].depth >= scope->depth) first--;
    size_t out = first;
    for (size_t i = first; i < annex_b_.size(); i++) {
        AnnexB candidate = annex_b_[i];
        if (candidate.origin != scope) {
            Variable* v = find_in(scope, candidate.name);
            if (v && v->mode != VariableMode::kCatch) continue;
        }
        candidate.depth = scope->depth - 1;
        annex_b_[out++] = candidate;
    }
    annex_b_.resize(out);
}

/// The var scope closes: candidates that arrive become vars of it.
// https://tc39.es/ecma262/#sec-web-compat-functiondeclarationinstantiation
void Parser::hoist_annex_b(Scope* scope) {
    size_t first = annex_b_.size();
    while (first > 0 && annex_b_[first - 1].depth >= scope->depth) first--;
    for (size_t i = first; i < annex_b_.size(); i++) {
        const AnnexB& candidate = annex_b_[i];
        Variable* v = find_in(scope, candidate.name);
        if (v && (v->is_lexical() || v->mode == VariableMode::kParameter)) continue;
        // The arguments object counts as a parameter.
        bool has_arguments = function_->scope->kind == ScopeKind::kFunction && !function_->is_arrow();
        if (candidate.name == atom::kArguments && has_arguments &&
            !(v && v->mode == VariableMode::kFunction)) {
            continue;
        }
        if (scope->kind == ScopeKind::kFunctionBody && find_in(scope->parent, candidate.name)) continue;
        if (!v) {
            v = add_variable(scope, candidate.name, VariableMode::kVar, candidate.start);
            v->is_annex_b = true;
        }
        auto* twin = make<Identifier>(candidate.start);
        twin->end = candidate.start + atoms_.text(candidate.name).length;
        twin->name = candidate.name;
        candidate.declaration->annex_b = twin;
        if (scope->kind == ScopeKind::kEval) eval_hoisted_.push_back(candidate.declaration);
        if (scope->kind == ScopeKind::kEval && passes_eval_vars_) {
            twin->use = push_use(candidate.name, candidate.start, twin, kUseAssigned);
        } else {
            twin->variable = v;
            v->is_used = v->is_assigned = true;
        }
    }
    annex_b_.resize(first);
}

// ---- Direct eval --------------------------------------------------------------------------------

void Parser::note_direct_eval(Call* call) {
    call->flags |= kPossiblyDirectEval;
    call->scope = scope_;
    EvalCall eval{call, scope_, !scope_->calls_direct_eval, false};
    scope_->calls_direct_eval = true;
    function_->uses_direct_eval = true;
    Scope* var_scope = function_->var_scope;
    if (!is_strict() &&
        (var_scope->kind == ScopeKind::kFunction || var_scope->kind == ScopeKind::kFunctionBody)) {
        eval.set_extended = !var_scope->is_extended_by_eval;
        var_scope->is_extended_by_eval = true;
    }
    evals_.push_back(eval);
    for (Scope* s = scope_; s && !s->inner_direct_eval; s = s->parent) s->inner_direct_eval = true;
}

// ---- The arguments object -----------------------------------------------------------------------

/// Decides, before the function's variables are resolved, what `arguments` is.
// https://tc39.es/ecma262/#sec-functiondeclarationinstantiation
void Parser::resolve_arguments(FunctionState& state) {
    Scope* scope = state.scope;
    Variable* existing = find_in(scope, atom::kArguments);
    bool is_used = scope->inner_direct_eval || has_use(atom::kArguments, scope->first_use);
    if (existing) {
        if (existing->mode == VariableMode::kArguments) {  // for a var of the body
            existing->is_arguments_object = true;
            scope->arguments_variable = existing;
        } else if (existing->mode == VariableMode::kVar && !existing->is_function_overridden && is_used) {
            existing->is_arguments_object = true;
            scope->arguments_variable = existing;
        }
    } else if (is_used) {
        Variable* v = add_variable(scope, atom::kArguments, VariableMode::kArguments, scope->start);
        v->is_arguments_object = true;
        scope->arguments_variable = v;
    }
    scope->uses_arguments = scope->arguments_variable != nullptr;
}

/// Sloppy functions with simple parameters have an arguments object whose elements are the
/// parameters. That matters only if a parameter is used at all, and either side may be written.
void Parser::decide_mapped_arguments(FunctionState& state) {
    Scope* scope = state.scope;
    if (!scope->arguments_variable || scope->is_strict || !scope->has_simple_parameters) return;
    bool is_used = false, is_assigned = false;
    for (Variable* v = scope->variables; v; v = v->next) {
        if (v->parameter_index == UINT32_MAX) continue;
        is_used |= v->is_used;
        is_assigned |= v->is_assigned || v->is_function_overridden;
    }
    bool eval = scope->inner_direct_eval;
    bool escapes = arguments_escape_ || scope->arguments_variable->is_captured;
    if (!eval && !(is_used && (is_assigned || escapes))) return;
    bool has_parameters = false;
    for (Variable* v = scope->variables; v; v = v->next) {
        if (v->parameter_index == UINT32_MAX) continue;
        has_parameters = true;
        v->is_used = v->is_captured = true;
    }
    scope->has_mapped_arguments = has_parameters;
}

}  // namespace jsx::parser
