// structuredClone (html.spec.whatwg.org/multipage/structured-data.html). Serialisation and deserialisation are one walk,
// since both ends are in one realm: it makes the copy as it reads the original, in the order of the standard, so that what
// getters do and see is the same. Buffers to transfer are given their copies at once, empty; the bytes move when the
// walk has succeeded.
#include "runtime/builtins/structured_clone.h"

#include "runtime/builtins/array_buffer.h"
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/builtins.h"
#include "runtime/builtins/date_object.h"
#include "runtime/builtins/dom_exception.h"
#include "runtime/builtins/hash_collection.h"
#include "runtime/builtins/regexp_object.h"

namespace jsx {

namespace {

constexpr const char* kDataCloneError = "DataCloneError";

Thrown throw_cannot_clone(Isolate& iso, Value v) {
    StringBuilder text(iso);
    text.append(value_for_message(iso, v));
    text.append(" could not be cloned.");
    Completion<String*> message = text.finish();
    if (message.threw()) return message.thrown();
    return throw_dom_exception(iso, kDataCloneError, message.take());
}

/// One call of structuredClone. On the native stack only.
class Cloner {
public:
    explicit Cloner(Isolate& iso) : iso_(iso), realm_(iso.realm()), memory_(new_map(iso)), transfers_(iso.heap) {}
    Completion<void> add_transfer(Value v);
    Completion<Value> clone(Value v);
    /// Moves the bytes of the buffers to transfer.
    Completion<void> transfer();

private:
    Shape* root_shape(RealmObject prototype) { return Shape::root(iso_, realm_->object(iso_, prototype), 0); }
    Completion<void> remember(Object* original, Object* copy) { return memory_->set(iso_, Value(original), Value(copy)); }
    Completion<Object*> clone_object(Object* o);
    Completion<Object*> clone_regexp(RegExp* original);
    Completion<Object*> clone_buffer(ArrayBuffer* original);
    Completion<Object*> clone_view(ArrayBufferView* original);
    Completion<Object*> clone_map(Map* original);
    Completion<Object*> clone_set(Set* original);
    Completion<Object*> clone_error(ErrorObject* original);
    Completion<Object*> clone_properties(Object* original, Object* copy);

