// Literals, closures, classes, environments.
#include <cstring>

#include "interpreter/slow_paths.h"
#include "runtime/object/hooks.h"

namespace jsx::interp::rt {

using namespace ic;

static FunctionCode* running_code(Value* fp) { return frame_callee(fp)->code(); }
static const bytecode::BytecodeFunction* running_bytecode(Value* fp) { return running_code(fp)->bytecode(); }
static Realm* running_realm(Value* fp) { return running_code(fp)->realm(); }

/// The int-tagged payload of a descriptor constant: an index into one of the bytecode's tables.
static uint32_t table_index(uint64_t* md, uint32_t k) { return uint32_t(constant(md, k).as_int32()); }

RT(new_object_op, NewObject) {
    Shape* shape = running_realm(fp)->shape(iso, RealmShape::kObject);
    feedback<AllocationSite>(md, op.ic).shape = shape->id();
    fp[op.dst] = Value(Object::create(iso, shape));
    return {};
}

RT(new_object_with, NewObjectWith) {
    AllocationSite& site = feedback<AllocationSite>(md, op.ic);
    Shape* shape;
    if (site.shape) {
        shape = iso.shape_at(site.shape);
    } else {
        const auto& keys = running_bytecode(fp)->key_lists[table_index(md, op.keys)];
        uint32_t capacity = op.count < Realm::kDefaultInlineSlots ? Realm::kDefaultInlineSlots
                            : op.count > Object::kMaxInlineCapacity ? Object::kMaxInlineCapacity : op.count;
        Script* script = running_code(fp)->script();
        shape = Shape::root(iso, running_realm(fp)->object(iso, RealmObject::kObjectPrototype), capacity);
        uint32_t slot;
        for (AtomId key : keys) {
            shape = shape->with_property(iso, PropertyKey(script->atom(iso, key)), kAllAttributes, &slot);
        }
        // The fast path fills inline slots only.
        if (op.count <= Object::kMaxInlineCapacity && !shape->is_dictionary()) {
            site.shape = shape->id();
            site.extra = Value::int32(int32_t(capacity));
        }
    }
    if (op.count > shape->inline_capacity() || shape->is_dictionary()) {
        const auto& keys = running_bytecode(fp)->key_lists[table_index(md, op.keys)];
        Script* script = running_code(fp)->script();
        Object* o = Object::create(iso, Shape::root(iso, running_realm(fp)->object(iso, RealmObject::kObjectPrototype), Object::kMaxInlineCapacity));
        for (uint32_t i = 0; i < op.count; i++) {
            o->add_named(iso, PropertyKey(script->atom(iso, keys[i])), fp[op.first + i], kAllAttributes);
        }
        fp[op.dst] = Value(o);
        return {};
    }
    Object* o = Object::create(iso, shape);
    for (uint32_t i = 0; i < op.count; i++) o->set_slot(i, fp[op.first + i]);
    fp[op.dst] = Value(o);
    return {};
}

RT(new_object_null_proto, NewObjectNullProto) {
    fp[op.dst] = Value(new_object_with_prototype(iso, nullptr));
    return {};
}

RT(new_array_op, NewArray) {
    Array* array = new_array(iso, op.count);
    Elements* elements = op.count ? array->fast_elements() : nullptr;
    for (uint32_t i = 0; i < op.count; i++) elements->push(fp[op.first + i]);
    array->set_length_nocheck(op.count);
    feedback<AllocationSite>(md, op.ic).shape = array->shape_id();
    fp[op.dst] = Value(array);
    return {};
}

/// The store of a constant array literal, which all arrays of the site share until they are written to.
static Elements* boilerplate_elements(Isolate& iso, Script* script, const std::vector<bytecode::ArrayElement>& list) {
    using Kind = bytecode::ArrayElement::Kind;
    Elements* elements = Elements::create(iso, uint32_t(list.size()));
    for (const auto& e : list) {
        Value v;
        switch (e.kind) {
        case Kind::kHole: v = Value::empty(); break;
        case Kind::kUndefined: v = Value::undefined(); break;
        case Kind::kNull: v = Value::null(); break;
        case Kind::kTrue: v = Value::boolean(true); break;
        case Kind::kFalse: v = Value::boolean(false); break;
        case Kind::kNumber: v = Value::number(e.number); break;
        case Kind::kString: v = Value(script->atom(iso, e.atom)); break;
        }
        elements->push(v);
    }
    elements->add_flags(Elements::kCopyOnWrite);
    return elements;
}

RT(new_array_const, NewArrayConst) {
    AllocationSite& site = feedback<AllocationSite>(md, op.ic);
    if (site.extra.is_empty()) {
        const auto& list = running_bytecode(fp)->arrays[table_index(md, op.elements)];
        site.shape = running_realm(fp)->shape(iso, RealmShape::kArray)->id();
        site.extra = Value(boilerplate_elements(iso, running_code(fp)->script(), list));
        gc::write_barrier(running_code(fp), nullptr, site.extra);
    }
    auto* elements = static_cast<Elements*>(site.extra.as_cell());
    Array* array = new_array(iso);
    array->set_elements(elements);
    array->set_length_nocheck(elements->length());
    fp[op.dst] = Value(array);
    return {};
}

Completion<void> push_to_array(Isolate& iso, Array* array, Value v) {
    uint32_t length = array->length();
    if (v.is_empty()) {
        // A hole: only the length grows, unless the store is to stay dense in front of it.
        if (length == UINT32_MAX) return iso.throw_range_error("Invalid array length");
        if (!array->elements()->is_sparse() && array->elements()->fast_length() == length) {
            Elements* elements = TRY(ensure_elements(iso, array, length + 1));
            elements->push(Value::empty());
        }
        array->set_length_nocheck(length + 1);
        return {};
    }
    if (length >= PropertyKey::kMaxIndex) return iso.throw_range_error("Invalid array length");
    return put_element(iso, array, length, v);
}

RT(array_push, ArrayPush) {
    return push_to_array(iso, static_cast<Array*>(fp[op.array].as_cell()), fp[op.value]);
}

RT(new_regexp, NewRegExp) {
    const auto& r = running_bytecode(fp)->regexps[table_index(md, op.pattern)];
    Script* script = running_code(fp)->script();
    fp[op.dst] = TRY(new_regexp_literal(iso, script->atom(iso, r.pattern), script->atom(iso, r.flags)));
    return {};
}

// https://tc39.es/ecma262/#sec-gettemplateobject
RT(get_template_object, GetTemplateObject) {
    const auto& t = running_bytecode(fp)->templates[table_index(md, op.strings)];
    Script* script = running_code(fp)->script();
    uint32_t count = uint32_t(t.raw.size());
    Array* cooked = new_array(iso, count);
    Array* raw = new_array(iso, count);
    for (uint32_t i = 0; i < count; i++) {
        raw->fast_elements()->push(Value(script->atom(iso, t.raw[i])));
        cooked->fast_elements()->push(t.cooked[i] == bytecode::kNoAtom ? Value::undefined()
                                                                      : Value(script->atom(iso, t.cooked[i])));
    }
    raw->set_length_nocheck(count);
    cooked->set_length_nocheck(count);
    (void)MUST(set_integrity_level(iso, raw, IntegrityLevel::kFrozen));
    cooked->add_named(iso, PropertyKey(iso.names.raw), Value(raw), kNoAttributes);
    (void)MUST(set_integrity_level(iso, cooked, IntegrityLevel::kFrozen));
    md[op.ic] = Value(cooked).bits();
    gc::write_barrier(running_code(fp), nullptr, Value(cooked));
    fp[op.dst] = Value(cooked);
    return {};
}

// ---- functions and classes ----

/// The FunctionCode of an inner function: made at first use, kept in the constant's word.
static FunctionCode* inner_code(Isolate& iso, Value* fp, uint64_t* md, uint32_t k) {
    Value v = constant(md, k);
    if (v.is_cell()) return static_cast<FunctionCode*>(v.as_cell());
    FunctionCode* outer = running_code(fp);
    auto* code = FunctionCode::create(iso, outer->script(), outer->bytecode()->functions[uint32_t(v.as_int32())]);
    md[k] = Value(code).bits();
    gc::write_barrier(outer, nullptr, Value(code));
    return code;
}

RT(create_closure, CreateClosure) {
    fp[op.dst] = Value(new_closure(iso, inner_code(iso, fp, md, op.function), fp[op.env]));
    return {};
}

RT(create_method, CreateMethod) {
    Function* f = new_closure(iso, inner_code(iso, fp, md, op.function), fp[op.env]);
    f->set_extra(iso, Function::kHomeObject, fp[op.home]);
    fp[op.dst] = Value(f);
    return {};
}

RT(define_field_by_val, DefineFieldByVal) {
    PropertyKey key = TRY(to_property_key(iso, fp[op.key]));
    return create_data_property_or_throw(iso, as_object(fp[op.obj]), key, fp[op.value]);
}

static PropertyKey key_of(Isolate& iso, Value v) { return MUST(to_property_key(iso, v)); }

RT(define_method, DefineMethod) {
    uint8_t attributes = kWritable | kConfigurable | (op.enumerable ? kEnumerable : 0);
    return define_property_or_throw(iso, as_object(fp[op.obj]), key_of(iso, fp[op.key]),
                                    PropertyDescriptor::data(fp[op.value], attributes));
}

static Completion<void> define_accessor(Isolate& iso, Value obj, Value key, Value getter, Value setter, bool enumerable) {
    PropertyDescriptor desc;
    desc.getter = getter;
    desc.setter = setter;
    desc.set(kConfigurable, true);
    desc.set(kEnumerable, enumerable);
    return define_property_or_throw(iso, as_object(obj), key_of(iso, key), desc);
}
RT(define_getter, DefineGetter) {
    return define_accessor(iso, fp[op.obj], fp[op.key], fp[op.function], Value::empty(), op.enumerable);
}
RT(define_setter, DefineSetter) {
    return define_accessor(iso, fp[op.obj], fp[op.key], Value::empty(), fp[op.function], op.enumerable);
}

RT(set_literal_prototype, SetLiteralPrototype) {
    Value v = fp[op.value];
    if (!is_object(v) && !v.is_null()) return {};
    Object* prototype = v.is_null() ? nullptr : as_object(v);
    (void)MUST(set_prototype_of(iso, as_object(fp[op.obj]), prototype));
    return {};
}

// https://tc39.es/ecma262/#sec-setfunctionname
RT(set_function_name_op, SetFunctionName) {
    Object* f = as_object(fp[op.function]);
    PropertyKey key = key_of(iso, fp[op.key]);
    String* name;
    if (key.is_symbol()) {
        String* description = key.as_symbol()->description();
        if (key.is_private()) {
            name = description;
        } else if (!description) {
            name = iso.names.empty;
        } else {
            StringBuilder b(iso);
            b.append(u'[');
            b.append(description);
            b.append(u']');
            name = TRY(b.finish());
        }
    } else {
        name = as_string(key.to_value(iso));
    }
    auto prefix = bytecode::NamePrefix(op.prefix);
    if (prefix != bytecode::NamePrefix::kNone) {
        String* text = new_string(iso, prefix == bytecode::NamePrefix::kGet ? "get " : "set ");
        name = TRY(concat(iso, text, name));
    }
    // A class with a static member called `name` keeps that.
    PropertyInfo info;
    if (f->shape(iso)->lookup(PropertyKey(iso.names.name), &info) && !(info.attributes & kCustom)) return {};
    if (auto* function = cell_as<Function>(Value(f))) {
        function->set_extra(iso, Function::kName, Value(name));
    } else {
        f->put_named(iso, PropertyKey(iso.names.name), Value(name), kConfigurable);
    }
    return {};
}

RT(copy_data_properties_op, CopyDataProperties) {
    return copy_data_properties(iso, as_object(fp[op.target]), fp[op.source], {fp + op.first, op.count});
}

// https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation steps 5-14
RT(create_class, CreateClass) {
    Realm* realm = running_realm(fp);
    Value heritage = fp[op.heritage];
    Object* proto_parent;
    Object* constructor_parent;
    if (heritage.is_empty()) {
        proto_parent = realm->object(iso, RealmObject::kObjectPrototype);
        constructor_parent = realm->object(iso, RealmObject::kFunctionPrototype);
    } else if (heritage.is_null()) {
        proto_parent = nullptr;
        constructor_parent = realm->object(iso, RealmObject::kFunctionPrototype);
    } else {
        if (!is_constructor(heritage)) {
            return iso.throw_type_error("Class extends value %V is not a constructor or null", &heritage);
        }
        Value p = TRY(get(iso, as_object(heritage), PropertyKey(iso.names.prototype)));
        if (!is_object(p) && !p.is_null()) {
            return iso.throw_type_error("Class extends value does not have valid prototype property %V", &p);
        }
        proto_parent = p.is_null() ? nullptr : as_object(p);
        constructor_parent = as_object(heritage);
    }
    Object* prototype = new_object_with_prototype(iso, proto_parent);
    Function* f = new_closure(iso, inner_code(iso, fp, md, op.constructor), fp[op.env]);
    if (!heritage.is_empty() && !heritage.is_null()) f->set_prototype_nocheck(iso, constructor_parent);
    f->set_extra(iso, Function::kHomeObject, Value(prototype));
    f->set_extra(iso, Function::kPrototype, Value(prototype));
    prototype->add_named(iso, PropertyKey(iso.names.constructor), Value(f), kWritable | kConfigurable);
    fp[op.dst] = Value(f);
    fp[op.dst + 1] = Value(prototype);
    return {};
}

RT(set_field_initializer, SetFieldInitializer) {
    static_cast<Function*>(fp[op.constructor].as_cell())->set_extra(iso, Function::kFieldInitializer, fp[op.function]);
    return {};
}

RT(run_field_initializer, RunFieldInitializer) {
    Value initializer = static_cast<Function*>(fp[op.constructor].as_cell())->extra(Function::kFieldInitializer);
    if (!initializer.is_undefined()) (void)TRY(call(iso, initializer, fp[op.receiver]));
    return {};
}

// ---- environments ----

RT(create_environment, CreateEnvironment) {
    fp[op.dst] = Value(Environment::create(iso, fp[op.parent], op.slots, Value::undefined()));
    return {};
}
RT(create_environment_tdz, CreateEnvironmentTdz) {
    fp[op.dst] = Value(Environment::create(iso, fp[op.parent], op.slots, Value::empty()));
    return {};
}
RT(copy_environment, CopyEnvironment) {
    auto* old = static_cast<Environment*>(fp[op.env].as_cell());
    auto* copy = Environment::create(iso, old->parent(), old->slot_count(), Value::undefined());
    for (uint32_t i = 0; i < old->slot_count(); i++) copy->set(i, old->get(i));
    fp[op.env] = Value(copy);
    return {};
}

Thrown throw_tdz_error(Isolate& iso, Value name) {
    return iso.throw_reference_error("Cannot access '%S' before initialization", as_string(name));
}

}  // namespace jsx::interp::rt
