// Elements: the two stores, growth, and the choice between them.
//
// A fast store grows by half and 16 more. It gives way to a sparse one when an element falls far
// beyond its end and most of the room would be holes, or when an element gets attributes of its own; a sparse
// store of plain elements turns fast again when it has become dense.
#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "runtime/object/arguments.h"
#include "runtime/object/isolate.h"
#include "runtime/object/object.h"
#include "runtime/object/realm.h"

namespace jsx {

/// A gap of less never makes an object sparse.
static constexpr uint32_t kMaxGap = 1024;
/// Stores of up to this many elements are always fast.
static constexpr uint32_t kAlwaysFast = 512;
/// An array whose length was set in advance gets a fast store for it up to this length.
static constexpr uint32_t kMaxPresetLength = 100'000;
/// A fast store may have this many times the room its elements need before sparse is better.
static constexpr uint32_t kSparseFactor = 9;

// ---- fast stores ----

static size_t elements_bytes(uint32_t capacity) { return sizeof(Elements) + size_t(capacity) * sizeof(Value); }

Elements* Elements::create(Isolate& iso, uint32_t capacity) {
    if (capacity == 0) return static_cast<Elements*>(iso.empty_elements);
    return iso.heap.make_sized<Elements>(elements_bytes(capacity), uint8_t(0), capacity);
}
Elements* Elements::try_create(Isolate& iso, uint32_t capacity) {
    if (capacity == 0) return static_cast<Elements*>(iso.empty_elements);
    void* memory = iso.heap.try_allocate(elements_bytes(capacity), kKind);
    return memory ? new (memory) Elements(0, capacity) : nullptr;
}

void Elements::append(const Elements* from, uint32_t first, uint32_t count) {
    flags_ |= from->flags() & (kNotInt32 | kNotNumber | kHoley);
    std::copy_n(from->values() + first, count, values() + length_);
    length_ += count;
    gc::write_barrier(this, nullptr, Value(this));  // any of its words
}

void Elements::append(std::span<const Value> values) {
    uint8_t flags = 0;
    for (Value v : values) flags |= v.is_empty() ? uint8_t(kHoley) : kind_bits(v);
    flags_ |= flags;
    std::copy_n(values.data(), values.size(), this->values() + length_);
    length_ += uint32_t(values.size());
    gc::write_barrier(this, nullptr, Value(this));
}

/// A store of its own with the first `count` elements of `old`; null if the heap cannot hold it.
static Elements* copied_elements(Isolate& iso, Elements* old, uint32_t count, uint32_t capacity) {
    Elements* elements = Elements::try_create(iso, capacity);
    if (!elements || capacity == 0) return elements;
    elements->add_flags(uint8_t(old->flags() & ~Elements::kCopyOnWrite));
    elements->append(old, 0, count);
    return elements;
}

/// A store of its own with the elements of `old` and room for `wanted`. Where the heap cannot hold that, for what is `needed`, but an
/// eighth more than there was: what grows element by element at the heap's limit must not copy each time. Null if neither fits.
static Elements* grown_elements(Isolate& iso, Elements* old, uint32_t needed, uint32_t wanted) {
    Elements* grown = copied_elements(iso, old, old->length(), wanted);
    uint64_t modest = std::max<uint64_t>(needed, uint64_t(old->capacity()) + old->capacity() / 8);
    if (!grown && modest < wanted) grown = copied_elements(iso, old, old->length(), uint32_t(modest));
    return grown;
}

/// The store may be written in place: not shared with a literal, not the empty one of the isolate.
static bool is_private_store(Isolate& iso, ElementsBase* elements) {
    return elements != iso.empty_elements && !(elements->flags() & Elements::kCopyOnWrite);
}

static Thrown throw_too_long(Isolate& iso) { return iso.throw_range_error("Invalid array length"); }

Completion<Elements*> ensure_elements(Isolate& iso, Object* o, uint32_t capacity) {
    if (o->elements()->is_sparse()) {
        auto* sparse = static_cast<SparseElements*>(o->elements());
        JSX_CHECK(sparse->is_plain());
        uint32_t count;
        uint32_t* indices = sparse->sorted_indices(&count);
        uint32_t length = count ? indices[count - 1] + 1 : 0;
        Elements* elements = Elements::try_create(iso, std::max({length, capacity, 1u}));
        if (elements) {
            std::fill_n(elements->values(), length, Value::empty());
            elements->set_length(length);
            if (count < length) elements->add_flags(Elements::kHoley);
            for (uint32_t i = 0; i < count; i++) {
                elements->set(indices[i], sparse->value_at(sparse->find(indices[i])));
            }
            if (!o->shape(iso)->is_extensible()) elements->add_flags(Elements::kNoAdd);
        }
        std::free(indices);
        if (!elements) return throw_too_long(iso);
        o->set_elements(elements);
        return elements;
    }
    Elements* old = o->fast_elements();
    if (capacity <= old->capacity() && is_private_store(iso, old)) return old;
    uint32_t room = std::max(capacity, old->length());
    if (room > old->capacity() && old->capacity() > 0) {
        room = uint32_t(std::max<uint64_t>(room, std::min<uint64_t>(uint64_t(old->capacity()) + old->capacity() / 2 + 16, UINT32_MAX)));
    }
    Elements* elements = grown_elements(iso, old, std::max(capacity, old->length()), std::max(room, 1u));
    if (!elements) return throw_too_long(iso);
    o->set_elements(elements);
    return elements;
}

// ---- sparse stores ----

SparseElements* SparseElements::create(Isolate& iso, uint32_t capacity) {
    capacity = std::bit_ceil(std::max(capacity, 4u));
    size_t bytes = sizeof(SparseElements) + size_t(capacity) * 3 * sizeof(Value);
    auto* elements = iso.heap.make_sized<SparseElements>(bytes, capacity);
    std::fill_n(elements->words(), size_t(capacity) * 3, Value::empty());
    return elements;
}

static uint32_t index_hash(uint32_t index) {
    uint32_t h = index * 0x9E3779B1u;
    return h ^ (h >> 15);
}
static Value index_word_of(uint32_t index) { return Value::int32(int32_t(index)); }

int64_t SparseElements::find(uint32_t index) const {
    uint32_t mask = capacity_ - 1;
    Value wanted = index_word_of(index);
    for (uint32_t at = index_hash(index) & mask;; at = (at + 1) & mask) {
        Value w = index_word(at);
        if (w == wanted) return at;
        if (w.is_empty()) return -1;
    }
}

void SparseElements::insert(uint32_t index, Value v, uint8_t attributes) {
    uint32_t mask = capacity_ - 1;
    uint32_t at = index_hash(index) & mask;
    while (index_word(at).is_int32()) at = (at + 1) & mask;
    if (!index_word(at).is_empty()) deleted_--;
    Value* w = words() + 3 * size_t(at);
    w[0] = index_word_of(index);
    w[1] = Value::int32(attributes);
    w[2] = v;
    live_++;
    if (attributes != kAllAttributes) has_attributes_ = 1;
    gc::write_barrier(this, &w[2], v);
}

SparseElements* SparseElements::rehash(Isolate& iso, uint32_t capacity) const {
    SparseElements* fresh = create(iso, capacity);
    for (uint32_t i = 0; i < capacity_; i++) {
        Value w = index_word(i);
        if (w.is_int32()) fresh->insert(uint32_t(w.as_int32()), value_at(i), attributes_at(i));
    }
    return fresh;
}

SparseElements* SparseElements::add(Isolate& iso, uint32_t index, Value v, uint8_t attributes) {
    SparseElements* store = this;
    if (uint64_t(live_ + deleted_ + 1) * 4 > uint64_t(capacity_) * 3) store = rehash(iso, (live_ + 1) * 2);
    store->insert(index, v, attributes);
    return store;
}

void SparseElements::set_attributes(int64_t slot, uint8_t attributes) {
    words()[3 * slot + 1] = Value::int32(attributes);
    if (attributes != kAllAttributes) has_attributes_ = 1;
}

void SparseElements::erase(int64_t slot) {
    words()[3 * slot] = Value::undefined();
    words()[3 * slot + 2] = Value::empty();
    live_--;
    deleted_++;
}

void SparseElements::restrict(bool freeze) {
    for (uint32_t i = 0; i < capacity_; i++) {
        if (!index_word(i).is_int32()) continue;
        uint8_t attributes = uint8_t(attributes_at(i) & ~kConfigurable);
        if (freeze && !(attributes & kAccessor)) attributes &= uint8_t(~kWritable);
        set_attributes(i, attributes);
    }
}

uint32_t* SparseElements::sorted_indices(uint32_t* count) const {
    auto* indices = static_cast<uint32_t*>(std::malloc(std::max<size_t>(live_, 1) * sizeof(uint32_t)));
    JSX_CHECK_MEMORY(indices);
    uint32_t n = 0;
    for (uint32_t i = 0; i < capacity_; i++) {
        if (index_word(i).is_int32()) indices[n++] = uint32_t(index_word(i).as_int32());
    }
    std::sort(indices, indices + n);
    *count = n;
    return indices;
}

void elements_to_sparse(Isolate& iso, Object* o) {
    if (o->elements()->is_sparse()) return;
    Elements* old = o->fast_elements();
    // The holes of mapped arguments are elements.
    auto* arguments = o->kind() == gc::CellKind::kArguments ? static_cast<ArgumentsObject*>(o) : nullptr;
    auto value_at = [&](uint32_t i) {
        Value v = old->get(i);
        int32_t slot = v.is_empty() && arguments ? arguments->mapped_slot(i) : -1;
        return slot < 0 ? v : arguments->environment()->get(uint32_t(slot));
    };
    uint32_t count = 0;
    for (uint32_t i = 0; i < old->length(); i++) count += !value_at(i).is_empty();
    SparseElements* sparse = SparseElements::create(iso, count * 2);
    uint8_t attributes = element_attributes(old->flags());
    for (uint32_t i = 0; i < old->length(); i++) {
        if (Value v = value_at(i); !v.is_empty()) sparse = sparse->add(iso, i, v, attributes);
    }
    o->set_elements(sparse);
}

// ---- single elements ----

/// Array.prototype and Object.prototype are watched for elements.
static void note_element_added(Isolate& iso, Object* o) {
    PrototypeInfo* info = o->shape(iso)->prototype_info();
    if (JSX_LIKELY(!info) || !info->realm_.get().is_cell()) return;
    auto* realm = static_cast<Realm*>(info->realm_.get().as_cell());
    if (o == realm->object_if_made(RealmObject::kArrayPrototype) ||
        o == realm->object_if_made(RealmObject::kObjectPrototype)) {
        realm->break_protector(Realm::kNoElementsOnPrototypes);
    }
}

static void grow_array_length(Object* o, uint32_t index) {
    if (!o->is_array_object()) return;
    auto* array = static_cast<Array*>(o);
    if (index >= array->length()) array->set_length_nocheck(index + 1);
}

static uint32_t count_used(const Elements* elements) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < elements->length(); i++) used += !elements->get(i).is_empty();
    return used;
}

