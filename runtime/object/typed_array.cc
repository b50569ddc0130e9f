#include "runtime/object/typed_array.h"

#include "runtime/object/abstract_ops.h"
#include "runtime/object/bigint_ops.h"
#include "support/numbers/math.h"
#include "support/numbers/number_to_string.h"

#include <cmath>
#include <cstdlib>
#include <cstring>

namespace jsx {

namespace {

/// Larger buffers are refused at once; the system would promise them and not keep it.
constexpr size_t kMaxByteLength = size_t(1) << 35;

void free_with_malloc(void* data, size_t, void*) {
    std::free(data);
}

/// Resident memory of a detached or zero-length store is none; its data pointer still must not be
/// null.
uint8_t* allocate_zeroed(size_t bytes) {
    return static_cast<uint8_t*>(std::calloc(bytes ? bytes : 1, 1));
}

}  // namespace

const char* element_type_name(ElementType type) {
    static constexpr const char* kNames[kElementTypeCount] = {
        "Int8Array",      "Uint8Array",   "Uint8ClampedArray", "Int16Array",
        "Uint16Array",    "Int32Array",   "Uint32Array",       "BigInt64Array",
        "BigUint64Array", "Float16Array", "Float32Array",      "Float64Array",
    };
    return kNames[uint8_t(type)];
}

// ---- Backing stores ----------------------------------------------------------------------------

BackingStore* BackingStore::create(size_t byte_length, size_t max_byte_length, uint8_t flags) {
    // Resizable stores reserve their maximum; untouched pages of it cost nothing.
    size_t capacity = flags & kResizable ? max_byte_length : byte_length;
    if (capacity > kMaxByteLength) return nullptr;
    uint8_t* data = allocate_zeroed(capacity);
    if (!data) return nullptr;
    auto* store = new BackingStore();
    store->data_ = data;
    store->byte_length_.store(byte_length, std::memory_order_relaxed);
    store->max_byte_length_ = flags & kResizable ? max_byte_length : byte_length;
    store->capacity_ = capacity;
    store->free_ = free_with_malloc;
    store->flags_ = flags;
    return store;
}

BackingStore* BackingStore::wrap(void* data, size_t byte_length, Free free, void* hint) {
    auto* store = new BackingStore();
    store->data_ = static_cast<uint8_t*>(data);
    store->byte_length_.store(byte_length, std::memory_order_relaxed);
    store->max_byte_length_ = store->capacity_ = byte_length;
    store->free_ = free;
    store->hint_ = hint;
    return store;
}

void BackingStore::free_data() {
    if (data_ && free_) free_(data_, capacity_, hint_);
    data_ = nullptr;
}

void BackingStore::unref() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    free_data();
    if (void* attachment = attachment_.load()) free_attachment_.load()(attachment);
    delete this;
}

bool BackingStore::resize(size_t byte_length) {
    JSX_DCHECK(byte_length <= max_byte_length_);
    if (is_shared()) {
        // Other threads may grow it at the same time: the length never falls.
        size_t present = byte_length_.load(std::memory_order_seq_cst);
        do {
            if (byte_length < present) return false;
        } while (
            !byte_length_.compare_exchange_weak(present, byte_length, std::memory_order_seq_cst));
        return true;
    }
    size_t present = byte_length_.load(std::memory_order_relaxed);
    // Cleared on the way down, so that bytes are zero when they come back.
    if (byte_length < present) std::memset(data_ + byte_length, 0, present - byte_length);
    byte_length_.store(byte_length, std::memory_order_relaxed);
    return true;
}

void* BackingStore::attachment(void* (*make)(), void (*free)(void*)) {
    void* present = attachment_.load(std::memory_order_acquire);
    if (present) return present;
    free_attachment_.store(free);
    void* made = make();
    if (attachment_.compare_exchange_strong(present, made)) return made;
    free(made);  // another thread was faster
    return present;
}

BackingStore* BackingStore::transfer(size_t byte_length, size_t max_byte_length, uint8_t flags) {
    size_t present = this->byte_length();
    size_t capacity = flags & kResizable ? max_byte_length : byte_length;
    if (capacity > kMaxByteLength) return nullptr;
    BackingStore* store;
    if (capacity == capacity_ && free_) {
        // The same memory serves.
        store = new BackingStore();
        store->data_ = data_;
        store->capacity_ = capacity_;
        store->free_ = free_;
        store->hint_ = hint_;
        if (byte_length < present) std::memset(data_ + byte_length, 0, present - byte_length);
        store->byte_length_.store(byte_length, std::memory_order_relaxed);
        store->max_byte_length_ = capacity;
        store->flags_ = flags;
        data_ = nullptr;
    } else {
        store = create(byte_length, max_byte_length, flags);
        if (!store) return nullptr;
        std::memcpy(store->data_, data_, present < byte_length ? present : byte_length);
    }
    detach();
    return store;
}

