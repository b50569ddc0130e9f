// [doc:compiler-impl] The compiler behind compiler.h.
//
// A Compilation is one run: a queue of functions whose trees are at hand, compiled one after the other
// (so the native stack is used for the nesting of one function only). A FunctionCompiler makes the code
// of one of them. Its members are spread over files by subject:
//
//   function.cc frame, parameters, scopes       variables.cc names and assignment targets
//   expr.cc operators                           condition.cc tests and loops' back edges
//   literal.cc objects, arrays, templates       call.cc calls, member chains
//   pattern.cc destructuring                    class.cc, decorator.cc classes
//   stmt.cc, loop.cc statements                 control.cc break, return, finally, disposal
//   generator.cc yield, await                   declarations.cc, module.cc top levels
//
// Where values go. `any(e)` gives a register that holds the value: the home of a local where that can be
// used as it is, else a new temporary. `into(e, dst)` puts it in dst, which is written by the last op
// only if it is a home (a variable's register, whose old value may still be wanted); a temporary may be
// used as scratch on the way. `effect(e)` drops it.
//
// Left operands. A home that is returned by any() can be overwritten by what is evaluated next
// (`a + (a = 2)`); any_before(e, next) makes a copy then.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "bytecode/compiler/compiler.h"
#include "bytecode/compiler/emitter.h"

namespace jsx::bytecode {

using namespace parser;

struct DecoratedClass;
struct DecoratedElement;

/// A function waiting for its code.
struct Job {
    enum class Kind : uint8_t {
        kFunction,
        kDefaultConstructor,
        kInstanceInitializer,
        kStaticInitializer,
        kAccessorGet,
        kAccessorSet,
        kModuleDeclarations,
        kAccessHas,  // of a decorator's context
        kAccessGet,
        kAccessSet,
        kAddInitializer,
    } kind;
    FunctionTemplate* function;
    FunctionLiteral* literal = nullptr;   // kFunction, kModuleDeclarations
    ClassLiteral* class_literal = nullptr;
    const ClassElement* element = nullptr;  // kAccessor...
    Scope* scope = nullptr;                 // kAccess...: the class's
    const DecoratedElement* decorated_element = nullptr;  // kAccessHas, kAccessGet, kAccessSet
    const DecoratedClass* decorated = nullptr;  // initializers: see decorator.cc
};

class Compilation {
public:
    Compilation(CompilationUnit& unit, const CompileOptions& options) : unit(unit), options(options) {}

    /// Compiles what is queued and what that queues.
    void run();
    /// `job` now; its inner functions are queued.
    void compile(const Job& job);
    bool failed() const { return error.type != parser::ErrorType::kNone; }
    void fail_range(const char* message);
    void fail_syntax(const char* message, uint32_t start, uint32_t end);

    /// The chain of environments seen from `scope`.
    const ScopeChain* chain_for(Scope* scope);
    /// What the syntax allows in eval code at `scope`.
    FunctionContext context_for(Scope* scope) const;