    Isolate& iso_;
    Realm* realm_;
    Map* memory_;  // originals and their copies
    gc::RootVector transfers_;
};

Completion<void> Cloner::add_transfer(Value v) {
    auto* buffer = cell_as<ArrayBuffer>(v);
    if (!buffer || buffer->is_shared()) return throw_dom_exception(iso_, kDataCloneError, "Found invalid value in transferList.");
    if (memory_->has(iso_, v)) {
        return throw_dom_exception(iso_, kDataCloneError, "Transfer list contains duplicate ArrayBuffer");
    }
    if (buffer->is_detached() || buffer->is_immutable()) {
        return throw_dom_exception(iso_, kDataCloneError, "Cannot transfer object of unsupported type.");
    }
    BackingStore* empty = BackingStore::create(0, 0, 0);
    JSX_CHECK_MEMORY(empty);
    transfers_.push(v);
    return remember(buffer, ArrayBuffer::create(iso_, root_shape(RealmObject::kArrayBufferPrototype), empty));
}

Completion<void> Cloner::transfer() {
    for (size_t i = 0; i < transfers_.size(); i++) {
        auto* original = static_cast<ArrayBuffer*>(transfers_[i].as_cell());
        // A getter may have been there first.
        if (original->is_detached()) {
            return throw_dom_exception(iso_, kDataCloneError, "An ArrayBuffer is detached and could not be cloned.");
        }
        auto* copy = static_cast<ArrayBuffer*>(memory_->get(iso_, transfers_[i]).as_cell());
        copy->store()->take(*original->store());
        copy->account(iso_);
        original->account(iso_);
    }
    return {};
}

// https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal
Completion<Value> Cloner::clone(Value v) {
    if (is_symbol(v)) return throw_cannot_clone(iso_, v);
    if (!is_object(v)) return v;
    if (Value known = memory_->get(iso_, v); !known.is_undefined()) return known;
    (void)TRY(check_stack(iso_));
    return Value(TRY(clone_object(as_object(v))));
}

Completion<Object*> Cloner::clone_object(Object* o) {
    auto known = [&](Object* copy) -> Completion<Object*> {
        (void)TRY(remember(o, copy));
        return copy;
    };
    switch (o->kind()) {
    case gc::CellKind::kPrimitiveWrapper:
    case gc::CellKind::kStringWrapper: {
        Value primitive = static_cast<PrimitiveWrapper*>(o)->value();
        if (is_symbol(primitive)) break;
        return known(TRY(to_object(iso_, primitive)));
    }
    case gc::CellKind::kDate:
        return known(iso_.heap.make<Date>(iso_, root_shape(RealmObject::kDatePrototype), static_cast<Date*>(o)->time()));
    case gc::CellKind::kRegExp: return known(TRY(clone_regexp(static_cast<RegExp*>(o))));
    case gc::CellKind::kArrayBuffer: return known(TRY(clone_buffer(static_cast<ArrayBuffer*>(o))));
    case gc::CellKind::kTypedArray:
    case gc::CellKind::kDataView: return known(TRY(clone_view(static_cast<ArrayBufferView*>(o))));
    case gc::CellKind::kMap: return clone_map(static_cast<Map*>(o));
    case gc::CellKind::kSet: return clone_set(static_cast<Set*>(o));
    case gc::CellKind::kError: return clone_error(static_cast<ErrorObject*>(o));
    case gc::CellKind::kArray: return clone_properties(o, TRY(array_create(iso_, static_cast<Array*>(o)->length())));
    case gc::CellKind::kObject:
        if (o->is_callable()) break;
        return clone_properties(o, new_object(iso_));
    default: break;  // functions, and whatever has internal slots that are not listed
    }
    return throw_cannot_clone(iso_, Value(o));
}

Completion<Object*> Cloner::clone_regexp(RegExp* original) {
    RegExp* copy = RegExp::create(iso_, realm_, realm_->shape(iso_, RealmShape::kRegExp), true);
    CompiledRegExp* compiled = original->compiled();
    compiled->ref();
    copy->initialize(original->source(), compiled);
    (void)TRY(copy->set_last_index(iso_, 0));
    return copy;
}

Completion<Object*> Cloner::clone_buffer(ArrayBuffer* original) {
    if (original->is_shared()) {
        original->store()->ref();
        return ArrayBuffer::create(iso_, root_shape(RealmObject::kSharedArrayBufferPrototype), original->store());
    }
    if (original->is_detached()) {
        return throw_dom_exception(iso_, kDataCloneError, "An ArrayBuffer is detached and could not be cloned.");
    }
    size_t length = original->byte_length();
    if (original->is_immutable()) return TRY(new_immutable_array_buffer(iso_, {original->data(), length}));
    uint8_t flags = original->is_resizable() ? BackingStore::kResizable : 0;
    BackingStore* store = BackingStore::create(length, original->is_resizable() ? original->max_byte_length() : length, flags);
    if (!store) return iso_.throw_range_error("Array buffer allocation failed");
    if (length) std::memcpy(store->data(), original->data(), length);
    return ArrayBuffer::create(iso_, root_shape(RealmObject::kArrayBufferPrototype), store);
}

Completion<Object*> Cloner::clone_view(ArrayBufferView* original) {
    ArrayBuffer* buffer = original->buffer();
    if (original->is_out_of_bounds() && !buffer->is_detached()) return throw_cannot_clone(iso_, Value(original));
    auto* copy = static_cast<ArrayBuffer*>(TRY(clone(Value(buffer))).as_cell());
    size_t offset = original->raw_byte_offset();
    if (auto* view = cell_as<DataView>(Value(original))) {
        size_t length = view->is_length_tracking() ? TypedArray::kTracking : view->byte_length();
        return DataView::create(iso_, root_shape(RealmObject::kDataViewPrototype), copy, offset, length);
    }
    auto* array = static_cast<TypedArray*>(original);
    auto prototype = RealmObject(uint16_t(RealmObject::kInt8ArrayPrototype) + 2 * uint16_t(array->type()));
    size_t length = array->is_length_tracking() ? TypedArray::kTracking : array->length();
    return TypedArray::create(iso_, root_shape(prototype), array->type(), copy, offset, length);
}

Completion<Object*> Cloner::clone_map(Map* original) {
    Map* copy = new_map(iso_);
    (void)TRY(remember(original, copy));
    // What getters add meanwhile is not part of it.
    gc::RootVector entries(iso_.heap);
    HashTable* table = original->table();
    for (uint32_t i = 0; table && i < table->used(); i++) {
        if (table->key(i).is_empty()) continue;
        entries.push(table->key(i));
        entries.push(table->value(i));
    }
    for (size_t i = 0; i < entries.size(); i += 2) {
        Value key = TRY(clone(entries[i]));
        Value value = TRY(clone(entries[i + 1]));
        (void)TRY(copy->set(iso_, key, value));
    }
    return copy;
}

Completion<Object*> Cloner::clone_set(Set* original) {
    Set* copy = new_set(iso_);
    (void)TRY(remember(original, copy));
    gc::RootVector keys(iso_.heap);
    HashTable* table = original->table();
    for (uint32_t i = 0; table && i < table->used(); i++) {
        if (!table->key(i).is_empty()) keys.push(table->key(i));
    }
    for (size_t i = 0; i < keys.size(); i++) (void)TRY(copy->add(iso_, TRY(clone(keys[i]))));
    return copy;
}

/// Name, message, and as in V8 the stack and the cause.
Completion<Object*> Cloner::clone_error(ErrorObject* original) {
    static constexpr struct {
        std::string_view name;
        RealmObject prototype;
    } kKinds[] = {
        {"EvalError", RealmObject::kEvalErrorPrototype},           {"RangeError", RealmObject::kRangeErrorPrototype},
        {"ReferenceError", RealmObject::kReferenceErrorPrototype}, {"SyntaxError", RealmObject::kSyntaxErrorPrototype},
        {"TypeError", RealmObject::kTypeErrorPrototype},           {"URIError", RealmObject::kURIErrorPrototype},
    };
    auto has_own_data = [&](String* name, PropertyDescriptor* own) -> Completion<bool> {
        return TRY(get_own_property(iso_, original, PropertyKey(name), own)) && own->is_data();
    };
    Value stack = TRY(get(iso_, original, PropertyKey(atomize(iso_, "stack"))));
    ErrorObject* copy;
    if (is_dom_exception(iso_, original)) {
        copy = copy_dom_exception(iso_, original);
        (void)TRY(remember(original, copy));
    } else {
        RealmObject prototype = RealmObject::kErrorPrototype;
        Value name = TRY(get(iso_, original, PropertyKey(iso_.names.name)));
        if (!name.is_undefined()) {
            Utf8Text text(iso_, TRY(to_string(iso_, name)));
            for (const auto& kind : kKinds) {
                if (kind.name == text.view()) prototype = kind.prototype;
            }
        }
        PropertyDescriptor message, cause;
        String* text = TRY(has_own_data(iso_.names.message, &message)) ? TRY(to_string(iso_, message.value)) : nullptr;
        copy = create_error(iso_, root_shape(prototype), text);
        (void)TRY(remember(original, copy));
        if (TRY(has_own_data(iso_.names.cause, &cause))) {
            Value value = TRY(clone(cause.value));
            copy->put_named(iso_, PropertyKey(iso_.names.cause), value, kWritable | kConfigurable);
        }
    }
    copy->set_stack(is_string(stack) ? stack : Value::undefined());
    return copy;
}

/// Own enumerable properties with string keys; those that getters remove meanwhile are left out.
Completion<Object*> Cloner::clone_properties(Object* original, Object* copy) {
    (void)TRY(remember(original, copy));
    Array* keys = TRY(enumerable_own_properties(iso_, original, PropertyListKind::kKeys));
    for (uint32_t i = 0; i < keys->length(); i++) {
        PropertyKey key = TRY(to_property_key(iso_, keys->fast_elements()->get(i)));
        if (!TRY(has_own_property(iso_, original, key))) continue;
        Value value = TRY(clone(TRY(get(iso_, original, key))));
        (void)TRY(create_data_property(iso_, copy, key, value));
    }
    return copy;
}

/// The option `transfer`, a sequence of objects.
Completion<void> read_transfers(Isolate& iso, Value options, Cloner& cloner) {
    if (options.is_nullish()) return {};
    if (!is_object(options)) return iso.throw_type_error("Failed to execute 'structuredClone': Options cannot be converted to a dictionary");
    Value transfer = TRY(get(iso, as_object(options), PropertyKey(atomize(iso, "transfer"))));
    if (transfer.is_undefined()) return {};
    Value method = is_object(transfer) ? TRY(get_method(iso, transfer, PropertyKey(iso.symbols.iterator))) : Value::undefined();
    if (method.is_undefined()) {
        return iso.throw_type_error("Failed to execute 'structuredClone': transfer in Options cannot be converted to sequence.");
    }
    IteratorRecord record = TRY(get_iterator_from_method(iso, transfer, method));
    gc::RootVector list(iso.heap);
    for (uint32_t i = 0;; i++) {
        Value v;
        if (!TRY(iterator_step_value(iso, record, &v))) break;
        if (!is_object(v)) {
            return iso.throw_type_error("Failed to execute 'structuredClone': transfer in Options[%u] is not an object.", i);
        }
        list.push(v);
    }
    for (size_t i = 0; i < list.size(); i++) (void)TRY(cloner.add_transfer(list[i]));
    return {};
}

}  // namespace

// https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
Completion<Value> structured_clone(Isolate& iso, Arguments args) {
    if (args.count() == 0) return iso.throw_type_error("The \"value\" argument must be specified");
    Cloner cloner(iso);
    (void)TRY(read_transfers(iso, args[1], cloner));
    Value copy = TRY(cloner.clone(args[0]));
    (void)TRY(cloner.transfer());
    return copy;
}

}  // namespace jsx
