// [doc:parser-impl] The recursive-descent parser behind parser.h.
//
// One class, its members spread over files by subject: expressions.cc literals.cc patterns.cc
// arrows.cc functions.cc classes.cc statements.cc loops.cc modules.cc lazy.cc scope_builder.cc.
//
// Errors. The first error is kept and the lexer stopped: from then on every token is kEnd, every
// loop ends, and what parse functions return means nothing (but is never null where a node is
// promised). So nothing is checked after each call.
//
// Cover grammars. `(a, {b = 1})`, `[a, b]` and `{a}` are parsed as expressions and rewritten in place
// when an arrow or an `=` follows. What is wrong in an expression but right in a pattern (`{b = 1}`)
// waits in `cover_error_` until it is known which of the two it was.
//
// Laziness. A lazy function is parsed like any other, tree and all; then the arena is rewound to
// where the function began, and a LazyFunction is what remains. So the first pass and later ones
// are one code, and short-lived nodes stay in the cache. `is_lazy` only saves work nobody would see.
#pragma once

#include "parser/lexer.h"
#include "parser/parser.h"

#include <string>
#include <vector>

namespace jsx::parser {

/// A reference to a name, until the scope that declares the name closes.
struct Use {
    AtomId name;
    uint32_t previous;      // the use of the name before this one; 0: none
    uint32_t position;      // units: where the name stands
    uint32_t function_id;   // of the function it is in
    Node* node;             // Identifier or ThisExpr; null if no tree is kept
    uint8_t flags;          // UseFlags
};
enum UseFlags : uint8_t {
    kUseAssigned = 1,
    kUseDead = 2,           // resolved, or turned into a declaration
    kUseEscapes = 4,        // of `arguments`: not just an element or the length read
    kUseDynamic = 8,
    kUsePrivate = 16,       // '#x'
    kUsePseudo = 32,        // this, new.target and their kind
    kUseHoisted = 64,       // from a function declaration, which may run before its place is reached
    kUseLate = 128,         // from an element of the class, which runs when its name is bound
};

struct Label {
    Label* outer;
    AtomId name;
    Stmt* statement;        // the Labelled
    Stmt* loop;             // what `continue` goes to, or null
};
struct Breakable {
    Breakable* outer;
    Stmt* statement;
    bool is_loop;
};

struct FunctionState {
    FunctionState* outer = nullptr;
    FunctionKind kind = FunctionKind::kNormal;
    bool is_async = false;
    bool is_generator = false;
    bool is_lazy = false;               // no tree is kept
    bool in_parameters = false;
    bool reserves_await = false;        // `await` cannot be an identifier
    bool allow_new_target = false;
    bool allow_super_property = false;
    bool allow_super_call = false;
    bool no_arguments = false;          // in a class field initializer or static block
    bool uses_super_property = false;
    bool uses_direct_eval = false;
    uint32_t id = 0;
    uint32_t expected_fields = 0;
    uint32_t last_yield = 0;            // units + 1, of the last yield or await expression; 0: none
    uint32_t last_await = 0;
    uint32_t last_await_name = 0;       // units + 1, of `await` used as an identifier
    uint32_t duplicate_start = 0;       // units, of the first parameter name that repeats another
    uint32_t duplicate_end = 0;         // 0: none
    Scope* scope = nullptr;
    Scope* var_scope = nullptr;
    bool is_hoisted = false;            // a function declaration
    bool is_class_element = false;
    AtomId own_name = atom::kNone;      // of a function expression: a binding seen inside
    Label* labels = nullptr;
    Breakable* breakables = nullptr;

    bool is_arrow() const { return kind == FunctionKind::kArrow; }
};

/// How a function begins; the current token is its `(`.
struct FunctionHead {
    FunctionKind kind = FunctionKind::kNormal;
    bool is_async = false;
    bool is_generator = false;
    bool is_declaration = false;
    bool compile_eagerly = false;
    bool is_class_element = false;
    AtomId name = atom::kNone;
    Token name_token{};
    uint32_t start = 0;                 // units: of what toString shows
};

/// A parsed property name of an object literal or class.
struct PropertyName {
    Expr* key = nullptr;
    AtomId name = atom::kNone;          // if not computed and not a number
    bool is_computed = false;
    bool is_private = false;
    bool is_identifier = false;         // a plain word: may be a shorthand
    Token token{};
};

class Parser {
public:
    explicit Parser(const ParseRequest& request);
    ~Parser();
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    ParseResult parse_program();
    ParseResult parse_lazy_function(const LazyFunction& lazy);

private:
    friend struct AcceptIn;

