// Turning lookups into inline cache entries, and keeping entries true across collections.
#include <cstdlib>

#include "bytecode/print.h"
#include "interpreter/frame.h"
#include "interpreter/ic/ic.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/function.h"
#include "runtime/object/trace.h"

namespace jsx::ic {

GetEntry describe_get(Isolate& iso, Value receiver, PropertyKey key, const Lookup& l) {
    GetEntry e;
    e.shape = shape_for_cache(receiver);
    if (e.shape == 0) return {};
    Object* o = cell_as<Object>(receiver);
    Shape* shape = o ? o->shape(iso) : nullptr;
    if (shape && shape->is_dictionary()) return {};
    bool is_own = o && l.holder == o;
    switch (l.state) {
    case Lookup::State::kElement:
    case Lookup::State::kSparse:
    case Lookup::State::kExotic: return {};
    case Lookup::State::kCustom:
        // The shape says that the property is custom; its class computes the value.
        if (!is_own || o->kind() == gc::CellKind::kGlobal) return {};
        e.kind = o->kind() == gc::CellKind::kArray ? GetKind::kArrayLength : GetKind::kCustom;
        return e;
    case Lookup::State::kNotFound: e.kind = GetKind::kAbsent; break;
    case Lookup::State::kData:
    case Lookup::State::kAccessor: {
        if (l.attributes & kCell) return {};
        uint32_t capacity = l.holder->aux();
        bool is_inline = l.slot < capacity;
        bool is_data = l.state == Lookup::State::kData;
        e.offset = is_inline ? uint32_t(Object::kInlineSlotsOffset + 8 * l.slot)
                             : uint32_t(Slots::kValuesOffset + 8 * (l.slot - capacity));
        if (is_own) {
            e.kind = is_data ? (is_inline ? GetKind::kOwnInline : GetKind::kOwnSlots)
                             : (is_inline ? GetKind::kOwnGetterInline : GetKind::kOwnGetterSlots);
            return e;
        }
        e.holder = l.holder;
        e.kind = is_data ? (is_inline ? GetKind::kProtoInline : GetKind::kProtoSlots)
                         : (is_inline ? GetKind::kProtoGetterInline : GetKind::kProtoGetterSlots);
        break;
    }
    }
    // The answer depends on the chain above the receiver. Primitives' chains start at their prototype.
    if (!shape) {
        Realm* realm = iso.realm();
        RealmObject id = receiver.is_number()    ? RealmObject::kNumberPrototype
                         : receiver.is_boolean() ? RealmObject::kBooleanPrototype
                         : is_string(receiver)   ? RealmObject::kStringPrototype
                         : is_symbol(receiver)   ? RealmObject::kSymbolPrototype
                                                 : RealmObject::kBigIntPrototype;
        shape = Shape::root(iso, realm->object(iso, id), 0);
    }
    e.validity = shape->chain_validity(iso);
    return e;
}

template <class Entry>
static void attach_entry(FunctionCode* owner, PropertyIC<Entry>& ic, const Entry& entry) {
    // Replace the entry of this shape, or one that can never hit again.
    uint32_t at = ic.count;
    for (uint32_t i = 0; i < ic.count; i++) {
        Entry* e = ic.entry(i);
        if (e->shape == entry.shape || (e->validity && !e->validity->is_valid())) {
            at = i;
            break;
        }
    }
    if (at == kMaxPolymorphism) {
        ic.megamorphic = 1;
        return;
    }
    if (at > 0 && !ic.more) {
        ic.more = static_cast<Entry*>(std::calloc(kMaxPolymorphism - 1, sizeof(Entry)));
        if (!ic.more) return;
    }
    *ic.entry(at) = entry;
    if (at == ic.count) ic.count++;
    // One call for all that the entry names, shapes included: the owner is visited again.
    gc::write_barrier(owner, nullptr, Value(owner));
}

const char* kind_name(GetKind kind) {
    switch (kind) {
    case GetKind::kNone: return "None";
#define IC_GET_KIND(name, text)                                                                    \
    case GetKind::k##name: return #name;
#include "interpreter/ic/kinds.def"
    }
    JSX_UNREACHABLE();
}
const char* kind_name(SetKind kind) {
    switch (kind) {
    case SetKind::kNone: return "None";
#define IC_SET_KIND(name, text)                                                                    \
    case SetKind::k##name: return #name;
#include "interpreter/ic/kinds.def"
    }
    JSX_UNREACHABLE();
}

/// The event of a cache that learnt: --trace=ics.
template <class Entry>
static void trace_attach(Isolate& iso, Tracer& tracer, FunctionCode* owner, const char* cache, PropertyIC<Entry>& ic,
                         const Entry& entry) {
    TraceEvent event(tracer, "ics", "attach");
    event.put("cache", cache).put("entry", kind_name(entry.kind)).put("shape", entry.shape);
    event.put("state", ic.megamorphic ? "megamorphic" : ic.count > 1 ? "polymorphic" : "monomorphic");
    Value* fp = iso.top_frame;
    if (!owner->bytecode() || !fp || interp::frame_callee(fp)->code() != owner) return;
    const SourceText& source = owner->function()->unit->source();
    uint32_t pc = uint32_t(interp::untag_pc(fp[kFramePc]) - owner->first_op());
    LineColumn place = source.line_column(owner->bytecode()->source_position(pc));
    event.put("function", bytecode::display_name(*owner->function())).put("file", source.name());
    event.put("line", place.line).put("column", place.column);
}

void attach(Isolate& iso, FunctionCode* owner, GetIC& ic, const GetEntry& entry) {
    attach_entry(owner, ic, entry);
    if (Tracer* tracer = Tracer::wanting(iso, Tracer::kIcs)) trace_attach(iso, *tracer, owner, "get", ic, entry);
}
void attach(Isolate& iso, FunctionCode* owner, SetIC& ic, const SetEntry& entry) {
    attach_entry(owner, ic, entry);
    if (Tracer* tracer = Tracer::wanting(iso, Tracer::kIcs)) trace_attach(iso, *tracer, owner, "set", ic, entry);
}

// ---- collection ----

template <class F>
static void for_each_slot(FunctionCode* code, F f) {
    const bytecode::BytecodeFunction* function = code->bytecode();
    if (!function || !code->metadata()) return;
    for (const bytecode::SlotInfo& slot : function->slots) f(slot.kind, code->metadata() + slot.offset);
}

void visit_feedback(FunctionCode* code, gc::SlotVisitor& visitor) {
    using bytecode::SlotKind;
    for_each_slot(code, [&](SlotKind kind, uint64_t* words) {
        switch (kind) {
        case SlotKind::kGlobalIC: visitor.visit(reinterpret_cast<GlobalIC*>(words)->cell); break;
        case SlotKind::kForInIC: visitor.visit(reinterpret_cast<ForInIC*>(words)->list); break;
        case SlotKind::kTemplateIC: visitor.visit(*reinterpret_cast<Value*>(words)); break;
        case SlotKind::kAllocationSite: {
            auto* site = reinterpret_cast<AllocationSite*>(words);
            if (site->shape) visitor.visit_shape_id(site->shape);
            visitor.visit(site->extra);
            break;
        }
        case SlotKind::kGetIC: {
            auto* ic = reinterpret_cast<GetIC*>(words);
            for (uint32_t i = 0; i < ic->count; i++) {
                GetEntry* e = ic->entry(i);
                visitor.visit_shape_id(e->shape);
                visitor.visit(e->holder);
                visitor.visit(e->validity);
            }
            break;
        }
        case SlotKind::kSetIC: {
            auto* ic = reinterpret_cast<SetIC*>(words);
            for (uint32_t i = 0; i < ic->count; i++) {
                SetEntry* e = ic->entry(i);
                visitor.visit_shape_id(e->shape);
                visitor.visit(e->holder);
                visitor.visit(e->validity);
                if (e->new_shape) visitor.visit_shape_id(e->new_shape);
            }
            break;
        }
        case SlotKind::kCallIC: {
            auto* ic = reinterpret_cast<CallIC*>(words);
            if (ic->target > CallIC::kMany) visitor.visit(*reinterpret_cast<Value*>(&ic->target));
            if (ic->callee > CallIC::kMany) visitor.visit(*reinterpret_cast<Value*>(&ic->callee));
            break;
        }
        case SlotKind::kIteratorIC:
        case SlotKind::kElementIC:
        case SlotKind::kArithIC:
        case SlotKind::kCompareIC:
        case SlotKind::kInIC:
            break;
        case SlotKind::kInstanceOfIC: {
            auto* ic = reinterpret_cast<InstanceOfIC*>(words);
            if (!ic->constructor) break;
            visitor.visit(ic->constructor);
            visitor.visit(ic->validity);
            visitor.visit_shape_id(ic->shape);
            break;
        }
        }
    });
}

template <class IC>
static void prune(IC& ic) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < ic.count; i++) {
        auto* e = ic.entry(i);
        if (!e->validity || e->validity->is_valid()) *ic.entry(kept++) = *e;
    }
    for (uint32_t i = kept; i < ic.count; i++) *ic.entry(i) = {};
    ic.count = uint16_t(kept);
}

void prune_feedback(FunctionCode* code) {
    for_each_slot(code, [&](bytecode::SlotKind kind, uint64_t* words) {
        if (kind == bytecode::SlotKind::kGetIC) prune(*reinterpret_cast<GetIC*>(words));
        if (kind == bytecode::SlotKind::kSetIC) prune(*reinterpret_cast<SetIC*>(words));
        // A site holds its function or constructor for one cycle at most.
        if (kind == bytecode::SlotKind::kCallIC && reinterpret_cast<CallIC*>(words)->callee > CallIC::kMany) {
            reinterpret_cast<CallIC*>(words)->callee = 0;
        }
        if (kind == bytecode::SlotKind::kInstanceOfIC) *reinterpret_cast<InstanceOfIC*>(words) = {};
    });
}

void free_feedback(FunctionCode* code) {
    for_each_slot(code, [&](bytecode::SlotKind kind, uint64_t* words) {
        if (kind == bytecode::SlotKind::kGetIC) std::free(reinterpret_cast<GetIC*>(words)->more);
        if (kind == bytecode::SlotKind::kSetIC) std::free(reinterpret_cast<SetIC*>(words)->more);
    });
}

}  // namespace jsx::ic
