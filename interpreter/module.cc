#include "interpreter/module.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "interpreter/compile.h"
#include "interpreter/compile_errors.h"
#include "interpreter/generator.h"
#include "interpreter/slow_paths.h"
#include "runtime/object/name_table.h"
#include "runtime/object/promise.h"

namespace jsx {

namespace {

struct ModuleState {
    ModuleHost host;
    uint64_t async_evaluations = 0;
    uint64_t walks = 0;
};

ModuleState& state_of(Isolate& iso) {
    if (!iso.extensions[Isolate::kModules]) {
        iso.set_extension(Isolate::kModules, new ModuleState,
                          [](void* state) { delete static_cast<ModuleState*>(state); });
    }
    return *static_cast<ModuleState*>(iso.extensions[Isolate::kModules]);
}

Module* module_at(CellArray* list, uint32_t i) {
    Value v = list->get(i);
    return v.is_cell() ? static_cast<Module*>(v.as_cell()) : nullptr;
}

/// The type that `with { type: ... }` names. Other attributes are an error of this kind, other types a TypeError.
Completion<ModuleType> type_of_attribute(Isolate& iso, String* key, String* value, ErrorKind unsupported) {
    if (key != iso.names.type) {
        return iso.throw_error(unsupported, "Import attribute \"%S\" with value \"%S\" is not supported", key, value);
    }
    static constexpr std::pair<std::string_view, ModuleType> kTypes[] = {
        {"json", ModuleType::kJson}, {"text", ModuleType::kText}, {"bytes", ModuleType::kBytes}};
    for (auto& [name, type] : kTypes) {
        if (strings_equal(iso, value, new_string(iso, name))) return type;
    }
    return iso.throw_type_error("Import attribute \"type\" with value \"%S\" is not supported", value);
}

Completion<Module*> host_load(Isolate& iso, Value referrer, String* specifier, ModuleType type) {
    const ModuleHost& host = state_of(iso).host;
    if (!host.load) return iso.throw_type_error("Cannot import '%S': this host has no module loader", specifier);
    return host.load(iso, host.data, referrer, specifier, type);
}

Thrown throw_no_module_source(Isolate& iso, String* specifier) {
    return iso.throw_syntax_error("Source phase import object is not defined for module '%S'", specifier);
}

/// What ResolveExport finds (tc39.es/ecma262/#sec-resolveexport).
struct Resolution {
    enum class State : uint8_t { kNone, kAmbiguous, kCircular, kFound } state = State::kNone;
    static constexpr int64_t kNamespace = -1, kDeferredNamespace = -2, kSource = -3;
    Module* module = nullptr;
    int64_t slot = kNamespace;  // of module's environment; or one of the above: the module itself in some phase

    static Resolution whole(Module* module, bytecode::ImportPhase phase) {
        switch (phase) {
        case bytecode::ImportPhase::kEvaluation: return {State::kFound, module, kNamespace};
        case bytecode::ImportPhase::kDefer: return {State::kFound, module, kDeferredNamespace};
        case bytecode::ImportPhase::kSource: return {State::kFound, module, kSource};
        }
        JSX_UNREACHABLE();
    }
};

}  // namespace

void set_module_host(Isolate& iso, const ModuleHost& host) { state_of(iso).host = host; }
const ModuleHost& module_host(Isolate& iso) { return state_of(iso).host; }

void register_module_kind(gc::Heap& heap) {
    heap.register_kind<Module>("Module");
    heap.register_kind<ModuleSource>("ModuleSource");
}

/// The algorithms over graphs of modules; a friend of Module that lives for one operation.
class ModuleLinker {
public:
    explicit ModuleLinker(Isolate& iso) : iso_(iso), stack_(iso.heap) {}

    /// Which modules a walk has come by, and which it has listed. No JavaScript may run while it goes on: another walk would mark
    /// the modules as its own.
    class Walk {
    public:
        explicit Walk(Isolate& iso) : id_(++state_of(iso).walks) {}
        /// True the first time.
        bool see(Module* module) const { return std::exchange(module->seen_in_, id_) != id_; }
        void list(Module* module, gc::RootVector& list) const {
            if (std::exchange(module->listed_in_, id_) != id_) list.push(Value(module));
        }
        bool has_listed(Module* module) const { return module->listed_in_ == id_; }

    private:
        uint64_t id_;
    };

    Completion<void> load(Module* module);
    Completion<void> link(Module* module);
    Object* evaluate(Module* module);
    Resolution resolve(Module* module, String* name);
    void export_names(Module* module, gc::RootVector& names);
    ModuleNamespace* make_namespace(Module* module, ModuleNamespace::EvaluateHook hook);
    void gather_async_dependencies(const Walk& walk, Module* module, gc::RootVector& out);
    bool is_ready_for_sync_execution(Module* module);
    void fulfilled(Module* module);
    void rejected(Module* module, Value error);
    static bool is_cycle_evaluated(Module* module);
    Environment* namespace_cell(Module* module);
    Completion<ImportRef*> reference(const Resolution& found, String* specifier);

private:
    /// What the number of an exported name says: 3 * its index in the list that the kind names + the kind.
    enum ExportKind : uint32_t { kLocalExport, kIndirectExport, kNamespaceImport };
    NameTable exports_of(Module* module);
    Module* pop() { return static_cast<Module*>(stack_.pop().as_cell()); }
    String* atom(Module* module, AtomId id) { return module->script()->atom(iso_, id); }
    bool same_name(String* a, String* b) { return a == b || strings_equal(iso_, a, b); }
    Completion<void> load_inner(Module* module);
    Completion<void> link_inner(Module* module);
    Completion<void> initialize_environment(Module* module);
    Completion<void> evaluate_inner(Module* module);
    Completion<void> execute(Module* module);
    void execute_async(Module* module);
    void gather_available_ancestors(Module* module, gc::RootVector& out);
    bool resolve_directly(const Walk& walk, Module*& module, String*& name, gc::RootVector& visited, Resolution& found);
    /// The modules that `module` requests and that are evaluated with it, last first.
    void push_requests(Module* module, gc::RootVector& stack);
    template <class Entry>
    Thrown throw_unresolved(Module* module, const Entry& entry, const Resolution& found, String* name);