    /// A range that an error names.
    struct Place {
        uint32_t start, end;
    };

    // ---- Errors and tokens (parser.cc) ----------------------------------------------------------
    JSX_COLD void fail(uint32_t start, uint32_t end, const char* message);
    JSX_COLD void fail(uint32_t start, uint32_t end, std::string message);
    JSX_COLD void fail(const Token& token, const char* message) { fail(token.start, token.end, message); }
    JSX_COLD void fail(const Node* node, const char* message) { fail(node->start, node->end, message); }
    /// "Identifier 'x' has already been declared" and kin: % is replaced by the name.
    JSX_COLD void fail_name(uint32_t start, uint32_t end, const char* message, AtomId name);
    JSX_COLD void unexpected(const Token& token);
    JSX_COLD void unexpected() { unexpected(tok()); }
    bool failed() const { return result_.error.type != ErrorType::kNone; }

    const Token& tok() const { return lex_.token; }
    Tok kind() const { return lex_.token.kind; }
    void next() {
        prev_end_ = lex_.token.end;
        prev_start_ = lex_.token.start;
        lex_.next();
    }
    /// Past a dot, to the property name after it.
    void next_property_name() {
        prev_end_ = lex_.token.end;
        prev_start_ = lex_.token.start;
        lex_.next_property_name(!is_lazy());
    }
    bool check(Tok kind) {
        if (lex_.token.kind != kind) return false;
        next();
        return true;
    }
    void expect(Tok kind) {
        if (JSX_LIKELY(lex_.token.kind == kind)) {
            next();
        } else {
            unexpected();
        }
    }
    /// The current token is that contextual word, written plainly.
    bool at_word(AtomId word) const {
        return tok().kind == Tok::kIdentifier && tok().atom == word && !tok().has_escape;
    }
    void expect_semicolon();
    /// The token after the current one.
    Token peek();
    bool stack_overflow();

    template <class T>
    T* make(uint32_t start) {
        T* node = arena_.make<T>();
        node->kind = T::kKind;
        node->start = node->position = start;
        return node;
    }
    template <class T>
    T* finish(T* node) {
        node->end = prev_end_;
        return node;
    }
    template <class T>
    List<T> take_list(std::vector<T>& stack, size_t base) {
        List<T> list;
        list.size = uint32_t(stack.size() - base);
        if (list.size) {
            list.data = arena_.allocate_array<T>(list.size);
            std::copy(stack.begin() + ptrdiff_t(base), stack.end(), list.data);
            stack.resize(base);
        }
        return list;
    }
    Expr* invalid(uint32_t start) { return finish(make<Invalid>(start)); }

    bool is_strict() const { return scope_->is_strict; }
    bool is_lazy() const { return function_->is_lazy; }
    bool is_module() const { return request_.goal == ParseGoal::kModule; }
    bool can_yield() const { return function_->is_generator && !function_->in_parameters; }
    bool can_await() const { return function_->is_async && !function_->in_parameters; }

