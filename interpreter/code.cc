// FunctionCode: from a function's template to code that runs. [doc:function-code]
//
// The metadata block is off the heap: `constants`, then the feedback slots, zero at first. Constants are made when
// the function is compiled: names, strings, numbers and BigInts as Values; closures, templates, regular expressions
// and other tables as int32 indexes into the BytecodeFunction (an inner function's FunctionCode takes its index'
// place at first use).
#include <cstdlib>

#include "bytecode/compiler/compiler.h"
#include "interpreter/compile_errors.h"
#include "interpreter/frame.h"
#include "interpreter/ic/ic.h"
#include "interpreter/state.h"
#include "runtime/object/bigint_ops.h"

namespace jsx {

FunctionCode::FunctionCode(Handler entry, Script* script, Realm* realm)
    : Cell(kKind, 0), entry_(entry), script_(script), realm_(realm) {}

FunctionCode* FunctionCode::create(Isolate& iso, Script* script, bytecode::FunctionTemplate* function) {
    auto* code = iso.heap.make_old<FunctionCode>(sizeof(FunctionCode), interp::lazy_entry, script, script->realm());
    // The script may be young: born old, the code is written to like any old cell.
    gc::write_barrier(code, &code->script_, Value(script));
    gc::write_barrier(code, &code->realm_, Value(script->realm()));
    code->function_ = function;
    function->unit->retain();
    iso.heap.note_finalizable(code);
    uint8_t flags = 0;
    if (function->is_class_constructor()) flags |= kClassConstructor;
    if (function->kind == bytecode::FunctionKind::kDerivedConstructor) {
        flags |= kDerived;
    } else if (function->is_constructor()) {
        flags |= kBaseConstruct;
    }
    if (function->flags.strict) flags |= kStrict;
    if (function->flags.native_builtin) flags |= kNativeBuiltin;
    if (function->flags.async && !function->flags.generator) flags |= kAsync;
    code->call_flags_ = flags;
    return code;
}

FunctionCode* FunctionCode::create_trampoline(Isolate& iso, Realm* realm, Handler entry) {
    auto* code = iso.heap.make_old<FunctionCode>(sizeof(FunctionCode), entry, nullptr, realm);
    gc::write_barrier(code, &code->realm_, Value(realm));
    return code;
}

/// A constant as the handlers find it in the metadata block.
static Value make_constant(Isolate& iso, Script* script, const bytecode::Constant& c) {
    using enum bytecode::ConstantKind;
    switch (c.kind) {
    case kUndefined: return Value::undefined();
    case kNumber: return Value::number(c.number);
    case kString: return Value(script->atom(iso, c.atom));
    case kBigInt: {
        BigInt* value = nullptr;
        bool ok = MUST(string_to_bigint(iso, script->atom(iso, c.atom), &value));
        JSX_CHECK(ok);
        return Value(value);
    }
    case kFunction:
    case kTemplate:
    case kRegExp:
    case kKeys:
    case kArrayBoilerplate:
    case kArgumentMap:
    case kGlobalDeclarations:
    case kScope: return Value::int32(int32_t(c.index));
    }
    JSX_UNREACHABLE();
}

Completion<void> FunctionCode::ensure_compiled(Isolate& iso) {
    if (bytecode_) return {};
    if (!function_->code) {
        bytecode::CompileOptions options;
        options.stack_limit = reinterpret_cast<uintptr_t>(iso.native_stack_limit);
        options.times = interp::state_of(iso).compile_times;
        parser::ParseError error = bytecode::compile_lazy(*function_, options);
        script_->charge(iso.heap);
        if (error.type != parser::ErrorType::kNone) return interp::throw_parse_error(iso, script_, error);
    }
    const bytecode::BytecodeFunction* bytecode = function_->code.get();
    size_t words = bytecode->metadata_words;
    auto* metadata = static_cast<uint64_t*>(std::calloc(words ? words : 1, sizeof(uint64_t)));
    JSX_CHECK_MEMORY(metadata);
    iso.heap.external_allocated(words * sizeof(uint64_t) + bytecode->memory_bytes());
    // From here on the collector visits the block: zero words are empty Values.
    metadata_ = metadata;
    bytecode_ = bytecode;
    for (size_t i = 0; i < bytecode->constants.size(); i++) {
        Value v = make_constant(iso, script_, bytecode->constants[i]);
        metadata[i] = v.bits();
        gc::write_barrier(this, nullptr, v);
    }
    first_op_ = bytecode->code.data();
    frame_size_ = bytecode->register_count * uint32_t(sizeof(Value));
    formal_count_ = uint16_t(bytecode->formal_count);
    if (function_->flags.needs_arguments) call_flags_ |= kNeedsArguments;
    if (call_flags_ & kClassConstructor) {
        entry_ = interp::class_constructor_entry;
        if (!function_->flags.needs_arguments) direct_argc_ = formal_count_ | uint32_t(kConstructFlag);
    } else {
        entry_ = interp::interpreter_entry;
        if (!function_->flags.needs_arguments) direct_argc_ = formal_count_;
    }
    interp::State& state = interp::state_of(iso);
    if (JSX_UNLIKELY(state.compile_observer) && !function_->flags.native_builtin) {
        state.compile_observer(*bytecode_, state.compile_observer_data);
    }
    return {};
}

void FunctionCode::visit_extra(gc::Cell* cell, gc::SlotVisitor& visitor) {
    auto* code = static_cast<FunctionCode*>(cell);
    if (!code->metadata_) return;
    visitor.visit_range(reinterpret_cast<Value*>(code->metadata_), code->bytecode_->constants.size());
    ic::visit_feedback(code, visitor);
}

void FunctionCode::process_weak(gc::Heap&, gc::Cell* cell, gc::Liveness& liveness) {
    if (liveness.is_major()) ic::prune_feedback(static_cast<FunctionCode*>(cell));
}

void FunctionCode::finalize(gc::Heap& heap, gc::Cell* cell) {
    auto* code = static_cast<FunctionCode*>(cell);
    if (!code->function_) return;
    if (code->metadata_) {
        ic::free_feedback(code);
        heap.external_freed(code->bytecode_->metadata_words * sizeof(uint64_t) + code->bytecode_->memory_bytes());
        std::free(code->metadata_);
    }
    code->function_->unit->release();
}

}  // namespace jsx
