// [doc:typed-arrays] ArrayBuffer, TypedArray and DataView.
//
//   TypedArray --store_--> BackingStore { data, byte_length } <--store_-- ArrayBuffer
//       |                                                                    ^
//       +---------------------------------buffer_----------------------------+
//
// The bytes lie off the heap, in a BackingStore whose address never changes while any buffer uses it: detaching and
// resizing change its fields, so a view sees both at once by reading through its pointer. A view with a fixed length
// is in bounds while `limit_`, the end of its bytes, is within byte_length: one load and one compare on the fast
// path. Views that track the buffer's length have an unreachable limit_ and compute.
#pragma once

#include <atomic>

#include "runtime/object/object.h"
#include "support/numbers/float16.h"

namespace jsx {

/// In the order of the constructors in realm_objects.def.
enum class ElementType : uint8_t {
    kInt8, kUint8, kUint8Clamped, kInt16, kUint16, kInt32, kUint32, kBigInt64, kBigUint64, kFloat16, kFloat32, kFloat64,
};
inline constexpr uint8_t kElementTypeCount = 12;
/// log2 of an element's bytes.
constexpr uint32_t element_shift(ElementType type) {
    constexpr uint8_t shifts[kElementTypeCount] = {0, 0, 0, 1, 1, 2, 2, 3, 3, 1, 2, 3};
    return shifts[uint8_t(type)];
}
constexpr uint32_t element_size(ElementType type) { return 1u << element_shift(type); }
constexpr bool is_bigint_type(ElementType type) {
    return type == ElementType::kBigInt64 || type == ElementType::kBigUint64;
}
/// "Int8Array" ...
const char* element_type_name(ElementType type);

/// Bytes of one ArrayBuffer, or of all SharedArrayBuffers (of any isolate) that share them. Reference-counted.
class BackingStore {
public:
    enum Flags : uint8_t { kShared = 1, kResizable = 2, kImmutable = 4 };
    using Free = void (*)(void* data, size_t byte_length, void* hint);
    /// Zeroed bytes, room for `max_byte_length` if resizable. Null when they cannot be had.
    static BackingStore* create(size_t byte_length, size_t max_byte_length, uint8_t flags);
    /// Takes over memory of the embedder.
    static BackingStore* wrap(void* data, size_t byte_length, Free free, void* hint);
    void ref() { references_.fetch_add(1, std::memory_order_relaxed); }
    void unref();

    uint8_t* data() const { return data_; }
    size_t byte_length() const { return byte_length_.load(std::memory_order_relaxed); }
    size_t max_byte_length() const { return max_byte_length_; }
    bool is_shared() const { return flags_ & kShared; }
    bool is_resizable() const { return flags_ & kResizable; }  // growable if shared
    /// tc39.es/proposal-immutable-arraybuffer: its bytes are read-only, and it is never detached.
    bool is_immutable() const { return flags_ & kImmutable; }
    bool is_detached() const { return !data_; }
    /// Within max_byte_length; bytes that come into being are zero. False if a shared store would shrink.
    bool resize(size_t byte_length);
    /// The bytes, handed over to a new store of the same kind (with `flags` for resizability); this is detached
    /// afterwards. Null when the memory cannot be had.
    BackingStore* transfer(size_t byte_length, size_t max_byte_length, uint8_t flags);
    void detach();
    /// Moves the bytes and the kind of another store that is not shared into this one, whose own are gone; the other is
    /// detached afterwards.
    void take(BackingStore& other);

