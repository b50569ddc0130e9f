// Scripts, eval code and modules: their bodies and the declarations that become properties of objects.
#include <unordered_set>

#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

void FunctionCompiler::compile_program(FunctionLiteral* f) {
    Scope* scope = f->scope;
    begin_frame(0, scope->parent);
    bool wants_completion = function_.kind == FunctionKind::kEval ||
                            (function_.kind == FunctionKind::kScript && c_.options.want_completion_value);
    if (wants_completion) {
        completion_ = e_.allocate();
        set_home(completion_, true);
        e_.LoadUndefined(completion_);
    }
    scope_ = scope;
    allocate_variables(scope);
    create_environment(scope);
    instantiate_pseudo_variables(scope);
    switch (function_.kind) {
    case FunctionKind::kScript: declare_globals(f, false); break;
    case FunctionKind::kEval:
        if (!scope->is_strict) declare_eval_variables(f);
        break;
    default: break;
    }
    if (function_.kind == FunctionKind::kModule) {
        build_module_info(f);
    } else {
        store_initial_undefined(scope);
    }
    instantiate_functions(scope);
    auto body = [&] { statements(f->body); };
    if (scope->has_using) with_disposal(scope, body);
    else body();
    e_.at(f->source_end);
    return_value(completion_);
}

// ---- global declarations ----------------------------------------------------------------------------------

namespace {
/// The functions that count, in the order of the standard: by the last declaration of each name.
std::vector<FunctionDeclaration*> functions_to_initialize(Scope* scope) {
    std::vector<FunctionDeclaration*> all;
    for (FunctionDeclaration* d = scope->functions; d; d = d->next) all.push_back(d);
    std::unordered_set<AtomId> names;
    std::vector<FunctionDeclaration*> result;
    for (size_t i = all.size(); i-- > 0;) {
        if (names.insert(all[i]->binding->name).second) result.push_back(all[i]);
    }
    return {result.rbegin(), result.rend()};
}
bool is_global_var(const Variable* v) { return v->location == Location::kGlobal && !v->is_lexical(); }
}  // namespace

// https://tc39.es/ecma262/#sec-globaldeclarationinstantiation
void FunctionCompiler::declare_globals(FunctionLiteral* f, bool is_eval) {
    Scope* scope = f->scope;
    GlobalDeclarations globals;
    globals.is_eval = is_eval;
    std::vector<FunctionDeclaration*> functions = functions_to_initialize(scope);
    std::erase_if(functions, [](FunctionDeclaration* d) {
        return d->binding->variable && !is_global_var(d->binding->variable);
    });
    std::unordered_set<AtomId> function_names;
    for (FunctionDeclaration* d : functions) {
        globals.functions.push_back(d->binding->name);
        function_names.insert(d->binding->name);
    }
    std::vector<Variable*> annex_b;
    for (Variable* v = scope->variables; v; v = v->next) {
        if (v->location != Location::kGlobal) continue;
        if (v->is_lexical()) {
            globals.lexicals.push_back({v->name, v->is_const()});
        } else if (!function_names.count(v->name)) {
            if (v->is_annex_b) annex_b.push_back(v);
            else globals.vars.push_back(v->name);
        }
    }
    std::vector<AtomId> vars = globals.vars;
    if (!globals.lexicals.empty() || !globals.functions.empty() || !globals.vars.empty()) {
        code_->global_declarations.push_back(std::move(globals));
        uint32_t index = uint32_t(code_->global_declarations.size()) - 1;
        e_.DeclareGlobals(e_.constant_entry(ConstantKind::kGlobalDeclarations, index));
    }
    for (Variable* v : annex_b) {
        Register flag = e_.allocate();
        set_home(flag, true);
        e_.DeclareGlobalVarAnnexB(flag, atom(v->name), is_eval);
        annex_b_flags_[v->name] = flag;
    }
    for (FunctionDeclaration* d : functions) {
        Temporaries temporaries(e_);
        Register r = e_.allocate();
        closure(d->function, r, d->binding->name);
        e_.DefineGlobalFunction(atom(d->binding->name), r, is_eval);
    }
    for (AtomId name : vars) e_.DeclareGlobalVar(atom(name), is_eval);
}

/// var and function of sloppy eval code: in the variable object of the function around, else global.
// https://tc39.es/ecma262/#sec-evaldeclarationinstantiation
void FunctionCompiler::declare_eval_variables(FunctionLiteral* f) {
    Scope* scope = f->scope;
    Scope* target = nullptr;
    for (Scope* s = scope->parent; s && !target; s = s->parent) {
        if (s->kind == ScopeKind::kWith) continue;
        if (is_dynamic_scope(s)) target = s;
        else if (s->kind == ScopeKind::kEval && s->is_strict) break;
    }
    if (!target) return declare_globals(f, true);
    Temporaries temporaries(e_);
    Register object = kNoRegister;
    auto variable_object = [&] {
        if (object != kNoRegister) return object;
        object = e_.allocate();
        Label exists;
        load_slot(object, target, 0);
        e_.JumpIfNotUndefined(object, exists);
        e_.NewObjectNullProto(object);
        store_slot(target, 0, object);
        e_.bind(exists);
        return object;
    };
    std::unordered_set<AtomId> declared;
    for (Variable* v = scope->variables; v; v = v->next) {
        if (!is_global_var(v)) continue;
        e_.DeclareEvalVar(variable_object(), atom(v->name));
        declared.insert(v->name);
    }
    for (FunctionDeclaration* d : functions_to_initialize(scope)) {
        AtomId name = d->binding->name;
        bool is_own = declared.count(name);
        if (!is_own && (!d->binding->variable || d->binding->variable->scope == scope)) continue;
        Temporaries inner(e_);
        Register r = e_.allocate();
        closure(d->function, r, name);
        if (is_own) e_.SetInScope(variable_object(), atom(name), r, 0);
        else initialize(d->binding->variable, r);
    }
}

}  // namespace jsx::bytecode
