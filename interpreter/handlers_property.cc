// Properties, elements, globals, environments, literals.
#include "interpreter/frame.h"
#include "interpreter/ic/ic.h"
#include "interpreter/slow_paths.h"
#include "runtime/object/typed_array.h"

namespace jsx::interp {

using namespace ic;

// ---- named reads ----

JSX_INLINE Value load_at(const void* base, uint32_t offset) {
    return *reinterpret_cast<const Value*>(static_cast<const char*>(base) + offset);
}
JSX_INLINE void store_at(gc::Cell* owner, uint32_t offset, Value v) {
    auto* slot = reinterpret_cast<Value*>(reinterpret_cast<char*>(owner) + offset);
    *slot = v;
    gc::write_barrier(owner, slot, v);
}

/// The entry's value where no JavaScript has to run; empty if it must leave.
JSX_INLINE Value load_entry(const GetEntry& e, Value base) {
    gc::Cell* cell = base.as_cell();  // in the cases that use it
    switch (e.kind) {
    case GetKind::kOwnInline: return load_at(cell, e.offset);
    case GetKind::kOwnSlots: return load_at(static_cast<Object*>(cell)->overflow(), e.offset);
    case GetKind::kProtoInline:
        return e.validity->is_valid() ? load_at(e.holder, e.offset) : Value::empty();
    case GetKind::kProtoSlots:
        return e.validity->is_valid() ? load_at(e.holder->overflow(), e.offset) : Value::empty();
    case GetKind::kAbsent: return e.validity->is_valid() ? Value::undefined() : Value::empty();
    case GetKind::kArrayLength: return Value::number(static_cast<Array*>(cell)->length());
    case GetKind::kStringLength: return Value::int32(int32_t(as_string(base)->length()));
    case GetKind::kNone:
    case GetKind::kCustom:
    case GetKind::kOwnGetterInline:
    case GetKind::kOwnGetterSlots:
    case GetKind::kProtoGetterInline:
    case GetKind::kProtoGetterSlots: return Value::empty();
    }
    JSX_UNREACHABLE();
}

/// All entries of the cache, then the stub cache; empty if JavaScript or a lookup is needed.
JSX_INLINE Value load_cached(Isolate* iso, GetIC& ic, Value base, Value name) {
    uint32_t shape = shape_for_cache(base);
    if (ic.first.shape == shape) return load_entry(ic.first, base);
    for (uint32_t i = 1; i < ic.count; i++) {
        if (ic.more[i - 1].shape == shape) return load_entry(ic.more[i - 1], base);
    }
    if (ic.megamorphic) {
        const StubCacheEntry& stub = iso->stub_cache->entries[stub_index(shape, name)];
        if (stub.entry.shape == shape && stub.key == name) return load_entry(stub.entry, base);
    }
    return Value::empty();
}

/// The getter, a function of the program, that a cached entry says to call; null if there is none.
JSX_INLINE Function* cached_getter(GetIC& ic, Value base) {
    uint32_t shape = shape_for_cache(base);
    for (uint32_t i = 0; i < ic.count; i++) {
        const GetEntry& e = *ic.entry(i);
        if (e.shape != shape) continue;
        if (e.validity && !e.validity->is_valid()) return nullptr;
        const Object* holder = e.holder ? e.holder : static_cast<Object*>(base.as_cell());
        Value accessor;
        if (e.kind == GetKind::kProtoGetterInline || e.kind == GetKind::kOwnGetterInline) {
            accessor = load_at(holder, e.offset);
        } else if (e.kind == GetKind::kProtoGetterSlots || e.kind == GetKind::kOwnGetterSlots) {
            accessor = load_at(holder->overflow(), e.offset);
        } else {
            return nullptr;
        }
        Value getter = static_cast<Accessor*>(accessor.as_cell())->getter_;
        if (!getter.is_cell() || getter.as_cell()->kind() != gc::CellKind::kFunction) return nullptr;
        return static_cast<Function*>(getter.as_cell());
    }
    return nullptr;
}

/// Calls a cached getter in a window above the frame.
JSX_HANDLER JSX_NOINLINE static uint64_t get_by_id_getter(HANDLER_PARAMETERS) {
    OPERANDS(GetById);
    Value base = fp[op.obj];
    Function* getter = cached_getter(feedback<GetIC>(md, op.ic), base);
    if (!getter) SLOW(rt::get_by_id);
    // Entry checks the stack; a header more is within its slack.
    Value* window = frame_end(fp);
    window[kFrameCallee] = Value(getter);
    window[kFrameArgumentCount] = make_int(0, int_tag);
    window[kFrameCaller] = tagged_pointer(fp);
    window[kFrameThis] = base;
    fp[kFramePc] = tagged_pointer(pc);
    ENTER(result, getter->code(), window, code_->direct_argc_ <= 0);
    fp[OpType::at(pc).dst] = Value::from_bits(result);
    NEXT();
}

/// What GetById does when the receiver's shape is not that of an own inline property.
JSX_HANDLER JSX_NOINLINE static uint64_t get_by_id_cached(HANDLER_PARAMETERS) {
    OPERANDS(GetById);
    Value v = load_cached(iso, feedback<GetIC>(md, op.ic), fp[op.obj], constant(md, op.name));
    if (JSX_LIKELY(!v.is_empty())) {
        fp[op.dst] = v;
        NEXT();
    }
    JSX_MUSTTAIL return get_by_id_getter(HANDLER_ARGUMENTS);
}

HANDLER(GetById) {
    OPERANDS(GetById);
    Value base = fp[op.obj];
    if (JSX_LIKELY(is_cell(base, int_tag))) {
        const GetEntry& e = feedback<GetIC>(md, op.ic).first;
        if (JSX_LIKELY(base.as_cell()->shape_id() == e.shape)) {
            if (JSX_LIKELY(e.kind == GetKind::kOwnInline)) {
                fp[op.dst] = load_at(base.as_cell(), e.offset);
                NEXT();
            }
            if (e.kind == GetKind::kOwnSlots) {
                fp[op.dst] = load_at(static_cast<Object*>(base.as_cell())->overflow(), e.offset);
                NEXT();
            }
        }
    }
    JSX_MUSTTAIL return get_by_id_cached(HANDLER_ARGUMENTS);
}

JSX_HANDLER JSX_NOINLINE static uint64_t get_method_cached(HANDLER_PARAMETERS) {
    OPERANDS(GetMethod);
    Value base = fp[op.obj];
    Value v = load_cached(iso, feedback<GetIC>(md, op.ic), base, constant(md, op.name));
    if (JSX_LIKELY(!v.is_empty())) {
        fp[op.base] = v;
        fp[op.base + kFrameThis] = base;
        NEXT();
    }
    SLOW(rt::get_method_op);
}

HANDLER(GetMethod) {
    OPERANDS(GetMethod);
    Value base = fp[op.obj];
    if (JSX_LIKELY(is_cell(base, int_tag))) {
        const GetEntry& e = feedback<GetIC>(md, op.ic).first;
        if (JSX_LIKELY(base.as_cell()->shape_id() == e.shape)) {
            if (JSX_LIKELY(e.kind == GetKind::kProtoSlots && e.validity->is_valid())) {
                fp[op.base] = load_at(e.holder->overflow(), e.offset);
                fp[op.base + kFrameThis] = base;
                NEXT();
            }
            if (JSX_LIKELY(e.kind == GetKind::kProtoInline && e.validity->is_valid())) {
                fp[op.base] = load_at(e.holder, e.offset);
                fp[op.base + kFrameThis] = base;
                NEXT();
            }
        }
    }
    JSX_MUSTTAIL return get_method_cached(HANDLER_ARGUMENTS);
}

HANDLER(GetLength) {
    OPERANDS(GetLength);
    Value base = fp[op.obj];
    if (JSX_LIKELY(is_cell(base, int_tag))) {
        gc::Cell* cell = base.as_cell();
        if (JSX_LIKELY(cell->kind() == gc::CellKind::kArray)) {
            uint32_t length = static_cast<Array*>(cell)->length();
            if (JSX_LIKELY(int32_t(length) >= 0)) {
                fp[op.dst] = make_int(int32_t(length), int_tag);
                NEXT();
            }
        } else if (cell->is_string()) {
            fp[op.dst] = make_int(int32_t(static_cast<String*>(cell)->length()), int_tag);
            NEXT();
        } else {
            Value v = load_cached(iso, feedback<GetIC>(md, op.ic), base, constant(md, op.name));
            if (JSX_LIKELY(!v.is_empty())) {
                fp[op.dst] = v;
                NEXT();
            }
        }
    }
    SLOW(rt::get_length);
}

// ---- named writes ----

/// Does the write if the entry can without JavaScript.
JSX_INLINE bool store_entry(Isolate* iso, const SetEntry& e, Object* o, Value v) {
    switch (e.kind) {
    case SetKind::kOwnInline: store_at(o, e.offset, v); return true;
    case SetKind::kOwnSlots: store_at(o->overflow(), e.offset, v); return true;
    case SetKind::kAddInline:
        if (!e.validity->is_valid()) return false;
        o->set_shape_id(e.new_shape);
        store_at(o, e.offset, v);
        return true;
    case SetKind::kAddSlots: {
        Slots* slots = o->overflow();
        if (!e.validity->is_valid() || !slots ||
            e.offset >= Slots::kValuesOffset + slots->capacity() * sizeof(Value)) {
            return false;
        }
        o->set_shape_id(e.new_shape);
        store_at(slots, e.offset, v);
        return true;
    }
    case SetKind::kNone:
    case SetKind::kSetterOwn:
    case SetKind::kSetterProto: return false;
    }
    JSX_UNREACHABLE();
}

JSX_INLINE bool store_cached(Isolate* iso, SetIC& ic, Value base, Value v) {
    uint32_t shape = base.as_cell()->shape_id();
    auto* o = static_cast<Object*>(base.as_cell());
    if (ic.first.shape == shape) return store_entry(iso, ic.first, o, v);
    for (uint32_t i = 1; i < ic.count; i++) {
        if (ic.more[i - 1].shape == shape) return store_entry(iso, ic.more[i - 1], o, v);
    }
    return false;
}

#define NAMED_WRITE(Name, slow)                                                                    \
    JSX_HANDLER JSX_NOINLINE static uint64_t Name##_cached(HANDLER_PARAMETERS) {             \
        OPERANDS(Name);                                                                            \
        Value base = fp[op.obj];                                                                   \
        if (is_cell(base, int_tag) &&                                                              \
            store_cached(iso, feedback<SetIC>(md, op.ic), base, fp[op.value])) {                   \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow<OpType>);                                                                        \
    }                                                                                              \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value base = fp[op.obj];                                                                   \
        if (JSX_LIKELY(is_cell(base, int_tag))) {                                                  \
            const SetEntry& e = feedback<SetIC>(md, op.ic).first;                                  \
            gc::Cell* cell = base.as_cell();                                                       \
            if (JSX_LIKELY(cell->shape_id() == e.shape && e.kind == SetKind::kOwnInline)) {        \
                store_at(cell, e.offset, fp[op.value]);                                            \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        JSX_MUSTTAIL return Name##_cached(HANDLER_ARGUMENTS);                                      \
    }
NAMED_WRITE(SetById, rt::set_by_id)
NAMED_WRITE(SetByIdSloppy, rt::set_by_id)
NAMED_WRITE(DefineField, rt::define_field)

// ---- elements ----

/// Reads an indexed element of an object with fast elements, of a typed array or a string; empty to leave.
JSX_INLINE Value load_typed_element(Isolate* iso, gc::Cell* cell, uint32_t i) {
    if (cell->kind() == gc::CellKind::kTypedArray) {
        auto* array = static_cast<TypedArray*>(cell);
        if (i < array->fast_length()) return array->load_fast(i);
        return Value::empty();
    }
    if (cell->is_string()) {
        auto* s = static_cast<String*>(cell);
        if (i < s->length() && s->is_flat()) {
            char16_t c = s->content_nogc()[i];
            if (c < 256) return Value(iso->single_characters[c]);
        }
    }
    return Value::empty();
}

#define ELEMENT_READ(Name, load_key, write_result, slow)                                           \
    JSX_HANDLER JSX_NOINLINE static uint64_t Name##_other(HANDLER_PARAMETERS) {              \
        OPERANDS(Name);                                                                            \
        Value base = fp[op.obj], key = load_key;                                                   \
        if (is_cell(base, int_tag)) {                                                              \
            Value v;                                                                               \
            if (is_int(key, int_tag)) {                                                            \
                v = load_typed_element(iso, base.as_cell(), uint32_t(key.as_int32()));             \
            } else if (is_cell(key, int_tag) && base.as_cell()->is_object()) {                     \
                uint32_t shape = base.as_cell()->shape_id();                                       \
                const StubCacheEntry& stub = iso->stub_cache->entries[stub_index(shape, key)];     \
                if (stub.entry.shape == shape && stub.key == key) v = load_entry(stub.entry, base);\
            }                                                                                      \
            if (JSX_LIKELY(!v.is_empty())) {                                                       \
                write_result;                                                                      \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        SLOW(slow);                                                                                \
    }                                                                                              \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value base = fp[op.obj], key = load_key;                                                   \
        if (JSX_LIKELY(is_cell(base, int_tag) && is_int(key, int_tag) &&                           \
                       base.as_cell()->is_object())) {                                             \
            const ElementsBase* elements = static_cast<Object*>(base.as_cell())->elements();       \
            uint32_t i = uint32_t(key.as_int32());                                                 \
            if (JSX_LIKELY(i < elements->fast_length())) {                                         \
                Value v = static_cast<const Elements*>(elements)->get(i);                          \
                if (JSX_LIKELY(!v.is_empty())) {                                                   \
                    write_result;                                                                  \
                    NEXT();                                                                        \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
        JSX_MUSTTAIL return Name##_other(HANDLER_ARGUMENTS);                                       \
    }
ELEMENT_READ(GetByVal, fp[op.key], fp[op.dst] = v, rt::get_by_val)
ELEMENT_READ(GetByValUpdate, fp[op.key], (fp[op.dst] = v, fp[op.key_out] = key), rt::get_by_val_update)
ELEMENT_READ(GetByInt, make_int(op.index, int_tag), fp[op.dst] = v, rt::get_by_int)
ELEMENT_READ(GetMethodByVal, fp[op.key],
             (fp[op.base] = v, fp[op.base + kFrameThis] = base), rt::get_method_by_val)

/// Writes elements[i] of an object whose store may be written, or appends to an array in place.
JSX_INLINE bool store_element(gc::Cell* cell, uint32_t i, Value v) {
    auto* o = static_cast<Object*>(cell);
    ElementsBase* base = o->elements();
    if (JSX_LIKELY(i < base->fast_length())) {
        auto* elements = static_cast<Elements*>(base);
        uint8_t flags = elements->flags();
        // A hole may be shadowed by the prototype chain or an object that cannot be extended.
        if (JSX_UNLIKELY(flags & Elements::kNoStore) || JSX_UNLIKELY(elements->get(i).is_empty())) {
            return false;
        }
        uint8_t bits = Elements::kind_bits(v);
        if (JSX_UNLIKELY((flags | bits) != flags)) elements->add_flags(bits);
        Value* slot = &elements->values()[i];
        *slot = v;
        gc::write_barrier(elements, slot, v);
        return true;
    }
    return false;
}

#define ELEMENT_WRITE(Name, load_key, slow)                                                        \
    JSX_HANDLER JSX_NOINLINE static uint64_t Name##_other(HANDLER_PARAMETERS) {              \
        OPERANDS(Name);                                                                            \
        Value base = fp[op.obj], key = load_key, v = fp[op.value];                                 \
        if (is_cell(base, int_tag) && is_int(key, int_tag) &&                                      \
            base.as_cell()->kind() == gc::CellKind::kTypedArray) {                                 \
            auto* array = static_cast<TypedArray*>(base.as_cell());                                \
            uint32_t i = uint32_t(key.as_int32());                                                 \
            if (i < array->fast_length() && !array->store()->is_immutable() && is_num(v, int_tag) &&\
                array->store_fast(i, v)) {                                                         \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        SLOW(slow<OpType>);                                                                        \
    }                                                                                              \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        Value base = fp[op.obj], key = load_key;                                                   \
        if (JSX_LIKELY(is_cell(base, int_tag) && is_int(key, int_tag) &&                           \
                       base.as_cell()->is_object()) &&                                             \
            JSX_LIKELY(store_element(base.as_cell(), uint32_t(key.as_int32()), fp[op.value]))) {   \
            NEXT();                                                                                \
        }                                                                                          \
        JSX_MUSTTAIL return Name##_other(HANDLER_ARGUMENTS);                                       \
    }
ELEMENT_WRITE(SetByVal, fp[op.key], rt::set_by_val)
ELEMENT_WRITE(SetByValSloppy, fp[op.key], rt::set_by_val)
ELEMENT_WRITE(SetByInt, make_int(op.index, int_tag), rt::set_by_int)
ELEMENT_WRITE(SetByIntSloppy, make_int(op.index, int_tag), rt::set_by_int)

SLOW_HANDLER(DeleteById, rt::delete_by_id)
SLOW_HANDLER(DeleteByVal, rt::delete_by_val)

HANDLER(In) {
    OPERANDS(In);
    Value obj = fp[op.obj], key = fp[op.key];
    if (JSX_LIKELY(is_cell(obj, int_tag) && is_int(key, int_tag) && obj.as_cell()->is_object())) {
        const ElementsBase* elements = static_cast<Object*>(obj.as_cell())->elements();
        uint32_t i = uint32_t(key.as_int32());
        if (JSX_LIKELY(i < elements->fast_length() && !static_cast<const Elements*>(elements)->get(i).is_empty())) {
            fp[op.dst] = Value::boolean(true);
            NEXT();
        }
    }
    SLOW(rt::in_op);
}

HANDLER(InstanceOf) {
    OPERANDS(InstanceOf);
    Value v = fp[op.lhs], target = fp[op.rhs];
    const InstanceOfIC& ic = feedback<InstanceOfIC>(md, op.ic);
    if (JSX_LIKELY(is_cell(target, int_tag) && target == Value(ic.constructor) &&
                   target.as_cell()->shape_id() == ic.shape && ic.validity->is_valid())) {
        Value prototype = static_cast<Function*>(target.as_cell())->extra(Function::kPrototype);
        if (JSX_LIKELY(is_object(prototype))) {
            bool found = false;
            if (is_cell(v, int_tag) && v.as_cell()->is_object()) {
                auto* o = static_cast<const Object*>(v.as_cell());
                do {
                    if (JSX_UNLIKELY(o->is_proxy())) SLOW(rt::instance_of_op);
                    o = o->prototype(*iso);
                    found = Value(o) == prototype;
                } while (o && !found);
            }
            fp[op.dst] = Value::boolean(found);
            NEXT();
        }
    }
    SLOW(rt::instance_of_op);
}

SLOW_HANDLER(GetSuperBase, rt::get_super_base)
SLOW_HANDLER(GetSuperById, rt::get_super_by_id)
SLOW_HANDLER(GetSuperByVal, rt::get_super_by_val)
SLOW_HANDLER(SetSuperById, rt::set_super_by_id)
SLOW_HANDLER(SetSuperByVal, rt::set_super_by_val)

// ---- private names: keyed by a symbol in a register; caches as for names, guarded by the same key ----

SLOW_HANDLER(CreatePrivateName, rt::create_private_name)

/// A private field cache keeps the private name it was made for in `misses`' place: the entry's holder.
#define PRIVATE_HIT(ic_type)                                                                       \
    Value base = fp[op.obj];                                                                       \
    auto& cache = feedback<ic_type>(md, op.ic);                                                    \
    if (JSX_LIKELY(is_cell(base, int_tag) && base.as_cell()->shape_id() == cache.first.shape &&    \
                   Value(cache.first.holder) == fp[op.name]))

HANDLER(GetPrivate) {
    OPERANDS(GetPrivate);
    PRIVATE_HIT(GetIC) {
        if (JSX_LIKELY(cache.first.kind == GetKind::kOwnInline)) {
            fp[op.dst] = load_at(base.as_cell(), cache.first.offset);
            NEXT();
        }
        if (cache.first.kind == GetKind::kOwnSlots) {
            fp[op.dst] = load_at(static_cast<Object*>(base.as_cell())->overflow(), cache.first.offset);
            NEXT();
        }
    }
    SLOW(rt::get_private);
}

#define PRIVATE_WRITE(Name, slow)                                                                  \
    JSX_HANDLER JSX_NOINLINE static uint64_t Name##_cached(HANDLER_PARAMETERS) {                   \
        OPERANDS(Name);                                                                            \
        const SetEntry& e = feedback<SetIC>(md, op.ic).first;                                      \
        auto* o = static_cast<Object*>(fp[op.obj].as_cell());                                      \
        if (store_entry(iso, e, o, fp[op.value])) NEXT();                                          \
        SLOW(slow);                                                                                \
    }                                                                                              \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        PRIVATE_HIT(SetIC) {                                                                       \
            if (JSX_LIKELY(cache.first.kind == SetKind::kOwnInline)) {                             \
                store_at(base.as_cell(), cache.first.offset, fp[op.value]);                        \
                NEXT();                                                                            \
            }                                                                                      \
            JSX_MUSTTAIL return Name##_cached(HANDLER_ARGUMENTS);                                  \
        }                                                                                          \
        SLOW(slow);                                                                                \
    }
PRIVATE_WRITE(SetPrivate, rt::set_private)
PRIVATE_WRITE(DefinePrivate, rt::define_private)

SLOW_HANDLER(AddBrand, rt::add_brand)

HANDLER(CheckBrand) {
    OPERANDS(CheckBrand);
    const GetEntry& e = feedback<GetIC>(md, op.ic).first;
    Value base = fp[op.obj];
    if (JSX_LIKELY(is_cell(base, int_tag) && base.as_cell()->shape_id() == e.shape &&
                   Value(e.holder) == fp[op.brand])) {
        NEXT();
    }
    SLOW(rt::check_brand);
}

SLOW_HANDLER(PrivateIn, rt::private_in)

// ---- literals and definitions ----

HANDLER(NewObject) {
    OPERANDS(NewObject);
    const AllocationSite& site = feedback<AllocationSite>(md, op.ic);
    constexpr uint32_t kSlots = Realm::kDefaultInlineSlots;
    constexpr size_t kBytes = sizeof(Object) + kSlots * sizeof(Value);
    char* top = iso->heap.area_.top;
    if (JSX_LIKELY(site.shape != 0 && kBytes <= size_t(iso->heap.area_.limit - top))) {
        iso->heap.area_.top = top + kBytes;
        auto* words = reinterpret_cast<uint64_t*>(top);
        words[0] = rt::object_header(site.shape, gc::CellKind::kObject, 0, kSlots);
        words[1] = reinterpret_cast<uint64_t>(iso->empty_elements);
        words[2] = 0;
        for (uint32_t i = 0; i < kSlots; i++) words[3 + i] = Value::undefined().bits();
        fp[op.dst] = Value::from_bits(reinterpret_cast<uint64_t>(top));
        NEXT();
    }
    SLOW(rt::new_object_op);
}

HANDLER(NewObjectWith) {
    OPERANDS(NewObjectWith);
    const AllocationSite& site = feedback<AllocationSite>(md, op.ic);
    const uint32_t slots = uint32_t(site.extra.as_int32());
    size_t bytes = sizeof(Object) + slots * sizeof(Value);
    char* top = iso->heap.area_.top;
    if (JSX_LIKELY(site.shape != 0 && bytes <= size_t(iso->heap.area_.limit - top))) {
        iso->heap.area_.top = top + bytes;
        auto* words = reinterpret_cast<uint64_t*>(top);
        words[0] = rt::object_header(site.shape, gc::CellKind::kObject, 0, slots);
        words[1] = reinterpret_cast<uint64_t>(iso->empty_elements);
        words[2] = 0;
        for (uint32_t i = 0; i < op.count; i++) words[3 + i] = fp[op.first + i].bits();
        for (uint32_t i = op.count; i < slots; i++) words[3 + i] = Value::undefined().bits();
        fp[op.dst] = Value::from_bits(reinterpret_cast<uint64_t>(top));
        NEXT();
    }
    SLOW(rt::new_object_with);
}

SLOW_HANDLER(NewObjectNullProto, rt::new_object_null_proto)
/// The four words of a fresh array in the nursery.
JSX_INLINE void write_array(uint64_t* words, uint32_t shape, const void* elements, uint32_t length) {
    words[0] = rt::object_header(shape, gc::CellKind::kArray, 0, 0);
    words[1] = reinterpret_cast<uint64_t>(elements);
    words[2] = 0;
    words[3] = length;
}

HANDLER(NewArray) {
    OPERANDS(NewArray);
    constexpr uint32_t kMaxInline = 256;
    const AllocationSite& site = feedback<AllocationSite>(md, op.ic);
    const uint32_t count = op.count;
    size_t bytes = sizeof(Array) + (count ? sizeof(Elements) + count * sizeof(Value) : 0);
    char* top = iso->heap.area_.top;
    if (JSX_LIKELY(site.shape != 0 && count <= kMaxInline && bytes <= size_t(iso->heap.area_.limit - top))) {
        iso->heap.area_.top = top + bytes;
        auto* words = reinterpret_cast<uint64_t*>(top);
        uint64_t* store = words + sizeof(Array) / 8;
        if (count) {
            uint8_t flags = 0;
            for (uint32_t i = 0; i < count; i++) {
                Value v = fp[op.first + i];
                flags |= v.is_empty() ? uint8_t(Elements::kHoley) : Elements::kind_bits(v);
                store[2 + i] = v.bits();
            }
            store[0] = rt::object_header(0, gc::CellKind::kElements, flags, 0);
            store[1] = count | uint64_t(count) << 32;
            write_array(words, site.shape, store, count);
        } else {
            write_array(words, site.shape, iso->empty_elements, 0);
        }
        fp[op.dst] = Value::from_bits(reinterpret_cast<uint64_t>(top));
        NEXT();
    }
    SLOW(rt::new_array_op);
}

HANDLER(NewArrayConst) {
    OPERANDS(NewArrayConst);
    const AllocationSite& site = feedback<AllocationSite>(md, op.ic);
    char* top = iso->heap.area_.top;
    if (JSX_LIKELY(site.shape != 0 && sizeof(Array) <= size_t(iso->heap.area_.limit - top))) {
        iso->heap.area_.top = top + sizeof(Array);
        const void* elements = site.extra.as_cell();
        write_array(reinterpret_cast<uint64_t*>(top), site.shape, elements,
                    static_cast<const Elements*>(elements)->length());
        fp[op.dst] = Value::from_bits(reinterpret_cast<uint64_t>(top));
        NEXT();
    }
    SLOW(rt::new_array_const);
}

HANDLER(ArrayPush) {
    OPERANDS(ArrayPush);
    auto* array = static_cast<Array*>(fp[op.array].as_cell());
    auto* elements = array->fast_elements();
    Value v = fp[op.value];
    uint32_t length = elements->fast_length();
    if (JSX_LIKELY(length < elements->capacity() && length == array->length() && !v.is_empty())) {
        elements->push(v);
        array->set_length_nocheck(length + 1);
        NEXT();
    }
    SLOW(rt::array_push);
}

SLOW_HANDLER(ArraySpread, rt::array_spread)
SLOW_HANDLER(NewRegExp, rt::new_regexp)

HANDLER(GetTemplateObject) {
    OPERANDS(GetTemplateObject);
    Value cached = Value::from_bits(md[op.ic]);
    if (JSX_LIKELY(!cached.is_empty())) {
        fp[op.dst] = cached;
        NEXT();
    }
    SLOW(rt::get_template_object);
}

SLOW_HANDLER(CreateClosure, rt::create_closure)
SLOW_HANDLER(CreateMethod, rt::create_method)

/// Defines element i of a plain array, or appends it in place; false if that is not all there is to it.
JSX_INLINE bool define_element_fast(gc::Cell* cell, uint32_t i, Value v) {
    constexpr uint8_t kFixed = Elements::kNoStore | Elements::kNoAdd | Elements::kSealed;
    if (cell->kind() != gc::CellKind::kArray) return false;
    auto* array = static_cast<Array*>(cell);
    ElementsBase* base = array->elements();
    uint32_t length = base->fast_length();
    if (JSX_UNLIKELY(i > length || (base->flags() & kFixed) || base->is_sparse())) return false;
    auto* elements = static_cast<Elements*>(base);
    if (i < length) {
        elements->set(i, v);
        return true;
    }
    if (JSX_UNLIKELY(length == elements->capacity())) return false;
    if (i >= array->length()) {
        if (JSX_UNLIKELY(!array->is_length_writable())) return false;
        array->set_length_nocheck(i + 1);
    }
    elements->push(v);
    return true;
}

HANDLER(DefineFieldByVal) {
    OPERANDS(DefineFieldByVal);
    Value obj = fp[op.obj], key = fp[op.key];
    if (JSX_LIKELY(is_int(key, int_tag) && is_cell(obj, int_tag)) &&
        JSX_LIKELY(define_element_fast(obj.as_cell(), uint32_t(key.as_int32()), fp[op.value]))) {
        NEXT();
    }
    SLOW(rt::define_field_by_val);
}

SLOW_HANDLER(DefineMethod, rt::define_method)
SLOW_HANDLER(DefineGetter, rt::define_getter)
SLOW_HANDLER(DefineSetter, rt::define_setter)
SLOW_HANDLER(SetLiteralPrototype, rt::set_literal_prototype)
SLOW_HANDLER(SetFunctionName, rt::set_function_name_op)
SLOW_HANDLER(CopyDataProperties, rt::copy_data_properties_op)
SLOW_HANDLER(CreateClass, rt::create_class)
SLOW_HANDLER(SetFieldInitializer, rt::set_field_initializer)
SLOW_HANDLER(RunFieldInitializer, rt::run_field_initializer)

// ---- environments ----

HANDLER(LoadClosureEnvironment) {
    OPERANDS(LoadClosureEnvironment);
    fp[op.dst] = static_cast<Function*>(frame_callee(fp))->environment();
    NEXT();
}

JSX_INLINE Environment* environment_at(Value env, uint32_t depth) {
    auto* e = static_cast<Environment*>(env.as_cell());
    for (; depth; depth--) e = static_cast<Environment*>(e->parent().as_cell());
    return e;
}

#define CREATE_ENVIRONMENT(Name, fill, slow)                                                       \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        const uint32_t slots = op.slots;                                                           \
        size_t bytes = sizeof(Environment) + slots * sizeof(Value);                                \
        char* top = iso->heap.area_.top;                                                           \
        if (JSX_LIKELY(bytes <= size_t(iso->heap.area_.limit - top) && slots < 1024)) {            \
            iso->heap.area_.top = top + bytes;                                                     \
            auto* words = reinterpret_cast<uint64_t*>(top);                                        \
            words[0] = rt::object_header(0, gc::CellKind::kEnvironment, 0, 0);                     \
            words[1] = fp[op.parent].bits();                                                       \
            words[2] = slots;                                                                      \
            for (uint32_t i = 0; i < slots; i++) words[3 + i] = (fill).bits();                     \
            fp[op.dst] = Value::from_bits(reinterpret_cast<uint64_t>(top));                        \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(slow);                                                                                \
    }
CREATE_ENVIRONMENT(CreateEnvironment, Value::undefined(), rt::create_environment)
CREATE_ENVIRONMENT(CreateEnvironmentTdz, Value::empty(), rt::create_environment_tdz)
SLOW_HANDLER(CopyEnvironment, rt::copy_environment)

#define ENVIRONMENT_ACCESS(Suffix, depth)                                                          \
    HANDLER(Load##Suffix) {                                                                        \
        OPERANDS(Load##Suffix);                                                                    \
        fp[op.dst] = environment_at(fp[op.env], depth)->get(op.slot);                              \
        NEXT();                                                                                    \
    }                                                                                              \
    HANDLER(Load##Suffix##Checked) {                                                               \
        OPERANDS(Load##Suffix##Checked);                                                           \
        Value v = environment_at(fp[op.env], depth)->get(op.slot);                                 \
        if (JSX_LIKELY(!v.is_empty())) {                                                           \
            fp[op.dst] = v;                                                                        \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(rt::throw_tdz<OpType>);                                                               \
    }                                                                                              \
    HANDLER(Store##Suffix) {                                                                       \
        OPERANDS(Store##Suffix);                                                                   \
        environment_at(fp[op.env], depth)->set(op.slot, fp[op.value]);                             \
        NEXT();                                                                                    \
    }
ENVIRONMENT_ACCESS(Env, 0)
ENVIRONMENT_ACCESS(EnvParent, 1)
ENVIRONMENT_ACCESS(EnvUp, op.depth)

HANDLER(CheckEnv) {
    OPERANDS(CheckEnv);
    if (JSX_LIKELY(!environment_at(fp[op.env], op.depth)->get(op.slot).is_empty())) NEXT();
    SLOW(rt::throw_tdz<OpType>);
}

HANDLER(LoadParentEnvironment) {
    OPERANDS(LoadParentEnvironment);
    Value env = fp[op.env];
    for (uint32_t i = op.depth; i; i--) env = static_cast<Environment*>(env.as_cell())->parent();
    fp[op.dst] = env;
    NEXT();
}

HANDLER(CheckTdz) {
    OPERANDS(CheckTdz);
    if (JSX_LIKELY(!fp[op.value].is_empty())) NEXT();
    SLOW(rt::throw_tdz<OpType>);
}

HANDLER(LoadImport) {
    OPERANDS(LoadImport);
    auto* ref = static_cast<ImportRef*>(environment_at(fp[op.env], op.depth)->get(op.slot).as_cell());
    Value v = ref->environment()->get(ref->slot());
    if (JSX_LIKELY(!v.is_empty())) {
        fp[op.dst] = v;
        NEXT();
    }
    SLOW(rt::throw_tdz<OpType>);
}

// ---- globals ----

#define GLOBAL_READ(Name, slow)                                                                    \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        const GlobalIC& ic = feedback<GlobalIC>(md, op.ic);                                        \
        if (JSX_LIKELY(ic.cell != nullptr)) {                                                      \
            Value v = ic.cell->value();                                                            \
            if (JSX_LIKELY(!v.is_empty())) {                                                       \
                fp[op.dst] = v;                                                                    \
                NEXT();                                                                            \
            }                                                                                      \
        }                                                                                          \
        SLOW(slow);                                                                                \
    }
GLOBAL_READ(GetGlobal, rt::get_global<OpType>)
GLOBAL_READ(GetGlobalOrUndefined, rt::get_global<OpType>)

#define GLOBAL_WRITE(Name)                                                                         \
    HANDLER(Name) {                                                                                \
        OPERANDS(Name);                                                                            \
        const GlobalIC& ic = feedback<GlobalIC>(md, op.ic);                                        \
        if (JSX_LIKELY(ic.cell != nullptr && !ic.cell->value().is_empty() &&                       \
                       !ic.cell->is_read_only())) {                                                \
            ic.cell->set(fp[op.value]);                                                            \
            NEXT();                                                                                \
        }                                                                                          \
        SLOW(rt::set_global<OpType>);                                                              \
    }
GLOBAL_WRITE(SetGlobal)
GLOBAL_WRITE(SetGlobalSloppy)

SLOW_HANDLER(InitGlobal, rt::init_global)
SLOW_HANDLER(HasGlobal, rt::has_global)
SLOW_HANDLER(DeleteGlobal, rt::delete_global)
SLOW_HANDLER(DeclareGlobals, rt::declare_globals)
SLOW_HANDLER(DefineGlobalFunction, rt::define_global_function)
SLOW_HANDLER(DeclareGlobalVar, rt::declare_global_var)
SLOW_HANDLER(DeclareGlobalVarAnnexB, rt::declare_global_var_annex_b)

// ---- names looked up in objects ----

HANDLER(JumpIfNotInScope) {
    OPERANDS(JumpIfNotInScope);
    if (fp[op.obj].is_undefined()) JUMP(op.target);
    SLOW_BRANCH(rt::in_scope, false);
}
SLOW_HANDLER(GetFromScope, rt::get_from_scope)
SLOW_HANDLER(SetInScope, rt::set_in_scope)
SLOW_HANDLER(DeclareEvalVar, rt::declare_eval_var)

}  // namespace jsx::interp
