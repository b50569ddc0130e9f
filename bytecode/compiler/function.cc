// The frame of a function: parameters, scopes, closures.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

FunctionCompiler::FunctionCompiler(Compilation& compilation, FunctionTemplate& function)
    : c_(compilation), function_(function), code_(std::make_unique<BytecodeFunction>()), e_(*code_) {
    code_->function = &function;
}

void FunctionCompiler::compile(const Job& job) {
    switch (job.kind) {
    case Job::Kind::kFunction: {
        using enum FunctionKind;
        FunctionKind kind = function_.kind;
        literal_ = job.literal;
        if (kind == kScript || kind == kModule || kind == kEval) {
            compile_program(job.literal);
        } else {
            compile_literal(job.literal);
        }
        break;
    }
    case Job::Kind::kDefaultConstructor: compile_default_constructor(job.class_literal); break;
    case Job::Kind::kInstanceInitializer: compile_initializer(job, false); break;
    case Job::Kind::kStaticInitializer: compile_initializer(job, true); break;
    case Job::Kind::kAccessorGet: compile_accessor(job, false); break;
    case Job::Kind::kAccessorSet: compile_accessor(job, true); break;
    case Job::Kind::kAccessHas:
    case Job::Kind::kAccessGet:
    case Job::Kind::kAccessSet: compile_access(job); break;
    case Job::Kind::kAddInitializer: compile_add_initializer(); break;
    case Job::Kind::kModuleDeclarations: compile_module_declarations(job.literal); break;
    }
    if (e_.overflowed() || code_->register_count > 0xFFF0) c_.fail_range("Maximum call stack size exceeded");
    if (c_.failed()) return;
    finish_frame();
    function_.code = std::move(code_);
}

/// Allots the arguments' registers and what every function has: the context of async code, the environment.
void FunctionCompiler::begin_frame(uint32_t formals, Scope* outer) {
    outer_ = outer;
    scope_ = outer;
    is_strict_ = function_.flags.strict;
    code_->formal_count = formals;
    if (formals) e_.allocate(formals);
    for (uint32_t i = 0; i < kFrameHeader + formals; i++) set_home(Register(i), true);
    e_.at(function_.source_start);
    if (is_async() || is_generator()) {
        generator_ = e_.allocate();
        set_home(generator_, true);
        code_->generator_register = generator_;
        if (!is_generator()) e_.EnterAsync(generator_);
    }
    closure_environment_ = e_.allocate();
    set_home(closure_environment_, true);
    prologue_at_ = e_.pc();
    e_.LoadClosureEnvironment(closure_environment_);
    e_.mark();
}

void FunctionCompiler::finish_frame() {
    if (!uses_closure_environment_) e_.erase(prologue_at_, prologue_at_ + ops::LoadClosureEnvironment::kLength);
    e_.finish();
}

// ---- functions -----------------------------------------------------------------------------------

void FunctionCompiler::compile_literal(FunctionLiteral* f) {
    Scope* scope = f->scope;
    function_.flags.needs_arguments = scope->uses_arguments || f->has_rest;
    begin_frame(f->parameter_count, scope->parent);
    e_.at(f->parse_start);
    using enum FunctionKind;
    if (function_.kind == kBaseConstructor && function_.flags.has_fields) e_.RunFieldInitializer(kCalleeRegister, kThisRegister);
    bool has_own_this = function_.kind != kArrow;
    if (has_own_this && !is_strict_ && scope->uses_this) e_.CoerceThis();

    scope_ = scope;
    allocate_variables(scope);
    create_environment(scope);
    instantiate_pseudo_variables(scope);
    if (f->has_simple_parameters) {
        simple_parameters(f);
        create_arguments(f);
    } else {
        create_arguments(f);
        bind_parameters(f);
    }
    if (f->body_scope == scope) {
        store_initial_undefined(scope);
        instantiate_functions(scope);
    }
    if (is_generator()) e_.CreateGenerator(generator_);
    function_body(f);
    return_value(kNoRegister);
}

/// Gives this, new.target, the home object and the active function to the environment, if something inside wants them.
void FunctionCompiler::instantiate_pseudo_variables(Scope* scope) {
    Temporaries temporaries(e_);
    if (Variable* v = scope->this_variable; v && v->location != Location::kUnused) initialize(v, kThisRegister);
    if (Variable* v = scope->active_function_variable; v && v->location != Location::kUnused) initialize(v, kCalleeRegister);
    if (Variable* v = scope->function_name_variable; v && v->location == Location::kEnvironment) initialize(v, kCalleeRegister);
    if (Variable* v = scope->new_target_variable; v && v->location != Location::kUnused) {
        Register t = e_.allocate();
        e_.LoadNewTarget(t);
        initialize(v, t);
    }
    if (Variable* v = scope->home_object_variable; v && v->location != Location::kUnused) {
        Register t = e_.allocate();
        e_.LoadHomeObject(t, kCalleeRegister);
        initialize(v, t);
    }
}

