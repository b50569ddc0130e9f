// Tests: conditions become jumps, comparisons are fused with them.
#include <cmath>

#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

int FunctionCompiler::constant_condition(const Expr* e) const {
    switch (e->kind) {
    case NodeKind::kNullLiteral: return 0;
    case NodeKind::kBooleanLiteral: return e->as<BooleanLiteral>()->value();
    case NodeKind::kNumberLiteral: {
        double value = e->as<NumberLiteral>()->value;
        return value != 0 && !std::isnan(value);
    }
    case NodeKind::kStringLiteral: return e->as<StringLiteral>()->value != atom::kEmpty;
    case NodeKind::kUnary: {
        auto* u = e->as<Unary>();
        if (u->unary_op() == UnaryOp::kVoid && u->operand->is<NumberLiteral>()) return 0;
        if (u->unary_op() != UnaryOp::kNot) return -1;
        int inner = constant_condition(u->operand);
        return inner < 0 ? -1 : !inner;
    }
    default: return -1;
    }
}

static bool type_of_name(std::string_view name, TypeOfKind* type) {
    static constexpr std::string_view kNames[] = {"undefined", "object", "boolean", "number", "string", "symbol", "bigint", "function"};
    for (size_t i = 0; i < std::size(kNames); i++) {
        if (kNames[i] != name) continue;
        *type = TypeOfKind(i);
        return true;
    }
    return false;
}

/// `typeof x == "name"`, either way round, with any of the four equality operators.
bool FunctionCompiler::typeof_test(const Binary* e, TypeofTest* test) const {
    BinaryOp op = e->binary_op();
    bool is_equal = op == BinaryOp::kEq || op == BinaryOp::kStrictEq;
    bool is_different = op == BinaryOp::kNe || op == BinaryOp::kStrictNe;
    if (!is_equal && !is_different) return false;
    Expr* left = e->left;
    Expr* right = e->right;
    if (left->is<StringLiteral>()) std::swap(left, right);
    if (!right->is<StringLiteral>() || !left->is<Unary>() || left->as<Unary>()->unary_op() != UnaryOp::kTypeof) return false;
    AtomText text = c_.unit.atoms.text(right->as<StringLiteral>()->value);
    if (!text.is_latin1 || !type_of_name(text.ascii(), &test->type)) return false;
    test->operand = left->as<Unary>()->operand;
    test->is_negated = is_different;
    return true;
}

/// The operand of typeof: a name that is not bound is undefined.
Register FunctionCompiler::typeof_operand(Expr* operand) {
    if (!operand->is<Identifier>()) return any(operand);
    auto* id = operand->as<Identifier>();
    if (!id->is_dynamic() && id->variable && in_frame(id->variable)) return any(id);
    Register r = e_.allocate();
    if (id->is_dynamic()) load_identifier(r, id, true);
    else load_static(r, id, true);
    return r;
}

namespace {
/// a < b as b > a.
BinaryOp mirrored(BinaryOp op) {
    switch (op) {
    case BinaryOp::kLt: return BinaryOp::kGt;
    case BinaryOp::kGt: return BinaryOp::kLt;
    case BinaryOp::kLe: return BinaryOp::kGe;
    case BinaryOp::kGe: return BinaryOp::kLe;
    default: return op;
    }
}
bool is_relational(BinaryOp op) {
    return op == BinaryOp::kLt || op == BinaryOp::kGt || op == BinaryOp::kLe || op == BinaryOp::kGe;
}
}  // namespace

