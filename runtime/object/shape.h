// [doc:shapes] Shape: the hidden class of an object.
//
// A shape says which named properties its objects have, in which slot and with which attributes,
// and what their prototype is. Shapes form a tree: adding a property follows (or makes) a transition.
// All shapes of one lineage share one append-only PropertyTable; a shape sees its first property_count
// entries, and a second branch off the same parent copies. Slots 0 .. inline_capacity-1 lie in the
// object, the rest in its overflow Slots. Shapes never move and are named by 32-bit ids, so machine
// code and inline caches hold ids.
//
// Two kinds of shape belong to one object alone:
//   prototype   the object is some shape's prototype. Every change of its properties gives it a fresh shape
//               (the table moves along) and invalidates the validity cells of the chains through it.
//   dictionary  after a deletion or very many additions: the table changes in place; never cached as
//               a receiver by inline caches (its holders may be, guarded by validity cells).
#pragma once

#include "gc/cell.h"
#include "gc/kinds.h"
#include "runtime/object/property_key.h"

namespace jsx {

class CellArray;
class Object;
class Shape;

/// Attributes of a property, and how its slot is to be read.
enum PropertyAttributes : uint8_t {
    kNoAttributes = 0,
    kWritable = 1,
    kEnumerable = 2,
    kConfigurable = 4,
    kAllAttributes = 7,
    kAccessor = 8,   // the slot holds an Accessor
    kCustom = 16,    // an own data property computed by the object's class (length of an array,
                     // name/length/prototype of a function not yet materialised); no slot
    kCell = 32,      // the slot holds a PropertyCell (global object)
    kWatched = 64,   // a write breaks a realm's protector: caches must not write it (reads are as usual)
};

/// A property found in a table.
struct PropertyInfo {
    uint32_t slot;
    uint8_t attributes;
    bool is_data() const { return !(attributes & (kAccessor | kCustom)); }
};

/// Insertion-ordered (key, info) pairs with a hash index behind them (built above kLinearLimit).
/// Layout: header, used:u32 (words in the traced tail), capacity:u32 (entries), live:u32, index_size:u32,
/// then 2 words per entry (key; slot << 8 | attributes under the int tag), then `index_size` u32 entry numbers + 1 (0 = free).
class PropertyTable final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kPropertyTable;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static auto tail_count() { return &PropertyTable::used_words_; }
    static size_t cell_size(const gc::Cell* cell);
    static constexpr uint32_t kLinearLimit = 8;
    static constexpr uint32_t kMaxSlots = 1u << 28;

    static PropertyTable* create(Isolate& iso, uint32_t capacity);
    uint32_t count() const { return used_words_ / 2; }  // entries ever added, tombstones included
    uint32_t capacity() const { return capacity_; }
    /// Entry number of `key` among the first `limit` entries, or -1.
    int32_t find(PropertyKey key, uint32_t limit) const;
    /// Key of entry i; empty Value for a deleted one.
    Value key_at(uint32_t i) const { return words()[2 * size_t(i)]; }
    PropertyInfo info_at(uint32_t i) const {
        uint64_t bits = words()[2 * size_t(i) + 1].bits();
        return {uint32_t(bits >> 8), uint8_t(bits)};
    }
    /// Appends; the caller has made sure of capacity.
    void append(PropertyKey key, PropertyInfo info);
    void set_info(uint32_t i, PropertyInfo info);
    /// Dictionary mode only.
    void erase(uint32_t i);
    /// A copy of the first `limit` live entries with room for `capacity`.
    PropertyTable* copy(Isolate& iso, uint32_t limit, uint32_t capacity) const;

private:
    PropertyTable(uint32_t capacity, uint32_t index_size)
        : Cell(kKind, 0), capacity_(capacity), index_size_(index_size) {}
    friend class gc::Heap;
    const Value* words() const { return reinterpret_cast<const Value*>(this + 1); }
    Value* words() { return reinterpret_cast<Value*>(this + 1); }
    uint32_t* index() { return reinterpret_cast<uint32_t*>(words() + 2 * size_t(capacity_)); }
    const uint32_t* index() const {
        return reinterpret_cast<const uint32_t*>(words() + 2 * size_t(capacity_));
    }
    uint32_t used_words_ = 0;
    uint32_t capacity_;
    uint32_t live_ = 0;
    uint32_t index_size_;  // power of two, or 0 while linear
    friend class Shape;
    friend class PrototypeChain;
};

/// Valid until something on a prototype chain changes. Inline caches compare one word.
class ValidityCell final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kValidityCell;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    ValidityCell() : Cell(kKind, 0) {}
    bool is_valid() const { return valid_; }
    void invalidate() { valid_ = 0; }
    static constexpr size_t kValidOffset = 8;

private:
    uint64_t valid_ = 1;
};

