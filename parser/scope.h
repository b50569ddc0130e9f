// [doc:scopes] Scopes and the variables in them, as the parser leaves them for the compiler.
//
// Analysis is done while parsing, in one pass: each use of a name is pushed on a list of its atom;
// when a scope closes, the names it declares take the uses made since it opened, and what remains
// belongs to the scopes outside. A use from another function than the declaring one makes the
// variable *captured*: it gets a slot in the scope's Environment cell. The others live in registers.
//
//   scope chain at compile time            environment chain at run time (only scopes that need one)
//   Block {x captured, y}  --parent-->     [x] --> [f, this] --> ...
//   Function {f, this captured; a, b}
//
// In sloppy eval code var and function variables are names only (kGlobal, in the kEval scope): they are
// made in the variable object of the function that called eval, or on the global object. A var whose
// name the function has anyway is not among them. Uses of them resolve outwards like free names, and
// are kDynamic if there is such a function.
//
// `this`, new.target, the home object and the active function are variables too, under the names
// atom::kThis, kNewTarget, kHomeObject and kActiveFunction, as soon as an arrow function or a direct
// eval reaches for them from inside another function; a function's own use takes them from its frame.
#pragma once

#include "support/arena.h"
#include "support/atoms.h"

#include <cstdint>

namespace jsx::parser {

struct Scope;
struct ScopeChain;
struct FunctionDeclaration;
struct FunctionLiteral;
struct ImportEntry;

enum class FunctionKind : uint8_t {
    kNormal,
    kArrow,
    kMethod,
    kGetter,
    kSetter,
    kClassConstructor,
    kDerivedConstructor,
    kClassFieldInitializer,  // a field's initializer: a function scope, no FunctionLiteral
    kClassStaticBlock,
    kScript,
    kModule,
    kEval,
};

enum class ScopeKind : uint8_t {
    kScript,        // global code
    kModule,
    kEval,          // the lexical (and, if strict, var) scope of eval code
    kFunction,      // parameters; and the body, unless it has a scope of its own
    kFunctionBody,  // the body's variables where parameters have expressions
    kBlock,
    kFor,           // the head of a loop
    kSwitch,
    kCatch,         // the parameter
    kClass,
    kWith,          // slot 0 of its environment is the object
};

enum class VariableMode : uint8_t {
    kVar,
    kLet,
    kConst,
    kUsing,
    kAwaitUsing,
    kClass,         // a class declaration's: like let
    kFunction,      // a function declaration's: like var at the top of a function, like let in a block
    kParameter,
    kCatch,         // of a simple catch parameter
    kImport,        // immutable; the slot holds an ImportRef
    kFunctionName,  // a function expression's own: assignment throws in strict code, else does nothing
    kClassName,     // a class's inner name: const
    kArguments,     // the implicit arguments object
    kThis,
    kNewTarget,
    kHomeObject,
    kActiveFunction,
    kPrivateName,   // '#x' in a class scope
    kInternal,      // computed keys, brands, accessor storage
    kVarMarker,     // the parser's: a block of the function declares a var; see scope_builder.cc
};

enum class PrivateNameKind : uint8_t { kNone, kField, kMethod, kGetter, kSetter, kAccessorPair };

enum class Location : uint8_t {
    kUnused,       // never referred to: needs no home (a parameter keeps its frame slot all the same)
    /// fp[6 + index]. A parameter may live elsewhere (captured; or with needs_tdz, or destructured):
    /// then its value comes from fp[6 + parameter_index], if that is not UINT32_MAX.
    kParameter,
    kRegister,     // a register; index is the compiler's to give
    kEnvironment,  // slot `index` of its scope's environment
    kGlobal,       // a property of the global object, or (let const class using) of the script scope
};

struct Variable {
    AtomId name;
    VariableMode mode;
    Location location = Location::kUnused;
    PrivateNameKind private_kind = PrivateNameKind::kNone;
    bool is_static : 1 = false;           // private names
    bool is_used : 1 = false;             // some reference exists
    bool is_captured : 1 = false;         // some reference comes from another function
    bool is_assigned : 1 = false;         // written other than by its initialisation
    bool needs_tdz : 1 = false;           // some reference is checked: store empty at scope entry
    bool is_exported : 1 = false;
    bool is_arguments_object : 1 = false; // a kVar or kArguments that starts as the arguments object
    bool is_function_overridden : 1 = false;  // a parameter or var a function declaration initialises
    bool is_annex_b : 1 = false;          // a var that exists only for a block function
    bool is_top_level_function : 1 = false;
    bool is_plain_function : 1 = false;   // the parser's: may be declared again in a sloppy block
    uint32_t index = 0;                   // see Location
    uint32_t start = 0;                   // units: the declaring name
    uint32_t initialized_at = 0;          // units: uses in the same function from here on need no check
    Scope* scope = nullptr;
    Variable* next = nullptr;             // in the scope, in order of declaration
    /// In a kFunctionBody scope: the parameter whose value this var starts with.
    Variable* parameter_source = nullptr;
    /// A private setter's slot beside its getter (kAccessorPair).
    Variable* companion = nullptr;
    uint32_t parameter_index = UINT32_MAX;  // kParameter of a simple name: its place among the formals
    Variable* shadowed = nullptr;         // the parser's

