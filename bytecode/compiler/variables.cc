// Names: where their values are, and assignment targets.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

// ---- environment slots ---------------------------------------------------------------------------

void FunctionCompiler::load_slot(Register dst, Scope* scope, uint32_t slot, AtomId checked_name) {
    auto [env, depth] = place_of(scope);
    uint16_t s = uint16_t(slot), d = uint16_t(depth);
    if (checked_name == kNoAtom) {
        if (d == 0) return e_.LoadEnv(dst, env, s);
        if (d == 1) return e_.LoadEnvParent(dst, env, s);
        return e_.LoadEnvUp(dst, env, d, s);
    }
    if (d == 0) return e_.LoadEnvChecked(dst, env, s, atom(checked_name));
    if (d == 1) return e_.LoadEnvParentChecked(dst, env, s, atom(checked_name));
    e_.LoadEnvUpChecked(dst, env, d, s, atom(checked_name));
}

void FunctionCompiler::store_slot(Scope* scope, uint32_t slot, Register value) {
    auto [env, depth] = place_of(scope);
    uint16_t s = uint16_t(slot), d = uint16_t(depth);
    if (d == 0) return e_.StoreEnv(env, s, value);
    if (d == 1) return e_.StoreEnvParent(env, s, value);
    e_.StoreEnvUp(env, d, s, value);
}

// ---- reading -------------------------------------------------------------------------------------

void FunctionCompiler::load_variable(Register dst, Variable* v, AtomId name, bool is_checked) {
    switch (v->location) {
    case Location::kParameter:
    case Location::kRegister:
        if (is_checked) e_.CheckTdz(home_of(v), atom(name));
        return e_.move(dst, home_of(v));
    case Location::kEnvironment:
        if (v->mode == VariableMode::kImport) {
            auto [env, depth] = place_of(v->scope);
            return e_.LoadImport(dst, env, uint16_t(depth), uint16_t(v->index), atom(name));
        }
        return load_slot(dst, v->scope, v->index, is_checked ? name : kNoAtom);
    case Location::kGlobal: return e_.GetGlobal(dst, atom(name));
    case Location::kUnused: return e_.LoadUndefined(dst);
    }
}

void FunctionCompiler::load_static(Register dst, Identifier* id, bool or_undefined) {
    if (id->variable && id->variable->location != Location::kGlobal) {
        return load_variable(dst, id->variable, id->name, id->needs_tdz_check());
    }
    if (is_constant_global(id, atom::kUndefined)) return e_.LoadUndefined(dst);
    if (or_undefined) return e_.GetGlobalOrUndefined(dst, atom(id->name));
    e_.GetGlobal(dst, atom(id->name));
}

bool FunctionCompiler::is_dynamic_scope(const Scope* s) const {
    return s->kind == ScopeKind::kWith || s->is_extended_by_eval || (s->is_external && s->chain && s->chain->is_extended_by_eval);
}

void FunctionCompiler::load_identifier(Register dst, Identifier* id, bool or_undefined) {
    e_.at(id->start);
    if (!id->is_dynamic()) return load_static(dst, id, or_undefined);
    Temporaries temporaries(e_);
    Register result = scratch(dst);
    Label done;
    each_dynamic(id, done, [&](Register object, Scope*) { e_.GetFromScope(result, object, atom(id->name), is_strict_); });
    load_static(result, id, or_undefined);
    e_.bind(done);
    e_.move(dst, result);
}

/// dst = the object that has the name now, or undefined.
void FunctionCompiler::resolve_dynamic(Register dst, Identifier* id) {
    Label done;
    each_dynamic(id, done, [&](Register object, Scope*) { e_.Move(dst, object); });
    e_.LoadUndefined(dst);
    e_.bind(done);
}

/// The callee of name(...), and its this: the object of a `with`, else undefined.
void FunctionCompiler::call_target_dynamic(Register window, Identifier* id) {
    e_.at(id->start);
    Register self = Register(window + kThisRegister);
    Label done;
    each_dynamic(id, done, [&](Register object, Scope* s) {
        e_.GetFromScope(window, object, atom(id->name), is_strict_);
        if (s->kind == ScopeKind::kWith) {
            e_.Move(self, object);
        } else {
            e_.LoadUndefined(self);
        }
    });
    load_static(window, id);
    e_.LoadUndefined(self);
    e_.bind(done);
}

