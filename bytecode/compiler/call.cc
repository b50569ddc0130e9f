// Calls, member chains, new, super, tagged templates.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

static Register this_of(Register window) { return Register(window + kThisRegister); }

// ---- arguments ---------------------------------------------------------------------------------------

/// Arguments go to the registers from the top on; how many.
uint32_t FunctionCompiler::arguments(const List<Expr*>& list) {
    for (Expr* argument : list) {
        Register r = e_.allocate();
        into(argument, r);
    }
    return list.size;
}

/// The array of a call with spread goes to the register at the top.
void FunctionCompiler::spread_arguments(const List<Expr*>& list, uint32_t position) {
    Register array = e_.allocate();
    // V8 leaves a spread that is last, and the only one, to the call.
    uint32_t count = 0;
    for (Expr* argument : list) count += argument->is<Spread>();
    bool is_final = count == 1 && list[list.size - 1]->is<Spread>();
    array_elements(list.span(), array, is_final ? position : UINT32_MAX);
}

/// Call whose callee (and this, if `has_this`) is in the window, the last registers allocated.
void FunctionCompiler::call(Call* e, Register dst, Register window, bool has_this) {
    bool is_tail = e == tail_call_;
    if (e->has_spread()) {
        if (!has_this) e_.LoadUndefined(this_of(window));
        spread_arguments(e->arguments, e->position);
        e_.at(e->position);
        return e_.CallSpread(dst, window);
    }
    if (is_tail && !has_this) e_.LoadUndefined(this_of(window));
    uint16_t argc = uint16_t(arguments(e->arguments));
    e_.at(e->position);
    if (is_tail) return e_.TailCall(window, argc);
    if (has_this) return e_.Call(dst, window, argc);
    e_.CallUndefinedThis(dst, window, argc);
}

void FunctionCompiler::direct_eval(Call* e, Register dst) {
    Register window = e_.allocate(kFrameHeader);
    auto* id = e->callee->as<Identifier>();
    if (id->is_dynamic()) {
        call_target_dynamic(window, id);
    } else {
        load_identifier(window, id);
        e_.LoadUndefined(this_of(window));
    }
    code_->eval_scopes.push_back({c_.chain_for(e->scope), c_.context_for(e->scope)});
    uint32_t scope = e_.constant_entry(ConstantKind::kScope, uint32_t(code_->eval_scopes.size()) - 1);
    Register env = environment();
    if (e->has_spread()) {
        spread_arguments(e->arguments, e->position);
        e_.at(e->position);
        return e_.CallDirectEvalSpread(dst, window, scope, env);
    }
    uint16_t argc = uint16_t(arguments(e->arguments));
    e_.at(e->position);
    if (e == tail_call_) {
        Label is_eval;
        e_.JumpIfEval(window, is_eval);
        e_.TailCall(window, argc);
        e_.bind(is_eval);
    }
    e_.CallDirectEval(dst, window, argc, scope, env);
}

// ---- chains of members and calls -----------------------------------------------------------------------

static bool is_super_member(const Expr* e) {
    if (e->is<Member>()) return e->as<Member>()->object->is<SuperExpr>();
    if (e->is<Index>()) return e->as<Index>()->object->is<SuperExpr>();
    return false;
}

/// What a link hangs on, or null if `e` is no link.
static Expr* link_base(Expr* e) {
    if (is_super_member(e)) return nullptr;
    switch (e->kind) {
    case NodeKind::kMember: return e->as<Member>()->object;
    case NodeKind::kIndex: return e->as<Index>()->object;
    case NodeKind::kPrivateMember: return e->as<PrivateMember>()->object;
    case NodeKind::kCall: return e->as<Call>()->is_possibly_direct_eval() && e->as<Call>()->scope ? nullptr : e->as<Call>()->callee;
    default: return nullptr;
    }
}