    Isolate& iso_;
    gc::RootVector stack_;
    uint32_t index_ = 0;
};

// ---- making modules ------------------------------------------------------------------------------

Completion<Module*> Module::compile(Isolate& iso, Realm* realm, std::unique_ptr<SourceText> source, String* url) {
    FunctionCode* code = TRY(compile_module(iso, realm, std::move(source)));
    auto* module = iso.heap.make<Module>(realm, url);
    Script* script = code->script();
    script->set_host_defined(Value(module));
    module->source_.set(module, script);
    const bytecode::ModuleInfo& info = module->info();
    module->requests_.set(module, CellArray::create(iso, uint32_t(info.requests.size())));
    module->environment_.set(
        module, Environment::create(iso, Value::undefined(), info.environment_slots, Value::empty()));
    module->body_.set(module, new_closure(iso, code, Value(module->environment_.get())));
    return module;
}

Module* Module::create_synthetic(Isolate& iso, Realm* realm, String* url, std::span<String* const> names,
                                 std::span<const Value> values) {
    auto* module = iso.heap.make<Module>(realm, url);
    CellArray* list = CellArray::create(iso, uint32_t(names.size()));
    for (uint32_t i = 0; i < names.size(); i++) list->set(i, Value(names[i]));
    module->source_.set(module, list);
    auto* environment = Environment::create(iso, Value::undefined(), uint32_t(names.size()), Value::undefined());
    for (uint32_t i = 0; i < values.size(); i++) environment->set(i, values[i]);
    module->environment_.set(module, environment);
    module->cycle_root_.set(module, module);
    module->is_loaded_ = true;
    module->status_ = Status::kEvaluated;
    return module;
}

// https://tc39.es/ecma262/#sec-meta-properties-runtime-semantics-evaluation (ImportMeta)
Completion<Object*> make_import_meta(Isolate& iso, Module* module) {
    Object* meta = new_object_with_prototype(iso, nullptr);
    const ModuleHost& host = module_host(iso);
    if (host.init_import_meta) (void)TRY(host.init_import_meta(iso, host.data, module, meta));
    return meta;
}
std::optional<uint32_t> Module::pending_await() const {
    auto* state = static_cast<interp::Generator*>(async_state_.get());
    if (!state || !state->awaiting_) return {};
    return body_->code()->bytecode()->source_position(state->resume_pc_);
}

Object* Module::import_meta(Isolate& iso) {
    if (meta_.get().is_undefined()) meta_.set(this, Value(MUST(make_import_meta(iso, this))));
    return as_object(meta_);
}

// ---- loading: tc39.es/ecma262/#sec-LoadRequestedModules, the host answering at once -----------------

Completion<void> ModuleLinker::load(Module* module) {
    Completion<void> c = load_inner(module);
    while (!stack_.is_empty()) {
        Module* visited = pop();
        visited->is_loading_ = false;
        visited->is_loaded_ = !c.threw();
    }
    return c;
}

Completion<void> ModuleLinker::load_inner(Module* module) {
    if (module->is_loaded_ || module->is_loading_) return {};
    (void)TRY(check_stack(iso_));
    module->is_loading_ = true;
    stack_.push(Value(module));
    const bytecode::ModuleInfo& info = module->info();
    for (uint32_t i = 0; i < info.requests.size(); i++) {
        const auto& request = info.requests[i];
        Module* required = module_at(module->requests_, i);
        if (!required) {
            ModuleType type = ModuleType::kJavaScript;
            for (const auto& attribute : request.attributes) {
                type = TRY(type_of_attribute(iso_, atom(module, attribute.key), atom(module, attribute.value),
                                             ErrorKind::kSyntaxError));
            }
            required = TRY(host_load(iso_, Value(module), atom(module, request.specifier), type));
            module->requests_->set(i, Value(required));
        }
        if (request.phase != bytecode::ImportPhase::kSource) (void)TRY(load_inner(required));
    }
    return {};
}

Completion<void> Module::load_requests(Isolate& iso) { return ModuleLinker(iso).load(this); }

// ---- resolving names ----------------------------------------------------------------------------

NameTable ModuleLinker::exports_of(Module* module) {
    if (module->exports_) return NameTable(iso_, module->exports_);
    NameTable table(iso_);
    if (module->is_synthetic()) {
        auto* names = static_cast<CellArray*>(module->source_.get());
        for (uint32_t i = 0; i < names->length(); i++) table.add(as_string(names->get(i)), 3 * i + kLocalExport);
    } else {
        const bytecode::ModuleInfo& info = module->info();
        // An imported namespace that is exported again is what it is where it comes from.
        std::unordered_map<uint32_t, uint32_t> namespaces;  // imports by slot
        for (uint32_t i = 0; i < info.imports.size(); i++) {
            if (info.imports[i].import_name == atom::kNamespace) namespaces.emplace(info.imports[i].slot, i);
        }
        for (uint32_t i = 0; i < info.local_exports.size(); i++) {
            const auto& e = info.local_exports[i];
            auto import = namespaces.find(e.slot);
            table.add(atom(module, e.export_name),
                      import == namespaces.end() ? 3 * i + kLocalExport : 3 * import->second + kNamespaceImport);
        }
        for (uint32_t i = 0; i < info.indirect_exports.size(); i++) {
            table.add(atom(module, info.indirect_exports[i].export_name), 3 * i + kIndirectExport);
        }
    }
    module->exports_.set(module, table.object());
    return table;
}

/// ResolveExport up to the star exports: follows indirect exports, which changes `module` and `name`. Returns whether the star exports
/// of `module` are to be asked; if not, `found` is the answer.
bool ModuleLinker::resolve_directly(const Walk& walk, Module*& module, String*& name, gc::RootVector& visited,
                                    Resolution& found) {
    using State = Resolution::State;
    for (;;) {
        found = {};
        std::optional<uint32_t> number = exports_of(module).find(name);
        if (module->is_synthetic()) {
            if (number) found = {State::kFound, module, *number / 3};
            return false;
        }
        // 1-2. A circular request finds nothing.
        bool is_new = walk.see(module);
        for (size_t i = 0; i < visited.size() && !is_new; i += 2) {
            if (visited[i] == Value(module) && same_name(as_string(visited[i + 1]), name)) {
                found = {State::kCircular};
                return false;
            }
        }
        visited.push(Value(module));
        visited.push(Value(name));
        const bytecode::ModuleInfo& info = module->info();
        // 6. A default export cannot come from export *.
        if (!number) return name != iso_.names.default_ && !info.star_exports.empty();
        uint32_t i = *number / 3;
        if (*number % 3 == kLocalExport) {
            found = {State::kFound, module, info.local_exports[i].slot};
            return false;
        }
        bool is_indirect = *number % 3 == kIndirectExport;
        uint32_t request = is_indirect ? info.indirect_exports[i].request : info.imports[i].request;
        AtomId import_name = is_indirect ? info.indirect_exports[i].import_name : atom::kNamespace;
        Module* imported = module_at(module->requests_, request);
        if (import_name == atom::kNamespace) {
            found = Resolution::whole(imported, info.requests[request].phase);
            return false;
        }
        name = atom(module, import_name);
        module = imported;
    }
}

// https://tc39.es/ecma262/#sec-resolveexport
Resolution ModuleLinker::resolve(Module* module, String* name) {
    using State = Resolution::State;
    /// Star exports that are being asked one after the other, and what they agree on so far.
    struct Stars {
        size_t next = 0;
        State state = State::kNone;
        int64_t slot = 0;
    };
    // Graphs are as deep as programs make them: what is being asked stands on a stack of our own.
    std::vector<Stars> open;
    enum : size_t { kModule, kName, kFoundIn, kHeld };
    gc::RootVector held(iso_.heap), visited(iso_.heap);  // held: for each in `open`
    Resolution found;
    Walk walk(iso_);
    bool is_open = resolve_directly(walk, module, name, visited, found);
    for (;;) {
        if (is_open) {
            open.push_back({});
            for (Value v : {Value(module), Value(name), Value::undefined()}) held.push(v);
        } else if (open.empty()) {
            return found;
        }
        Stars& stars = open.back();
        Value* own = held.data() + held.size() - kHeld;
        bool is_closed = false;
        if (!is_open) {
            // 7-9. They must agree.
            if (found.state == State::kFound && stars.state == State::kFound &&
                (Value(found.module) != own[kFoundIn] || found.slot != stars.slot)) {
                found = {State::kAmbiguous, found.module};
            }
            is_closed = found.state == State::kAmbiguous;
            if (found.state == State::kFound) {
                stars.slot = found.slot;
                own[kFoundIn] = Value(found.module);
            }
            if (found.state == State::kFound || stars.state == State::kNone) stars.state = found.state;
        }
        auto* owner = static_cast<Module*>(own[kModule].as_cell());
        const auto& requests = owner->info().star_exports;
        if (!is_closed && stars.next < requests.size()) {
            module = module_at(owner->requests_, requests[stars.next++]);
            name = as_string(own[kName]);
            is_open = resolve_directly(walk, module, name, visited, found);
            continue;
        }
        if (!is_closed) {
            found = {stars.state};
            if (stars.state == State::kFound) {
                found = {State::kFound, static_cast<Module*>(own[kFoundIn].as_cell()), stars.slot};
            }
        }
        open.pop_back();
        held.resize(held.size() - kHeld);
        is_open = false;
    }
}

// https://tc39.es/ecma262/#sec-getexportednames
void ModuleLinker::export_names(Module* module, gc::RootVector& names) {
    NameTable seen(iso_);
    Walk walk(iso_);
    gc::RootVector modules(iso_.heap);  // that were reached; each once
    walk.list(module, modules);
    for (size_t next = 0; next < modules.size(); next++) {
        auto* m = static_cast<Module*>(modules[next].as_cell());
        auto add_exported = [&](String* name) {
            if ((next == 0 || name != iso_.names.default_) && seen.add(name)) names.push(Value(name));
        };
        if (m->is_synthetic()) {
            auto* list = static_cast<CellArray*>(m->source_.get());
            for (uint32_t i = 0; i < list->length(); i++) add_exported(as_string(list->get(i)));
            continue;
        }
        const bytecode::ModuleInfo& info = m->info();
        for (const auto& e : info.local_exports) add_exported(atom(m, e.export_name));
        for (const auto& e : info.indirect_exports) add_exported(atom(m, e.export_name));
        for (uint32_t request : info.star_exports) walk.list(module_at(m->requests_, request), modules);
    }
}

/// The slot of what was found.
Completion<ImportRef*> ModuleLinker::reference(const Resolution& found, String* specifier) {
    Environment* environment = found.module->environment();
    switch (found.slot) {
    case Resolution::kNamespace: environment = namespace_cell(found.module); break;
    case Resolution::kDeferredNamespace:
        environment = Environment::create(iso_, Value::undefined(), 1, Value(found.module->deferred_namespace(iso_)));
        break;
    case Resolution::kSource: {
        ModuleSource* source = found.module->module_source();
        if (!source) return throw_no_module_source(iso_, specifier);
        environment = Environment::create(iso_, Value::undefined(), 1, Value(source));
        break;
    }
    default: return iso_.heap.make<ImportRef>(environment, uint32_t(found.slot));
    }
    return iso_.heap.make<ImportRef>(environment, 0u);
}

Environment* ModuleLinker::namespace_cell(Module* module) {
    if (!module->namespace_cell_) {
        auto* cell = Environment::create(iso_, Value::undefined(), 1, Value::undefined());
        module->namespace_cell_.set(module, cell);
        cell->set(0, Value(module->namespace_object(iso_)));
    }
    return module->namespace_cell_;
}

// https://tc39.es/ecma262/#sec-getmodulenamespace
ModuleNamespace* ModuleLinker::make_namespace(Module* module, ModuleNamespace::EvaluateHook hook) {
    gc::RootVector names(iso_.heap);
    export_names(module, names);
    std::vector<uint32_t> order;
    gc::RootVector holders(iso_.heap);  // what each name resolves to
    std::vector<int64_t> slots;
    for (uint32_t i = 0; i < names.size(); i++) {
        Resolution found = resolve(module, as_string(names[i]));
        holders.push(found.module ? Value(found.module) : Value::undefined());
        slots.push_back(found.slot);
        if (found.state == Resolution::State::kFound) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return compare_strings(iso_, as_string(names[a]), as_string(names[b])) < 0;
    });
    CellArray* sorted = CellArray::create(iso_, uint32_t(order.size()));
    CellArray* bindings = CellArray::create(iso_, uint32_t(order.size()));
    // The namespace is there before its bindings: a module may export its own namespace.
    for (uint32_t i = 0; i < order.size(); i++) sorted->set(i, names[order[i]]);
    auto* ns = ModuleNamespace::create(iso_, Value(module), sorted, bindings, hook);
    (hook ? module->deferred_namespace_ : module->namespace_).set(module, ns);
    for (uint32_t i = 0; i < order.size(); i++) {
        auto* holder = static_cast<Module*>(holders[order[i]].as_cell());
        Resolution found{Resolution::State::kFound, holder, slots[order[i]]};
        // Linking has made sure of module sources.
        bindings->set(i, Value(MUST(reference(found, holder->url()))));
    }
    return ns;
}