/// Room for a fast store that is to hold `index`, or 0 if a sparse one is better.
static uint32_t fast_capacity_for(Object* o, Elements* elements, uint32_t index) {
    uint32_t capacity = elements->capacity();
    if (index < capacity) return capacity;
    uint64_t wanted = uint64_t(index) + index / 2 + 16;
    wanted = std::min<uint64_t>(wanted, UINT32_MAX);
    if (o->is_array_object()) {
        uint32_t length = static_cast<Array*>(o)->length();
        if (index < length && length <= kMaxPresetLength) return length;
    }
    bool has_gaps = index - elements->length() >= kMaxGap || elements->flags() & Elements::kHoley;
    if (has_gaps && wanted > kAlwaysFast && uint64_t(count_used(elements) + 1) * kSparseFactor < wanted) return 0;
    return uint32_t(wanted);
}

/// After a sparse store grew: fast again if it is dense now.
static bool is_dense(const SparseElements* sparse) {
    if (!sparse->is_plain()) return false;
    uint32_t last = 0;
    for (uint32_t i = 0; i < sparse->capacity(); i++) {
        Value w = sparse->index_word(i);
        if (w.is_int32()) last = std::max(last, uint32_t(w.as_int32()));
    }
    return uint64_t(last) + 1 <= uint64_t(sparse->live()) * 3;
}