/// dst = e, walking the left spine by iteration. Optional links jump to short_circuit.
void FunctionCompiler::chain(Expr* e, Register dst, Label* short_circuit) {
    std::vector<Expr*> links;
    Expr* base = e;
    while (Expr* inner = link_base(base)) {
        links.push_back(base);
        base = inner;
    }
    if (links.empty()) {
        if (base->is<Call>()) return direct_eval(base->as<Call>(), dst);
        if (is_super_member(base)) return super_member(base, dst, kNoRegister);
        return into(base, dst);
    }
    Temporaries temporaries(e_);
    Register work = scratch(dst);
    Register window = kNoRegister;
    auto need_window = [&] {
        if (window == kNoRegister) window = e_.allocate(kFrameHeader);
        return window;
    };
    Register value;  // what has been evaluated so far: a home, work or the window's first register
    bool has_this = false;
    size_t i = links.size() - 1;
    if (links[i]->is<Call>()) {
        value = need_window();
        has_this = callee(base, window);
    } else {
        value = operand_in(base, work, links[i]->is<Index>() ? links[i]->as<Index>()->index : nullptr);
    }
    for (;; i--) {
        Expr* link = links[i];
        bool is_last = i == 0;
        bool is_callee = !is_last && links[i - 1]->is<Call>();
        if (link->flags & kOptional) e_.JumpIfNullish(value, *short_circuit);
        if (link->is<Call>()) {
            Register result = is_last ? dst : window;
            call(link->as<Call>(), result, window, has_this);
            e_.free_to(Register(window + kFrameHeader));
            value = result;
        } else if (is_callee) {
            need_window();
            get_method(link, value, window);
            value = window;
            has_this = true;
        } else {
            Register result = is_last ? dst : window != kNoRegister ? window : work;
            get_member(link, value, result);
            value = result;
        }
        if (is_last) return;
        if (!is_callee && !link->is<Call>()) has_this = false;
        // A call of a call's result has no this.
        if (link->is<Call>() && links[i - 1]->is<Call>()) has_this = false;
    }
}

/// dst = the member of `object` that a link names.
void FunctionCompiler::get_member(Expr* link, Register object, Register dst) {
    Temporaries temporaries(e_);
    switch (link->kind) {
    case NodeKind::kMember: {
        auto* m = link->as<Member>();
        e_.at(m->position);
        if (m->name == atom::kLength) return e_.GetLength(dst, object, atom(m->name));
        return e_.GetById(dst, object, atom(m->name));
    }
    case NodeKind::kIndex: {
        auto* m = link->as<Index>();
        uint32_t index;
        int16_t small;
        if (m->index->is<StringLiteral>()) {
            AtomId name = m->index->as<StringLiteral>()->value;
            bool is_index = is_index_name(c_.unit.atoms.text(name), &index);
            e_.at(m->position);
            if (!is_index && name == atom::kLength) return e_.GetLength(dst, object, atom(name));
            if (!is_index) return e_.GetById(dst, object, atom(name));
            if (index <= UINT16_MAX) return e_.GetByInt(dst, object, uint16_t(index));
        } else if (small_int(m->index, &small) && small >= 0) {
            e_.at(m->position);
            return e_.GetByInt(dst, object, uint16_t(small));
        }
        Register key = any(m->index);
        e_.at(m->position);
        return e_.GetByVal(dst, object, key);
    }
    default: return load_private(dst, object, link->as<PrivateMember>()->name, link->position);
    }
}

/// The same as the callee of a call: fp[window] = the member, and this = object.
void FunctionCompiler::get_method(Expr* link, Register object, Register window) {
    Temporaries temporaries(e_);
    switch (link->kind) {
    case NodeKind::kMember:
        e_.at(link->position);
        return e_.GetMethod(window, object, atom(link->as<Member>()->name));
    case NodeKind::kIndex: {
        auto* m = link->as<Index>();
        uint32_t index;
        if (m->index->is<StringLiteral>() && !is_index_name(c_.unit.atoms.text(m->index->as<StringLiteral>()->value), &index)) {
            e_.at(m->position);
            return e_.GetMethod(window, object, atom(m->index->as<StringLiteral>()->value));
        }
        Register key = any(m->index);
        e_.at(m->position);
        return e_.GetMethodByVal(window, object, key);
    }
    default:
        e_.move(this_of(window), object);
        return load_private(window, this_of(window), link->as<PrivateMember>()->name, link->position);
    }
}

/// The callee of a call that is no link, in the window; whether its this is there too.
bool FunctionCompiler::callee(Expr* e, Register window) {
    if (is_super_member(e)) {
        super_member(e, window, this_of(window));
        return true;
    }
    if (e->is<Identifier>() && e->as<Identifier>()->is_dynamic()) {
        call_target_dynamic(window, e->as<Identifier>());
        return true;
    }
    if (e->is<OptionalChain>()) {
        Expr* last = e->as<OptionalChain>()->expression;
        Expr* object = link_base(last);
        if (object && !last->is<Call>()) {
            Label nullish, done;
            chain(object, this_of(window), &nullish);
            if (last->flags & kOptional) e_.JumpIfNullish(this_of(window), nullish);
            get_method(last, this_of(window), window);
            e_.Jump(done);
            e_.bind(nullish);
            e_.LoadUndefined(window);
            e_.LoadUndefined(this_of(window));
            e_.bind(done);
            return true;
        }
    }
    into(e, window);
    return false;
}

