// Modules: linking data, and the function that makes their function declarations at link time.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

static uint32_t slot_of(const Variable* v) {
    return v && v->location == Location::kEnvironment ? v->index : ModuleInfo::kNoSlot;
}

void FunctionCompiler::build_module_info(FunctionLiteral* f) {
    const ModuleRecord& record = *c_.module;
    auto info = std::make_unique<ModuleInfo>();
    for (const ModuleRequest& r : record.requests) {
        ModuleInfo::Request request{r.specifier, ImportPhase(r.phase), {}, r.start, r.end};
        for (const ImportAttribute& a : r.attributes) request.attributes.push_back({a.key, a.value});
        info->requests.push_back(std::move(request));
    }
    for (const ImportEntry& e : record.imports) {
        info->imports.push_back({e.request, e.import_name, slot_of(e.local), e.start, e.end});
    }
    for (const LocalExport& e : record.local_exports) info->local_exports.push_back({e.export_name, slot_of(e.local)});
    for (const IndirectExport& e : record.indirect_exports) {
        info->indirect_exports.push_back({e.request, e.import_name, e.export_name, e.start, e.end});
    }
    for (const StarExport& e : record.star_exports) info->star_exports.push_back(e.request);
    info->environment_slots = f->scope->environment_slots;
    info->has_top_level_await = record.has_top_level_await;

    bool has_declarations = false;
    for (Variable* v = f->scope->variables; v; v = v->next) {
        has_declarations |= v->location == Location::kEnvironment &&
                            (v->mode == VariableMode::kVar || v->mode == VariableMode::kFunction);
    }
    if (has_declarations) {
        FunctionTemplate* t = c_.unit.new_function();
        t->kind = FunctionKind::kModuleDeclarations;
        t->flags.strict = true;
        t->source_start = f->source_start;
        t->source_end = f->source_end;
        c_.queue.push_back({.kind = Job::Kind::kModuleDeclarations, .function = t, .literal = f});
        info->declarations = t;
    }
    c_.unit.module = std::move(info);
}

/// vars become undefined, functions are made: what other modules of a cycle see before the body runs.
// https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment steps 20-24
void FunctionCompiler::compile_module_declarations(FunctionLiteral* f) {
    Scope* scope = f->scope;
    begin_frame(0, scope->parent);
    scope_ = scope;
    create_environment(scope);
    Temporaries temporaries(e_);
    Register r = e_.allocate();
    e_.LoadUndefined(r);
    for (Variable* v = scope->variables; v; v = v->next) {
        if (v->location == Location::kEnvironment && v->mode == VariableMode::kVar) initialize(v, r);
    }
    for (FunctionDeclaration* d = scope->functions; d; d = d->next) {
        Variable* v = d->binding->variable;
        if (!v || v->location != Location::kEnvironment) continue;
        bool is_default = d->binding->name == atom::kDefaultExport;
        closure(d->function, r, is_default ? AtomId(atom::kDefault) : d->binding->name);
        initialize(v, r);
    }
    e_.ReturnUndefined();
}

}  // namespace jsx::bytecode
