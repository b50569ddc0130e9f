// Binding patterns, read as such; and literals that turn out to be patterns, rewritten in place.
#include "parser/parser_impl.h"

namespace jsx::parser {

// The cover grammar rewrites nodes in place: the layouts must agree.
static_assert(sizeof(ArrayLiteral) == sizeof(ArrayPattern));
static_assert(sizeof(ObjectLiteral) == sizeof(ObjectPattern));
static_assert(sizeof(Assign) == sizeof(DefaultedPattern));
static_assert(sizeof(Spread) == sizeof(RestElement));

// ---- Binding patterns ---------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-destructuring-binding-patterns
Expr* Parser::parse_binding_target(VariableMode mode) {
    switch (kind()) {
    case Tok::kLeftBracket:
        return parse_array_binding(mode);
    case Tok::kLeftBrace:
        return parse_object_binding(mode);
    default:
        return parse_binding_identifier(mode);
    }
}

Expr* Parser::parse_binding_identifier(VariableMode mode) {
    Token token = tok();
    if (!check_binding_identifier(token)) return invalid(token.start);
    next();
    auto* node = make<Identifier>(token.start);
    node->end = token.end;
    node->name = token.atom;
    return declare_binding(node, mode);
}

/// Declares the name of a binding. A `var` is also an assignment that resolves like any other use:
/// to a catch parameter, a `with` object, or the variable itself.
Expr* Parser::declare_binding(Identifier* node, VariableMode mode) {
    AtomId name = node->name;
    if (name == atom::kLet && mode != VariableMode::kVar && mode != VariableMode::kParameter &&
        mode != VariableMode::kCatch) {
        fail(node, "let is disallowed as a lexically bound name");
        return node;
    }
    if (mode == VariableMode::kVar) {
        declare_var(name, node->start);
        node->use = push_use(name, node->start, node, kUseAssigned | kUseEscapes);
        return node;
    }
    Variable* variable = mode == VariableMode::kParameter
                             ? declare_parameter(name, node->start, node->end)
                             : declare_lexical(name, mode, node->start, {node->start, node->start + 1});
    node->variable = variable;
    if (variable) bindings_.push_back(variable);
    return node;
}

void Parser::mark_initialized(size_t first, uint32_t at) {
    for (size_t i = first; i < bindings_.size(); i++) bindings_[i]->initialized_at = at;
    bindings_.resize(first);
}

Expr* Parser::parse_binding_element(VariableMode mode) {
    uint32_t start = tok().start;
    Expr* target = parse_binding_target(mode);
    if (kind() != Tok::kAssign) return target;
    auto* node = make<DefaultedPattern>(start);
    node->position = tok().start;
    next();
    AcceptIn accept(*this, true);
    node->target = target;
    node->initializer = parse_assignment();
    return finish(node);
}

Expr* Parser::parse_array_binding(VariableMode mode) {
    auto* node = make<ArrayPattern>(tok().start);
    if (stack_overflow()) return node;
    next();
    size_t base = exprs_.size();
    while (kind() != Tok::kRightBracket) {
        uint32_t start = tok().start;
        if (kind() == Tok::kComma) {
            next();
            exprs_.push_back(finish(make<Elision>(start)));
            continue;
        }
        if (kind() == Tok::kEllipsis) {
            next();
            auto* rest = make<RestElement>(start);
            rest->target = parse_binding_target(mode);
            exprs_.push_back(finish(rest));
            if (kind() == Tok::kComma) fail(rest, "Rest element must be last element");
            if (kind() == Tok::kAssign) unexpected();
            break;
        }
        exprs_.push_back(parse_binding_element(mode));
        if (kind() != Tok::kRightBracket) expect(Tok::kComma);
        if (failed()) break;
    }
    node->elements = take_list(exprs_, base);
    expect(Tok::kRightBracket);
    return finish(node);
}

Expr* Parser::parse_object_binding(VariableMode mode) {
    auto* node = make<ObjectPattern>(tok().start);
    if (stack_overflow()) return node;
    next();
    size_t base = properties_.size();
    while (kind() != Tok::kRightBrace) {
        Property property{};
        if (kind() == Tok::kEllipsis) {
            next();
            property.kind = PropertyKind::kSpread;
            if (kind() == Tok::kLeftBrace || kind() == Tok::kLeftBracket) {
                uint32_t pattern_start = tok().start;
                parse_binding_target(mode);
                fail(pattern_start, prev_end_,
                     "`...` must be followed by an identifier in declaration contexts");
                break;
            }
            property.value = parse_binding_identifier(mode);
            properties_.push_back(property);
            if (kind() == Tok::kComma) fail(prev_start_, prev_end_, "Rest element must be last element");
            break;
        }
        PropertyName name = parse_property_name(false);
        property.key = name.key;
        property.is_computed = name.is_computed;
        if (kind() == Tok::kColon) {
            next();
            property.kind = PropertyKind::kInit;
            property.value = parse_binding_element(mode);
        } else if (name.is_identifier) {
            property.kind = PropertyKind::kShorthand;
            if (!check_binding_identifier(name.token)) break;
            auto* identifier = make<Identifier>(name.token.start);
            identifier->end = name.token.end;
            identifier->name = name.name;
            property.value = declare_binding(identifier, mode);
            if (kind() == Tok::kAssign) {
                auto* defaulted = make<DefaultedPattern>(name.token.start);
                defaulted->position = tok().start;
                next();
                AcceptIn accept(*this, true);
                defaulted->target = property.value;
                defaulted->initializer = parse_assignment();
                property.value = finish(defaulted);
            } else if (kind() != Tok::kComma && kind() != Tok::kRightBrace) {
                unexpected();
            }
        } else {
            unexpected_after(name);
        }
        properties_.push_back(property);
        if (kind() != Tok::kRightBrace) expect(Tok::kComma);
        if (failed()) break;
    }
    node->properties = take_list(properties_, base);
    expect(Tok::kRightBrace);
    return finish(node);
}

// ---- Assignment targets -------------------------------------------------------------------------

bool Parser::is_simple_target(const Expr* expr) const {
    switch (expr->kind) {
    case NodeKind::kIdentifier:
    case NodeKind::kMember:
    case NodeKind::kIndex:
    case NodeKind::kPrivateMember:
        return true;
    default:
        return false;
    }
}

bool Parser::check_simple_target(Expr* expr, uint32_t start, uint32_t end, const char* message) {
    if (!is_simple_target(expr)) {
        fail(start, end, message);
        return false;
    }
    if (expr->kind == NodeKind::kIdentifier && is_strict()) {
        AtomId name = static_cast<Identifier*>(expr)->name;
        if (name == atom::kEval || name == atom::kArguments) {
            fail(start, end, "Unexpected eval or arguments in strict mode");
            return false;
        }
    }
    return true;
}

void Parser::mark_assigned(Expr* target) {
    if (target->kind == NodeKind::kIdentifier) {
        uses_[static_cast<Identifier*>(target)->use].flags |= kUseAssigned;
    } else {
        mark_arguments_escape(target);
    }
}

/// An error about an expression, its parentheses included.
void Parser::fail_element(const Expr* element, const char* message) {
    if (failed()) return;
    uint32_t start = element->start, end = element->end;
    if (element->is_parenthesized()) {
        while (start > 0 && lex_.unit(start) != '(') start--;
        while (end < lex_.length() && lex_.unit(end) != ')') end++;
        end++;
    }
    fail(start, end, message);
}

/// An element of a pattern: a target, or one with a default.
void Parser::to_assignment_target(Expr* element, bool is_shorthand) {
    constexpr const char* kMessage = "Invalid destructuring assignment target";
    switch (element->kind) {
    case NodeKind::kArrayLiteral:
    case NodeKind::kObjectLiteral:
        if (element->is_parenthesized()) {
            fail_element(element, kMessage);
        } else {
            to_pattern(element, PatternUse::kAssignment);
        }
        return;
    case NodeKind::kAssign: {
        auto* assign = static_cast<Assign*>(element);
        if (assign->is_parenthesized() || assign->assign_op() != AssignOp::kAssign) break;
        // A literal on its left is a pattern since the `=` was read.
        if (assign->target->kind != NodeKind::kArrayPattern &&
            assign->target->kind != NodeKind::kObjectPattern) {
            to_assignment_target(assign->target, is_shorthand);
        }
        assign->kind = NodeKind::kDefaultedPattern;
        assign->op = assign->op2 = 0;
        return;
    }
    default:
        if (!is_simple_target(element)) break;
        if (is_strict() && element->kind == NodeKind::kIdentifier) {
            AtomId name = static_cast<Identifier*>(element)->name;
            if (name == atom::kEval || name == atom::kArguments) {
                return fail(element, is_shorthand ? "Unexpected eval or arguments in strict mode" : kMessage);
            }
        }
        mark_assigned(element);
        return;
    }
    fail_element(element, kMessage);
}

/// An array or object literal becomes a pattern, of assignment targets or of parameters.
// https://tc39.es/ecma262/#sec-destructuring-assignment
void Parser::to_pattern(Expr* literal, PatternUse use) {
    constexpr const char* kMessage = "Invalid destructuring assignment target";
    bool is_binding = use == PatternUse::kBinding;
    auto convert = [&](Expr* element, bool is_shorthand) {
        if (is_binding) to_binding(element, is_shorthand ? Nesting::kShorthand : Nesting::kInPattern);
        else to_assignment_target(element, is_shorthand);
    };
    // What has been converted to an assignment pattern may become parameters still.
    if (literal->kind == NodeKind::kArrayLiteral || literal->kind == NodeKind::kArrayPattern) {
        auto* array = static_cast<ArrayLiteral*>(literal);
        array->kind = NodeKind::kArrayPattern;
        for (uint32_t i = 0; i < array->elements.size; i++) {
            Expr* element = array->elements[i];
            if (element->kind == NodeKind::kElision) continue;
            if (element->kind == NodeKind::kSpread || element->kind == NodeKind::kRestElement) {
                auto* spread = static_cast<Spread*>(element);
                if (spread->op || i + 1 < array->elements.size) {
                    return fail(element, "Rest element must be last element");
                }
                if (spread->operand->kind == NodeKind::kAssign ||
                    spread->operand->kind == NodeKind::kDefaultedPattern) {
                    return fail(spread->operand, kMessage);
                }
                spread->kind = NodeKind::kRestElement;
                element = spread->operand;
            }
            convert(element, false);
        }
        return;
    }
    auto* object = static_cast<ObjectLiteral*>(literal);
    object->kind = NodeKind::kObjectPattern;
    object->flags &= uint8_t(~kCoverInitialized);
    for (uint32_t i = 0; i < object->properties.size; i++) {
        Property& property = object->properties[i];
        switch (property.kind) {
        case PropertyKind::kProto:
            property.kind = PropertyKind::kInit;
            [[fallthrough]];
        case PropertyKind::kInit:
        case PropertyKind::kShorthand:
            if (property.is_method) return fail(property.value->start, property.key->end, kMessage);
            convert(property.value, property.kind == PropertyKind::kShorthand);
            break;
        case PropertyKind::kGet:
        case PropertyKind::kSet:
            return fail(property.value->start, property.key->end, kMessage);
        case PropertyKind::kSpread:
            if (i + 1 < object->properties.size || object->op) {
                return fail(property.value, "Rest element must be last element");
            }
            if (is_binding && property.value->kind != NodeKind::kIdentifier) {
                return fail(property.value, "`...` must be followed by an identifier in declaration contexts");
            }
            if (!is_binding && !is_simple_target(property.value)) {
                return fail(property.value,
                            "`...` must be followed by an assignable reference in assignment contexts");
            }
            convert(property.value, false);
            break;
        }
    }
}

// ---- Parameters of arrow functions ---------------------------------------------------------------

void Parser::kill_use(Identifier* name) {
    if (name->use) uses_[name->use].flags |= kUseDead;
    name->use = 0;
}

/// A name, or a pattern with or without default, becomes a parameter.
void Parser::to_binding(Expr* element, Nesting nesting) {
    constexpr const char* kMessage = "Invalid destructuring assignment target";
    if (element->is_parenthesized()) return fail_element(element, kMessage);
    switch (element->kind) {
    case NodeKind::kIdentifier: {
        auto* name = static_cast<Identifier*>(element);
        if (is_strict() && (name->name == atom::kEval || name->name == atom::kArguments)) {
            return fail(name, nesting == Nesting::kInPattern
                                  ? kMessage
                                  : "Unexpected eval or arguments in strict mode");
        }
        if (name->name == atom::kAwait && function_->is_async) {
            return fail(name, "'await' is not a valid identifier name in an async function");
        }
        kill_use(name);
        declare_binding(name, VariableMode::kParameter);
        return;
    }
    case NodeKind::kArrayLiteral:
    case NodeKind::kObjectLiteral:
    case NodeKind::kArrayPattern:
    case NodeKind::kObjectPattern:
        return to_pattern(element, PatternUse::kBinding);
    case NodeKind::kAssign:
    case NodeKind::kDefaultedPattern: {
        auto* assign = static_cast<Assign*>(element);
        if (element->kind == NodeKind::kAssign && assign->assign_op() != AssignOp::kAssign) break;
        to_binding(assign->target, nesting);
        assign->kind = NodeKind::kDefaultedPattern;
        assign->op = assign->op2 = 0;
        return;
    }
    case NodeKind::kMember:
    case NodeKind::kIndex:
    case NodeKind::kPrivateMember:
        if (nesting != Nesting::kTop) return fail(element, "Illegal property in declaration context");
        break;
    default:
        break;
    }
    fail(element, kMessage);
}

/// An element of the list in parentheses before `=>`.
Expr* Parser::to_parameter(Expr* element) {
    if (element->kind == NodeKind::kSpread) {
        auto* spread = static_cast<Spread*>(element);
        if (spread->op) {
            uint32_t comma = spread->end;
            while (comma < lex_.length() && lex_.unit(comma) != ',') comma++;
            fail(comma, comma + 1, "Rest parameter must be last formal parameter");
            return element;
        }
        if (spread->operand->kind == NodeKind::kAssign) {
            fail(static_cast<Assign*>(spread->operand)->value,
                 "Rest parameter may not have a default initializer");
            return element;
        }
        spread->kind = NodeKind::kRestElement;
        to_binding(spread->operand, Nesting::kTop);
        return element;
    }
    to_binding(element, Nesting::kTop);
    return element;
}

}  // namespace jsx::parser