    CompilationUnit& unit;
    const CompileOptions& options;
    parser::ParseError error;
    const ScopeChain* root_chain = nullptr;  ///< around the outermost function compiled
    FunctionContext root_context;
    ModuleRecord* module = nullptr;
    bool is_direct_eval = false;
    bool is_eval = false;
    std::vector<Job> queue;
    Arena arena;  ///< dies with the run
};

/// Code units guarded by a handler, as they are found. Closed while code runs that has left the construct.
struct Guard {
    std::vector<std::pair<uint32_t, uint32_t>> ranges;
    uint32_t start = 0;
    bool is_open = false;
};

/// A jump that waits for the end of a finally block.
struct PendingJump {
    Label* target;           // null: return
    struct Control* until;   // the construct jumped to: those inside it are left
};

/// What break, continue and return have to leave, innermost first.
struct Control {
    enum class Kind : uint8_t { kBreakable, kCatch, kFinally, kIterator } kind;
    Control* outer = nullptr;
    Guard* guard = nullptr;           // all but kBreakable
    // kBreakable
    const Stmt* statement = nullptr;
    Label* break_label = nullptr;
    Label* continue_label = nullptr;  // loops
    // kFinally: a register for what to do afterwards (0: go on, 1: rethrow, 2 + i: jumps[i]) and its value
    Register action = 0;
    Register value = 0;
    Label* entry = nullptr;
    std::vector<PendingJump> jumps{};
    // kIterator
    Register record = 0;
    bool is_async = false;
};

/// An evaluated assignment target.
struct Reference {
    enum class Kind : uint8_t {
        kVariable,      // a register, environment slot or global
        kMember,        // object.name
        kIndex,         // object[key]
        kInt,           // object[number]
        kSuperMember,   // key: the super base; object: this
        kSuperIndex,
        kPrivate,       // object.#name
        kCall,          // throws when written to
        kPattern,       // nothing was evaluated
    } kind;
    Expr* node;
    AtomId name = kNoAtom;
    Register object = kNoRegister;
    Register key = kNoRegister;
    Register base = kNoRegister;   // super base
    uint16_t index = 0;
    Register scope_object = kNoRegister;  // dynamic names: the object that has it, or undefined
    Register was_bound = kNoRegister;     // strict globals: whether the name was bound before the value was computed
};

class FunctionCompiler {
public:
    FunctionCompiler(Compilation& compilation, FunctionTemplate& function);
    void compile(const Job& job);

private:
    // ---- Frame and scopes (function.cc) -----------------------------------------------------------
    void begin_frame(uint32_t formals, Scope* outer);
    void finish_frame();
    void compile_literal(FunctionLiteral* literal);
    void compile_program(FunctionLiteral* literal);
    void instantiate_pseudo_variables(Scope* scope);
    void simple_parameters(FunctionLiteral* literal);
    void bind_parameters(FunctionLiteral* literal);
    void create_arguments(FunctionLiteral* literal);
    void function_body(FunctionLiteral* literal);
    void allocate_variables(Scope* scope);
    void create_environment(Scope* scope);
    void instantiate_functions(Scope* scope);
    void store_initial_undefined(Scope* scope);

    struct ScopeEntry {
        Scope* outer_scope;
        Register mark;
        bool has_environment;
    };
    ScopeEntry enter_scope(Scope* scope);
    void exit_scope(const ScopeEntry& entry, Scope* scope);
    template <class F>
    void in_scope(Scope* scope, F body) {
        if (!scope) return body();
        ScopeEntry entry = enter_scope(scope);
        if (scope->has_using) {
            with_disposal(scope, body);
        } else {
            body();
        }
        exit_scope(entry, scope);
    }

    Register closure_environment() {
        uses_closure_environment_ = true;
        return closure_environment_;
    }
    /// The innermost environment: closures are made over it.
    Register environment() {
        return environments_.empty() ? closure_environment() : environments_.back().reg;
    }
    struct EnvironmentPlace {
        Register reg;
        uint32_t depth;
    };
    EnvironmentPlace place_of(Scope* scope);

    FunctionTemplate* make_template(FunctionLiteral* literal, AtomId name, NamePrefix prefix = NamePrefix::kNone);
    uint32_t function_constant(FunctionTemplate* function);
    void queue_function(FunctionTemplate* function, FunctionLiteral* literal);
    static bool may_use_super(const FunctionLiteral* literal);
    /// A closure; `home` is used if the function needs a home object.
    void closure(FunctionLiteral* literal, Register dst, AtomId name, Register home = kNoRegister,
                 NamePrefix prefix = NamePrefix::kNone);

    // ---- Names (variables.cc) ---------------------------------------------------------------------
    static bool in_frame(const Variable* v) {
        return v->location == Location::kRegister || v->location == Location::kParameter;
    }
    Register home_of(const Variable* v) const {
        return Register(v->location == Location::kParameter ? kFrameHeader + v->index : v->index);
    }
    bool is_home(Register r) const { return r < homes_.size() && homes_[r]; }
    void set_home(Register r, bool is_home) {
        if (r >= homes_.size()) homes_.resize(size_t(r) + 16);
        homes_[r] = is_home;
    }
    void load_slot(Register dst, Scope* scope, uint32_t slot, AtomId checked_name = kNoAtom);
    void store_slot(Scope* scope, uint32_t slot, Register value);
    void load_variable(Register dst, Variable* v, AtomId name, bool is_checked);
    void load_static(Register dst, Identifier* id, bool or_undefined = false);
    void load_identifier(Register dst, Identifier* id, bool or_undefined = false);
    /// Stores without checks: initialisation.
    void initialize(Variable* v, Register value);
    /// Assignment to what an Identifier means statically.
    void store_static(Identifier* id, Register value);
    void initialize_binding(Identifier* id, Register value, DeclarationKind kind);
    bool is_dynamic_scope(const Scope* s) const;
    /// For each object that may have the name, innermost first: if it does, what f(register of the object, scope) writes, and
    /// then to `done`.
    template <class F>
    void each_dynamic(Identifier* id, Label& done, F f);
    void resolve_dynamic(Register dst, Identifier* id);
    void call_target_dynamic(Register window, Identifier* id);
    void typeof_identifier(Register dst, Identifier* id);
    void delete_identifier(Register dst, Identifier* id);
    static bool is_constant_global(const Identifier* id, AtomId name) {
        return id->name == name && !id->variable && !id->is_dynamic();
    }
    /// `new_target`, `home object` and the active function.
    void load_this(Register dst, ThisExpr* node);
    Register this_register(ThisExpr* node);
    Variable* own_this_variable() const;
    bool is_in_module() const;
    void load_pseudo(Register dst, Identifier* id);

