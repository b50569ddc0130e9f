// Symbols and private names (symbols with kPrivate, keyed like any other property).
#pragma once

#include "gc/cell.h"
#include "gc/kinds.h"
#include "runtime/object/string.h"

namespace jsx {

class Symbol final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kSymbol;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&Symbol::description_); }
    enum : uint8_t { kPrivate = 1, kRegistered = 2, kWellKnown = 4 };
    static constexpr uint32_t kSymbolShapeId = 2;
    Symbol(String* description, uint32_t hash, uint8_t flags)
        : Cell(kKind, kSymbolShapeId, flags), description_(description), hash_(hash) {}
    /// Null when the symbol has no description (undefined).
    String* description() const { return description_; }
    uint32_t hash() const { return hash_; }
    bool is_private() const { return flags_ & kPrivate; }
    bool is_registered() const { return flags_ & kRegistered; }

private:
    gc::Member<String> description_;
    uint64_t hash_;
};

Symbol* new_symbol(Isolate& iso, String* description, uint8_t flags = 0);

}  // namespace jsx
