// Decorators (tc39.es/proposal-decorators, as of November 2023) and their metadata (proposal-decorator-metadata).
// [doc:decorators]
//
// A decorated class is evaluated in four passes: decorators and keys in source order; then methods and
// accessors are decorated and defined, static ones first; then fields are decorated; then the class.
// What instances need later (functions that decorators returned or gave to addInitializer) waits in
// arrays in hidden variables of the class scope, where the initializer methods find it.
//
// Everything is written as bytecode: contexts are object literals, `access` and `addInitializer` are
// synthetic functions.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

/// Hidden variables of a decorated element; null where it has no use for one.
struct DecoratedElement {
    Variable* key = nullptr;         // computed: the property key, for `access`
    Variable* initializers = nullptr;  // fields, auto-accessors: what decorators returned
    Variable* extra = nullptr;       // the same: what addInitializer collected
    Register decorators = kNoRegister;  // pairs: function, receiver
    Register function = kNoRegister;    // methods, accessors; auto-accessors: getter, then setter
    Register property_key = kNoRegister;
};
struct DecoratedClass {
    DecoratedElement* elements;
    Variable* instance_extra;  // addInitializer of methods and accessors
    Variable* static_extra;
    Register metadata;  // while the class is evaluated: what every context.metadata is
};

bool FunctionCompiler::is_decorated(const ClassLiteral* e) {
    if (e->decorators.size) return true;
    for (const ClassElement& element : e->elements) {
        if (element.decorators.size) return true;
    }
    return false;
}

// ---- hidden variables --------------------------------------------------------------------------------

/// Adds the variables to the class scope before it is entered, and moves private names that `access` refers to into its
/// environment.
DecoratedClass* FunctionCompiler::prepare_decorated(ClassLiteral* e) {
    Scope* scope = e->scope;
    auto place = [&](Variable* v) {
        v->is_used = v->is_captured = true;
        v->location = Location::kEnvironment;
        v->index = scope->environment_slots++;
        scope->needs_environment = true;
    };
    auto hidden = [&] {
        auto* v = c_.arena.make<Variable>(Variable{.name = atom::kComputedKey, .mode = VariableMode::kInternal});
        v->scope = scope;
        (scope->last_variable ? scope->last_variable->next : scope->variables) = v;
        scope->last_variable = v;
        place(v);
        return v;
    };
    auto* d = c_.arena.make<DecoratedClass>();
    d->elements = c_.arena.allocate_array<DecoratedElement>(e->elements.size);
    d->instance_extra = hidden();
    d->static_extra = hidden();
    for (uint32_t i = 0; i < e->elements.size; i++) {
        const ClassElement& element = e->elements[i];
        DecoratedElement& state = *new (&d->elements[i]) DecoratedElement;
        if (!element.decorators.size) continue;
        bool is_field = element.kind == ClassElementKind::kField || element.kind == ClassElementKind::kAutoAccessor;
        if (is_field) {
            state.initializers = hidden();
            state.extra = hidden();
        }
        if (element.is_private) {
            Variable* v = element.key->as<Identifier>()->variable;
            if (v->location != Location::kEnvironment) place(v);
            if (v->companion && v->companion->location != Location::kEnvironment) place(v->companion);
        } else if (element.is_computed) {
            state.key = element.key_variable ? element.key_variable : hidden();
        }
    }
    return d;
}

// ---- evaluating and calling decorators ---------------------------------------------------------------

/// Function and receiver of each decorator, in pairs of registers.
Register FunctionCompiler::evaluate_decorators(const List<Expr*>& decorators) {
    Register first = e_.allocate(decorators.size * 2);
    for (uint32_t i = 0; i < decorators.size; i++) {
        Temporaries temporaries(e_);
        Register window = e_.allocate(kFrameHeader);
        bool has_this = any_callee(decorators[i], window);
        e_.Move(Register(first + 2 * i), window);
        if (has_this) e_.Move(Register(first + 2 * i + 1), Register(window + kThisRegister));
        else e_.LoadUndefined(Register(first + 2 * i + 1));
    }
    return first;
}

void FunctionCompiler::throw_unless_callable(Register value, const char* message) {
    Label fine;
    e_.JumpIfTypeOf(value, uint16_t(TypeOfKind::kFunction), fine);
    e_.ThrowError(uint16_t(ErrorType::kTypeError), atom(c_.unit.atoms.intern(message)));
    e_.bind(fine);
}