    // ---- Expressions (expressions.cc) -----------------------------------------------------------
    Expr* parse_expression();
    Expr* parse_expression_rest(Expr* first);
    /// An AssignmentExpression that is not part of a possible pattern.
    Expr* parse_assignment();
    /// One that may turn out to be (part of) a pattern: leaves cover_error_ pending.
    Expr* parse_assignment_cover();
    Expr* parse_assignment_rest(Expr* target, uint32_t start);
    Expr* parse_conditional_rest(Expr* condition, uint32_t start);
    Expr* parse_binary(int min_precedence);
    Expr* parse_binary_rest(Expr* left, uint32_t start, int min_precedence);
    Expr* parse_private_in(int min_precedence);
    Expr* parse_unary();
    Expr* parse_prefix_update();
    Expr* parse_await();
    Expr* parse_yield();
    Expr* parse_postfix_rest(Expr* operand, uint32_t start);
    Expr* parse_left_hand_side();
    Expr* parse_member_rest(Expr* object, uint32_t start, bool allow_calls);
    Expr* parse_dot_name(Expr* object, uint32_t start, uint8_t flags);
    Expr* parse_call(Expr* callee, uint32_t start, uint8_t flags);
    /// The list up to and including `)`; `*has_spread` is set if there is one.
    List<Expr*> parse_arguments(bool* has_spread, bool cover);
    Expr* parse_new();
    Expr* parse_super();
    Expr* parse_import_expression();
    Expr* parse_intrinsic();
    void check_cover_error(const Expr* saved);
    /// There is a pending cover error at or after `start`.
    bool has_cover_error(uint32_t start) const {
        return cover_error_ && cover_error_->start >= start;
    }
    Expr* call_as_target(Expr* target, uint32_t start, uint32_t end, const char* message, bool early);
    void mark_arguments_escape(Expr* expr);

    // ---- Primary expressions and literals (literals.cc) -----------------------------------------
    Expr* parse_primary();
    Expr* parse_identifier_reference();
    Identifier* make_reference(AtomId name, uint32_t start, uint32_t end);
    Identifier* make_private_reference(const Token& token);
    void check_private_reference();
    ThisExpr* make_this(uint32_t start, uint32_t end);
    Expr* parse_regexp();
    Expr* parse_array_literal();
    Expr* parse_object_literal();
    bool parse_object_property(Property* property, bool* has_proto);
    TemplateLiteral* parse_template(bool tagged);
    PropertyName parse_property_name(bool in_class);
    void unexpected_after(const PropertyName& name);
    Expr* make_string_key(AtomId name, const Token& token);
    /// Is the token an identifier here (not a keyword, reserved word, await or yield)? Else fails.
    bool check_identifier(const Token& token);
    bool check_binding_identifier(const Token& token);

    // ---- Patterns (patterns.cc) -----------------------------------------------------------------
    /// Identifier or pattern of a declaration; names are declared as read. `initialized_at` is set
    /// later by the caller, for those made since `first`.
    Expr* parse_binding_target(VariableMode mode);
    Expr* parse_binding_element(VariableMode mode);
    Expr* parse_binding_identifier(VariableMode mode);
    Expr* parse_array_binding(VariableMode mode);
    Expr* parse_object_binding(VariableMode mode);
    Expr* declare_binding(Identifier* node, VariableMode mode);
    /// From now on the names declared at or after `first` in the list are initialised.
    void mark_initialized(size_t first, uint32_t at);
    /// An ArrayLiteral or ObjectLiteral becomes an assignment pattern, in place.
    enum class PatternUse : uint8_t { kAssignment, kBinding };
    void to_pattern(Expr* literal, PatternUse use);
    void to_assignment_target(Expr* element, bool is_shorthand);
    void fail_element(const Expr* element, const char* message);
    /// An element of a parenthesised list becomes a parameter: declares its names.
    Expr* to_parameter(Expr* element);
    enum class Nesting : uint8_t { kTop, kInPattern, kShorthand };
    void to_binding(Expr* element, Nesting nesting);
    bool is_simple_target(const Expr* expr) const;
    bool check_simple_target(Expr* expr, uint32_t start, uint32_t end, const char* message);
    void mark_assigned(Expr* target);

    // ---- Functions (functions.cc) ---------------------------------------------------------------
    /// The counts to go back to when a function turns out to be lazy.
    struct FunctionMark {
        Arena::Mark arena;
        uint32_t uses;
        uint32_t lazies;
        uint32_t evals;
        uint32_t ids;
    };
    FunctionMark mark_function() {
        return {arena_.mark(), uint32_t(uses_.size()), uint32_t(lazies_.size()), uint32_t(evals_.size()),
                function_ids_};
    }
    FunctionLiteral* parse_function(const FunctionHead& head);
    Expr* parse_function_expression(bool is_async, uint32_t start);
    FunctionLiteral* parse_method(FunctionKind kind, bool is_async, bool is_generator, uint32_t start,
                                  bool is_class_element);
    void enter_function(FunctionState& state, const FunctionHead& head, bool is_lazy);
    void parse_parameters(FunctionLiteral* function);
    void finish_parameters(FunctionLiteral* function, const FunctionMark& mark);
    void parse_block_function_body(FunctionLiteral* function, const FunctionHead& head);
    /// Closes the function's scopes, and makes of it what is left: a tree or a LazyFunction.
    FunctionLiteral* leave_function(FunctionState& state, FunctionLiteral* function,
                                    const FunctionHead& head, const FunctionMark& mark,
                                    uint32_t parse_start);
    void parse_directives_and_body(std::vector<Stmt*>& list, Tok end);
    void check_duplicate_parameters(const FunctionLiteral* function);
    void check_strict_names(const FunctionHead& head);
    void check_octal(uint32_t start, uint32_t end);