/// callee() for expressions that may be links.
bool FunctionCompiler::any_callee(Expr* e, Register window) {
    Expr* object = e->is<Call>() ? nullptr : link_base(e);
    if (!object) return callee(e, window);
    Register self = operand_in(object, this_of(window), e->is<Index>() ? e->as<Index>()->index : nullptr);
    get_method(e, self, window);
    return true;
}

void FunctionCompiler::optional_chain(OptionalChain* e, Register dst) {
    Label nullish, done;
    Register work = scratch(dst);
    chain(e->expression, work, &nullish);
    e_.Jump(done);
    e_.bind(nullish);
    e_.LoadUndefined(work);
    e_.bind(done);
    e_.move(dst, work);
}

// ---- super ---------------------------------------------------------------------------------------------

void FunctionCompiler::super_base(SuperExpr* e, Register dst) {
    load_pseudo(dst, e->home_object);
    e_.GetSuperBase(dst, dst);
}

/// dst = super.name or super[key]; `receiver`, if given, gets `this`.
// https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation
void FunctionCompiler::super_member(Expr* e, Register dst, Register receiver) {
    Temporaries temporaries(e_);
    Expr* object = e->is<Member>() ? e->as<Member>()->object : e->as<Index>()->object;
    auto* super = object->as<SuperExpr>();
    Register self = this_register(super->this_expr);
    if (receiver != kNoRegister) {
        e_.move(receiver, self);
        self = receiver;
    }
    Register base = e_.allocate();
    if (e->is<Member>()) {
        super_base(super, base);
        e_.at(e->position);
        return e_.GetSuperById(dst, base, self, atom(e->as<Member>()->name));
    }
    Register key = any(e->as<Index>()->index);
    super_base(super, base);
    e_.at(e->position);
    e_.GetSuperByVal(dst, base, self, key);
}

// https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation of SuperCall
void FunctionCompiler::super_call(SuperCall* e, Register dst) {
    Register active = kCalleeRegister;
    if (e->active_function->variable) {
        active = e_.allocate();
        load_pseudo(active, e->active_function);
    }
    Register new_target = e_.allocate();
    load_pseudo(new_target, e->new_target);
    Register result = e_.allocate();
    Register window = e_.allocate(kFrameHeader);
    e_.at(e->position);
    e_.GetSuperConstructor(window, active);
    if (e->has_spread()) {
        spread_arguments(e->arguments, e->position);
        e_.at(e->position);
        e_.SuperCallSpread(result, window, new_target);
    } else {
        uint16_t argc = uint16_t(arguments(e->arguments));
        e_.at(e->position);
        e_.SuperCall(result, window, argc, new_target);
    }
    // BindThisValue.
    Variable* v = e->this_expr->variable ? e->this_expr->variable : own_this_variable();
    if (v && v->location == Location::kEnvironment) {
        Register bound = window;
        load_slot(bound, v->scope, v->index);
        e_.ThrowIfThisBound(bound);
        store_slot(v->scope, v->index, result);
    } else {
        e_.ThrowIfThisBound(kThisRegister);
        e_.Move(kThisRegister, result);
    }
    if (function_.kind != FunctionKind::kDerivedConstructor || function_.flags.has_fields) {
        e_.RunFieldInitializer(active, result);
    }
    e_.move(dst, result);
}

// ---- new, tagged templates, import(), intrinsics ---------------------------------------------------------

void FunctionCompiler::new_expression(New* e, Register dst) {
    Register window = e_.allocate(kFrameHeader);
    into(e->callee, window);
    if (e->has_spread()) {
        spread_arguments(e->arguments, e->position);
        e_.at(e->position);
        return e_.ConstructSpread(dst, window);
    }
    uint16_t argc = uint16_t(arguments(e->arguments));
    e_.at(e->position);
    e_.Construct(dst, window, argc);
}

void FunctionCompiler::tagged_template(TaggedTemplate* e, Register dst) {
    bool is_tail = e == tail_call_;
    Register window = e_.allocate(kFrameHeader);
    bool has_this = any_callee(e->tag, window);
    if (is_tail && !has_this) e_.LoadUndefined(this_of(window));
    TemplateStrings strings;
    for (const TemplateElement& element : e->quasi->quasis) {
        strings.raw.push_back(element.raw);
        strings.cooked.push_back(element.cooked);
    }
    code_->templates.push_back(std::move(strings));
    uint32_t index = uint32_t(code_->templates.size()) - 1;
    e_.GetTemplateObject(e_.allocate(), e_.constant_entry(ConstantKind::kTemplate, index));
    uint16_t argc = uint16_t(1 + arguments(e->quasi->expressions));
    e_.at(e->position);
    if (is_tail) return e_.TailCall(window, argc);
    if (has_this) return e_.Call(dst, window, argc);
    e_.CallUndefinedThis(dst, window, argc);
}

