// The outside of a parse: ScopeChains described for later parses, and names found in them.
#include "parser/parser_impl.h"
#include "support/unicode.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace jsx::parser {

// ---- ScopeChain ---------------------------------------------------------------------------------

const ChainBinding* ScopeChain::find(AtomText name, uint32_t hash) const {
    if (!binding_count) return nullptr;
    for (uint32_t slot = hash & table_mask; table[slot]; slot = (slot + 1) & table_mask) {
        const ChainBinding& binding = bindings[table[slot] - 1];
        if (binding.hash == hash && binding.length == name.length && binding.is_latin1 == name.is_latin1 &&
            std::memcmp(binding.chars, name.data, name.is_latin1 ? name.length : name.length * 2) == 0) {
            return &binding;
        }
    }
    return nullptr;
}

const ScopeChain* describe_scope(const Scope& scope, const AtomTable& atoms, const ScopeChain* outer,
                                 Arena& arena) {
    JSX_DCHECK(scope.needs_environment);
    uint32_t count = 0;
    for (Variable* v = scope.variables; v; v = v->next) {
        count += v->location == Location::kEnvironment;
    }
    auto* chain = arena.make<ScopeChain>();
    chain->outer = outer;
    chain->kind = scope.kind;
    chain->function_kind = scope.function_kind;
    chain->is_function_boundary = scope.is_function_boundary;
    chain->is_strict = scope.is_strict;
    chain->is_extended_by_eval = scope.is_extended_by_eval;
    chain->is_derived_constructor = scope.is_derived_constructor;
    chain->has_simple_parameters = scope.has_simple_parameters;
    chain->has_body_scope = scope.has_body_scope;
    chain->slots = scope.environment_slots;
    chain->binding_count = count;
    if (!count) return chain;

    auto* bindings = arena.allocate_array<ChainBinding>(count);
    uint32_t places = std::bit_ceil(count * 2);
    auto* table = arena.allocate_array<uint32_t>(places);
    std::memset(table, 0, places * sizeof(uint32_t));
    chain->table_mask = places - 1;
    uint32_t i = 0;
    for (Variable* v = scope.variables; v; v = v->next) {
        if (v->location != Location::kEnvironment) continue;
        AtomText text = atoms.text(v->name);
        size_t bytes = text.is_latin1 ? text.length : text.length * 2;
        auto* chars = static_cast<char*>(arena.allocate(bytes + 16));
        std::memcpy(chars, text.data, bytes);
        std::memset(chars + bytes, 0, 16);
        ChainBinding& binding = bindings[i];
        binding = {};
        binding.chars = chars;
        binding.length = text.length;
        binding.hash = atoms.hash(v->name);
        binding.slot = v->index;
        binding.mode = v->mode;
        binding.private_kind = v->private_kind;
        binding.is_latin1 = text.is_latin1;
        binding.is_static = v->is_static;
        binding.is_assigned = v->is_assigned;
        binding.needs_tdz = v->needs_tdz;
        binding.companion_slot = v->companion && v->companion->location == Location::kEnvironment
                                     ? v->companion->index
                                     : UINT32_MAX;
        i++;
        bool is_companion =
            v->mode == VariableMode::kPrivateName && v->private_kind == PrivateNameKind::kNone;
        if (is_companion || (v->mode == VariableMode::kInternal && v->name != atom::kBrand &&
                             v->name != atom::kStaticBrand)) {
            continue;  // not looked up by name
        }
        uint32_t slot = binding.hash & chain->table_mask;
        while (table[slot]) slot = (slot + 1) & chain->table_mask;
        table[slot] = i;
    }
    chain->bindings = bindings;
    chain->table = table;
    return chain;
}

// ---- The chain a parse was given ----------------------------------------------------------------