ModuleNamespace* Module::namespace_object(Isolate& iso) {
    if (!namespace_) ModuleLinker(iso).make_namespace(this, nullptr);
    return namespace_;
}

// ---- linking --------------------------------------------------------------------------------------

Completion<void> ModuleLinker::link(Module* module) {
    Completion<void> c = link_inner(module);
    if (c.threw()) {
        while (!stack_.is_empty()) pop()->status_ = Module::Status::kUnlinked;
    }
    return c;
}

Completion<void> Module::link(Isolate& iso) {
    (void)TRY(load_requests(iso));
    return ModuleLinker(iso).link(this);
}

// https://tc39.es/ecma262/#sec-InnerModuleLinking
Completion<void> ModuleLinker::link_inner(Module* module) {
    if (module->status_ != Module::Status::kUnlinked) return {};
    (void)TRY(check_stack(iso_));
    module->status_ = Module::Status::kLinking;
    module->dfs_index_ = module->dfs_ancestor_ = index_++;
    stack_.push(Value(module));
    const bytecode::ModuleInfo& info = module->info();
    for (uint32_t i = 0; i < info.requests.size(); i++) {
        if (info.requests[i].phase == bytecode::ImportPhase::kSource) continue;
        Module* required = module_at(module->requests_, i);
        (void)TRY(link_inner(required));
        if (required->status_ == Module::Status::kLinking) {
            module->dfs_ancestor_ = std::min(module->dfs_ancestor_, required->dfs_ancestor_);
        }
    }
    (void)TRY(initialize_environment(module));
    if (module->dfs_ancestor_ == module->dfs_index_) {
        Module* member;
        do {
            member = pop();
            member->status_ = Module::Status::kLinked;
        } while (member != module);
    }
    return {};
}

