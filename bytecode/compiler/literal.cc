// Literals: arrays, objects, templates, regular expressions.
#include "bytecode/compiler/compiler_impl.h"
#include "support/numbers/math.h"

namespace jsx::bytecode {

// ---- arrays ----------------------------------------------------------------------------------------

namespace {
constexpr uint32_t kMaxArrayRun = 64;   // elements of one NewArray
constexpr uint32_t kMaxObjectRun = 32;  // properties of one NewObjectWith
constexpr uint32_t kMaxConcatRun = 64;
}  // namespace

/// The element as part of a boilerplate, if it is a constant.
bool FunctionCompiler::array_constant(const Expr* e, ArrayElement* out) const {
    double number;
    if (e->is<Elision>()) {
        out->kind = ArrayElement::Kind::kHole;
    } else if (e->is<NullLiteral>()) {
        out->kind = ArrayElement::Kind::kNull;
    } else if (e->is<BooleanLiteral>()) {
        out->kind = e->as<BooleanLiteral>()->value() ? ArrayElement::Kind::kTrue : ArrayElement::Kind::kFalse;
    } else if (e->is<StringLiteral>()) {
        out->kind = ArrayElement::Kind::kString;
        out->atom = e->as<StringLiteral>()->value;
    } else if (constant_number(e, &number)) {
        out->kind = ArrayElement::Kind::kNumber;
        out->number = number;
    } else if (is_undefined_constant(e)) {
        out->kind = ArrayElement::Kind::kUndefined;
    } else {
        return false;
    }
    return true;
}

void FunctionCompiler::array_literal(ArrayLiteral* e, Register dst) {
    e_.touch();
    Register array = scratch(dst);
    array_elements(e->elements.span(), array);
    e_.move(dst, array);
}

/// dst, a temporary, = an array of the elements.
void FunctionCompiler::array_elements(std::span<Expr* const> elements, Register dst, uint32_t spread_position) {
    std::vector<ArrayElement> constants;
    size_t done = 0;
    for (; done < elements.size(); done++) {
        ArrayElement element{};
        if (!array_constant(elements[done], &element)) break;
        constants.push_back(element);
    }
    if (done && (done == elements.size() || done > kMaxArrayRun)) {
        code_->arrays.push_back(std::move(constants));
        uint32_t index = uint32_t(code_->arrays.size()) - 1;
        e_.NewArrayConst(dst, e_.constant_entry(ConstantKind::kArrayBoilerplate, index));
    } else {
        done = 0;
        Temporaries temporaries(e_);
        Register first = e_.top();
        while (done < elements.size() && done < kMaxArrayRun && !elements[done]->is<Spread>()) {
            Register r = e_.allocate();
            if (elements[done]->is<Elision>()) e_.LoadEmpty(r);
            else into(elements[done], r);
            done++;
        }
        e_.NewArray(dst, done ? first : dst, uint16_t(done));
    }
    for (; done < elements.size(); done++) {
        Temporaries temporaries(e_);
        Expr* element = elements[done];
        if (element->is<Spread>()) {
            Register iterable = any(element->as<Spread>()->operand);
            e_.at(spread_position != UINT32_MAX ? spread_position : element->as<Spread>()->operand->position);
            e_.ArraySpread(dst, iterable);
        } else if (element->is<Elision>()) {
            Register hole = e_.allocate();
            e_.LoadEmpty(hole);
            e_.ArrayPush(dst, hole);
        } else {
            e_.ArrayPush(dst, any(element));
        }
    }
}

// ---- property keys -----------------------------------------------------------------------------------

/// The name that a property's key gives an anonymous function; kNoAtom if only running the code can tell.
AtomId FunctionCompiler::static_key_name(const Expr* key, bool is_computed) const {
    if (is_computed || !key) return kNoAtom;
    if (key->is<StringLiteral>()) return key->as<StringLiteral>()->value;
    if (key->is<Identifier>()) return key->as<Identifier>()->name;  // a private name
    return kNoAtom;
}

void FunctionCompiler::property_key(Expr* key, bool is_computed, Register dst) {
    if (!is_computed) {
        if (key->is<StringLiteral>()) return load_string(dst, key->as<StringLiteral>()->value);
        into(key, dst);
        if (key->is<NumberLiteral>()) {
            double value = key->as<NumberLiteral>()->value;
            if (numbers::is_int32(value) && value >= 0) return;
        }
        return e_.ToPropertyKey(dst, dst);
    }
    into(key, dst);
    e_.at(key->start);
    if (!key->is<StringLiteral>()) e_.ToPropertyKey(dst, dst);
}

// ---- objects -----------------------------------------------------------------------------------------

/// A plain `name: value` that can be part of NewObjectWith.
bool FunctionCompiler::is_plain_property(const Property& p) const {
    if (p.kind != PropertyKind::kInit && p.kind != PropertyKind::kShorthand) return false;
    if (p.is_computed || !p.key->is<StringLiteral>()) return false;
    if (p.is_method && may_use_super(p.value->as<FunctionLiteral>())) return false;
    uint32_t index;
    return !is_index_name(c_.unit.atoms.text(p.key->as<StringLiteral>()->value), &index);
}

void FunctionCompiler::object_literal(ObjectLiteral* e, Register dst) {
    e_.touch();
    Register object = scratch(dst);
    auto& properties = e->properties;
    uint32_t run = 0;
    std::vector<AtomId> names;
    while (run < properties.size && run < kMaxObjectRun && is_plain_property(properties[run])) {
        AtomId name = properties[run].key->as<StringLiteral>()->value;
        bool is_new = true;
        for (AtomId known : names) is_new &= known != name;
        if (!is_new) break;
        names.push_back(name);
        run++;
    }
    if (run) {
        Temporaries temporaries(e_);
        Register first = e_.top();
        for (uint32_t i = 0; i < run; i++) {
            Register r = e_.allocate();
            named(properties[i].value, names[i], r);
        }
        code_->key_lists.push_back(std::move(names));
        uint32_t index = uint32_t(code_->key_lists.size()) - 1;
        e_.NewObjectWith(object, e_.constant_entry(ConstantKind::kKeys, index), first, uint16_t(run));
    } else {
        e_.NewObject(object);
    }
    for (uint32_t i = run; i < properties.size; i++) {
        Temporaries temporaries(e_);
        object_property(properties[i], object);
    }
    e_.move(dst, object);
}

void FunctionCompiler::object_property(const Property& p, Register object) {
    auto function_into = [&](Register dst, AtomId name, Register key, NamePrefix prefix) {
        closure(p.value->as<FunctionLiteral>(), dst, name, object, prefix);
        if (name == kNoAtom) e_.SetFunctionName(dst, key, uint16_t(prefix));
    };
    switch (p.kind) {
    case PropertyKind::kSpread: {
        Register source = any(p.value);
        e_.at(p.value->start);
        return e_.CopyDataProperties(object, source, object, 0);
    }
    case PropertyKind::kProto: return e_.SetLiteralPrototype(object, any(p.value));
    case PropertyKind::kGet:
    case PropertyKind::kSet: {
        bool is_getter = p.kind == PropertyKind::kGet;
        Register key = e_.allocate();
        property_key(p.key, p.is_computed, key);
        Register function = e_.allocate();
        function_into(function, static_key_name(p.key, p.is_computed), key, is_getter ? NamePrefix::kGet : NamePrefix::kSet);
        if (is_getter) e_.DefineGetter(object, key, function, 1);
        else e_.DefineSetter(object, key, function, 1);
        return;
    }
    case PropertyKind::kInit:
    case PropertyKind::kShorthand: break;
    }
    AtomId name = static_key_name(p.key, p.is_computed);
    uint32_t index;
    bool is_named = name != kNoAtom && !is_index_name(c_.unit.atoms.text(name), &index);
    Register key = kNoRegister;
    if (!is_named) {
        key = e_.allocate();
        property_key(p.key, p.is_computed, key);
    }
    Register value;
    if (p.is_method) {
        value = e_.allocate();
        function_into(value, name, key, NamePrefix::kNone);
    } else if (is_anonymous_function(p.value)) {
        value = e_.allocate();
        if (name != kNoAtom) named(p.value, name, value);
        else named_by_key(p.value, key, value);
    } else {
        value = any(p.value);
    }
    e_.at(p.key->start);
    if (is_named) e_.DefineField(object, atom(name), value);
    else e_.DefineFieldByVal(object, key, value);
}

// ---- templates and regular expressions ---------------------------------------------------------------

// https://tc39.es/ecma262/#sec-template-literals-runtime-semantics-evaluation
void FunctionCompiler::template_literal(TemplateLiteral* e, Register dst) {
    if (e->expressions.empty()) return load_string(dst, e->quasis[0].cooked);
    // Each part is converted before the next is evaluated: Concat's own conversion will do for the last, and where
    // nothing can be seen to happen in between.
    uint32_t last_active = 0;
    for (uint32_t i = 0; i < e->expressions.size; i++) {
        if (!is_simple_value(e->expressions[i])) last_active = i;
    }
    Register first = e_.top();
    uint32_t count = 0;
    auto flush = [&] {
        e_.Concat(first, first, uint16_t(count));
        e_.free_to(Register(first + 1));
        count = 1;
    };
    for (uint32_t i = 0; i < e->quasis.size; i++) {
        if (e->quasis[i].cooked != atom::kEmpty) {
            load_string(e_.allocate(), e->quasis[i].cooked);
            count++;
        }
        if (i >= e->expressions.size) break;
        Register r = e_.allocate();
        into(e->expressions[i], r);
        if (i < last_active && !e->expressions[i]->is<StringLiteral>()) e_.ToString(r, r);
        if (++count >= kMaxConcatRun) flush();
    }
    e_.Concat(dst, first, uint16_t(count));
}

void FunctionCompiler::regexp(RegExpLiteral* e, Register dst) {
    code_->regexps.push_back({e->pattern, e->regexp_flags});
    uint32_t index = uint32_t(code_->regexps.size()) - 1;
    e_.at(e->start);
    e_.NewRegExp(dst, e_.constant_entry(ConstantKind::kRegExp, index));
}

}  // namespace jsx::bytecode
