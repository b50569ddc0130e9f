// Functions, scripts and environments as objects; what runs them is the interpreter's.
#include "runtime/object/function.h"

#include <algorithm>

#include "runtime/object/abstract_ops.h"

namespace jsx {

// ---- scripts ----

Script::Script(Realm* realm, bytecode::CompilationUnit* unit)
    : Cell(kKind, 0), realm_(realm), host_defined_(Value::undefined()), unit_(unit) {}

Script* Script::create(Isolate& iso, Realm* realm, bytecode::CompilationUnit* unit) {
    auto* script = iso.heap.make<Script>(realm, unit);
    iso.heap.note_finalizable(script);
    return script;
}

void Script::charge(gc::Heap& heap) {
    size_t bytes = unit_->memory_bytes();
    if (bytes > charged_) heap.external_allocated(bytes - charged_);
    if (bytes < charged_) heap.external_freed(charged_ - bytes);
    charged_ = bytes;
}

void Script::finalize(gc::Heap& heap, gc::Cell* cell) {
    auto* script = static_cast<Script*>(cell);
    heap.external_freed(script->charged_);
    script->unit_->release();
}

String* Script::atom(Isolate& iso, uint32_t atom_id) {
    CellArray* list = atoms_;
    if (JSX_UNLIKELY(!list || atom_id >= list->length())) {
        // Functions compiled later add names to the unit.
        uint32_t length = list ? list->length() : 0;
        CellArray* grown = CellArray::create(iso, std::max(unit_->atoms.size(), atom_id + 1));
        for (uint32_t i = 0; i < length; i++) grown->set(i, list->get(i));
        atoms_.set(this, grown);
        list = grown;
    }
    Value v = list->get(atom_id);
    if (JSX_LIKELY(v.is_cell())) return static_cast<String*>(v.as_cell());
    AtomText text = unit_->atoms.text(atom_id);
    String* atom = text.is_latin1 ? atomize(iso, std::span<const Latin1>(text.latin1(), text.length))
                                  : atomize(iso, std::span<const char16_t>(text.utf16(), text.length));
    list->set(atom_id, Value(atom));
    return atom;
}

// ---- environments ----

Environment* Environment::create(Isolate& iso, Value parent, uint32_t slots, Value fill) {
    auto* env = iso.heap.make_sized<Environment>(sizeof(Environment) + slots * sizeof(Value), parent, slots);
    std::fill_n(env->slots(), slots, fill);
    return env;
}

// ---- functions ----

void Function::set_extra(Isolate& iso, Extra which, Value v) {
    if (!extra_) {
        if (v.is_undefined()) return;
        extra_.set(this, CellArray::create(iso, kExtraCount));
    }
    extra_->set(which, v);
}

/// The root shape of closures over `source`.
static RealmShape closure_shape(const bytecode::FunctionTemplate* source) {
    if (source->flags.generator) {
        return source->flags.async ? RealmShape::kAsyncGeneratorFunction : RealmShape::kGeneratorFunction;
    }
    if (source->flags.async) return RealmShape::kAsyncFunction;
    if (source->is_class_constructor()) return RealmShape::kClassConstructor;
    return source->is_constructor() ? RealmShape::kFunction : RealmShape::kArrow;
}

// https://tc39.es/ecma262/#sec-ordinaryfunctioncreate
Function* new_closure(Isolate& iso, FunctionCode* code, Value environment) {
    const bytecode::FunctionTemplate* source = code->function();
    Shape* shape = code->realm()->shape(iso, closure_shape(source));
    uint8_t flags = Object::kCallable;
    if (source->is_constructor()) flags |= Object::kConstructor;
    return iso.heap.make<Function>(iso, shape, code, environment, flags);
}

// https://tc39.es/ecma262/#sec-createbuiltinfunction
NativeFunction* new_native_function(Isolate& iso, NativeFn fn, String* name, uint32_t length, Value data, uint8_t flags) {
    Realm* realm = iso.realm();
    Shape* shape = realm->shape(iso, RealmShape::kNativeFunction);
    auto* f = iso.heap.make<NativeFunction>(iso, shape, realm->native_code(), fn, name, length,
                                            uint8_t(flags | Object::kCallable));
    f->set_data(data);
    return f;
}

// https://tc39.es/ecma262/#sec-getprototypefromconstructor
Completion<Object*> get_prototype_from_constructor(Isolate& iso, Object* new_target, RealmObject fallback) {
    // 2. Let proto be ? Get(constructor, "prototype").
    Value prototype = TRY(get(iso, new_target, PropertyKey(iso.names.prototype)));
    if (is_object(prototype)) return as_object(prototype);
    // 3. Otherwise that of the constructor's realm.
    Realm* realm = TRY(get_function_realm(iso, new_target));
    return realm->object(iso, fallback);
}

Completion<Shape*> shape_from_constructor(Isolate& iso, Value new_target, RealmObject fallback) {
    Object* prototype = new_target.is_undefined() ? iso.realm()->object(iso, fallback)
                                                  : TRY(get_prototype_from_constructor(iso, as_object(new_target), fallback));
    return Shape::root(iso, prototype, 0);
}

}  // namespace jsx
