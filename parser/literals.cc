// Primary expressions: names, literals, templates, arrays, objects.
#include "parser/parser_impl.h"

#include <cstring>

namespace jsx::parser {

// ---- Names --------------------------------------------------------------------------------------

/// Whether the token may be an IdentifierReference, BindingIdentifier or LabelIdentifier here.
// https://tc39.es/ecma262/#sec-identifiers-static-semantics-early-errors
bool Parser::check_identifier(const Token& token) {
    if (JSX_UNLIKELY(token.kind != Tok::kIdentifier)) {
        unexpected(token);
        return false;
    }
    AtomId name = token.atom;
    if (JSX_LIKELY(name >= atom::kNewTarget || name < atom::kFirstStrict)) return true;
    if (name <= atom::kLastStrict) {
        if (is_strict() || (name == atom::kYield && function_->is_generator)) {
            unexpected(token);
            return false;
        }
    } else if (name == atom::kAwait) {
        if (is_module() || function_->reserves_await || function_->is_async) {
            if (is_module() || function_->is_async) {
                fail(token, token.has_escape ? "Keyword must not contain escaped characters"
                                             : "Unexpected reserved word");
            } else {
                unexpected(token);
            }
            return false;
        }
        function_->last_await_name = token.start + 1;
    } else if (name == atom::kArguments && function_->no_arguments) {
        fail(token, "'arguments' is not allowed in class field initializer or static initialization block");
        return false;
    }
    return true;
}

bool Parser::check_binding_identifier(const Token& token) {
    if (!check_identifier(token)) return false;
    if (is_strict() && (token.atom == atom::kEval || token.atom == atom::kArguments)) {
        fail(token, "Unexpected eval or arguments in strict mode");
        return false;
    }
    return true;
}

Identifier* Parser::make_reference(AtomId name, uint32_t start, uint32_t end) {
    auto* node = make<Identifier>(start);
    node->end = end;
    node->name = name;
    node->use = push_use(name, start, node, name == atom::kArguments ? kUseEscapes : 0);
    return node;
}

/// The current token is a private name that is used: outside of all classes that is an error at once.
void Parser::check_private_reference() {
    if (class_depth_ || request_.outer || known_end_) return;
    fail_name(prev_start_, prev_start_ + 1, "Private field '%' must be declared in an enclosing class",
              tok().atom);
}

Identifier* Parser::make_private_reference(const Token& token) {
    auto* node = make<Identifier>(token.start);
    node->end = token.end;
    node->name = token.atom;
    node->use = push_use(token.atom, token.start, node, kUsePrivate);
    return node;
}

ThisExpr* Parser::make_this(uint32_t start, uint32_t end) {
    auto* node = make<ThisExpr>(start);
    node->end = end;
    node->use = push_use(atom::kThis, start, node);
    return node;
}

Expr* Parser::parse_identifier_reference() {
    Token token = tok();
    if (JSX_UNLIKELY(!check_identifier(token))) return invalid(token.start);
    next();
    return make_reference(token.atom, token.start, token.end);
}

// ---- Primary expressions ------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-primary-expression
Expr* Parser::parse_primary() {
    Token token = tok();
    switch (token.kind) {
    case Tok::kIdentifier:
        if (token.atom == atom::kAsync && !token.has_escape) {
            bool is_arrow = false;
            return parse_async(false, &is_arrow);
        }
        return parse_identifier_reference();
    case Tok::kThis:
        next();
        return make_this(token.start, token.end);
    case Tok::kNull:
        next();
        return finish(make<NullLiteral>(token.start));
    case Tok::kTrue:
    case Tok::kFalse: {
        next();
        auto* node = make<BooleanLiteral>(token.start);
        node->op = token.kind == Tok::kTrue;
        return finish(node);
    }
    case Tok::kNumber: {
        auto* node = make<NumberLiteral>(token.start);
        if (!is_lazy()) node->value = lex_.number_value(token);
        next();
        return finish(node);
    }
    case Tok::kBigInt: {
        auto* node = make<BigIntLiteral>(token.start);
        if (!is_lazy()) node->text = lex_.bigint_text(token);
        next();
        return finish(node);
    }
    case Tok::kString: {
        auto* node = make<StringLiteral>(token.start);
        if (!is_lazy()) node->value = lex_.string_value(token);
        next();
        return finish(node);
    }
    case Tok::kTemplate:
        return parse_template(false);
    case Tok::kDiv:
    case Tok::kAssignDiv:
        return parse_regexp();
    case Tok::kLeftParen: {
        bool is_arrow = false;
        return parse_parenthesized(false, &is_arrow);
    }
    case Tok::kLeftBracket:
        return parse_array_literal();
    case Tok::kLeftBrace:
        return parse_object_literal();
    case Tok::kFunction:
        return parse_function_expression(false, token.start);
    case Tok::kClass:
        return parse_class_expression({}, token.start);
    case Tok::kAt: {
        List<Expr*> decorators = parse_decorators();
        if (kind() != Tok::kClass) {
            unexpected();
            return invalid(token.start);
        }
        return parse_class_expression(decorators, token.start);
    }
    case Tok::kNew:
        return parse_new();
    case Tok::kSuper:
        return parse_super();
    case Tok::kImport:
        return parse_import_expression();
    case Tok::kMod:
        if (request_.allow_natives) return parse_intrinsic();
        [[fallthrough]];
    default:
        unexpected();
        return invalid(token.start);
    }
}

Expr* Parser::parse_regexp() {
    uint32_t start = tok().start;
    uint32_t slash_end = tok().end;
    lex_.rescan_regexp();
    if (kind() == Tok::kIllegal) {
        unexpected();
        return invalid(start);
    }
    auto* node = make<RegExpLiteral>(start);
    const RegExpParts& parts = lex_.regexp();
    // Flags: each at most once, u and v not together.
    uint32_t seen = 0;
    bool flags_ok = true;
    for (uint32_t i = parts.flags_start; i < parts.flags_end; i++) {
        char16_t flag = lex_.unit(i);
        const char* known = "dgimsuvy";
        const char* at = flag < 128 ? std::strchr(known, flag) : nullptr;
        if (!at || !flag || (seen & (1u << (at - known)))) {
            flags_ok = false;
            break;
        }
        seen |= 1u << (at - known);
    }
    constexpr uint32_t kUnicode = 1u << 5, kSets = 1u << 6;
    bool contradicts = (seen & (kUnicode | kSets)) == (kUnicode | kSets);
    if (!flags_ok || contradicts) {
        fail(start, contradicts ? tok().end : slash_end, "Invalid regular expression flags");
        return node;
    }
    if (request_.check_regexp) {
        bool is_latin1 = request_.source->is_latin1();
        auto text = [&](uint32_t from, uint32_t to) {
            const void* data = is_latin1
                                   ? static_cast<const void*>(request_.source->latin1() + from)
                                   : static_cast<const void*>(request_.source->utf16() + from);
            return RegExpText{data, to - from, is_latin1};
        };
        const char* reason = request_.check_regexp(text(parts.body_start, parts.body_end),
                                                   text(parts.flags_start, parts.flags_end));
        if (reason) {
            fail(tok().start, tok().end,
                 "Invalid regular expression: " +
                     request_.source->utf8(tok().start, tok().end) + ": " + reason);
            return node;
        }
    }
    if (!is_lazy()) {
        node->pattern = lex_.slice(parts.body_start, parts.body_end);
        node->regexp_flags = lex_.slice(parts.flags_start, parts.flags_end);
    }
    next();
    return finish(node);
}

// https://tc39.es/ecma262/#sec-template-literals
TemplateLiteral* Parser::parse_template(bool tagged) {
    auto* node = make<TemplateLiteral>(tok().start);
    size_t quasi_base = quasis_.size();
    size_t expression_base = exprs_.size();
    AcceptIn accept(*this, true);
    for (;;) {
        if (kind() != Tok::kTemplate) {
            unexpected();
            break;
        }
        Token piece = tok();
        LexError bad = lex_.template_error;
        if (bad && !tagged) {
            fail(bad.start, bad.end, bad.message);
            break;
        }
        if (!is_lazy()) {
            quasis_.push_back({bad ? AtomId(atom::kNone) : lex_.template_cooked(piece),
                               lex_.template_raw(piece)});
        }
        next();
        if (piece.is_template_tail) break;
        if (kind() == Tok::kEnd) {
            unexpected();
            break;
        }
        exprs_.push_back(parse_expression());
        if (kind() != Tok::kRightBrace) {
            if (kind() == Tok::kIllegal) {
                unexpected();
            } else {
                fail(exprs_.back()->start, tok().start, "Missing } in template expression");
            }
            break;
        }
        lex_.rescan_template();
    }
    node->quasis = take_list(quasis_, quasi_base);
    node->expressions = take_list(exprs_, expression_base);
    return finish(node);
}

// ---- Arrays -------------------------------------------------------------------------------------

// https://tc39.es/ecma262/#sec-array-initializer
Expr* Parser::parse_array_literal() {
    auto* node = make<ArrayLiteral>(tok().start);
    if (stack_overflow()) return node;
    AcceptIn accept(*this, true);
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
            auto* spread = make<Spread>(start);
            spread->operand = parse_assignment_cover();
            exprs_.push_back(finish(spread));
            if (kind() == Tok::kComma) spread->op = 1;
        } else {
            exprs_.push_back(parse_assignment_cover());
        }
        if (kind() != Tok::kRightBracket) expect(Tok::kComma);
        if (failed()) break;
    }
    node->elements = take_list(exprs_, base);
    next();
    return finish(node);
}