void FunctionCompiler::typeof_identifier(Register dst, Identifier* id) {
    Temporaries temporaries(e_);
    if (!id->is_dynamic() && id->variable && in_frame(id->variable)) return e_.TypeOf(dst, any(id));
    Register t = scratch(dst);
    if (id->is_dynamic()) load_identifier(t, id, true);
    else load_static(t, id, true);
    e_.TypeOf(dst, t);
}

// https://tc39.es/ecma262/#sec-delete-operator of a name: sloppy code only.
void FunctionCompiler::delete_identifier(Register dst, Identifier* id) {
    e_.at(id->start);
    Temporaries temporaries(e_);
    Register result = scratch(dst);
    Label done;
    if (id->is_dynamic()) {
        each_dynamic(id, done, [&](Register object, Scope*) { e_.DeleteById(result, object, atom(id->name), 0); });
    }
    if (!id->variable || id->variable->location == Location::kGlobal) {
        e_.DeleteGlobal(result, atom(id->name));
    } else {
        e_.LoadFalse(result);
    }
    e_.bind(done);
    e_.move(dst, result);
}

// ---- this and its kin ----------------------------------------------------------------------------

/// A derived constructor whose `this` an arrow function may bind keeps it in the environment alone.
Variable* FunctionCompiler::own_this_variable() const {
    if (function_.kind != FunctionKind::kDerivedConstructor || !literal_) return nullptr;
    Variable* v = literal_->scope->this_variable;
    return v && v->location == Location::kEnvironment ? v : nullptr;
}

bool FunctionCompiler::is_in_module() const {
    if (c_.unit.module || c_.module) return true;
    if (c_.is_direct_eval && c_.unit.outer() && c_.unit.outer()->module) return true;
    for (Scope* s = scope_; s; s = s->parent) {
        if (s->kind == ScopeKind::kModule) return true;
    }
    return false;
}

/// A register that holds `this`, checked.
Register FunctionCompiler::this_register(ThisExpr* node) {
    Variable* v = node && node->variable ? node->variable : own_this_variable();
    Register r = kThisRegister;
    if (v && v->location != Location::kUnused) {
        if (in_frame(v)) {
            r = home_of(v);
        } else {
            r = e_.allocate();
            load_slot(r, v->scope, v->index);
        }
    } else if (function_.kind == FunctionKind::kArrow) {
        // Outside every function.
        r = e_.allocate();
        if (is_in_module()) e_.LoadUndefined(r);
        else e_.LoadGlobalThis(r);
    }
    if (node && node->needs_tdz_check()) {
        e_.at(node->start);
        e_.CheckThis(r);
    }
    return r;
}

void FunctionCompiler::load_this(Register dst, ThisExpr* node) {
    Temporaries temporaries(e_);
    e_.move(dst, this_register(node));
}

/// new.target, the home object or the active function.
void FunctionCompiler::load_pseudo(Register dst, Identifier* id) {
    Variable* v = id->variable;
    if (v && v->location != Location::kUnused) return load_variable(dst, v, id->name, false);
    if (id->name == atom::kNewTarget) return e_.LoadNewTarget(dst);
    if (id->name == atom::kHomeObject) return e_.LoadHomeObject(dst, kCalleeRegister);
    e_.move(dst, kCalleeRegister);
}

// ---- writing -------------------------------------------------------------------------------------

void FunctionCompiler::initialize(Variable* v, Register value) {
    switch (v->location) {
    case Location::kParameter:
    case Location::kRegister: return e_.move(home_of(v), value);
    case Location::kEnvironment: return store_slot(v->scope, v->index, value);
    case Location::kGlobal:
        if (v->is_lexical()) return e_.InitGlobal(atom(v->name), value);
        if (is_strict_) return e_.SetGlobal(atom(v->name), value);
        return e_.SetGlobalSloppy(atom(v->name), value);
    case Location::kUnused: return;
    }
}

void FunctionCompiler::store_static(Identifier* id, Register value) {
    Variable* v = id->variable;
    if (!v || v->location == Location::kGlobal) {
        if (is_strict_) return e_.SetGlobal(atom(id->name), value);
        return e_.SetGlobalSloppy(atom(id->name), value);
    }
    if (v->mode == VariableMode::kImport) return e_.ThrowConstAssign(atom(id->name));
    if (id->needs_tdz_check() && v->location != Location::kUnused) {
        if (in_frame(v)) {
            e_.CheckTdz(home_of(v), atom(id->name));
        } else {
            auto [env, depth] = place_of(v->scope);
            e_.CheckEnv(env, uint16_t(depth), uint16_t(v->index), atom(id->name));
        }
    }
    if (v->is_const()) return e_.ThrowConstAssign(atom(id->name));
    if (v->mode == VariableMode::kFunctionName) {
        if (is_strict_) e_.ThrowConstAssign(atom(id->name));
        return;
    }
    initialize(v, value);
}