/// Shapes, weakly held: the transitions of a shape (hashed by the transition's key, attributes and kind), or a
/// plain list. Shapes never move, so only a major collection has anything to do.
class TransitionTable final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kTransitionTable;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(); }
    static size_t cell_size(const gc::Cell* cell);
    static void process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness);
    static constexpr auto kWeakPolicy = gc::WeakPolicy::kMajorOnly;
    static TransitionTable* create(Isolate& iso, uint32_t capacity);
    uint32_t used() const { return used_; }
    uint32_t capacity() const { return capacity_; }
    /// Null: free; deleted(): was one.
    Shape* at(uint32_t i) const { return shapes()[i]; }
    void put(uint32_t i, Shape* shape) { shapes()[i] = shape; }
    void set_used(uint32_t used) { used_ = used; }
    static Shape* deleted() { return reinterpret_cast<Shape*>(uintptr_t(1)); }
    static bool is_shape(const Shape* s) { return reinterpret_cast<uintptr_t>(s) > 1; }

private:
    explicit TransitionTable(uint32_t capacity) : Cell(kKind, 0), capacity_(capacity) {}
    friend class gc::Heap;
    Shape* const* shapes() const { return reinterpret_cast<Shape* const*>(this + 1); }
    Shape** shapes() { return reinterpret_cast<Shape**>(this + 1); }
    uint32_t used_ = 0;  // entries not free (deleted ones included)
    uint32_t capacity_;
};

/// What an object that serves as a prototype carries (from its own, unique shape).
class PrototypeInfo final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kPrototypeInfo;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return gc::fields(&PrototypeInfo::validity_, &PrototypeInfo::users_,
                          &PrototypeInfo::root_shapes_, &PrototypeInfo::realm_);
    }
    PrototypeInfo() : Cell(kKind, 0) {}
    gc::Member<ValidityCell> validity_;  // of the chain that starts at this prototype; null if none asked
    gc::Member<TransitionTable> users_;  // list: shapes of the prototypes whose valid chains run through this one
    gc::Member<CellArray> root_shapes_;  // empty shapes of objects with this prototype
    gc::Slot realm_;  // of Array.prototype and Object.prototype: the Realm whose protectors watch their elements
};

class Shape final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kShape;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return gc::fields(&Shape::parent_, &Shape::prototype_, &Shape::table_, &Shape::info_,
                          &Shape::key_, &Shape::chain_validity_, &Shape::transitions_);
    }
    static void process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness);
    static constexpr auto kWeakPolicy = gc::WeakPolicy::kMajorOnly;
    enum Flags : uint8_t {
        kDictionary = 1,
        kPrototype = 2,      // belongs to one object, which serves as a prototype
        kNotExtensible = 4,
        kHasReadOnly = 8,    // some property of this lineage is read-only, an accessor or custom
        kArrayObjects = 16,  // all objects of the shape are Arrays (custom `length`)
        kRootFlags = kNotExtensible | kArrayObjects,  // what tells roots of one prototype apart
    };
    /// How a shape came from its parent.
    enum class Transition : uint8_t { kAdd, kChange, kNoExtensions, kSeal, kFreeze };

    uint32_t id() const { return shape_id_; }  // a shape's own header names itself
    Object* prototype() const { return prototype_; }  // null for a null prototype
    uint32_t property_count() const { return property_count_; }
    uint32_t slot_count() const { return slot_count_; }
    uint32_t inline_capacity() const { return inline_capacity_; }
    bool is_dictionary() const { return flags_ & kDictionary; }
    bool is_prototype() const { return flags_ & kPrototype; }
    bool is_unique() const { return flags_ & (kDictionary | kPrototype); }
    bool is_extensible() const { return !(flags_ & kNotExtensible); }
    PropertyTable* table() const { return table_; }
    Shape* parent() const { return parent_; }

    /// The own named property, if there.
    bool lookup(PropertyKey key, PropertyInfo* info) const {
        int32_t i = find(key);
        if (i < 0) return false;
        *info = table_->info_at(uint32_t(i));
        return true;
    }
    /// Entry number in table(), or -1.
    int32_t find(PropertyKey key) const {
        return property_count_ == 0 ? -1 : table_->find(key, property_count_);
    }

    /// The root shape of objects of class kind `kind` with `prototype` (null allowed), cached on the prototype.
    static Shape* root(Isolate& iso, Object* prototype, uint32_t inline_capacity,
                       uint8_t flags = 0);
    /// A root that nobody shares.
    static Shape* create_root(Isolate& iso, Object* prototype, uint32_t inline_capacity,
                              uint8_t flags = 0);
    /// The shape after adding `key` (not there yet); for shared shapes follows or makes a transition, for
    /// unique ones see Object::add_named. `*slot` is the new property's slot.
    Shape* with_property(Isolate& iso, PropertyKey key, uint8_t attributes, uint32_t* slot);
    /// Objects that go on from here have little in common: one that needs a new transition had better be a dictionary.
    bool has_many_children() const { return transitions_ && transitions_->used() >= kMaxChildren; }
    static constexpr uint32_t kMaxChildren = 1024;
    /// The transition if it exists already, else null. Never allocates.
    Shape* find_transition(PropertyKey key, uint8_t attributes) const;
    Shape* with_prototype(Isolate& iso, Object* prototype);
    Shape* with_attributes(Isolate& iso, uint32_t entry, uint8_t attributes);
    Shape* without_extensions(Isolate& iso);
    /// Unique shapes, in place.
    void set_not_extensible() { flags_ |= kNotExtensible; }
    /// Not extensible, all properties not configurable (kSeal), data ones not writable either (kFreeze).
    Shape* with_integrity(Isolate& iso, Transition level);
    /// A unique copy (own table): kDictionary or kPrototype.
    Shape* unique_copy(Isolate& iso, uint8_t flags);
    PrototypeInfo* prototype_info() const { return info_; }  // null unless is_prototype()
    /// The last transition was the addition of `key`, and the parent may be gone back to.
    bool is_added_last(PropertyKey key) const {
        return !is_unique() && parent_ && !parent_->is_unique() && transition_ == Transition::kAdd &&
               property_count_ == parent_->property_count_ + 1 && key_.get() == key.stored();
    }

    /// The validity cell of the prototype chain above objects of this shape (created on demand; never null,
    /// chains that cannot be guarded, e.g. through proxies, are not asked for).
    ValidityCell* chain_validity(Isolate& iso);

    /// For tools: the key that the last transition added (undefined for roots), and the shapes that follow.
    Value last_key() const { return key_; }
    Transition last_transition() const { return transition_; }
    uint8_t last_attributes() const { return key_attributes_; }
    template <class F>
    void for_each_child(F f) const {
        if (only_child_) f(only_child_);
        for (uint32_t i = 0; transitions_ && i < transitions_->capacity(); i++) {
            if (Shape* child = transitions_->at(i); TransitionTable::is_shape(child)) f(child);
        }
    }

    static constexpr size_t kPrototypeOffset = 16;