    /// let, const, using, class, class names: has a temporal dead zone.
    bool is_lexical() const {
        switch (mode) {
        case VariableMode::kLet:
        case VariableMode::kConst:
        case VariableMode::kUsing:
        case VariableMode::kAwaitUsing:
        case VariableMode::kClass:
        case VariableMode::kClassName:
            return true;
        case VariableMode::kVar:
        case VariableMode::kFunction:
        case VariableMode::kParameter:
        case VariableMode::kCatch:
        case VariableMode::kImport:
        case VariableMode::kFunctionName:
        case VariableMode::kArguments:
        case VariableMode::kThis:
        case VariableMode::kNewTarget:
        case VariableMode::kHomeObject:
        case VariableMode::kActiveFunction:
        case VariableMode::kPrivateName:
        case VariableMode::kInternal:
        case VariableMode::kVarMarker:
            return false;
        }
    }
    /// Assignment throws TypeError "Assignment to constant variable."
    bool is_const() const {
        return mode == VariableMode::kConst || mode == VariableMode::kUsing ||
               mode == VariableMode::kAwaitUsing || mode == VariableMode::kClassName ||
               mode == VariableMode::kImport;
    }
};

struct Scope {
    ScopeKind kind;
    FunctionKind function_kind = FunctionKind::kNormal;  // if is_function_boundary()
    bool is_strict : 1 = false;
    bool is_function_boundary : 1 = false;  // kScript kModule kEval kFunction: starts a function
    bool is_async : 1 = false;
    bool is_generator : 1 = false;
    bool needs_environment : 1 = false;     // has captured variables, or is kWith
    bool calls_direct_eval : 1 = false;     // a direct eval whose nearest scope this is
    bool inner_direct_eval : 1 = false;     // this or a scope inside calls direct eval
    /// A sloppy direct eval may add variables to this var scope: it needs an environment, whose slot 0
    /// is reserved for the object that holds them.
    bool is_extended_by_eval : 1 = false;
    bool has_using : 1 = false;             // using or await using declared here: dispose at exit
    bool has_await_using : 1 = false;
    bool is_derived_constructor : 1 = false;
    bool has_simple_parameters : 1 = true;
    bool has_parameter_expressions : 1 = false;
    bool has_body_scope : 1 = false;        // kFunction: the body has a kFunctionBody scope of its own
    bool is_loop_let : 1 = false;           // kFor of `for (let ...;;)`: see needs_per_iteration_copy
    bool is_external : 1 = false;           // stands for an entry of the chain the parse was given
    bool uses_arguments : 1 = false;        // arguments_variable is non-null
    /// The arguments object must alias the parameters (sloppy, simple parameters, and the aliasing
    /// can be seen). Its parameters are then in environment slots.
    bool has_mapped_arguments : 1 = false;
    bool uses_this : 1 = false;             // itself, or an arrow or eval inside: sloppy functions must coerce this
    bool is_with_inside : 1 = false;        // inside a `with`, or in the var scope of a sloppy eval
    uint32_t environment_slots = 0;         // slots
    uint32_t function_id = 0;               // the parser's
    uint32_t first_use = 0;                 // the parser's
    uint32_t depth = 0;                     // nesting, for the parser
    uint32_t start = 0, end = 0;            // units
    Scope* parent = nullptr;
    Scope* first_child = nullptr;           // those not lazy
    Scope* last_child = nullptr;
    Scope* sibling = nullptr;
    Variable* variables = nullptr;          // in order of declaration; follow `next`
    Variable* last_variable = nullptr;
    FunctionDeclaration* functions = nullptr;  // to instantiate at entry, in order; follow `next`. The last of a name wins.
    FunctionDeclaration* last_function = nullptr;