/// The SyntaxError of an import or export that resolves to nothing, at its place in the module.
template <class Entry>
Thrown ModuleLinker::throw_unresolved(Module* module, const Entry& entry, const Resolution& found, String* name) {
    String* specifier = atom(module, module->info().requests[entry.request].specifier);
    Thrown thrown = [&] {
        switch (found.state) {
        case Resolution::State::kAmbiguous:
            return iso_.throw_syntax_error("The requested module '%S' contains conflicting star exports for name '%S'",
                                           specifier, name);
        case Resolution::State::kCircular:
            return iso_.throw_syntax_error("Detected cycle while resolving name '%S' in '%S'", name, specifier);
        case Resolution::State::kNone:
        case Resolution::State::kFound: break;
        }
        return iso_.throw_syntax_error("The requested module '%S' does not provide an export named '%S'", specifier, name);
    }();
    interp::set_error_place(iso_.pending, module->script(), entry.start, entry.end);
    return thrown;
}

// https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment
Completion<void> ModuleLinker::initialize_environment(Module* module) {
    const bytecode::ModuleInfo& info = module->info();
    // 1. Every indirect export must resolve.
    for (const auto& e : info.indirect_exports) {
        String* name = atom(module, e.export_name);
        Resolution r = resolve(module, name);
        if (r.state != Resolution::State::kFound) {
            String* wanted = e.import_name == atom::kNamespace ? name : atom(module, e.import_name);
            return throw_unresolved(module, e, r, wanted);
        }
        if (r.slot == Resolution::kSource) (void)TRY(reference(r, atom(module, info.requests[e.request].specifier)));
    }
    // 7. Imports.
    for (const auto& e : info.imports) {
        Module* imported = module_at(module->requests_, e.request);
        const auto& request = info.requests[e.request];
        String* specifier = atom(module, request.specifier);
        ImportRef* ref;
        if (e.import_name != atom::kNamespace) {
            String* name = atom(module, e.import_name);
            Resolution r = resolve(imported, name);
            if (r.state != Resolution::State::kFound) return throw_unresolved(module, e, r, name);
            ref = TRY(reference(r, specifier));
        } else {
            ref = TRY(reference(Resolution::whole(imported, request.phase), specifier));
        }
        if (e.slot == bytecode::ModuleInfo::kNoSlot) continue;
        module->environment_->set(e.slot, Value(ref));
    }
    // 24. Function declarations.
    if (info.declarations) {
        FunctionCode* code = FunctionCode::create(iso_, module->script(), info.declarations);
        Function* declare = new_closure(iso_, code, Value(module->environment_.get()));
        (void)TRY(call(iso_, Value(declare), Value::undefined()));
    }
    return {};
}

