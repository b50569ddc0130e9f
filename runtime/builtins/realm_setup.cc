// Making intrinsics on first touch, and the properties of a fresh global object.
#include "runtime/builtins/builtins.h"
#include "runtime/builtins/globals.h"
#include "runtime/builtins/js_builtins.h"

namespace jsx {

namespace {

constexpr const ClassSpec* kClasses[] = {
#define BUILTIN_CLASS(name) &k##name##Class,
#include "runtime/builtins/classes.def"
};

/// Intrinsics that are rows of another class's table: made with it.
struct RowOfClass {
    RealmObject object;
    RealmObject owner;
};
constexpr RowOfClass kRows[] = {
    {RealmObject::kArrayProtoValues, RealmObject::kArray},
    {RealmObject::kArrayProtoToString, RealmObject::kArray},
    {RealmObject::kObjectProtoToString, RealmObject::kObject},
    {RealmObject::kPromiseThen, RealmObject::kPromise},
    {RealmObject::kPromiseResolve, RealmObject::kPromise},
};

/// Functions that built-ins written in JavaScript share.
struct SharedFunction {
    RealmObject object;
    const char* source;
    const char* function;
};
constexpr SharedFunction kSharedFunctions[] = {
    {RealmObject::kMergeSort, "array.js", "mergeSort"},
    {RealmObject::kZipStep, "iterator.js", "zipStep"},
};

const ClassSpec* find_class(RealmObject which) {
    for (const ClassSpec* spec : kClasses) {
        if (spec->constructor_id == which || spec->prototype_id == which) return spec;
    }
    return nullptr;
}

}  // namespace

void create_realm_object(Isolate& iso, Realm* realm, RealmObject which) {
    for (const RowOfClass& row : kRows) {
        if (row.object == which) {
            which = row.owner;
            break;
        }
    }
    if (const ClassSpec* spec = find_class(which)) {
        make_class(iso, realm, *spec);
        return;
    }
    for (const SharedFunction& f : kSharedFunctions) {
        if (f.object == which) {
            realm->set_object(which, js_builtin_function(iso, realm, f.source, f.function));
            return;
        }
    }
    bool made = make_global_function(iso, realm, which);
    JSX_CHECK(made);
}

// ---- the global object ----

namespace {

enum class GlobalKind : uint8_t { kLazy, kNaN, kInfinity, kUndefined, kGlobalThis };

struct GlobalProperty {
    const char* name;
    GlobalKind kind = GlobalKind::kLazy;
    RealmObject object = RealmObject::kCount;
};

#define LAZY(name) {#name, GlobalKind::kLazy, RealmObject::k##name}
/// In V8's order (Object.getOwnPropertyNames(globalThis)).
constexpr GlobalProperty kGlobals[] = {
    LAZY(Object),
    LAZY(Function),
    LAZY(Array),
    LAZY(Number),
    {"parseFloat", GlobalKind::kLazy, RealmObject::kParseFloat},
    {"parseInt", GlobalKind::kLazy, RealmObject::kParseInt},
    {"Infinity", GlobalKind::kInfinity},
    {"NaN", GlobalKind::kNaN},
    {"undefined", GlobalKind::kUndefined},
    LAZY(Boolean),
    LAZY(String),
    LAZY(Symbol),
    LAZY(Date),
    LAZY(Promise),
    LAZY(RegExp),
    LAZY(Error),
    LAZY(AggregateError),
    LAZY(EvalError),
    LAZY(RangeError),
    LAZY(ReferenceError),
    LAZY(SyntaxError),
    LAZY(TypeError),
    LAZY(URIError),
    {"globalThis", GlobalKind::kGlobalThis},
    LAZY(JSON),
    LAZY(Math),
    LAZY(ArrayBuffer),
    LAZY(Atomics),
    LAZY(Uint8Array),
    LAZY(Int8Array),
    LAZY(Uint16Array),
    LAZY(Int16Array),
    LAZY(Uint32Array),
    LAZY(Int32Array),
    LAZY(BigUint64Array),
    LAZY(BigInt64Array),
    LAZY(Uint8ClampedArray),
    LAZY(Float32Array),
    LAZY(Float64Array),
    LAZY(Float16Array),
    LAZY(DataView),
    LAZY(Map),
    LAZY(BigInt),
    LAZY(Set),
    LAZY(Iterator),
    LAZY(WeakMap),
    LAZY(WeakSet),
    LAZY(Proxy),
    LAZY(Reflect),
    LAZY(FinalizationRegistry),
    LAZY(WeakRef),
    {"decodeURI", GlobalKind::kLazy, RealmObject::kDecodeURI},
    {"decodeURIComponent", GlobalKind::kLazy, RealmObject::kDecodeURIComponent},
    {"encodeURI", GlobalKind::kLazy, RealmObject::kEncodeURI},
    {"encodeURIComponent", GlobalKind::kLazy, RealmObject::kEncodeURIComponent},
    {"escape", GlobalKind::kLazy, RealmObject::kEscape},
    {"unescape", GlobalKind::kLazy, RealmObject::kUnescape},
    {"eval", GlobalKind::kLazy, RealmObject::kEval},
    {"isFinite", GlobalKind::kLazy, RealmObject::kIsFinite},
    {"isNaN", GlobalKind::kLazy, RealmObject::kIsNaN},
    {"console", GlobalKind::kLazy, RealmObject::kConsole},
    {"queueMicrotask", GlobalKind::kLazy, RealmObject::kQueueMicrotask},
    {"structuredClone", GlobalKind::kLazy, RealmObject::kStructuredClone},
    {"performance", GlobalKind::kLazy, RealmObject::kPerformance},
    LAZY(SuppressedError),
    LAZY(DisposableStack),
    LAZY(AsyncDisposableStack),
    LAZY(SharedArrayBuffer),
    LAZY(ShadowRealm),
    LAZY(DOMException),
};
#undef LAZY

}  // namespace

// https://tc39.es/ecma262/#sec-setdefaultglobalbindings
void set_up_global(Isolate& iso, Realm* realm) {
    auto* global = static_cast<Global*>(realm->global());
    for (const GlobalProperty& p : kGlobals) {
        PropertyKey key(atomize(iso, p.name));
        switch (p.kind) {
        case GlobalKind::kLazy: {
            bool is_host = p.object == RealmObject::kQueueMicrotask || p.object == RealmObject::kStructuredClone;
            global->add_lazy(iso, key, uint32_t(p.object), is_host ? kAllAttributes : kWritable | kConfigurable);
            break;
        }
        case GlobalKind::kNaN: global->add_named(iso, key, Value::raw_double(NAN), kNoAttributes); break;
        case GlobalKind::kInfinity: global->add_named(iso, key, Value::raw_double(INFINITY), kNoAttributes); break;
        case GlobalKind::kUndefined: global->add_named(iso, key, Value::undefined(), kNoAttributes); break;
        case GlobalKind::kGlobalThis:
            global->add_named(iso, key, Value(realm->global_this()), kWritable | kConfigurable);
            break;
        }
    }
}

Completion<Value> return_this(Isolate&, Arguments args) { return args.this_value(); }

}  // namespace jsx