    Reference reference(Expr* target, Expr* value, bool is_update);
    void load(const Reference& r, Register dst);
    void load_for_update(Reference& r, Register dst);
    void store(const Reference& r, Register value);
    bool is_simple_value(const Expr* e) const;

    void load_private(Register dst, Register object, Identifier* name, uint32_t position);
    void store_private(Register object, Identifier* name, Register value, uint32_t position);
    Register private_name(Identifier* name);
    void load_brand(Register dst, const Variable* name);
    void check_brand(Register object, const Variable* name);
    void private_in(Register dst, PrivateIn* node);
    void private_has(Register dst, Identifier* name, Register object, uint32_t position);

    // ---- Expressions (expr.cc) ----------------------------------------------------------------------
    bool enter();  // false: no more stack
    void into(Expr* e, Register dst);
    Register any(Expr* e);
    static Variable* plain_local(const Expr* target);
    static Variable* assigned_local(const Expr* e);
    /// any(), safe against what evaluating `next` (and then `next2`) may do to a home.
    Register any_before(Expr* e, Expr* next, Expr* next2 = nullptr);
    /// A temporary's register to compute in: dst itself unless it is a home.
    Register scratch(Register dst) { return is_home(dst) ? e_.allocate() : dst; }
    void effect(Expr* e);
    /// The value with a name for anonymous functions.
    void named(Expr* value, AtomId name, Register dst);
    static bool is_anonymous_function(const Expr* e);
    void named_by_key(Expr* value, Register key, Register dst);
    static bool may_assign(const Node* e, const Variable* v, int& budget);
    static bool contains_function(const Node* e, int& budget);

    bool constant_number(const Expr* e, double* out) const;
    bool small_int(const Expr* e, int16_t* out) const;
    /// 1: always true, 0: always false, -1: not known.
    int constant_condition(const Expr* e) const;
    void load_number(Register dst, double value) { e_.load_number(dst, value); }
    void load_string(Register dst, AtomId atom) { e_.LoadConst(dst, e_.constant_atom(atom)); }
    uint32_t atom(AtomId id) { return e_.constant_atom(id); }
    static bool is_index_name(AtomText text, uint32_t* index);

    void unary(Unary* e, Register dst);
    void update(Update* e, Register dst, bool is_needed);
    void binary(Binary* e, Register dst);
    void binary_op(BinaryOp op, Register dst, Register lhs, Register rhs);
    bool binary_int(BinaryOp op, Register dst, Register lhs, Expr* right);
    bool compare_special(Binary* e, Register dst);
    void logical(Logical* e, Register dst);
    void logical_effect(Logical* e);
    void jump_logical(LogicalOp op, Register value, Label& end);
    void conditional(Conditional* e, Register dst);
    void assign(Assign* e, Register dst, bool is_needed);
    void delete_expression(Unary* e, Register dst);
    void binary_step(Binary* e, Register acc, Register dst, Label* wrapped_done = nullptr, Register wrapped = kNoRegister);
    bool is_truncation(Binary* e);
    Register operand_in(Expr* e, Register work, Expr* next);
    static bool is_nullish_constant(const Expr* e);
    static bool is_undefined_constant(const Expr* e);