static Completion<void> put_sparse(Isolate& iso, Object* o, uint32_t index, Value v, uint8_t attributes) {
    auto* sparse = static_cast<SparseElements*>(o->elements());
    int64_t at = sparse->find(index);
    if (at >= 0) {
        sparse->set_value(at, v);
        sparse->set_attributes(at, attributes);
        return {};
    }
    SparseElements* store = sparse->add(iso, index, v, attributes);
    note_element_added(iso, o);
    grow_array_length(o, index);
    if (store == sparse) return {};
    o->set_elements(store);
    if (o->kind() != gc::CellKind::kArguments && is_dense(store)) (void)TRY(ensure_elements(iso, o, 0));
    return {};
}

Completion<void> put_element(Isolate& iso, Object* o, uint32_t index, Value v) {
    if (o->elements()->is_sparse()) return put_sparse(iso, o, index, v, kAllAttributes);
    Elements* elements = o->fast_elements();
    uint32_t length = elements->length();
    if (index < length) {
        if (!is_private_store(iso, elements)) elements = TRY(ensure_elements(iso, o, length));
        if (elements->get(index).is_empty()) note_element_added(iso, o);
        elements->set(index, v);
        return {};
    }
    note_element_added(iso, o);
    if (index >= elements->capacity() || !is_private_store(iso, elements)) {
        uint32_t capacity = fast_capacity_for(o, elements, index);
        if (capacity == 0) {
            elements_to_sparse(iso, o);
            return put_sparse(iso, o, index, v, kAllAttributes);
        }
        Elements* grown = grown_elements(iso, elements, index + 1, std::max(capacity, index + 1));
        if (!grown) return throw_too_long(iso);
        elements = grown;
        o->set_elements(elements);
    }
    if (index > length) {
        std::fill(elements->values() + length, elements->values() + index, Value::empty());
        elements->add_flags(Elements::kHoley);
    }
    elements->set_length(index + 1);
    elements->set(index, v);
    grow_array_length(o, index);
    return {};
}