// ---- Objects ------------------------------------------------------------------------------------

Expr* Parser::make_string_key(AtomId name, const Token& token) {
    auto* key = make<StringLiteral>(token.start);
    key->end = token.end;
    key->value = name;
    return key;
}

/// After a name that is no shorthand: it is the name that is wrong, unless something stranger follows.
void Parser::unexpected_after(const PropertyName& name) {
    if (kind() == Tok::kComma || kind() == Tok::kRightBrace || kind() == Tok::kAssign) {
        unexpected(name.token);
    } else {
        unexpected();
    }
}

/// A property name, private names in classes included; the current token afterwards is what follows.
PropertyName Parser::parse_property_name(bool in_class) {
    PropertyName result;
    Token token = result.token = tok();
    switch (token.kind) {
    case Tok::kString:
        result.name = lex_.string_value(token);
        next();
        result.key = make_string_key(result.name, token);
        return result;
    case Tok::kNumber: {
        auto* key = make<NumberLiteral>(token.start);
        if (!is_lazy()) key->value = lex_.number_value(token);
        next();
        result.key = finish(key);
        return result;
    }
    case Tok::kBigInt: {
        auto* key = make<BigIntLiteral>(token.start);
        if (!is_lazy()) key->text = lex_.bigint_text(token);
        next();
        result.key = finish(key);
        return result;
    }
    case Tok::kLeftBracket: {
        next();
        AcceptIn accept(*this, true);
        result.is_computed = true;
        result.key = parse_assignment();
        expect(Tok::kRightBracket);
        return result;
    }
    case Tok::kPrivateName:
        if (!in_class) break;
        result.is_private = true;
        result.name = token.atom;
        next();
        return result;
    default:
        if (!is_name(token.kind)) break;
        result.name = token.atom;
        result.is_identifier = true;
        next();
        result.key = make_string_key(token.atom, token);
        return result;
    }
    unexpected();
    result.key = invalid(token.start);
    return result;
}