    // ---- Conditions (condition.cc) ------------------------------------------------------------------
    struct TypeofTest {
        Expr* operand;
        TypeOfKind type;
        bool is_negated;
    };
    bool typeof_test(const Binary* e, TypeofTest* test) const;
    Register typeof_operand(Expr* operand);
    /// Goes to target if ToBoolean(e) is `sense`; else falls through.
    void jump_if(Expr* e, bool sense, Label& target);
    bool jump_if_compare(Binary* e, bool sense, Label& target);
    bool loop_if_compare(Binary* e, Label& target);
    /// The back edge of a loop, taken if e holds (null: always).
    void loop_if(Expr* e, Label& top);

    // ---- Literals (literal.cc) ----------------------------------------------------------------------
    bool array_constant(const Expr* e, ArrayElement* out) const;
    bool is_plain_property(const Property& p) const;
    void array_literal(ArrayLiteral* e, Register dst);
    void array_elements(std::span<Expr* const> elements, Register dst, uint32_t spread_position = UINT32_MAX);
    void object_literal(ObjectLiteral* e, Register dst);
    void object_property(const Property& p, Register object);
    void template_literal(TemplateLiteral* e, Register dst);
    void regexp(RegExpLiteral* e, Register dst);
    /// A property key in a register: what a computed or literal name gives.
    void property_key(Expr* key, bool is_computed, Register dst);
    /// The name a property's key gives functions; kNoAtom if it is known at run time only.
    AtomId static_key_name(const Expr* key, bool is_computed) const;

    // ---- Calls (call.cc) ----------------------------------------------------------------------------
    void chain(Expr* e, Register dst, Label* short_circuit);
    void get_member(Expr* link, Register object, Register dst);
    void get_method(Expr* link, Register object, Register window);
    void direct_eval(Call* e, Register dst);
    void call(Call* e, Register dst, Register window, bool has_this);
    /// Callee and, if it returns true, this of a call, put in the window.
    bool callee(Expr* e, Register window);
    bool any_callee(Expr* e, Register window);
    uint32_t arguments(const List<Expr*>& list);
    void spread_arguments(const List<Expr*>& list, uint32_t position);
    void new_expression(New* e, Register dst);
    void super_call(SuperCall* e, Register dst);
    void super_member(Expr* e, Register dst, Register receiver);
    void super_base(SuperExpr* e, Register dst);
    void tagged_template(TaggedTemplate* e, Register dst);
    void optional_chain(OptionalChain* e, Register dst);
    void import_call(ImportCall* e, Register dst);
    void intrinsic_call(IntrinsicCall* e, Register dst);
    bool may_tail_call() const;
    bool returns_directly() const;
    void return_conditional(Conditional* c);
    bool tail_call(Expr* e);
    void return_expression(Expr* e);

    // ---- Patterns (pattern.cc) ----------------------------------------------------------------------
    /// What binding or assigning a name means: a declaration's kind, or an assignment.
    struct Target {
        bool is_binding = false;
        DeclarationKind kind = DeclarationKind::kVar;
    };
    void bind_pattern(Expr* pattern, Register value, Target target);
    void bind_element(Expr* element, Register value, Target target);
    void array_pattern(ArrayPattern* e, Register value, Target target);
    void object_pattern(ObjectPattern* e, Register value, Target target);
    Reference pattern_reference(Expr* target, Target how);
    AtomId literal_key_name(const Property& p);
    bool is_safe_target(const Expr* target, Target how) const;
    bool is_plain_pattern(const Expr* pattern, Target how) const;
    void store_element(const Reference& r, Expr* target, Register value, Target how);
    void apply_default(Expr* initializer, Expr* target, Register value);

    // ---- Statements (stmt.cc, loop.cc) --------------------------------------------------------------
    void statements(const List<Stmt*>& list);
    void statement(Stmt* s);
    void variable_declaration(VariableDeclaration* s);
    void declare(const Declarator& d, DeclarationKind kind);
    void if_statement(If* s);
    void return_statement(Return* s);
    void switch_statement(Switch* s);
    void switch_test(Expr* test, Register subject, Label& target);
    bool switch_table(Switch* s, Register subject, std::vector<Label>& labels, Label& otherwise);
    void try_statement(Try* s);
    void labelled(Labelled* s);
    void with_statement(With* s);
    Label* jump_of(const Stmt* s) const;
    void function_declaration(FunctionDeclaration* s);
    void class_declaration(ClassDeclaration* s);
    void export_declaration(ExportDeclaration* s);
    void while_loop(While* s);
    void do_while_loop(DoWhile* s);
    void for_loop(For* s);
    void for_in(ForIn* s);
    void for_of(ForOf* s);
    void loop_target(VariableDeclaration* declaration, Expr* target, Register value);
    Register loop_subject(Scope* scope, Expr* subject);
    Register direct_loop_home(Scope* scope, VariableDeclaration* declaration, Expr* target) const;
    template <class S, class Step>
    void for_each_value(S* s, Register record, Step step);
    void set_completion_undefined() {
        if (completion_ != kNoRegister) e_.LoadUndefined(completion_);
    }

