// Operators, member accesses and calls.
#include "parser/parser_impl.h"

namespace jsx::parser {

namespace {

constexpr BinaryOp binary_op_of(Tok kind) {
    switch (kind) {
    case Tok::kEq: return BinaryOp::kEq;
    case Tok::kNe: return BinaryOp::kNe;
    case Tok::kStrictEq: return BinaryOp::kStrictEq;
    case Tok::kStrictNe: return BinaryOp::kStrictNe;
    case Tok::kLt: return BinaryOp::kLt;
    case Tok::kGt: return BinaryOp::kGt;
    case Tok::kLe: return BinaryOp::kLe;
    case Tok::kGe: return BinaryOp::kGe;
    case Tok::kIn: return BinaryOp::kIn;
    case Tok::kInstanceof: return BinaryOp::kInstanceof;
    default: return BinaryOp(uint8_t(kind) - uint8_t(Tok::kAdd) + uint8_t(BinaryOp::kAdd));
    }
}
static_assert(uint8_t(Tok::kShr) - uint8_t(Tok::kAdd) == uint8_t(BinaryOp::kShr));
static_assert(uint8_t(Tok::kMod) - uint8_t(Tok::kAdd) == uint8_t(BinaryOp::kMod));
static_assert(uint8_t(Tok::kAssignShr) - uint8_t(Tok::kAssignAdd) == uint8_t(BinaryOp::kShr));
static_assert(uint8_t(Tok::kAssignNullish) - uint8_t(Tok::kAssignAnd) == uint8_t(LogicalOp::kNullish));

bool is_unparenthesized_literal_pattern(const Expr* expr) {
    return (expr->kind == NodeKind::kObjectLiteral || expr->kind == NodeKind::kArrayLiteral) &&
           !expr->is_parenthesized();
}

}  // namespace

// ---- Expression, AssignmentExpression -----------------------------------------------------------

Expr* Parser::parse_expression() {
    Expr* first = parse_assignment();
    if (JSX_LIKELY(kind() != Tok::kComma)) return first;
    return parse_expression_rest(first);
}

/// After the first of several expressions; the current token is a comma.
Expr* Parser::parse_expression_rest(Expr* first) {
    auto* sequence = make<Sequence>(first->start);
    size_t base = exprs_.size();
    exprs_.push_back(first);
    while (check(Tok::kComma)) exprs_.push_back(parse_assignment());
    sequence->expressions = take_list(exprs_, base);
    return finish(sequence);
}

void Parser::check_cover_error(const Expr* saved) {
    if (JSX_UNLIKELY(cover_error_)) {
        fail(cover_error_, cover_error_->kind == NodeKind::kStringLiteral
                               ? "Duplicate __proto__ fields are not allowed in object literals"
                               : "Invalid shorthand property initializer");
    }
    cover_error_ = saved;
}

Expr* Parser::parse_assignment() {
    const Expr* saved = cover_error_;
    cover_error_ = nullptr;
    Expr* result = parse_assignment_cover();
    check_cover_error(saved);
    return result;
}

// https://tc39.es/ecma262/#sec-assignment-operators
Expr* Parser::parse_assignment_cover() {
    uint32_t start = tok().start;
    if (JSX_UNLIKELY(stack_overflow())) return invalid(start);
    Expr* left;
    if (kind() == Tok::kIdentifier) {
        AtomId name = tok().atom;
        if (JSX_UNLIKELY(at_known_arrow(start))) return parse_known_arrow(**known_);
        if (name == atom::kYield && (can_yield() || (function_->is_generator && !tok().has_escape))) {
            return parse_yield();
        }
        if (name == atom::kAsync && !tok().has_escape) {
            bool is_arrow = false;
            left = parse_async(true, &is_arrow);
            if (is_arrow) return left;
            left = parse_postfix_rest(parse_member_rest(left, start, true), start);
        } else if (name == atom::kAwait && function_->is_async) {
            left = parse_unary();
        } else {
            ArrowMark mark = mark_arrow(start);
            left = parse_identifier_reference();
            if (kind() == Tok::kArrow) {
                size_t base = exprs_.size();
                exprs_.push_back(left);
                return parse_arrow(mark, base, false, start);
            }
            left = parse_postfix_rest(parse_member_rest(left, start, true), start);
        }
    } else if (kind() == Tok::kLeftParen) {
        if (JSX_UNLIKELY(at_known_arrow(start))) return parse_known_arrow(**known_);
        bool is_arrow = false;
        left = parse_parenthesized(true, &is_arrow);
        if (is_arrow) return left;
        left = parse_postfix_rest(parse_member_rest(left, start, true), start);
    } else if (kind() == Tok::kPrivateName) {
        left = parse_binary(1);
    } else {
        left = parse_unary();
    }
    if (precedence(kind())) left = parse_binary_rest(left, start, 1);
    if (kind() == Tok::kQuestion) left = parse_conditional_rest(left, start);
    if (JSX_UNLIKELY(kind() == Tok::kArrow)) {
        fail(left->position, prev_start_, "Malformed arrow function parameter list");
        return left;
    }
    if (is_assignment(kind())) return parse_assignment_rest(left, start);
    if (JSX_UNLIKELY(has_cover_error(start)) &&
        !is_unparenthesized_literal_pattern(left)) {
        check_cover_error(nullptr);
    }
    return left;
}

/// The current token is an assignment operator.
Expr* Parser::parse_assignment_rest(Expr* target, uint32_t start) {
    Token op = tok();
    uint32_t end = prev_end_;
    if (op.kind == Tok::kAssign && (target->kind == NodeKind::kArrayLiteral ||
                                    target->kind == NodeKind::kObjectLiteral)) {
        if (target->is_parenthesized()) {
            fail(start, end, "Invalid left-hand side in assignment");
        }
        if (has_cover_error(start)) cover_error_ = nullptr;
        to_pattern(target, PatternUse::kAssignment);
    } else {
        bool is_logical = op.kind >= Tok::kAssignAnd && op.kind <= Tok::kAssignNullish;
        if (is_simple_target(target)) {
            check_simple_target(target, start, end, "Invalid left-hand side in assignment");
            mark_assigned(target);
        } else {
            target = call_as_target(target, start, end, "Invalid left-hand side in assignment", is_logical);
        }
        if (has_cover_error(start)) check_cover_error(nullptr);
    }
    next();
    Expr* value = parse_assignment();

    auto* assign = make<Assign>(start);
    assign->position = op.start;
    assign->target = target;
    assign->value = value;
    if (op.kind == Tok::kAssign) {
        assign->op = uint8_t(AssignOp::kAssign);
        if (target->kind == NodeKind::kMember &&
            static_cast<Member*>(target)->object->kind == NodeKind::kThisExpr) {
            function_->expected_fields++;
        }
    } else if (op.kind <= Tok::kAssignNullish) {
        assign->op = uint8_t(AssignOp::kLogical);
        assign->op2 = uint8_t(uint8_t(op.kind) - uint8_t(Tok::kAssignAnd));
    } else {
        assign->op = uint8_t(AssignOp::kCompound);
        assign->op2 = uint8_t(uint8_t(op.kind) - uint8_t(Tok::kAssignAdd));
    }
    return finish(assign);
}

/// `f() = 1` is an error at run time only, in sloppy code (B.3.8); all else that is not a target is
/// one now.
Expr* Parser::call_as_target(Expr* target, uint32_t start, uint32_t end, const char* message, bool early) {
    if (target->kind == NodeKind::kCall && !is_strict() && !early) return target;
    fail(start, end, message);
    return target;
}

Expr* Parser::parse_conditional_rest(Expr* condition, uint32_t start) {
    next();
    auto* node = make<Conditional>(start);
    node->condition = condition;
    {
        AcceptIn accept(*this, true);
        node->then = parse_assignment();
    }
    expect(Tok::kColon);
    node->otherwise = parse_assignment();
    return finish(node);
}

// https://tc39.es/ecma262/#sec-generator-function-definitions
Expr* Parser::parse_yield() {
    if (tok().has_escape) {
        fail(tok(), "Keyword must not contain escaped characters");
    }
    if (function_->in_parameters) {
        fail(tok(), "Yield expression not allowed in formal parameter");
    }
    auto* node = make<Yield>(tok().start);
    function_->last_yield = tok().start + 1;
    next();
    if (!tok().newline_before) {
        if (kind() == Tok::kMul) {
            next();
            node->op = 1;
            node->operand = parse_assignment();
        } else {
            switch (kind()) {
            case Tok::kEnd:
            case Tok::kSemicolon:
            case Tok::kRightBrace:
            case Tok::kRightBracket:
            case Tok::kRightParen:
            case Tok::kColon:
            case Tok::kComma:
            case Tok::kIn:
                break;
            default:
                node->operand = parse_assignment();
                break;
            }
        }
    }
    return finish(node);
}

// ---- Binary operators ---------------------------------------------------------------------------

Expr* Parser::parse_binary(int min_precedence) {
    uint32_t start = tok().start;
    Expr* left = kind() == Tok::kPrivateName ? parse_private_in(min_precedence) : parse_unary();
    if (precedence(kind()) < min_precedence || !precedence(kind())) return left;
    return parse_binary_rest(left, start, min_precedence);
}

/// `#x in object`
Expr* Parser::parse_private_in(int min_precedence) {
    uint32_t start = tok().start;
    if (stack_overflow()) return invalid(start);
    Token name = tok();
    check_private_reference();
    next();
    if (kind() != Tok::kIn || !accept_in_ || min_precedence > precedence(Tok::kIn)) {
        unexpected(name);
        return invalid(start);
    }
    auto* node = make<PrivateIn>(start);
    node->name = make_private_reference(name);
    node->position = tok().start;
    next();
    node->right = parse_binary(precedence(Tok::kIn) + 1);
    return finish(node);
}

/// Operators of at least `min_precedence` after `left`: left-associative ones by iteration.
Expr* Parser::parse_binary_rest(Expr* left, uint32_t start, int min_precedence) {
    for (;;) {
        Tok op = kind();
        int level = precedence(op);
        if (level < min_precedence || level == 0) return left;
        if (op == Tok::kIn && !accept_in_) return left;
        uint32_t position = tok().start;
        switch (op) {
        case Tok::kNullish: {
            // a ?? b takes no && or || without parentheses, on either side.
            if (left->kind == NodeKind::kLogical && !left->is_parenthesized() &&
                left->as<Logical>()->logical_op() != LogicalOp::kNullish) {
                unexpected();
                return left;
            }
            next();
            auto* node = make<Logical>(start);
            node->position = position;
            node->op = uint8_t(LogicalOp::kNullish);
            node->left = left;
            node->right = parse_binary(precedence(Tok::kBitOr));
            left = finish(node);
            if (kind() == Tok::kAnd || kind() == Tok::kOr) {
                unexpected();
                return left;
            }
            break;
        }
        case Tok::kAnd:
        case Tok::kOr: {
            next();
            auto* node = make<Logical>(start);
            node->position = position;
            node->op = uint8_t(op == Tok::kAnd ? LogicalOp::kAnd : LogicalOp::kOr);
            node->left = left;
            node->right = parse_binary(level + 1);
            left = finish(node);
            break;
        }
        default: {
            if (op == Tok::kExp && left->kind == NodeKind::kUnary && !left->is_parenthesized()) {
                fail(start, tok().end,
                     "Unary operator used immediately before exponentiation expression. Parenthesis "
                     "must be used to disambiguate operator precedence");
                return left;
            }
            // The one right-associative operator: a ** b ** c recurses.
            if (op == Tok::kExp && stack_overflow()) return left;
            next();
            auto* node = make<Binary>(start);
            node->position = position;
            node->op = uint8_t(binary_op_of(op));
            node->left = left;
            node->right = parse_binary(op == Tok::kExp ? level : level + 1);
            left = finish(node);
            break;
        }
        }
    }
}

// ---- Unary operators ----------------------------------------------------------------------------

Expr* Parser::parse_unary() {
    uint32_t start = tok().start;
    UnaryOp op;
    switch (kind()) {
    case Tok::kAdd: op = UnaryOp::kPlus; break;
    case Tok::kSub: op = UnaryOp::kMinus; break;
    case Tok::kNot: op = UnaryOp::kNot; break;
    case Tok::kBitNot: op = UnaryOp::kBitNot; break;
    case Tok::kTypeof: op = UnaryOp::kTypeof; break;
    case Tok::kVoid: op = UnaryOp::kVoid; break;
    case Tok::kDelete: op = UnaryOp::kDelete; break;
    case Tok::kIncrement:
    case Tok::kDecrement:
        return parse_prefix_update();
    case Tok::kIdentifier:
        if (tok().atom == atom::kAwait && function_->is_async) return parse_await();
        [[fallthrough]];
    default:
        return parse_postfix_rest(parse_left_hand_side(), start);
    }
    if (stack_overflow()) return invalid(start);
    next();
    if (kind() == Tok::kFunction) eager_start_ = tok().start;  // !function () {}()
    Expr* operand = parse_unary();
    if (op == UnaryOp::kDelete) {
        if (operand->kind == NodeKind::kIdentifier && is_strict()) {
            fail(prev_start_, prev_end_, "Delete of an unqualified identifier in strict mode.");
        }
        const Expr* target = operand;
        if (target->kind == NodeKind::kOptionalChain) target = target->as<OptionalChain>()->expression;
        if (target->kind == NodeKind::kPrivateMember) {
            fail(prev_start_, prev_end_, "Private fields can not be deleted");
        }
        mark_arguments_escape(operand);
    }
    if (kind() == Tok::kExp) {
        fail(start, tok().end,
             "Unary operator used immediately before exponentiation expression. Parenthesis must be "
             "used to disambiguate operator precedence");
    }
    auto* node = make<Unary>(start);
    node->op = uint8_t(op);
    node->operand = operand;
    return finish(node);
}

Expr* Parser::parse_await() {
    uint32_t start = tok().start;
    if (stack_overflow()) return invalid(start);
    if (tok().has_escape) fail(tok(), "Keyword must not contain escaped characters");
    if (function_->in_parameters) {
        fail(tok(), "Illegal await-expression in formal parameters of async function");
    }
    function_->last_await = start + 1;
    auto* node = make<Await>(start);
    next();
    node->operand = parse_unary();
    if (kind() == Tok::kExp) {
        fail(start, tok().end,
             "Unary operator used immediately before exponentiation expression. Parenthesis must be "
             "used to disambiguate operator precedence");
    }
    return finish(node);
}

Expr* Parser::parse_prefix_update() {
    auto* node = make<Update>(tok().start);
    if (stack_overflow()) return node;
    node->op = kind() == Tok::kIncrement;
    node->op2 = 1;
    next();
    uint32_t target_start = tok().start;
    Expr* target = parse_unary();
    constexpr const char* kMessage = "Invalid left-hand side expression in prefix operation";
    if (is_simple_target(target)) {
        check_simple_target(target, target_start, prev_end_, kMessage);
        mark_assigned(target);
    } else {
        target = call_as_target(target, target_start, prev_end_, kMessage, false);
    }
    node->target = target;
    return finish(node);
}

Expr* Parser::parse_postfix_rest(Expr* operand, uint32_t start) {
    if (JSX_LIKELY(kind() != Tok::kIncrement && kind() != Tok::kDecrement)) return operand;
    if (tok().newline_before) return operand;
    constexpr const char* kMessage = "Invalid left-hand side expression in postfix operation";
    if (is_simple_target(operand)) {
        check_simple_target(operand, start, prev_end_, kMessage);
        mark_assigned(operand);
    } else {
        operand = call_as_target(operand, start, prev_end_, kMessage, false);
    }
    auto* node = make<Update>(start);
    node->position = tok().start;
    node->op = kind() == Tok::kIncrement;
    node->target = operand;
    next();
    return finish(node);
}

// ---- Members and calls --------------------------------------------------------------------------

Expr* Parser::parse_left_hand_side() {
    uint32_t start = tok().start;
    return parse_member_rest(parse_primary(), start, true);
}

/// The current token is a dot, or after `?.` a name: the access of that property.
Expr* Parser::parse_dot_name(Expr* object, uint32_t start, uint8_t flags) {
    if (kind() == Tok::kPrivateName) {
        if (object->kind == NodeKind::kSuperExpr) {
            fail(tok(), "Unexpected private field");
            return object;
        }
        auto* node = make<PrivateMember>(start);
        node->flags = flags;
        node->position = tok().start;
        node->object = object;
        check_private_reference();
        node->name = make_private_reference(tok());
        next();
        return finish(node);
    }
    if (kind() != Tok::kIdentifier) {
        unexpected();
        return object;
    }
    auto* node = make<Member>(start);
    node->flags = flags;
    node->position = tok().start;
    node->object = object;
    node->name = tok().atom;
    if (object->kind == NodeKind::kIdentifier && tok().end - tok().start == 6 &&
        static_cast<Identifier*>(object)->name == atom::kArguments &&
        lex_.name_at(tok().start) == atom::kLength) {
        uses_[static_cast<Identifier*>(object)->use].flags &= uint8_t(~kUseEscapes);
    }
    next();
    return finish(node);
}

/// Everything that may follow a primary expression; `allow_calls` false: the callee of `new`.
Expr* Parser::parse_member_rest(Expr* object, uint32_t start, bool allow_calls) {
    bool in_chain = false;
    uint8_t chain_flag = 0;
    for (;;) {
        switch (kind()) {
        case Tok::kDot:
            next_property_name();
            object = parse_dot_name(object, start, chain_flag);
            continue;
        case Tok::kQuestionDot: {
            if (!allow_calls) {
                fail(tok(), "Invalid optional chain from new expression");
                return object;
            }
            in_chain = true;
            chain_flag = kInOptionalChain;
            constexpr uint8_t kFlags = kInOptionalChain | kOptional;
            next_property_name();
            if (kind() == Tok::kLeftParen) {
                object = parse_call(object, start, kFlags);
            } else if (kind() == Tok::kLeftBracket) {
                auto* node = make<Index>(start);
                node->flags = kFlags;
                node->position = tok().start;
                node->object = object;
                next();
                AcceptIn accept(*this, true);
                node->index = parse_expression();
                expect(Tok::kRightBracket);
                object = finish(node);
            } else if (kind() == Tok::kTemplate) {
                fail(tok(), "Invalid tagged template on optional chain");
                return object;
            } else {
                object = parse_dot_name(object, start, kFlags);
            }
            continue;
        }
        case Tok::kLeftBracket: {
            auto* node = make<Index>(start);
            node->flags = chain_flag;
            node->position = tok().start;
            node->object = object;
            if (object->kind == NodeKind::kIdentifier &&
                static_cast<Identifier*>(object)->name == atom::kArguments) {
                uses_[static_cast<Identifier*>(object)->use].flags &= uint8_t(~kUseEscapes);
            }
            next();
            AcceptIn accept(*this, true);
            node->index = parse_expression();
            expect(Tok::kRightBracket);
            object = finish(node);
            continue;
        }
        case Tok::kLeftParen:
            if (!allow_calls) return object;
            object = parse_call(object, start, chain_flag);
            continue;
        case Tok::kTemplate: {
            if (in_chain) {
                fail(tok(), "Invalid tagged template on optional chain");
                return object;
            }
            mark_arguments_escape(object);
            auto* node = make<TaggedTemplate>(start);
            node->position = tok().start;
            node->tag = object;
            node->quasi = parse_template(true);
            object = finish(node);
            continue;
        }
        default:
            break;
        }
        break;
    }
    if (in_chain) {
        auto* chain = make<OptionalChain>(start);
        chain->expression = object;
        object = finish(chain);
    }
    return object;
}

/// `arguments[i]()` and kin hand the object on as `this`.
void Parser::mark_arguments_escape(Expr* expr) {
    Expr* object = nullptr;
    if (expr->kind == NodeKind::kIndex) object = static_cast<Index*>(expr)->object;
    if (expr->kind == NodeKind::kMember) object = static_cast<Member*>(expr)->object;
    if (object && object->kind == NodeKind::kIdentifier) {
        auto* name = static_cast<Identifier*>(object);
        if (name->name == atom::kArguments) uses_[name->use].flags |= kUseEscapes;
    }
}

/// The current token is the parenthesis.
Expr* Parser::parse_call(Expr* callee, uint32_t start, uint8_t flags) {
    auto* call = make<Call>(start);
    call->flags = flags;
    call->callee = callee;
    call->position = tok().start;
    switch (callee->kind) {
    case NodeKind::kIdentifier:
        call->position = callee->start;
        break;
    case NodeKind::kMember:
    case NodeKind::kPrivateMember:
        call->position = callee->position;
        mark_arguments_escape(callee);
        break;
    case NodeKind::kIndex:
        mark_arguments_escape(callee);
        break;
    default:
        break;
    }
    bool has_spread = false;
    call->arguments = parse_arguments(&has_spread, false);
    call->op = has_spread;
    if (callee->kind == NodeKind::kIdentifier && static_cast<Identifier*>(callee)->name == atom::kEval &&
        !(flags & kOptional)) {
        note_direct_eval(call);
    }
    return finish(call);
}

List<Expr*> Parser::parse_arguments(bool* has_spread, bool cover) {
    next();
    AcceptIn accept(*this, true);
    size_t base = exprs_.size();
    while (kind() != Tok::kRightParen) {
        uint32_t start = tok().start;
        if (kind() == Tok::kEllipsis) {
            *has_spread = true;
            next();
            auto* spread = make<Spread>(start);
            spread->operand = cover ? parse_assignment_cover() : parse_assignment();
            exprs_.push_back(finish(spread));
            if (kind() == Tok::kComma) spread->op = 1;  // not the last: no rest parameter
        } else {
            exprs_.push_back(cover ? parse_assignment_cover() : parse_assignment());
        }
        if (!check(Tok::kComma)) break;
    }
    if (exprs_.size() - base > 65535) {
        fail(prev_start_, prev_end_, "Too many arguments in function call (only 65535 allowed)");
    }
    if (JSX_UNLIKELY(kind() != Tok::kRightParen)) {
        if (kind() == Tok::kIllegal && lex_.error) {
            unexpected();
        } else {
            fail(prev_start_, prev_end_, "missing ) after argument list");
        }
    }
    next();
    return take_list(exprs_, base);
}

// ---- new, super, import, %Intrinsic -------------------------------------------------------------

Expr* Parser::parse_new() {
    uint32_t start = tok().start;
    if (stack_overflow()) return invalid(start);
    next();
    if (kind() == Tok::kDot) {  // new.target
        next();
        if (!(tok().kind == Tok::kIdentifier && tok().atom == atom::kTarget)) {
            unexpected();
            return invalid(start);
        }
        if (tok().has_escape) fail(start, tok().end, "'new.target' must not contain escaped characters");
        if (!function_->allow_new_target) {
            fail(tok(), "new.target expression is not allowed here");
        }
        next();
        auto* node = make<NewTarget>(start);
        node->reference = make_reference(atom::kNewTarget, start, prev_end_);
        return finish(node);
    }
    auto* node = make<New>(start);
    uint32_t callee_start = tok().start;
    Expr* callee;
    if (kind() == Tok::kNew) {
        callee = parse_new();
    } else if (kind() == Tok::kImport) {
        callee = parse_import_expression();
        if (callee->kind == NodeKind::kImportCall) {
            fail(prev_start_, prev_end_, "Cannot use new with import");
        }
    } else if (kind() == Tok::kSuper) {
        callee = parse_super();
        if (callee->kind == NodeKind::kSuperCall) fail(callee, "'super' keyword unexpected here");
    } else {
        callee = parse_primary();
    }
    node->callee = parse_member_rest(callee, callee_start, false);
    if (kind() == Tok::kLeftParen) {
        bool has_spread = false;
        node->arguments = parse_arguments(&has_spread, false);
        node->op = has_spread;
    }
    mark_arguments_escape(node->callee);
    return finish(node);
}

Expr* Parser::parse_super() {
    Token super = tok();
    next();
    if (function_->allow_super_property && (kind() == Tok::kDot || kind() == Tok::kLeftBracket)) {
        auto* node = make<SuperExpr>(super.start);
        node->this_expr = make_this(super.start, super.end);
        node->home_object = make_reference(atom::kHomeObject, super.start, super.end);
        finish(node);
        if (kind() == Tok::kDot) {
            next_property_name();
            FunctionState* owner = function_;
            while (owner->is_arrow() && owner->outer) owner = owner->outer;
            for (FunctionState* f = function_; f != owner; f = f->outer) f->uses_super_property = true;
            owner->uses_super_property = true;
            return parse_dot_name(node, super.start, 0);
        }
        for (FunctionState* f = function_; f; f = f->outer) {
            f->uses_super_property = true;
            if (!f->is_arrow()) break;
        }
        auto* index = make<Index>(super.start);
        index->position = tok().start;
        index->object = node;
        next();
        AcceptIn accept(*this, true);
        index->index = parse_expression();
        expect(Tok::kRightBracket);
        return finish(index);
    }
    if (function_->allow_super_call && kind() == Tok::kLeftParen) {
        auto* node = make<SuperCall>(super.start);
        bool has_spread = false;
        node->this_expr = make_this(super.start, super.end);
        node->new_target = make_reference(atom::kNewTarget, super.start, super.end);
        node->active_function = make_reference(atom::kActiveFunction, super.start, super.end);
        node->arguments = parse_arguments(&has_spread, false);
        node->op = has_spread;
        return finish(node);
    }
    fail(super, "'super' keyword unexpected here");
    return invalid(super.start);
}

/// import(x), import.meta, import.source(x), import.defer(x)
Expr* Parser::parse_import_expression() {
    Token import = tok();
    next();
    ImportPhase phase = ImportPhase::kEvaluation;
    if (kind() == Tok::kDot) {
        next();
        if (tok().kind == Tok::kIdentifier && tok().atom == atom::kMeta) {
            if (tok().has_escape) {
                fail(import.start, tok().end, "'import.meta' must not contain escaped characters");
            }
            if (!is_module()) {
                fail(tok(), "Cannot use 'import.meta' outside a module");
            }
            next();
            return finish(make<ImportMeta>(import.start));
        }
        if (at_word(atom::kSource)) {
            phase = ImportPhase::kSource;
        } else if (at_word(atom::kDefer)) {
            phase = ImportPhase::kDefer;
        } else {
            unexpected();
            return invalid(import.start);
        }
        next();
    }
    if (kind() != Tok::kLeftParen) {
        if (is_module() || phase != ImportPhase::kEvaluation) {
            unexpected();
        } else {
            fail(import, "Cannot use import statement outside a module");
        }
        return invalid(import.start);
    }
    next();
    if (kind() == Tok::kRightParen) {
        fail(prev_start_, prev_end_, "import() requires a specifier");
        return invalid(import.start);
    }
    auto* node = make<ImportCall>(import.start);
    node->op = uint8_t(phase);
    AcceptIn accept(*this, true);
    if (kind() == Tok::kEllipsis) unexpected();
    node->specifier = parse_assignment();
    if (check(Tok::kComma) && kind() != Tok::kRightParen) {
        if (phase != ImportPhase::kEvaluation && kind() == Tok::kEllipsis) unexpected();
        node->options = parse_assignment();
        check(Tok::kComma);
    }
    expect(Tok::kRightParen);
    return finish(node);
}

/// %Name(arguments)
Expr* Parser::parse_intrinsic() {
    auto* node = make<IntrinsicCall>(tok().start);
    next();
    if (!is_name(kind())) {
        unexpected();
        return node;
    }
    node->name = tok().atom;
    next();
    if (kind() != Tok::kLeftParen) {
        unexpected();
        return node;
    }
    bool has_spread = false;
    node->arguments = parse_arguments(&has_spread, false);
    if (has_spread) fail(node->start, prev_end_, "Intrinsic calls do not support spread arguments");
    return finish(node);
}

}  // namespace jsx::parser
