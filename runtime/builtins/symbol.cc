// Symbol (tc39.es/ecma262/#sec-symbol-objects).
#include "runtime/builtins/builtins.h"
#include "runtime/builtins/language_state.h"

namespace jsx {

namespace {

// https://tc39.es/ecma262/#sec-symbol-description
Completion<Value> symbol_constructor(Isolate& iso, Arguments args) {
    // 1. If NewTarget is not undefined, throw a TypeError exception.
    if (args.is_construct()) return iso.throw_type_error("Symbol is not a constructor");
    // 2-3. Let descString be undefined, or ? ToString(description).
    String* description = args[0].is_undefined() ? nullptr : TRY(to_string(iso, args[0]));
    return new_symbol(iso, description);
}

// https://tc39.es/ecma262/#sec-symbol.for
Completion<Value> symbol_for(Isolate& iso, Arguments args) {
    String* key = TRY(to_string(iso, args[0]));
    return LanguageState::of(iso).registered_symbol(key);
}

// https://tc39.es/ecma262/#sec-symbol.keyfor
Completion<Value> symbol_key_for(Isolate& iso, Arguments args) {
    Value v = args[0];
    if (!is_symbol(v)) return iso.throw_type_error("%V is not a symbol", &v);
    if (!as_symbol(v)->is_registered()) return Value::undefined();
    return as_symbol(v)->description();
}

// https://tc39.es/ecma262/#sec-thissymbolvalue
Completion<Symbol*> this_symbol_value(Isolate& iso, Value v, const char* method) {
    if (is_symbol(v)) return as_symbol(v);
    if (auto* wrapper = cell_as<PrimitiveWrapper>(v); wrapper && is_symbol(wrapper->value())) {
        return as_symbol(wrapper->value());
    }
    return iso.throw_type_error("%s requires that 'this' be a Symbol", method);
}

// https://tc39.es/ecma262/#sec-symbol.prototype.tostring
Completion<Value> symbol_to_string(Isolate& iso, Arguments args) {
    Symbol* symbol = TRY(this_symbol_value(iso, args.this_value(), "Symbol.prototype.toString"));
    return symbol_descriptive_string(iso, symbol);
}

// https://tc39.es/ecma262/#sec-symbol.prototype.valueof
Completion<Value> symbol_value_of(Isolate& iso, Arguments args) {
    return TRY(this_symbol_value(iso, args.this_value(), "Symbol.prototype.valueOf"));
}

// https://tc39.es/ecma262/#sec-symbol.prototype-%symbol.toprimitive%
Completion<Value> symbol_to_primitive(Isolate& iso, Arguments args) {
    return TRY(this_symbol_value(iso, args.this_value(), "Symbol.prototype [ @@toPrimitive ]"));
}

// https://tc39.es/ecma262/#sec-symbol.prototype.description
Completion<Value> symbol_description(Isolate& iso, Arguments args) {
    Symbol* symbol = TRY(this_symbol_value(iso, args.this_value(), "Symbol.prototype.description"));
    String* description = symbol->description();
    return description ? Value(description) : Value::undefined();
}

constexpr BuiltinSpec kSymbolPrototypeRows[] = {
    method("toString", 0, symbol_to_string),
    method("valueOf", 0, symbol_value_of),
    getter("description", symbol_description),
    to_string_tag("Symbol"),
    method_with("@@toPrimitive", 1, symbol_to_primitive, kConfigurable),
};
constexpr BuiltinSpec kSymbolRows[] = {
    method("for", 1, symbol_for),
    method("keyFor", 1, symbol_key_for),
};

/// The well-known symbols, in V8's order.
void finish_symbol(Isolate& iso, Realm*, Object* constructor, Object*) {
    const Symbols& s = iso.symbols;
    struct {
        const char* name;
        Symbol* symbol;
    } const kWellKnown[] = {
        {"asyncIterator", s.async_iterator}, {"hasInstance", s.has_instance},
        {"isConcatSpreadable", s.is_concat_spreadable}, {"iterator", s.iterator},
        {"match", s.match}, {"matchAll", s.match_all}, {"replace", s.replace},
        {"search", s.search}, {"species", s.species}, {"split", s.split},
        {"toPrimitive", s.to_primitive}, {"toStringTag", s.to_string_tag},
        {"unscopables", s.unscopables}, {"dispose", s.dispose}, {"asyncDispose", s.async_dispose},
        {"metadata", s.metadata},
    };
    for (const auto& row : kWellKnown) {
        constructor->add_named(iso, PropertyKey(atomize(iso, row.name)), Value(row.symbol), kNoAttributes);
    }
}

}  // namespace

Symbol* LanguageState::registered_symbol(String* key) {
    if (symbol_count_ * 2 >= symbols_.size()) grow_symbols();
    size_t mask = symbols_.size() - 1;
    size_t i = key->hash(iso_) & mask;
    for (; symbols_[i]; i = (i + 1) & mask) {
        if (strings_equal(iso_, symbols_[i]->description(), key)) return symbols_[i];
    }
    Symbol* symbol = new_symbol(iso_, key, Symbol::kRegistered);
    symbols_[i] = symbol;
    symbol_count_++;
    return symbol;
}

void LanguageState::grow_symbols() {
    std::vector<Symbol*> old(symbols_.empty() ? 16 : symbols_.size() * 2);
    old.swap(symbols_);
    size_t mask = symbols_.size() - 1;
    for (Symbol* symbol : old) {
        if (!symbol) continue;
        size_t i = symbol->description()->stored_hash() & mask;
        while (symbols_[i]) i = (i + 1) & mask;
        symbols_[i] = symbol;
    }
}

const ClassSpec kSymbolClass = {
    .name = "Symbol",
    .constructor = symbol_constructor,
    .length = 0,
    .constructor_id = RealmObject::kSymbol,
    .prototype_id = RealmObject::kSymbolPrototype,
    .prototype = kSymbolPrototypeRows,
    .statics = kSymbolRows,
    .finish = finish_symbol,
};

}  // namespace jsx