// ---- evaluation -------------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-moduleevaluation
Object* ModuleLinker::evaluate(Module* module) {
    using Status = Module::Status;
    if (module->status_ == Status::kEvaluatingAsync || module->status_ == Status::kEvaluated) {
        if (module->cycle_root_) module = module->cycle_root_;
    }
    if (module->capability_) return module->capability_;
    Promise* promise = new_promise(iso_);
    module->capability_.set(module, promise);
    if (module->status_ == Status::kEvaluated) {
        if (module->error_.get().is_empty()) {
            resolve_promise(iso_, promise, Value::undefined());
        } else {
            reject_promise(iso_, promise, module->error_);
        }
        return promise;
    }
    Completion<void> c = evaluate_inner(module);
    if (c.threw()) {
        Value error = iso_.take_pending();
        while (!stack_.is_empty()) {
            Module* member = pop();
            member->status_ = Status::kEvaluated;
            member->error_.set(member, error);
            if (!member->cycle_root_) member->cycle_root_.set(member, member);
        }
        if (module->error_.get().is_empty()) module->error_.set(module, error);
        reject_promise(iso_, promise, error);
    } else if (module->async_order_ == 0) {
        resolve_promise(iso_, promise, Value::undefined());
    }
    return promise;
}

Object* Module::evaluate(Isolate& iso) { return ModuleLinker(iso).evaluate(this); }

