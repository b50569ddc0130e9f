// Classes: constructor, elements, fields and private names.
//
//   class scope   inner name, private names, brands, computed field keys (registers or environment slots)
//   constructor   CreateClass makes it with its prototype
//   fields        one synthetic method, "<instance_members_initializer>", that the constructor (or super()) runs
//   static parts  one synthetic method, "<static_initializer>", called once with this = the class
//
// Private methods and accessors are functions in the class scope; an object may use them if it has the
// class's brand.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

FunctionTemplate* FunctionCompiler::synthetic(FunctionKind kind, AtomId name, uint32_t start, uint32_t end) {
    FunctionTemplate* t = c_.unit.new_function();
    t->kind = kind;
    t->flags.strict = true;
    t->flags.native_builtin = c_.unit.allow_natives;
    t->name = name;
    t->source_start = start;
    t->source_end = end;
    t->scope = c_.chain_for(scope_);
    return t;
}

/// `name` names an anonymous class; `dynamic_name` is a register with a property key for the same.
void FunctionCompiler::class_literal(ClassLiteral* e, Register dst, AtomId name, Register dynamic_name) {
    if (!e_.is_reachable()) return;
    bool was_strict = is_strict_;
    is_strict_ = true;
    DecoratedClass* decorated = is_decorated(e) ? prepare_decorated(e) : nullptr;
    Register class_decorators = e->decorators.size ? evaluate_decorators(e->decorators) : kNoRegister;
    Register constructor = e_.allocate(2);
    ScopeEntry entry = enter_scope(e->scope);
    class_body(e, constructor, e->name != atom::kNone ? e->name : name, dynamic_name, decorated, class_decorators);
    exit_scope(entry, e->scope);
    is_strict_ = was_strict;
    e_.move(dst, constructor);
}

/// Private names and brands come to be before the elements are evaluated.
void FunctionCompiler::private_declarations(ClassLiteral* e, AtomId name) {
    auto create = [&](Variable* v, AtomId description, PrivateKind kind) {
        if (!v || v->location == Location::kUnused) return;
        Temporaries temporaries(e_);
        Register r = in_frame(v) ? home_of(v) : e_.allocate();
        e_.CreatePrivateName(r, atom(description), uint16_t(kind));
        initialize(v, r);
    };
    AtomId class_name = name == kNoAtom ? AtomId(atom::kAnonymous) : name;
    create(e->brand, class_name, PrivateKind::kInstanceBrand);
    create(e->static_brand, class_name, PrivateKind::kStaticBrand);
    for (const ClassElement& element : e->elements) {
        if (element.storage) create(element.storage, accessor_storage_name(element), PrivateKind::kField);
        if (!element.is_private || element.kind != ClassElementKind::kField) continue;
        create(element.key->as<Identifier>()->variable, element.key->as<Identifier>()->name, PrivateKind::kField);
    }
}

AtomId FunctionCompiler::accessor_storage_name(const ClassElement& element) const {
    AtomId name = static_key_name(element.key, element.is_computed);
    return name == kNoAtom ? AtomId(atom::kAccessorStorage) : name;
}

// https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation
void FunctionCompiler::class_body(ClassLiteral* e, Register constructor, AtomId name, Register dynamic_name,
                                  DecoratedClass* decorated, Register class_decorators) {
    Temporaries temporaries(e_);
    Register prototype = Register(constructor + 1);
    private_declarations(e, name);
    {
        Temporaries inner(e_);
        Register heritage = e_.allocate();
        if (e->heritage) into(e->heritage, heritage);
        else e_.LoadEmpty(heritage);
        FunctionTemplate* t;
        if (e->constructor) {
            t = make_template(e->constructor, name);
            t->name = name;
            t->flags.has_fields = e->has_instance_fields || decorated;
            queue_function(t, e->constructor);
        } else {
            t = synthetic(e->heritage ? FunctionKind::kDerivedConstructor : FunctionKind::kBaseConstructor, name, e->start, e->end);
            t->flags.has_fields = e->has_instance_fields || decorated;
            c_.queue.push_back({.kind = Job::Kind::kDefaultConstructor, .function = t, .class_literal = e});
        }
        t->flags.has_source_name = e->name != atom::kNone;
        e_.CreateClass(constructor, function_constant(t), heritage, environment());
    }
    if (name == kNoAtom && dynamic_name != kNoRegister) e_.SetFunctionName(constructor, dynamic_name, uint16_t(NamePrefix::kNone));
    if (decorated) return decorated_body(e, *decorated, constructor, name, class_decorators);

    for (const ClassElement& element : e->elements) {
        Temporaries inner(e_);
        class_element(element, constructor, prototype);
    }
    if (e->inner_name && e->inner_name->location != Location::kUnused) initialize(e->inner_name, constructor);
    if (e->has_instance_fields) {
        Register f = e_.allocate();
        initializer_function(e, f, prototype, false, nullptr);
        e_.SetFieldInitializer(constructor, f);
    }
    if (e->static_brand) add_static_brand(e, constructor);
    if (e->has_static_elements) run_static_initializer(e, constructor, nullptr);
}