void BackingStore::take(BackingStore& other) {
    JSX_DCHECK(!is_shared() && !other.is_shared());
    free_data();
    data_ = std::exchange(other.data_, nullptr);
    byte_length_.store(other.byte_length_.exchange(0), std::memory_order_relaxed);
    max_byte_length_ = other.max_byte_length_;
    capacity_ = std::exchange(other.capacity_, 0);
    free_ = other.free_;
    hint_ = other.hint_;
    flags_ = other.flags_;
}

void BackingStore::detach() {
    JSX_DCHECK(!is_shared());
    free_data();
    byte_length_.store(0, std::memory_order_relaxed);
    max_byte_length_ = 0;
    capacity_ = 0;
}

Completion<BackingStore*> allocate_store(Isolate& iso, double byte_length) {
    BackingStore* store = byte_length <= double(kMaxByteLength)
                              ? BackingStore::create(size_t(byte_length), size_t(byte_length), 0)
                              : nullptr;
    if (!store) return iso.throw_range_error("Array buffer allocation failed");
    return store;
}

// ---- Buffers and views -------------------------------------------------------------------------

ArrayBuffer* ArrayBuffer::create(Isolate& iso, Shape* shape, BackingStore* store) {
    void* memory = iso.heap.allocate(sizeof(ArrayBuffer), kKind);
    auto* buffer = new (memory) ArrayBuffer(iso, shape, store);
    iso.heap.note_finalizable(buffer);
    buffer->account(iso);
    return buffer;
}

void ArrayBuffer::account(Isolate& iso) {
    size_t bytes = is_detached() ? 0 : byte_length();
    size_t charged = charged_;
    charged_ = bytes;
    if (bytes > charged) iso.heap.external_allocated(bytes - charged);
    if (bytes < charged) iso.heap.external_freed(charged - bytes);
}

void ArrayBuffer::finalize(gc::Heap& heap, gc::Cell* cell) {
    auto* buffer = static_cast<ArrayBuffer*>(cell);
    if (buffer->charged_) heap.external_freed(buffer->charged_);
    buffer->store_->unref();
}

TypedArray* TypedArray::create(Isolate& iso, Shape* shape, ElementType type, ArrayBuffer* buffer,
                               size_t byte_offset, size_t length) {
    bool tracking = length == kTracking;
    size_t limit = tracking ? kNoLimit : byte_offset + (length << element_shift(type));
    void* memory = iso.heap.allocate(sizeof(TypedArray), kKind);
    return new (memory)
        TypedArray(iso, shape, type, buffer, byte_offset, tracking ? 0 : length, limit);
}

// https://tc39.es/ecma262/#sec-typedarraylength, where the view is not simply in bounds
size_t TypedArray::length_slow() const {
    if (is_out_of_bounds()) return 0;
    if (!is_length_tracking()) return length_;
    return (store_->byte_length() - byte_offset_) >> shift();
}

DataView* DataView::create(Isolate& iso, Shape* shape, ArrayBuffer* buffer, size_t byte_offset,
                           size_t byte_length) {
    bool tracking = byte_length == TypedArray::kTracking;
    size_t limit = tracking ? kNoLimit : byte_offset + byte_length;
    void* memory = iso.heap.allocate(sizeof(DataView), kKind);
    return new (memory)
        DataView(iso, shape, buffer, byte_offset, tracking ? 0 : byte_length, limit);
}

// ---- Elements ----------------------------------------------------------------------------------