// https://tc39.es/ecma262/#sec-innermoduleevaluation, with the deferred imports of tc39.es/proposal-defer-import-eval
Completion<void> ModuleLinker::evaluate_inner(Module* module) {
    using Status = Module::Status;
    if (module->status_ == Status::kEvaluatingAsync || module->status_ == Status::kEvaluated) {
        if (module->error_.get().is_empty()) return {};
        return iso_.throw_value(module->error_);
    }
    if (module->status_ == Status::kEvaluating) return {};
    (void)TRY(check_stack(iso_));
    module->status_ = Status::kEvaluating;
    module->dfs_index_ = module->dfs_ancestor_ = index_++;
    module->pending_dependencies_ = 0;
    stack_.push(Value(module));
    gc::RootVector list(iso_.heap);
    Walk walk(iso_);
    const bytecode::ModuleInfo& info = module->info();
    for (uint32_t i = 0; i < info.requests.size(); i++) {
        Module* required = module_at(module->requests_, i);
        switch (info.requests[i].phase) {
        case bytecode::ImportPhase::kSource: break;
        case bytecode::ImportPhase::kDefer: gather_async_dependencies(walk, required, list); break;
        case bytecode::ImportPhase::kEvaluation: walk.list(required, list); break;
        }
    }
    for (size_t i = 0; i < list.size(); i++) {
        auto* required = static_cast<Module*>(list[i].as_cell());
        (void)TRY(evaluate_inner(required));
        if (required->is_synthetic()) continue;
        if (required->status_ == Status::kEvaluating) {
            module->dfs_ancestor_ = std::min(module->dfs_ancestor_, required->dfs_ancestor_);
        } else {
            required = required->cycle_root_;
            if (!required->error_.get().is_empty()) return iso_.throw_value(required->error_);
        }
        if (required->async_order_ != 0 && required->async_order_ != Module::kAsyncDone) {
            module->pending_dependencies_++;
            if (!required->parents_) required->parents_.set(required, new_array(iso_));
            (void)TRY(put_element(iso_, required->parents_, required->parents_->length(), Value(module)));
        }
    }
    if (module->pending_dependencies_ > 0 || info.has_top_level_await) {
        module->async_order_ = ++state_of(iso_).async_evaluations;
        if (module->pending_dependencies_ == 0) execute_async(module);
    } else {
        (void)TRY(execute(module));
    }
    if (module->dfs_ancestor_ == module->dfs_index_) {
        Module* member;
        do {
            member = pop();
            member->status_ = member->async_order_ == 0 ? Status::kEvaluated : Status::kEvaluatingAsync;
            member->cycle_root_.set(member, module);
        } while (member != module);
    }
    return {};
}

Completion<void> ModuleLinker::execute(Module* module) {
    (void)TRY(call(iso_, Value(module->body_.get()), Value::undefined()));
    return {};
}

static Completion<Value> on_fulfilled(Isolate& iso, Arguments args) {
    auto* self = static_cast<NativeFunction*>(args.callee());
    ModuleLinker(iso).fulfilled(static_cast<Module*>(self->data().as_cell()));
    return Value::undefined();
}
static Completion<Value> on_rejected(Isolate& iso, Arguments args) {
    auto* self = static_cast<NativeFunction*>(args.callee());
    ModuleLinker(iso).rejected(static_cast<Module*>(self->data().as_cell()), args[0]);
    return Value::undefined();
}

/// perform_promise_then on native closures over `data`.
static void then(Isolate& iso, Object* promise, NativeFn fulfil, NativeFn reject, Value data) {
    NativeFunction* f = new_native_function(iso, fulfil, iso.names.empty, 1, data);
    NativeFunction* r = new_native_function(iso, reject, iso.names.empty, 1, data);
    perform_promise_then(iso, static_cast<Promise*>(promise), Value(f), Value(r), Value::undefined());
}

// https://tc39.es/ecma262/#sec-execute-async-module
void ModuleLinker::execute_async(Module* module) {
    Value promise = MUST(call(iso_, Value(module->body_.get()), Value::undefined()));
    then(iso_, as_object(promise), on_fulfilled, on_rejected, Value(module));
}

// https://tc39.es/ecma262/#sec-gather-available-ancestors
void ModuleLinker::gather_available_ancestors(Module* module, gc::RootVector& out) {
    gc::RootVector settled(iso_.heap);
    Walk walk(iso_);
    settled.push(Value(module));
    while (!settled.is_empty()) {
        auto* m = static_cast<Module*>(settled.pop().as_cell());
        for (uint32_t i = 0; m->parents_ && i < m->parents_->length(); i++) {
            auto* parent = static_cast<Module*>(m->parents_->fast_elements()->get(i).as_cell());
            if (walk.has_listed(parent) || !parent->cycle_root_->error_.get().is_empty()) continue;
            if (--parent->pending_dependencies_ > 0) continue;
            walk.list(parent, out);
            if (!parent->info().has_top_level_await) settled.push(Value(parent));
        }
    }
}

// https://tc39.es/ecma262/#sec-async-module-execution-fulfilled
void ModuleLinker::fulfilled(Module* module) {
    using Status = Module::Status;
    if (module->status_ == Status::kEvaluated) return;
    auto settle = [&](Module* m) {
        m->async_order_ = Module::kAsyncDone;
        m->status_ = Status::kEvaluated;
        if (m->capability_) resolve_promise(iso_, static_cast<Promise*>(m->capability_.get()), Value::undefined());
    };
    gc::RootVector ready(iso_.heap);
    settle(module);
    gather_available_ancestors(module, ready);
    std::sort(ready.data(), ready.data() + ready.size(), [](Value a, Value b) {
        return static_cast<Module*>(a.as_cell())->async_order_ < static_cast<Module*>(b.as_cell())->async_order_;
    });
    for (size_t i = 0; i < ready.size(); i++) {
        auto* m = static_cast<Module*>(ready[i].as_cell());
        if (m->status_ == Status::kEvaluated) continue;
        if (m->info().has_top_level_await) {
            execute_async(m);
        } else if (execute(m).threw()) {
            rejected(m, iso_.take_pending());
        } else {
            settle(m);
        }
    }
}

