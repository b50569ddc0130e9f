// [doc:realms] Realm: a global object, its intrinsics, its script scope.
//
// Intrinsics are made on first use (`object(id)`), so a realm starts in microseconds: the global object's
// properties are custom until touched.
#pragma once

#include "runtime/object/function.h"
#include "runtime/object/object.h"

namespace jsx {

enum class RealmObject : uint16_t {
#define REALM_OBJECT(name) k##name,
#include "runtime/object/realm_objects.def"
    kCount,
};

/// Root shapes that are needed often.
enum class RealmShape : uint8_t {
    kObject,            // {}: %Object.prototype%, kDefaultInlineSlots inline slots
    kArray,             // with the custom `length`
    kFunction,          // sloppy or strict normal function: length, name, prototype (writable)
    kClassConstructor,  // the same with `prototype` not writable
    kArrow,             // methods, arrows, accessors: length, name
    kAsyncFunction,     // length, name; %AsyncFunction.prototype%
    kGeneratorFunction,
    kAsyncGeneratorFunction,
    kNativeFunction,    // length, name
    kArguments,
    kStrictArguments,
    kIteratorResult,    // { value, done }
    kRegExp,
    kError,
    kCount,
};

class Realm final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kRealm;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return gc::fields(&Realm::objects_, &Realm::global_, &Realm::global_this_, &Realm::script_scope_,
                          &Realm::shapes_, &Realm::native_code_, &Realm::bound_code_, &Realm::proxy_code_,
                          &Realm::template_map_, &Realm::host_defined_, &Realm::null_roots_,
                          &Realm::array_iterator_next_, &Realm::generator_next_);
    }
    /// A fresh realm: trampolines (initialize_realm_code), the global object with its properties (set_up_global) and
    /// %Object.prototype%; the rest is made on first use.
    static Realm* create(Isolate& iso);

    /// The intrinsic, made now if it was not yet. Never fails.
    Object* object(Isolate& iso, RealmObject which) {
        Value v = objects_->get(uint32_t(which));
        return v.is_cell() ? static_cast<Object*>(v.as_cell()) : make_object(iso, which);
    }
    /// Null if it has not been made yet.
    Object* object_if_made(RealmObject which) const {
        Value v = objects_->get(uint32_t(which));
        return v.is_cell() ? static_cast<Object*>(v.as_cell()) : nullptr;
    }
    void set_object(RealmObject which, Object* o) { objects_->set(uint32_t(which), Value(o)); }
    Shape* shape(Isolate& iso, RealmShape which) {
        Value v = shapes_->get(uint32_t(which));
        return v.is_cell() ? static_cast<Shape*>(v.as_cell()) : make_shape(iso, which);
    }
    Object* global() const { return global_; }
    Object* global_this() const { return global_this_; }
    void set_global_this(Object* o) { global_this_.set(this, o); }
    /// let, const, class of scripts: a null-prototype dictionary of PropertyCells (lexical).
    Object* script_scope() const { return script_scope_; }
    /// The trampolines of native, bound and proxy callables: given by the interpreter before any function is made.
    void set_trampolines(FunctionCode* native, FunctionCode* bound, FunctionCode* proxy) {
        native_code_.set(this, native);
        bound_code_.set(this, bound);
        proxy_code_.set(this, proxy);
    }
    FunctionCode* native_code() const { return native_code_; }
    FunctionCode* bound_code() const { return bound_code_; }
    FunctionCode* proxy_code() const { return proxy_code_; }
    /// The built-in `next` of %ArrayIteratorPrototype% / %GeneratorPrototype%; undefined while that is not made.
    Value array_iterator_next() const { return array_iterator_next_; }
    Value generator_next() const { return generator_next_; }
    Value host_defined() const { return host_defined_; }
    void set_host_defined(Value v) { host_defined_.set(this, v); }

    // "Protectors": facts that fast paths of built-ins and iteration rely on; cleared for good when broken.
    enum Protector : uint8_t {
        kArrayIteration = 1,     // Array.prototype[Symbol.iterator], %ArrayIteratorPrototype%.next untouched
        kNoElementsOnPrototypes = 2,  // Array.prototype and Object.prototype have no indexed properties
        kArraySpecies = 4,       // Array.prototype.constructor, Array[Symbol.species] untouched
        kMapIteration = 8,
        kSetIteration = 16,
        kStringIteration = 32,
        kPromiseThen = 64,       // Promise.prototype.then / constructor, Promise.resolve, species untouched
        kRegExpExec = 128,
    };
    /// True while the protector holds. Checks validity lazily where a prototype was touched.
    bool holds(Protector p) const { return protectors_ & p; }
    void break_protector(Protector p) { protectors_ &= uint8_t(~p); }
    /// Which protectors a write to a kWatched property named `key` of `holder` breaks: called by the object model.
    void watched_property_changed(Isolate& iso, Object* holder, PropertyKey key);
    static constexpr uint32_t kDefaultInlineSlots = 4;

private:
    friend class gc::Heap;
    friend class Isolate;
    Realm() : Cell(kKind, 0) {}
    JSX_NOINLINE Object* make_object(Isolate& iso, RealmObject which);
    JSX_NOINLINE Shape* make_shape(Isolate& iso, RealmShape which);
    gc::Member<CellArray> objects_;
    gc::Member<Object> global_;
    gc::Member<Object> global_this_;
    gc::Member<Object> script_scope_;
    gc::Member<CellArray> shapes_;
    gc::Member<FunctionCode> native_code_, bound_code_, proxy_code_;
    gc::Slot template_map_{Value::undefined()};
    gc::Slot host_defined_{Value::undefined()};
    gc::Member<CellArray> null_roots_;  // root shapes of objects without a prototype
    gc::Slot array_iterator_next_{Value::undefined()}, generator_next_{Value::undefined()};
    friend class Shape;
    void watch_properties(Isolate& iso);
    uint32_t watched_rows_ = 0;  // bits of the rows of the watch table (realm.cc) that are set up
    uint32_t protectors_ = 0xFF;
};

/// Makes an intrinsic (and those of the same class table) and records it: defined by runtime/builtins.
void create_realm_object(Isolate& iso, Realm* realm, RealmObject which);
/// Gives a new realm's global object its properties, custom where lazy: defined by runtime/builtins.
void set_up_global(Isolate& iso, Realm* realm);

}  // namespace jsx