Completion<void> define_element(Isolate& iso, Object* o, uint32_t index, Value v, uint8_t attributes) {
    if (!o->elements()->is_sparse()) {
        // The flags of the store can say it only for all elements at once.
        uint8_t flags = o->elements()->flags();
        if (attributes == kAllAttributes && !(flags & (Elements::kSealed | Elements::kFrozen))) {
            return put_element(iso, o, index, v);
        }
        elements_to_sparse(iso, o);
    }
    return put_sparse(iso, o, index, v, attributes);
}

/// A long store that has become mostly holes by deletion is better sparse. Asked after each deletion, it counts only
/// now and then, so that a long array can be emptied in linear time.
static bool is_mostly_holes(Isolate& iso, const Elements* elements) {
    uint32_t length = elements->length();
    if (length < 4 * kMaxGap || ++iso.element_deletions < length / 16) return false;
    iso.element_deletions = 0;
    return uint64_t(count_used(elements)) * kSparseFactor < length;
}

bool delete_element(Isolate& iso, Object* o, uint32_t index) {
    if (o->elements()->is_sparse()) {
        auto* sparse = static_cast<SparseElements*>(o->elements());
        int64_t at = sparse->find(index);
        if (at < 0) return true;
        if (!(sparse->attributes_at(at) & kConfigurable)) return false;
        sparse->erase(at);
        return true;
    }
    Elements* elements = o->fast_elements();
    uint32_t length = elements->length();
    if (index >= length || elements->get(index).is_empty()) return true;
    if (elements->flags() & (Elements::kSealed | Elements::kFrozen)) return false;
    if (!is_private_store(iso, elements)) {
        elements = copied_elements(iso, elements, length, length);
        JSX_CHECK_MEMORY(elements);
        o->set_elements(elements);
    }
    elements->values()[index] = Value::empty();
    elements->add_flags(Elements::kHoley);
    if (index == length - 1 && o->kind() != gc::CellKind::kArguments) {
        while (length > 0 && elements->get(length - 1).is_empty()) length--;
        elements->set_length(length);
    } else if (is_mostly_holes(iso, elements)) {
        elements_to_sparse(iso, o);
    }
    return true;
}

bool try_set_integrity(Isolate& iso, Object* o, Shape::Transition level) {
    bool freeze = level == Shape::Transition::kFreeze;
    if (o->is_exotic() || o->kind() == gc::CellKind::kGlobal) return false;
    Shape* shape = o->shape(iso);
    if (shape->is_unique()) {
        PrototypeChain::begin_change(iso, o)->with_integrity(iso, level);
    } else {
        o->set_shape(shape->with_integrity(iso, level));
    }
    if (o->is_array_object() && freeze) static_cast<Array*>(o)->set_length_read_only();
    if (o->elements() == iso.empty_elements) return true;
    if (o->elements()->is_sparse()) {
        static_cast<SparseElements*>(o->elements())->restrict(freeze);
        return true;
    }
    Elements* elements = o->fast_elements();
    if (!is_private_store(iso, elements)) {
        elements = copied_elements(iso, elements, elements->length(), std::max(elements->length(), 1u));
        JSX_CHECK_MEMORY(elements);
        o->set_elements(elements);
    }
    elements->add_flags(uint8_t(Elements::kNoAdd | Elements::kSealed | (freeze ? Elements::kFrozen : 0)));
    return true;
}

}  // namespace jsx