/// Makes a scope for each entry of the request's chain, under one that stands for the global scope.
void Parser::open_outer_scopes() {
    bool wants_root = request_.outer || request_.goal != ParseGoal::kModule;
    std::vector<const ScopeChain*> entries;
    for (const ScopeChain* entry = request_.outer; entry; entry = entry->outer) entries.push_back(entry);
    if (wants_root) {
        auto* root = arena_.make<Scope>();
        root->kind = ScopeKind::kScript;
        root->function_kind = FunctionKind::kScript;
        root->is_function_boundary = true;
        root->is_external = true;
        scope_ = root;
    }
    for (size_t i = entries.size(); i-- > 0;) {
        const ScopeChain* entry = entries[i];
        auto* scope = arena_.make<Scope>();
        scope->kind = entry->kind;
        scope->function_kind = entry->function_kind;
        scope->is_function_boundary = entry->is_function_boundary;
        scope->is_strict = entry->is_strict;
        scope->is_extended_by_eval = entry->is_extended_by_eval;
        scope->is_derived_constructor = entry->is_derived_constructor;
        scope->has_simple_parameters = entry->has_simple_parameters;
        scope->has_body_scope = entry->has_body_scope;
        scope->is_with_inside = scope_->is_with_inside || scope_->kind == ScopeKind::kWith;
        scope->needs_environment = true;
        scope->environment_slots = entry->slots;
        scope->is_external = true;
        scope->chain = entry;
        scope->parent = scope_;
        scope->depth = scope_->depth + 1;
        scope_ = scope;
        if (entry->kind == ScopeKind::kWith) with_depth_++;
    }
    outer_scope_ = scope_;
    // Names that sloppy eval code declares belong outside of it.
    passes_eval_vars_ = request_.goal == ParseGoal::kDirectEval && request_.outer;
}

Variable* Parser::outer_variable(Scope* scope, const ChainBinding* binding, AtomId name) {
    if (Variable* known = find_in(scope, name)) return known;
    Variable* v = add_variable(scope, name, binding->mode, 0);
    v->location = Location::kEnvironment;
    v->private_kind = binding->private_kind;
    v->is_static = binding->is_static;
    v->is_used = v->is_captured = true;
    v->is_assigned = binding->is_assigned;
    v->index = binding->slot;
    v->needs_tdz = binding->needs_tdz;
    if (binding->companion_slot != UINT32_MAX) {
        auto* companion = arena_.make<Variable>(*v);
        companion->index = binding->companion_slot;
        v->companion = companion;
        v->next = companion;
        scope->last_variable = companion;
    }
    return v;
}

/// The message points at the token before the name.
void Parser::unresolved_private(AtomId name, uint32_t position) {
    uint32_t at = position;
    while (at > 0 && unicode::is_space_or_line_terminator(lex_.unit(at - 1))) at--;
    if (at > 0) at--;
    while (at > 0 && unicode::is_id_continue(lex_.unit(at)) &&
           unicode::is_id_continue(lex_.unit(at - 1)))
        at--;
    if (at > 0 && lex_.unit(at) == '.' && lex_.unit(at - 1) == '?') at--;
    fail_name(at, at + 1, "Private field '%' must be declared in an enclosing class", name);
}

/// The parse is over: what its uses still mean is looked for outside.
void Parser::resolve_free() {
    // Eval code's own vars are found by name again: what nothing hides from the outside is theirs.
    if (passes_eval_vars_ && eval_scope_) {
        for (Variable* v = eval_scope_->variables; v; v = v->next) {
            if (v->location == Location::kGlobal) name_state(v->name).variable = v;
        }
    }
    for (size_t i = 1; i < uses_.size(); i++) {
        Use& first = uses_[i];
        if (first.flags & kUseDead) continue;
        AtomId name = first.name;
        bool is_pseudo = first.flags & kUsePseudo;
        bool is_private = first.flags & kUsePrivate;
        AtomText text = atoms_.text(name);
        uint32_t hash = atoms_.hash(name);
        bool dynamic = false;
        Variable* variable = nullptr;
        for (Scope* scope = outer_scope_; scope && scope->chain; scope = scope->parent) {
            if (const ChainBinding* binding = scope->chain->find(text, hash)) {
                variable = outer_variable(scope, binding, name);
                // What an eval declares hides the function's own name.
                if (scope->is_extended_by_eval && binding->mode == VariableMode::kFunctionName)
                    dynamic = true;
                break;
            }
            if (scope->kind == ScopeKind::kWith || scope->is_extended_by_eval) {
                if (!is_pseudo && !is_private) dynamic = true;
            }
            if (is_pseudo && scope->is_function_boundary && scope->kind == ScopeKind::kFunction &&
                scope->function_kind != FunctionKind::kArrow) {
                break;
            }
        }
        if (is_private && !variable) {
            return unresolved_private(name, first.position);
        }
        // A brand goes with private methods: its variable must exist outside too.
        if (is_private && variable->private_kind != PrivateNameKind::kField) {
            Scope* scope = variable->scope;
            AtomId brand = variable->is_static ? atom::kStaticBrand : atom::kBrand;
            const ChainBinding* binding = scope->chain->find(atoms_.text(brand), atoms_.hash(brand));
            if (binding) outer_variable(scope, binding, brand);
        }
        if (!variable && !dynamic && eval_scope_) variable = find_in(eval_scope_, name);
        for (uint32_t k = name_state(name).use; k; k = uses_[k].previous) {
            Use& use = uses_[k];
            if (use.flags & kUseDead) continue;
            use.flags |= kUseDead;
            if (!use.node) continue;
            if (dynamic || (use.flags & kUseDynamic)) use.node->flags |= kDynamic;
            if (variable && variable->needs_tdz) use.node->flags |= kNeedsTdzCheck;
            if (use.node->kind == NodeKind::kThisExpr) {
                static_cast<ThisExpr*>(use.node)->variable = variable;
                use.node->flags &= uint8_t(~kDynamic);
            } else {
                static_cast<Identifier*>(use.node)->variable = variable;
            }
        }
        name_state(name).use = 0;
    }
}

