// [doc:kinds] What the collector knows of a cell class: its layout, as data.
//
// A cell is a fixed part, in which some 8-byte words are traced (Member<T>, Slot: both are words
// that the collector reads as a Value), and at most one tail whose traced words are counted by the
// header's aux byte or by a uint32 field. Whatever lies outside (off-heap memory holding Values) is
// visited by `visit_extra`. Each class above registers itself once per heap; Heap::start aborts if
// a kind has no registration.
//
// Weak fields are not declared. After each collection `process_weak` of the live cells that have some asks a
// Liveness where each referent is now, and clears or updates the field. Ephemeron tables declare
// neither keys nor values: `visit_ephemerons` shows the collector each entry, and it visits the values whose keys
// are alive; `process_weak` then forwards the keys and drops dead entries.
#pragma once

#include <tuple>

#include "gc/cell.h"

namespace jsx::gc {

/// What visits words outside the declared fields.
class SlotVisitor {
public:
    /// Visits `count` consecutive words, updating those that hold moved cells.
    virtual void visit_range(Value* first, size_t count) = 0;
    void visit(Value& slot) { visit_range(&slot, 1); }
    template <class T>
    void visit(T*& pointer) {
        visit_range(reinterpret_cast<Value*>(&pointer), 1);
    }
    template <class T>
    void visit(Member<T>& member) {
        visit_range(reinterpret_cast<Value*>(&member), 1);
    }
    /// Keeps a shape alive (shapes never move).
    virtual void visit_shape_id(uint32_t shape_id) = 0;

protected:
    ~SlotVisitor() = default;
};

/// After marking or scavenging, before dead cells are reclaimed: what a weak holder may ask.
class Liveness {
public:
    /// The cell's (new) address, or null if it died. In a scavenge, old cells are alive.
    virtual Cell* survivor(Cell* cell) = 0;
    template <class T>
    T* survivor_of(T* cell) {
        return static_cast<T*>(survivor(cell));
    }
    /// False in a scavenge, where everything but the nursery counts as alive.
    virtual bool is_major() const = 0;

protected:
    ~Liveness() = default;
};

/// What is shown the entries of an ephemeron table.
class EphemeronVisitor {
public:
    /// Visits `value` if `key` is alive, or as soon as it is found to be.
    virtual void visit_ephemeron(Cell* key, Value& value) = 0;

protected:
    ~EphemeronVisitor() = default;
};

/// When process_weak (and visit_ephemerons) of a cell is called. The wider the policy, the less a class has to
/// promise, and the more old cells every scavenge looks at.
enum class WeakPolicy : uint8_t {
    kAlways,     // after every collection
    kBarriered,  // after a scavenge only if the cell is young, was named to the write barrier since the
                 // last one, or saw a young survivor then: weak stores use the barrier like any other
    kMajorOnly,  // weak fields never point into the nursery
};

/// How the traced words of a tail are counted.
enum class TailCount : uint8_t { kNone, kAux, kUint32 };

struct KindInfo {
    static constexpr size_t kMaxFields = 20;
    const char* name = nullptr;
    uint32_t fixed_size = 0;  // bytes, tail excluded
    uint16_t tail_offset = 0;
    uint16_t tail_count_offset = 0;
    TailCount tail = TailCount::kNone;
    uint8_t field_count = 0;
    bool has_shape = false;    // shape_id() keeps a Shape alive
    WeakPolicy weak_policy = WeakPolicy::kAlways;
    uint16_t fields[kMaxFields] = {};  // byte offsets of traced words
    uint16_t capacity_offset = 0;      // not 0: of a uint32; the size is fixed_size + 8 * that
    size_t (*size)(const Cell*) = nullptr;               // null: as above, or fixed_size + 8 * tail count
    void (*visit_extra)(Cell*, SlotVisitor&) = nullptr;  // off-heap holders
    void (*process_weak)(Heap&, Cell*, Liveness&) = nullptr;  // cells with weak fields; after each cycle
    /// Shows each entry whose value is a cell. Called several times in a collection, the last time when all have moved.
    void (*visit_ephemerons)(Cell*, EphemeronVisitor&) = nullptr;
    void (*finalize)(Heap&, Cell*) = nullptr;  // frees off-heap memory of a dead cell; must not allocate cells
};

/// The traced fields of class T, in the order they stand: `gc::fields(&T::a_, &T::b_)`. A derived class
/// continues its base's list: `Base::fields().with(&T::c_)`.
template <class... M>
struct FieldList {
    std::tuple<M...> members;
    template <class... N>
    constexpr auto with(N... more) const {
        return FieldList<M..., N...>{std::tuple_cat(members, std::tuple<N...>(more...))};
    }
};
template <class... M>
constexpr auto fields(M... members) {
    return FieldList<M...>{std::tuple<M...>(members...)};
}

/// Byte offset of the member `M B::*` in T, a class derived from (or equal to) B.
template <class T, class B, class M>
uint16_t offset_of(M B::*member) {
    alignas(T) static constexpr char storage[sizeof(T)] = {};
    const T* base = reinterpret_cast<const T*>(storage);
    return uint16_t(reinterpret_cast<const char*>(&(base->*member)) - storage);
}

/// Builds T's KindInfo. T declares: `kKind`; `fields()`; optionally a traced tail that begins at sizeof(T),
/// by `kTail = TailCount::kAux` or by `tail_count()` naming a uint32 member; `kHasShape`;
/// `capacity_count()`, naming the uint32 member that counts the words the tail has room for, or
/// `cell_size(const Cell*)`; `visit_extra`; `process_weak`; `kWeakPolicy`; `visit_ephemerons`; `finalize` (all static).
template <class T>
KindInfo describe_kind(const char* name) {
    KindInfo info;
    info.name = name;
    info.fixed_size = sizeof(T);
    std::apply(
        [&](auto... member) {
            static_assert(sizeof...(member) <= KindInfo::kMaxFields);
            ((info.fields[info.field_count++] = offset_of<T>(member)), ...);
        },
        T::fields().members);
    if constexpr (requires { T::kTail; }) {
        info.tail = T::kTail;
        info.tail_offset = sizeof(T);
    }
    if constexpr (requires { T::tail_count(); }) {
        info.tail = TailCount::kUint32;
        info.tail_offset = sizeof(T);
        info.tail_count_offset = offset_of<T>(T::tail_count());
    }
    if constexpr (requires { T::kHasShape; }) info.has_shape = T::kHasShape;
    if constexpr (requires { T::capacity_count(); }) {
        info.capacity_offset = offset_of<T>(T::capacity_count());
    } else if constexpr (requires(const Cell* c) { T::cell_size(c); }) {
        info.size = &T::cell_size;
    }
    if constexpr (requires { &T::visit_extra; }) info.visit_extra = &T::visit_extra;
    if constexpr (requires { &T::process_weak; }) info.process_weak = &T::process_weak;
    if constexpr (requires { T::kWeakPolicy; }) info.weak_policy = T::kWeakPolicy;
    if constexpr (requires { &T::visit_ephemerons; }) info.visit_ephemerons = &T::visit_ephemerons;
    if constexpr (requires { &T::finalize; }) info.finalize = &T::finalize;
    return info;
}

}  // namespace jsx::gc
