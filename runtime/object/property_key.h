// PropertyKey: an array index (0 .. 2^32 - 2), an atom that is no such index, or a symbol. One word.
#pragma once

#include "runtime/object/string.h"
#include "runtime/object/symbol.h"

namespace jsx {

class PropertyKey {
public:
    static constexpr uint32_t kMaxIndex = 0xFFFF'FFFE;
    /// `atom` must not be an array index (use from_string otherwise).
    PropertyKey(String* atom) : bits_(Value(atom)) { JSX_DCHECK(atom->is_atom()); }
    PropertyKey(Symbol* symbol) : bits_(Value(symbol)) {}
    static PropertyKey index(uint32_t i) {
        return PropertyKey(Value::from_bits(Value::kIntTag | i));
    }
    /// Any integer 0 .. 2^53 - 1; above kMaxIndex it is an atom.
    static PropertyKey from_index(Isolate& iso, uint64_t i) {
        return i <= kMaxIndex ? index(uint32_t(i)) : from_large_index(iso, i);
    }
    static PropertyKey from_string(Isolate& iso, String* string);
    /// A key as stored in property tables.
    static PropertyKey from_stored(Value stored) { return PropertyKey(stored); }

    bool is_index() const { return bits_.bits() >= Value::kIntTag; }
    uint32_t as_index() const { return uint32_t(bits_.bits()); }
    bool is_symbol() const { return !is_index() && bits_.as_cell()->kind() == gc::CellKind::kSymbol; }
    bool is_string() const { return !is_symbol(); }
    bool is_atom() const { return !is_index() && bits_.as_cell()->is_string(); }
    String* as_atom() const { return static_cast<String*>(bits_.as_cell()); }
    Symbol* as_symbol() const { return static_cast<Symbol*>(bits_.as_cell()); }
    bool is_private() const { return is_symbol() && as_symbol()->is_private(); }
    uint32_t hash() const {
        if (is_index()) return as_index() * 0x9E3779B1u;
        return is_symbol() ? as_symbol()->hash() : as_atom()->stored_hash();
    }
    /// The word kept in tables (a cell, or an int-tagged index; not a JavaScript value).
    Value stored() const { return bits_; }
    /// As a JavaScript value: a string or the symbol.
    Value to_value(Isolate& iso) const;
    bool operator==(const PropertyKey&) const = default;

private:
    template <class T>
    friend class Completion;
    PropertyKey() = default;  // what a Completion holds when it threw
    explicit PropertyKey(Value bits) : bits_(bits) {}
    static PropertyKey from_large_index(Isolate& iso, uint64_t i);
    Value bits_;
};

}  // namespace jsx