    // Of function boundaries: null unless used as a variable (captured).
    Variable* this_variable = nullptr;
    Variable* new_target_variable = nullptr;
    Variable* home_object_variable = nullptr;
    Variable* active_function_variable = nullptr;
    /// What receives the arguments object, or null.
    Variable* arguments_variable = nullptr;
    /// A function expression's own name, if used and not shadowed. Its value is fp[0].
    Variable* function_name_variable = nullptr;
    const ScopeChain* chain = nullptr;      // is_external: its entry; else the compiler's memo of describe_scope

    bool needs_per_iteration_copy() const { return is_loop_let && needs_environment; }
    /// The nearest scope out from here (this included) that starts a function.
    Scope* function_scope() {
        Scope* scope = this;
        while (!scope->is_function_boundary) scope = scope->parent;
        return scope;
    }
};

// ---- What outlives the parse -------------------------------------------------------------------

/// One name of a ScopeChain entry.
struct ChainBinding {
    const void* chars;    // Latin-1 or UTF-16, readable for 16 bytes past the end
    uint32_t length;      // units
    uint32_t hash;
    uint32_t slot;
    VariableMode mode;
    PrivateNameKind private_kind;
    bool is_latin1 : 1;
    bool is_static : 1;
    bool is_assigned : 1;
    bool needs_tdz : 1;       // some reference may come before the initialisation
    uint32_t companion_slot;  // of a private accessor pair: the setter's slot; else UINT32_MAX
};

/// [doc:scope-chain] The environments a function was created in, innermost first, as far as a later
/// parse needs to know them: what lazily compiled functions and direct evals resolve their free names
/// against. One entry for each Environment cell, so the number of entries crossed is the number of
/// hops. Entries are immutable, shared by all functions of a scope, and live in the script's arena.
struct ScopeChain {
    const ScopeChain* outer = nullptr;
    ScopeKind kind = ScopeKind::kBlock;
    FunctionKind function_kind = FunctionKind::kNormal;
    bool is_function_boundary = false;
    bool is_strict = false;
    bool is_extended_by_eval = false;   // may hold names added at run time
    bool is_derived_constructor = false;
    bool has_simple_parameters = true;
    bool has_body_scope = false;        // kFunction: its body is the scope of another entry, or would be
    uint32_t slots = 0;
    uint32_t binding_count = 0;
    uint32_t table_mask = 0;            // the table has mask + 1 places
    const ChainBinding* bindings = nullptr;  // in order of declaration
    const uint32_t* table = nullptr;    // open addressing by hash: index + 1 into bindings, or 0

    /// null if this entry (not those outside it) has no such name.
    const ChainBinding* find(AtomText name, uint32_t hash) const;
};

/// What may be written in eval code, or in a function compiled later, because of where it stands.
struct FunctionContext {
    bool is_strict = false;
    bool allow_new_target = false;
    bool allow_super_property = false;
    bool allow_super_call = false;
    bool is_class_field_initializer = false;  // `arguments` is an early error
    bool is_inside_with = false;
    bool is_async_context = false;
};

/// What the first pass keeps of a function it did not build a tree for. Lives in the script's arena
/// as long as functions of the script may be compiled.
struct LazyFunction {
    uint32_t start;               // units: of what toString shows
    uint32_t parse_start;         // units: of the parameters: `(`, or an arrow's name
    uint32_t end;                 // units
    uint32_t body_start;          // units
    FunctionKind kind;
    bool is_async : 1;
    bool is_generator : 1;
    bool is_strict : 1;
    bool uses_super_property : 1;
    bool uses_direct_eval : 1;    // itself or inside
    bool uses_this : 1;           // free `this` (arrows), directly or further in
    bool uses_arguments : 1;
    bool has_simple_parameters : 1;
    bool is_expression_body : 1;
    bool is_declaration : 1;      // its name is not a binding of its own
    bool has_sloppy_eval : 1;
    uint32_t length;              // the `length` property
    uint32_t parameter_count;
    uint32_t expected_fields;
    FunctionContext context;      // in force around it
    /// Free names: places in the source where they stand. See kFreeAssigned.
    uint32_t free_count;
    const uint32_t* free_names;
    uint32_t inner_count;         // functions directly inside it, in source order
    const LazyFunction* const* inner;

    static constexpr uint32_t kFreeAssigned = 1u << 31;  // written to
    static constexpr uint32_t kFreePseudo = 1u << 30;    // the rest is an AtomId (this, new.target, ...)
    static constexpr uint32_t kFreeMask = (1u << 30) - 1;
};

/// Describes `scope` (which must need an environment) for functions created inside it. `outer`
/// describes the nearest environment outside; result in `arena`.
const ScopeChain* describe_scope(const Scope& scope, const AtomTable& atoms, const ScopeChain* outer,
                                 Arena& arena);

}  // namespace jsx::parser
