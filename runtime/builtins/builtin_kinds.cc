// The cell kinds of the built-ins' classes, told to the collector.
#include "runtime/builtins/array_iterator.h"
#include "runtime/builtins/date_object.h"
#include "runtime/builtins/disposable_stack.h"
#include "runtime/builtins/hash_collection.h"
#include "runtime/builtins/iterator.h"
#include "runtime/builtins/regexp_object.h"
#include "runtime/builtins/shadow_realm.h"
#include "runtime/builtins/string_methods.h"
#include "runtime/builtins/weak_collection.h"
#include "runtime/object/hooks.h"

namespace jsx {

void register_builtin_kinds(gc::Heap& heap) {
#define KIND(T) heap.register_kind<T>(#T)
    // The language's own mechanism, and the classes that iterate or reflect.
    KIND(ArrayIterator);
    KIND(IteratorObject);
    KIND(DisposableStack);
    KIND(ShadowRealm);
    KIND(WrappedFunction);

    // Texts, collections, weak things.
    KIND(HashTable);
    KIND(Map);
    KIND(Set);
    KIND(MapIterator);
    KIND(SetIterator);
    KIND(EphemeronTable);
    KIND(WeakMap);
    KIND(WeakSet);
    KIND(WeakRef);
    KIND(FinalizationRegistry);
    KIND(StringIterator);
    KIND(RegExp);
    KIND(Date);
    KIND(RegExpStringIterator);
#undef KIND
}

}  // namespace jsx
