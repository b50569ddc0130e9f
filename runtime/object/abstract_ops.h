// The abstract operations of ECMA-262 §7 (tc39.es/ecma262/#sec-abstract-operations), in its names. All may run
// JavaScript unless said otherwise.
#pragma once

#include "runtime/object/call.h"
#include "runtime/object/isolate.h"
#include "runtime/object/object.h"
#include "runtime/object/realm.h"

namespace jsx {

// ---- type tests (no JavaScript) ----
inline bool is_object(Value v) { return v.is_cell() && v.as_cell()->is_object(); }
inline Object* as_object(Value v) {
    JSX_DCHECK(is_object(v));
    return static_cast<Object*>(v.as_cell());
}
inline bool is_string(Value v) { return v.is_cell() && v.as_cell()->is_string(); }
inline String* as_string(Value v) { return static_cast<String*>(v.as_cell()); }
inline bool is_symbol(Value v) { return v.is_cell() && v.as_cell()->kind() == gc::CellKind::kSymbol; }
inline Symbol* as_symbol(Value v) { return static_cast<Symbol*>(v.as_cell()); }
inline bool is_bigint(Value v) { return v.is_cell() && v.as_cell()->kind() == gc::CellKind::kBigInt; }
/// The cell as a T, or null if v is not one.
template <class T>
T* cell_as(Value v) {
    return v.is_cell() && T::is_kind(v.as_cell()->kind()) ? static_cast<T*>(v.as_cell()) : nullptr;
}

// ---- §7.1 type conversion ----
enum class PreferredType : uint8_t { kDefault, kString, kNumber };
Completion<Value> to_primitive(Isolate& iso, Value v, PreferredType preferred = PreferredType::kDefault);
Completion<Value> ordinary_to_primitive(Isolate& iso, Object* o, PreferredType hint);
bool to_boolean_slow(Value v);  // no JavaScript
inline bool to_boolean(Value v) {
    if (v.is_boolean()) return v.is_true();
    if (v.is_int32()) return v.as_int32() != 0;
    return to_boolean_slow(v);
}
Completion<Value> to_numeric(Isolate& iso, Value v);  // a number or a BigInt
Completion<double> to_number_slow(Isolate& iso, Value v);
inline Completion<double> to_number(Isolate& iso, Value v) {
    if (v.is_number()) return v.as_number();
    return to_number_slow(iso, v);
}
Completion<double> to_integer_or_infinity(Isolate& iso, Value v);
Completion<int32_t> to_int32(Isolate& iso, Value v);
Completion<uint32_t> to_uint32(Isolate& iso, Value v);
int32_t double_to_int32(double d);  // ToInt32 of a number; no JavaScript
Completion<String*> to_string_slow(Isolate& iso, Value v);
inline Completion<String*> to_string(Isolate& iso, Value v) {
    if (is_string(v)) return as_string(v);
    return to_string_slow(iso, v);
}
Completion<Object*> to_object(Isolate& iso, Value v);
Completion<PropertyKey> to_property_key(Isolate& iso, Value v);
Completion<double> to_length(Isolate& iso, Value v);  // 0 .. 2^53 - 1
Completion<double> to_index(Isolate& iso, Value v);   // RangeError outside 0 .. 2^53 - 1
/// RequireObjectCoercible, with V8's text for a method called on nullish `this`:
/// "String.prototype.at called on null or undefined".
Completion<void> require_object_coercible(Isolate& iso, Value v, const char* method);

// ---- §7.2 testing and comparison ----
Completion<bool> is_array(Isolate& iso, Value v);
Completion<bool> is_regexp(Isolate& iso, Value v);
bool same_value(Isolate& iso, Value a, Value b);        // no JavaScript (may flatten ropes)
bool same_value_zero(Isolate& iso, Value a, Value b);   // no JavaScript
bool is_strictly_equal(Isolate& iso, Value a, Value b); // no JavaScript
Completion<bool> is_loosely_equal(Isolate& iso, Value a, Value b);
enum class Order : uint8_t { kLess, kNotLess, kUndefined };
/// IsLessThan(a, b, LeftFirst).
Completion<Order> is_less_than(Isolate& iso, Value a, Value b, bool left_first);
/// Atom "undefined", "object", "number" ...
String* typeof_string(Isolate& iso, Value v);

// ---- §7.3 objects ----
inline Completion<Value> get(Isolate& iso, Object* o, PropertyKey key) { return get(iso, o, key, Value(o)); }
/// GetV: primitives are looked up on their prototypes; undefined and null throw V8's
/// "Cannot read properties of undefined (reading 'x')".
Completion<Value> get_v(Isolate& iso, Value v, PropertyKey key);
/// Set(O, P, V, true): throws TypeError when it fails.
Completion<void> set_or_throw(Isolate& iso, Object* o, PropertyKey key, Value v);
/// The TypeError of a failed [[Set]] in strict code, as V8 words it (read only, no setter, not extensible ...).
Thrown throw_set_failed(Isolate& iso, Value target, PropertyKey key);
Completion<bool> create_data_property(Isolate& iso, Object* o, PropertyKey key, Value v);
Completion<void> create_data_property_or_throw(Isolate& iso, Object* o, PropertyKey key, Value v);
/// "Cannot redefine property: x" / "Cannot define property x, object is not extensible".
Completion<void> define_property_or_throw(Isolate& iso, Object* o, PropertyKey key, const PropertyDescriptor& desc);
Completion<void> delete_property_or_throw(Isolate& iso, Object* o, PropertyKey key);
/// undefined for undefined or null; TypeError if not callable.
Completion<Value> get_method(Isolate& iso, Value v, PropertyKey key);
Completion<bool> has_own_property(Isolate& iso, Object* o, PropertyKey key);
Completion<Value> invoke(Isolate& iso, Value v, PropertyKey key, std::span<const Value> args = {});
enum class IntegrityLevel : uint8_t { kSealed, kFrozen };
Completion<bool> set_integrity_level(Isolate& iso, Object* o, IntegrityLevel level);
Completion<bool> test_integrity_level(Isolate& iso, Object* o, IntegrityLevel level);
Array* create_array_from_list(Isolate& iso, std::span<const Value> values);
Completion<double> length_of_array_like(Isolate& iso, Object* o);
/// Elements as a CellArray. With `property_keys`, other than strings and symbols throw.
Completion<CellArray*> create_list_from_array_like(Isolate& iso, Value v, bool property_keys = false);
/// A walk up a prototype chain, which proxies can make endless: as in V8, more of them than anybody needs overflow the stack.
class PrototypeWalk {
public:
    explicit PrototypeWalk(Isolate& iso) : iso_(iso) {}
    /// [[GetPrototypeOf]] of o, an object or null.
    Completion<Value> above(Object* o);

private:
    static constexpr uint32_t kMaxProxies = 100 * 1024;
    Isolate& iso_;
    uint32_t proxies_ = 0;
};
Completion<bool> ordinary_has_instance(Isolate& iso, Value c, Value o);
Completion<bool> instance_of(Isolate& iso, Value v, Value target);
Completion<Object*> species_constructor(Isolate& iso, Object* o, Object* default_constructor);
enum class PropertyListKind : uint8_t { kKeys, kValues, kEntries };
Completion<Array*> enumerable_own_properties(Isolate& iso, Object* o, PropertyListKind kind);
Completion<Realm*> get_function_realm(Isolate& iso, Object* function);
Completion<void> copy_data_properties(Isolate& iso, Object* target, Value source, std::span<const Value> excluded_keys);
/// A plain object without elements whose named properties its shape lists, so that they can be walked without a list of
/// keys: first those named by strings, then those named by symbols.
bool is_simple_source(Isolate& iso, const Object* o);
bool has_symbols(const Shape* shape);
/// %Array%-like creation: ArraySpeciesCreate(O, length).
Completion<Object*> array_species_create(Isolate& iso, Object* o, double length);
/// ArrayCreate; RangeError "Invalid array length" above 2^32 - 1.
Completion<Array*> array_create(Isolate& iso, double length, Object* prototype = nullptr);
Completion<PropertyDescriptor> to_property_descriptor(Isolate& iso, Value v);
Value from_property_descriptor(Isolate& iso, const PropertyDescriptor& desc);
Object* create_iterator_result(Isolate& iso, Value value, bool done);

// ---- §7.4 iterators, for C++ built-ins ----
struct IteratorRecord {
    Object* iterator = nullptr;
    Value next;
    bool done = false;
};
Completion<IteratorRecord> get_iterator(Isolate& iso, Value v);  // sync; TypeError "x is not iterable"
Completion<IteratorRecord> get_iterator_from_method(Isolate& iso, Value v, Value method);
Completion<IteratorRecord> get_iterator_direct(Isolate& iso, Object* o);
/// False when done; else the value is in *value.
Completion<bool> iterator_step_value(Isolate& iso, IteratorRecord& record, Value* value);
/// IteratorClose for a throw completion: the pending exception stays, errors of `return` are dropped.
Thrown iterator_close_throwing(Isolate& iso, const IteratorRecord& record);
Completion<void> iterator_close(Isolate& iso, const IteratorRecord& record);

/// Calls f(Value) -> Completion<void> for each value; closes the iterator if f throws. Packed arrays with pristine
/// iteration are walked directly.
template <class F>
Completion<void> iterate(Isolate& iso, Value iterable, F f) {
    IteratorRecord record = TRY(get_iterator(iso, iterable));
    for (;;) {
        Value v;
        if (!TRY(iterator_step_value(iso, record, &v))) return {};
        Completion<void> c = f(v);
        if (c.threw()) return iterator_close_throwing(iso, record);
    }
}

// ---- symbols, printing ----
/// tc39.es/ecma262/#sec-symboldescriptivestring
String* symbol_descriptive_string(Isolate& iso, Symbol* symbol);
/// How V8 shows a value inside error messages: 'text' quoted as it does, #<Object>, [object Array], numbers, Symbol(x).
String* value_for_message(Isolate& iso, Value v);
/// UTF-8 for printing; lone surrogates become U+FFFD. malloc-backed, freed by the destructor.
class Utf8Text {
public:
    Utf8Text(Isolate& iso, String* string);
    ~Utf8Text();
    Utf8Text(const Utf8Text&) = delete;
    const char* data() const { return data_; }
    size_t size() const { return size_; }
    std::string_view view() const { return {data_, size_}; }

private:
    char* data_;
    size_t size_;
};

}  // namespace jsx
