// [doc:ast] The syntax tree. Nodes live in an arena, never move, hold no destructor. `start` and
// `end` are unit offsets into the source (UTF-16 units, or bytes of Latin-1), [start, end). Where an
// error at run time is reported elsewhere than at `start`, the node has a `position`, chosen as V8
// does: a call's is its callee's last name or the parenthesis.
//
// A cover grammar is settled in place: ArrayLiteral and ArrayPattern, ObjectLiteral and
// ObjectPattern, Assign and DefaultedPattern, Spread and RestElement have one layout each, so
// turning an expression into a pattern rewrites kinds and copies nothing.
//
// Depth: chains of left-associative operators, member accesses and calls make trees as deep on the
// left as the chain is long (a+a+a... of 100,000 terms parses): walk the left spine by iteration.
// Everything else nests no deeper than the parser's stack limit allowed.
#pragma once

#include "parser/scope.h"
#include "support/atoms.h"

#include <span>

namespace jsx::parser {

enum class NodeKind : uint8_t {
#define NODE(name) k##name,
#include "parser/ast.def"
#undef NODE
};

/// An arena array.
template <class T>
struct List {
    T* data = nullptr;
    uint32_t size = 0;
    T* begin() const { return data; }
    T* end() const { return data + size; }
    T& operator[](size_t i) const { return data[i]; }
    bool empty() const { return size == 0; }
    std::span<T> span() const { return {data, size}; }
};

struct Node {
    NodeKind kind;
    uint8_t flags = 0;     // NodeFlags
    uint8_t op = 0;        // an operator or sub-kind; see the node
    uint8_t op2 = 0;
    uint32_t start = 0;    // units
    uint32_t end = 0;      // units, exclusive
    uint32_t position = 0; // units; where errors at run time point (equals start unless said)

    template <class T>
    T* as() {
        JSX_DCHECK(kind == T::kKind);
        return static_cast<T*>(this);
    }
    template <class T>
    const T* as() const {
        JSX_DCHECK(kind == T::kKind);
        return static_cast<const T*>(this);
    }
    template <class T>
    bool is() const {
        return kind == T::kKind;
    }
    bool is_parenthesized() const { return flags & 1; }
};

enum NodeFlags : uint8_t {
    kParenthesized = 1,    // was written in parentheses (start and end are of the inner expression)
    kNeedsTdzCheck = 2,    // Identifier, ThisExpr: may be reached before initialisation
    kDynamic = 4,          // Identifier, ThisExpr: a `with` object or a sloppy direct eval may intervene
    kOptional = 8,         // Member, Index, PrivateMember, Call: follows `?.`
    kInOptionalChain = 16, // same, and Member...: part of an OptionalChain (it short-circuits to it)
    kPossiblyDirectEval = 32,  // Call: `eval(...)`
    kCoverInitialized = 128,   // ObjectLiteral: holds `{a = 1}`, legal only as a pattern
};

struct Expr : Node {};
struct Stmt : Node {};
using Pattern = Expr;  // Identifier, Member, Index, PrivateMember, ArrayPattern, ObjectPattern

#define JSX_NODE(Name, Base)                                                                       \
    struct Name : Base {                                                                           \
        static constexpr NodeKind kKind = NodeKind::k##Name;

// ---- Expressions ------------------------------------------------------------------------------

JSX_NODE(NullLiteral, Expr) };
JSX_NODE(BooleanLiteral, Expr)  // op: 0 false, 1 true
    bool value() const { return op; }
};
JSX_NODE(NumberLiteral, Expr)
    double value;
};
JSX_NODE(StringLiteral, Expr)
    AtomId value;
};
JSX_NODE(BigIntLiteral, Expr)
    AtomId text;  // without `n` and separators; with its 0x, 0o or 0b
};
JSX_NODE(RegExpLiteral, Expr)
    AtomId pattern;
    AtomId regexp_flags;
};
struct TemplateElement {
    AtomId cooked;  // atom::kNone: undefined (a bad escape in a tagged template)
    AtomId raw;
};
JSX_NODE(TemplateLiteral, Expr)
    List<TemplateElement> quasis;  // one more than expressions
    List<Expr*> expressions;
};
JSX_NODE(TaggedTemplate, Expr)
    Expr* tag;
    TemplateLiteral* quasi;
};
/// A reference or a binding. `variable` null: a global not known at compile time (or, with kDynamic,
/// nothing static); kDynamic with a variable: what it means if nothing intervenes.
JSX_NODE(Identifier, Expr)
    AtomId name;
    uint32_t use;        // the parser's; meaningless afterwards
    Variable* variable;
    bool needs_tdz_check() const { return flags & kNeedsTdzCheck; }
    bool is_dynamic() const { return flags & kDynamic; }
};
/// `this`. variable null: the frame's own (fp[5]) or, when `kDynamic`... never; non-null: captured
/// by an arrow function or eval, held in an environment. kNeedsTdzCheck in derived constructors.
/// Outside every function and of no variable: the global this, or undefined in a module.
JSX_NODE(ThisExpr, Expr)
    uint32_t use;
    Variable* variable;
    bool needs_tdz_check() const { return flags & kNeedsTdzCheck; }
};
/// Only as the object of Member or Index: a super property. The variables are null where the frame
/// has them (this: fp[5]; home object: of the callee fp[0]), else captured.
JSX_NODE(SuperExpr, Expr)
    ThisExpr* this_expr;
    Identifier* home_object;  // name atom::kHomeObject
};
JSX_NODE(NewTarget, Expr)
    Identifier* reference;  // name atom::kNewTarget; variable null: the frame's own fp[1]
};
JSX_NODE(ImportMeta, Expr) };
/// Elements: expressions, Spread, or Elision.
JSX_NODE(ArrayLiteral, Expr)
    List<Expr*> elements;
};

