// Expressions: dispatch over their kinds, operators, assignment.
#include <bit>
#include <cmath>

#include "bytecode/compiler/compiler_impl.h"
#include "bytecode/compiler/walk.h"
#include "support/numbers/math.h"

namespace jsx::bytecode {

/// False, and the compilation failed, if the native stack is used up.
bool FunctionCompiler::enter() {
    auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    if (JSX_UNLIKELY(here < c_.options.stack_limit)) c_.fail_range("Maximum call stack size exceeded");
    return !c_.failed();
}

// ---- what expressions may do -----------------------------------------------------------------------

/// Whether evaluating `e` may assign v. Only code of this function can: what closures write is no register.
bool FunctionCompiler::may_assign(const Node* e, const Variable* v, int& budget) {
    if (--budget < 0) return true;
    auto is_variable = [&](const Node* target) {
        return target->is<Identifier>() && target->as<Identifier>()->variable == v;
    };
    auto in_target = [&](const Node* target) {
        // Any mention of the name in a pattern counts.
        return is_variable(target) || target->is<ArrayPattern>() || target->is<ObjectPattern>();
    };
    if (e->is<Assign>() && in_target(e->as<Assign>()->target)) return true;
    if (e->is<Update>() && is_variable(e->as<Update>()->target)) return true;
    bool found = false;
    for_each_operand(e, [&](const Node* child) {
        if (!found) found = may_assign(child, v, budget);
    });
    return found;
}

/// Whether a closure may be made while evaluating `e`.
bool FunctionCompiler::contains_function(const Node* e, int& budget) {
    if (--budget < 0) return true;
    if (e->is<FunctionLiteral>() || e->is<ClassLiteral>()) return true;
    if (e->is<Call>() && e->as<Call>()->is_possibly_direct_eval()) return true;
    bool found = false;
    for_each_operand(e, [&](const Node* child) {
        if (!found) found = contains_function(child, budget);
    });
    return found;
}

bool FunctionCompiler::constant_number(const Expr* e, double* out) const {
    if (e->is<NumberLiteral>()) {
        *out = e->as<NumberLiteral>()->value;
        return true;
    }
    if (e->is<Unary>()) {
        auto* u = e->as<Unary>();
        if (!u->operand->is<NumberLiteral>()) return false;
        double value = u->operand->as<NumberLiteral>()->value;
        switch (u->unary_op()) {
        case UnaryOp::kMinus: *out = -value; return true;
        case UnaryOp::kPlus: *out = value; return true;
        case UnaryOp::kBitNot: *out = ~numbers::to_int32(value); return true;
        case UnaryOp::kNot:
        case UnaryOp::kTypeof:
        case UnaryOp::kVoid:
        case UnaryOp::kDelete: return false;
        }
    }
    return false;
}

bool FunctionCompiler::small_int(const Expr* e, int16_t* out) const {
    double value;
    if (!constant_number(e, &value)) return false;
    if (value != std::trunc(value) || std::abs(value) > INT16_MAX || (value == 0 && std::signbit(value))) return false;
    *out = int16_t(value);
    return true;
}

static bool fold(BinaryOp op, double a, double b, double* out) {
    auto shift = [&] { return numbers::to_int32(b) & 31; };
    switch (op) {
    case BinaryOp::kAdd: *out = a + b; return true;
    case BinaryOp::kSub: *out = a - b; return true;
    case BinaryOp::kMul: *out = a * b; return true;
    case BinaryOp::kDiv: *out = a / b; return true;
    case BinaryOp::kBitAnd: *out = numbers::to_int32(a) & numbers::to_int32(b); return true;
    case BinaryOp::kBitOr: *out = numbers::to_int32(a) | numbers::to_int32(b); return true;
    case BinaryOp::kBitXor: *out = numbers::to_int32(a) ^ numbers::to_int32(b); return true;
    case BinaryOp::kShl: *out = int32_t(uint32_t(numbers::to_int32(a)) << shift()); return true;
    case BinaryOp::kSar: *out = numbers::to_int32(a) >> shift(); return true;
    case BinaryOp::kShr: *out = uint32_t(numbers::to_int32(a)) >> shift(); return true;
    case BinaryOp::kMod:
    case BinaryOp::kExp:
    case BinaryOp::kEq:
    case BinaryOp::kNe:
    case BinaryOp::kStrictEq:
    case BinaryOp::kStrictNe:
    case BinaryOp::kLt:
    case BinaryOp::kGt:
    case BinaryOp::kLe:
    case BinaryOp::kGe:
    case BinaryOp::kIn:
    case BinaryOp::kInstanceof: return false;
    }
}

/// A canonical array index: "0", "17", up to 2^32 - 2.
bool FunctionCompiler::is_index_name(AtomText text, uint32_t* index) {
    if (text.length == 0 || text.length > 10 || !text.is_latin1) return false;
    if (text[0] == '0' && text.length > 1) return false;
    uint64_t value = 0;
    for (uint32_t i = 0; i < text.length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + uint64_t(text[i] - '0');
    }
    if (value > UINT32_MAX - 1) return false;
    *index = uint32_t(value);
    return true;
}

// ---- values in registers ---------------------------------------------------------------------------

/// A local that can be written to without any check; null if the target is none.
Variable* FunctionCompiler::plain_local(const Expr* target) {
    if (!target->is<Identifier>()) return nullptr;
    auto* id = target->as<Identifier>();
    Variable* v = id->variable;
    if (!v || !in_frame(v) || id->is_dynamic() || id->needs_tdz_check()) return nullptr;
    return v->is_const() || v->mode == VariableMode::kFunctionName ? nullptr : v;
}

/// The plain local whose new value is the value of e: `x = 1`, `x += 1`, `++x`.
Variable* FunctionCompiler::assigned_local(const Expr* e) {
    if (e->is<Assign>()) return plain_local(e->as<Assign>()->target);
    return e->is<Update>() && e->as<Update>()->is_prefix() ? plain_local(e->as<Update>()->target) : nullptr;
}

Register FunctionCompiler::any(Expr* e) {
    if (e->is<Identifier>()) {
        auto* id = e->as<Identifier>();
        Variable* v = id->variable;
        if (v && !id->is_dynamic() && in_frame(v)) {
            if (id->needs_tdz_check()) {
                e_.at(id->start);
                e_.CheckTdz(home_of(v), atom(id->name));
            }
            e_.touch();
            return home_of(v);
        }
    } else if (e->is<ThisExpr>()) {
        Register self = this_register(e->as<ThisExpr>());
        e_.touch();
        return self;
    } else if (Variable* v = assigned_local(e)) {
        Temporaries temporaries(e_);
        effect(e);
        return home_of(v);
    }
    Register r = e_.allocate();
    into(e, r);
    return r;
}

Register FunctionCompiler::any_before(Expr* e, Expr* next, Expr* next2) {
    Register r = any(e);
    Variable* v = e->is<Identifier>() ? e->as<Identifier>()->variable : assigned_local(e);
    if (!v || !is_home(r) || !in_frame(v) || !v->is_assigned) return r;
    int budget = 60;
    if ((next && may_assign(next, v, budget)) || (next2 && may_assign(next2, v, budget))) {
        Register copy = e_.allocate();
        e_.Move(copy, r);
        return copy;
    }
    return r;
}

void FunctionCompiler::into(Expr* e, Register dst) {
    if (!enter()) return;
    Temporaries temporaries(e_);
    switch (e->kind) {
    case NodeKind::kNullLiteral: return e_.LoadNull(dst);
    case NodeKind::kBooleanLiteral:
        if (e->as<BooleanLiteral>()->value()) return e_.LoadTrue(dst);
        return e_.LoadFalse(dst);
    case NodeKind::kNumberLiteral: return load_number(dst, e->as<NumberLiteral>()->value);
    case NodeKind::kStringLiteral: return load_string(dst, e->as<StringLiteral>()->value);
    case NodeKind::kBigIntLiteral: return e_.LoadConst(dst, e_.constant_bigint(e->as<BigIntLiteral>()->text));
    case NodeKind::kRegExpLiteral: return regexp(e->as<RegExpLiteral>(), dst);
    case NodeKind::kTemplateLiteral: return template_literal(e->as<TemplateLiteral>(), dst);
    case NodeKind::kTaggedTemplate: return tagged_template(e->as<TaggedTemplate>(), dst);
    case NodeKind::kIdentifier: return load_identifier(dst, e->as<Identifier>());
    case NodeKind::kThisExpr: return load_this(dst, e->as<ThisExpr>());
    case NodeKind::kNewTarget: return load_pseudo(dst, e->as<NewTarget>()->reference);
    case NodeKind::kImportMeta: return e_.GetImportMeta(dst);
    case NodeKind::kArrayLiteral: return array_literal(e->as<ArrayLiteral>(), dst);
    case NodeKind::kObjectLiteral: return object_literal(e->as<ObjectLiteral>(), dst);
    case NodeKind::kFunctionLiteral: return closure(e->as<FunctionLiteral>(), dst, atom::kNone);
    case NodeKind::kClassLiteral: return class_literal(e->as<ClassLiteral>(), dst, atom::kNone);
    case NodeKind::kUnary: return unary(e->as<Unary>(), dst);
    case NodeKind::kUpdate: return update(e->as<Update>(), dst, true);
    case NodeKind::kBinary: return binary(e->as<Binary>(), dst);
    case NodeKind::kLogical: return logical(e->as<Logical>(), dst);
    case NodeKind::kAssign: return assign(e->as<Assign>(), dst, true);
    case NodeKind::kConditional: return conditional(e->as<Conditional>(), dst);
    case NodeKind::kCall:
    case NodeKind::kMember:
    case NodeKind::kIndex:
    case NodeKind::kPrivateMember: return chain(e, dst, nullptr);
    case NodeKind::kNew: return new_expression(e->as<New>(), dst);
    case NodeKind::kSuperCall: return super_call(e->as<SuperCall>(), dst);
    case NodeKind::kPrivateIn: return private_in(dst, e->as<PrivateIn>());
    case NodeKind::kOptionalChain: return optional_chain(e->as<OptionalChain>(), dst);
    case NodeKind::kSequence: {
        auto& list = e->as<Sequence>()->expressions;
        for (uint32_t i = 0; i + 1 < list.size; i++) effect(list[i]);
        return into(list[list.size - 1], dst);
    }
    case NodeKind::kYield: return yield(e->as<Yield>(), dst);
    case NodeKind::kAwait: return await(e->as<Await>()->operand, dst, e->start);
    case NodeKind::kImportCall: return import_call(e->as<ImportCall>(), dst);
    case NodeKind::kIntrinsicCall: return intrinsic_call(e->as<IntrinsicCall>(), dst);
    default: JSX_UNREACHABLE();  // statements and parts of other expressions
    }
}

/// Evaluates for side effects alone.
void FunctionCompiler::effect(Expr* e) {
    if (!enter()) return;
    Temporaries temporaries(e_);
    switch (e->kind) {
    case NodeKind::kNullLiteral:
    case NodeKind::kBooleanLiteral:
    case NodeKind::kNumberLiteral:
    case NodeKind::kStringLiteral:
    case NodeKind::kBigIntLiteral:
    case NodeKind::kFunctionLiteral: return;
    case NodeKind::kAssign: return assign(e->as<Assign>(), kNoRegister, false);
    case NodeKind::kUpdate: return update(e->as<Update>(), kNoRegister, false);
    case NodeKind::kLogical: return logical_effect(e->as<Logical>());
    case NodeKind::kConditional: {
        auto* c = e->as<Conditional>();
        Label otherwise, end;
        jump_if(c->condition, false, otherwise);
        effect(c->then);
        e_.Jump(end);
        e_.bind(otherwise);
        effect(c->otherwise);
        return e_.bind(end);
    }
    case NodeKind::kSequence:
        for (Expr* part : e->as<Sequence>()->expressions) effect(part);
        return;
    case NodeKind::kUnary: {
        auto* u = e->as<Unary>();
        if (u->unary_op() == UnaryOp::kNot || u->unary_op() == UnaryOp::kVoid) return effect(u->operand);
        break;
    }
    default: break;
    }
    (void)any(e);
}

bool FunctionCompiler::is_anonymous_function(const Expr* e) {
    if (e->is<FunctionLiteral>()) return e->as<FunctionLiteral>()->name == atom::kNone;
    if (e->is<ClassLiteral>()) return e->as<ClassLiteral>()->name == atom::kNone;
    return false;
}

void FunctionCompiler::named(Expr* value, AtomId name, Register dst) {
    if (!is_anonymous_function(value)) return into(value, dst);
    if (!enter()) return;
    Temporaries temporaries(e_);
    if (value->is<FunctionLiteral>()) return closure(value->as<FunctionLiteral>(), dst, name);
    class_literal(value->as<ClassLiteral>(), dst, name);
}

/// The same for a name known at run time.
void FunctionCompiler::named_by_key(Expr* value, Register key, Register dst) {
    if (!is_anonymous_function(value)) return into(value, dst);
    if (!enter()) return;
    Temporaries temporaries(e_);
    if (value->is<ClassLiteral>()) return class_literal(value->as<ClassLiteral>(), dst, atom::kNone, key);
    closure(value->as<FunctionLiteral>(), dst, atom::kNone);
    e_.SetFunctionName(dst, key, uint16_t(NamePrefix::kNone));
}

// ---- unary -----------------------------------------------------------------------------------------

void FunctionCompiler::unary(Unary* e, Register dst) {
    double number;
    if (constant_number(e, &number)) return load_number(dst, number);
    switch (e->unary_op()) {
    case UnaryOp::kVoid:
        effect(e->operand);
        return e_.LoadUndefined(dst);
    case UnaryOp::kDelete: return delete_expression(e, dst);
    case UnaryOp::kTypeof:
        if (e->operand->is<Identifier>()) return typeof_identifier(dst, e->operand->as<Identifier>());
        return e_.TypeOf(dst, any(e->operand));
    case UnaryOp::kNot: {
        if (e->operand->is<Unary>() && e->operand->as<Unary>()->unary_op() == UnaryOp::kNot) {
            return e_.ToBoolean(dst, any(e->operand->as<Unary>()->operand));
        }
        int known = constant_condition(e->operand);
        if (known == 0) return e_.LoadTrue(dst);
        if (known == 1) return e_.LoadFalse(dst);
        return e_.Not(dst, any(e->operand));
    }
    case UnaryOp::kPlus: {
        Register r = any(e->operand);
        e_.at(e->position);
        return e_.ToNumber(dst, r);
    }
    case UnaryOp::kMinus: {
        Register r = any(e->operand);
        e_.at(e->position);
        return e_.Neg(dst, r);
    }
    case UnaryOp::kBitNot: {
        Register r = any(e->operand);
        e_.at(e->position);
        return e_.BitNot(dst, r);
    }
    }
}

void FunctionCompiler::delete_expression(Unary* e, Register dst) {
    Expr* operand = e->operand;
    if (operand->is<Identifier>()) return delete_identifier(dst, operand->as<Identifier>());
    Label nullish, done;
    Label* short_circuit = nullptr;
    Expr* target = operand;
    if (operand->is<OptionalChain>()) {
        target = operand->as<OptionalChain>()->expression;
        short_circuit = &nullish;
    }
    Expr* object;
    if (target->is<Member>()) {
        object = target->as<Member>()->object;
    } else if (target->is<Index>()) {
        object = target->as<Index>()->object;
    } else {
        effect(operand);
        return e_.LoadTrue(dst);
    }
    if (object->is<SuperExpr>()) {
        (void)this_register(object->as<SuperExpr>()->this_expr);
        if (target->is<Index>()) effect(target->as<Index>()->index);
        e_.at(e->start);
        return e_.ThrowError(uint16_t(ErrorType::kReferenceError), atom(c_.unit.atoms.intern("Unsupported reference to 'super'")));
    }
    Register result = scratch(dst);
    Register o;
    if (short_circuit) {
        o = e_.allocate();
        chain(object, o, short_circuit);
        if (target->flags & kOptional) e_.JumpIfNullish(o, nullish);
    } else {
        o = target->is<Index>() ? any_before(object, target->as<Index>()->index) : any(object);
    }
    if (target->is<Member>()) {
        e_.DeleteById(result, o, atom(target->as<Member>()->name), is_strict_);
    } else {
        Register key = any(target->as<Index>()->index);
        e_.DeleteByVal(result, o, key, is_strict_);
    }
    if (short_circuit) {
        e_.Jump(done);
        e_.bind(nullish);
        e_.LoadTrue(result);
        e_.bind(done);
    }
    e_.move(dst, result);
}

// ---- updates ---------------------------------------------------------------------------------------

void FunctionCompiler::update(Update* e, Register dst, bool is_needed) {
    bool inc = e->is_increment();
    if (e->target->is<Identifier>()) {
        auto* id = e->target->as<Identifier>();
        Variable* v = id->variable;
        if (v && !id->is_dynamic() && in_frame(v) && !v->is_const() && v->mode != VariableMode::kFunctionName) {
            Register home = any(id);
            if (is_needed && !e->is_prefix()) {
                Register old = dst == home ? e_.allocate() : dst;
                if (inc) e_.PostInc(old, home);
                else e_.PostDec(old, home);
                return e_.move(dst, old);
            }
            if (inc) e_.Inc(home);
            else e_.Dec(home);
            if (is_needed) e_.move(dst, home);
            return;
        }
    }
    Reference r = reference(e->target, nullptr, true);
    Register value = e_.allocate();
    load_for_update(r, value);
    if (is_needed && !e->is_prefix()) {
        Register old = scratch(dst);
        if (inc) e_.PostInc(old, value);
        else e_.PostDec(old, value);
        e_.at(e->position);
        store(r, value);
        return e_.move(dst, old);
    }
    if (inc) e_.Inc(value);
    else e_.Dec(value);
    e_.at(e->position);
    store(r, value);
    if (is_needed) e_.move(dst, value);
}

// ---- binary ----------------------------------------------------------------------------------------

void FunctionCompiler::binary_op(BinaryOp op, Register dst, Register lhs, Register rhs) {
    switch (op) {
    case BinaryOp::kAdd: return e_.Add(dst, lhs, rhs);
    case BinaryOp::kSub: return e_.Sub(dst, lhs, rhs);
    case BinaryOp::kMul: return e_.Mul(dst, lhs, rhs);
    case BinaryOp::kDiv: return e_.Div(dst, lhs, rhs);
    case BinaryOp::kMod: return e_.Mod(dst, lhs, rhs);
    case BinaryOp::kExp: return e_.Exp(dst, lhs, rhs);
    case BinaryOp::kBitAnd: return e_.BitAnd(dst, lhs, rhs);
    case BinaryOp::kBitOr: return e_.BitOr(dst, lhs, rhs);
    case BinaryOp::kBitXor: return e_.BitXor(dst, lhs, rhs);
    case BinaryOp::kShl: return e_.Shl(dst, lhs, rhs);
    case BinaryOp::kSar: return e_.Sar(dst, lhs, rhs);
    case BinaryOp::kShr: return e_.Shr(dst, lhs, rhs);
    case BinaryOp::kEq: return e_.Eq(dst, lhs, rhs);
    case BinaryOp::kNe: return e_.NotEq(dst, lhs, rhs);
    case BinaryOp::kStrictEq: return e_.StrictEq(dst, lhs, rhs);
    case BinaryOp::kStrictNe: return e_.StrictNotEq(dst, lhs, rhs);
    case BinaryOp::kLt: return e_.Less(dst, lhs, rhs);
    case BinaryOp::kGt: return e_.Greater(dst, lhs, rhs);
    case BinaryOp::kLe: return e_.LessEq(dst, lhs, rhs);
    case BinaryOp::kGe: return e_.GreaterEq(dst, lhs, rhs);
    case BinaryOp::kIn: return e_.In(dst, lhs, rhs);
    case BinaryOp::kInstanceof: return e_.InstanceOf(dst, lhs, rhs);
    }
}

/// lhs op small constant, if there is an op for it.
bool FunctionCompiler::binary_int(BinaryOp op, Register dst, Register lhs, Expr* right) {
    int16_t imm;
    if (!small_int(right, &imm)) return false;
    bool is_shift_count = imm >= 0 && imm < 32;
    switch (op) {
    case BinaryOp::kAdd: e_.AddInt(dst, lhs, imm); return true;
    case BinaryOp::kSub: e_.SubInt(dst, lhs, imm); return true;
    case BinaryOp::kMul:
        if (imm == 0) return false;
        e_.MulInt(dst, lhs, imm);
        return true;
    case BinaryOp::kDiv:
        if (imm == 0) return false;
        e_.DivInt(dst, lhs, imm);
        return true;
    case BinaryOp::kMod:
        if (imm <= 0) return false;
        e_.ModInt(dst, lhs, imm);
        return true;
    case BinaryOp::kBitAnd: e_.BitAndInt(dst, lhs, imm); return true;
    case BinaryOp::kBitOr: e_.BitOrInt(dst, lhs, imm); return true;
    case BinaryOp::kBitXor: e_.BitXorInt(dst, lhs, imm); return true;
    case BinaryOp::kShl:
        if (!is_shift_count) return false;
        e_.ShlInt(dst, lhs, uint16_t(imm));
        return true;
    case BinaryOp::kSar:
        if (!is_shift_count) return false;
        e_.SarInt(dst, lhs, uint16_t(imm));
        return true;
    case BinaryOp::kShr:
        if (!is_shift_count) return false;
        e_.ShrInt(dst, lhs, uint16_t(imm));
        return true;
    case BinaryOp::kExp:
    case BinaryOp::kEq:
    case BinaryOp::kNe:
    case BinaryOp::kStrictEq:
    case BinaryOp::kStrictNe:
    case BinaryOp::kLt:
    case BinaryOp::kGt:
    case BinaryOp::kLe:
    case BinaryOp::kGe:
    case BinaryOp::kIn:
    case BinaryOp::kInstanceof: return false;
    }
}

/// `typeof x == "name"` and `x == null`: an op of their own.
bool FunctionCompiler::compare_special(Binary* e, Register dst) {
    TypeofTest test;
    if (typeof_test(e, &test)) {
        Temporaries temporaries(e_);
        Register value = typeof_operand(test.operand);
        if (test.is_negated) e_.TypeOfIsNot(dst, value, uint16_t(test.type));
        else e_.TypeOfIs(dst, value, uint16_t(test.type));
        return true;
    }
    bool is_negated = e->binary_op() == BinaryOp::kNe;
    if (!is_negated && e->binary_op() != BinaryOp::kEq) return false;
    Expr* other = is_nullish_constant(e->right) ? e->left : is_nullish_constant(e->left) ? e->right : nullptr;
    if (!other) return false;
    Temporaries temporaries(e_);
    Register value = any(other);
    Register result = is_negated ? scratch(dst) : dst;
    e_.IsNullish(result, value);
    if (is_negated) e_.Not(dst, result);
    return true;
}

bool FunctionCompiler::is_nullish_constant(const Expr* e) {
    return e->is<NullLiteral>() || is_undefined_constant(e);
}
bool FunctionCompiler::is_undefined_constant(const Expr* e) {
    if (e->is<Identifier>()) return is_constant_global(e->as<Identifier>(), atom::kUndefined);
    if (!e->is<Unary>() || e->as<Unary>()->unary_op() != UnaryOp::kVoid) return false;
    return e->as<Unary>()->operand->is<NumberLiteral>();
}

/// Left-deep: the spine is walked by iteration.
void FunctionCompiler::binary(Binary* e, Register dst) {
    Binary* inner = e;
    std::vector<Binary*> spine;
    while (inner->left->is<Binary>()) {
        spine.push_back(inner);
        inner = inner->left->as<Binary>();
    }
    Register work = spine.empty() ? dst : scratch(dst);
    Register acc = work;
    double folded, right;
    if (constant_number(inner->left, &folded) && constant_number(inner->right, &right) &&
        fold(inner->binary_op(), folded, right, &folded)) {
        while (!spine.empty() && constant_number(spine.back()->right, &right) &&
               fold(spine.back()->binary_op(), folded, right, &folded)) {
            spine.pop_back();
        }
        load_number(spine.empty() ? dst : work, folded);
    } else {
        Label done;
        bool adds = inner->binary_op() == BinaryOp::kAdd || inner->binary_op() == BinaryOp::kSub;
        bool wrapped = adds && !spine.empty() && is_truncation(spine.back());
        if (wrapped) {
            Register result = spine.size() == 1 ? dst : work;
            binary_step(inner, kNoRegister, work, &done, result);
            binary_step(spine.back(), acc, result);
            spine.pop_back();
            e_.bind(done);
        } else {
            binary_step(inner, kNoRegister, work);
        }
    }
    for (size_t i = spine.size(); i-- > 0;) binary_step(spine[i], acc, i == 0 ? dst : work);
}

/// `x | 0`
bool FunctionCompiler::is_truncation(Binary* e) {
    int16_t imm;
    return e->binary_op() == BinaryOp::kBitOr && small_int(e->right, &imm) && imm == 0;
}

/// dst = acc op e->right; acc kNoRegister: the left operand has yet to be evaluated. With `wrapped_done`: the result is
/// truncated to `wrapped` next, which an op for int32 does at once and goes there.
void FunctionCompiler::binary_step(Binary* e, Register acc, Register dst, Label* wrapped_done, Register wrapped) {
    Temporaries temporaries(e_);
    BinaryOp op = e->binary_op();
    if (acc == kNoRegister) {
        if (compare_special(e, dst)) return;
        // A constant on the left of a commutative operator is as good on the right.
        int16_t imm;
        bool commutes = op == BinaryOp::kMul || op == BinaryOp::kBitAnd || op == BinaryOp::kBitOr || op == BinaryOp::kBitXor;
        if (commutes && small_int(e->left, &imm) && !small_int(e->right, &imm)) {
            Register r = any(e->right);
            e_.at(e->position);
            if (binary_int(op, dst, r, e->left)) return;
            Register l = any(e->left);
            return binary_op(op, dst, l, r);
        }
        acc = operand_in(e->left, scratch(dst), e->right);
    }
    int16_t imm;
    if (small_int(e->right, &imm)) {
        e_.at(e->position);
        if (binary_int(op, dst, acc, e->right)) return;
    }
    Register rhs = any(e->right);
    e_.at(e->position);
    if (wrapped_done && op == BinaryOp::kAdd) e_.AddWrapped(wrapped, acc, rhs, *wrapped_done);
    if (wrapped_done && op == BinaryOp::kSub) e_.SubWrapped(wrapped, acc, rhs, *wrapped_done);
    binary_op(op, dst, acc, rhs);
}

/// The value in a home or in `work`, safe against evaluating `next`.
Register FunctionCompiler::operand_in(Expr* e, Register work, Expr* next) {
    bool may_be_home = e->is<ThisExpr>() || assigned_local(e) || (e->is<Identifier>() && e->as<Identifier>()->variable &&
                                             !e->as<Identifier>()->is_dynamic() && in_frame(e->as<Identifier>()->variable));
    if (may_be_home) return any_before(e, next);
    into(e, work);
    return work;
}

// ---- logical and conditional -------------------------------------------------------------------------

/// Jumps to `end` if the operator's result is known from its left operand.
void FunctionCompiler::jump_logical(LogicalOp op, Register value, Label& end) {
    switch (op) {
    case LogicalOp::kAnd: return e_.JumpIfFalse(value, end);
    case LogicalOp::kOr: return e_.JumpIfTrue(value, end);
    case LogicalOp::kNullish: return e_.JumpIfNotNullish(value, end);
    }
}

void FunctionCompiler::logical(Logical* e, Register dst) {
    std::vector<Logical*> spine;
    Expr* first = e;
    for (; first->is<Logical>(); first = first->as<Logical>()->left) spine.push_back(first->as<Logical>());
    Register work = scratch(dst);
    into(first, work);
    for (size_t i = spine.size(); i-- > 0;) {
        Label end;
        LogicalOp op = spine[i]->logical_op();
        // A run of one operator leaves to one place.
        for (;; i--) {
            jump_logical(op, work, end);
            into(spine[i]->right, work);
            if (i == 0 || spine[i - 1]->logical_op() != op) break;
        }
        e_.bind(end);
    }
    e_.move(dst, work);
}

void FunctionCompiler::logical_effect(Logical* e) {
    Label end;
    if (e->logical_op() == LogicalOp::kNullish) {
        Temporaries temporaries(e_);
        Register left = any(e->left);
        e_.JumpIfNotNullish(left, end);
    } else {
        jump_if(e->left, e->logical_op() == LogicalOp::kOr, end);
    }
    effect(e->right);
    e_.bind(end);
}

void FunctionCompiler::conditional(Conditional* e, Register dst) {
    int known = constant_condition(e->condition);
    if (known >= 0) return into(known ? e->then : e->otherwise, dst);
    Label otherwise, end;
    jump_if(e->condition, false, otherwise);
    into(e->then, dst);
    e_.Jump(end);
    e_.bind(otherwise);
    into(e->otherwise, dst);
    e_.bind(end);
}

// ---- assignment --------------------------------------------------------------------------------------

void FunctionCompiler::assign(Assign* e, Register dst, bool is_needed) {
    bool to_name = e->target->is<Identifier>();
    bool names_function = to_name && !e->target->is_parenthesized();
    AtomId name = to_name ? e->target->as<Identifier>()->name : atom::kNone;
    auto value_into = [&](Register r) {
        if (names_function) named(e->value, name, r);
        else into(e->value, r);
    };
    Variable* local = plain_local(e->target);
    bool is_local = local;
    Register home = local ? home_of(local) : kNoRegister;

    switch (e->assign_op()) {
    case AssignOp::kAssign: {
        if (is_local) {
            value_into(home);
            if (is_needed) e_.move(dst, home);
            return;
        }
        if (e->target->is<ArrayPattern>() || e->target->is<ObjectPattern>()) {
            Register value = any(e->value);
            if (is_home(value)) {
                Register copy = e_.allocate();
                e_.Move(copy, value);
                value = copy;
            }
            e_.at(e->position);
            bind_pattern(e->target, value, {});
            if (is_needed) e_.move(dst, value);
            return;
        }
        Reference r = reference(e->target, e->value, false);
        Register value;
        if (is_needed && !is_home(dst)) {
            value = dst;
            value_into(value);
        } else if (names_function && is_anonymous_function(e->value)) {
            value = e_.allocate();
            value_into(value);
        } else {
            value = any(e->value);
        }
        e_.at(e->position);
        store(r, value);
        if (is_needed) e_.move(dst, value);
        return;
    }
    case AssignOp::kLogical: {
        Label end;
        if (is_local) {
            jump_logical(e->logical_op(), home, end);
            value_into(home);
            e_.bind(end);
            if (is_needed) e_.move(dst, home);
            return;
        }
        Reference r = reference(e->target, e->value, true);
        Register value = is_needed ? scratch(dst) : e_.allocate();
        load_for_update(r, value);
        jump_logical(e->logical_op(), value, end);
        value_into(value);
        e_.at(e->position);
        store(r, value);
        e_.bind(end);
        if (is_needed) e_.move(dst, value);
        return;
    }
    case AssignOp::kCompound: {
        BinaryOp op = e->binary_op();
        Reference r;
        Register old, result;
        if (is_local) {
            old = any_before(e->target, e->value);
            result = home;
        } else {
            r = reference(e->target, e->value, true);
            old = e_.allocate();
            load_for_update(r, old);
            result = is_needed ? scratch(dst) : old;
        }
        int16_t imm;
        bool done = false;
        if (small_int(e->value, &imm)) done = binary_int(op, result, old, e->value);
        if (!done) {
            Register rhs = any(e->value);
            binary_op(op, result, old, rhs);
        }
        e_.at(e->position);
        if (!is_local) store(r, result);
        if (is_needed) e_.move(dst, result);
        return;
    }
    }
}

}  // namespace jsx::bytecode
