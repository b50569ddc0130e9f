// [doc:objects] Object and its parts: slots, elements, arrays, accessors.
//
//   Object: header | elements | overflow slots | inline slots ...        (aux: inline slot capacity)
//
// Named properties live in slots as the shape says; array-indexed ones in `elements`: a fast Elements
// vector (holes are empty Values) or SparseElements (a table with attributes). elements is never null:
// the isolate's empty Elements stands for none. Classes with fields of their own derive from Object and have no
// inline slots.
#pragma once

#include <span>

#include "gc/cell.h"
#include "gc/kinds.h"
#include "runtime/object/completion.h"
#include "runtime/object/shape.h"

namespace jsx {

class Isolate;
class Realm;
class Object;
class FunctionCode;

/// Overflow slots of named properties, with the object's identity hash.
class Slots final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kSlots;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static auto tail_count() { return &Slots::capacity_; }
    /// All slots undefined.
    static Slots* create(Isolate& iso, uint32_t capacity, uint32_t identity_hash);
    explicit Slots(uint32_t capacity, uint32_t hash) : Cell(kKind, 0), capacity_(capacity), identity_hash_(hash) {}
    uint32_t capacity() const { return capacity_; }
    uint32_t identity_hash() const { return identity_hash_; }  // 0 = none yet
    void set_identity_hash(uint32_t hash) { identity_hash_ = hash; }
    Value get(uint32_t i) const { return values()[i]; }
    void set(uint32_t i, Value v) {
        values()[i] = v;
        gc::write_barrier(this, &values()[i], v);
    }
    Value* values() { return reinterpret_cast<Value*>(this + 1); }
    const Value* values() const { return reinterpret_cast<const Value*>(this + 1); }
    static constexpr size_t kValuesOffset = 16;

private:
    uint32_t capacity_;
    uint32_t identity_hash_;
};

/// Base of both element stores: `fast_length` is 0 for sparse ones, so the fast path's one bound check
/// sends them to the slow path.
class ElementsBase : public gc::Cell {
public:
    uint32_t fast_length() const { return length_; }
    bool is_sparse() const { return kind_ == gc::CellKind::kSparseElements; }
    static constexpr size_t kLengthOffset = 8, kCapacityOffset = 12, kValuesOffset = 16;

protected:
    ElementsBase(gc::CellKind kind, uint8_t flags, uint32_t length, uint32_t capacity)
        : Cell(kind, 0, flags), length_(length), capacity_(capacity) {}
    uint32_t length_;
    uint32_t capacity_;
};

/// A vector of values; [0, length) is initialised (holes are empty), up to capacity is room.
class Elements final : public ElementsBase {
public:
    static constexpr auto kKind = gc::CellKind::kElements;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static auto tail_count() { return &Elements::length_; }
    static auto capacity_count() { return &Elements::capacity_; }
    /// What has ever been stored, and what must not be done. The value bits form the lattice
    /// int32 (0) < number (kNotInt32) < any (kNotInt32 | kNotNumber).
    enum Flags : uint8_t {
        kNotInt32 = 1,
        kNotNumber = 2,
        kHoley = 4,
        kCopyOnWrite = 8,   // shared with a literal's boilerplate
        kNoAdd = 16,        // the object is not extensible
        kSealed = 32,       // no deletes (elements are not configurable)
        kFrozen = 64,       // no writes either
        kNoStore = kCopyOnWrite | kFrozen,
    };
    static constexpr uint8_t kind_bits(Value v) {
        return v.is_int32() ? 0 : v.is_number() ? kNotInt32 : uint8_t(kNotInt32 | kNotNumber);
    }
    Elements(uint8_t flags, uint32_t capacity) : ElementsBase(kKind, flags, 0, capacity) {}
    /// Empty (length 0) with room for `capacity`.
    static Elements* create(Isolate& iso, uint32_t capacity);
    /// Null when the heap cannot hold it.
    static Elements* try_create(Isolate& iso, uint32_t capacity);
    uint32_t length() const { return length_; }
    uint32_t capacity() const { return capacity_; }
    Value get(uint32_t i) const { return values()[i]; }
    /// i < length; keeps the lattice bits true.
    void set(uint32_t i, Value v) {
        flags_ |= v.is_empty() ? uint8_t(kHoley) : kind_bits(v);
        values()[i] = v;
        gc::write_barrier(this, &values()[i], v);
    }
    /// length < capacity.
    void push(Value v) {
        uint32_t i = length_++;
        set(i, v);
    }
    /// Appends `count` values, for which there is room, of a store or of anything that holds values.
    void append(const Elements* from, uint32_t first, uint32_t count);
    void append(std::span<const Value> values);
    /// For fresh stores filled by hand; the caller keeps flags and barrier true.
    void set_length(uint32_t length) { length_ = length; }
    void add_flags(uint8_t flags) { flags_ |= flags; }
    void clear_flags(uint8_t flags) { flags_ &= uint8_t(~flags); }
    Value* values() { return reinterpret_cast<Value*>(this + 1); }
    const Value* values() const { return reinterpret_cast<const Value*>(this + 1); }
};
static_assert(sizeof(Elements) == 16);