enum class PropertyKind : uint8_t {
    kInit,       // key: value (methods too: value is a FunctionLiteral of kind kMethod)
    kShorthand,  // name (in patterns: value is the Identifier or a DefaultedPattern)
    kGet,
    kSet,
    kSpread,     // ...value; in a pattern: the rest element
    kProto,      // __proto__: value
};
struct Property {
    PropertyKind kind;
    bool is_computed;
    bool is_method;  // value is a FunctionLiteral written as a method or accessor
    Expr* key;       // StringLiteral, NumberLiteral, BigIntLiteral, or any if computed; null for kSpread
    Expr* value;
};
JSX_NODE(ObjectLiteral, Expr)
    List<Property> properties;
};

JSX_NODE(FunctionLiteral, Expr)
    AtomId name;                // as declared; kNone if anonymous (the compiler infers those)
    FunctionKind function_kind;
    bool is_async;
    bool is_generator;
    bool is_strict;
    bool has_simple_parameters;
    bool has_parameter_expressions;
    bool has_rest;
    bool is_expression_body;    // arrow: body holds one Return
    bool uses_super_property;   // itself or through arrows and eval: needs a [[HomeObject]]
    bool uses_direct_eval;      // itself
    bool should_compile_eagerly;
    uint32_t length;            // the `length` property
    uint32_t parameter_count;   // formals, rest not counted
    uint32_t source_start;      // units: what toString shows
    uint32_t source_end;
    uint32_t parse_start;       // units: of the parameters: `(`, or an arrow's name
    uint32_t body_start;        // units: of `{`, or of an arrow's expression
    uint32_t expected_fields;   // a guess of `this.x =` assignments, for the first shape
    const LazyFunction* lazy;   // non-null: not parsed; compile later with parse_lazy_function
    // Below: null and empty if lazy.
    Scope* scope;               // parameters (and everything else, if body_scope is the same)
    Scope* body_scope;
    List<Expr*> parameters;     // Identifier, pattern, DefaultedPattern or RestElement
    List<Stmt*> body;
};

