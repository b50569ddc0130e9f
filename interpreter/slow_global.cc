// Global variables, declarations, and names looked up in objects.
#include "interpreter/slow_paths.h"

namespace jsx::interp::rt {

using namespace ic;

static FunctionCode* running_code(Value* fp) { return frame_callee(fp)->code(); }
static Realm* running_realm(Value* fp) { return running_code(fp)->realm(); }

/// The cell of a let, const or class of the script scope, or null.
static PropertyCell* lexical_cell(Isolate& iso, Realm* realm, PropertyKey key) {
    PropertyInfo info;
    if (!realm->script_scope()->shape(iso)->lookup(key, &info)) return nullptr;
    return static_cast<PropertyCell*>(realm->script_scope()->slot(info.slot).as_cell());
}

/// The cell of a writable data property of the global object, or null.
static PropertyCell* writable_cell(Isolate& iso, Object* global, PropertyKey key) {
    PropertyInfo info;
    if (!global->shape(iso)->lookup(key, &info) || !(info.attributes & kWritable)) return nullptr;
    return static_cast<Global*>(global)->cell(iso, key);
}

static void cache_cell(Value* fp, GlobalIC& ic, PropertyCell* cell) {
    ic.cell = cell;
    gc::write_barrier(running_code(fp), nullptr, Value(cell));
}

Completion<Value> load_global(Isolate& iso, Value* fp, Value name, GlobalIC& ic, bool absent_throws) {
    Realm* realm = running_realm(fp);
    PropertyKey key = PropertyKey::from_string(iso, as_string(name));
    if (!key.is_index()) {
        if (PropertyCell* cell = lexical_cell(iso, realm, key)) {
            if (cell->value().is_empty()) return throw_tdz_error(iso, name);
            cache_cell(fp, ic, cell);
            return cell->value();
        }
    }
    Object* global = realm->global();
    if (!key.is_index()) {
        // A property that is made on first use becomes a plain one.
        if (PropertyCell* cell = static_cast<Global*>(global)->cell(iso, key)) {
            cache_cell(fp, ic, cell);
            return cell->value();
        }
    }
    if (!TRY(has_property(iso, global, key))) {
        if (!absent_throws) return Value::undefined();
        return iso.throw_reference_error("%S is not defined", as_string(name));
    }
    return get(iso, global, key);
}

Completion<void> store_global(Isolate& iso, Value* fp, Value name, Value v, GlobalIC& ic, bool strict) {
    Realm* realm = running_realm(fp);
    PropertyKey key = PropertyKey::from_string(iso, as_string(name));
    if (!key.is_index()) {
        if (PropertyCell* cell = lexical_cell(iso, realm, key)) {
            if (cell->value().is_empty()) return throw_tdz_error(iso, name);
            if (cell->is_read_only()) return iso.throw_type_error("Assignment to constant variable.");
            cache_cell(fp, ic, cell);
            cell->set(v);
            return {};
        }
    }
    Object* global = realm->global();
    if (PropertyCell* cell = key.is_index() ? nullptr : writable_cell(iso, global, key)) {
        cache_cell(fp, ic, cell);
        cell->set(v);
        return {};
    }
    if (strict && !TRY(has_property(iso, global, key))) {
        return iso.throw_reference_error("%S is not defined", as_string(name));
    }
    bool ok = TRY(set(iso, global, key, v, Value(realm->global_this())));
    if (!ok && strict) return throw_set_failed(iso, Value(global), key);
    return {};
}

RT(init_global, InitGlobal) {
    PropertyKey key(as_string(constant(md, op.name)));
    lexical_cell(iso, running_realm(fp), key)->set(fp[op.value]);
    return {};
}

RT(has_global, HasGlobal) {
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    Realm* realm = running_realm(fp);
    bool found = !key.is_index() && lexical_cell(iso, realm, key);
    if (!found) found = TRY(has_property(iso, realm->global(), key));
    fp[op.dst] = Value::boolean(found);
    return {};
}

RT(delete_global, DeleteGlobal) {
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    Realm* realm = running_realm(fp);
    if (!key.is_index() && lexical_cell(iso, realm, key)) {
        fp[op.dst] = Value::boolean(false);
        return {};
    }
    fp[op.dst] = Value::boolean(TRY(delete_property(iso, realm->global(), key)));
    return {};
}

static Thrown already_declared(Isolate& iso, String* name) {
    return iso.throw_syntax_error("Identifier '%S' has already been declared", name);
}

// https://tc39.es/ecma262/#sec-candeclareglobalfunction
static Completion<bool> can_declare_function(Isolate& iso, Object* global, PropertyKey key) {
    PropertyDescriptor existing;
    if (!TRY(get_own_property(iso, global, key, &existing))) return is_extensible(iso, global);
    if (existing.configurable()) return true;
    return existing.is_data() && existing.writable() && existing.enumerable();
}

// https://tc39.es/ecma262/#sec-candeclareglobalvar
static Completion<bool> can_declare_var(Isolate& iso, Object* global, PropertyKey key) {
    if (TRY(has_own_property(iso, global, key))) return true;
    return is_extensible(iso, global);
}

// https://tc39.es/ecma262/#sec-globaldeclarationinstantiation, and the checks of EvalDeclarationInstantiation
RT(declare_globals, DeclareGlobals) {
    FunctionCode* code = running_code(fp);
    const auto& d = code->bytecode()->global_declarations[uint32_t(constant(md, op.names).as_int32())];
    Realm* realm = running_realm(fp);
    Script* script = code->script();
    Object* global = realm->global();
    // 3. Lexical names must not collide with anything that cannot be shadowed.
    for (const auto& lexical : d.lexicals) {
        String* name = script->atom(iso, lexical.name);
        PropertyKey key = PropertyKey::from_string(iso, name);
        if (!key.is_index() && lexical_cell(iso, realm, key)) return already_declared(iso, name);
        PropertyDescriptor existing;
        if (TRY(get_own_property(iso, global, key, &existing)) && !existing.configurable()) {
            return already_declared(iso, name);
        }
    }
    // 4. var and function names must not collide with script-scope ones.
    for (const auto* list : {&d.functions, &d.vars}) {
        for (AtomId id : *list) {
            String* name = script->atom(iso, id);
            PropertyKey key = PropertyKey::from_string(iso, name);
            if (!key.is_index() && lexical_cell(iso, realm, key)) return already_declared(iso, name);
        }
    }
    // 8, 10. They must be declarable.
    for (AtomId id : d.functions) {
        String* name = script->atom(iso, id);
        if (!TRY(can_declare_function(iso, global, PropertyKey::from_string(iso, name)))) {
            return iso.throw_type_error("Cannot redefine property: %S", name);
        }
    }
    for (AtomId id : d.vars) {
        String* name = script->atom(iso, id);
        if (!TRY(can_declare_var(iso, global, PropertyKey::from_string(iso, name)))) {
            return iso.throw_type_error("Cannot define global variable '%S', object is not extensible", name);
        }
    }
    // 16. Create the lexical bindings, uninitialised. A global property of the same name is shadowed from now
    // on: whoever cached its cell has to look again.
    for (const auto& lexical : d.lexicals) {
        PropertyKey key(script->atom(iso, lexical.name));
        uint8_t flags = PropertyCell::kLexical | (lexical.is_const ? PropertyCell::kReadOnly : 0);
        auto* cell = iso.heap.make<PropertyCell>(Value::empty(), flags);
        realm->script_scope()->add_named(iso, key, Value(cell), kWritable | kEnumerable | kCell);
        static_cast<Global*>(global)->supersede_cell(iso, key);
    }
    return {};
}

// https://tc39.es/ecma262/#sec-createglobalfunctionbinding
RT(define_global_function, DefineGlobalFunction) {
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    Object* global = running_realm(fp)->global();
    PropertyDescriptor existing;
    PropertyDescriptor desc;
    desc.value = fp[op.value];
    if (!TRY(get_own_property(iso, global, key, &existing)) || existing.configurable()) {
        desc = PropertyDescriptor::data(fp[op.value], kWritable | kEnumerable | (op.deletable ? kConfigurable : 0));
    }
    (void)TRY(define_property_or_throw(iso, global, key, desc));
    return set_or_throw(iso, global, key, fp[op.value]);
}

static Completion<void> create_global_var(Isolate& iso, Object* global, PropertyKey key, bool deletable) {
    bool has = TRY(has_own_property(iso, global, key));
    if (!has && TRY(is_extensible(iso, global))) {
        uint8_t attributes = kWritable | kEnumerable | (deletable ? kConfigurable : 0);
        return define_property_or_throw(iso, global, key, PropertyDescriptor::data(Value::undefined(), attributes));
    }
    return {};
}

RT(declare_global_var, DeclareGlobalVar) {
    return create_global_var(iso, running_realm(fp)->global(), PropertyKey::from_string(iso, as_string(constant(md, op.name))), op.deletable);
}

// https://tc39.es/ecma262/#sec-web-compat-globaldeclarationinstantiation
RT(declare_global_var_annex_b, DeclareGlobalVarAnnexB) {
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    Realm* realm = running_realm(fp);
    bool ok = !(!key.is_index() && lexical_cell(iso, realm, key)) &&
              TRY(can_declare_function(iso, realm->global(), key));
    if (ok) (void)TRY(create_global_var(iso, realm->global(), key, op.deletable));
    fp[op.dst] = Value::boolean(ok);
    return {};
}

// ---- object environments (tc39.es/ecma262/#sec-object-environment-records) ----

Completion<bool> in_scope(Isolate& iso, Value* fp, const ops::JumpIfNotInScope& op, uint64_t* md) {
    Object* o = as_object(fp[op.obj]);
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    if (!TRY(has_property(iso, o, key))) return false;
    Value unscopables = TRY(get(iso, o, PropertyKey(iso.symbols.unscopables)));
    if (is_object(unscopables) && to_boolean(TRY(get(iso, as_object(unscopables), key)))) return false;
    return true;
}

RT(get_from_scope, GetFromScope) {
    Object* o = as_object(fp[op.obj]);
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    if (!TRY(has_property(iso, o, key))) {
        if (op.strict) return iso.throw_reference_error("%S is not defined", as_string(constant(md, op.name)));
        fp[op.dst] = Value::undefined();
        return {};
    }
    fp[op.dst] = TRY(get(iso, o, key));
    return {};
}

RT(set_in_scope, SetInScope) {
    Object* o = as_object(fp[op.obj]);
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    bool still_there = TRY(has_property(iso, o, key));
    if (!still_there && op.strict) {
        return iso.throw_reference_error("%S is not defined", as_string(constant(md, op.name)));
    }
    bool ok = TRY(set(iso, o, key, fp[op.value], Value(o)));
    if (!ok && op.strict) return throw_set_failed(iso, Value(o), key);
    return {};
}

RT(declare_eval_var, DeclareEvalVar) {
    Object* o = as_object(fp[op.obj]);
    PropertyKey key = PropertyKey::from_string(iso, as_string(constant(md, op.name)));
    if (TRY(has_own_property(iso, o, key))) return {};
    return create_data_property_or_throw(iso, o, key, Value::undefined());
}

}  // namespace jsx::interp::rt