    // ---- Control (control.cc) -----------------------------------------------------------------------
    void open(Guard& guard);
    void close(Guard& guard);
    /// Begins the handler of what `guard` saw; false (and nothing can be reached) if that is nothing.
    bool begin_handler(Guard& guard, Register exception);
    void push(Control& control) {
        control.outer = control_;
        control_ = &control;
    }
    void pop(Control& control) {
        JSX_DCHECK(control_ == &control);
        control_ = control.outer;
    }
    void jump_out(Control* from, PendingJump jump, Register value);
    void break_to(const Stmt* target, bool is_continue);
    void return_value(Register value);
    void return_op(Register value);
    void begin_finally(Control& control, Guard& guard, Label& entry);
    /// After the protected code: normal completion, then the handler; leaves at the finally block's start.
    void enter_finally(Control& control);
    void leave_finally(Control& control);
    template <class F>
    void with_disposal(Scope* scope, F body);
    void dispose(Register stack, bool is_async);
    Register dispose_stack(const Scope* scope) const;
    void close_iterator(const Control& control);
    void call_async_return(Register record, Register result, Label& done);
    void close_async_iterator(Register record);
    void close_async_iterator_silently(Register record);

    // ---- Generators (generator.cc) --------------------------------------------------------------------
    void yield(Yield* e, Register dst);
    void yield_star(Yield* e, Register dst);
    void yield_star_async(Yield* e, Register dst);
    void await(Expr* operand, Register dst, uint32_t position);
    void await_register(Register dst, Register value) { e_.Await(dst, generator_, value); }
    bool is_generator() const { return function_.flags.generator; }
    bool is_async() const { return function_.flags.async; }

    // ---- Classes (class.cc, decorator.cc) -------------------------------------------------------------
    void class_literal(ClassLiteral* e, Register dst, AtomId name, Register dynamic_name = kNoRegister);
    void class_body(ClassLiteral* e, Register constructor, AtomId name, Register dynamic_name, DecoratedClass* decorated,
                    Register class_decorators);
    void class_element(const ClassElement& element, Register constructor, Register prototype);
    void private_element(const ClassElement& element, Register target);
    void private_declarations(ClassLiteral* e, AtomId name);
    static Variable* private_home(const ClassElement& element);
    AtomId accessor_storage_name(const ClassElement& element) const;
    void method_closure(const ClassElement& element, Register dst, Register home, Register key);
    void check_static_key(const ClassElement& element, Register key);
    void accessor_functions(const ClassElement& element, Register getter, Register setter, Register key);
    void add_static_brand(ClassLiteral* e, Register constructor);
    void initializer_function(ClassLiteral* e, Register dst, Register home, bool is_static, const DecoratedClass* decorated);
    void run_static_initializer(ClassLiteral* e, Register constructor, const DecoratedClass* decorated);
    void compile_initializer(const Job& job, bool is_static);
    void initialize_element(const ClassElement& element);
    void field_value(const ClassElement& element, Register dst);
    void define_field(const ClassElement& element, Register value);
    void static_block(const ClassElement& element);
    void compile_default_constructor(ClassLiteral* c);
    void compile_accessor(const Job& job, bool is_setter);
    FunctionTemplate* synthetic(FunctionKind kind, AtomId name, uint32_t start, uint32_t end);
    AtomId prefixed(const char* prefix, AtomId name);
    static bool is_decorated(const ClassLiteral* e);
    DecoratedClass* prepare_decorated(ClassLiteral* e);
    Register evaluate_decorators(const List<Expr*>& decorators);
    void throw_unless_callable(Register value, const char* message);
    void add_initializer_function(Register dst, Register env, Register list);
    void compile_add_initializer();
    void access_object(const ClassElement& element, const DecoratedElement& state, Register dst);
    void compile_access(const Job& job);
    void call_decorator(const DecoratedClass& d, Register decorator, Register result, Register value, Register list,
                        const ClassElement* element, const DecoratedElement* state, AtomId class_name, uint32_t position);
    void decorate_element(const DecoratedClass& d, const ClassElement& element, const DecoratedElement& state, Register list);
    void new_list(Variable* v);
    void evaluate_element(const ClassElement& element, DecoratedElement& state, Register target);
    void define_decorated(const DecoratedClass& d, const ClassElement& element, const DecoratedElement& state, Register target);
    void decorated_body(ClassLiteral* e, DecoratedClass& decorated, Register constructor, AtomId name, Register class_decorators);
    void run_list(Register list, Register self, Register value);
    void decorated_initializer(ClassLiteral* e, const DecoratedClass& decorated, bool is_static);