void FunctionCompiler::add_static_brand(ClassLiteral* e, Register constructor) {
    Temporaries temporaries(e_);
    Register brand = e_.allocate();
    load_variable(brand, e->static_brand, e->static_brand->name, false);
    e_.AddBrand(constructor, brand);
}

/// dst = the synthetic method that makes the fields of instances, or of the class itself.
void FunctionCompiler::initializer_function(ClassLiteral* e, Register dst, Register home, bool is_static, const DecoratedClass* decorated) {
    AtomId name = is_static ? AtomId(atom::kStaticInitializer) : c_.unit.atoms.intern("<instance_members_initializer>");
    FunctionTemplate* t = synthetic(FunctionKind::kClassInitializer, name, e->start, e->end);
    auto kind = is_static ? Job::Kind::kStaticInitializer : Job::Kind::kInstanceInitializer;
    c_.queue.push_back({.kind = kind, .function = t, .class_literal = e, .decorated = decorated});
    e_.CreateMethod(dst, function_constant(t), environment(), home);
}

void FunctionCompiler::run_static_initializer(ClassLiteral* e, Register constructor, const DecoratedClass* decorated) {
    Temporaries temporaries(e_);
    Register window = e_.allocate(kFrameHeader);
    initializer_function(e, window, constructor, true, decorated);
    e_.Move(Register(window + kThisRegister), constructor);
    e_.at(e->start);
    e_.Call(window, window, 0);
}

/// A closure for a method or accessor, with its name.
void FunctionCompiler::method_closure(const ClassElement& element, Register dst, Register home, Register key) {
    auto prefix = element.kind == ClassElementKind::kGetter ? NamePrefix::kGet
                  : element.kind == ClassElementKind::kSetter ? NamePrefix::kSet : NamePrefix::kNone;
    AtomId name = static_key_name(element.key, element.is_computed);
    closure(element.function, dst, name, home, prefix);
    if (name == kNoAtom) e_.SetFunctionName(dst, key, uint16_t(prefix));
}

/// V8's error for a computed static key that turns out to be "prototype".
void FunctionCompiler::check_static_key(const ClassElement& element, Register key) {
    if (!element.is_static || !element.is_computed) return;
    Label fine;
    e_.JumpIfStrictNotEqConst(key, atom(atom::kPrototype), fine);
    e_.at(element.key->start);
    e_.ThrowError(uint16_t(ErrorType::kTypeError), atom(c_.unit.atoms.intern("Classes may not have a static property named 'prototype'")));
    e_.bind(fine);
}

/// Methods and accessors are defined; of a field the computed key is kept.
void FunctionCompiler::class_element(const ClassElement& element, Register constructor, Register prototype) {
    Register target = element.is_static ? constructor : prototype;
    if (element.kind == ClassElementKind::kStaticBlock) return;
    if (element.is_private) {
        if (element.kind != ClassElementKind::kField) private_element(element, target);
        return;
    }
    Register key = kNoRegister;
    if (element.kind == ClassElementKind::kField) {
        if (!element.is_computed) return;
        key = e_.allocate();
        property_key(element.key, true, key);
        return initialize(element.key_variable, key);
    }
    key = e_.allocate();
    property_key(element.key, element.is_computed, key);
    check_static_key(element, key);
    if (element.kind == ClassElementKind::kAutoAccessor) {
        if (element.key_variable) initialize(element.key_variable, key);
        Register getter = e_.allocate();
        Register setter = e_.allocate();
        accessor_functions(element, getter, setter, key);
        e_.DefineGetter(target, key, getter, 0);
        return e_.DefineSetter(target, key, setter, 0);
    }
    Register function = e_.allocate();
    method_closure(element, function, target, key);
    e_.at(element.key->start);
    switch (element.kind) {
    case ClassElementKind::kGetter: return e_.DefineGetter(target, key, function, 0);
    case ClassElementKind::kSetter: return e_.DefineSetter(target, key, function, 0);
    case ClassElementKind::kMethod: return e_.DefineMethod(target, key, function, 0);
    case ClassElementKind::kField:
    case ClassElementKind::kAutoAccessor:
    case ClassElementKind::kStaticBlock: return;
    }
}