void FunctionCompiler::simple_parameters(FunctionLiteral* f) {
    for (Variable* v = f->scope->variables; v; v = v->next) {
        if (v->mode != VariableMode::kParameter || v->parameter_index == UINT32_MAX) continue;
        if (v->location == Location::kEnvironment || v->location == Location::kRegister) {
            initialize(v, Register(kFrameHeader + v->parameter_index));
        }
    }
}

void FunctionCompiler::create_arguments(FunctionLiteral* f) {
    Scope* scope = f->scope;
    Variable* v = scope->arguments_variable;
    if (!v || v->location == Location::kUnused) return;
    Temporaries temporaries(e_);
    Register dst = in_frame(v) ? home_of(v) : e_.allocate();
    if (!is_strict_ && f->has_simple_parameters) {
        // Without aliasing nothing is mapped, and the environment is not looked at.
        std::vector<int32_t> map(f->parameter_count, -1);
        for (Variable* p = scope->variables; p; p = p->next) {
            if (scope->has_mapped_arguments && p->mode == VariableMode::kParameter && p->parameter_index < map.size() && p->location == Location::kEnvironment) {
                map[p->parameter_index] = int32_t(p->index);
            }
        }
        code_->argument_maps.push_back(std::move(map));
        uint32_t index = uint32_t(code_->argument_maps.size()) - 1;
        Register env = scope->has_mapped_arguments ? place_of(scope).reg : kCalleeRegister;
        e_.CreateMappedArguments(dst, env, e_.constant_entry(ConstantKind::kArgumentMap, index));
    } else {
        e_.CreateArguments(dst);
    }
    initialize(v, dst);
}

// https://tc39.es/ecma262/#sec-runtime-semantics-iteratorbindinginitialization of FormalParameters
void FunctionCompiler::bind_parameters(FunctionLiteral* f) {
    Target target{.is_binding = true, .kind = DeclarationKind::kLet};
    for (uint32_t i = 0; i < f->parameters.size; i++) {
        Temporaries temporaries(e_);
        Expr* parameter = f->parameters[i];
        if (parameter->is<RestElement>()) {
            Register rest = e_.allocate();
            e_.CreateRest(rest, uint16_t(i));
            bind_pattern(parameter->as<RestElement>()->target, rest, target);
            continue;
        }
        bind_element(parameter, Register(kFrameHeader + i), target);
    }
}

void FunctionCompiler::function_body(FunctionLiteral* f) {
    auto body = [&] { statements(f->body); };
    if (f->body_scope != f->scope) return in_scope(f->body_scope, body);
    if (f->scope->has_using) return with_disposal(f->scope, body);
    body();
}

// ---- scopes --------------------------------------------------------------------------------------

namespace {
enum class Initial : uint8_t { kNone, kUndefined, kEmpty };

Initial initial_value(const Variable* v) {
    using enum VariableMode;
    switch (v->mode) {
    case kVar:
        if (v->is_arguments_object || v->is_function_overridden || v->parameter_source) return Initial::kNone;
        return Initial::kUndefined;
    case kLet:
    case kConst:
    case kUsing:
    case kAwaitUsing:
    case kClass:
    case kClassName:
    case kParameter: return v->needs_tdz ? Initial::kEmpty : Initial::kNone;
    case kFunction:
    case kCatch:
    case kImport:
    case kFunctionName:
    case kArguments:
    case kThis:
    case kNewTarget:
    case kHomeObject:
    case kActiveFunction:
    case kPrivateName:
    case kInternal:
    case kVarMarker: return Initial::kNone;
    }
}
}  // namespace

