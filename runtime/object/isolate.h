// [doc:isolate] Isolate: everything one engine instance has. Nothing is global; two isolates run on two threads.
#pragma once

#include <cstdarg>
#include <memory>

#include "gc/heap.h"
#include "gc/roots.h"
#include "runtime/object/completion.h"
#include "runtime/object/object.h"
#include "runtime/object/string.h"
#include "runtime/object/symbol.h"

namespace jsx {

class Realm;
class StringTable;
class JobQueue;
struct StubCache;

/// Atoms known at compile time, by name: iso.names.length.
struct Names {
#define NAME(id, text) class String* id;
#include "runtime/object/names.def"
};

/// Well-known symbols (tc39.es/ecma262/#table-well-known-symbols).
struct Symbols {
#define SYMBOL(id, text) class Symbol* id;
#include "runtime/object/symbols.def"
};

enum class ErrorKind : uint8_t {
    kError, kTypeError, kRangeError, kSyntaxError, kReferenceError, kURIError, kEvalError,
};

struct IsolateOptions {
    gc::HeapOptions heap;
    size_t native_stack_size = 0;  // bytes; 0: from RLIMIT_STACK
};

class Isolate {
public:
    explicit Isolate(const IsolateOptions& options = {});
    ~Isolate();
    Isolate(const Isolate&) = delete;
    Isolate& operator=(const Isolate&) = delete;

    gc::Heap heap;

    // ---- read and written by handlers ----
    Value pending;                   // the exception, while a function returns "threw"
    Value* top_frame = nullptr;      // frame that last called out of handlers, or a native function's
    Value* vm_stack = nullptr;       // lowest register
    Value* vm_stack_limit = nullptr;
    Value* entry_limit = nullptr;    // how far frames may go; null while an interrupt is pending, so that entries ask once
    const char* native_stack_limit = nullptr;
    uint32_t interrupt = 0;          // nonzero: back edges and entries call handle_interrupt
    ElementsBase* empty_elements = nullptr;
    uint32_t element_deletions = 0;  // since it was last counted what deletions left of a store
    StubCache* stub_cache = nullptr;
    const void* dispatch_table = nullptr;  // of interp::Handler
    bool has_pending() const { return !pending.is_empty(); }

    Names names;
    Symbols symbols;
    StringTable* atoms = nullptr;
    JobQueue* jobs = nullptr;
    String* single_characters[256];
    const IsolateOptions options;

    /// The realm of the running function (of the default realm when none runs).
    Realm* realm() const;
    /// Makes `realm` the answer of realm() whatever runs, while its intrinsics are made; null ends that. Returns what
    /// was so before, which the caller restores. The caller's frame keeps the realm alive.
    Realm* enter_realm(Realm* realm) {
        Realm* outer = entered_realm_;
        entered_realm_ = realm;
        return outer;
    }
    Realm* default_realm() const { return default_realm_; }
    /// Enters a realm for C++ code that runs outside any function.
    void set_default_realm(Realm* realm) { default_realm_ = realm; }

    Shape* shape_at(uint32_t id) const { return static_cast<Shape*>(heap.shape_at(id)); }

    // ---- throwing. Each leaves the exception pending and returns the token. ----
    Thrown throw_value(Value exception);
    /// `format`: text with %s (const char*), %d (int), %u (uint32_t), %g (double, as Number::toString),
    /// %S (String*), %K (PropertyKey*), %V (Value*: as V8 shows values in messages), %% .
    Thrown throw_error(ErrorKind kind, const char* format, ...);
    Thrown throw_type_error(const char* format, ...);
    Thrown throw_range_error(const char* format, ...);
    Thrown throw_reference_error(const char* format, ...);
    Thrown throw_syntax_error(const char* format, ...);
    Thrown throw_stack_overflow();
    /// The pending exception is passed on: for code that saw has_pending() by other means.
    Thrown rethrow() {
        JSX_DCHECK(has_pending());
        return Thrown();
    }
    /// Takes the pending exception away.
    Value take_pending() {
        Value v = pending;
        pending = Value::empty();
        return v;
    }
    /// A new error object of the realm with stack captured.
    Object* new_error(ErrorKind kind, String* message);

    uint32_t next_hash();  // pseudo-random, for symbols and identity hashes; never 0

    /// Slots for the floors above (interpreter, built-ins, shell) to hang their state on.
    enum Extension : uint8_t { kInterpreter, kBuiltins, kModules, kEmbedder, kTracing, kExtensionCount };
    void* extensions[kExtensionCount] = {};
    /// `destroy` runs at the isolate's end, while the heap still stands.
    void set_extension(Extension which, void* state, void (*destroy)(void*)) {
        extensions[which] = state;
        extension_destroyers_[which] = destroy;
    }
    void destroy_extensions() {
        for (int i = 0; i < kExtensionCount; i++) {
            if (extension_destroyers_[i]) extension_destroyers_[i](extensions[i]);
            extensions[i] = nullptr;
            extension_destroyers_[i] = nullptr;
        }
    }

private:
    void (*extension_destroyers_[kExtensionCount])(void*) = {};
    class Roots;
    Roots* roots_ = nullptr;
    Realm* default_realm_ = nullptr;
    Realm* entered_realm_ = nullptr;
    uint64_t random_state_ = 0x9E3779B97F4A7C15;
    Shape* string_shape_ = nullptr;
    friend class Roots;
};

inline Shape* Object::shape(Isolate& iso) const { return iso.shape_at(shape_id_); }
inline Object* Object::prototype(Isolate& iso) const { return shape(iso)->prototype(); }
inline Object::Object(Isolate& iso, gc::CellKind kind, Shape* shape, uint8_t flags)
    : Cell(kind, shape->id(), flags, 0), elements_(iso.empty_elements) {}
inline Object* Object::create(Isolate& iso, Shape* shape) {
    uint32_t capacity = shape->inline_capacity();
    void* memory = iso.heap.allocate(sizeof(Object) + capacity * sizeof(Value), kKind);
    auto* o = new (memory) Object(kKind, shape->id(), 0, uint8_t(capacity));
    new (&o->elements_) gc::Member<ElementsBase>(iso.empty_elements);
    for (uint32_t i = 0; i < capacity; i++) o->inline_slots()[i] = Value::undefined();
    return o;
}

}  // namespace jsx
