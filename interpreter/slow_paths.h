// What ops do when the fast path does not apply: shared by every tier. [doc:slow-paths]
//
// Functions take the op's operands and act on the frame; fp[kFramePc] and iso.top_frame are set. They
// return "threw" with the exception pending, in which case no register has been written.
#pragma once

#include "interpreter/frame.h"
#include "interpreter/ic/ic.h"
#include "runtime/object/bigint_ops.h"

namespace jsx::interp::rt {

#define RT(name, Op) Completion<void> name(Isolate& iso, Value* fp, const ops::Op& op, uint64_t* md)
#define RT_TEMPLATE(name)                                                                          \
    template <class Op>                                                                            \
    Completion<void> name(Isolate& iso, Value* fp, const Op& op, uint64_t* md)

// ---- arithmetic ----

/// `a op b` for any values (tc39.es/ecma262/#sec-applystringornumericbinaryoperator); notes the operand kinds.
Completion<Value> arithmetic(Isolate& iso, NumericOp op, Value a, Value b, uint64_t* seen);
/// Number::remainder: exact, sign of the dividend.
double number_remainder(double a, double b);

#define RT_ARITHMETIC(name, kind)                                                                  \
    RT_TEMPLATE(name) {                                                                            \
        fp[op.dst] = TRY(arithmetic(iso, NumericOp::kind, fp[op.lhs], fp[op.rhs], &md[op.ic]));   \
        return {};                                                                                 \
    }                                                                                              \
    RT_TEMPLATE(name##_int) {                                                                      \
        fp[op.dst] = TRY(arithmetic(iso, NumericOp::kind, fp[op.lhs],                             \
                                    Value::int32(int32_t(op.imm)), &md[op.ic]));                   \
        return {};                                                                                 \
    }
RT_ARITHMETIC(add, kAdd)
RT_ARITHMETIC(sub, kSubtract)
RT_ARITHMETIC(mul, kMultiply)
RT_ARITHMETIC(div, kDivide)
RT_ARITHMETIC(mod, kRemainder)
RT_ARITHMETIC(exp, kExponentiate)
RT_ARITHMETIC(bit_and, kBitAnd)
RT_ARITHMETIC(bit_or, kBitOr)
RT_ARITHMETIC(bit_xor, kBitXor)
RT_ARITHMETIC(shl, kLeftShift)
RT_ARITHMETIC(sar, kSignedRightShift)
RT_ARITHMETIC(shr, kUnsignedRightShift)

RT(inc, Inc);
RT(inc_post, PostInc);
RT(dec, Dec);
RT(dec_post, PostDec);
RT(neg, Neg);
RT(bit_not, BitNot);
RT(to_number_op, ToNumber);
RT(to_numeric_op, ToNumeric);
RT(to_string_op, ToString);
RT(to_property_key_op, ToPropertyKey);
RT(to_object_op, ToObject);
RT(concat_op, Concat);
/// `typeof v` is `kind`.
JSX_INLINE bool typeof_is(Value v, bytecode::TypeOfKind kind) {
    using bytecode::TypeOfKind;
    switch (kind) {
    case TypeOfKind::kUndefined:
        return v.is_undefined() || (is_object(v) && as_object(v)->is_html_dda());
    case TypeOfKind::kObject:
        return v.is_null() || (is_object(v) && !as_object(v)->is_callable() && !as_object(v)->is_html_dda());
    case TypeOfKind::kBoolean: return v.is_boolean();
    case TypeOfKind::kNumber: return v.is_number();
    case TypeOfKind::kString: return is_string(v);
    case TypeOfKind::kSymbol: return is_symbol(v);
    case TypeOfKind::kBigInt: return is_bigint(v);
    case TypeOfKind::kFunction:
        return is_object(v) && as_object(v)->is_callable() && !as_object(v)->is_html_dda();
    }
    JSX_UNREACHABLE();
}

// ---- comparison ----

enum class Relation : uint8_t { kLess, kLessEq, kGreater, kGreaterEq };
Completion<bool> relation(Isolate& iso, Relation op, Value a, Value b, uint64_t* seen);

#define RT_BRANCH(name)                                                                            \
    template <class Op>                                                                            \
    Completion<bool> name(Isolate& iso, Value* fp, const Op& op, uint64_t* md)
#define RT_RELATION(name, kind)                                                                    \
    RT_BRANCH(name) {                                                                              \
        return relation(iso, Relation::kind, fp[op.lhs], fp[op.rhs], &md[op.ic]);                  \
    }                                                                                              \
    RT_BRANCH(name##_int) {                                                                        \
        return relation(iso, Relation::kind, fp[op.lhs], Value::int32(op.imm), &md[op.ic]);        \
    }                                                                                              \
    RT_TEMPLATE(name##_value) {                                                                    \
        fp[op.dst] = Value::boolean(                                                               \
            TRY(relation(iso, Relation::kind, fp[op.lhs], fp[op.rhs], &md[op.ic])));               \
        return {};                                                                                 \
    }
RT_RELATION(less, kLess)
RT_RELATION(less_eq, kLessEq)
RT_RELATION(greater, kGreater)
RT_RELATION(greater_eq, kGreaterEq)

RT_BRANCH(loosely_equal) { return is_loosely_equal(iso, fp[op.lhs], fp[op.rhs]); }
template <class Op, bool Sense>
Completion<void> loosely_equal_value(Isolate& iso, Value* fp, const Op& op, uint64_t*) {
    bool equal = TRY(is_loosely_equal(iso, fp[op.lhs], fp[op.rhs]));
    fp[op.dst] = Value::boolean(equal == Sense);
    return {};
}
RT_BRANCH(strictly_equal) { return is_strictly_equal(iso, fp[op.lhs], fp[op.rhs]); }
RT_BRANCH(strictly_equal_const) {
    return is_strictly_equal(iso, fp[op.lhs], constant(md, op.value));
}
template <class Op, bool Sense>
Completion<void> strictly_equal_value(Isolate& iso, Value* fp, const Op& op, uint64_t*) {
    fp[op.dst] = Value::boolean(is_strictly_equal(iso, fp[op.lhs], fp[op.rhs]) == Sense);
    return {};
}
/// Runs pending interrupts at a back edge; true to go on.
Completion<bool> handle_interrupt(Isolate& iso);
RT_BRANCH(loop_interrupt) { return handle_interrupt(iso); }

// ---- properties ----

RT(get_by_id, GetById);
RT(get_method_op, GetMethod);
RT(get_length, GetLength);
RT(get_by_val, GetByVal);
RT(get_by_int, GetByInt);
RT(get_by_val_update, GetByValUpdate);
RT(get_method_by_val, GetMethodByVal);
/// base[name] with a cache: a lookup, an entry for next time, getters called.
Completion<Value> get_named(Isolate& iso, Value* fp, Value base, Value name, ic::GetIC& ic);
Completion<Value> get_keyed(Isolate& iso, Value base, Value key, ic::ElementIC& ic);
Completion<void> set_named(Isolate& iso, Value* fp, Value base, Value name, Value v, ic::SetIC& ic, bool strict);
Completion<void> set_keyed(Isolate& iso, Value* fp, Value base, Value key, Value v, ic::ElementIC& ic, bool strict);
template <class Op>
inline constexpr bool kIsStrictWrite = Op::kOp == bytecode::Op::kSetById || Op::kOp == bytecode::Op::kSetByVal ||
                                       Op::kOp == bytecode::Op::kSetByInt;
RT_TEMPLATE(set_by_id) {
    return set_named(iso, fp, fp[op.obj], constant(md, op.name), fp[op.value], feedback<ic::SetIC>(md, op.ic), kIsStrictWrite<Op>);
}
RT_TEMPLATE(set_by_val) {
    return set_keyed(iso, fp, fp[op.obj], fp[op.key], fp[op.value], feedback<ic::ElementIC>(md, op.ic), kIsStrictWrite<Op>);
}
RT_TEMPLATE(set_by_int) {
    return set_keyed(iso, fp, fp[op.obj], Value::int32(op.index), fp[op.value], feedback<ic::ElementIC>(md, op.ic), kIsStrictWrite<Op>);
}
Completion<void> define_field_named(Isolate& iso, Value* fp, Value obj, Value name, Value v, ic::SetIC& ic);
RT_TEMPLATE(define_field) {
    return define_field_named(iso, fp, fp[op.obj], constant(md, op.name), fp[op.value], feedback<ic::SetIC>(md, op.ic));
}
RT(delete_by_id, DeleteById);
RT(delete_by_val, DeleteByVal);
RT(in_op, In);
RT(instance_of_op, InstanceOf);
RT(get_super_base, GetSuperBase);
RT(get_super_by_id, GetSuperById);
RT(get_super_by_val, GetSuperByVal);
RT(set_super_by_id, SetSuperById);
RT(set_super_by_val, SetSuperByVal);
RT(create_private_name, CreatePrivateName);
RT(get_private, GetPrivate);
RT(set_private, SetPrivate);
RT(define_private, DefinePrivate);
RT(add_brand, AddBrand);
RT(check_brand, CheckBrand);
RT(private_in, PrivateIn);

// ---- literals and definitions ----

/// The first word of a fresh nursery object.
JSX_INLINE uint64_t object_header(uint32_t shape, gc::CellKind kind, uint8_t flags, uint32_t aux) {
    return uint64_t(shape) | uint64_t(kind) << 32 | uint64_t(flags) << 40 | uint64_t(aux) << 56;
}
RT(new_object_op, NewObject);
RT(new_object_with, NewObjectWith);
RT(new_object_null_proto, NewObjectNullProto);
RT(new_array_op, NewArray);
RT(new_array_const, NewArrayConst);
/// Appends to an array the compiler made; an empty value is a hole.
Completion<void> push_to_array(Isolate& iso, Array* array, Value v);
RT(array_push, ArrayPush);
RT(array_spread, ArraySpread);
RT(new_regexp, NewRegExp);
RT(get_template_object, GetTemplateObject);
RT(create_closure, CreateClosure);
RT(create_method, CreateMethod);
RT(define_field_by_val, DefineFieldByVal);
RT(define_method, DefineMethod);
RT(define_getter, DefineGetter);
RT(define_setter, DefineSetter);
RT(set_literal_prototype, SetLiteralPrototype);
RT(set_function_name_op, SetFunctionName);
RT(copy_data_properties_op, CopyDataProperties);
RT(create_class, CreateClass);
RT(set_field_initializer, SetFieldInitializer);
RT(run_field_initializer, RunFieldInitializer);

// ---- environments, globals, names ----

RT(create_environment, CreateEnvironment);
RT(create_environment_tdz, CreateEnvironmentTdz);
RT(copy_environment, CopyEnvironment);
Thrown throw_tdz_error(Isolate& iso, Value name);
RT_TEMPLATE(throw_tdz) { return throw_tdz_error(iso, constant(md, op.name)); }
Completion<Value> load_global(Isolate& iso, Value* fp, Value name, ic::GlobalIC& ic, bool absent_throws);
Completion<void> store_global(Isolate& iso, Value* fp, Value name, Value v, ic::GlobalIC& ic, bool strict);
RT_TEMPLATE(get_global) {
    fp[op.dst] = TRY(load_global(iso, fp, constant(md, op.name), feedback<ic::GlobalIC>(md, op.ic),
                                 Op::kOp == bytecode::Op::kGetGlobal));
    return {};
}
RT_TEMPLATE(set_global) {
    return store_global(iso, fp, constant(md, op.name), fp[op.value], feedback<ic::GlobalIC>(md, op.ic),
                        Op::kOp == bytecode::Op::kSetGlobal);
}
RT(init_global, InitGlobal);
RT(has_global, HasGlobal);
RT(delete_global, DeleteGlobal);
RT(declare_globals, DeclareGlobals);
RT(define_global_function, DefineGlobalFunction);
RT(declare_global_var, DeclareGlobalVar);
RT(declare_global_var_annex_b, DeclareGlobalVarAnnexB);
Completion<bool> in_scope(Isolate& iso, Value* fp, const ops::JumpIfNotInScope& op, uint64_t* md);
RT(get_from_scope, GetFromScope);
RT(set_in_scope, SetInScope);
RT(declare_eval_var, DeclareEvalVar);

// ---- calls ----

void observe_call_target(Value* fp, ic::CallIC& ic, Callable* callee);
/// TypeError "x is not a function" for the call at the frame's pc.
Thrown throw_not_callable_at(Isolate& iso, Value* fp, Value callee);
/// TypeError "x is not iterable" for the value the op at the frame's pc iterates over.
Thrown throw_not_iterable_at(Isolate& iso, Value* fp, Value v);
Thrown throw_not_async_iterable_at(Isolate& iso, Value* fp, Value v);
RT_TEMPLATE(throw_not_callable) { return throw_not_callable_at(iso, fp, fp[op.base]); }
/// `this` of a [[Construct]] of `callee`: a new object for base constructors, else empty. May run JavaScript.
Completion<void> make_this(Isolate& iso, Value callee, Object* new_target, Value* self);
RT(construct_op, Construct);
RT(call_spread, CallSpread);
RT(construct_spread, ConstructSpread);
RT(super_call, SuperCall);
RT(super_call_spread, SuperCallSpread);
RT(call_direct_eval, CallDirectEval);
RT(call_direct_eval_spread, CallDirectEvalSpread);
RT(get_super_constructor, GetSuperConstructor);
RT(intrinsic, Intrinsic);
/// How many slots entry moved this frame up to keep surplus arguments below it.
JSX_INLINE uint32_t frame_shift(const Value* fp) {
    FunctionCode* code = frame_callee(fp)->code();
    uint32_t argc = frame_argc(fp);
    return (code->call_flags_ & FunctionCode::kNeedsArguments) && argc > code->formal_count_
               ? kFrameHeader + argc
               : 0;
}
/// Where the arguments of a frame that needs them lie, all `frame_argc` of them (formals may have been assigned
/// since only in the frame itself).
JSX_INLINE const Value* original_arguments(const Value* fp) {
    return fp - frame_shift(fp) + kFrameHeader;
}
/// The `name` a function shows in messages.
String* function_name(Isolate& iso, Function* function);
Completion<Value> construct_bound(Isolate& iso, Value* fp);
Completion<Value> call_proxy(Isolate& iso, Value* fp);
RT(coerce_this, CoerceThis);
RT(create_rest, CreateRest);
RT(create_arguments, CreateArguments);
RT(create_mapped_arguments, CreateMappedArguments);
Thrown throw_uninitialized_this_error(Isolate& iso);
RT_TEMPLATE(throw_uninitialized_this) { return throw_uninitialized_this_error(iso); }
RT(throw_this_bound, ThrowIfThisBound);
/// The error of a derived constructor that returned `v`.
Thrown throw_derived_return(Isolate& iso, Value v);
RT(throw_op, Throw);
RT(rethrow_op, Rethrow);
RT(throw_error_op, ThrowError);
RT(throw_const_assign, ThrowConstAssign);
RT(throw_not_object, ThrowIfNotObject);
RT(throw_destructure, CheckDestructure);
/// The pending exception is the host's request to stop: no handler may catch it.
bool is_termination(Isolate& iso);

// ---- iteration ----

RT(get_iterator_op, GetIterator);
RT(get_async_iterator, GetAsyncIterator);
Completion<bool> iterator_next(Isolate& iso, Value* fp, const ops::IteratorNext& op, uint64_t* md);
RT(iterator_value, IteratorValue);
RT(iterator_to_array, IteratorToArray);
RT(iterator_close_op, IteratorClose);
RT(iterator_close_silently, IteratorCloseSilently);
RT(iterator_call, IteratorCall);
RT(get_method_or_undefined, GetMethodOrUndefined);
RT(for_in_prepare, ForInPrepare);
Completion<bool> for_in_next(Isolate& iso, Value* fp, const ops::ForInNext& op, uint64_t* md);
RT(throw_resumed, DispatchResume);

// ---- modules, disposal ----

RT(get_import_meta, GetImportMeta);
RT(dynamic_import, DynamicImport);
RT(add_disposable, AddDisposable);
RT(dispose_error, DisposeError);
RT(dispose_all, DisposeAll);
Completion<bool> dispose_step(Isolate& iso, Value* fp, const ops::DisposeStep& op, uint64_t* md);
RT(dispose_end, DisposeEnd);

}  // namespace jsx::interp::rt