/// The value of a declaration; `var` is an assignment.
void FunctionCompiler::initialize_binding(Identifier* id, Register value, DeclarationKind kind) {
    if (kind == DeclarationKind::kVar) return store_static(id, value);
    if (kind == DeclarationKind::kUsing || kind == DeclarationKind::kAwaitUsing) {
        e_.AddDisposable(dispose_stack(id->variable->scope), value, kind == DeclarationKind::kAwaitUsing);
    }
    initialize(id->variable, value);
}

// ---- assignment targets --------------------------------------------------------------------------

/// Evaluating it cannot change anything.
bool FunctionCompiler::is_simple_value(const Expr* e) const {
    if (!e) return false;
    switch (e->kind) {
    case NodeKind::kNullLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNumberLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kBigIntLiteral:
    case NodeKind::kRegExpLiteral:
    case NodeKind::kFunctionLiteral:
    case NodeKind::kThisExpr: return true;
    case NodeKind::kIdentifier: {
        auto* id = e->as<Identifier>();
        return !id->is_dynamic() && id->variable && id->variable->location != Location::kGlobal;
    }
    case NodeKind::kArrayLiteral: return e->as<ArrayLiteral>()->elements.empty();
    case NodeKind::kObjectLiteral: return e->as<ObjectLiteral>()->properties.empty();
    default: return false;
    }
}

/// Evaluates the parts of a target. `value` is what will be evaluated before the store (null: nothing).
Reference FunctionCompiler::reference(Expr* target, Expr* value, bool is_update) {
    Reference r{.kind = Reference::Kind::kPattern, .node = target};
    switch (target->kind) {
    case NodeKind::kIdentifier: {
        auto* id = target->as<Identifier>();
        r.kind = Reference::Kind::kVariable;
        r.name = id->name;
        e_.at(id->start);
        if (id->is_dynamic()) {
            r.scope_object = e_.allocate();
            resolve_dynamic(r.scope_object, id);
        }
        if (is_strict_ && !id->variable && !is_update && value && !is_simple_value(value)) {
            r.was_bound = e_.allocate();
            e_.HasGlobal(r.was_bound, atom(id->name));
        }
        return r;
    }
    case NodeKind::kMember: {
        auto* m = target->as<Member>();
        r.name = m->name;
        if (m->object->is<SuperExpr>()) {
            r.kind = Reference::Kind::kSuperMember;
            auto* super = m->object->as<SuperExpr>();
            r.object = this_register(super->this_expr);
            r.base = e_.allocate();
            super_base(super, r.base);
            return r;
        }
        r.kind = Reference::Kind::kMember;
        r.object = any_before(m->object, value);
        return r;
    }
    case NodeKind::kIndex: {
        auto* m = target->as<Index>();
        if (m->object->is<SuperExpr>()) {
            r.kind = Reference::Kind::kSuperIndex;
            auto* super = m->object->as<SuperExpr>();
            r.object = this_register(super->this_expr);
            r.key = any_before(m->index, value);
            r.base = e_.allocate();
            super_base(super, r.base);
            return r;
        }
        r.object = any_before(m->object, m->index, value);
        uint32_t index;
        if (m->index->is<StringLiteral>()) {
            AtomId name = m->index->as<StringLiteral>()->value;
            if (!is_index_name(c_.unit.atoms.text(name), &index)) {
                r.kind = Reference::Kind::kMember;
                r.name = name;
                return r;
            }
            if (index <= UINT16_MAX) {
                r.kind = Reference::Kind::kInt;
                r.index = uint16_t(index);
                return r;
            }
        }
        int16_t small;
        if (small_int(m->index, &small) && small >= 0) {
            r.kind = Reference::Kind::kInt;
            r.index = uint16_t(small);
            return r;
        }
        r.kind = Reference::Kind::kIndex;
        r.key = any_before(m->index, value);
        return r;
    }
    case NodeKind::kPrivateMember: {
        auto* m = target->as<PrivateMember>();
        r.kind = Reference::Kind::kPrivate;
        r.object = any_before(m->object, value);
        return r;
    }
    case NodeKind::kCall:
        r.kind = Reference::Kind::kCall;
        effect(target);
        e_.at(target->start);
        e_.ThrowError(uint16_t(ErrorType::kReferenceError), atom(c_.unit.atoms.intern("Invalid left-hand side in assignment")));
        return r;
    default: return r;
    }
}

