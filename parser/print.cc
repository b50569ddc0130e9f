#include "parser/print.h"

#include "parser/lexer.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace jsx::parser {

// ---- Names of enumerators -----------------------------------------------------------------------

const char* node_kind_name(NodeKind kind) {
    static constexpr const char* kNames[] = {
#define NODE(name) #name,
#include "parser/ast.def"
#undef NODE
    };
    return kNames[size_t(kind)];
}

const char* scope_kind_name(ScopeKind kind) {
    switch (kind) {
    case ScopeKind::kScript: return "script";
    case ScopeKind::kModule: return "module";
    case ScopeKind::kEval: return "eval";
    case ScopeKind::kFunction: return "function";
    case ScopeKind::kFunctionBody: return "function body";
    case ScopeKind::kBlock: return "block";
    case ScopeKind::kFor: return "for";
    case ScopeKind::kSwitch: return "switch";
    case ScopeKind::kCatch: return "catch";
    case ScopeKind::kClass: return "class";
    case ScopeKind::kWith: return "with";
    }
}

const char* variable_mode_name(VariableMode mode) {
    switch (mode) {
    case VariableMode::kVar: return "var";
    case VariableMode::kLet: return "let";
    case VariableMode::kConst: return "const";
    case VariableMode::kUsing: return "using";
    case VariableMode::kAwaitUsing: return "await using";
    case VariableMode::kClass: return "class";
    case VariableMode::kFunction: return "function";
    case VariableMode::kParameter: return "parameter";
    case VariableMode::kCatch: return "catch";
    case VariableMode::kImport: return "import";
    case VariableMode::kFunctionName: return "function name";
    case VariableMode::kClassName: return "class name";
    case VariableMode::kArguments: return "arguments";
    case VariableMode::kThis: return "this";
    case VariableMode::kNewTarget: return "new.target";
    case VariableMode::kHomeObject: return "home object";
    case VariableMode::kActiveFunction: return "active function";
    case VariableMode::kPrivateName: return "private";
    case VariableMode::kInternal: return "internal";
    case VariableMode::kVarMarker: return "marker";
    }
}

const char* function_kind_name(FunctionKind kind) {
    switch (kind) {
    case FunctionKind::kNormal: return "function";
    case FunctionKind::kArrow: return "arrow";
    case FunctionKind::kMethod: return "method";
    case FunctionKind::kGetter: return "getter";
    case FunctionKind::kSetter: return "setter";
    case FunctionKind::kClassConstructor: return "class constructor";
    case FunctionKind::kDerivedConstructor: return "derived constructor";
    case FunctionKind::kClassFieldInitializer: return "field initializer";
    case FunctionKind::kClassStaticBlock: return "static block";
    case FunctionKind::kScript: return "script";
    case FunctionKind::kModule: return "module";
    case FunctionKind::kEval: return "eval";
    }
}