bool FunctionCompiler::jump_if_compare(Binary* e, bool sense, Label& target) {
    BinaryOp op = e->binary_op();
    TypeofTest test;
    Temporaries temporaries(e_);
    if (typeof_test(e, &test)) {
        Register value = typeof_operand(test.operand);
        if (test.is_negated != sense) e_.JumpIfTypeOf(value, uint16_t(test.type), target);
        else e_.JumpIfNotTypeOf(value, uint16_t(test.type), target);
        return true;
    }
    Expr* left = e->left;
    Expr* right = e->right;
    int16_t imm;
    if (is_relational(op)) {
        if (small_int(left, &imm) && !small_int(right, &imm)) {
            std::swap(left, right);
            op = mirrored(op);
        }
        if (small_int(right, &imm)) {
            Register l = any(left);
            e_.at(e->position);
            switch (op) {
            case BinaryOp::kLt: sense ? e_.JumpIfLessInt(l, imm, target) : e_.JumpIfNotLessInt(l, imm, target); break;
            case BinaryOp::kLe: sense ? e_.JumpIfLessEqInt(l, imm, target) : e_.JumpIfNotLessEqInt(l, imm, target); break;
            case BinaryOp::kGt: sense ? e_.JumpIfGreaterInt(l, imm, target) : e_.JumpIfNotGreaterInt(l, imm, target); break;
            default: sense ? e_.JumpIfGreaterEqInt(l, imm, target) : e_.JumpIfNotGreaterEqInt(l, imm, target); break;
            }
            return true;
        }
        Register l = any_before(left, right);
        Register r = any(right);
        e_.at(e->position);
        switch (op) {
        case BinaryOp::kLt: sense ? e_.JumpIfLess(l, r, target) : e_.JumpIfNotLess(l, r, target); break;
        case BinaryOp::kLe: sense ? e_.JumpIfLessEq(l, r, target) : e_.JumpIfNotLessEq(l, r, target); break;
        case BinaryOp::kGt: sense ? e_.JumpIfGreater(l, r, target) : e_.JumpIfNotGreater(l, r, target); break;
        default: sense ? e_.JumpIfGreaterEq(l, r, target) : e_.JumpIfNotGreaterEq(l, r, target); break;
        }
        return true;
    }
    bool is_strict_equality = op == BinaryOp::kStrictEq || op == BinaryOp::kStrictNe;
    bool is_loose_equality = op == BinaryOp::kEq || op == BinaryOp::kNe;
    if (!is_strict_equality && !is_loose_equality) return false;
    bool jump_if_equal = sense == (op == BinaryOp::kStrictEq || op == BinaryOp::kEq);
    if (is_loose_equality) {
        if (is_nullish_constant(left) || is_nullish_constant(right)) {
            Register l = any(is_nullish_constant(right) ? left : right);
            jump_if_equal ? e_.JumpIfEqNull(l, target) : e_.JumpIfNotEqNull(l, target);
            return true;
        }
        Register l = any_before(left, right);
        Register r = any(right);
        e_.at(e->position);
        jump_if_equal ? e_.JumpIfEq(l, r, target) : e_.JumpIfNotEq(l, r, target);
        return true;
    }
    auto is_constant = [&](Expr* operand) {
        double number;
        return operand->is<NullLiteral>() || operand->is<StringLiteral>() || is_undefined_constant(operand) || constant_number(operand, &number);
    };
    if (is_constant(left) && !is_constant(right)) std::swap(left, right);
    if (right->is<NullLiteral>()) {
        Register l = any(left);
        jump_if_equal ? e_.JumpIfNull(l, target) : e_.JumpIfNotNull(l, target);
        return true;
    }
    if (is_undefined_constant(right)) {
        Register l = any(left);
        jump_if_equal ? e_.JumpIfUndefined(l, target) : e_.JumpIfNotUndefined(l, target);
        return true;
    }
    if (small_int(right, &imm)) {
        Register l = any(left);
        jump_if_equal ? e_.JumpIfStrictEqInt(l, imm, target) : e_.JumpIfStrictNotEqInt(l, imm, target);
        return true;
    }
    if (right->is<StringLiteral>()) {
        Register l = any(left);
        uint32_t constant = atom(right->as<StringLiteral>()->value);
        jump_if_equal ? e_.JumpIfStrictEqConst(l, constant, target) : e_.JumpIfStrictNotEqConst(l, constant, target);
        return true;
    }
    Register l = any_before(left, right);
    Register r = any(right);
    jump_if_equal ? e_.JumpIfStrictEq(l, r, target) : e_.JumpIfStrictNotEq(l, r, target);
    return true;
}