    // ---- Arrow functions (arrows.cc) ------------------------------------------------------------
    /// The place where an arrow function may have begun.
    struct ArrowMark {
        FunctionMark function;
        Scope* last_child;
        uint32_t start;
        bool is_eager;  // stands in parentheses of its own: will be called at once
    };
    ArrowMark mark_arrow(uint32_t start) {
        return {mark_function(), scope_->last_child, start, eager_start_ == start};
    }
    Expr* parse_parenthesized(bool may_be_arrow, bool* is_arrow);
    Expr* parse_async(bool may_be_arrow, bool* is_arrow);
    /// The parameters are on exprs_ from `base` on; the current token is the arrow.
    Expr* parse_arrow(const ArrowMark& mark, size_t base, bool is_async, uint32_t parse_start);
    Expr* parse_known_arrow(const LazyFunction& known);
    FunctionLiteral* parse_arrow_body(FunctionState& state, FunctionLiteral* function,
                                      const FunctionHead& head, const FunctionMark& mark,
                                      uint32_t parse_start);
    void adopt(const ArrowMark& mark, FunctionState& state);
    void kill_use(Identifier* name);

    // ---- Lazy functions (lazy.cc) ---------------------------------------------------------------
    /// What an earlier parse knows of the function whose parameters begin here, or null.
    const LazyFunction* known_function(uint32_t parse_start) const {
        return known_ != known_end_ && (*known_)->parse_start == parse_start ? *known_ : nullptr;
    }
    bool at_known_arrow(uint32_t start) const {
        return known_ != known_end_ && (*known_)->start == start &&
               (*known_)->kind == FunctionKind::kArrow;
    }
    FunctionLiteral* skip_known_function(const LazyFunction& known, const FunctionHead& head);
    FunctionLiteral* parse_known_function(const LazyFunction& known, const FunctionHead& head);
    FunctionLiteral* make_lazy(FunctionState& state, FunctionLiteral* function,
                               const FunctionHead& head, const FunctionMark& mark, uint32_t parse_start);
    void compact_uses(uint32_t first, uint32_t function_id);
    FunctionContext context_of(const FunctionState& state) const;

    // ---- Classes (classes.cc) -------------------------------------------------------------------
    /// The current token is `class`.
    Expr* parse_class_expression(List<Expr*> decorators, uint32_t start);
    Stmt* parse_class_declaration(List<Expr*> decorators, uint32_t start, bool is_default_export);
    ClassLiteral* parse_class_tail(AtomId name, uint32_t start, List<Expr*> decorators);
    void parse_class_element(ClassLiteral* literal);
    void parse_static_block(ClassElement* element);
    void parse_field(ClassElement* element, const PropertyName& name);
    Variable* declare_private(const PropertyName& name, PrivateNameKind kind, bool is_static,
                              bool* is_repeated);
    void unresolved_private(AtomId name, uint32_t position);
    List<Expr*> parse_decorators();

