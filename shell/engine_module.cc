// The module jsx:engine: the engine's insides as plain objects. docs/engine.md says what each field means.
#include "bytecode/print.h"
#include "shell/engine.h"
#include "shell/feedback.h"

namespace jsx::shell {

namespace {

/// Builds plain objects property by property.
class Record {
public:
    explicit Record(Isolate& iso) : iso_(iso), object_(new_object(iso)) {}
    Record& put(const char* name, Value v) {
        object_->put_named(iso_, PropertyKey(atomize(iso_, std::string_view(name))), v, kAllAttributes);
        return *this;
    }
    Record& put(const char* name, std::string_view text) { return put(name, Value(MUST(new_string_utf8(iso_, text)))); }
    Value value() const { return Value(object_); }

private:
    Isolate& iso_;
    Object* object_;
};

void append(Isolate& iso, Array* list, Value v) { MUST(create_data_property(iso, list, PropertyKey::index(list->length()), v)); }

Completion<Object*> object_argument(Isolate& iso, Arguments args, uint32_t i) {
    if (is_object(args[i])) return as_object(args[i]);
    Value v = args[i];
    return iso.throw_type_error("%V is not an object", &v);
}

/// The compiled code of a function written in JavaScript; null for natives.
Completion<FunctionCode*> code_argument(Isolate& iso, Arguments args) {
    auto* function = cell_as<Function>(args[0]);
    if (!function) {
        Value v = args[0];
        return iso.throw_type_error("%V is not a function written in JavaScript", &v);
    }
    (void)TRY(function->code()->ensure_compiled(iso));
    return function->code();
}

// ---- bytecode ----

Completion<Value> engine_bytecode(Isolate& iso, Arguments args) {
    FunctionCode* code = TRY(code_argument(iso, args));
    return Value(TRY(new_string_utf8(iso, bytecode::print(*code->bytecode()))));
}

// ---- shapes ----

Value key_value(Isolate& iso, Value stored) { return PropertyKey::from_stored(stored).to_value(iso); }

Value shape_record(Isolate& iso, Shape* shape, bool with_properties) {
    Record record(iso);
    record.put("id", Value::number(shape->id()));
    record.put("mode", shape->is_dictionary() ? "dictionary" : shape->is_prototype() ? "prototype" : "shared");
    record.put("extensible", Value::boolean(shape->is_extensible()));
    record.put("inlineSlots", Value::number(shape->inline_capacity()));
    record.put("slots", Value::number(shape->slot_count()));
    record.put("prototype", shape->prototype() ? Value(shape->prototype()) : Value::null());
    record.put("parent", shape->parent() ? Value::number(shape->parent()->id()) : Value::null());
    if (!with_properties) return record.value();
    Array* list = new_array(iso);
    for (uint32_t i = 0; i < shape->property_count(); i++) {
        Value key = shape->table()->key_at(i);
        if (key.is_empty()) continue;
        PropertyInfo info = shape->table()->info_at(i);
        if (PropertyKey::from_stored(key).is_private()) continue;
        Record property(iso);
        property.put("key", key_value(iso, key));
        property.put("kind", info.attributes & kAccessor ? "accessor" : info.attributes & kCustom ? "computed" : "data");
        property.put("slot", info.attributes & kCustom ? Value::null() : Value::number(info.slot));
        property.put("writable", Value::boolean(info.attributes & kWritable));
        property.put("enumerable", Value::boolean(info.attributes & kEnumerable));
        property.put("configurable", Value::boolean(info.attributes & kConfigurable));
        append(iso, list, property.value());
    }
    record.put("properties", Value(list));
    return record.value();
}

Completion<Value> engine_shape(Isolate& iso, Arguments args) {
    Object* o = TRY(object_argument(iso, args, 0));
    return shape_record(iso, o->shape(iso), true);
}

Completion<Value> engine_same_shape(Isolate& iso, Arguments args) {
    Object* a = TRY(object_argument(iso, args, 0));
    Object* b = TRY(object_argument(iso, args, 1));
    return Value::boolean(a->shape_id() == b->shape_id());
}

Completion<Value> tree_record(Isolate& iso, Shape* shape) {
    (void)TRY(check_stack(iso));
    Record record(iso);
    record.put("id", Value::number(shape->id()));
    Value key = shape->last_key();
    if (!key.is_empty() && !key.is_undefined()) record.put("key", key_value(iso, key));
    gc::RootVector children(iso.heap);
    shape->for_each_child([&](Shape* child) { children.push(Value(child)); });
    Array* list = new_array(iso);
    for (size_t i = 0; i < children.size(); i++) {
        append(iso, list, TRY(tree_record(iso, static_cast<Shape*>(children[i].as_cell()))));
    }
    record.put("children", Value(list));
    return record.value();
}

/// shapeTree(f): the shapes of what `new f` makes, from the empty one. shapeTree(o): from the root of o's own.
Completion<Value> engine_shape_tree(Isolate& iso, Arguments args) {
    Object* o = TRY(object_argument(iso, args, 0));
    Shape* shape = o->shape(iso);
    if (auto* f = cell_as<Function>(Value(o))) {
        Value initial = f->extra(Function::kInitialShape);
        if (!initial.is_cell()) return Value::undefined();  // it has not constructed anything yet
        shape = static_cast<Shape*>(initial.as_cell());
    } else {
        while (shape->parent()) shape = shape->parent();
    }
    return tree_record(iso, shape);
}

// ---- inline caches and feedback ----

template <class Entry>
void put_property_cache(Isolate& iso, Record& record, ic::PropertyIC<Entry>& cache) {
    record.put("state", cache.megamorphic ? "megamorphic" : cache.count == 0 ? "uninitialized" : cache.count == 1 ? "monomorphic" : "polymorphic");
    Array* entries = new_array(iso);
    for (uint32_t i = 0; i < cache.count; i++) {
        Entry* entry = cache.entry(i);
        Record item(iso);
        item.put("kind", ic::kind_name(entry->kind)).put("shape", Value::number(entry->shape)).put("offset", Value::number(entry->offset));
        item.put("valid", Value::boolean(!entry->validity || entry->validity->is_valid()));
        append(iso, entries, item.value());
    }
    record.put("entries", Value(entries));
    record.put("misses", Value::number(cache.misses));
}

void put_seen(Isolate& iso, Record& record, uint64_t seen, std::initializer_list<const char*> names) {
    Array* list = new_array(iso);
    uint32_t bit = 0;
    for (const char* name : names) {
        if (seen >> bit++ & 1) append(iso, list, Value(new_string(iso, std::string_view(name))));
    }
    record.put("seen", Value(list));
}

/// One record for each feedback slot that `want` accepts.
template <class Want>
Value feedback_records(Isolate& iso, FunctionCode* code, Want want) {
    using bytecode::SlotKind;
    const bytecode::BytecodeFunction& function = *code->bytecode();
    const SourceText& source = function.function->unit->source();
    Array* list = new_array(iso);
    for_each_feedback_slot(code, [&](const FeedbackSlot& slot) {
        if (!want(slot.kind)) return;
        LineColumn place = source.line_column(function.source_position(slot.pc));
        Record record(iso);
        record.put("op", slot.op.name).put("pc", Value::number(slot.pc));
        record.put("line", Value::number(place.line)).put("column", Value::number(place.column));
        record.put("feedback", bytecode::slot_name(slot.kind));
        switch (slot.kind) {
        case SlotKind::kGetIC: put_property_cache(iso, record, *reinterpret_cast<ic::GetIC*>(slot.words)); break;
        case SlotKind::kSetIC: put_property_cache(iso, record, *reinterpret_cast<ic::SetIC*>(slot.words)); break;
        case SlotKind::kArithIC:
        case SlotKind::kCompareIC: put_seen(iso, record, *slot.words, {"double", "string", "bigint", "other"}); break;
        case SlotKind::kElementIC:
            put_seen(iso, record, *slot.words, {"fast elements", "hole", "out of bounds", "typed array", "string index",
                                          "named key", "other key", "append", "slow receiver"});
            break;
        case SlotKind::kCallIC: {
            auto* call = reinterpret_cast<ic::CallIC*>(slot.words);
            record.put("target", call->target == 0 ? "none" : call->target == ic::CallIC::kMany ? "many" : "one");
            break;
        }
        case SlotKind::kGlobalIC:
            record.put("state", reinterpret_cast<ic::GlobalIC*>(slot.words)->cell ? "monomorphic" : "uninitialized");
            break;
        case SlotKind::kInIC:
        case SlotKind::kInstanceOfIC:
        case SlotKind::kIteratorIC:
        case SlotKind::kForInIC:
        case SlotKind::kAllocationSite:
        case SlotKind::kTemplateIC:
            record.put("state", *slot.words ? "monomorphic" : "uninitialized");
            break;
        }
        append(iso, list, record.value());
    });
    return Value(list);
}

Completion<Value> engine_ics(Isolate& iso, Arguments args) {
    FunctionCode* code = TRY(code_argument(iso, args));
    return feedback_records(iso, code, [](bytecode::SlotKind kind) {
        return kind == bytecode::SlotKind::kGetIC || kind == bytecode::SlotKind::kSetIC || kind == bytecode::SlotKind::kGlobalIC;
    });
}
Completion<Value> engine_feedback(Isolate& iso, Arguments args) {
    FunctionCode* code = TRY(code_argument(iso, args));
    return feedback_records(iso, code, [](bytecode::SlotKind) { return true; });
}

// ---- heap ----

const char* space_name(gc::SpaceKind space) {
    switch (space) {
    case gc::SpaceKind::kNew: return "new";
    case gc::SpaceKind::kOld: return "old";
    case gc::SpaceKind::kLarge: return "large";
    case gc::SpaceKind::kShape: return "shape";
    case gc::SpaceKind::kCode: return "code";
    case gc::SpaceKind::kNone: break;
    }
    return "none";
}

Completion<Value> engine_space(Isolate& iso, Arguments args) {
    if (!args[0].is_cell()) return Value::undefined();  // numbers and the like are not on the heap
    return Value(new_string(iso, std::string_view(space_name(iso.heap.space_of(args[0].as_cell())))));
}
Completion<Value> engine_age(Isolate& iso, Arguments args) {
    if (!args[0].is_cell()) return Value::undefined();
    return Value::number(int32_t(iso.heap.age_of(args[0].as_cell())));
}

Completion<Value> engine_gc(Isolate& iso, Arguments args) {
    gc::GcKind kind = gc::GcKind::kMajor;
    if (!args[0].is_undefined()) {
        Utf8Text text(iso, TRY(to_string(iso, args[0])));
        if (text.view() == "minor") kind = gc::GcKind::kMinor;
        else if (text.view() != "major") return iso.throw_type_error("gc() takes 'minor' or 'major'");
    }
    iso.heap.collect(kind, gc::GcReason::kExplicit);
    return Value::undefined();
}

Completion<Value> engine_heap(Isolate& iso, Arguments) {
    const gc::HeapStatistics s = iso.heap.statistics();
    Record record(iso);
    auto space = [&](const char* name, size_t used, size_t capacity) {
        Record r(iso);
        r.put("used", Value::number(uint64_t(used))).put("capacity", Value::number(uint64_t(capacity)));
        record.put(name, r.value());
    };
    space("new", s.nursery_used, s.nursery_capacity);
    space("old", s.old_used, s.old_capacity);
    space("large", s.large_used, s.large_used);
    space("shape", s.shape_used, s.shape_used);
    record.put("external", Value::number(uint64_t(s.external)));
    record.put("allocated", Value::number(uint64_t(s.allocated_total)));
    record.put("promoted", Value::number(uint64_t(s.promoted_total)));
    record.put("copied", Value::number(uint64_t(s.copied_total)));
    record.put("minorCollections", Value::number(uint64_t(s.minor_collections)));
    record.put("majorCollections", Value::number(uint64_t(s.major_collections)));
    record.put("pinned", Value::number(uint64_t(s.pinned_last)));
    record.put("longestMinorPause", Value::number(s.max_minor_pause_ms));
    record.put("longestMajorPause", Value::number(s.max_major_pause_ms));
    record.put("totalPause", Value::number(s.total_pause_ms));
    return record.value();
}

struct Export {
    const char* name;
    uint32_t length;
    NativeFn fn;
};
constexpr Export kExports[] = {
    {"age", 1, engine_age},         {"bytecode", 1, engine_bytecode}, {"feedback", 1, engine_feedback},
    {"gc", 1, engine_gc},           {"heap", 0, engine_heap},         {"ics", 1, engine_ics},
    {"sameShape", 2, engine_same_shape}, {"shape", 1, engine_shape},  {"shapeTree", 1, engine_shape_tree},
    {"space", 1, engine_space},
};

}  // namespace

Module* make_engine_module(Isolate& iso, Realm* realm, String* url) {
    std::vector<String*> names;
    gc::RootVector roots(iso.heap), values(iso.heap);
    for (const Export& e : kExports) {
        String* name = atomize(iso, std::string_view(e.name));
        roots.push(Value(name));
        values.push(Value(new_native_function(iso, e.fn, name, e.length)));
    }
    for (size_t i = 0; i < roots.size(); i++) names.push_back(as_string(roots[i]));
    return Module::create_synthetic(iso, realm, url, names, {values.data(), values.size()});
}

}  // namespace jsx::shell
