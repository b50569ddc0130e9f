// What the files of strings share beyond the public interface: changing a string's form in place, and loops over units.
// Included by .cc files of runtime/object only.
#pragma once

#include <cstring>

#include "runtime/object/string.h"
#include "runtime/object/string_table.h"

namespace jsx {

/// Copies `n` units from one width to another; narrowing drops high bytes that the caller knows are zero.
template <class To, class From>
inline void copy_units(To* to, const From* from, size_t n) {
    if constexpr (sizeof(To) == sizeof(From)) {
        if (n) std::memcpy(to, from, n * sizeof(To));
    } else {
        for (size_t i = 0; i < n; i++) to[i] = To(from[i]);
    }
}

/// Whether `n` units are the same.
template <class A, class B>
inline bool equal_units(const A* a, const B* b, size_t n) {
    if constexpr (sizeof(A) == sizeof(B)) {
        return std::memcmp(a, b, n * sizeof(A)) == 0;
    } else {
        // Blocks without an exit inside, which the compiler turns into vector code.
        size_t i = 0;
        for (; i + 16 <= n; i += 16) {
            uint32_t difference = 0;
            for (size_t k = 0; k < 16; k++) difference |= uint32_t(a[i + k]) ^ uint32_t(b[i + k]);
            if (difference) return false;
        }
        for (; i < n; i++) {
            if (a[i] != b[i]) return false;
        }
        return true;
    }
}

struct StringAccess {
    static void set_hash(String* s, TextHash hash) {
        s->hash_ = hash.hash;
        s->flags_ |= String::kHashed | (hash.is_index ? String::kIndex : String::kNotIndex);
    }
    static void set_atom(FlatString* s) { s->flags_ |= String::kAtom; }
    /// The rope becomes a slice of its flat copy.
    static void become_slice(RopeString* rope, FlatString* flat);
    /// The atom whose text the slice is, if it was looked up before.
    static FlatString* atom_behind(String* s) {
        FlatString* flat = s->kind() == gc::CellKind::kSliceString ? whole_flat(s) : nullptr;
        return flat && flat->is_atom() ? flat : nullptr;
    }
    /// The flat cell with exactly this text; null for a part of one.
    static FlatString* whole_flat(String* s) {
        if (s->kind() == gc::CellKind::kFlatString) return static_cast<FlatString*>(s);
        auto* slice = static_cast<SliceString*>(s);
        return slice->length() == slice->parent()->length() ? slice->parent() : nullptr;
    }
    static void forward_to_atom(String* s, FlatString* atom);
    static void copy_to(String* s, Latin1* to);
    static void copy_to(String* s, char16_t* to);
};

}  // namespace jsx