enum class ClassElementKind : uint8_t { kMethod, kGetter, kSetter, kField, kAutoAccessor, kStaticBlock };
struct ClassElement {
    ClassElementKind kind;
    bool is_static;
    bool is_computed;
    bool is_private;
    Expr* key;                // as in Property; PrivateName: an Identifier whose name starts with '#'; null: block
    FunctionLiteral* function;  // methods, accessors; static block: its body as a function of kind kClassStaticBlock
    Expr* value;              // field initializer or null
    Scope* initializer_scope; // of value: a function scope of kind kClassFieldInitializer; null without value
    Variable* key_variable;   // computed field keys: where the key waits, in the class scope; else null
    Variable* storage;        // auto-accessors: the private name of the storage
    List<Expr*> decorators;
    uint32_t start, end;      // units
};
/// Evaluated in `scope`, which holds the inner name, the private names, computed keys and the brand.
JSX_NODE(ClassLiteral, Expr)
    AtomId name;                   // kNone if anonymous
    Scope* scope;
    Variable* inner_name;          // in `scope`; null if anonymous or never used
    Variable* brand;               // in `scope`, captured; null without private instance methods
    Variable* static_brand;        // the same for private static methods
    Expr* heritage;                // or null
    FunctionLiteral* constructor;  // or null: the default one
    List<ClassElement> elements;   // without the constructor, in order
    List<Expr*> decorators;
    bool has_instance_fields;      // fields, auto-accessors or private methods to install
    bool has_static_elements;      // static fields, accessors or blocks to run
    bool has_static_private_methods;
};

enum class UnaryOp : uint8_t { kPlus, kMinus, kNot, kBitNot, kTypeof, kVoid, kDelete };
JSX_NODE(Unary, Expr)  // op: UnaryOp
    Expr* operand;
    UnaryOp unary_op() const { return UnaryOp(op); }
};
/// op: 0 decrement, 1 increment; op2: 1 prefix. position: of the operator.
JSX_NODE(Update, Expr)
    Expr* target;
    bool is_increment() const { return op; }
    bool is_prefix() const { return op2; }
};
enum class BinaryOp : uint8_t {
    kAdd, kSub, kMul, kDiv, kMod, kExp, kBitAnd, kBitOr, kBitXor, kShl, kSar, kShr,
    kEq, kNe, kStrictEq, kStrictNe, kLt, kGt, kLe, kGe, kIn, kInstanceof,
};
JSX_NODE(Binary, Expr)  // op: BinaryOp. position: of the operator. Left-deep.
    Expr* left;
    Expr* right;
    BinaryOp binary_op() const { return BinaryOp(op); }
};
enum class LogicalOp : uint8_t { kAnd, kOr, kNullish };
JSX_NODE(Logical, Expr)  // op: LogicalOp. Left-deep.
    Expr* left;
    Expr* right;
    LogicalOp logical_op() const { return LogicalOp(op); }
};
/// op: an AssignOp. target is a pattern only under kAssign. position: of the operator.
/// A target that is a Call throws ReferenceError when evaluated (after evaluating the call).
enum class AssignOp : uint8_t { kAssign, kLogical, kCompound };
JSX_NODE(Assign, Expr)  // op: AssignOp; op2: LogicalOp or BinaryOp
    Expr* target;
    Expr* value;
    AssignOp assign_op() const { return AssignOp(op); }
    BinaryOp binary_op() const { return BinaryOp(op2); }
    LogicalOp logical_op() const { return LogicalOp(op2); }
};
JSX_NODE(Conditional, Expr)
    Expr* condition;
    Expr* then;
    Expr* otherwise;
};
/// position: the callee's last token if that is a name, else the parenthesis.
JSX_NODE(Call, Expr)
    Expr* callee;
    List<Expr*> arguments;  // Spread among them: op = 1
    bool has_spread() const { return op; }
    bool is_possibly_direct_eval() const { return flags & kPossiblyDirectEval; }
    Scope* scope;           // direct eval: the scope it happens in; else null
};
JSX_NODE(New, Expr)
    Expr* callee;
    List<Expr*> arguments;
    bool has_spread() const { return op; }
};
/// super(...). Variables of the three are null where the frame has them.
JSX_NODE(SuperCall, Expr)
    List<Expr*> arguments;
    ThisExpr* this_expr;         // bound by it
    Identifier* new_target;
    Identifier* active_function;
    bool has_spread() const { return op; }
};
JSX_NODE(Member, Expr)  // position: of the name
    Expr* object;           // may be SuperExpr
    AtomId name;
};
JSX_NODE(Index, Expr)  // position: of the bracket
    Expr* object;           // may be SuperExpr
    Expr* index;
};
JSX_NODE(PrivateMember, Expr)  // position: of the name
    Expr* object;
    Identifier* name;       // '#' included; resolved to a class scope's variable
};
JSX_NODE(PrivateIn, Expr)
    Identifier* name;
    Expr* right;
};
/// The whole of a chain with `?.` in it: where an optional link of `expression` ends up at undefined.
JSX_NODE(OptionalChain, Expr)
    Expr* expression;
};
JSX_NODE(Sequence, Expr)
    List<Expr*> expressions;  // two or more
};
JSX_NODE(Spread, Expr)
    Expr* operand;
    Expr* unused;
};
JSX_NODE(Yield, Expr)  // op: 1 for yield*
    Expr* operand;          // or null
    bool is_delegate() const { return op; }
};
JSX_NODE(Await, Expr)
    Expr* operand;
};
enum class ImportPhase : uint8_t { kEvaluation, kDefer, kSource };
JSX_NODE(ImportCall, Expr)  // op: ImportPhase
    Expr* specifier;
    Expr* options;          // or null
    ImportPhase phase() const { return ImportPhase(op); }
};
JSX_NODE(IntrinsicCall, Expr)  // %Name(args)
    AtomId name;            // without the %
    List<Expr*> arguments;
};
JSX_NODE(Elision, Expr) };  // a hole in an array literal or pattern
JSX_NODE(Invalid, Expr) };  // only while a parse that has failed unwinds

