// Realms: what is made when, and the properties that protectors watch.
#include "runtime/object/realm.h"

#include "runtime/object/abstract_ops.h"
#include "runtime/object/hooks.h"
#include "runtime/object/trace.h"

namespace jsx {

Realm* Realm::create(Isolate& iso) {
    auto* realm = iso.heap.make<Realm>();
    Realm* outer = iso.enter_realm(realm);
    realm->objects_.set(realm, CellArray::create(iso, uint32_t(RealmObject::kCount)));
    realm->shapes_.set(realm, CellArray::create(iso, uint32_t(RealmShape::kCount)));
    realm->script_scope_.set(realm, Object::create(iso, Shape::create_root(iso, nullptr, 0, Shape::kDictionary)));
    auto* global = iso.heap.make<Global>(iso, Shape::create_root(iso, nullptr, 0, Shape::kDictionary));
    global->set_realm(realm);
    realm->global_.set(realm, global);
    realm->global_this_.set(realm, global);
    initialize_realm_code(iso, realm);
    global->set_prototype_nocheck(iso, realm->object(iso, RealmObject::kObjectPrototype));
    set_up_global(iso, realm);
    iso.enter_realm(outer);
    return realm;
}

Object* Realm::make_object(Isolate& iso, RealmObject which) {
    // What is made belongs here, whichever realm's function runs.
    Realm* outer = iso.enter_realm(this);
    // The shapes of built-ins are not the program's (--print-shapes), whenever they are made.
    Tracer* keeper = Tracer::wanting(iso, Tracer::kKeepShapes);
    if (keeper) keeper->ignore(Tracer::kKeepShapes);
    create_realm_object(iso, this, which);
    watch_properties(iso);
    if (keeper) keeper->want(Tracer::kKeepShapes);
    iso.enter_realm(outer);
    Object* o = object_if_made(which);
    JSX_CHECK(o);
    return o;
}

// ---- shapes ----

static Shape* with(Isolate& iso, Shape* shape, PropertyKey key, uint8_t attributes) {
    uint32_t slot;
    return shape->with_property(iso, key, attributes, &slot);
}

/// Functions: `length` and `name`, answered by their class.
static Shape* function_shape(Isolate& iso, Object* prototype) {
    Shape* shape = with(iso, Shape::root(iso, prototype, 0), PropertyKey(iso.names.length), kConfigurable | kCustom);
    return with(iso, shape, PropertyKey(iso.names.name), kConfigurable | kCustom);
}

Shape* Realm::make_shape(Isolate& iso, RealmShape which) {
    Realm* outer = iso.enter_realm(this);
    auto root = [&](RealmObject prototype, uint32_t inline_capacity = 0) {
        return Shape::root(iso, object(iso, prototype), inline_capacity);
    };
    auto function = [&](RealmObject prototype) { return function_shape(iso, object(iso, prototype)); };
    PropertyKey prototype_key(iso.names.prototype);
    Shape* s = nullptr;
    switch (which) {
    case RealmShape::kObject: s = root(RealmObject::kObjectPrototype, kDefaultInlineSlots); break;
    case RealmShape::kArray: s = array_shape(iso, object(iso, RealmObject::kArrayPrototype)); break;
    case RealmShape::kFunction:
        s = with(iso, function(RealmObject::kFunctionPrototype), prototype_key, kWritable | kCustom);
        break;
    case RealmShape::kClassConstructor:
        s = with(iso, function(RealmObject::kFunctionPrototype), prototype_key, kCustom);
        break;
    case RealmShape::kArrow:
    case RealmShape::kNativeFunction: s = function(RealmObject::kFunctionPrototype); break;
    case RealmShape::kAsyncFunction: s = function(RealmObject::kAsyncFunctionPrototype); break;
    case RealmShape::kGeneratorFunction:
        s = with(iso, function(RealmObject::kGeneratorFunctionPrototype), prototype_key, kWritable | kCustom);
        break;
    case RealmShape::kAsyncGeneratorFunction:
        s = with(iso, function(RealmObject::kAsyncGeneratorFunctionPrototype), prototype_key, kWritable | kCustom);
        break;
    case RealmShape::kArguments:
        s = with(iso, root(RealmObject::kObjectPrototype), PropertyKey(iso.names.length), kWritable | kConfigurable);
        s = with(iso, s, PropertyKey(iso.names.callee), kWritable | kConfigurable);
        s = with(iso, s, PropertyKey(iso.symbols.iterator), kWritable | kConfigurable);
        break;
    case RealmShape::kStrictArguments:
        s = with(iso, root(RealmObject::kObjectPrototype), PropertyKey(iso.names.length), kWritable | kConfigurable);
        s = with(iso, s, PropertyKey(iso.symbols.iterator), kWritable | kConfigurable);
        s = with(iso, s, PropertyKey(iso.names.callee), kAccessor);
        break;
    case RealmShape::kIteratorResult:
        // The same as that of the literal { value, done }.
        s = with(iso, root(RealmObject::kObjectPrototype, kDefaultInlineSlots), PropertyKey(iso.names.value), kAllAttributes);
        s = with(iso, s, PropertyKey(iso.names.done), kAllAttributes);
        break;
    case RealmShape::kRegExp:
        s = with(iso, root(RealmObject::kRegExpPrototype), PropertyKey(iso.names.lastIndex), kWritable);
        break;
    case RealmShape::kError: s = root(RealmObject::kErrorPrototype); break;
    case RealmShape::kCount: JSX_UNREACHABLE();
    }
    shapes_->set(uint32_t(which), Value(s));
    iso.enter_realm(outer);
    return s;
}

// ---- protectors ----

namespace {

struct WatchRow {
    RealmObject holder;
    String* Names::*name;    // either a name
    Symbol* Symbols::*symbol;  // or a symbol
    Realm::Protector protector;
    PropertyKey key(Isolate& iso) const {
        return name ? PropertyKey(iso.names.*name) : PropertyKey(iso.symbols.*symbol);
    }
};

// clang-format off
constexpr WatchRow kWatchRows[] = {
    {RealmObject::kArrayPrototype,          nullptr,             &Symbols::iterator, Realm::kArrayIteration},
    {RealmObject::kArrayIteratorPrototype,  &Names::next,        nullptr,            Realm::kArrayIteration},
    {RealmObject::kArrayPrototype,          &Names::constructor, nullptr,            Realm::kArraySpecies},
    {RealmObject::kArray,                   nullptr,             &Symbols::species,  Realm::kArraySpecies},
    {RealmObject::kMapPrototype,            nullptr,             &Symbols::iterator, Realm::kMapIteration},
    {RealmObject::kMapIteratorPrototype,    &Names::next,        nullptr,            Realm::kMapIteration},
    {RealmObject::kSetPrototype,            nullptr,             &Symbols::iterator, Realm::kSetIteration},
    {RealmObject::kSetIteratorPrototype,    &Names::next,        nullptr,            Realm::kSetIteration},
    {RealmObject::kStringPrototype,         nullptr,             &Symbols::iterator, Realm::kStringIteration},
    {RealmObject::kStringIteratorPrototype, &Names::next,        nullptr,            Realm::kStringIteration},
    {RealmObject::kPromisePrototype,        &Names::then,        nullptr,            Realm::kPromiseThen},
    {RealmObject::kPromisePrototype,        &Names::constructor, nullptr,            Realm::kPromiseThen},
    {RealmObject::kPromise,                 &Names::resolve,     nullptr,            Realm::kPromiseThen},
    {RealmObject::kPromise,                 nullptr,             &Symbols::species,  Realm::kPromiseThen},
    {RealmObject::kRegExpPrototype,         &Names::exec,        nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::flags,       nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::hasIndices,  nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::global,      nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::ignoreCase,  nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::multiline,   nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::dotAll,      nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::unicode,     nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::unicodeSets, nullptr,            Realm::kRegExpExec},
    {RealmObject::kRegExpPrototype,         &Names::sticky,      nullptr,            Realm::kRegExpExec},
};
// clang-format on

}  // namespace

/// Names the realm on a prototype object, so that changes find it.
static void note_realm(Isolate& iso, Realm* realm, Object* prototype) {
    prototype->become_prototype(iso);
    PrototypeInfo* info = prototype->shape(iso)->prototype_info();
    info->realm_.set(info, Value(realm));
}

void Realm::watch_properties(Isolate& iso) {
    static_assert(std::size(kWatchRows) <= 32);
    for (uint32_t i = 0; i < std::size(kWatchRows); i++) {
        if (watched_rows_ & (1u << i)) continue;
        Object* holder = object_if_made(kWatchRows[i].holder);
        PropertyKey key = kWatchRows[i].key(iso);
        // A class may be recorded before its rows are there: then its turn comes again.
        if (!holder || holder->shape(iso)->find(key) < 0) continue;
        watched_rows_ |= 1u << i;
        if (!holder->is_callable()) note_realm(iso, this, holder);
        holder->watch_named(iso, key);
    }
    for (RealmObject which : {RealmObject::kArrayPrototype, RealmObject::kObjectPrototype}) {
        if (Object* o = object_if_made(which)) note_realm(iso, this, o);
    }
    auto note_next = [&](RealmObject which, gc::Slot& slot) {
        if (slot.get().is_cell()) return;
        Object* prototype = object_if_made(which);
        Value next = prototype ? prototype->get_named(iso, PropertyKey(iso.names.next)) : Value::empty();
        if (!next.is_empty()) slot.set(this, next);
    };
    note_next(RealmObject::kArrayIteratorPrototype, array_iterator_next_);
    note_next(RealmObject::kGeneratorPrototype, generator_next_);
}

void Realm::watched_property_changed(Isolate& iso, Object* holder, PropertyKey key) {
    for (const WatchRow& row : kWatchRows) {
        if (object_if_made(row.holder) == holder && row.key(iso) == key) break_protector(row.protector);
    }
}

}  // namespace jsx