// https://tc39.es/ecma262/#sec-object-initializer
Expr* Parser::parse_object_literal() {
    auto* node = make<ObjectLiteral>(tok().start);
    if (stack_overflow()) return node;
    AcceptIn accept(*this, true);
    next();
    size_t base = properties_.size();
    bool has_proto = false;
    while (kind() != Tok::kRightBrace) {
        Property property{};
        if (parse_object_property(&property, &has_proto)) node->flags |= kCoverInitialized;
        properties_.push_back(property);
        // Noted for patterns, where nothing may follow a rest element.
        if (property.kind == PropertyKind::kSpread && kind() == Tok::kComma) node->op = 1;
        if (kind() != Tok::kRightBrace) expect(Tok::kComma);
        if (failed()) break;
    }
    node->properties = take_list(properties_, base);
    next();
    return finish(node);
}

/// Returns whether it was a CoverInitializedName.
bool Parser::parse_object_property(Property* property, bool* has_proto) {
    uint32_t start = tok().start;
    if (kind() == Tok::kEllipsis) {
        next();
        property->kind = PropertyKind::kSpread;
        property->value = parse_assignment_cover();
        return false;
    }

    bool is_async = false, is_generator = false;
    PropertyKind accessor = PropertyKind::kInit;
    PropertyName name;
    auto begins_name = [&] {
        return is_name(kind()) || kind() == Tok::kString || kind() == Tok::kNumber ||
               kind() == Tok::kBigInt || kind() == Tok::kLeftBracket;
    };
    if (kind() == Tok::kMul) {
        next();
        is_generator = true;
        name = parse_property_name(false);
    } else {
        name = parse_property_name(false);
        if (name.is_identifier && !name.token.has_escape &&
            (name.name == atom::kGet || name.name == atom::kSet || name.name == atom::kAsync)) {
            if (name.name == atom::kAsync) {
                if (!tok().newline_before && (begins_name() || kind() == Tok::kMul)) {
                    is_async = true;
                    is_generator = check(Tok::kMul);
                    name = parse_property_name(false);
                }
            } else if (begins_name()) {
                accessor = name.name == atom::kGet ? PropertyKind::kGet : PropertyKind::kSet;
                name = parse_property_name(false);
            }
        }
    }
    property->key = name.key;
    property->is_computed = name.is_computed;
    property->kind = accessor;

    if (accessor != PropertyKind::kInit) {
        property->is_method = true;
        property->value = parse_method(accessor == PropertyKind::kGet ? FunctionKind::kGetter
                                                                      : FunctionKind::kSetter,
                                       false, false, start, false);
        return false;
    }
    if (is_async || is_generator || kind() == Tok::kLeftParen) {
        property->is_method = true;
        property->value = parse_method(FunctionKind::kMethod, is_async, is_generator, start, false);
        return false;
    }
    if (kind() == Tok::kColon) {
        if (!name.is_computed && name.name == atom::kProto) {
            property->kind = PropertyKind::kProto;
            // Legal twice in what becomes a pattern: waits like a cover error.
            if (*has_proto && !cover_error_) cover_error_ = name.key;
            *has_proto = true;
        }
        next();
        property->value = parse_assignment_cover();
        return false;
    }

    // A shorthand.
    if (!name.is_identifier) {
        unexpected_after(name);
        property->value = name.key;
        return false;
    }
    property->kind = PropertyKind::kShorthand;
    if (kind() != Tok::kComma && kind() != Tok::kRightBrace && kind() != Tok::kAssign) {
        unexpected();
        property->value = name.key;
        return false;
    }
    if (!check_identifier(name.token)) {
        property->value = name.key;
        return false;
    }
    Identifier* reference = make_reference(name.name, name.token.start, name.token.end);
    property->value = reference;
    if (kind() != Tok::kAssign) return false;

    // { a = 1 }: a pattern's element, or an error.
    auto* assign = make<Assign>(name.token.start);
    if (!cover_error_) cover_error_ = assign;
    assign->position = tok().start;
    assign->op = uint8_t(AssignOp::kAssign);
    assign->target = reference;
    next();
    assign->value = parse_assignment();
    property->value = finish(assign);
    return true;
}

}  // namespace jsx::parser