/// Index -> (value or Accessor, attributes); open addressing. For huge or attributed arrays.
/// Layout: header, length (always 0), capacity, words:u32, live:u32, deleted:u32, flags; then 3 words per entry
/// (index as an int word, attributes as an int word, value). An empty index word is free, undefined was deleted.
class SparseElements final : public ElementsBase {
public:
    static constexpr auto kKind = gc::CellKind::kSparseElements;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static auto tail_count() { return &SparseElements::words_; }
    static SparseElements* create(Isolate& iso, uint32_t capacity);
    explicit SparseElements(uint32_t capacity)
        : ElementsBase(kKind, 0, 0, capacity), words_(capacity * 3) {}
    uint32_t live() const { return live_; }
    /// Slot of `index`, or -1.
    int64_t find(uint32_t index) const;
    Value value_at(int64_t slot) const { return words()[3 * slot + 2]; }
    uint8_t attributes_at(int64_t slot) const { return uint8_t(words()[3 * slot + 1].bits()); }
    void set_value(int64_t slot, Value v) {
        words()[3 * slot + 2] = v;
        gc::write_barrier(this, &words()[3 * slot + 2], v);
    }
    void set_attributes(int64_t slot, uint8_t attributes);
    /// Adds (index not there); may grow, so returns the store to use.
    SparseElements* add(Isolate& iso, uint32_t index, Value v, uint8_t attributes);
    void erase(int64_t slot);
    /// All indices, ascending.
    uint32_t* sorted_indices(uint32_t* count) const;  // malloc'ed, caller frees
    Value* words() { return reinterpret_cast<Value*>(this + 1); }
    const Value* words() const { return reinterpret_cast<const Value*>(this + 1); }
    /// Every entry has all attributes and no accessor: a fast store could hold them.
    bool is_plain() const { return !has_attributes_; }
    /// No entry may be deleted any more (kSeal), or be written (kFreeze).
    void restrict(bool freeze);
    uint32_t capacity() const { return capacity_; }
    Value index_word(uint32_t slot) const { return words()[3 * size_t(slot)]; }

private:
    SparseElements* rehash(Isolate& iso, uint32_t capacity) const;
    void insert(uint32_t index, Value v, uint8_t attributes);
    uint32_t words_;
    uint32_t live_ = 0;
    uint32_t deleted_ = 0;
    uint32_t has_attributes_ = 0;
};

/// Getter and setter of an accessor property; undefined where absent.
class Accessor final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kAccessor;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&Accessor::getter_, &Accessor::setter_); }
    Accessor(Value getter, Value setter) : Cell(kKind, 0), getter_(getter), setter_(setter) {}
    gc::Slot getter_;
    gc::Slot setter_;
};