/// Where a private method or accessor half is kept.
Variable* FunctionCompiler::private_home(const ClassElement& element) {
    Variable* v = element.key->as<Identifier>()->variable;
    bool is_pair = v->private_kind == PrivateNameKind::kAccessorPair;
    return is_pair && element.kind == ClassElementKind::kSetter ? v->companion : v;
}

void FunctionCompiler::private_element(const ClassElement& element, Register target) {
    if (element.kind == ClassElementKind::kAutoAccessor) {
        Variable* v = element.key->as<Identifier>()->variable;
        Register getter = e_.allocate();
        Register setter = e_.allocate();
        accessor_functions(element, getter, setter, kNoRegister);
        initialize(v, getter);
        return initialize(v->companion, setter);
    }
    Variable* v = private_home(element);
    if (v->location == Location::kUnused) return;
    Register function = in_frame(v) ? home_of(v) : e_.allocate();
    method_closure(element, function, target, kNoRegister);
    initialize(v, function);
}

// ---- auto-accessors --------------------------------------------------------------------------------------

void FunctionCompiler::accessor_functions(const ClassElement& element, Register getter, Register setter, Register key) {
    AtomId name = static_key_name(element.key, element.is_computed);
    auto make = [&](bool is_setter, Register dst) {
        AtomId full = name == kNoAtom ? kNoAtom : prefixed(is_setter ? "set " : "get ", name);
        FunctionTemplate* t = synthetic(is_setter ? FunctionKind::kSetter : FunctionKind::kGetter, full, element.start, element.end);
        t->length = is_setter;
        auto* copy = c_.arena.allocate_array<ClassElement>(1);
        *copy = element;
        c_.queue.push_back({.kind = is_setter ? Job::Kind::kAccessorSet : Job::Kind::kAccessorGet,
                            .function = t,
                            .element = copy,
                            .scope = scope_});
        e_.CreateClosure(dst, function_constant(t), environment());
        if (name == kNoAtom) e_.SetFunctionName(dst, key, uint16_t(is_setter ? NamePrefix::kSet : NamePrefix::kGet));
    };
    make(false, getter);
    make(true, setter);
}

void FunctionCompiler::compile_accessor(const Job& job, bool is_setter) {
    begin_frame(is_setter ? 1 : 0, job.scope);
    const ClassElement& element = *job.element;
    e_.at(element.start);
    Register name = e_.allocate();
    load_variable(name, element.storage, element.storage->name, false);
    if (is_setter) {
        e_.SetPrivate(kThisRegister, name, kFrameHeader);
        return e_.ReturnUndefined();
    }
    Register value = e_.allocate();
    e_.GetPrivate(value, kThisRegister, name);
    e_.Return(value);
}

// ---- constructors ------------------------------------------------------------------------------------------

void FunctionCompiler::compile_default_constructor(ClassLiteral* c) {
    bool is_derived = function_.kind == FunctionKind::kDerivedConstructor;
    function_.flags.needs_arguments = is_derived;
    begin_frame(0, c->scope);
    e_.at(c->start);
    if (!is_derived) {
        if (function_.flags.has_fields) e_.RunFieldInitializer(kCalleeRegister, kThisRegister);
        return e_.ReturnUndefined();
    }
    // constructor(...args) { super(...args); } without looking at Array.prototype[@@iterator].
    Register new_target = e_.allocate();
    e_.LoadNewTarget(new_target);
    Register result = e_.allocate();
    Register window = e_.allocate(kFrameHeader);
    e_.GetSuperConstructor(window, kCalleeRegister);
    e_.CreateRest(e_.allocate(), 0);
    e_.SuperCallSpread(result, window, new_target);
    if (function_.flags.has_fields) e_.RunFieldInitializer(kCalleeRegister, result);
    e_.Return(result);
}