namespace {

/// https://tc39.es/ecma262/#sec-touint8clamp
uint8_t to_uint8_clamp(double d) {
    if (!(d > 0)) return 0;  // NaN too
    if (d >= 255) return 255;
    // Halves go to even: the default rounding mode.
    return uint8_t(std::nearbyint(d));
}

template <class T> void put(uint8_t* p, T v) {
    std::memcpy(p, &v, sizeof(T));
}
template <class T> T take(const uint8_t* p) {
    T v;
    std::memcpy(&v, p, sizeof(T));
    return v;
}

void number_to_raw_bytes(ElementType type, double d, uint8_t* p) {
    switch (type) {
    case ElementType::kInt8:
    case ElementType::kUint8:
        *p = uint8_t(numbers::to_uint32(d));
        return;
    case ElementType::kUint8Clamped:
        *p = to_uint8_clamp(d);
        return;
    case ElementType::kInt16:
    case ElementType::kUint16:
        put(p, uint16_t(numbers::to_uint32(d)));
        return;
    case ElementType::kInt32:
    case ElementType::kUint32:
        put(p, numbers::to_uint32(d));
        return;
    case ElementType::kFloat16:
        put(p, numbers::float16_from_double(d));
        return;
    case ElementType::kFloat32:
        put(p, float(d));
        return;
    case ElementType::kFloat64:
        put(p, d);
        return;
    case ElementType::kBigInt64:
    case ElementType::kBigUint64:
        break;
    }
    JSX_UNREACHABLE();
}

/// The low 64 bits of a BigInt in two's complement.
uint64_t low_bits(BigInt* b) {
    uint64_t magnitude = b->is_zero() ? 0 : uint64_t(b->limbs()[0]);
    return b->is_negative() ? 0 - magnitude : magnitude;
}

}  // namespace

// https://tc39.es/ecma262/#sec-numerictorawbytes
void numeric_to_raw_bytes(Isolate&, ElementType type, Value v, uint8_t* p) {
    if (is_bigint_type(type)) return put(p, low_bits(as_bigint(v)));
    number_to_raw_bytes(type, v.as_number(), p);
}

// https://tc39.es/ecma262/#sec-rawbytestonumeric
Value raw_bytes_to_numeric(Isolate& iso, ElementType type, const uint8_t* p) {
    switch (type) {
    case ElementType::kInt8:
        return Value::int32(int8_t(*p));
    case ElementType::kUint8:
    case ElementType::kUint8Clamped:
        return Value::int32(*p);
    case ElementType::kInt16:
        return Value::int32(take<int16_t>(p));
    case ElementType::kUint16:
        return Value::int32(take<uint16_t>(p));
    case ElementType::kInt32:
        return Value::int32(take<int32_t>(p));
    case ElementType::kUint32:
        return Value::number(take<uint32_t>(p));
    case ElementType::kBigInt64:
        return Value(bigint_from_int64(iso, take<int64_t>(p)));
    case ElementType::kBigUint64:
        return Value(bigint_from_uint64(iso, take<uint64_t>(p)));
    case ElementType::kFloat16:
        return Value::number(numbers::float16_to_double(take<uint16_t>(p)));
    case ElementType::kFloat32:
        return Value::number(double(take<float>(p)));
    case ElementType::kFloat64:
        return Value::number(take<double>(p));
    }
    JSX_UNREACHABLE();
}

Value TypedArray::load(Isolate& iso, size_t i) const {
    return raw_bytes_to_numeric(iso, type(), data() + (i << shift()));
}

void TypedArray::store(Isolate& iso, size_t i, Value v) {
    numeric_to_raw_bytes(iso, type(), v, data() + (i << shift()));
}

bool TypedArray::store_double(uint8_t* p, double d) {
    if (is_bigint_type(type())) return false;
    number_to_raw_bytes(type(), d, p);
    return true;
}

Completion<Value> to_element_value(Isolate& iso, ElementType type, Value v) {
    if (is_bigint_type(type)) return Value(TRY(to_bigint(iso, v)));
    if (v.is_number()) return v;
    return Value::number(TRY(to_number(iso, v)));
}

// https://tc39.es/ecma262/#sec-canonicalnumericindexstring
bool is_canonical_numeric_key(Isolate& iso, PropertyKey key, double* index) {
    if (key.is_index()) {
        *index = key.as_index();
        return true;
    }
    if (!key.is_atom()) return false;
    String* text = key.as_atom();
    // 1. "-0" is canonical, and no integer index.
    *index = -1;
    if (text == iso.names.minus_zero) return true;
    // FAST: a number's text begins with a digit, a sign, or is NaN or Infinity.
    if (text->is_empty() || text->length() > numbers::kNumberTextMax) return false;
    char16_t first = text->content_nogc()[0];
    if (!(first - u'0' < 10u) && first != '-' && first != 'I' && first != 'N') return false;
    // 2-3. Let n be ToNumber(argument). If ToString(n) is the text, it is canonical.
    FlatContent content = text->content_nogc();
    if (!content.is_latin1) return false;
    double n = string_to_number(iso, text);
    char canonical[numbers::kNumberTextMax];
    size_t length = numbers::number_to_string(n, canonical);
    if (length != content.length || std::memcmp(canonical, content.latin1(), length) != 0)
        return false;
    if (n >= 0 && std::trunc(n) == n && n <= 0x1p53 - 1) *index = n;
    return true;
}

}  // namespace jsx