// https://tc39.es/ecma262/#sec-async-module-execution-rejected
void ModuleLinker::rejected(Module* module, Value error) {
    gc::RootVector failed(iso_.heap);  // the next one last
    failed.push(Value(module));
    while (!failed.is_empty()) {
        auto* m = static_cast<Module*>(failed.pop().as_cell());
        if (m->status_ == Module::Status::kEvaluated) continue;
        m->error_.set(m, error);
        m->status_ = Module::Status::kEvaluated;
        m->async_order_ = Module::kAsyncDone;
        if (m->capability_) reject_promise(iso_, static_cast<Promise*>(m->capability_.get()), error);
        for (uint32_t i = m->parents_ ? m->parents_->length() : 0; i-- > 0;) failed.push(m->parents_->fast_elements()->get(i));
    }
}

// ---- deferred imports: tc39.es/proposal-defer-import-eval ----------------------------------------------

// https://tc39.es/proposal-defer-import-eval/#sec-IsModuleSCCEvaluated
bool ModuleLinker::is_cycle_evaluated(Module* module) {
    Module* root = module->cycle_root_ ? module->cycle_root_.get() : module;
    return root->status_ == Module::Status::kEvaluated;
}

void ModuleLinker::push_requests(Module* module, gc::RootVector& stack) {
    for (uint32_t i = module->requests_->length(); i-- > 0;) {
        if (module->info().requests[i].phase != bytecode::ImportPhase::kSource) stack.push(module->requests_->get(i));
    }
}

// https://tc39.es/proposal-defer-import-eval/#sec-GatherAsynchronousTransitiveDependencies
void ModuleLinker::gather_async_dependencies(const Walk& walk, Module* module, gc::RootVector& out) {
    gc::RootVector next(iso_.heap);
    next.push(Value(module));
    while (!next.is_empty()) {
        auto* m = static_cast<Module*>(next.pop().as_cell());
        if (!walk.see(m)) continue;
        if (m->is_synthetic() || m->status_ == Module::Status::kEvaluating || is_cycle_evaluated(m)) continue;
        if (!m->info().has_top_level_await) {
            push_requests(m, next);
        } else {
            walk.list(m, out);
        }
    }
}

// https://tc39.es/proposal-defer-import-eval/#sec-ReadyForSyncExecution
bool ModuleLinker::is_ready_for_sync_execution(Module* module) {
    gc::RootVector next(iso_.heap);
    Walk walk(iso_);
    next.push(Value(module));
    while (!next.is_empty()) {
        auto* m = static_cast<Module*>(next.pop().as_cell());
        if (!walk.see(m)) continue;
        if (m->is_synthetic() || is_cycle_evaluated(m)) continue;
        if (m->status_ == Module::Status::kEvaluating || m->status_ == Module::Status::kEvaluatingAsync) return false;
        if (m->info().has_top_level_await) return false;
        push_requests(m, next);
    }
    return true;
}

/// The first touch of a deferred namespace evaluates its module.
static Completion<void> evaluate_deferred(Isolate& iso, ModuleNamespace* ns) {
    auto* module = static_cast<Module*>(ns->module().as_cell());
    if (!ModuleLinker(iso).is_ready_for_sync_execution(module)) {
        return iso.throw_type_error("Cannot evaluate deferred module '%S': it or a dependency is being evaluated", module->url());
    }
    auto* promise = static_cast<Promise*>(module->evaluate(iso));
    if (promise->state() == PromiseState::kRejected) {
        mark_promise_handled(iso, promise);
        return iso.throw_value(promise->result());
    }
    return {};
}

ModuleNamespace* Module::deferred_namespace(Isolate& iso) {
    if (!deferred_namespace_) ModuleLinker(iso).make_namespace(this, evaluate_deferred);
    return deferred_namespace_;
}

// ---- import() ---------------------------------------------------------------------------------------