/// A global variable: its value, empty when not initialised (TDZ), deleted or superseded: then caches miss.
class PropertyCell final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kPropertyCell;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&PropertyCell::value_); }
    enum Flags : uint8_t { kReadOnly = 1, kLexical = 2, kUninitialized = 4 };
    PropertyCell(Value value, uint8_t flags) : Cell(kKind, 0, flags), value_(value) {}
    Value value() const { return value_; }
    bool is_read_only() const { return flags_ & kReadOnly; }
    bool is_lexical() const { return flags_ & kLexical; }
    void set(Value v) { value_.set(this, v); }
    void set_flags(uint8_t flags) { flags_ = flags; }
    gc::Slot value_;
};

/// A plain traced vector of Values for internal lists.
class CellArray final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kCellArray;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static auto tail_count() { return &CellArray::length_; }
    /// All elements `fill`.
    static CellArray* create(Isolate& iso, uint32_t length, Value fill = Value::undefined());
    explicit CellArray(uint32_t length) : Cell(kKind, 0), length_(length) {}
    uint32_t length() const { return length_; }
    Value get(uint32_t i) const { return values()[i]; }
    void set(uint32_t i, Value v) {
        values()[i] = v;
        gc::write_barrier(this, &values()[i], v);
    }
    Value* values() { return reinterpret_cast<Value*>(this + 1); }
    const Value* values() const { return reinterpret_cast<const Value*>(this + 1); }

private:
    uint32_t length_;
    [[maybe_unused]] uint32_t unused_ = 0;
};

class Object : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kObject;
    static bool is_kind(gc::CellKind k) { return k >= gc::CellKind::kObject; }
    static constexpr auto fields() { return gc::fields(&Object::elements_, &Object::slots_); }
    static constexpr bool kHasShape = true;
    static constexpr auto kTail = gc::TailCount::kAux;
    enum Flags : uint8_t {
        kCallable = 1,        // [[Call]]; the object is a Callable (function.h)
        kConstructor = 2,     // [[Construct]]
        kExotic = 4,          // some internal method of named or indexed properties is not ordinary
                              // (not set for arrays, whose `length` is a custom property)
        kHtmlDda = 8,         // [[IsHTMLDDA]]
        kClassBits = 0xF0,    // the class's own
    };

    /// A plain object: all inline slots undefined (room only; the shape says which exist).
    static Object* create(Isolate& iso, Shape* shape);
    /// For subclasses, which have no inline slots.
    Object(Isolate& iso, gc::CellKind kind, Shape* shape, uint8_t flags = 0);

    Shape* shape(Isolate& iso) const;
    bool is_callable() const { return flags_ & kCallable; }
    bool is_constructor() const { return flags_ & kConstructor; }
    bool is_exotic() const { return flags_ & kExotic; }
    bool is_html_dda() const { return flags_ & kHtmlDda; }
    bool is_array_object() const { return kind_ == gc::CellKind::kArray; }
    bool is_proxy() const { return kind_ == gc::CellKind::kProxy; }

    /// [[Prototype]] of ordinary objects (proxies: use get_prototype_of). Null for null.
    Object* prototype(Isolate& iso) const;

    // ---- slots ----
    Value slot(uint32_t i) const {
        uint32_t inline_capacity = aux_;
        return i < inline_capacity ? inline_slots()[i] : slots_->get(i - inline_capacity);
    }
    void set_slot(uint32_t i, Value v) {
        uint32_t inline_capacity = aux_;
        if (i < inline_capacity) {
            inline_slots()[i] = v;
            gc::write_barrier(this, &inline_slots()[i], v);
        } else {
            slots_->set(i - inline_capacity, v);
        }
    }
    /// Moves to `shape`, which has one more slot than the present one, and stores `v` there.
    void add_slot(Isolate& iso, Shape* shape, uint32_t slot, Value v);
    Value* inline_slots() { return reinterpret_cast<Value*>(this + 1); }
    const Value* inline_slots() const { return reinterpret_cast<const Value*>(this + 1); }
    Slots* overflow() const { return slots_; }

    // ---- named properties of this object itself, unobservable, no exotic behaviour ----
    /// Adds a named property that is not there (keeps transitions, prototypes and dictionaries right).
    void add_named(Isolate& iso, PropertyKey key, Value v, uint8_t attributes);
    /// Adds or overwrites, whatever the attributes were. For setting up built-ins.
    void put_named(Isolate& iso, PropertyKey key, Value v, uint8_t attributes);
    /// The value of a data property, or empty if there is no such own property.
    Value get_named(Isolate& iso, PropertyKey key) const;
    void remove_named(Isolate& iso, PropertyKey key);
    void change_attributes(Isolate& iso, PropertyKey key, uint8_t attributes);

    // ---- elements ----
    ElementsBase* elements() const { return elements_; }
    bool has_elements() const { return elements_->is_sparse() || elements_->fast_length() != 0; }
    Elements* fast_elements() const { return static_cast<Elements*>(elements_.get()); }
    void set_elements(ElementsBase* elements) { elements_.set(this, elements); }

    /// The stored identity hash (never 0), made on first use. For Map, Set, WeakMap.
    uint32_t identity_hash(Isolate& iso);

    /// Switches this object to a unique prototype shape, once.
    void become_prototype(Isolate& iso);
    void set_prototype_nocheck(Isolate& iso, Object* prototype);
    void set_shape(Shape* shape) {
        shape_id_ = shape->id();
        gc::write_barrier(this, nullptr, Value(shape));  // transitions are weak: marking may not have seen it
    }
    void set_shape_id(uint32_t id) { shape_id_ = id; }

    static constexpr size_t kElementsOffset = 8, kSlotsOffset = 16, kInlineSlotsOffset = 24;
    static constexpr uint32_t kMaxInlineCapacity = 64;
    /// Above this many named properties an object goes to dictionary mode (inline caches excepted:
    /// literals and classes of any size stay fast).
    static constexpr uint32_t kMaxFastProperties = 128;
    /// Dictionary mode now, whatever the count.
    void make_dictionary(Isolate& iso);
    /// Marks an own property kWatched: it is reported to the realm before it changes.
    void watch_named(Isolate& iso, PropertyKey key);
    /// Gives the new slot `slot` room, then stores.
    void store_new_slot(Isolate& iso, uint32_t slot, Value v);
    /// An own property that is there gets another value and attributes (kAccessor with an Accessor cell as the value);
    /// a custom property becomes a plain one, a global's cell is kept true.
    void redefine_named(Isolate& iso, PropertyKey key, Value v, uint8_t attributes);