/// dst = a function for the context: its own environment holds the list and whether decorating is over.
// https://tc39.es/proposal-decorators/#sec-createaddinitializerfunction
void FunctionCompiler::add_initializer_function(Register dst, Register env, Register list) {
    Temporaries temporaries(e_);
    Register undefined = e_.allocate();
    e_.LoadUndefined(undefined);
    e_.CreateEnvironment(env, undefined, 2);
    e_.StoreEnv(env, 0, list);
    FunctionTemplate* t = synthetic(FunctionKind::kArrow, c_.unit.atoms.intern("addInitializer"), function_.source_start, function_.source_start);
    t->scope = nullptr;
    t->length = 1;
    c_.queue.push_back({.kind = Job::Kind::kAddInitializer, .function = t});
    e_.CreateClosure(dst, function_constant(t), env);
}

void FunctionCompiler::compile_add_initializer() {
    begin_frame(1, nullptr);
    Register t = e_.allocate();
    Label fine;
    e_.LoadEnv(t, closure_environment(), 1);
    e_.JumpIfUndefined(t, fine);
    e_.ThrowError(uint16_t(ErrorType::kTypeError), atom(c_.unit.atoms.intern("attempted to call addInitializer after decoration was finished")));
    e_.bind(fine);
    throw_unless_callable(kFrameHeader, "An initializer must be a function");
    e_.LoadEnv(t, closure_environment(), 0);
    e_.ArrayPush(t, kFrameHeader);
    e_.ReturnUndefined();
}

static const char* kind_name(ClassElementKind kind) {
    switch (kind) {
    case ClassElementKind::kMethod: return "method";
    case ClassElementKind::kGetter: return "getter";
    case ClassElementKind::kSetter: return "setter";
    case ClassElementKind::kField: return "field";
    case ClassElementKind::kAutoAccessor: return "accessor";
    case ClassElementKind::kStaticBlock: return "";
    }
}

/// dst = { has, get, set } as far as the element has them.
// https://tc39.es/proposal-decorators/#sec-createdecoratoraccessobject
void FunctionCompiler::access_object(const ClassElement& element, const DecoratedElement& state, Register dst) {
    Temporaries temporaries(e_);
    using enum Job::Kind;
    static constexpr struct { Job::Kind kind; const char* name; } kParts[] = {
        {kAccessHas, "has"}, {kAccessGet, "get"}, {kAccessSet, "set"}};
    auto* copy = c_.arena.make<ClassElement>(element);
    std::vector<AtomId> names;
    Register first = e_.top();
    for (auto [kind, name] : kParts) {
        if (kind == kAccessGet && element.kind == ClassElementKind::kSetter) continue;
        bool is_writable = element.kind == ClassElementKind::kSetter || element.kind == ClassElementKind::kField ||
                           element.kind == ClassElementKind::kAutoAccessor;
        if (kind == kAccessSet && !is_writable) continue;
        AtomId id = c_.unit.atoms.intern(name);
        FunctionTemplate* t = synthetic(FunctionKind::kArrow, id, element.start, element.end);
        t->length = kind == kAccessSet ? 2 : 1;
        c_.queue.push_back({.kind = kind, .function = t, .element = copy, .scope = scope_, .decorated_element = &state});
        e_.CreateClosure(e_.allocate(), function_constant(t), environment());
        names.push_back(id);
    }
    uint16_t count = uint16_t(names.size());
    code_->key_lists.push_back(std::move(names));
    e_.NewObjectWith(dst, e_.constant_entry(ConstantKind::kKeys, uint32_t(code_->key_lists.size()) - 1), first, count);
}

/// A function of an access object: has(object), get(object) or set(object, value).
void FunctionCompiler::compile_access(const Job& job) {
    bool is_set = job.kind == Job::Kind::kAccessSet;
    begin_frame(is_set ? 2 : 1, job.scope);
    const ClassElement& element = *job.element;
    Register object = kFrameHeader, value = Register(kFrameHeader + 1);
    Register result = e_.allocate();
    e_.at(element.key->start);
    if (element.is_private) {
        auto* name = element.key->as<Identifier>();
        if (is_set) {
            store_private(object, name, value, element.key->start);
            return e_.ReturnUndefined();
        }
        if (job.kind == Job::Kind::kAccessHas) private_has(result, name, object, element.key->start);
        else load_private(result, object, name, element.key->start);
        return e_.Return(result);
    }
    Register key = e_.allocate();
    if (element.is_computed) load_variable(key, job.decorated_element->key, atom::kComputedKey, false);
    else property_key(element.key, false, key);
    if (is_set) {
        e_.SetByVal(object, key, value);
        return e_.ReturnUndefined();
    }
    if (job.kind == Job::Kind::kAccessHas) e_.In(result, key, object);
    else e_.GetByVal(result, object, key);
    e_.Return(result);
}