    // ---- Statements (statements.cc, loops.cc) ---------------------------------------------------
    Stmt* parse_statement_list_item();
    /// `labels`: how many labels stand directly before it.
    Stmt* parse_statement(uint32_t labels, bool allow_function);
    Stmt* parse_substatement(uint32_t labels);   // of loops, with: no declarations, no labelled function
    Stmt* parse_if_branch();
    Block* parse_block();
    void parse_block_body(Block* block);
    Stmt* parse_variable_statement();
    VariableDeclaration* parse_declarations(DeclarationKind kind, uint32_t start, bool in_for);
    bool is_strict_reserved(AtomId name) const;
    bool at_let_declaration();
    bool at_using_declaration(bool in_for);
    bool at_await_using_declaration(bool in_for);
    bool at_async_function();
    /// The current token is `function`.
    Stmt* parse_hoistable(uint32_t start, bool is_async, bool is_default_export);
    Identifier* declare_function(AtomId name, const Token& token, bool is_plain,
                                 FunctionDeclaration* declaration);
    Stmt* parse_expression_or_labelled(uint32_t labels, bool allow_function);
    Stmt* parse_if();
    Stmt* parse_switch();
    Stmt* parse_try();
    Stmt* parse_return();
    Stmt* parse_break();
    Stmt* parse_continue();
    Stmt* parse_throw();
    Stmt* parse_with();
    Stmt* parse_while(uint32_t labels);
    Stmt* parse_do_while(uint32_t labels);
    Stmt* parse_for(uint32_t labels);
    Stmt* parse_for_in_of(uint32_t labels, uint32_t start, bool is_await, bool is_of, Scope* scope,
                          VariableDeclaration* declaration, Expr* target, size_t first_binding);
    Stmt* parse_for_rest(uint32_t labels, uint32_t start, Scope* scope, Stmt* init);
    void parse_loop_body(Stmt* loop, Stmt** body, uint32_t labels);
    Label* find_label(AtomId name) const;

    // ---- Modules (modules.cc) -------------------------------------------------------------------
    struct ExportCheck {
        AtomId local;
        AtomId export_name;
        uint32_t start, end;
    };
    Stmt* parse_module_item();
    Stmt* parse_import();
    Stmt* parse_export();
    void parse_export_clause();
    Stmt* parse_export_default(uint32_t start);
    AtomId parse_module_specifier(ModuleRequest* request);
    List<ImportAttribute> parse_attributes();
    void unexpected_word(AtomId word);
    void expect_from();
    AtomId parse_module_export_name(Token* token);
    uint32_t add_request(ModuleRequest request);
    void add_import(uint32_t request, AtomId import_name, const Token& local);
    void add_export_name(AtomId name, uint32_t start, uint32_t end);
    void finish_module();

    // ---- Scopes (scope_builder.cc) --------------------------------------------------------------
    struct NameState {
        uint32_t use = 0;               // the last use not yet resolved, or 0
        AtomId name = atom::kNone;
        Variable* variable = nullptr;   // the innermost declaration in the scopes open now
        Variable* marker = nullptr;     // the last var in a block, in the functions open now
    };
    /// Valid until the state of another name is asked for. The names of this parse are numbered as
    /// they are met (AtomTable::scratch): a function compiled later touches few of a script's names.
    NameState& name_state(AtomId name) {
        uint32_t index = atoms_.scratch(name);
        if (JSX_UNLIKELY(!index)) index = add_name(name);
        return names_[index];
    }
    JSX_NOINLINE uint32_t add_name(AtomId name);

    Scope* open_scope(ScopeKind kind);
    /// Returns the scope, or null if nothing was declared in it and nothing depends on it.
    Scope* close_scope();
    void close_function_scope(FunctionState& state);
    void link_scope(Scope* scope);
    void unlink_scope(Scope* scope);
    uint32_t push_use(AtomId name, uint32_t position, Node* node, uint8_t flags = 0);
    void resolve_variable(Variable* variable, uint32_t first_use);
    void bind_use(Use& use, Variable* variable);
    bool has_use(AtomId name, uint32_t first_use);
    void resolve_pseudo(FunctionState& state, AtomId name, VariableMode mode, Variable** variable,
                        bool is_needed);
    void mark_dynamic(uint32_t first_use, uint32_t end);
    void set_when_used(uint32_t first_use, uint8_t when);
    void allocate(Scope* scope);
    void pop_names(Scope* scope);
    Variable* find_in(Scope* scope, AtomId name);
    Variable* add_variable(Scope* scope, AtomId name, VariableMode mode, uint32_t start);
    // These report conflicts, at `place`, and return null after one.
    Variable* declare_lexical(AtomId name, VariableMode mode, uint32_t start, Place place);
    Variable* declare_var(AtomId name, uint32_t start);
    Variable* declare_parameter(AtomId name, uint32_t start, uint32_t end);
    Variable* declare_top_function(AtomId name, uint32_t start, Place place);
    Variable* add_unnamed(Scope* scope, AtomId name, VariableMode mode, uint32_t start);
    void redeclared(AtomId name, Place place);
    void pass_annex_b(Scope* scope);
    void hoist_annex_b(Scope* scope);
    void note_direct_eval(Call* call);
    void resolve_arguments(FunctionState& state);
    void decide_mapped_arguments(FunctionState& state);
    bool is_var_scope_top() const { return scope_ == function_->var_scope; }

