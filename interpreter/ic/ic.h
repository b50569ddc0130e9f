// [doc:ics] Inline caches: data in a function's metadata block that handlers, machine code and tools read alike.
//
// A property cache holds one entry in place and up to three more out of line; each is guarded by the receiver's
// shape id and, where the answer depends on the prototype chain, by a validity cell. What is found says the
// entry's kind; attaching (describe_*.cc) turns a Lookup into an entry. Receivers of dictionary shapes are
// never cached; beyond four shapes the isolate's stub cache, keyed by shape and name, answers.
// Entries keep their shapes and cells alive as long as their code lives: at most four a site.
#pragma once

#include "bytecode/feedback.h"
#include "runtime/object/isolate.h"
#include "runtime/object/object.h"

namespace jsx::ic {

/// ArithIC and CompareIC: bits, 0 while only int32 were seen.
enum SeenOperands : uint64_t { kSeenDouble = 1, kSeenString = 2, kSeenBigInt = 4, kSeenOther = 8 };

enum class GetKind : uint8_t {
    kNone,
#define IC_GET_KIND(name, text) k##name,
#include "interpreter/ic/kinds.def"
};

enum class SetKind : uint8_t {
    kNone,
#define IC_SET_KIND(name, text) k##name,
#include "interpreter/ic/kinds.def"
};

/// The kind's name, as traces and tools show it.
const char* kind_name(GetKind kind);
const char* kind_name(SetKind kind);

/// One cached answer to a read.
struct GetEntry {
    uint32_t shape = 0;        // of the receiver; 0 never matches
    GetKind kind = GetKind::kNone;
    uint8_t unused[3] = {};
    uint32_t offset = 0;       // bytes: from the object (inline) or from its Slots cell (overflow)
    uint32_t unused2 = 0;
    Object* holder = nullptr;          // prototype kinds
    ValidityCell* validity = nullptr;  // of the receiver's prototype chain
};
static_assert(sizeof(GetEntry) == 32);

/// One cached answer to a write.
struct SetEntry {
    uint32_t shape = 0;
    SetKind kind = SetKind::kNone;
    uint8_t unused[3] = {};
    uint32_t offset = 0;
    uint32_t new_shape = 0;            // additions
    Object* holder = nullptr;          // setters
    ValidityCell* validity = nullptr;  // additions, setters on prototypes
};
static_assert(sizeof(SetEntry) == 32);

inline constexpr uint32_t kMaxPolymorphism = 4;

/// A property cache: `first`, then `more[0 .. count-2]`.
template <class Entry>
struct PropertyIC {
    Entry first;
    Entry* more;          // kMaxPolymorphism - 1 entries, malloc'ed on the second shape
    uint16_t count;       // entries in use
    uint8_t megamorphic;  // more shapes than kMaxPolymorphism were seen
    uint8_t unused;
    uint32_t misses;      // slow lookups, saturating

    Entry* entry(uint32_t i) { return i == 0 ? &first : &more[i - 1]; }
};
using GetIC = PropertyIC<GetEntry>;
using SetIC = PropertyIC<SetEntry>;
static_assert(sizeof(GetIC) == 8 * bytecode::kGetICWords && sizeof(SetIC) == 8 * bytecode::kSetICWords);

/// Keyed access: what was seen, for the tiers to come. Named keys go through the stub cache.
struct ElementIC {
    uint64_t seen;  // ElementSeen bits
    uint64_t unused[bytecode::kElementICWords - 1];
};
enum ElementSeen : uint64_t {
    kSeenFastElements = 1, kSeenHole = 2, kSeenOutOfBounds = 4, kSeenTypedArray = 8, kSeenStringIndex = 16,
    kSeenNamedKey = 32, kSeenOtherKey = 64, kSeenAppend = 128, kSeenSlowReceiver = 256,
};

struct GlobalIC {
    PropertyCell* cell;  // null: nothing cached. An empty value in it means: look again
    uint64_t unused;
};

/// Call sites compare the function first: if it is the one seen, its kind and code are known.
struct CallIC {
    static constexpr uint64_t kMany = 1;
    uint64_t target;  // FunctionCode* seen, or kMany, or 0
    uint64_t callee;  // the one function (no proxy) seen with that code; kMany, or 0: also after a major collection
};

struct AllocationSite {
    uint32_t shape;         // NewObject: root shape to start from; NewObjectWith: the final shape; arrays: theirs
    uint32_t unused;
    Value extra;            // NewObjectWith: int32 inline capacity; NewArrayConst: the Elements that its arrays share
};

/// What for-in enumerates: [Shape, validity cell, keys ...]. While the object has that shape and the cell holds, none
/// of the keys can have gone, and other objects of the shape (without elements) have the same. In place of the Shape
/// stands a cell of shape id 0 where that is not so.
struct ForInList {
    enum : uint32_t { kShape, kValidity, kFirstKey };
    static bool is_for(const CellArray* list, uint32_t shape) {
        return list->get(kShape).as_cell()->shape_id() == shape &&
               static_cast<ValidityCell*>(list->get(kValidity).as_cell())->is_valid();
    }
};
struct ForInIC {
    CellArray* list;  // the last cacheable one, or null
    uint64_t unused;
};
static_assert(sizeof(ForInIC) == 8 * bytecode::kForInICWords);

/// A function whose @@hasInstance is Function.prototype's, which nothing can change, and whose `prototype` is answered
/// by its class.
struct InstanceOfIC {
    Object* constructor;
    uint32_t shape;            // of the constructor
    uint32_t unused;
    ValidityCell* validity;    // of its prototype chain
};
static_assert(sizeof(InstanceOfIC) == 8 * bytecode::kInstanceOfICWords);

/// Megamorphic lookups: (shape id, name) -> GetEntry. Cleared by every collection.
struct StubCacheEntry {
    Value key;
    GetEntry entry;
};
inline constexpr uint32_t kStubCacheSize = 1024;

JSX_INLINE uint32_t stub_index(uint32_t shape, Value key) {
    uint32_t h = shape * 0x9E3779B1u ^ uint32_t(key.bits() >> 3) * 0x85EBCA6Bu;
    return (h >> 20) & (kStubCacheSize - 1);
}

/// The shape id that caches compare for any receiver (primitives have ids too).
JSX_INLINE uint32_t shape_for_cache(Value v) {
    if (v.is_cell()) return v.as_cell()->shape_id();
    if (v.is_number()) return 4;
    if (v.is_boolean()) return 5;
    return 0;
}

/// The entry that would answer reading `key` of `receiver` next time; kind kNone if none can.
GetEntry describe_get(Isolate& iso, Value receiver, PropertyKey key, const Lookup& lookup);
/// Adds an entry to a cache (owner: the code that visits it, for the barrier).
void attach(Isolate& iso, FunctionCode* owner, GetIC& ic, const GetEntry& entry);
void attach(Isolate& iso, FunctionCode* owner, SetIC& ic, const SetEntry& entry);

/// A metadata block's feedback slots: visited (entries hold their cells), and freed.
void visit_feedback(FunctionCode* code, gc::SlotVisitor& visitor);
void free_feedback(FunctionCode* code);
/// Drops entries that can never hit again because their validity cells were invalidated.
void prune_feedback(FunctionCode* code);

}  // namespace jsx::ic

namespace jsx {
struct StubCache {
    ic::StubCacheEntry entries[ic::kStubCacheSize];
};
}  // namespace jsx