/// result = decorator(value, context), with the context of the element (null: of the class).
// https://tc39.es/proposal-decorators/#sec-createdecoratorcontextobject
void FunctionCompiler::call_decorator(const DecoratedClass& d, Register decorator, Register result, Register value,
                                      Register list, const ClassElement* element, const DecoratedElement* state,
                                      AtomId class_name, uint32_t position) {
    Temporaries temporaries(e_);
    auto id = [&](const char* text) { return c_.unit.atoms.intern(text); };
    Register env = e_.allocate();
    Register window = e_.allocate(kFrameHeader);
    e_.Move(window, decorator);
    e_.Move(Register(window + kThisRegister), Register(decorator + 1));
    e_.Move(e_.allocate(), value);
    Register context = e_.allocate();
    {
        Temporaries inner(e_);
        std::vector<AtomId> names;
        Register first = e_.top();
        auto field = [&](const char* name) {
            names.push_back(id(name));
            return e_.allocate();
        };
        load_string(field("kind"), element ? id(kind_name(element->kind)) : id("class"));
        Register name = field("name");
        if (!element) {
            if (class_name == kNoAtom) e_.LoadUndefined(name);
            else load_string(name, class_name);
        } else if (element->is_private) {
            load_string(name, element->key->as<Identifier>()->name);
        } else {
            e_.Move(name, state->property_key);
            if (element->is_computed || element->key->kind == NodeKind::kNumberLiteral) {
                // Property keys that are array indices are kept as numbers.
                Label is_symbol;
                e_.JumpIfTypeOf(name, uint16_t(TypeOfKind::kSymbol), is_symbol);
                e_.ToString(name, name);
                e_.bind(is_symbol);
            }
        }
        if (element) {
            Register is_static = field("static");
            element->is_static ? e_.LoadTrue(is_static) : e_.LoadFalse(is_static);
            Register is_private = field("private");
            element->is_private ? e_.LoadTrue(is_private) : e_.LoadFalse(is_private);
            access_object(*element, *state, field("access"));
        }
        add_initializer_function(field("addInitializer"), env, list);
        e_.Move(field("metadata"), d.metadata);
        uint16_t count = uint16_t(names.size());
        code_->key_lists.push_back(std::move(names));
        e_.NewObjectWith(context, e_.constant_entry(ConstantKind::kKeys, uint32_t(code_->key_lists.size()) - 1), first, count);
    }
    e_.at(position);
    e_.Call(result, window, 2);
    Register finished = e_.allocate();
    e_.LoadTrue(finished);
    e_.StoreEnv(env, 1, finished);
}

/// Decorates a method, getter, setter (function register), auto-accessor (getter and setter) or field.
// https://tc39.es/proposal-decorators/#sec-applydecoratorstoelementdefinition
void FunctionCompiler::decorate_element(const DecoratedClass& d, const ClassElement& element, const DecoratedElement& state,
                                        Register list) {
    bool is_accessor = element.kind == ClassElementKind::kAutoAccessor;
    bool is_field = element.kind == ClassElementKind::kField;
    for (uint32_t i = element.decorators.size; i-- > 0;) {
        Temporaries temporaries(e_);
        Register value = e_.allocate();
        Register result = e_.allocate();
        if (is_field) {
            e_.LoadUndefined(value);
        } else if (is_accessor) {
            code_->key_lists.push_back({atom::kGet, atom::kSet});
            e_.NewObjectWith(value, e_.constant_entry(ConstantKind::kKeys, uint32_t(code_->key_lists.size()) - 1), state.function, 2);
        } else {
            e_.Move(value, state.function);
        }
        Expr* decorator = element.decorators[i];
        call_decorator(d, Register(state.decorators + 2 * i), result, value, list, &element, &state, kNoAtom, decorator->position);
        Label done;
        e_.JumpIfUndefined(result, done);
        if (is_accessor) {
            Label is_object;
            Register part = value;
            e_.JumpIfTypeOf(result, uint16_t(TypeOfKind::kFunction), is_object);
            Label bad;
            e_.JumpIfNotTypeOf(result, uint16_t(TypeOfKind::kObject), bad);
            e_.JumpIfNotNull(result, is_object);
            e_.bind(bad);
            e_.ThrowError(uint16_t(ErrorType::kTypeError),
                          atom(c_.unit.atoms.intern("accessor decorators must return an object with get, set, or init properties or undefined")));
            e_.bind(is_object);
            auto take = [&](AtomId name, const char* message, auto use) {
                Label next;
                e_.GetById(part, result, atom(name));
                e_.JumpIfUndefined(part, next);
                throw_unless_callable(part, message);
                use();
                e_.bind(next);
            };
            take(atom::kGet, "accessor.get must be a function", [&] { e_.Move(state.function, part); });
            take(atom::kSet, "accessor.set must be a function", [&] { e_.Move(Register(state.function + 1), part); });
            take(c_.unit.atoms.intern("init"), "accessor.init must be a function", [&] {
                load_variable(result, state.initializers, atom::kComputedKey, false);
                e_.ArrayPush(result, part);
            });
        } else if (is_field) {
            throw_unless_callable(result, "field decorators must return a function or undefined");
            load_variable(value, state.initializers, atom::kComputedKey, false);
            e_.ArrayPush(value, result);
        } else {
            throw_unless_callable(result, "method decorators must return a function or undefined");
            e_.Move(state.function, result);
        }
        e_.bind(done);
    }
}