    // ---- The outside (outer_scopes.cc) ----------------------------------------------------------
    void open_outer_scopes();
    void resolve_free();
    Variable* outer_variable(Scope* scope, const ChainBinding* binding, AtomId name);
    void check_eval_conflicts();

    // ---- State ----------------------------------------------------------------------------------
    struct AnnexB {
        FunctionDeclaration* declaration;
        AtomId name;
        uint32_t depth;                    // of the scope it has reached
        Scope* origin;
        uint32_t start;
    };
    struct EvalCall {
        Call* call;
        Scope* scope;
        bool set_calls, set_extended;
    };
    static constexpr uint32_t kNoPosition = UINT32_MAX;

    const ParseRequest& request_;
    Arena& arena_;
    Arena& script_arena_;
    AtomTable& atoms_;
    Lexer lex_;
    ParseResult result_;
    Scope* scope_ = nullptr;
    Scope* outer_scope_ = nullptr;         // the innermost scope of the outside, or null
    Scope* eval_scope_ = nullptr;          // of eval code
    FunctionState* function_ = nullptr;
    uint32_t prev_start_ = 0;
    uint32_t prev_end_ = 0;
    /// The first pending cover error: the Assign of a {a = 1}, or the key of a second __proto__.
    const Expr* cover_error_ = nullptr;
    uint32_t eager_start_ = kNoPosition;   // a function beginning here is called at once
    uint32_t function_ids_ = 0;
    uint32_t with_depth_ = 0;              // `with` statements around
    bool accept_in_ = true;
    bool arguments_escape_ = false;        // of the function whose scope is being closed
    bool passes_eval_vars_ = false;        // var names of the eval code resolve outwards
    const LazyFunction* const* known_ = nullptr;
    const LazyFunction* const* known_end_ = nullptr;

    std::vector<NameState> names_;
    std::vector<Use> uses_;
    std::vector<Expr*> exprs_;
    std::vector<Stmt*> stmts_;
    std::vector<Property> properties_;
    std::vector<TemplateElement> quasis_;
    std::vector<Declarator> declarators_;
    std::vector<ClassElement> elements_;
    std::vector<Case> cases_;
    std::vector<Variable*> bindings_;      // names of the declaration being parsed
    std::vector<const LazyFunction*> lazies_;
    uint32_t heritage_uses_ = 0;           // of the class being parsed: its private names begin here
    uint32_t class_depth_ = 0;
    bool has_constructor_ = false;
    std::vector<AnnexB> annex_b_;
    std::vector<FunctionDeclaration*> eval_hoisted_;
    std::vector<EvalCall> evals_;
    std::vector<uint32_t> free_names_;

    // Modules.
    std::vector<ModuleRequest> requests_;
    std::vector<ImportEntry> imports_;
    std::vector<ExportCheck> exports_;
    std::vector<IndirectExport> indirect_exports_;
    std::vector<StarExport> star_exports_;
    std::vector<AtomId> export_names_;
    std::vector<ImportAttribute> attributes_;
};

/// Sets whether `in` is an operator, for a scope of C++.
struct AcceptIn {
    AcceptIn(Parser& parser, bool accept) : parser_(parser), saved_(parser.accept_in_) {
        parser.accept_in_ = accept;
    }
    ~AcceptIn() { parser_.accept_in_ = saved_; }
    AcceptIn(const AcceptIn&) = delete;
    AcceptIn& operator=(const AcceptIn&) = delete;

private:
    Parser& parser_;
    bool saved_;
};

}  // namespace jsx::parser
