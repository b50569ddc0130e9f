// What the built-ins keep for an isolate: engines and caches made on first use.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "runtime/builtins/language_state.h"
#include "runtime/builtins/regexp/regexp.h"
#include "runtime/object/isolate.h"
#include "runtime/object/symbol.h"
#include "support/numbers/math.h"
#include "support/numbers/time_zone.h"

struct UCollator;

namespace jsx {

/// A compiled pattern, shared by the RegExp objects of the same source and flags, and by the cache. Reference-counted.
struct CompiledRegExp {
    uint32_t references = 1;
    uint32_t capture_count = 0;  // groups, the whole match included
    regexp::Flags flags = 0;
    regexp::ProgramPtr program;

    void ref() { references++; }
    void unref() {
        if (--references == 0) delete this;
    }
};

/// The most recently used patterns; direct-mapped on source and flags.
class RegExpCache {
public:
    explicit RegExpCache(Isolate& iso);
    ~RegExpCache();
    RegExpCache(const RegExpCache&) = delete;
    /// The entry (not referenced for the caller), or null.
    CompiledRegExp* find(Isolate& iso, String* source, regexp::Flags flags);
    /// Called with each pattern that is compiled; null: nobody. For dumps.
    void (*observer)(Isolate& iso, String* source, const CompiledRegExp& compiled, void* data) = nullptr;
    void* observer_data = nullptr;
    /// Keeps a reference of its own.
    void put(Isolate& iso, String* source, CompiledRegExp* compiled);

private:
    static constexpr size_t kSize = 256;
    static size_t place_of(Isolate& iso, String* source, regexp::Flags flags);
    CompiledRegExp* entries_[kSize] = {};
    gc::RootVector sources_;
};

/// Shapes of exec's results in the realm that last asked: array, + index, + input, + groups, + indices.
struct RegExpResultShapes {
    explicit RegExpResultShapes(gc::Heap& heap) : array(heap), index(heap), input(heap), groups(heap), indices(heap) {}
    gc::Root<Shape> array, index, input, groups, indices;
};

/// console's counters, timers and indentation.
struct ConsoleState {
    std::unordered_map<std::string, double> counts, timers;  // by label
    std::string indentation;
};

/// See atomics.cc.
struct AsyncWaits;
struct AsyncWaitsDeleter {
    void operator()(AsyncWaits* waits) const;
};

class BuiltinState {
public:
    explicit BuiltinState(Isolate& iso);
    ~BuiltinState();
    /// The isolate's, made on first use.
    static BuiltinState& of(Isolate& iso) {
        if (void* state = iso.extensions[Isolate::kBuiltins]) return *static_cast<BuiltinState*>(state);
        return make(iso);
    }

    LanguageState language;
    RegExpCache regexps;
    RegExpResultShapes regexp_result_shapes;
    regexp::Scratch regexp_scratch;
    numbers::RandomGenerator random;
    numbers::TimeZone time_zone;
    ConsoleState console;
    double time_origin;  // ms of the system clock when the isolate's built-ins were first used
    double monotonic_origin;  // ms of the monotonic clock then
    UCollator* collator = nullptr;  // of localeCompare
    gc::Root<Symbol> dom_exception_name, dom_exception_message;  // private symbols, made on first use
    std::unique_ptr<AsyncWaits, AsyncWaitsDeleter> async_waits;  // made by the first Atomics.waitAsync
    bool can_block = true;  // [[CanBlock]]: Atomics.wait may be called

    /// Targets that a WeakRef has shown to the running job (tc39.es/ecma262/#sec-addtokeptobjects).
    gc::RootVector kept_objects;
    /// FinalizationRegistries with cells whose targets died: a queue. New ones join the first list; the second holds
    /// the head, last first.
    gc::RootVector due_registries, next_registries;

private:
    JSX_NOINLINE static BuiltinState& make(Isolate& iso);
};

}  // namespace jsx