// ---- the class ---------------------------------------------------------------------------------------

void FunctionCompiler::new_list(Variable* v) {
    if (!v) return;
    Temporaries temporaries(e_);
    Register list = e_.allocate();
    e_.NewArray(list, list, 0);
    initialize(v, list);
}

/// The elements in order: decorators, key, function. Nothing is defined yet.
void FunctionCompiler::evaluate_element(const ClassElement& element, DecoratedElement& state, Register target) {
    if (element.decorators.size) state.decorators = evaluate_decorators(element.decorators);
    if (element.kind == ClassElementKind::kStaticBlock) return;
    bool is_field = element.kind == ClassElementKind::kField;
    if (!element.is_private && (!is_field || element.is_computed || element.decorators.size)) {
        state.property_key = e_.allocate();
        property_key(element.key, element.is_computed, state.property_key);
        if (!is_field) check_static_key(element, state.property_key);
        if (element.key_variable) initialize(element.key_variable, state.property_key);
        else if (state.key) initialize(state.key, state.property_key);
    }
    new_list(state.initializers);
    new_list(state.extra);
    if (is_field) return;
    if (element.kind == ClassElementKind::kAutoAccessor) {
        state.function = e_.allocate(2);
        accessor_functions(element, state.function, Register(state.function + 1), state.property_key);
    } else {
        state.function = e_.allocate();
        method_closure(element, state.function, target, state.property_key);
    }
}

/// A method or accessor is decorated and defined.
void FunctionCompiler::define_decorated(const DecoratedClass& d, const ClassElement& element, const DecoratedElement& state,
                                        Register target) {
    Temporaries temporaries(e_);
    if (element.decorators.size) {
        Register list = e_.allocate();
        Variable* methods_extra = element.is_static ? d.static_extra : d.instance_extra;
        load_variable(list, state.extra ? state.extra : methods_extra, atom::kComputedKey, false);
        decorate_element(d, element, state, list);
    }
    bool is_accessor = element.kind == ClassElementKind::kAutoAccessor;
    e_.at(element.key->start);
    if (element.is_private) {
        Variable* v = private_home(element);
        initialize(v, state.function);
        if (is_accessor) initialize(v->companion, Register(state.function + 1));
    } else if (is_accessor) {
        e_.DefineGetter(target, state.property_key, state.function, 0);
        e_.DefineSetter(target, state.property_key, Register(state.function + 1), 0);
    } else if (element.kind == ClassElementKind::kGetter) {
        e_.DefineGetter(target, state.property_key, state.function, 0);
    } else if (element.kind == ClassElementKind::kSetter) {
        e_.DefineSetter(target, state.property_key, state.function, 0);
    } else {
        e_.DefineMethod(target, state.property_key, state.function, 0);
    }
}