/// Gives registers to the variables of a scope, those that start undefined or empty side by side.
void FunctionCompiler::allocate_variables(Scope* scope) {
    auto allot = [&](Initial wanted) {
        uint32_t count = 0;
        Register first = e_.top();
        for (Variable* v = scope->variables; v; v = v->next) {
            if (v->location != Location::kRegister || initial_value(v) != wanted) continue;
            if (v->mode == VariableMode::kFunctionName) {
                v->index = kCalleeRegister;
                continue;
            }
            v->index = e_.allocate();
            set_home(Register(v->index), true);
            count++;
        }
        if (!count || e_.overflowed()) return;
        if (wanted == Initial::kUndefined) {
            if (count == 1) e_.LoadUndefined(first);
            else e_.LoadUndefinedRange(first, uint16_t(count));
        } else if (wanted == Initial::kEmpty) {
            if (count == 1) e_.LoadEmpty(first);
            else e_.LoadEmptyRange(first, uint16_t(count));
        }
    };
    allot(Initial::kUndefined);
    allot(Initial::kEmpty);
    allot(Initial::kNone);
}

/// Makes the environment cell of a scope that has one. A module's is made when it is linked.
void FunctionCompiler::create_environment(Scope* scope) {
    if (!scope->needs_environment) return;
    if (scope->kind == ScopeKind::kModule) {
        environments_.push_back({scope, closure_environment()});
        return;
    }
    if (scope->environment_slots > UINT16_MAX) return c_.fail_range("Maximum call stack size exceeded");
    Register parent = environment();
    Register env = e_.allocate();
    set_home(env, true);
    bool has_tdz = false;
    for (Variable* v = scope->variables; v; v = v->next) {
        has_tdz |= v->location == Location::kEnvironment && initial_value(v) == Initial::kEmpty;
    }
    if (has_tdz) {
        e_.CreateEnvironmentTdz(env, parent, uint16_t(scope->environment_slots));
    } else {
        e_.CreateEnvironment(env, parent, uint16_t(scope->environment_slots));
    }
    environments_.push_back({scope, env});
    if (has_tdz && scope->is_extended_by_eval) {
        Temporaries temporaries(e_);
        Register undefined = e_.allocate();
        e_.LoadUndefined(undefined);
        e_.StoreEnv(env, 0, undefined);
    }
}

/// The vars of an environment that was born empty; and those of a body scope that start as a parameter's value.
void FunctionCompiler::store_initial_undefined(Scope* scope) {
    Temporaries temporaries(e_);
    bool has_tdz = false;
    for (Variable* v = scope->variables; v; v = v->next) {
        has_tdz |= v->location == Location::kEnvironment && initial_value(v) == Initial::kEmpty;
    }
    Register undefined = kNoRegister;
    for (Variable* v = scope->variables; v; v = v->next) {
        if (v->parameter_source && v->location != Location::kUnused && !v->is_function_overridden) {
            Temporaries inner(e_);
            Variable* source = v->parameter_source;
            Register value = in_frame(source) ? home_of(source) : e_.allocate();
            if (source->location == Location::kUnused && source->parameter_index != UINT32_MAX) {
                value = Register(kFrameHeader + source->parameter_index);
            } else if (!in_frame(source)) {
                load_variable(value, source, source->name, false);
            }
            initialize(v, value);
        } else if (has_tdz && v->location == Location::kEnvironment && initial_value(v) == Initial::kUndefined) {
            if (undefined == kNoRegister) {
                undefined = e_.allocate();
                e_.LoadUndefined(undefined);
            }
            initialize(v, undefined);
        }
    }
}

/// Function declarations that live in registers or environments; globals are made by declare_globals. The last of a
/// name counts.
void FunctionCompiler::instantiate_functions(Scope* scope) {
    for (FunctionDeclaration* d = scope->functions; d; d = d->next) last_functions_[d->binding->variable] = d;
    for (FunctionDeclaration* d = scope->functions; d; d = d->next) {
        Variable* v = d->binding->variable;
        if (!v || v->scope != scope || v->location == Location::kUnused || v->location == Location::kGlobal) continue;
        if (scope->kind == ScopeKind::kModule && v->location == Location::kEnvironment) continue;
        if (last_functions_[v] != d) continue;
        Temporaries temporaries(e_);
        Register dst = in_frame(v) ? home_of(v) : e_.allocate();
        closure(d->function, dst, d->binding->name == atom::kDefaultExport ? AtomId(atom::kDefault) : d->binding->name);
        initialize(v, dst);
    }
}

FunctionCompiler::ScopeEntry FunctionCompiler::enter_scope(Scope* scope) {
    ScopeEntry entry{scope_, e_.top(), scope->needs_environment};
    scope_ = scope;
    allocate_variables(scope);
    create_environment(scope);
    store_initial_undefined(scope);
    instantiate_functions(scope);
    return entry;
}

void FunctionCompiler::exit_scope(const ScopeEntry& entry, Scope*) {
    if (entry.has_environment) environments_.pop_back();
    for (Register r = entry.mark; r < e_.top(); r++) set_home(r, false);
    e_.free_to(entry.mark);
    scope_ = entry.outer_scope;
}