namespace {

constexpr int kMaxDepth = 800;  // of nested lines; deeper ones are left out

const char* private_kind_name(PrivateNameKind kind) {
    switch (kind) {
    case PrivateNameKind::kNone: return "";
    case PrivateNameKind::kField: return " field";
    case PrivateNameKind::kMethod: return " method";
    case PrivateNameKind::kGetter: return " getter";
    case PrivateNameKind::kSetter: return " setter";
    case PrivateNameKind::kAccessorPair: return " accessor pair";
    }
}

constexpr const char* kUnaryNames[] = {"+", "-", "!", "~", "typeof", "void", "delete"};
constexpr const char* kBinaryNames[] = {"+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>",
                                        "==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "instanceof"};
constexpr const char* kLogicalNames[] = {"&&", "||", "\?\?"};
constexpr const char* kDeclarationNames[] = {"var", "let", "const", "using", "await using"};
constexpr const char* kPropertyNames[] = {"init", "shorthand", "get", "set", "spread", "proto"};
constexpr const char* kElementNames[] = {"method", "getter",        "setter",
                                         "field",  "auto-accessor", "static block"};
constexpr const char* kPhaseNames[] = {"", " defer", " source"};

std::string quote(const std::string& text) {
    std::string out = "\"";
    for (char c : text) {
        switch (c) {
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        default:
            if (uint8_t(c) < 0x20 || c == 0x7F) {
                char hex[8];
                std::snprintf(hex, sizeof(hex), "\\x%02X", uint8_t(c));
                out += hex;
            } else {
                out += c;
            }
        }
    }
    return out + "\"";
}

// ---- The tree -----------------------------------------------------------------------------------

class AstPrinter {
public:
    explicit AstPrinter(const AtomTable& atoms) : atoms_(atoms) {}

    void print(const Node* node, const char* label = nullptr);
    std::string out;
    std::vector<uint32_t> regexps;  // where regular expressions begin

private:
    struct Indent {
        explicit Indent(AstPrinter& printer) : printer_(printer) { printer_.depth_++; }
        ~Indent() { printer_.depth_--; }
        AstPrinter& printer_;
    };
    struct InScope {
        InScope(AstPrinter& printer, const Scope* scope) : printer_(printer), saved_(printer.scope_) {
            if (scope) printer.scope_ = scope;
        }
        ~InScope() { printer_.scope_ = saved_; }
        AstPrinter& printer_;
        const Scope* saved_;
    };

    void line(const std::string& text) {
        out.append(size_t(depth_) * 2, ' ');
        out += text;
        out += '\n';
    }
    std::string name(AtomId id) const { return atoms_.to_utf8(id); }
    std::string text(AtomId id) const {
        return id == atom::kNone ? std::string("undefined") : quote(atoms_.to_utf8(id));
    }
    template <class T>
    void print_list(const List<T>& list, const char* label = nullptr) {
        for (const auto& node : list) print(node, label);
    }
    std::string place(const Variable* variable) const;
    std::string details(const Node* node);
    void children(const Node* node);
    void print_function(const FunctionLiteral* function);
    void print_class(const ClassLiteral* literal);
    void print_properties(const List<Property>& properties);
    void print_declaration(const VariableDeclaration* declaration);
    void print_block(const Block* block, const char* label);

    const AtomTable& atoms_;
    const Scope* scope_ = nullptr;
    int depth_ = 0;
};

std::string AstPrinter::place(const Variable* variable) const {
    if (!variable) return " (free)";
    switch (variable->location) {
    case Location::kUnused:
        return " (unused)";
    case Location::kParameter:
        return " (parameter " + std::to_string(variable->index) + ")";
    case Location::kRegister:
        return " (register)";
    case Location::kGlobal:
        return " (global)";
    case Location::kEnvironment: {
        int hops = 0;
        for (const Scope* s = scope_; s && s != variable->scope; s = s->parent) hops += s->needs_environment;
        return " (environment " + std::to_string(hops) + "." + std::to_string(variable->index) + ")";
    }
    }
}

/// What stands after the node's kind on its line.
std::string AstPrinter::details(const Node* node) {
    std::string flags;
    if (node->flags & kNeedsTdzCheck) flags += " tdz";
    if ((node->kind == NodeKind::kIdentifier || node->kind == NodeKind::kThisExpr) &&
        node->flags & kDynamic) {
        flags += " dynamic";
    }
    if (node->flags & kOptional) flags += " ?.";
    switch (node->kind) {
    case NodeKind::kBooleanLiteral:
        return node->op ? " true" : " false";
    case NodeKind::kNumberLiteral: {
        char buffer[40];
        std::snprintf(buffer, sizeof(buffer), " %.17g", static_cast<const NumberLiteral*>(node)->value);
        return buffer;
    }
    case NodeKind::kStringLiteral:
        return " " + text(static_cast<const StringLiteral*>(node)->value);
    case NodeKind::kBigIntLiteral:
        return " " + name(static_cast<const BigIntLiteral*>(node)->text);
    case NodeKind::kRegExpLiteral: {
        auto* literal = static_cast<const RegExpLiteral*>(node);
        return " /" + name(literal->pattern) + "/" + name(literal->regexp_flags);
    }
    case NodeKind::kIdentifier: {
        auto* identifier = static_cast<const Identifier*>(node);
        bool is_frame = !identifier->variable && identifier->name >= atom::kNewTarget &&
                        identifier->name <= atom::kActiveFunction;
        return " " + name(identifier->name) + (is_frame ? " (frame)" : place(identifier->variable)) + flags;
    }
    case NodeKind::kThisExpr: {
        auto* expr = static_cast<const ThisExpr*>(node);
        return (expr->variable ? place(expr->variable) : std::string()) + flags;
    }
    case NodeKind::kUnary:
        return std::string(" ") + kUnaryNames[node->op];
    case NodeKind::kUpdate:
        return std::string(node->op2 ? " prefix" : " postfix") + (node->op ? " ++" : " --");
    case NodeKind::kBinary:
        return std::string(" ") + kBinaryNames[node->op];
    case NodeKind::kLogical:
        return std::string(" ") + kLogicalNames[node->op];
    case NodeKind::kAssign:
        switch (AssignOp(node->op)) {
        case AssignOp::kAssign: return " =";
        case AssignOp::kLogical: return std::string(" ") + kLogicalNames[node->op2] + "=";
        case AssignOp::kCompound: return std::string(" ") + kBinaryNames[node->op2] + "=";
        }
        return "";
    case NodeKind::kCall:
        return flags + (node->flags & kPossiblyDirectEval ? " direct-eval" : "");
    case NodeKind::kMember:
        return " ." + name(static_cast<const Member*>(node)->name) + flags;
    case NodeKind::kIndex:
    case NodeKind::kPrivateMember:
        return flags;
    case NodeKind::kYield:
        return node->op ? " *" : "";
    case NodeKind::kImportCall:
        return kPhaseNames[node->op];
    case NodeKind::kIntrinsicCall:
        return " %" + name(static_cast<const IntrinsicCall*>(node)->name);
    case NodeKind::kVariableDeclaration:
        return std::string(" ") + kDeclarationNames[node->op];
    case NodeKind::kForOf:
        return node->op ? " await" : "";
    case NodeKind::kBreak:
    case NodeKind::kContinue: {
        AtomId label = static_cast<const Break*>(node)->label;
        return label == atom::kNone ? std::string() : " " + name(label);
    }
    case NodeKind::kLabelled:
        return " " + name(static_cast<const Labelled*>(node)->label);
    case NodeKind::kImportDeclaration:
        return " request " + std::to_string(static_cast<const ImportDeclaration*>(node)->request);
    default:
        return "";
    }
}

void AstPrinter::print(const Node* node, const char* label) {
    if (!node) return;
    std::string prefix = label ? std::string(label) + ": " : std::string();
    if (depth_ > kMaxDepth) return;
    if (depth_ == kMaxDepth) return line("...");
    line(prefix + node_kind_name(node->kind) + details(node) + " [" + std::to_string(node->start) + "-" +
         std::to_string(node->end) + ")" +
         (node->position != node->start ? " @" + std::to_string(node->position) : std::string()) +
         (node->is_parenthesized() ? " parenthesized" : ""));
    Indent indent(*this);
    children(node);
}

void AstPrinter::print_properties(const List<Property>& properties) {
    for (const Property& property : properties) {
        line(std::string("property ") + kPropertyNames[size_t(property.kind)] +
             (property.is_computed ? " computed" : "") + (property.is_method ? " method" : ""));
        Indent indent(*this);
        if (property.kind != PropertyKind::kShorthand) print(property.key, "key");
        print(property.value);
    }
}

void AstPrinter::print_declaration(const VariableDeclaration* declaration) {
    for (const Declarator& declarator : declaration->declarators) {
        print(declarator.target);
        if (declarator.initializer) {
            Indent indent(*this);
            print(declarator.initializer, "=");
        }
    }
}

void AstPrinter::print_block(const Block* block, const char* label) {
    if (block) print(block, label);
}

void AstPrinter::print_function(const FunctionLiteral* function) {
    std::string text = function_kind_name(function->function_kind);
    if (function->name != atom::kNone) text += " " + name(function->name);
    if (function->is_async) text += " async";
    if (function->is_generator) text += " generator";
    if (function->is_strict) text += " strict";
    if (function->lazy) text += " lazy";
    if (function->should_compile_eagerly) text += " eager";
    if (function->uses_super_property) text += " super";
    text += " length=" + std::to_string(function->length);
    if (function->expected_fields) text += " fields=" + std::to_string(function->expected_fields);
    text += " source=[" + std::to_string(function->source_start) + "-" +
            std::to_string(function->source_end) + ")";
    line(text);
    if (function->lazy) return;
    InScope parameters(*this, function->scope);
    print_list(function->parameters, "parameter");
    InScope body(*this, function->body_scope);
    print_list(function->body);
}

void AstPrinter::print_class(const ClassLiteral* literal) {
    if (literal->name != atom::kNone) line("name " + name(literal->name));
    print_list(literal->decorators, "decorator");
    InScope scope(*this, literal->scope);
    print(literal->heritage, "extends");
    print(literal->constructor, "constructor");
    for (const ClassElement& element : literal->elements) {
        line(std::string("element ") + kElementNames[size_t(element.kind)] +
             (element.is_static ? " static" : "") + (element.is_computed ? " computed" : ""));
        Indent indent(*this);
        print_list(element.decorators, "decorator");
        print(element.key, "key");
        print(element.function);
        InScope initializer(*this, element.initializer_scope);
        print(element.value, "value");
    }
}

void AstPrinter::children(const Node* node) {
    switch (node->kind) {
    case NodeKind::kNullLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNumberLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kBigIntLiteral:
    case NodeKind::kIdentifier:
    case NodeKind::kThisExpr:
    case NodeKind::kImportMeta:
    case NodeKind::kElision:
    case NodeKind::kInvalid:
    case NodeKind::kEmptyStatement:
    case NodeKind::kDebuggerStatement:
    case NodeKind::kBreak:
    case NodeKind::kContinue:
    case NodeKind::kImportDeclaration:
        break;
    case NodeKind::kRegExpLiteral:
        regexps.push_back(node->start);
        break;
    case NodeKind::kTemplateLiteral: {
        auto* literal = static_cast<const TemplateLiteral*>(node);
        for (uint32_t i = 0; i < literal->quasis.size; i++) {
            const TemplateElement& quasi = literal->quasis[i];
            line("quasi " + text(quasi.cooked) +
                 (quasi.raw == quasi.cooked ? std::string() : " raw " + text(quasi.raw)));
            if (i < literal->expressions.size) print(literal->expressions[i]);
        }
        break;
    }
    case NodeKind::kTaggedTemplate:
        print(static_cast<const TaggedTemplate*>(node)->tag, "tag");
        print(static_cast<const TaggedTemplate*>(node)->quasi);
        break;
    case NodeKind::kSuperExpr:
        print(static_cast<const SuperExpr*>(node)->this_expr);
        print(static_cast<const SuperExpr*>(node)->home_object);
        break;
    case NodeKind::kNewTarget:
        print(static_cast<const NewTarget*>(node)->reference);
        break;
    case NodeKind::kArrayLiteral:
    case NodeKind::kArrayPattern:
        print_list(static_cast<const ArrayLiteral*>(node)->elements);
        break;
    case NodeKind::kObjectLiteral:
    case NodeKind::kObjectPattern:
        print_properties(static_cast<const ObjectLiteral*>(node)->properties);
        break;
    case NodeKind::kFunctionLiteral:
        print_function(static_cast<const FunctionLiteral*>(node));
        break;
    case NodeKind::kClassLiteral:
        print_class(static_cast<const ClassLiteral*>(node));
        break;
    case NodeKind::kUnary:
        print(static_cast<const Unary*>(node)->operand);
        break;
    case NodeKind::kUpdate:
        print(static_cast<const Update*>(node)->target);
        break;
    case NodeKind::kBinary:
        print(static_cast<const Binary*>(node)->left);
        print(static_cast<const Binary*>(node)->right);
        break;
    case NodeKind::kLogical:
        print(static_cast<const Logical*>(node)->left);
        print(static_cast<const Logical*>(node)->right);
        break;
    case NodeKind::kAssign:
    case NodeKind::kDefaultedPattern:
        print(static_cast<const Assign*>(node)->target, "target");
        print(static_cast<const Assign*>(node)->value, "value");
        break;
    case NodeKind::kConditional:
        print(static_cast<const Conditional*>(node)->condition);
        print(static_cast<const Conditional*>(node)->then, "then");
        print(static_cast<const Conditional*>(node)->otherwise, "else");
        break;
    case NodeKind::kCall:
        print(static_cast<const Call*>(node)->callee, "callee");
        print_list(static_cast<const Call*>(node)->arguments);
        break;
    case NodeKind::kNew:
        print(static_cast<const New*>(node)->callee, "callee");
        print_list(static_cast<const New*>(node)->arguments);
        break;
    case NodeKind::kSuperCall: {
        auto* call = static_cast<const SuperCall*>(node);
        print(call->this_expr);
        print(call->new_target);
        print(call->active_function);
        print_list(call->arguments, "argument");
        break;
    }
    case NodeKind::kMember:
        print(static_cast<const Member*>(node)->object);
        break;
    case NodeKind::kIndex:
        print(static_cast<const Index*>(node)->object);
        print(static_cast<const Index*>(node)->index, "index");
        break;
    case NodeKind::kPrivateMember:
        print(static_cast<const PrivateMember*>(node)->object);
        print(static_cast<const PrivateMember*>(node)->name);
        break;
    case NodeKind::kPrivateIn:
        print(static_cast<const PrivateIn*>(node)->name);
        print(static_cast<const PrivateIn*>(node)->right);
        break;
    case NodeKind::kOptionalChain:
        print(static_cast<const OptionalChain*>(node)->expression);
        break;
    case NodeKind::kSequence:
        print_list(static_cast<const Sequence*>(node)->expressions);
        break;
    case NodeKind::kSpread:
    case NodeKind::kRestElement:
        print(static_cast<const Spread*>(node)->operand);
        break;
    case NodeKind::kYield:
        print(static_cast<const Yield*>(node)->operand);
        break;
    case NodeKind::kAwait:
        print(static_cast<const Await*>(node)->operand);
        break;
    case NodeKind::kImportCall:
        print(static_cast<const ImportCall*>(node)->specifier);
        print(static_cast<const ImportCall*>(node)->options, "options");
        break;
    case NodeKind::kIntrinsicCall:
        print_list(static_cast<const IntrinsicCall*>(node)->arguments);
        break;
    case NodeKind::kBlock: {
        InScope scope(*this, static_cast<const Block*>(node)->scope);
        print_list(static_cast<const Block*>(node)->statements);
        break;
    }
    case NodeKind::kVariableDeclaration:
        print_declaration(static_cast<const VariableDeclaration*>(node));
        break;
    case NodeKind::kFunctionDeclaration:
        print(static_cast<const FunctionDeclaration*>(node)->binding, "binding");
        print(static_cast<const FunctionDeclaration*>(node)->annex_b, "var");
        print(static_cast<const FunctionDeclaration*>(node)->function);
        break;
    case NodeKind::kClassDeclaration:
        print(static_cast<const ClassDeclaration*>(node)->binding, "binding");
        print(static_cast<const ClassDeclaration*>(node)->class_literal);
        break;
    case NodeKind::kExpressionStatement:
        print(static_cast<const ExpressionStatement*>(node)->expression);
        break;
    case NodeKind::kIf:
        print(static_cast<const If*>(node)->condition);
        print(static_cast<const If*>(node)->then, "then");
        print(static_cast<const If*>(node)->otherwise, "else");
        break;
    case NodeKind::kWhile:
        print(static_cast<const While*>(node)->condition);
        print(static_cast<const While*>(node)->body);
        break;
    case NodeKind::kDoWhile:
        print(static_cast<const DoWhile*>(node)->body);
        print(static_cast<const DoWhile*>(node)->condition, "while");
        break;
    case NodeKind::kFor: {
        auto* loop = static_cast<const For*>(node);
        InScope scope(*this, loop->scope);
        print(loop->init, "init");
        print(loop->condition, "condition");
        print(loop->update, "update");
        print(loop->body);
        break;
    }
    case NodeKind::kForIn:
    case NodeKind::kForOf: {
        auto* loop = static_cast<const ForIn*>(node);
        static_assert(sizeof(ForIn) == sizeof(ForOf));
        InScope scope(*this, loop->scope);
        print(loop->declaration);
        print(loop->target, "target");
        print(loop->subject, "subject");
        print(loop->body);
        break;
    }
    case NodeKind::kReturn:
        print(static_cast<const Return*>(node)->value);
        break;
    case NodeKind::kThrow:
        print(static_cast<const Throw*>(node)->value);
        break;
    case NodeKind::kTry: {
        auto* statement = static_cast<const Try*>(node);
        print_block(statement->block, nullptr);
        {
            InScope scope(*this, statement->catch_scope);
            print(statement->parameter, "parameter");
            print_block(statement->handler, "catch");
        }
        print_block(statement->finalizer, "finally");
        break;
    }
    case NodeKind::kSwitch: {
        auto* statement = static_cast<const Switch*>(node);
        print(statement->subject);
        InScope scope(*this, statement->scope);
        for (const Case& clause : statement->cases) {
            line(clause.test ? "case" : "default");
            Indent indent(*this);
            print(clause.test, "test");
            print_list(clause.body);
        }
        break;
    }
    case NodeKind::kLabelled:
        print(static_cast<const Labelled*>(node)->body);
        break;
    case NodeKind::kWith: {
        print(static_cast<const With*>(node)->object);
        InScope scope(*this, static_cast<const With*>(node)->scope);
        print(static_cast<const With*>(node)->body);
        break;
    }
    case NodeKind::kExportDeclaration:
        print(static_cast<const ExportDeclaration*>(node)->declaration);
        print(static_cast<const ExportDeclaration*>(node)->default_binding, "default");
        print(static_cast<const ExportDeclaration*>(node)->default_expression);
        break;
    }
}

// ---- Scopes -------------------------------------------------------------------------------------

void print_scope(const Scope& scope, const AtomTable& atoms, int depth, std::string& out) {
    out.append(size_t(depth) * 2, ' ');
    out += scope_kind_name(scope.kind);
    if (scope.kind == ScopeKind::kFunction && scope.function_kind != FunctionKind::kNormal) {
        out += std::string(" (") + function_kind_name(scope.function_kind) + ")";
    }
    out += " [" + std::to_string(scope.start) + "-" + std::to_string(scope.end) + ")";
    if (scope.is_strict) out += " strict";
    if (scope.needs_environment) out += " environment=" + std::to_string(scope.environment_slots);
    if (scope.is_function_boundary && scope.uses_this) out += " this";
    if (scope.has_mapped_arguments) out += " mapped-arguments";
    if (scope.calls_direct_eval) out += " calls-eval";
    else if (scope.inner_direct_eval) out += " inner-eval";
    if (scope.is_extended_by_eval) out += " extended-by-eval";
    if (scope.has_await_using) out += " await-using";
    else if (scope.has_using) out += " using";
    if (scope.needs_per_iteration_copy()) out += " copied-per-iteration";
    out += '\n';
    for (const Variable* v = scope.variables; v; v = v->next) {
        out.append(size_t(depth) * 2 + 2, ' ');
        out += std::string(variable_mode_name(v->mode)) + private_kind_name(v->private_kind) + " " +
               atoms.to_utf8(v->name) + ":";
        switch (v->location) {
        case Location::kUnused: out += " unused"; break;
        case Location::kParameter: out += " parameter " + std::to_string(v->index); break;
        case Location::kRegister: out += " register"; break;
        case Location::kEnvironment: out += " environment " + std::to_string(v->index); break;
        case Location::kGlobal: out += " global"; break;
        }
        if (v->is_static) out += " static";
        if (v->is_captured) out += " captured";
        if (v->is_assigned) out += " assigned";
        if (v->needs_tdz) out += " tdz";
        if (v->is_exported) out += " exported";
        if (v->is_annex_b) out += " annex-b";
        if (v->is_arguments_object && v->mode != VariableMode::kArguments) out += " arguments-object";
        out += '\n';
    }
    if (depth >= kMaxDepth) return;
    for (const Scope* child = scope.first_child; child; child = child->sibling) {
        print_scope(*child, atoms, depth + 1, out);
    }
}

}  // namespace

std::string print_ast(const FunctionLiteral& function, const AtomTable& atoms) {
    AstPrinter printer(atoms);
    printer.print(&function);
    return std::move(printer.out);
}

std::string print_scopes(const FunctionLiteral& function, const AtomTable& atoms) {
    std::string out;
    if (function.scope) print_scope(*function.scope, atoms, 0, out);
    return out;
}

// ---- Tokens -------------------------------------------------------------------------------------

std::string print_tokens(const SourceText& source, const FunctionLiteral* program, AtomTable& atoms,
                         bool is_module) {
    std::vector<uint32_t> regexps;
    if (program) {
        AstPrinter printer(atoms);
        printer.print(program);
        regexps = std::move(printer.regexps);
        std::sort(regexps.begin(), regexps.end());
    }
    std::string out;
    Lexer lexer(source, atoms, is_module);
    std::vector<int> braces;  // open braces: 1 where a template goes on behind it
    for (;;) {
        lexer.next();
        const Token& token = lexer.token;
        if ((token.kind == Tok::kDiv || token.kind == Tok::kAssignDiv) &&
            std::binary_search(regexps.begin(), regexps.end(), token.start)) {
            lexer.rescan_regexp();
        }
        if (token.kind == Tok::kRightBrace && !braces.empty()) {
            if (braces.back()) lexer.rescan_template();
            braces.pop_back();
        }
        if (token.kind == Tok::kLeftBrace) braces.push_back(0);
        if (token.kind == Tok::kTemplate && !token.is_template_tail) braces.push_back(1);

        LineColumn place = source.line_column(token.start);
        char head[64];
        std::snprintf(head, sizeof(head), "%u:%u", place.line, place.column);
        std::string kind;
        switch (token.kind) {
        case Tok::kEnd: kind = "end"; break;
        case Tok::kIllegal: kind = "illegal"; break;
        case Tok::kNumber: kind = "number"; break;
        case Tok::kBigInt: kind = "bigint"; break;
        case Tok::kString: kind = "string"; break;
        case Tok::kTemplate: kind = "template"; break;
        case Tok::kRegExp: kind = "regexp"; break;
        case Tok::kPrivateName: kind = "private"; break;
        case Tok::kIdentifier: kind = "name"; break;
        case Tok::kEscapedKeyword: kind = "escaped keyword"; break;
        default: kind = is_keyword(token.kind) ? "keyword" : "punctuator"; break;
        }
        out += std::string(head) + std::string(8 - std::min<size_t>(7, std::string(head).size()), ' ') + kind;
        out += std::string(16 - std::min<size_t>(15, kind.size()), ' ');
        if (token.kind == Tok::kEnd) return out + "\n";
        out += quote(source.utf8(token.start, token.end));
        if (token.newline_before && token.start) out += " newline";
        out += '\n';
        if (token.kind == Tok::kIllegal) return out;
    }
}

}  // namespace jsx::parser