void FunctionCompiler::load(const Reference& r, Register dst) {
    switch (r.kind) {
    case Reference::Kind::kVariable: {
        auto* id = r.node->as<Identifier>();
        if (r.scope_object == kNoRegister) return load_static(dst, id);
        Label is_static, done;
        e_.JumpIfUndefined(r.scope_object, is_static);
        e_.GetFromScope(dst, r.scope_object, atom(r.name), is_strict_);
        e_.Jump(done);
        e_.bind(is_static);
        load_static(dst, id);
        return e_.bind(done);
    }
    case Reference::Kind::kMember:
        if (r.name == atom::kLength) return e_.GetLength(dst, r.object, atom(r.name));
        return e_.GetById(dst, r.object, atom(r.name));
    case Reference::Kind::kIndex: return e_.GetByVal(dst, r.object, r.key);
    case Reference::Kind::kInt: return e_.GetByInt(dst, r.object, r.index);
    case Reference::Kind::kSuperMember: return e_.GetSuperById(dst, r.base, r.object, atom(r.name));
    case Reference::Kind::kSuperIndex: return e_.GetSuperByVal(dst, r.base, r.object, r.key);
    case Reference::Kind::kPrivate: return load_private(dst, r.object, r.node->as<PrivateMember>()->name, r.node->position);
    case Reference::Kind::kCall:
    case Reference::Kind::kPattern: return;
    }
}

/// load() before a store: the key is converted once.
void FunctionCompiler::load_for_update(Reference& r, Register dst) {
    if (r.kind == Reference::Kind::kIndex) {
        Register key = is_home(r.key) ? e_.allocate() : r.key;
        e_.GetByValUpdate(dst, key, r.object, r.key);
        r.key = key;
    } else if (r.kind == Reference::Kind::kSuperIndex) {
        Register key = is_home(r.key) ? e_.allocate() : r.key;
        e_.ToPropertyKey(key, r.key);
        r.key = key;
        load(r, dst);
    } else {
        load(r, dst);
    }
}

/// Errors point where e_.at() says.
void FunctionCompiler::store(const Reference& r, Register value) {
    switch (r.kind) {
    case Reference::Kind::kVariable: {
        auto* id = r.node->as<Identifier>();
        Label done;
        if (r.scope_object != kNoRegister) {
            Label is_static;
            e_.JumpIfUndefined(r.scope_object, is_static);
            e_.SetInScope(r.scope_object, atom(r.name), value, is_strict_);
            e_.Jump(done);
            e_.bind(is_static);
        }
        if (r.was_bound != kNoRegister) {
            Label bound;
            uint32_t position = e_.position();
            e_.JumpIfTrue(r.was_bound, bound);
            e_.at(id->start);
            AtomText text = c_.unit.atoms.text(id->name);
            AtomId reason;
            if (text.is_latin1) {
                reason = c_.unit.atoms.intern(std::string(text.ascii()) + " is not defined");
            } else {
                std::u16string wide(text.utf16(), text.length);
                wide += u" is not defined";
                reason = c_.unit.atoms.intern(wide.data(), wide.size());
            }
            e_.ThrowError(uint16_t(ErrorType::kReferenceError), atom(reason));
            e_.bind(bound);
            e_.at(position);
        }
        store_static(id, value);
        return e_.bind(done);
    }
    case Reference::Kind::kMember:
        if (is_strict_) return e_.SetById(r.object, atom(r.name), value);
        return e_.SetByIdSloppy(r.object, atom(r.name), value);
    case Reference::Kind::kIndex:
        if (is_strict_) return e_.SetByVal(r.object, r.key, value);
        return e_.SetByValSloppy(r.object, r.key, value);
    case Reference::Kind::kInt:
        if (is_strict_) return e_.SetByInt(r.object, r.index, value);
        return e_.SetByIntSloppy(r.object, r.index, value);
    case Reference::Kind::kSuperMember: return e_.SetSuperById(r.base, r.object, atom(r.name), value, is_strict_);
    case Reference::Kind::kSuperIndex: return e_.SetSuperByVal(r.base, r.object, r.key, value, is_strict_);
    case Reference::Kind::kPrivate:
        return store_private(r.object, r.node->as<PrivateMember>()->name, value, e_.position());
    case Reference::Kind::kCall:
    case Reference::Kind::kPattern: return;
    }
}

// ---- private names ---------------------------------------------------------------------------------

