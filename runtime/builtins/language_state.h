// What the language's own mechanism keeps for an isolate: parsed JavaScript sources, the registry of Symbol.for. A part of
// BuiltinState.
#pragma once

#include <vector>

#include "bytecode/function.h"
#include "runtime/object/function.h"
#include "runtime/object/isolate.h"

namespace jsx {

class JoinScope;

class LanguageState final : public gc::RootProvider {
public:
    explicit LanguageState(Isolate& iso);
    ~LanguageState();
    LanguageState(const LanguageState&) = delete;
    static LanguageState& of(Isolate& iso);

    // ---- js_builtins.cc ----

    /// The parsed source of that number.
    bytecode::CompilationUnit* unit(size_t source);
    /// Its Script in a realm, one as long as some closure uses it.
    Script* script(Realm* realm, size_t source);

    // ---- symbol.cc ----

    /// https://tc39.es/ecma262/#sec-symbol.for
    Symbol* registered_symbol(String* key);

    // ---- array_join.cc ----

    /// The innermost join that runs (a JoinScope on the native stack), or null.
    JoinScope* innermost_join = nullptr;

    void visit_roots(gc::SlotVisitor& visitor) override;
    void process_weak_roots(gc::Liveness& liveness) override;

private:
    void grow_symbols();

    struct ScriptEntry {
        Script* script;  // weak
        size_t source;
    };
    Isolate& iso_;
    std::vector<bytecode::CompilationUnit*> units_;  // null: not parsed yet
    std::vector<ScriptEntry> scripts_;
    std::vector<Symbol*> symbols_;  // open addressing by the hash of the key; strong
    size_t symbol_count_ = 0;
};

}  // namespace jsx
