// [doc:modules] Module records (tc39.es/ecma262/#sec-modules): source text modules, and synthetic ones whose exports are
// values known when they are made (JSON, text, bytes, the engine's own).
//
//   Module --source_--> Script            environment_: one slot per top-level binding, all empty until evaluated
//          --requests_--> Module ...      an imported binding's slot holds an ImportRef to the exporter's slot
//          --namespace_cell_--> [ns]      a slot that ImportRefs to the namespace object itself refer to
//
// Loading is the host's: it finds or makes the Module of a specifier, at once. Linking and evaluation follow the
// standard's Tarjan walk, top-level await and deferred evaluation included.
#pragma once

#include <optional>
#include <span>

#include "bytecode/function.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/module_namespace.h"
#include "support/source.h"

namespace jsx {

/// What `import source` gives: an object of the host's, of a class that inherits from %AbstractModuleSource%
/// (tc39.es/proposal-source-phase-imports/#sec-module-source-objects).
class ModuleSource final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kModuleSource;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&ModuleSource::class_name_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    ModuleSource(Isolate& iso, Shape* shape, String* class_name)
        : Object(iso, kKind, shape), class_name_(class_name) {}
    /// [[ModuleSourceClassName]]
    String* class_name() const { return class_name_; }

private:
    gc::Member<String> class_name_;
};

class Module final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kModule;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return gc::fields(&Module::realm_, &Module::url_, &Module::source_, &Module::environment_,
                          &Module::namespace_, &Module::deferred_namespace_, &Module::namespace_cell_,
                          &Module::requests_, &Module::body_, &Module::module_source_, &Module::meta_, &Module::error_,
                          &Module::cycle_root_, &Module::capability_, &Module::parents_, &Module::async_state_,
                          &Module::exports_);
    }
    enum class Status : uint8_t { kUnlinked, kLinking, kLinked, kEvaluating, kEvaluatingAsync, kEvaluated };

    Module(Realm* realm, String* url) : Cell(kKind, 0), realm_(realm), url_(url) {}

    /// Parses a module. `url` is what the host calls it (import.meta.url, and its key). Throws SyntaxError.
    static Completion<Module*> compile(Isolate& iso, Realm* realm, std::unique_ptr<SourceText> source, String* url);
    /// A synthetic module, evaluated already: `names` are atoms, each with its value.
    static Module* create_synthetic(Isolate& iso, Realm* realm, String* url, std::span<String* const> names,
                                    std::span<const Value> values);

    Realm* realm() const { return realm_; }
    String* url() const { return url_; }
    Status status() const { return status_; }
    bool is_synthetic() const { return !source_ || source_->kind() == gc::CellKind::kCellArray; }
    /// Source text modules only.
    Script* script() const { return static_cast<Script*>(source_.get()); }
    const bytecode::ModuleInfo& info() const { return *script()->unit()->module; }
    Environment* environment() const { return environment_; }
    /// What `import source` gives; null: that is a SyntaxError.
    ModuleSource* module_source() const { return module_source_; }
    void set_module_source(ModuleSource* source) { module_source_.set(this, source); }
    /// What evaluation threw, or empty.
    Value error() const { return error_; }

    /// LoadRequestedModules, Link: throws what the host or the linker threw; the module can be linked again later.
    Completion<void> load_requests(Isolate& iso);
    Completion<void> link(Isolate& iso);
    /// Evaluate: the promise of the module's cycle (tc39.es/ecma262/#sec-moduleevaluation). Linked modules only.
    Object* evaluate(Isolate& iso);
    /// GetModuleNamespace of a linked module; and the namespace of `import defer`, whose first touch evaluates.
    ModuleNamespace* namespace_object(Isolate& iso);
    ModuleNamespace* deferred_namespace(Isolate& iso);
    /// The modules that it requests: how many, and each that is loaded.
    uint32_t request_count() const { return requests_ ? requests_->length() : 0; }
    /// Null while it is not.
    Module* request(uint32_t i) const {
        Value v = requests_->get(i);
        return v.is_cell() ? static_cast<Module*>(v.as_cell()) : nullptr;
    }
    /// Where the top-level await stands that the module's body waits at, in units of its source; none if it does not.
    std::optional<uint32_t> pending_await() const;
    /// The suspended frame of the body, given at its first await.
    void set_async_state(Object* generator) { async_state_.set(this, generator); }
    /// import.meta, made on first use.
    Object* import_meta(Isolate& iso);

private:
    friend class ModuleLinker;
    gc::Member<Realm> realm_;
    gc::Member<String> url_;
    gc::Member<gc::Cell> source_;  // Script; synthetic: CellArray of export names
    gc::Member<Environment> environment_;
    gc::Member<ModuleNamespace> namespace_;
    gc::Member<ModuleNamespace> deferred_namespace_;
    gc::Member<Environment> namespace_cell_;
    gc::Member<CellArray> requests_;  // Modules, one for each of info().requests; undefined until loaded
    gc::Member<Function> body_;
    gc::Member<ModuleSource> module_source_;
    gc::Slot meta_{Value::undefined()};
    gc::Slot error_{Value::empty()};
    gc::Member<Module> cycle_root_;
    gc::Member<Object> capability_;  // a promise
    gc::Member<Array> parents_;      // [[AsyncParentModules]]
    gc::Member<Object> async_state_;  // a Generator; null before the first await
    gc::Member<Object> exports_;     // a NameTable: where each exported name is; null until one is asked for
    uint64_t seen_in_ = 0, listed_in_ = 0;  // the last walks over modules that came by, and that listed it
    uint64_t async_order_ = 0;       // [[AsyncEvaluationOrder]]: 0 unset, kAsyncDone done
    uint32_t dfs_index_ = 0;
    uint32_t dfs_ancestor_ = 0;
    uint32_t pending_dependencies_ = 0;
    Status status_ = Status::kUnlinked;
    bool is_loaded_ = false;
    bool is_loading_ = false;
    static constexpr uint64_t kAsyncDone = UINT64_MAX;
};

/// What an import asks for besides its specifier: `with { type: "json" }`.
enum class ModuleType : uint8_t { kJavaScript, kJson, kText, kBytes };

/// How the embedder finds modules.
struct ModuleHost {
    /// The module that `specifier` means, seen from `referrer` (a Module, or the Script of the importing code); the
    /// same module each time for the same answer. Throws if there is none or it does not parse.
    Completion<Module*> (*load)(Isolate& iso, void* data, Value referrer, String* specifier, ModuleType type) = nullptr;
    /// Fills a new import.meta.
    Completion<void> (*init_import_meta)(Isolate& iso, void* data, Module* module, Object* meta) = nullptr;
    void* data = nullptr;
};
void set_module_host(Isolate& iso, const ModuleHost& host);
const ModuleHost& module_host(Isolate& iso);

/// import(specifier, options) from code of `referrer`; a promise always.
Completion<Value> dynamic_import(Isolate& iso, Value referrer, Value specifier, Value options,
                                 bytecode::ImportPhase phase);
/// Registers Module and ModuleSource with the heap.
void register_module_kind(gc::Heap& heap);

}  // namespace jsx