// ---- Patterns (of bindings and of assignments) -------------------------------------------------

JSX_NODE(ArrayPattern, Expr)
    List<Expr*> elements;   // target, DefaultedPattern, Elision; last may be RestElement
};
JSX_NODE(ObjectPattern, Expr)
    List<Property> properties;  // kInit, kShorthand; last may be kSpread
};
JSX_NODE(DefaultedPattern, Expr)
    Expr* target;
    Expr* initializer;
};
JSX_NODE(RestElement, Expr)
    Expr* target;
    Expr* unused;
};

// ---- Statements ------------------------------------------------------------------------------

JSX_NODE(Block, Stmt)
    Scope* scope;           // null if it declares nothing
    List<Stmt*> statements;
};
enum class DeclarationKind : uint8_t { kVar, kLet, kConst, kUsing, kAwaitUsing };
struct Declarator {
    Expr* target;           // Identifier or pattern
    Expr* initializer;      // or null
};
JSX_NODE(VariableDeclaration, Stmt)  // op: DeclarationKind
    List<Declarator> declarators;
    DeclarationKind declaration_kind() const { return DeclarationKind(op); }
};
/// Instantiated at the entry of its scope (it is in scope->functions). When the statement is
/// reached: nothing, or by Annex B.3.3 the value of `variable` is copied to `annex_b_variable`.
JSX_NODE(FunctionDeclaration, Stmt)
    FunctionLiteral* function;
    Identifier* binding;
    Identifier* annex_b;        // or null: reference to the var-scoped twin
    FunctionDeclaration* next;  // the parser's
};
JSX_NODE(ClassDeclaration, Stmt)
    Identifier* binding;
    ClassLiteral* class_literal;
};
JSX_NODE(ExpressionStatement, Stmt)
    Expr* expression;
};
JSX_NODE(EmptyStatement, Stmt) };
JSX_NODE(DebuggerStatement, Stmt) };
JSX_NODE(If, Stmt)
    Expr* condition;
    Stmt* then;
    Stmt* otherwise;        // or null
};
JSX_NODE(While, Stmt)
    Expr* condition;
    Stmt* body;
};
JSX_NODE(DoWhile, Stmt)
    Stmt* body;
    Expr* condition;
};
/// scope: of let/const/using in the head, or null. If it needs an environment and the bindings are
/// `let`, each iteration gets a copy (scope->needs_per_iteration_copy()).
JSX_NODE(For, Stmt)
    Scope* scope;
    Stmt* init;             // VariableDeclaration, ExpressionStatement or null
    Expr* condition;        // or null
    Expr* update;           // or null
    Stmt* body;
};
/// target: VariableDeclaration with one declarator (initializer only in Annex B `for (var x = 1 in`),
/// or as an expression statement's: an assignment target or pattern.
/// scope: the head's lexical scope, fresh for every iteration; the subject is evaluated with its
/// names in TDZ. Null if none.
JSX_NODE(ForIn, Stmt)
    Scope* scope;
    VariableDeclaration* declaration;  // or null
    Expr* target;                      // if no declaration
    Expr* subject;
    Stmt* body;
};
JSX_NODE(ForOf, Stmt)  // op: 1 for await
    Scope* scope;
    VariableDeclaration* declaration;
    Expr* target;
    Expr* subject;
    Stmt* body;
    bool is_await() const { return op; }
};
JSX_NODE(Return, Stmt)
    Expr* value;            // or null
};
JSX_NODE(Break, Stmt)
    AtomId label;           // or kNone
    Stmt* target;           // the loop, switch or Labelled statement left
};
JSX_NODE(Continue, Stmt)
    AtomId label;
    Stmt* target;           // the loop continued
};
JSX_NODE(Throw, Stmt)
    Expr* value;
};
JSX_NODE(Try, Stmt)
    Block* block;
    Scope* catch_scope;     // holds the parameter's names; null without parameter
    Expr* parameter;        // or null
    Block* handler;         // or null
    Block* finalizer;       // or null
};
struct Case {
    Expr* test;             // null: default
    List<Stmt*> body;
    uint32_t start;         // units
};
JSX_NODE(Switch, Stmt)
    Expr* subject;
    Scope* scope;           // or null
    List<Case> cases;
};
JSX_NODE(Labelled, Stmt)
    AtomId label;
    Stmt* body;
};
JSX_NODE(With, Stmt)
    Expr* object;
    Scope* scope;           // kind kWith
    Stmt* body;
};
/// Its effect is in the ModuleRecord; nothing to run.
JSX_NODE(ImportDeclaration, Stmt)
    uint32_t request;       // index into ModuleRecord::requests
};
/// What remains to run: a declaration, or `export default expression` (an assignment to *default*).
JSX_NODE(ExportDeclaration, Stmt)
    Stmt* declaration;      // VariableDeclaration, FunctionDeclaration, ClassDeclaration or null
    Identifier* default_binding;  // export default expression: the *default* variable
    Expr* default_expression;
};

#undef JSX_NODE

// ---- Modules --------------------------------------------------------------------------------

struct ImportAttribute {
    AtomId key;
    AtomId value;
    uint32_t start, end;    // units
};
struct ModuleRequest {
    AtomId specifier;
    ImportPhase phase;
    List<ImportAttribute> attributes;
    uint32_t start, end;    // units, of the specifier
};
struct ImportEntry {
    uint32_t request;       // index into requests
    AtomId import_name;     // kNamespace: the namespace object (with kSource: the module source)
    Variable* local;        // mode kImport
    uint32_t start, end;
};
struct LocalExport {
    AtomId export_name;
    Variable* local;
};
struct IndirectExport {
    uint32_t request;
    AtomId import_name;     // kNamespace: export * as name from
    AtomId export_name;
    uint32_t start, end;
};
struct StarExport {
    uint32_t request;
};
struct ModuleRecord {
    List<ModuleRequest> requests;      // in source order, without repetitions
    List<ImportEntry> imports;
    List<LocalExport> local_exports;
    List<IndirectExport> indirect_exports;
    List<StarExport> star_exports;
    bool has_top_level_await;
};

}  // namespace jsx::parser