/// The register of an environment in this function and how many parents up the scope's own is.
FunctionCompiler::EnvironmentPlace FunctionCompiler::place_of(Scope* scope) {
    for (size_t i = environments_.size(); i-- > 0;) {
        if (environments_[i].scope == scope) return {environments_[i].reg, 0};
    }
    uint32_t depth = 0;
    for (Scope* s = outer_; s && s != scope; s = s->parent) depth += s->needs_environment;
    return {closure_environment(), depth};
}

// ---- closures ------------------------------------------------------------------------------------

static FunctionKind function_kind(parser::FunctionKind kind) {
    switch (kind) {
    case parser::FunctionKind::kNormal: return FunctionKind::kNormal;
    case parser::FunctionKind::kArrow: return FunctionKind::kArrow;
    case parser::FunctionKind::kMethod: return FunctionKind::kMethod;
    case parser::FunctionKind::kGetter: return FunctionKind::kGetter;
    case parser::FunctionKind::kSetter: return FunctionKind::kSetter;
    case parser::FunctionKind::kClassConstructor: return FunctionKind::kBaseConstructor;
    case parser::FunctionKind::kDerivedConstructor: return FunctionKind::kDerivedConstructor;
    case parser::FunctionKind::kClassFieldInitializer:
    case parser::FunctionKind::kClassStaticBlock: return FunctionKind::kClassInitializer;
    case parser::FunctionKind::kScript: return FunctionKind::kScript;
    case parser::FunctionKind::kModule: return FunctionKind::kModule;
    case parser::FunctionKind::kEval: return FunctionKind::kEval;
    }
}

AtomId FunctionCompiler::prefixed(const char* prefix, AtomId name) {
    AtomText text = c_.unit.atoms.text(name);
    if (text.is_latin1) {
        std::string result = prefix;
        result.append(text.ascii());
        return c_.unit.atoms.intern(result);
    }
    std::u16string result;
    for (const char* p = prefix; *p; p++) result += char16_t(*p);
    result.append(text.utf16(), text.length);
    return c_.unit.atoms.intern(result.data(), result.size());
}

FunctionTemplate* FunctionCompiler::make_template(FunctionLiteral* f, AtomId name, NamePrefix prefix) {
    FunctionTemplate* t = c_.unit.new_function();
    t->kind = function_kind(f->function_kind);
    t->flags.strict = f->is_strict;
    t->flags.generator = f->is_generator;
    t->flags.async = f->is_async;
    t->flags.native_builtin = c_.unit.allow_natives;
    t->flags.has_source_name = f->name != kNoAtom;
    t->name = f->name != kNoAtom ? f->name : name;
    if (t->name != kNoAtom && prefix != NamePrefix::kNone) {
        t->name = prefixed(prefix == NamePrefix::kGet ? "get " : "set ", t->name);
    }
    t->length = uint16_t(f->length < UINT16_MAX ? f->length : UINT16_MAX);
    t->source_start = f->source_start;
    t->source_end = f->source_end;
    t->scope = c_.chain_for(scope_);
    t->lazy = f->lazy;
    t->expected_fields = f->expected_fields;
    return t;
}

uint32_t FunctionCompiler::function_constant(FunctionTemplate* function) {
    code_->functions.push_back(function);
    return e_.constant_entry(ConstantKind::kFunction, uint32_t(code_->functions.size()) - 1);
}

void FunctionCompiler::queue_function(FunctionTemplate* function, FunctionLiteral* literal) {
    if (!literal->lazy) c_.queue.push_back({.kind = Job::Kind::kFunction, .function = function, .literal = literal});
}

/// It, or an eval in it, may refer to its home object.
bool FunctionCompiler::may_use_super(const FunctionLiteral* f) {
    if (f->uses_super_property || f->uses_direct_eval) return true;
    return f->lazy ? f->lazy->uses_direct_eval : f->scope->inner_direct_eval;
}

void FunctionCompiler::closure(FunctionLiteral* f, Register dst, AtomId name, Register home, NamePrefix prefix) {
    if (!e_.is_reachable()) return;
    FunctionTemplate* t = make_template(f, name, prefix);
    queue_function(t, f);
    uint32_t constant = function_constant(t);
    if (home != kNoRegister && may_use_super(f)) {
        e_.CreateMethod(dst, constant, environment(), home);
    } else {
        e_.CreateClosure(dst, constant, environment());
    }
}

}  // namespace jsx::bytecode