// ---- Names that eval code declares --------------------------------------------------------------

/// A var of sloppy eval code must not pass a lexical declaration on its way out to the function; and
/// what the function declares already is not declared again.
// https://tc39.es/ecma262/#sec-evaldeclarationinstantiation
void Parser::check_eval_conflicts() {
    if (!eval_scope_ || eval_scope_->is_strict) return;
    auto name_of = [](const FunctionDeclaration* declaration) { return declaration->binding->name; };
    std::ranges::sort(eval_hoisted_, {}, name_of);
    Variable* last = nullptr;
    for (Variable *v = eval_scope_->variables, *next; v; v = next) {
        next = v->next;
        bool is_dropped = false;
        if (v->location == Location::kGlobal) {
            AtomText text = atoms_.text(v->name);
            uint32_t hash = atoms_.hash(v->name);
            auto hoisted = std::ranges::equal_range(eval_hoisted_, v->name, {}, name_of);
            for (Scope* scope = outer_scope_; scope && scope->chain; scope = scope->parent) {
                const ChainBinding* binding = scope->chain->find(text, hash);
                bool is_var_scope =
                    scope->kind == ScopeKind::kFunctionBody || scope->is_function_boundary;
                if (binding) {
                    bool conflict;
                    switch (binding->mode) {
                    case VariableMode::kVar:
                    case VariableMode::kCatch:
                        conflict = false;
                        break;
                    case VariableMode::kFunctionName:
                        conflict = false;
                        binding = nullptr;  // outside of the function
                        break;
                    case VariableMode::kFunction:
                        conflict = !is_var_scope;
                        break;
                    case VariableMode::kParameter:
                    case VariableMode::kArguments:
                        // Among the parameters themselves.
                        conflict = scope->kind == ScopeKind::kFunction && scope->has_body_scope;
                        break;
                    default:
                        conflict = true;
                        break;
                    }
                    if (conflict && v->is_annex_b) {
                        is_dropped = true;
                        for (FunctionDeclaration* declaration : hoisted) declaration->annex_b = nullptr;
                        break;
                    }
                    if (conflict) return redeclared(v->name, {v->start, v->start + 1});
                    if (is_var_scope && binding) {
                        is_dropped = true;
                        // Annex B assigns to this very variable, whatever `with` is on the way.
                        for (FunctionDeclaration* declaration : hoisted) {
                            Identifier* twin = declaration->annex_b;
                            twin->variable = outer_variable(scope, binding, v->name);
                            twin->flags &= uint8_t(~(kDynamic | kNeedsTdzCheck));
                        }
                    }
                }
                if (is_var_scope) break;
            }
        }
        if (is_dropped) {
            (last ? last->next : eval_scope_->variables) = next;
        } else {
            last = v;
        }
    }
    eval_scope_->last_variable = last;
}

}  // namespace jsx::parser