void FunctionCompiler::jump_if(Expr* e, bool sense, Label& target) {
    if (!enter()) return;
    int known = constant_condition(e);
    if (known >= 0) {
        if (bool(known) == sense) e_.Jump(target);
        return;
    }
    switch (e->kind) {
    case NodeKind::kUnary:
        if (e->as<Unary>()->unary_op() == UnaryOp::kNot) return jump_if(e->as<Unary>()->operand, !sense, target);
        break;
    case NodeKind::kLogical: {
        // A run of one operator, from the left.
        LogicalOp op = e->as<Logical>()->logical_op();
        if (op == LogicalOp::kNullish) break;
        std::vector<Expr*> operands;
        Expr* first = e;
        for (; first->is<Logical>() && first->as<Logical>()->logical_op() == op; first = first->as<Logical>()->left) {
            operands.push_back(first->as<Logical>()->right);
        }
        operands.push_back(first);
        bool decides = op == LogicalOp::kOr;  // the operand value that settles the result
        if (decides == sense) {
            for (size_t i = operands.size(); i-- > 0;) jump_if(operands[i], sense, target);
            return;
        }
        Label settled;
        for (size_t i = operands.size(); i-- > 1;) jump_if(operands[i], decides, settled);
        jump_if(operands[0], sense, target);
        return e_.bind(settled);
    }
    case NodeKind::kBinary:
        if (jump_if_compare(e->as<Binary>(), sense, target)) return;
        break;
    case NodeKind::kSequence: {
        auto& list = e->as<Sequence>()->expressions;
        for (uint32_t i = 0; i + 1 < list.size; i++) effect(list[i]);
        return jump_if(list[list.size - 1], sense, target);
    }
    default: break;
    }
    Temporaries temporaries(e_);
    Register value = any(e);
    if (sense) e_.JumpIfTrue(value, target);
    else e_.JumpIfFalse(value, target);
}

bool FunctionCompiler::loop_if_compare(Binary* e, Label& top) {
    BinaryOp op = e->binary_op();
    if (!is_relational(op)) return false;
    Temporaries temporaries(e_);
    Expr* left = e->left;
    Expr* right = e->right;
    int16_t imm;
    if (small_int(left, &imm) && !small_int(right, &imm)) {
        std::swap(left, right);
        op = mirrored(op);
    }
    if (small_int(right, &imm)) {
        Register l = any(left);
        e_.at(e->position);
        switch (op) {
        case BinaryOp::kLt: e_.LoopIfLessInt(l, imm, top); break;
        case BinaryOp::kLe: e_.LoopIfLessEqInt(l, imm, top); break;
        case BinaryOp::kGt: e_.LoopIfGreaterInt(l, imm, top); break;
        default: e_.LoopIfGreaterEqInt(l, imm, top); break;
        }
        return true;
    }
    Register l = any_before(left, right);
    Register r = any(right);
    e_.at(e->position);
    switch (op) {
    case BinaryOp::kLt: e_.LoopIfLess(l, r, top); break;
    case BinaryOp::kLe: e_.LoopIfLessEq(l, r, top); break;
    case BinaryOp::kGt: e_.LoopIfGreater(l, r, top); break;
    default: e_.LoopIfGreaterEq(l, r, top); break;
    }
    return true;
}

void FunctionCompiler::loop_if(Expr* e, Label& top) {
    if (!enter()) return;
    int known = e ? constant_condition(e) : 1;
    if (known == 1) return e_.Loop(top);
    if (known == 0) return;
    Label exit;
    // The operands of && before the last leave; the last one decides.
    if (e->is<Logical>() && e->as<Logical>()->logical_op() == LogicalOp::kAnd) {
        jump_if(e->as<Logical>()->left, false, exit);
        loop_if(e->as<Logical>()->right, top);
        return e_.bind(exit);
    }
    if (e->is<Binary>() && loop_if_compare(e->as<Binary>(), top)) return;
    bool is_not = e->is<Unary>() && e->as<Unary>()->unary_op() == UnaryOp::kNot;
    bool is_jump = e->is<Logical>() || e->is<Sequence>() || (is_not && !e->as<Unary>()->operand->is<Identifier>());
    if (e->is<Binary>()) {
        BinaryOp op = e->as<Binary>()->binary_op();
        is_jump = op == BinaryOp::kEq || op == BinaryOp::kNe || op == BinaryOp::kStrictEq || op == BinaryOp::kStrictNe;
    }
    if (is_jump) {
        jump_if(e, false, exit);
        e_.Loop(top);
        return e_.bind(exit);
    }
    Temporaries temporaries(e_);
    if (is_not) return e_.LoopIfFalse(any(e->as<Unary>()->operand), top);
    e_.LoopIfTrue(any(e), top);
}

}  // namespace jsx::bytecode