private:
    Shape(uint32_t id) : Cell(kKind, id) {}
    static Shape* allocate(Isolate& iso);
    friend class gc::Heap;
    friend class Object;
    friend class Global;
    friend class PrototypeChain;
    Shape* derive(Isolate& iso);
    /// Room in the table for one more entry after property_count_; never disturbs another branch.
    PropertyTable* table_for_append(Isolate& iso);
    /// The slot that a new entry of the unique shape uses: a freed one, or the next.
    uint32_t take_slot(const Object* owner);
    void take_transition(Shape* parent, Value key, uint8_t attributes, Transition kind);
    Shape* find_child(Value key, uint8_t attributes, Transition kind) const;
    void add_child(Isolate& iso, Shape* child, Value key, uint8_t attributes, Transition kind);
    void note_attributes(uint8_t attributes) {
        if (!(attributes & kWritable) || (attributes & (kAccessor | kCustom))) flags_ |= kHasReadOnly;
    }

    gc::Member<Shape> parent_;
    gc::Member<Object> prototype_;
    gc::Member<PropertyTable> table_;        // null while empty
    gc::Member<PrototypeInfo> info_;         // prototypes only
    gc::Slot key_;                           // the key added by the last transition
    gc::Member<ValidityCell> chain_validity_;
    gc::Member<TransitionTable> transitions_;  // null until a second child
    Shape* only_child_ = nullptr;            // weak: the first child
    uint32_t property_count_ = 0;
    uint32_t slot_count_ = 0;
    uint32_t free_slot_ = ~0u;               // dictionary: head of the chain of freed slots
    uint8_t inline_capacity_ = 0;
    uint8_t key_attributes_ = 0;
    Transition transition_ = Transition::kAdd;
};

/// Upkeep of objects that serve as prototypes.
class PrototypeChain {
public:
    /// The chains through the prototype of shape `shape` have changed: their validity cells become invalid.
    static void invalidate(Shape* shape);
    /// To be called before the properties of `o`, whose shape is unique, change: invalidates and gives a
    /// prototype a fresh shape. Returns the shape to change in place.
    static Shape* begin_change(Isolate& iso, Object* o);
    /// The same before an addition: the shape stays where no cache can have seen the property absent.
    static Shape* begin_addition(Isolate& iso, Object* o);
    static ValidityCell* validity_of(Isolate& iso, Object* prototype);
    /// Room in the table of unique shape `shape` for one more entry.
    static void reserve_entry(Isolate& iso, Shape* shape);
};

}  // namespace jsx
