// Destructuring: bindings and assignments, in the order of evaluation the standard gives.
#include "bytecode/compiler/compiler_impl.h"
#include "support/numbers/number_to_string.h"

namespace jsx::bytecode {

// https://tc39.es/ecma262/#sec-runtime-semantics-destructuringassignmentevaluation
// https://tc39.es/ecma262/#sec-runtime-semantics-bindinginitialization
void FunctionCompiler::bind_pattern(Expr* pattern, Register value, Target how) {
    if (!enter()) return;
    if (pattern->is<ArrayPattern>()) return array_pattern(pattern->as<ArrayPattern>(), value, how);
    if (pattern->is<ObjectPattern>()) return object_pattern(pattern->as<ObjectPattern>(), value, how);
    Temporaries temporaries(e_);
    Reference r = pattern_reference(pattern, how);
    store_element(r, pattern, value, how);
}

/// An element with a default perhaps; `value` is the element's own register and may be written.
void FunctionCompiler::bind_element(Expr* element, Register value, Target how) {
    if (element->is<DefaultedPattern>()) {
        auto* d = element->as<DefaultedPattern>();
        apply_default(d->initializer, d->target, value);
        element = d->target;
    }
    bind_pattern(element, value, how);
}

/// Evaluates a target that is no pattern, before the value for it is fetched.
Reference FunctionCompiler::pattern_reference(Expr* target, Target how) {
    bool is_pattern = target->is<ArrayPattern>() || target->is<ObjectPattern>();
    if (is_pattern || (how.is_binding && how.kind != DeclarationKind::kVar)) {
        return {.kind = Reference::Kind::kPattern, .node = target};
    }
    return reference(target, nullptr, false);
}

void FunctionCompiler::store_element(const Reference& r, Expr* target, Register value, Target how) {
    if (target->is<ArrayPattern>() || target->is<ObjectPattern>()) {
        e_.at(target->start);
        return bind_pattern(target, value, how);
    }
    if (r.kind == Reference::Kind::kPattern) {
        e_.at(target->start);
        return initialize_binding(target->as<Identifier>(), value, how.kind);
    }
    if (target->is<Identifier>()) e_.at(target->start);
    store(r, value);
}

void FunctionCompiler::apply_default(Expr* initializer, Expr* target, Register value) {
    Label given;
    e_.JumpIfNotUndefined(value, given);
    if (target->is<Identifier>() && !target->is_parenthesized()) {
        named(initializer, target->as<Identifier>()->name, value);
    } else {
        into(initializer, value);
    }
    e_.bind(given);
}

/// Storing to it runs no code and cannot fail.
bool FunctionCompiler::is_safe_target(const Expr* target, Target how) const {
    if (!target->is<Identifier>()) return false;
    auto* id = target->as<Identifier>();
    Variable* v = id->variable;
    if (!v || id->is_dynamic() || v->location == Location::kGlobal) return false;
    if (how.is_binding) return how.kind == DeclarationKind::kLet || how.kind == DeclarationKind::kConst || how.kind == DeclarationKind::kVar;
    return !id->needs_tdz_check() && !v->is_const() && v->mode != VariableMode::kFunctionName;
}

/// Nothing in the pattern can change the variable its value was read from.
bool FunctionCompiler::is_plain_pattern(const Expr* pattern, Target how) const {
    if (!how.is_binding || how.kind == DeclarationKind::kVar) return false;
    if (pattern->is<ObjectPattern>()) {
        for (const Property& p : pattern->as<ObjectPattern>()->properties) {
            if (p.is_computed || !p.value->is<Identifier>()) return false;
        }
        return true;
    }
    return false;
}

// https://tc39.es/ecma262/#sec-runtime-semantics-iteratordestructuringassignmentevaluation
void FunctionCompiler::array_pattern(ArrayPattern* e, Register value, Target how) {
    Temporaries temporaries(e_);
    Register record = e_.allocate(3);
    e_.GetIterator(record, value);
    bool is_guarded = false;
    for (Expr* element : e->elements) {
        Expr* target = element->is<RestElement>() ? element->as<RestElement>()->target : element;
        is_guarded |= !element->is<Elision>() && !is_safe_target(target, how);
    }
    Guard guard;
    Control control{.kind = Control::Kind::kIterator, .guard = &guard, .record = record};
    push(control);
    if (is_guarded) open(guard);
    bool has_rest = false;
    for (Expr* element : e->elements) {
        Temporaries inner(e_);
        if (element->is<Elision>()) {
            e_.IteratorValue(e_.allocate(), record);
            continue;
        }
        Expr* target = element;
        if (element->is<DefaultedPattern>()) target = element->as<DefaultedPattern>()->target;
        if (element->is<RestElement>()) target = element->as<RestElement>()->target;
        Reference r = pattern_reference(target, how);
        Register item = e_.allocate();
        if (element->is<RestElement>()) {
            has_rest = true;
            e_.IteratorToArray(item, record);
        } else {
            e_.IteratorValue(item, record);
        }
        if (element->is<DefaultedPattern>()) apply_default(element->as<DefaultedPattern>()->initializer, target, item);
        store_element(r, target, item, how);
    }
    if (is_guarded) close(guard);
    pop(control);
    if (!has_rest) e_.IteratorClose(record);
    if (!is_guarded) return;
    Label done;
    e_.Jump(done);
    Register exception = e_.allocate();
    if (begin_handler(guard, exception)) {
        e_.IteratorCloseSilently(record);
        e_.Rethrow(exception);
    }
    e_.bind(done);
}

/// The name of a property that is not computed; kNoAtom otherwise.
AtomId FunctionCompiler::literal_key_name(const Property& p) {
    if (p.is_computed || !p.key->is<NumberLiteral>()) return static_key_name(p.key, p.is_computed);
    char text[numbers::kNumberTextMax];
    return c_.unit.atoms.intern({text, numbers::number_to_string(p.key->as<NumberLiteral>()->value, text)});
}

void FunctionCompiler::object_pattern(ObjectPattern* e, Register value, Target how) {
    Temporaries temporaries(e_);
    auto& properties = e->properties;
    bool has_rest = properties.size && properties[properties.size - 1].kind == PropertyKind::kSpread;
    uint32_t count = properties.size - has_rest;
    // V8 names the first property if it can.
    AtomId first_name = count ? literal_key_name(properties[0]) : kNoAtom;
    uint32_t property = first_name != kNoAtom ? atom(first_name) : e_.constant_undefined();
    bool is_at_value = first_name != kNoAtom || (has_rest && !count);
    e_.at(is_at_value ? properties[0].value->start : e->start);
    e_.CheckDestructure(value, property);
    // The keys that a rest element leaves out.
    Register keys = has_rest && count ? e_.allocate(count) : kNoRegister;

    for (uint32_t i = 0; i < count; i++) {
        Temporaries inner(e_);
        const Property& p = properties[i];
        AtomId name = static_key_name(p.key, p.is_computed);
        uint32_t index;
        bool is_named = name != kNoAtom && !is_index_name(c_.unit.atoms.text(name), &index);
        Register key = kNoRegister;
        if (!is_named) {
            key = has_rest ? Register(keys + i) : e_.allocate();
            property_key(p.key, p.is_computed, key);
        } else if (has_rest) {
            load_string(Register(keys + i), name);
        }
        Expr* target = p.value->is<DefaultedPattern>() ? p.value->as<DefaultedPattern>()->target : p.value;
        Reference r = pattern_reference(target, how);
        // A binding can receive the property where it lives.
        bool is_direct = how.is_binding && how.kind != DeclarationKind::kUsing && how.kind != DeclarationKind::kAwaitUsing &&
                         is_safe_target(target, how) && in_frame(target->as<Identifier>()->variable) &&
                         !target->as<Identifier>()->variable->needs_tdz && how.kind != DeclarationKind::kVar;
        Register item = is_direct ? home_of(target->as<Identifier>()->variable) : e_.allocate();
        e_.at(p.value->start);
        if (!is_named) {
            e_.GetByVal(item, value, key);
        } else if (name == atom::kLength) {
            e_.GetLength(item, value, atom(name));
        } else {
            e_.GetById(item, value, atom(name));
        }
        if (p.value->is<DefaultedPattern>()) apply_default(p.value->as<DefaultedPattern>()->initializer, target, item);
        if (!is_direct) store_element(r, target, item, how);
    }
    if (!has_rest) return;
    Expr* target = properties[count].value;
    Reference r = pattern_reference(target, how);
    Register rest = e_.allocate();
    e_.NewObject(rest);
    e_.at(target->start);
    e_.CopyDataProperties(rest, value, count ? keys : value, uint16_t(count));
    store_element(r, target, rest, how);
}

}  // namespace jsx::bytecode