/// What follows CreateClass; `constructor` ends up as what the class decorators make of it.
void FunctionCompiler::decorated_body(ClassLiteral* e, DecoratedClass& d, Register constructor, AtomId name, Register class_decorators) {
    Register prototype = Register(constructor + 1);
    auto is_method = [](const ClassElement& element) {
        return element.kind != ClassElementKind::kField && element.kind != ClassElementKind::kStaticBlock;
    };
    new_list(d.instance_extra);
    new_list(d.static_extra);
    for (uint32_t i = 0; i < e->elements.size; i++) {
        evaluate_element(e->elements[i], d.elements[i], e->elements[i].is_static ? constructor : prototype);
    }
    d.metadata = e_.allocate(2);
    e_.Move(d.metadata, constructor);
    e_.Intrinsic(d.metadata, uint16_t(intrinsic_id("CreateMetadata")), d.metadata, 1);
    for (bool is_static : {true, false}) {
        for (uint32_t i = 0; i < e->elements.size; i++) {
            const ClassElement& element = e->elements[i];
            if (element.is_static != is_static || !is_method(element)) continue;
            define_decorated(d, element, d.elements[i], is_static ? constructor : prototype);
        }
    }
    for (bool is_static : {true, false}) {
        for (uint32_t i = 0; i < e->elements.size; i++) {
            const ClassElement& element = e->elements[i];
            if (element.is_static != is_static || element.kind != ClassElementKind::kField || !element.decorators.size) continue;
            Temporaries temporaries(e_);
            Register list = e_.allocate();
            load_variable(list, d.elements[i].extra, atom::kComputedKey, false);
            decorate_element(d, element, d.elements[i], list);
        }
    }
    Register f = e_.allocate();
    initializer_function(e, f, prototype, false, &d);
    e_.SetFieldInitializer(constructor, f);
    if (e->static_brand) add_static_brand(e, constructor);

    Register extra = e_.allocate();
    e_.NewArray(extra, extra, 0);
    for (uint32_t i = e->decorators.size; i-- > 0;) {
        Temporaries temporaries(e_);
        Register result = e_.allocate();
        call_decorator(d, Register(class_decorators + 2 * i), result, constructor, extra, nullptr, nullptr, name, e->decorators[i]->position);
        Label unchanged;
        e_.JumpIfUndefined(result, unchanged);
        throw_unless_callable(result, "class decorators must return a function or undefined");
        e_.Move(constructor, result);
        e_.bind(unchanged);
    }
    e_.Move(Register(d.metadata + 1), constructor);
    e_.Intrinsic(d.metadata, uint16_t(intrinsic_id("SetMetadata")), d.metadata, 2);
    if (e->inner_name && e->inner_name->location != Location::kUnused) initialize(e->inner_name, constructor);
    run_static_initializer(e, constructor, &d);
    run_list(extra, constructor, kNoRegister);
}

// ---- initializers ------------------------------------------------------------------------------------

/// Calls each function of an array with `self`; or value = f.call(self, value) if there is a value. The latter are what
/// decorators returned, innermost first: the outermost is the first to see the value.
void FunctionCompiler::run_list(Register list, Register self, Register value) {
    Temporaries temporaries(e_);
    bool has_value = value != kNoRegister;
    Register i = e_.allocate();
    Register length = e_.allocate();
    Label top, test;
    if (has_value) e_.GetLength(i, list, atom(atom::kLength));
    else e_.LoadInt(i, 0);
    bool is_entered = e_.is_reachable();
    e_.Jump(test);
    e_.bind_loop(top, is_entered);
    {
        Temporaries inner(e_);
        Register window = e_.allocate(kFrameHeader);
        if (has_value) e_.Dec(i);
        e_.GetByVal(window, list, i);
        e_.Move(Register(window + kThisRegister), self);
        if (has_value) e_.Move(e_.allocate(), value);
        e_.Call(has_value ? value : window, window, has_value);
        if (!has_value) e_.Inc(i);
    }
    e_.bind(test);
    if (has_value) return e_.LoopIfGreaterInt(i, 0, top);
    e_.GetLength(length, list, atom(atom::kLength));
    e_.LoopIfLess(i, length, top);
}

void FunctionCompiler::decorated_initializer(ClassLiteral* c, const DecoratedClass& d, bool is_static) {
    auto run = [&](Variable* v, Register value) {
        Temporaries temporaries(e_);
        Register list = e_.allocate();
        load_variable(list, v, atom::kComputedKey, false);
        run_list(list, kThisRegister, value);
    };
    run(is_static ? d.static_extra : d.instance_extra, kNoRegister);
    for (uint32_t i = 0; i < c->elements.size; i++) {
        const ClassElement& element = c->elements[i];
        const DecoratedElement& state = d.elements[i];
        if (element.is_static != is_static) continue;
        Temporaries temporaries(e_);
        if (!state.initializers) {
            initialize_element(element);
            continue;
        }
        Register value = e_.allocate();
        field_value(element, value);
        run(state.initializers, value);
        define_field(element, value);
        run(state.extra, kNoRegister);
    }
}

}  // namespace jsx::bytecode
