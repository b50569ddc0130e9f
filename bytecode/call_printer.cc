#include "bytecode/call_printer.h"

#include <algorithm>
#include <vector>

#include "parser/parser.h"
#include "support/numbers/number_to_string.h"

namespace jsx::bytecode {

namespace {

using namespace parser;

template <class F>
void each(const List<Expr*>& list, F& f) {
    for (Expr* e : list) f(e);
}
template <class F>
void each(const List<Stmt*>& list, F& f) {
    for (Stmt* s : list) f(s);
}

/// Calls f(child) for the children of a node, nulls left out, in source order.
template <class F>
void for_each_child(const Node* node, F&& visit) {
    auto f = [&](const Node* child) {
        if (child) visit(child);
    };
    switch (node->kind) {
    case NodeKind::kNullLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNumberLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kBigIntLiteral:
    case NodeKind::kRegExpLiteral:
    case NodeKind::kIdentifier:
    case NodeKind::kThisExpr:
    case NodeKind::kSuperExpr:
    case NodeKind::kNewTarget:
    case NodeKind::kImportMeta:
    case NodeKind::kElision:
    case NodeKind::kInvalid:
    case NodeKind::kEmptyStatement:
    case NodeKind::kDebuggerStatement:
    case NodeKind::kBreak:
    case NodeKind::kContinue:
    case NodeKind::kImportDeclaration: return;
    case NodeKind::kTemplateLiteral: return each(node->as<TemplateLiteral>()->expressions, f);
    case NodeKind::kTaggedTemplate:
        f(node->as<TaggedTemplate>()->tag);
        return f(node->as<TaggedTemplate>()->quasi);
    case NodeKind::kArrayLiteral: return each(node->as<ArrayLiteral>()->elements, f);
    case NodeKind::kArrayPattern: return each(node->as<ArrayPattern>()->elements, f);
    case NodeKind::kObjectLiteral:
        for (const Property& p : node->as<ObjectLiteral>()->properties) f(p.key), f(p.value);
        return;
    case NodeKind::kObjectPattern:
        for (const Property& p : node->as<ObjectPattern>()->properties) f(p.key), f(p.value);
        return;
    case NodeKind::kFunctionLiteral:
        each(node->as<FunctionLiteral>()->parameters, f);
        return each(node->as<FunctionLiteral>()->body, f);
    case NodeKind::kClassLiteral: {
        auto* c = node->as<ClassLiteral>();
        each(c->decorators, f);
        f(c->heritage);
        f(c->constructor);
        for (const ClassElement& e : c->elements) {
            each(e.decorators, f);
            f(e.key), f(e.function), f(e.value);
        }
        return;
    }
    case NodeKind::kUnary: return f(node->as<Unary>()->operand);
    case NodeKind::kUpdate: return f(node->as<Update>()->target);
    case NodeKind::kBinary: return f(node->as<Binary>()->left), f(node->as<Binary>()->right);
    case NodeKind::kLogical: return f(node->as<Logical>()->left), f(node->as<Logical>()->right);
    case NodeKind::kAssign: return f(node->as<Assign>()->target), f(node->as<Assign>()->value);
    case NodeKind::kConditional: {
        auto* c = node->as<Conditional>();
        return f(c->condition), f(c->then), f(c->otherwise);
    }
    case NodeKind::kCall: return f(node->as<Call>()->callee), each(node->as<Call>()->arguments, f);
    case NodeKind::kNew: return f(node->as<New>()->callee), each(node->as<New>()->arguments, f);
    case NodeKind::kSuperCall: return each(node->as<SuperCall>()->arguments, f);
    case NodeKind::kMember: return f(node->as<Member>()->object);
    case NodeKind::kIndex: return f(node->as<Index>()->object), f(node->as<Index>()->index);
    case NodeKind::kPrivateMember: return f(node->as<PrivateMember>()->object);
    case NodeKind::kPrivateIn: return f(node->as<PrivateIn>()->right);
    case NodeKind::kOptionalChain: return f(node->as<OptionalChain>()->expression);
    case NodeKind::kSequence: return each(node->as<Sequence>()->expressions, f);
    case NodeKind::kSpread: return f(node->as<Spread>()->operand);
    case NodeKind::kYield: return f(node->as<Yield>()->operand);
    case NodeKind::kAwait: return f(node->as<Await>()->operand);
    case NodeKind::kImportCall: return f(node->as<ImportCall>()->specifier), f(node->as<ImportCall>()->options);
    case NodeKind::kIntrinsicCall: return each(node->as<IntrinsicCall>()->arguments, f);
    case NodeKind::kDefaultedPattern:
        return f(node->as<DefaultedPattern>()->target), f(node->as<DefaultedPattern>()->initializer);
    case NodeKind::kRestElement: return f(node->as<RestElement>()->target);
    case NodeKind::kBlock: return each(node->as<Block>()->statements, f);
    case NodeKind::kVariableDeclaration:
        for (const Declarator& d : node->as<VariableDeclaration>()->declarators) f(d.target), f(d.initializer);
        return;
    case NodeKind::kFunctionDeclaration: return f(node->as<FunctionDeclaration>()->function);
    case NodeKind::kClassDeclaration: return f(node->as<ClassDeclaration>()->class_literal);
    case NodeKind::kExpressionStatement: return f(node->as<ExpressionStatement>()->expression);
    case NodeKind::kIf: return f(node->as<If>()->condition), f(node->as<If>()->then), f(node->as<If>()->otherwise);
    case NodeKind::kWhile: return f(node->as<While>()->condition), f(node->as<While>()->body);
    case NodeKind::kDoWhile: return f(node->as<DoWhile>()->body), f(node->as<DoWhile>()->condition);
    case NodeKind::kFor: {
        auto* s = node->as<For>();
        return f(s->init), f(s->condition), f(s->update), f(s->body);
    }
    case NodeKind::kForIn: {
        auto* s = node->as<ForIn>();
        return f(s->declaration), f(s->target), f(s->subject), f(s->body);
    }
    case NodeKind::kForOf: {
        auto* s = node->as<ForOf>();
        return f(s->declaration), f(s->target), f(s->subject), f(s->body);
    }
    case NodeKind::kReturn: return f(node->as<Return>()->value);
    case NodeKind::kThrow: return f(node->as<Throw>()->value);
    case NodeKind::kTry: {
        auto* s = node->as<Try>();
        return f(s->block), f(s->parameter), f(s->handler), f(s->finalizer);
    }
    case NodeKind::kSwitch:
        f(node->as<Switch>()->subject);
        for (const Case& c : node->as<Switch>()->cases) {
            f(c.test);
            each(c.body, f);
        }
        return;
    case NodeKind::kLabelled: return f(node->as<Labelled>()->body);
    case NodeKind::kWith: return f(node->as<With>()->object), f(node->as<With>()->body);
    case NodeKind::kExportDeclaration:
        return f(node->as<ExportDeclaration>()->declaration), f(node->as<ExportDeclaration>()->default_expression);
    }
}

const char* binary_text(BinaryOp op) {
    static constexpr const char* kTexts[] = {"+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>",
                                             "==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "instanceof"};
    return kTexts[size_t(op)];
}

/// Renders an expression as V8's messages do; what has no rendering is "(intermediate value)".
class Renderer {
public:
    explicit Renderer(const AtomTable& atoms) : atoms_(atoms) {}
    std::string render(const Expr* e) {
        find(e);
        return std::move(out_);
    }

private:
    void print(std::string_view text) { out_ += text; }

    void find(const Expr* e) {
        size_t before = out_.size();
        if (depth_ < kMaxDepth) {
            depth_++;
            visit(e);
            depth_--;
        }
        if (out_.size() == before) print("(intermediate value)");
    }
    void find_separated(const List<Expr*>& list, const char* separator) {
        for (uint32_t i = 0; i < list.size; i++) {
            if (i) print(separator);
            find(list[i]);
        }
    }
    void binary(const Expr* left, const char* op, const Expr* right) {
        print("(");
        find(left);
        print(std::string(" ") + op + " ");
        find(right);
        print(")");
    }

    void visit(const Expr* e) {
        switch (e->kind) {
        case NodeKind::kNullLiteral: return print("null");
        case NodeKind::kBooleanLiteral: return print(e->as<BooleanLiteral>()->value() ? "true" : "false");
        case NodeKind::kNumberLiteral: {
            char text[numbers::kNumberTextMax];
            return print({text, numbers::number_to_string(e->as<NumberLiteral>()->value, text)});
        }
        case NodeKind::kStringLiteral: return print("\"" + atoms_.to_utf8(e->as<StringLiteral>()->value) + "\"");
        case NodeKind::kRegExpLiteral: {
            auto* r = e->as<RegExpLiteral>();
            return print("/" + atoms_.to_utf8(r->pattern) + "/" + atoms_.to_utf8(r->regexp_flags));
        }
        case NodeKind::kIdentifier: return print(atoms_.to_utf8(e->as<Identifier>()->name));
        case NodeKind::kThisExpr: return print("this");
        case NodeKind::kTemplateLiteral: {
            auto* t = e->as<TemplateLiteral>();
            if (t->expressions.empty()) return print("\"" + atoms_.to_utf8(t->quasis[0].cooked) + "\"");
            for (const Expr* part : t->expressions) find(part);
            return;
        }
        case NodeKind::kTaggedTemplate:
            find(e->as<TaggedTemplate>()->tag);
            return print("(...)");
        case NodeKind::kArrayLiteral:
            print("[");
            find_separated(e->as<ArrayLiteral>()->elements, ",");
            return print("]");
        case NodeKind::kObjectLiteral:
            print("{");
            for (const Property& p : e->as<ObjectLiteral>()->properties) {
                // A value that is a plain name shows as an intermediate value all the same.
                if (p.value) print("(intermediate value)");
            }
            return print("}");
        case NodeKind::kUnary: {
            static constexpr const char* kTexts[] = {"+", "-", "!", "~", "typeof ", "void ", "delete "};
            print(std::string("(") + kTexts[size_t(e->as<Unary>()->unary_op())]);
            find(e->as<Unary>()->operand);
            return print(")");
        }
        case NodeKind::kUpdate: {
            auto* u = e->as<Update>();
            const char* op = u->is_increment() ? "++" : "--";
            print(u->is_prefix() ? std::string("(") + op : "(");
            find(u->target);
            return print(u->is_prefix() ? ")" : std::string(op) + ")");
        }
        case NodeKind::kBinary: {
            auto* b = e->as<Binary>();
            return binary(b->left, binary_text(b->binary_op()), b->right);
        }
        case NodeKind::kLogical: {
            static constexpr const char* kTexts[] = {"&&", "||", "??"};
            auto* l = e->as<Logical>();
            return binary(l->left, kTexts[size_t(l->logical_op())], l->right);
        }
        case NodeKind::kAssign: return find(e->as<Assign>()->target);
        case NodeKind::kConditional: return print("(intermediate value)(intermediate value)(intermediate value)");
        case NodeKind::kCall:
            find(e->as<Call>()->callee);
            return print("(...)");
        case NodeKind::kNew: return find(e->as<New>()->callee);
        case NodeKind::kMember: {
            auto* m = e->as<Member>();
            find(m->object);
            return print((m->flags & kOptional ? "?." : ".") + atoms_.to_utf8(m->name));
        }
        case NodeKind::kPrivateMember: {
            auto* m = e->as<PrivateMember>();
            find(m->object);
            return print((m->flags & kOptional ? "?." : ".") + atoms_.to_utf8(m->name->name));
        }
        case NodeKind::kIndex: {
            auto* i = e->as<Index>();
            find(i->object);
            if (i->index->is<StringLiteral>()) {
                return print((i->flags & kOptional ? "?." : ".") + atoms_.to_utf8(i->index->as<StringLiteral>()->value));
            }
            print(i->flags & kOptional ? "?.[" : "[");
            find(i->index);
            return print("]");
        }
        case NodeKind::kOptionalChain: return find(e->as<OptionalChain>()->expression);
        case NodeKind::kSequence:
            print("(");
            find_separated(e->as<Sequence>()->expressions, " , ");
            return print(")");
        case NodeKind::kSpread:
            print("(...");
            find(e->as<Spread>()->operand);
            return print(")");
        case NodeKind::kAwait: return find(e->as<Await>()->operand);
        case NodeKind::kSuperExpr: return print("super");
        default: return;  // functions, classes and the rest have no rendering
        }
    }

    static constexpr int kMaxDepth = 200;
    const AtomTable& atoms_;
    std::string out_;
    int depth_ = 0;
};

/// What an error at a position is about.
struct Found {
    const Expr* expr = nullptr;    // its rendering is the text
    const char* fixed = nullptr;   // else this is
    AtomId property = kNoAtom;     // of it, whose value was taken apart
    bool is_read = false;
};

/// Looks through a tree for the expression that an error at `position` is about.
class Finder {
public:
    Finder(uint32_t position, CallSiteKind kind) : position_(position), kind_(kind) {}

    Found find(const FunctionLiteral* function) {
        // An explicit stack: left-deep chains are as deep as they are long.
        std::vector<const Node*> stack{function};
        while (!stack.empty() && !done_) {
            const Node* node = stack.back();
            stack.pop_back();
            look(node);
            size_t first = stack.size();
            for_each_child(node, [&](const Node* child) { stack.push_back(child); });
            std::reverse(stack.begin() + first, stack.end());
        }
        return found_;
    }

private:
    void take(const Expr* e) {
        found_.expr = e;
        done_ = true;
    }
    void take_spread(const Node* node) {
        if (!node->is<Spread>()) return;
        const Expr* operand = node->as<Spread>()->operand;
        if (is_at(node) || is_at(operand)) take(operand);
    }
    /// The last argument of the call at the position.
    void take_final_spread(const Node* node) {
        if (!is_at(node)) return;
        const List<Expr*>* arguments = node->is<Call>()        ? &node->as<Call>()->arguments
                                       : node->is<New>()       ? &node->as<New>()->arguments
                                       : node->is<SuperCall>() ? &node->as<SuperCall>()->arguments
                                                               : nullptr;
        if (!arguments || arguments->empty()) return;
        const Expr* last = (*arguments)[arguments->size - 1];
        if (last->is<Spread>()) take(last->as<Spread>()->operand);
    }
    bool is_at(const Node* node) const { return node->start == position_ || node->position == position_; }

    void look(const Node* node) {
        switch (kind_) {
        case CallSiteKind::kCall:
            if (!is_at(node)) return;
            if (node->position == position_) {
                if (node->is<Call>()) take(node->as<Call>()->callee);
                if (node->is<TaggedTemplate>()) take(node->as<TaggedTemplate>()->tag);
            }
            if (node->is<New>()) take(node->as<New>()->callee);
            return;
        case CallSiteKind::kSpreadCall: return take_final_spread(node);
        case CallSiteKind::kIterable:
            if (node->is<ForOf>() && is_at(node->as<ForOf>()->subject)) return take(node->as<ForOf>()->subject);
            if (node->is<ArrayLiteral>()) {
                for (const Expr* element : node->as<ArrayLiteral>()->elements) take_spread(element);
            }
            if (!done_) look_patterns(node);
            return;
        case CallSiteKind::kDestructure: return look_patterns(node);
        }
    }

    // ---- patterns. V8 words the error by where the pattern stands, and by its first property ----

    static const Property* first_property(const Expr* pattern) {
        if (!pattern->is<ObjectPattern>()) return nullptr;
        auto& properties = pattern->as<ObjectPattern>()->properties;
        return properties.size && properties[0].kind != PropertyKind::kSpread ? &properties[0] : nullptr;
    }
    static AtomId static_name(const Property& p) {
        return !p.is_computed && p.key && p.key->is<StringLiteral>() ? p.key->as<StringLiteral>()->value : kNoAtom;
    }
    /// `target` is the pattern at the position, of the kind that is looked for.
    bool matches(const Expr* target) const {
        if (!target) return false;
        if (kind_ == CallSiteKind::kIterable) return target->is<ArrayPattern>() && is_at(target);
        if (!target->is<ObjectPattern>()) return false;
        const Property* p = first_property(target);
        auto& properties = target->as<ObjectPattern>()->properties;
        if (!p && properties.size) p = &properties[0];  // a rest element alone
        return is_at(target) || (p && p->value && p->value->start == position_);
    }
    /// The pattern was found: `source` or `fixed` is what it takes apart, if the message can tell.
    void pattern_found(const Expr* target, const Expr* source, const char* fixed, bool is_read = false) {
        done_ = true;
        if (kind_ == CallSiteKind::kIterable) {
            if (source && names_iterable(source)) found_.expr = source;
            found_.fixed = fixed;
            return;
        }
        const Property* first = first_property(target);
        if (first && first->value) {
            is_read |= !first->value->is<Identifier>() && !first->value->is<ObjectPattern>() && !first->value->is<ArrayPattern>();
        }
        found_.is_read = is_read;
        found_.expr = source;
        found_.fixed = fixed;
    }
    /// Sources of array patterns that V8 finds: those that begin where their own errors are reported.
    static bool names_iterable(const Expr* e) { return !e->is_parenthesized() && e->start == e->position; }

    void look_patterns(const Node* node) {
        const bool is_iterable = kind_ == CallSiteKind::kIterable;
        if (node->is<VariableDeclaration>()) {
            for (const Declarator& d : node->as<VariableDeclaration>()->declarators) {
                look_inside(d.target, d.initializer);
                if (done_) return;
                bool is_source = is_iterable && d.target->is<ArrayPattern>() && d.initializer && d.initializer->start == position_;
                if (is_source || matches(d.target)) return pattern_found(d.target, d.initializer, nullptr);
            }
        } else if (node->is<Assign>()) {
            auto* a = node->as<Assign>();
            look_inside(a->target, a->value);
            if (done_) return;
            bool is_source = is_iterable && a->target->is<ArrayPattern>() && a->position == position_;
            if (is_source || matches(a->target)) return pattern_found(a->target, is_iterable ? nullptr : a->value, nullptr);
        } else if (node->is<ForOf>() || node->is<ForIn>()) {
            auto* declaration = node->is<ForOf>() ? node->as<ForOf>()->declaration : node->as<ForIn>()->declaration;
            auto* target = node->is<ForOf>() ? node->as<ForOf>()->target : node->as<ForIn>()->target;
            if (declaration && declaration->declarators.size && matches(declaration->declarators[0].target)) {
                return pattern_found(declaration->declarators[0].target, nullptr, ".for");
            }
            if (matches(target)) return pattern_found(target, nullptr, nullptr, true);
        } else if (node->is<Try>()) {
            if (matches(node->as<Try>()->parameter)) return pattern_found(node->as<Try>()->parameter, nullptr, ".catch");
        } else if (node->is<DefaultedPattern>()) {
            auto* d = node->as<DefaultedPattern>();
            if (matches(d->target)) return pattern_found(d->target, is_iterable ? nullptr : d->initializer, nullptr);
        } else if (node->is<FunctionLiteral>()) {
            for (const Expr* parameter : node->as<FunctionLiteral>()->parameters) {
                if (matches(parameter)) return pattern_found(parameter, nullptr, nullptr);
                // V8 makes a conditional of the default.
                if (!is_iterable && parameter->is<DefaultedPattern>() && matches(parameter->as<DefaultedPattern>()->target)) {
                    return pattern_found(parameter->as<DefaultedPattern>()->target, nullptr,
                                         "(intermediate value)(intermediate value)(intermediate value)");
                }
            }
        } else if (node->is<ObjectPattern>()) {
            for (const Property& p : node->as<ObjectPattern>()->properties) {
                if (matches(p.value)) return pattern_found(p.value, nullptr, nullptr, first_property(p.value));
            }
        } else if (node->is<ArrayPattern>()) {
            for (const Expr* element : node->as<ArrayPattern>()->elements) {
                if (matches(element)) return pattern_found(element, nullptr, nullptr, first_property(element));
            }
        }
    }
    /// Patterns directly inside one whose source is known, and that name no property themselves.
    void look_inside(const Expr* target, const Expr* source) {
        if (!target || !source || !target->is<ObjectPattern>()) return;
        for (const Property& p : target->as<ObjectPattern>()->properties) {
            if (!matches(p.value) || static_name(p) == kNoAtom) continue;
            const Property* first = first_property(p.value);
            if (first && static_name(*first) != kNoAtom) continue;
            done_ = true;
            found_.expr = source;
            found_.property = static_name(p);
            return;
        }
    }

    uint32_t position_;
    CallSiteKind kind_;
    Found found_;
    bool done_ = false;
};

}  // namespace

CallSite find_call_site(const BytecodeFunction& code, uint32_t pc, CallSiteKind kind) {
    const FunctionTemplate& function = *code.function;
    Arena arena, script_arena;
    AtomTable atoms;
    ParseRequest request;
    request.source = &function.unit->source();
    request.arena = &arena;
    request.script_arena = &script_arena;
    request.atoms = &atoms;
    request.allow_natives = function.unit->allow_natives;
    request.allow_top_level_return = true;
    request.outer = function.scope;
    ParseResult result;
    if (function.lazy) {
        request.context = function.lazy->context;
        result = parse_lazy_function(request, *function.lazy);
    } else {
        bool is_module = function.unit->module != nullptr;
        request.goal = is_module ? ParseGoal::kModule : ParseGoal::kScript;
        request.allow_top_level_await_script = !is_module;
        // A function made with the one around it: its tree is wanted, not a record of it.
        using enum FunctionKind;
        request.allow_lazy = function.kind == kScript || function.kind == kModule || function.kind == kEval;
        result = parse_program(request);
    }
    // What a script cannot hold (an eval's `super`) does not parse here: then the message shows the value.
    if (!result.ok()) return {};
    Found found = Finder(code.source_position(pc), kind).find(result.function);
    CallSite site;
    site.reads_property = found.is_read;
    if (found.property != kNoAtom) {
        site.property = kind == CallSiteKind::kIterable ? "Symbol(Symbol.iterator)" : atoms.to_utf8(found.property);
    }
    if (found.fixed) site.text = found.fixed;
    if (!found.expr) return site;
    site.is_call = found.expr->is<Call>() || (found.expr->is<New>() && kind == CallSiteKind::kIterable);
    const Expr* shown = found.expr;
    if (kind == CallSiteKind::kIterable && shown->is<Call>()) shown = shown->as<Call>()->callee;
    site.text = Renderer(atoms).render(shown);
    return site;
}

}  // namespace jsx::bytecode