/// The register of a private name's symbol, method or accessor function.
Register FunctionCompiler::private_name(Identifier* name) {
    Variable* v = name->variable;
    if (in_frame(v)) return home_of(v);
    Register r = e_.allocate();
    load_variable(r, v, name->name, name->needs_tdz_check());
    return r;
}

/// dst = the brand that objects with the private method or accessor `name` have.
void FunctionCompiler::load_brand(Register dst, const Variable* name) {
    AtomId brand = name->is_static ? atom::kStaticBrand : atom::kBrand;
    for (Variable* v = name->scope->variables; v; v = v->next) {
        if (v->name == brand) return load_variable(dst, v, brand, false);
    }
    JSX_UNREACHABLE();
}

void FunctionCompiler::check_brand(Register object, const Variable* name) {
    Temporaries temporaries(e_);
    Register brand = e_.allocate();
    load_brand(brand, name);
    e_.CheckBrand(object, brand);
}

static std::string private_message(const AtomTable& atoms, const char* before, AtomId name, const char* after) {
    return before + std::string(atoms.text(name).is_latin1 ? std::string(atoms.text(name).ascii()) : atoms.to_utf8(name)) + after;
}

void FunctionCompiler::load_private(Register dst, Register object, Identifier* name, uint32_t position) {
    Temporaries temporaries(e_);
    Variable* v = name->variable;
    e_.at(position);
    switch (v->private_kind) {
    case PrivateNameKind::kNone:
    case PrivateNameKind::kField: return e_.GetPrivate(dst, object, private_name(name));
    case PrivateNameKind::kMethod:
        check_brand(object, v);
        return load_variable(dst, v, name->name, name->needs_tdz_check());
    case PrivateNameKind::kSetter:
        check_brand(object, v);
        return e_.ThrowError(uint16_t(ErrorType::kTypeError),
                             atom(c_.unit.atoms.intern(private_message(c_.unit.atoms, "'", name->name, "' was defined without a getter"))));
    case PrivateNameKind::kGetter:
    case PrivateNameKind::kAccessorPair: {
        check_brand(object, v);
        Register window = e_.allocate(kFrameHeader);
        load_variable(window, v, name->name, name->needs_tdz_check());
        e_.Move(Register(window + kThisRegister), object);
        e_.at(position);
        if (dst <= window) return e_.Call(dst, window, 0);
        e_.Call(window, window, 0);
        return e_.move(dst, window);
    }
    }
}

void FunctionCompiler::store_private(Register object, Identifier* name, Register value, uint32_t position) {
    Temporaries temporaries(e_);
    Variable* v = name->variable;
    auto fail = [&](const char* before, const char* after) {
        check_brand(object, v);
        e_.at(name->start);
        e_.ThrowError(uint16_t(ErrorType::kTypeError),
                      atom(c_.unit.atoms.intern(private_message(c_.unit.atoms, before, name->name, after))));
    };
    e_.at(position);
    switch (v->private_kind) {
    case PrivateNameKind::kNone:
    case PrivateNameKind::kField: return e_.SetPrivate(object, private_name(name), value);
    case PrivateNameKind::kMethod: return fail("Private method '", "' is not writable");
    case PrivateNameKind::kGetter: return fail("'", "' was defined without a setter");
    case PrivateNameKind::kSetter:
    case PrivateNameKind::kAccessorPair: {
        check_brand(object, v);
        Register window = e_.allocate(kFrameHeader);
        Variable* setter = v->private_kind == PrivateNameKind::kSetter ? v : v->companion;
        load_variable(window, setter, name->name, name->needs_tdz_check());
        e_.Move(Register(window + kThisRegister), object);
        Register argument = e_.allocate();
        e_.Move(argument, value);
        e_.at(position);
        return e_.Call(window, window, 1);
    }
    }
}

void FunctionCompiler::private_in(Register dst, PrivateIn* node) {
    Temporaries temporaries(e_);
    private_has(dst, node->name, any(node->right), node->position);
}

void FunctionCompiler::private_has(Register dst, Identifier* name, Register object, uint32_t position) {
    Temporaries temporaries(e_);
    Variable* v = name->variable;
    Register key;
    if (v->private_kind == PrivateNameKind::kField || v->private_kind == PrivateNameKind::kNone) {
        key = private_name(name);
    } else {
        key = e_.allocate();
        load_brand(key, v);
    }
    e_.at(position);
    e_.PrivateIn(dst, key, object);
}

}  // namespace jsx::bytecode