protected:
    Object(gc::CellKind kind, uint32_t shape_id, uint8_t flags, uint8_t aux)
        : Cell(kind, shape_id, flags, aux) {}
    gc::Member<ElementsBase> elements_;
    gc::Member<Slots> slots_;  // null until needed
    friend class gc::Heap;
};
static_assert(sizeof(Object) == Object::kInlineSlotsOffset);

/// Array exotic object. `length` is a custom property of its root shape.
class Array final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kArray;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields(); }
    static constexpr auto kTail = gc::TailCount::kNone;
    /// kClassBits: `length` is not writable.
    static constexpr uint8_t kLengthReadOnly = 16;
    Array(Isolate& iso, Shape* shape) : Object(iso, kKind, shape) {}
    uint32_t length() const { return length_; }
    void set_length_nocheck(uint32_t length) { length_ = length; }
    bool is_length_writable() const { return !(flags_ & kLengthReadOnly); }
    void set_length_read_only() { flags_ |= kLengthReadOnly; }
    /// Dense, no holes within length: elements[0, length) can be read directly (the array may still inherit
    /// or be subclassed; callers check what they must).
    bool is_packed() const {
        return elements_->fast_length() == length_ && !(elements_->flags() & Elements::kHoley);
    }
    static constexpr size_t kArrayLengthOffset = 24;

private:
    uint32_t length_ = 0;
    [[maybe_unused]] uint32_t unused_ = 0;
};
static_assert(sizeof(Array) == 32);