namespace {

/// What an import() in flight remembers: its module, promise and phase; of a deferred one, how many dependencies have yet
/// to be evaluated, and the promise of all.
enum : uint32_t { kImportModule, kImportPromise, kImportPhase, kImportPending, kImportAll, kImportFields };

CellArray* import_of(Arguments args) {
    return static_cast<CellArray*>(static_cast<NativeFunction*>(args.callee())->data().as_cell());
}
Module* import_module(CellArray* import) { return static_cast<Module*>(import->get(kImportModule).as_cell()); }
Promise* import_promise(CellArray* import) {
    return static_cast<Promise*>(import->get(kImportPromise).as_cell());
}

Completion<Value> import_rejected(Isolate& iso, Arguments args) {
    reject_promise(iso, import_promise(import_of(args)), args[0]);
    return Value::undefined();
}
Completion<Value> import_evaluated(Isolate& iso, Arguments args) {
    CellArray* import = import_of(args);
    Module* module = import_module(import);
    bool is_deferred = bytecode::ImportPhase(import->get(kImportPhase).as_int32()) == bytecode::ImportPhase::kDefer;
    resolve_promise(iso, import_promise(import),
                    Value(is_deferred ? module->deferred_namespace(iso) : module->namespace_object(iso)));
    return Value::undefined();
}

Completion<Value> dependency_evaluated(Isolate& iso, Arguments args) {
    CellArray* import = import_of(args);
    int32_t pending = import->get(kImportPending).as_int32() - 1;
    import->set(kImportPending, Value::int32(pending));
    if (pending == 0) resolve_promise(iso, static_cast<Promise*>(import->get(kImportAll).as_cell()), Value::undefined());
    return Value::undefined();
}
Completion<Value> dependency_rejected(Isolate& iso, Arguments args) {
    auto* all = static_cast<Promise*>(import_of(args)->get(kImportAll).as_cell());
    if (all->is_pending()) reject_promise(iso, all, args[0]);
    return Value::undefined();
}

// https://tc39.es/ecma262/#sec-ContinueDynamicImport, from linking on
Completion<Value> import_loaded(Isolate& iso, Arguments args) {
    CellArray* import = import_of(args);
    Module* module = import_module(import);
    Promise* promise = import_promise(import);
    if (module->link(iso).threw()) {
        reject_promise(iso, promise, iso.take_pending());
        return Value::undefined();
    }
    if (bytecode::ImportPhase(import->get(kImportPhase).as_int32()) == bytecode::ImportPhase::kDefer) {
        gc::RootVector dependencies(iso.heap);
        ModuleLinker(iso).gather_async_dependencies(ModuleLinker::Walk(iso), module, dependencies);
        Promise* all = new_promise(iso);
        import->set(kImportAll, Value(all));
        import->set(kImportPending, Value::int32(int32_t(dependencies.size())));
        for (size_t i = 0; i < dependencies.size(); i++) {
            Object* evaluated = static_cast<Module*>(dependencies[i].as_cell())->evaluate(iso);
            then(iso, evaluated, dependency_evaluated, dependency_rejected, Value(import));
        }
        if (dependencies.is_empty()) resolve_promise(iso, all, Value::undefined());
        then(iso, all, import_evaluated, import_rejected, Value(import));
        return Value::undefined();
    }
    then(iso, module->evaluate(iso), import_evaluated, import_rejected, Value(import));
    return Value::undefined();
}

/// The type an options object asks for: EvaluateImportCall's steps on `with`.
Completion<ModuleType> type_of_options(Isolate& iso, Value options) {
    ModuleType type = ModuleType::kJavaScript;
    if (options.is_undefined()) return type;
    if (!is_object(options)) return iso.throw_type_error("The second argument to import() must be an object");
    Value with = TRY(get(iso, as_object(options), PropertyKey(iso.names.with_)));
    if (with.is_undefined()) return type;
    if (!is_object(with)) return iso.throw_type_error("The 'with' option must be an object");
    Array* entries = TRY(enumerable_own_properties(iso, as_object(with), PropertyListKind::kEntries));
    for (uint32_t i = 0; i < entries->length(); i++) {
        Value value = static_cast<Array*>(entries->fast_elements()->get(i).as_cell())->fast_elements()->get(1);
        if (!is_string(value)) return iso.throw_type_error("Import attribute value must be a string");
    }
    for (uint32_t i = 0; i < entries->length(); i++) {
        Elements* pair = static_cast<Array*>(entries->fast_elements()->get(i).as_cell())->fast_elements();
        String* key = atomize(iso, as_string(pair->get(0)));
        type = TRY(type_of_attribute(iso, key, as_string(pair->get(1)), ErrorKind::kTypeError));
    }
    return type;
}

Completion<Module*> start_import(Isolate& iso, Value referrer, Value specifier, Value options,
                                 bytecode::ImportPhase phase) {
    String* text = TRY(to_string(iso, specifier));
    ModuleType type = TRY(type_of_options(iso, options));
    Module* module = TRY(host_load(iso, referrer, text, type));
    if (phase != bytecode::ImportPhase::kSource) {
        (void)TRY(module->load_requests(iso));
    } else if (!module->module_source()) {
        return throw_no_module_source(iso, text);
    }
    return module;
}

}  // namespace

// https://tc39.es/ecma262/#sec-evaluate-import-call
Completion<Value> dynamic_import(Isolate& iso, Value referrer, Value specifier, Value options,
                                 bytecode::ImportPhase phase) {
    Promise* promise = new_promise(iso);
    Completion<Module*> module = start_import(iso, referrer, specifier, options, phase);
    if (module.threw()) {
        reject_promise(iso, promise, iso.take_pending());
        return Value(promise);
    }
    if (phase == bytecode::ImportPhase::kSource) {
        resolve_promise(iso, promise, Value(module.take()->module_source()));
        return Value(promise);
    }
    CellArray* import = CellArray::create(iso, kImportFields);
    import->set(kImportModule, Value(module.take()));
    import->set(kImportPromise, Value(promise));
    import->set(kImportPhase, Value::int32(int32_t(phase)));
    Promise* loaded = new_promise(iso);
    resolve_promise(iso, loaded, Value::undefined());
    then(iso, loaded, import_loaded, import_rejected, Value(import));
    return Value(promise);
}

}  // namespace jsx

namespace jsx::interp::rt {

RT(get_import_meta, GetImportMeta) {
    Value module = frame_callee(fp)->code()->script()->host_defined();
    fp[op.dst] = Value(static_cast<Module*>(module.as_cell())->import_meta(iso));
    return {};
}

RT(dynamic_import, DynamicImport) {
    Script* script = frame_callee(fp)->code()->script();
    Value referrer = script->host_defined().is_undefined() ? Value(script) : script->host_defined();
    fp[op.dst] = TRY(jsx::dynamic_import(iso, referrer, fp[op.specifier], fp[op.options],
                                         bytecode::ImportPhase(op.phase)));
    return {};
}

}  // namespace jsx::interp::rt