    /// What the floor above hangs on a shared store (the waiters of Atomics.wait): made by whoever comes first, freed with
    /// the store.
    void* attachment(void* (*make)(), void (*free)(void*));

private:
    BackingStore() = default;
    void free_data();
    uint8_t* data_ = nullptr;  // null: detached
    std::atomic<size_t> byte_length_{0};
    size_t max_byte_length_ = 0;
    size_t capacity_ = 0;  // bytes behind data_
    Free free_ = nullptr;
    void* hint_ = nullptr;
    std::atomic<uint32_t> references_{1};
    uint8_t flags_ = 0;
    std::atomic<void*> attachment_{nullptr};
    std::atomic<void (*)(void*)> free_attachment_{nullptr};
};

/// ArrayBuffer and SharedArrayBuffer objects.
class ArrayBuffer final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kArrayBuffer;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Object::fields().with(&ArrayBuffer::detach_key_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    static void finalize(gc::Heap& heap, gc::Cell* cell);
    /// Takes over one reference to the store.
    static ArrayBuffer* create(Isolate& iso, Shape* shape, BackingStore* store);
    BackingStore* store() const { return store_; }
    uint8_t* data() const { return store_->data(); }
    size_t byte_length() const { return store_->byte_length(); }
    size_t max_byte_length() const { return store_->max_byte_length(); }
    bool is_shared() const { return store_->is_shared(); }
    bool is_resizable() const { return store_->is_resizable(); }
    bool is_immutable() const { return store_->is_immutable(); }
    bool is_detached() const { return store_->is_detached(); }
    /// undefined unless the host set one ($262 does not).
    Value detach_key() const { return detach_key_; }
    void set_detach_key(Value key) { detach_key_.set(this, key); }
    /// The host's charge for the bytes, kept true across resizing.
    void account(Isolate& iso);

private:
    friend class gc::Heap;
    ArrayBuffer(Isolate& iso, Shape* shape, BackingStore* store)
        : Object(iso, kKind, shape), detach_key_(Value::undefined()), store_(store) {}
    gc::Slot detach_key_;
    BackingStore* store_;
    size_t charged_ = 0;  // bytes
};

/// What TypedArray and DataView share: a window onto a buffer.
class ArrayBufferView : public Object {
public:
    static bool is_kind(gc::CellKind k) {
        return k == gc::CellKind::kTypedArray || k == gc::CellKind::kDataView;
    }
    static constexpr auto fields() { return Object::fields().with(&ArrayBufferView::buffer_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    static constexpr size_t kNoLimit = ~size_t(0);
    ArrayBuffer* buffer() const { return buffer_; }
    BackingStore* store() const { return store_; }
    bool is_length_tracking() const { return limit_ == kNoLimit; }
    /// [[ByteOffset]], whatever the buffer's state.
    size_t raw_byte_offset() const { return byte_offset_; }
    /// IsTypedArrayOutOfBounds / IsViewOutOfBounds: detached counts.
    bool is_out_of_bounds() const {
        if (store_->is_detached()) return true;
        size_t n = store_->byte_length();
        return is_length_tracking() ? byte_offset_ > n : limit_ > n;
    }
    static constexpr size_t kStoreOffset = 32, kByteOffsetOffset = 40, kLengthOffset = 48, kLimitOffset = 56;

protected:
    ArrayBufferView(Isolate& iso, gc::CellKind kind, Shape* shape, uint8_t flags, ArrayBuffer* buffer,
                    size_t byte_offset, size_t length, size_t limit)
        : Object(iso, kind, shape, flags), buffer_(buffer), store_(buffer->store()),
          byte_offset_(byte_offset), length_(length), limit_(limit) {}
    gc::Member<ArrayBuffer> buffer_;
    BackingStore* store_;  // the buffer's, for good
    size_t byte_offset_;
    size_t length_;  // elements (bytes of a DataView); 0 while tracking
    size_t limit_;   // byte_offset_ + the fixed bytes, or kNoLimit: tracking
};

/// Integer-indexed exotic objects (tc39.es/ecma262/#sec-typedarray-exotic-objects). The class bits of the flags are
/// the ElementType (the aux byte is 0: no inline slots).
class TypedArray final : public ArrayBufferView {
public:
    static constexpr auto kKind = gc::CellKind::kTypedArray;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return ArrayBufferView::fields(); }
    /// `length`: elements; kTracking to follow the buffer's length.
    static constexpr size_t kTracking = ~size_t(0);
    static TypedArray* create(Isolate& iso, Shape* shape, ElementType type, ArrayBuffer* buffer, size_t byte_offset,
                              size_t length);
    ElementType type() const { return ElementType(flags_ >> 4); }
    uint32_t shift() const { return element_shift(type()); }
    uint8_t* data() const { return store_->data() + byte_offset_; }

    /// TypedArrayLength; 0 when out of bounds or detached. In elements.
    size_t length() const {
        if (JSX_LIKELY(limit_ <= store_->byte_length())) return length_;
        return length_slow();
    }
    /// The same, under the name the fast paths use: index < fast_length() may be read by load_fast.
    size_t fast_length() const { return length(); }
    size_t byte_length() const { return length() << shift(); }
    size_t byte_offset() const { return is_out_of_bounds() ? 0 : byte_offset_; }

    /// Element i < length() as a number; empty for the BigInt types (they allocate: use load).
    JSX_INLINE Value load_fast(size_t i) const {
        const uint8_t* p = data() + (i << shift());
        switch (type()) {
        case ElementType::kInt8: return Value::int32(int8_t(*p));
        case ElementType::kUint8:
        case ElementType::kUint8Clamped: return Value::int32(*p);
        case ElementType::kInt16: return Value::int32(read<int16_t>(p));
        case ElementType::kUint16: return Value::int32(read<uint16_t>(p));
        case ElementType::kInt32: return Value::int32(read<int32_t>(p));
        case ElementType::kUint32: return Value::number(read<uint32_t>(p));
        case ElementType::kFloat16: return Value::number(numbers::float16_to_double(read<uint16_t>(p)));
        case ElementType::kFloat32: return Value::number(double(read<float>(p)));
        case ElementType::kFloat64: return Value::number(read<double>(p));
        case ElementType::kBigInt64:
        case ElementType::kBigUint64: return Value::empty();
        }
        JSX_UNREACHABLE();
    }
    /// Stores the number v at i < length(); false (nothing done) where a conversion or a BigInt is needed.
    JSX_INLINE bool store_fast(size_t i, Value v) {
        if (!v.is_number()) return false;
        uint8_t* p = data() + (i << shift());
        if (v.is_int32()) {
            int32_t n = v.as_int32();
            switch (type()) {
            case ElementType::kInt8:
            case ElementType::kUint8: *p = uint8_t(n); return true;
            case ElementType::kUint8Clamped: *p = uint8_t(n < 0 ? 0 : n > 255 ? 255 : n); return true;
            case ElementType::kInt16:
            case ElementType::kUint16: write(p, uint16_t(n)); return true;
            case ElementType::kInt32:
            case ElementType::kUint32: write(p, n); return true;
            case ElementType::kFloat16: write(p, numbers::float16_from_double(n)); return true;
            case ElementType::kFloat32: write(p, float(n)); return true;
            case ElementType::kFloat64: write(p, double(n)); return true;
            case ElementType::kBigInt64:
            case ElementType::kBigUint64: return false;
            }
        }
        return store_double(p, v.as_double());
    }
    /// Element i < length() of any type. Allocates BigInts.
    Value load(Isolate& iso, size_t i) const;
    /// Stores the already converted value (a number, or a BigInt for the BigInt types).
    void store(Isolate& iso, size_t i, Value v);
    using ArrayBufferView::store;

private:
    friend class gc::Heap;
    TypedArray(Isolate& iso, Shape* shape, ElementType type, ArrayBuffer* buffer, size_t byte_offset, size_t length,
               size_t limit)
        : ArrayBufferView(iso, kKind, shape, uint8_t(kExotic | uint8_t(type) << 4), buffer, byte_offset, length,
                          limit) {}
    template <class T>
    static T read(const uint8_t* p) {
        return *reinterpret_cast<const T*>(p);
    }
    template <class T>
    static void write(uint8_t* p, T v) {
        *reinterpret_cast<T*>(p) = v;
    }
    bool store_double(uint8_t* p, double d);
    size_t length_slow() const;
};

class DataView final : public ArrayBufferView {
public:
    static constexpr auto kKind = gc::CellKind::kDataView;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return ArrayBufferView::fields(); }
    /// `byte_length`: TypedArray::kTracking to follow the buffer's length.
    static DataView* create(Isolate& iso, Shape* shape, ArrayBuffer* buffer, size_t byte_offset, size_t byte_length);
    /// GetViewByteLength; 0 when out of bounds.
    size_t byte_length() const {
        if (is_out_of_bounds()) return 0;
        return is_length_tracking() ? store_->byte_length() - byte_offset_ : length_;
    }
    uint8_t* data() const { return store_->data() + byte_offset_; }

private:
    friend class gc::Heap;
    DataView(Isolate& iso, Shape* shape, ArrayBuffer* buffer, size_t byte_offset, size_t length, size_t limit)
        : ArrayBufferView(iso, kKind, shape, 0, buffer, byte_offset, length, limit) {}
};

/// RawBytesToNumeric / NumericToRawBytes in the machine's byte order; `v` is converted already.
Value raw_bytes_to_numeric(Isolate& iso, ElementType type, const uint8_t* p);
void numeric_to_raw_bytes(Isolate& iso, ElementType type, Value v, uint8_t* p);
/// ToBigInt or ToNumber, as the type asks. May run JavaScript.
Completion<Value> to_element_value(Isolate& iso, ElementType type, Value v);
/// TypedArraySetElement (tc39.es/ecma262/#sec-typedarraysetelement): converts, then stores if the index still is valid and
/// the buffer is not immutable.
Completion<void> set_typed_element(Isolate& iso, TypedArray* array, double index, Value v);
/// A store for `byte_length` bytes; throws RangeError "Array buffer allocation failed".
Completion<BackingStore*> allocate_store(Isolate& iso, double byte_length);
/// CanonicalNumericIndexString(key) is a number: true for every key that a TypedArray treats as an index; then `*index` is
/// that number, or -1 if it is no integer (or -0).
bool is_canonical_numeric_key(Isolate& iso, PropertyKey key, double* index);

}  // namespace jsx