/// A global object: a dictionary whose data properties are PropertyCells, save those not touched yet: custom, the
/// slot of their entry naming the RealmObject to make.
class Global final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kGlobal;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&Global::realm_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    Global(Isolate& iso, Shape* shape) : Object(iso, kKind, shape) {}
    void set_realm(Realm* realm);
    Realm* realm() const;
    /// Adds a property made on first touch. `object`: a RealmObject.
    void add_lazy(Isolate& iso, PropertyKey key, uint32_t object, uint8_t attributes);
    /// The cell of a data property (making what is lazy), or null. No JavaScript.
    PropertyCell* cell(Isolate& iso, PropertyKey key);
    /// A script-scope binding now hides the property: caches of its cell must look again.
    void supersede_cell(Isolate& iso, PropertyKey key);

private:
    gc::Member<gc::Cell> realm_;
};

/// Number, String, Boolean, Symbol, BigInt objects.
class PrimitiveWrapper final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kPrimitiveWrapper;
    static bool is_kind(gc::CellKind k) {
        return k == gc::CellKind::kPrimitiveWrapper || k == gc::CellKind::kStringWrapper;
    }
    static constexpr auto fields() { return Object::fields().with(&PrimitiveWrapper::value_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    /// `kind`: kPrimitiveWrapper, or kStringWrapper (exotic) for strings.
    PrimitiveWrapper(Isolate& iso, gc::CellKind kind, Shape* shape, Value value);
    Value value() const { return value_; }
    gc::Slot value_;
};

/// A property descriptor (tc39.es/ecma262/#sec-property-descriptor-specification-type).
/// Fields that are absent are empty Values / unset bits.
struct PropertyDescriptor {
    Value value, getter, setter;  // empty: absent
    uint8_t attributes = 0;       // kWritable | kEnumerable | kConfigurable
    uint8_t present = 0;          // which of these attributes are present
    static PropertyDescriptor data(Value v, uint8_t attributes) {
        return {v, {}, {}, attributes, kAllAttributes};
    }
    static PropertyDescriptor accessor(Value getter, Value setter, uint8_t attributes) {
        return {{}, getter, setter, uint8_t(attributes & ~kWritable), kEnumerable | kConfigurable};
    }
    bool has(uint8_t attribute) const { return present & attribute; }
    bool is_accessor() const { return !getter.is_empty() || !setter.is_empty(); }
    bool is_data() const { return !value.is_empty() || (present & kWritable); }
    bool is_generic() const { return !is_accessor() && !is_data(); }
    bool writable() const { return attributes & kWritable; }
    bool enumerable() const { return attributes & kEnumerable; }
    bool configurable() const { return attributes & kConfigurable; }
    void set(uint8_t attribute, bool on) {
        present |= attribute;
        attributes = on ? attributes | attribute : attributes & ~attribute;
    }
};

// ---- essential internal methods, dispatched on the object's kind (proxies included). They may run JavaScript. ----

Completion<Value> get_prototype_of(Isolate& iso, Object* o);  // object or null
Completion<bool> set_prototype_of(Isolate& iso, Object* o, Object* prototype);
Completion<bool> is_extensible(Isolate& iso, Object* o);
Completion<bool> prevent_extensions(Isolate& iso, Object* o);
/// False when absent; else fills a complete descriptor.
Completion<bool> get_own_property(Isolate& iso, Object* o, PropertyKey key, PropertyDescriptor* out);
Completion<bool> define_own_property(Isolate& iso, Object* o, PropertyKey key,
                                     const PropertyDescriptor& desc);
Completion<bool> has_property(Isolate& iso, Object* o, PropertyKey key);
Completion<Value> get(Isolate& iso, Object* o, PropertyKey key, Value receiver);
Completion<bool> set(Isolate& iso, Object* o, PropertyKey key, Value v, Value receiver);
Completion<bool> delete_property(Isolate& iso, Object* o, PropertyKey key);
/// All own keys in specification order, as a CellArray of strings and symbols (no private names).
Completion<CellArray*> own_property_keys(Isolate& iso, Object* o);

/// The ordinary algorithms, for exotic objects that fall back on them.
Completion<bool> ordinary_define_own_property(Isolate& iso, Object* o, PropertyKey key,
                                              const PropertyDescriptor& desc);
bool ordinary_get_own_property(Isolate& iso, Object* o, PropertyKey key, PropertyDescriptor* out);
/// tc39.es/ecma262/#sec-validateandapplypropertydescriptor without an object.
bool is_compatible_descriptor(Isolate& iso, bool extensible, const PropertyDescriptor& desc,
                              bool has_current, const PropertyDescriptor& current);

// ---- lookup without side effects: the basis of get/set fast paths and of inline caches ----

struct Lookup {
    enum class State : uint8_t {
        kNotFound,  // walked to a null prototype through ordinary objects only
        kData,      // holder's slot holds the value (through a PropertyCell if kCell)
        kAccessor,  // holder's slot holds an Accessor
        kCustom,    // computed by the holder's class: custom_get(holder, key)
        kElement,   // holder's fast element
        kSparse,    // holder's sparse element, `slot` is the position
        kExotic,    // reached an object whose [[GetOwnProperty]] is not ordinary: use its internal method
    };
    State state = State::kNotFound;
    uint8_t attributes = 0;
    uint32_t slot = 0;
    Object* holder = nullptr;
};
/// Own property only / along the prototype chain.
Lookup lookup_own(Isolate& iso, Object* o, PropertyKey key);
Lookup lookup(Isolate& iso, Object* o, PropertyKey key);
/// Value behind kData, kElement, kSparse data; kCustom too. Not for accessors.
Value lookup_value(Isolate& iso, const Lookup& l, PropertyKey key);
/// An own custom property's present value (array length; function length, name, prototype; a lazy global, which
/// this makes).
Value custom_get(Isolate& iso, Object* holder, PropertyKey key);
/// Writes a writable custom property: array length (may throw RangeError, false if it could not shrink), `prototype`
/// of functions, lazy globals.
Completion<bool> custom_set(Isolate& iso, Object* holder, PropertyKey key, Value v);
/// The value of an own data property of `holder` that was looked up is overwritten (not kCustom).
void store_found(Isolate& iso, const Lookup& l, PropertyKey key, Value v);

/// SetIntegrityLevel in one step, for ordinary objects with fast elements or none: unobservable. False (nothing
/// done) where the generic algorithm has to run.
bool try_set_integrity(Isolate& iso, Object* o, Shape::Transition level);

// ---- elements, unobservable ----

/// Own indexed data property put, creating holes or going sparse as needed; all attributes; array length grows
/// with it. False if the store could not be allocated (RangeError pending is the caller's to throw).
Completion<void> put_element(Isolate& iso, Object* o, uint32_t index, Value v);
/// Makes the elements writable and privately owned (copies a copy-on-write store), fast, with room for
/// `capacity`. Throws RangeError "Invalid array length" when it cannot be held.
Completion<Elements*> ensure_elements(Isolate& iso, Object* o, uint32_t capacity);
void elements_to_sparse(Isolate& iso, Object* o);
/// The own indexed property becomes this (an Accessor cell if kAccessor), whatever it was.
Completion<void> define_element(Isolate& iso, Object* o, uint32_t index, Value v, uint8_t attributes);
/// Attributes that the flags of a fast store give to its elements.
constexpr uint8_t element_attributes(uint8_t elements_flags) {
    if (elements_flags & Elements::kFrozen) return kEnumerable;
    return elements_flags & Elements::kSealed ? kWritable | kEnumerable : kAllAttributes;
}
/// Deletes the own element without asking. False if it is not configurable.
bool delete_element(Isolate& iso, Object* o, uint32_t index);
/// tc39.es/ecma262/#sec-arraysetlength core: false if an element could not be deleted.
Completion<bool> set_array_length(Isolate& iso, Array* array, uint32_t length);

Array* new_array(Isolate& iso, uint32_t capacity = 0);
/// With these elements.
Array* new_array(Isolate& iso, std::span<const Value> values);
/// Root shape of arrays with this prototype (`length` included).
Shape* array_shape(Isolate& iso, Object* prototype);
/// Plain object with %Object.prototype% of the current realm.
Object* new_object(Isolate& iso);
Object* new_object_with_prototype(Isolate& iso, Object* prototype);

}  // namespace jsx