void FunctionCompiler::import_call(ImportCall* e, Register dst) {
    Register specifier = any_before(e->specifier, e->options);
    Register options;
    if (e->options) {
        options = any(e->options);
    } else {
        options = e_.allocate();
        e_.LoadUndefined(options);
    }
    e_.at(e->start);
    e_.DynamicImport(dst, specifier, options, uint16_t(e->phase()));
}
static_assert(int(parser::ImportPhase::kDefer) == int(ImportPhase::kDefer) &&
              int(parser::ImportPhase::kSource) == int(ImportPhase::kSource));

void FunctionCompiler::intrinsic_call(IntrinsicCall* e, Register dst) {
    AtomText text = c_.unit.atoms.text(e->name);
    int id = text.is_latin1 ? intrinsic_id(text.ascii()) : -1;
    if (id < 0) {
        std::string message = "%" + c_.unit.atoms.to_utf8(e->name) + " is not defined";
        return c_.fail_syntax(message.c_str(), e->start, e->end);
    }
    // Two are opcodes: a call without a look-up, and the definition of an element.
    if (text.ascii() == "Call" && e->arguments.size >= 2) {
        auto list = e->arguments.span();
        Register window = e_.allocate(kFrameHeader);
        into(list[0], window);
        into(list[1], this_of(window));
        for (Expr* argument : list.subspan(2)) into(argument, e_.allocate());
        e_.at(e->position);
        return e_.Call(dst, window, uint16_t(list.size() - 2));
    }
    Register first = e_.top();
    uint16_t count = uint16_t(arguments(e->arguments));
    e_.at(e->position);
    if (text.ascii() == "CreateDataProperty" && count == 3) {
        e_.DefineFieldByVal(first, first + 1, first + 2);
        return e_.LoadUndefined(dst);
    }
    e_.Intrinsic(dst, uint16_t(id), count ? first : dst, count);
}

// ---- tail calls ------------------------------------------------------------------------------------------

/// Nothing of this frame is needed after the call.
bool FunctionCompiler::may_tail_call() const {
    if (!is_strict_) return false;
    using enum FunctionKind;
    switch (function_.kind) {
    case kNormal:
    case kArrow:
    case kMethod:
    case kGetter:
    case kSetter: break;
    case kScript:
    case kModule:
    case kModuleDeclarations:
    case kEval:
    case kBaseConstructor:
    case kDerivedConstructor:
    case kClassInitializer: return false;
    }
    return returns_directly();
}

/// `return` has nothing to do but to leave the frame.
bool FunctionCompiler::returns_directly() const {
    for (Control* c = control_; c; c = c->outer) {
        if (c->kind != Control::Kind::kBreakable) return false;
    }
    return !is_generator() && !is_async();
}

/// `return c ? a : b`: each arm returns by itself.
void FunctionCompiler::return_conditional(Conditional* c) {
    Label otherwise;
    jump_if(c->condition, false, otherwise);
    return_expression(c->then);
    e_.bind(otherwise);
    return_expression(c->otherwise);
}

/// `return e` where the calls in tail position of e take this frame's place. True if e was compiled so.
bool FunctionCompiler::tail_call(Expr* e) {
    if (!enter()) return true;
    Temporaries temporaries(e_);
    switch (e->kind) {
    case NodeKind::kCall:
    case NodeKind::kTaggedTemplate: {
        if (e->is<Call>() && e->as<Call>()->has_spread()) return false;
        tail_call_ = e;
        Register value = e_.allocate();
        into(e, value);
        tail_call_ = nullptr;
        if (e_.is_reachable()) return_value(value);  // it was an eval
        return true;
    }
    case NodeKind::kLogical: {
        auto* l = e->as<Logical>();
        if (!l->right->is<Call>() && !l->right->is<TaggedTemplate>()) return false;
        Label end;
        Register value = e_.allocate();
        into(l->left, value);
        jump_logical(l->logical_op(), value, end);
        return_expression(l->right);
        e_.bind(end);
        return_value(value);
        return true;
    }
    case NodeKind::kSequence: {
        auto& list = e->as<Sequence>()->expressions;
        for (uint32_t i = 0; i + 1 < list.size; i++) effect(list[i]);
        return_expression(list[list.size - 1]);
        return true;
    }
    default: return false;
    }
}

void FunctionCompiler::return_expression(Expr* e) {
    if (e->is<Conditional>() && returns_directly()) {
        if (enter()) return_conditional(e->as<Conditional>());
        return;
    }
    if (may_tail_call() && tail_call(e)) return;
    Temporaries temporaries(e_);
    return_value(any(e));
}

}  // namespace jsx::bytecode