// ---- initializers ------------------------------------------------------------------------------------------

void FunctionCompiler::compile_initializer(const Job& job, bool is_static) {
    ClassLiteral* c = job.class_literal;
    begin_frame(0, c->scope);
    if (!is_static && c->brand) {
        Temporaries temporaries(e_);
        Register brand = e_.allocate();
        load_variable(brand, c->brand, c->brand->name, false);
        e_.at(c->start);
        e_.AddBrand(kThisRegister, brand);
    }
    if (job.decorated) {
        decorated_initializer(c, *job.decorated, is_static);
    } else {
        for (const ClassElement& element : c->elements) {
            Temporaries temporaries(e_);
            if (element.is_static == is_static) initialize_element(element);
        }
    }
    e_.ReturnUndefined();
}

/// One field, accessor storage or static block, with this in its register.
void FunctionCompiler::initialize_element(const ClassElement& element) {
    switch (element.kind) {
    case ClassElementKind::kMethod:
    case ClassElementKind::kGetter:
    case ClassElementKind::kSetter: return;
    case ClassElementKind::kStaticBlock: return static_block(element);
    case ClassElementKind::kField:
    case ClassElementKind::kAutoAccessor: break;
    }
    Register value = e_.allocate();
    field_value(element, value);
    define_field(element, value);
}

/// The initializer's value, undefined without one.
void FunctionCompiler::field_value(const ClassElement& element, Register dst) {
    if (!element.value) return e_.LoadUndefined(dst);
    Register key = kNoRegister;
    AtomId name = static_key_name(element.key, element.is_computed);
    bool is_anonymous = is_anonymous_function(element.value);
    if (is_anonymous && name == kNoAtom) {
        key = e_.allocate();
        if (element.key_variable) load_variable(key, element.key_variable, element.key_variable->name, false);
        else property_key(element.key, false, key);
    }
    ScopeEntry entry{};
    Scope* scope = element.initializer_scope;
    if (scope) {
        entry = enter_scope(scope);
        instantiate_pseudo_variables(scope);
    }
    if (key != kNoRegister) named_by_key(element.value, key, dst);
    else named(element.value, name, dst);
    if (scope) exit_scope(entry, scope);
}

void FunctionCompiler::define_field(const ClassElement& element, Register value) {
    Temporaries temporaries(e_);
    e_.at(element.key->start);
    if (element.kind == ClassElementKind::kAutoAccessor) {
        Register name = e_.allocate();
        load_variable(name, element.storage, element.storage->name, false);
        return e_.DefinePrivate(kThisRegister, name, value);
    }
    if (element.is_private) return e_.DefinePrivate(kThisRegister, private_name(element.key->as<Identifier>()), value);
    uint32_t index;
    AtomId name = static_key_name(element.key, element.is_computed);
    if (name != kNoAtom && !is_index_name(c_.unit.atoms.text(name), &index)) {
        return e_.DefineField(kThisRegister, atom(name), value);
    }
    Register key = e_.allocate();
    if (element.key_variable) load_variable(key, element.key_variable, element.key_variable->name, false);
    else property_key(element.key, false, key);
    e_.at(element.key->start);
    e_.DefineFieldByVal(kThisRegister, key, value);
}

/// Runs in the static initializer's frame, as a block whose vars are its own.
void FunctionCompiler::static_block(const ClassElement& element) {
    FunctionLiteral* f = element.function;
    if (f->lazy) {
        Register window = e_.allocate(kFrameHeader);
        closure(f, window, atom::kStaticInitializer, kThisRegister);
        e_.Move(Register(window + kThisRegister), kThisRegister);
        e_.at(f->start);
        return e_.Call(window, window, 0);
    }
    ScopeEntry entry = enter_scope(f->scope);
    instantiate_pseudo_variables(f->scope);
    auto body = [&] { statements(f->body); };
    if (f->scope->has_using) with_disposal(f->scope, body);
    else body();
    exit_scope(entry, f->scope);
}

}  // namespace jsx::bytecode