    // ---- Top levels (declarations.cc, module.cc) --------------------------------------------------------
    void declare_globals(FunctionLiteral* literal, bool is_eval);
    void declare_eval_variables(FunctionLiteral* literal);
    void build_module_info(FunctionLiteral* literal);
    void compile_module_declarations(FunctionLiteral* literal);

    Compilation& c_;
    FunctionTemplate& function_;
    std::unique_ptr<BytecodeFunction> code_;
    Emitter e_;
    FunctionLiteral* literal_ = nullptr;
    Scope* scope_ = nullptr;         // innermost, where the code being written stands
    Scope* outer_ = nullptr;         // around the function
    Control* control_ = nullptr;
    struct EnvironmentEntry {
        Scope* scope;
        Register reg;
    };
    std::vector<EnvironmentEntry> environments_;
    struct DisposeEntry {
        const Scope* scope;
        Register stack;
    };
    std::vector<DisposeEntry> dispose_stacks_;
    std::unordered_map<AtomId, Register> annex_b_flags_;  // by the name of a global var
    /// Of the scopes entered: the declaration that counts for each variable.
    std::unordered_map<const Variable*, const FunctionDeclaration*> last_functions_;
    std::vector<bool> homes_;
    Register closure_environment_ = kNoRegister;
    Register generator_ = kNoRegister;
    Register completion_ = kNoRegister;
    uint32_t prologue_at_ = 0;       // code units: of LoadClosureEnvironment
    bool uses_closure_environment_ = false;
    bool is_strict_ = false;
    const Expr* tail_call_ = nullptr;  // the call to be written as a TailCall
};

/// Frees the temporaries made since.
class Temporaries {
public:
    explicit Temporaries(Emitter& e) : e_(e), mark_(e.top()) {}
    ~Temporaries() { e_.free_to(mark_); }
    Temporaries(const Temporaries&) = delete;
    Temporaries& operator=(const Temporaries&) = delete;

private:
    Emitter& e_;
    Register mark_;
};

template <class F>
void FunctionCompiler::with_disposal(Scope* scope, F body) {
    Temporaries temporaries(e_);
    Register stack = e_.allocate();
    e_.LoadUndefined(stack);
    dispose_stacks_.push_back({scope, stack});
    Control control{.kind = Control::Kind::kFinally};
    Guard guard;
    Label entry;
    begin_finally(control, guard, entry);
    body();
    enter_finally(control);
    // A throw becomes the first pending error, which disposing ends by throwing.
    Label go;
    e_.JumpIfStrictNotEqInt(control.action, 1, go);
    e_.DisposeError(stack, control.value);
    e_.bind(go);
    dispose(stack, scope->has_await_using);
    dispose_stacks_.pop_back();
    leave_finally(control);
}

template <class F>
void FunctionCompiler::each_dynamic(Identifier* id, Label& done, F f) {
    Scope* end = id->variable ? id->variable->scope : nullptr;
    // What an eval declares in a function hides the function's own name.
    if (end && id->variable->mode == VariableMode::kFunctionName) end = end->parent;
    for (Scope* s = scope_; s && s != end; s = s->parent) {
        if (!is_dynamic_scope(s)) continue;
        Temporaries temporaries(e_);
        Register object = e_.allocate();
        Label next;
        load_slot(object, s, 0);
        e_.JumpIfNotInScope(object, atom(id->name), next);
        f(object, s);
        e_.Jump(done);
        e_.bind(next);
    }
}

}  // namespace jsx::bytecode
