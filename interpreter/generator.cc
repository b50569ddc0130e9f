#include "interpreter/generator.h"

#include <cstring>

#include "interpreter/module.h"
#include "interpreter/slow_paths.h"
#include "runtime/object/promise.h"

namespace jsx::interp {

// ---- frames in and out ----

static Generator* generator_at(Value v) {
    JSX_DCHECK(v.is_cell() && Generator::is_kind(v.as_cell()->kind()));
    return static_cast<Generator*>(v.as_cell());
}

/// Copies the frame to the generator's cell. Arguments beyond the formals were read at entry and are forgotten.
static void save_frame(Isolate& iso, Value* fp, Generator* generator, const uint16_t* pc) {
    FunctionCode* code = frame_callee(fp)->code();
    uint32_t count = code->register_count();
    CellArray* frame = generator->frame_;
    if (!frame) {
        frame = CellArray::create(iso, count, Value::empty());
        generator->frame_.set(generator, frame);
    }
    if (frame_argc(fp) > code->formal_count_) fp[kFrameArgumentCount] = Value::int32(code->formal_count_);
    for (uint32_t i = 0; i < count; i++) frame->set(i, fp[i]);
    generator->resume_pc_ = uint32_t(pc - code->first_op_);
}

/// A suspended frame back on the register stack, above whatever runs.
struct ResumedFrame {
    Value* fp = nullptr;
    Value* caller = nullptr;
    const uint16_t* pc = nullptr;  // of the op that suspended
    FunctionCode* code = nullptr;
};

static Completion<ResumedFrame> load_frame(Isolate& iso, Generator* generator) {
    (void)TRY(check_stack(iso));
    CellArray* frame = generator->frame_;
    ResumedFrame r;
    r.caller = iso.top_frame;
    r.fp = window_above(iso, r.caller, frame->length());
    if (!r.fp) return iso.throw_stack_overflow();
    std::memcpy(r.fp, frame->values(), frame->length() * sizeof(Value));
    r.fp[kFrameCaller] = tagged_pointer(r.caller);
    r.code = frame_callee(r.fp)->code();
    r.pc = r.code->first_op_ + generator->resume_pc_;
    generator->state_ = GeneratorState::kExecuting;
    generator->delegated_ = false;
    return r;
}

/// Goes on at `pc`; what the frame returns or suspends with, raw.
static Value run_frame(Isolate& iso, const ResumedFrame& r, const uint16_t* pc) {
    Handler handler = static_cast<const Handler*>(iso.dispatch_table)[*pc];
    Value result = invoke(handler, pc, r.fp, iso, r.code->metadata_);
    iso.top_frame = r.caller;
    return result;
}

/// The pending exception appears at the suspended op.
static Value throw_into_frame(Isolate& iso, const ResumedFrame& r) {
    iso.top_frame = r.fp;
    Value result = invoke(unwind, r.pc, r.fp, iso, r.code->metadata_);
    iso.top_frame = r.caller;
    return result;
}

static void complete(Generator* generator) {
    generator->state_ = GeneratorState::kCompleted;
    generator->frame_.clear();
}

/// Resumes at a CreateGenerator, Yield or YieldDelegate.
static Value resume_yield(Isolate& iso, const ResumedFrame& r, Resumption mode, Value value) {
    Value mode_value = Value::int32(int32_t(mode));
    switch (bytecode::Op(*r.pc)) {
    case bytecode::Op::kCreateGenerator:
        JSX_DCHECK(mode == Resumption::kNext);  // the others complete a generator that has not begun
        return run_frame(iso, r, r.pc + ops::CreateGenerator::kLength);
    case bytecode::Op::kYield: {
        const auto& op = ops::Yield::at(r.pc);
        r.fp[op.dst] = value;
        r.fp[op.mode] = mode_value;
        return run_frame(iso, r, r.pc + ops::Yield::kLength);
    }
    case bytecode::Op::kYieldDelegate: {
        const auto& op = ops::YieldDelegate::at(r.pc);
        r.fp[op.dst] = value;
        r.fp[op.mode] = mode_value;
        return run_frame(iso, r, r.pc + ops::YieldDelegate::kLength);
    }
    default: JSX_UNREACHABLE();
    }
}
static_assert(int(Resumption::kNext) == int(bytecode::ResumeMode::kNext) &&
              int(Resumption::kThrow) == int(bytecode::ResumeMode::kThrow) &&
              int(Resumption::kReturn) == int(bytecode::ResumeMode::kReturn));

// ---- sync generators ----

// https://tc39.es/ecma262/#sec-generatorstart
Completion<Value> create_generator(Isolate& iso, Value* fp, const ops::CreateGenerator& op, const uint16_t* pc) {
    auto* callee = static_cast<Function*>(frame_callee(fp));
    bool is_async = callee->code()->function()->flags.async;
    Object* prototype = TRY(get_prototype_from_constructor(
        iso, callee, is_async ? RealmObject::kAsyncGeneratorPrototype : RealmObject::kGeneratorPrototype));
    auto* generator = iso.heap.make<Generator>(
        iso, is_async ? gc::CellKind::kAsyncGenerator : gc::CellKind::kGenerator, Shape::root(iso, prototype, 0));
    generator->function_.set(generator, callee);
    fp[op.dst] = Value(generator);
    save_frame(iso, fp, generator, pc);
    return Value(generator);
}

// https://tc39.es/ecma262/#sec-generatorresume and #sec-generatorresumeabrupt
Completion<GeneratorStep> generator_resume(Isolate& iso, Generator* generator, Resumption mode, Value value) {
    if (generator->is_executing()) return iso.throw_type_error("Generator is already running");
    if (generator->state() == GeneratorState::kSuspendedStart && mode != Resumption::kNext) complete(generator);
    if (generator->state() == GeneratorState::kCompleted) {
        if (mode == Resumption::kThrow) return iso.throw_value(value);
        return GeneratorStep{mode == Resumption::kReturn ? value : Value::undefined(), true, false};
    }
    ResumedFrame r = TRY(load_frame(iso, generator));
    Completion<Value> result = Completion<Value>::from_raw(resume_yield(iso, r, mode, value));
    Value v = TRY(result);
    return GeneratorStep{v, generator->state() == GeneratorState::kCompleted, generator->delegated_};
}

static Completion<Value> yield_async(Isolate& iso, Value* fp, Generator* generator, Value value, const uint16_t* pc);
static void finish_async_generator(Isolate& iso, Generator* generator, Value value, bool threw);

Completion<Value> suspend_yield(Isolate& iso, Value* fp, const ops::Yield& op, const uint16_t* pc) {
    Generator* generator = generator_at(fp[op.generator]);
    Value value = fp[op.value];
    if (generator->kind() == gc::CellKind::kAsyncGenerator) return yield_async(iso, fp, generator, value, pc);
    save_frame(iso, fp, generator, pc);
    generator->state_ = GeneratorState::kSuspendedYield;
    return value;
}

Completion<Value> suspend_yield_delegate(Isolate& iso, Value* fp, const ops::YieldDelegate& op, const uint16_t* pc) {
    Generator* generator = generator_at(fp[op.generator]);
    Value result = fp[op.result];
    save_frame(iso, fp, generator, pc);
    generator->state_ = GeneratorState::kSuspendedYield;
    generator->delegated_ = true;
    return result;
}

Completion<Value> generator_return(Isolate& iso, Value* fp, const ops::GeneratorReturn& op, const uint16_t*) {
    Generator* generator = generator_at(fp[op.generator]);
    if (generator->kind() == gc::CellKind::kAsyncGenerator) {
        finish_async_generator(iso, generator, fp[op.value], false);
        return Value::undefined();
    }
    complete(generator);
    return fp[op.value];
}

// ---- await ----

Completion<void> enter_async(Isolate& iso, Value* fp, const ops::EnterAsync& op, uint64_t*) {
    Promise* promise = new_promise(iso);
    auto* state = iso.heap.make<Generator>(iso, gc::CellKind::kAsyncFunctionState, Shape::root(iso, nullptr, 0));
    state->promise_.set(state, Value(promise));
    state->state_ = GeneratorState::kExecuting;
    fp[op.dst] = Value(state);
    return {};
}

/// What leaving an async function's frame gives its caller: the promise the first time, then nothing of interest.
static Value async_result(Generator* state, bool is_first) {
    return is_first ? state->promise_.get() : Value::undefined();
}
static bool is_first_leaving(Generator* state) { return !state->frame_; }

// https://tc39.es/ecma262/#await
Completion<Value> suspend_await(Isolate& iso, Value* fp, const ops::Await& op, const uint16_t* pc) {
    // 2. Let promise be ? PromiseResolve(%Promise%, value).
    Promise* promise = TRY(promise_resolve(iso, fp[op.value]));
    Generator* generator = generator_at(fp[op.generator]);
    bool is_first = is_first_leaving(generator);
    save_frame(iso, fp, generator, pc);
    generator->awaiting_ = true;
    FunctionCode* code = frame_callee(fp)->code();
    if (is_first && code->function()->kind == bytecode::FunctionKind::kModule) {
        static_cast<Module*>(code->script()->host_defined().as_cell())->set_async_state(generator);
    }
    // 3-7. onFulfilled and onRejected resume the frame.
    perform_promise_then(iso, promise, resume_await, generator);
    if (generator->kind() != gc::CellKind::kAsyncFunctionState) return Value::undefined();
    return async_result(generator, is_first);
}

static Completion<void> drive(Isolate& iso, Generator* generator);

Completion<void> resume_await(Isolate& iso, Object* target, PromiseState state, Value result) {
    auto* generator = static_cast<Generator*>(target);
    ResumedFrame r = TRY(load_frame(iso, generator));
    generator->awaiting_ = false;
    Value raw;
    if (state == PromiseState::kFulfilled) {
        r.fp[ops::Await::at(r.pc).dst] = result;
        raw = run_frame(iso, r, r.pc + ops::Await::kLength);
    } else {
        (void)iso.throw_value(result);
        raw = throw_into_frame(iso, r);
    }
    (void)TRY(Completion<Value>::from_raw(raw));
    return generator->kind() == gc::CellKind::kAsyncGenerator ? drive(iso, generator) : Completion<void>();
}

Completion<Value> async_return(Isolate& iso, Value* fp, const ops::AsyncReturn& op, const uint16_t*) {
    Generator* state = generator_at(fp[op.generator]);
    bool is_first = is_first_leaving(state);
    complete(state);
    resolve_promise(iso, static_cast<Promise*>(state->promise_.get().as_cell()), fp[op.value]);
    return async_result(state, is_first);
}

// ---- async generators (tc39.es/ecma262/#sec-asyncgenerator-abstract-operations) ----

namespace {
enum : uint32_t { kRequestMode, kRequestValue, kRequestPromise, kRequestWords };

struct Request {
    Resumption mode;
    Value value;
    Promise* promise;
};
}  // namespace

static CellArray* queue_of(Generator* generator) { return static_cast<CellArray*>(generator->queue_.get().as_cell()); }

/// The queue is a ring in a CellArray.
static void push_request(Isolate& iso, Generator* generator, const Request& request) {
    uint32_t capacity = generator->queue_.get().is_undefined() ? 0 : queue_of(generator)->length() / kRequestWords;
    if (generator->queue_size_ == capacity) {
        CellArray* grown = CellArray::create(iso, (capacity ? capacity * 2 : 2) * kRequestWords);
        for (uint32_t i = 0; i < capacity; i++) {
            uint32_t from = (generator->queue_head_ + i) % capacity * kRequestWords;
            for (uint32_t k = 0; k < kRequestWords; k++) grown->set(i * kRequestWords + k, queue_of(generator)->get(from + k));
        }
        generator->queue_.set(generator, Value(grown));
        generator->queue_head_ = 0;
        capacity = grown->length() / kRequestWords;
    }
    CellArray* queue = queue_of(generator);
    uint32_t at = (generator->queue_head_ + generator->queue_size_++) % capacity * kRequestWords;
    queue->set(at + kRequestMode, Value::int32(int32_t(request.mode)));
    queue->set(at + kRequestValue, request.value);
    queue->set(at + kRequestPromise, Value(request.promise));
}

static Request first_request(Generator* generator) {
    JSX_DCHECK(generator->queue_size_ > 0);
    CellArray* queue = queue_of(generator);
    uint32_t at = generator->queue_head_ * kRequestWords;
    return {Resumption(queue->get(at + kRequestMode).as_int32()), queue->get(at + kRequestValue),
            static_cast<Promise*>(queue->get(at + kRequestPromise).as_cell())};
}

Promise* async_generator_promise(Generator* generator) { return first_request(generator).promise; }

static Promise* pop_request(Generator* generator) {
    Promise* promise = first_request(generator).promise;
    CellArray* queue = queue_of(generator);
    for (uint32_t k = 0; k < kRequestWords; k++) {
        queue->set(generator->queue_head_ * kRequestWords + k, Value::undefined());
    }
    generator->queue_head_ = (generator->queue_head_ + 1) % (queue->length() / kRequestWords);
    generator->queue_size_--;
    return promise;
}

/// An iterator result object in the realm of the generator's function, where its frame runs.
static Value result_object(Isolate& iso, Value value, bool done) {
    return Value(create_iterator_result(iso, value, done));
}

// https://tc39.es/ecma262/#sec-asyncgeneratorcompletestep
static void complete_step(Isolate& iso, Generator* generator, Value value, bool done) {
    Value result = result_object(iso, value, done);
    resolve_promise(iso, pop_request(generator), result);
}
static void reject_step(Isolate& iso, Generator* generator, Value reason) {
    reject_promise(iso, pop_request(generator), reason);
}

static void drain_queue(Isolate& iso, Generator* generator);

static Completion<void> resume_awaited_return(Isolate& iso, Object* target, PromiseState state, Value result) {
    auto* generator = static_cast<Generator*>(target);
    if (state == PromiseState::kFulfilled) {
        complete_step(iso, generator, result, true);
    } else {
        reject_step(iso, generator, result);
    }
    drain_queue(iso, generator);
    return {};
}

// https://tc39.es/ecma262/#sec-asyncgeneratorawaitreturn : false if awaiting failed, and the request is answered.
static bool await_return(Isolate& iso, Generator* generator) {
    Completion<Promise*> promise = promise_resolve(iso, first_request(generator).value);
    if (promise.threw()) {
        reject_step(iso, generator, iso.take_pending());
        return false;
    }
    perform_promise_then(iso, promise.take(), resume_awaited_return, generator);
    return true;
}

// https://tc39.es/ecma262/#sec-asyncgeneratordrainqueue
static void drain_queue(Isolate& iso, Generator* generator) {
    generator->state_ = GeneratorState::kAwaitingReturn;
    while (generator->queue_size_ > 0) {
        Request next = first_request(generator);
        switch (next.mode) {
        case Resumption::kReturn:
            if (await_return(iso, generator)) return;
            break;
        case Resumption::kNext: complete_step(iso, generator, Value::undefined(), true); break;
        case Resumption::kThrow: reject_step(iso, generator, next.value); break;
        }
    }
    generator->state_ = GeneratorState::kCompleted;
}

/// Resumes for the first request as long as the generator waits for one; its frame has just been left.
static Completion<void> drive(Isolate& iso, Generator* generator) {
    while (generator->queue_size_ > 0 && (generator->state() == GeneratorState::kSuspendedStart ||
                                          generator->state() == GeneratorState::kSuspendedYield)) {
        Request next = first_request(generator);
        ResumedFrame r = TRY(load_frame(iso, generator));
        (void)TRY(Completion<Value>::from_raw(resume_yield(iso, r, next.mode, next.value)));
    }
    return {};
}

/// The frame of an async generator ends: answers the request and those waiting behind it.
static void finish_async_generator(Isolate& iso, Generator* generator, Value value, bool threw) {
    complete(generator);
    generator->state_ = GeneratorState::kAwaitingReturn;
    if (threw) {
        reject_step(iso, generator, value);
    } else {
        complete_step(iso, generator, value, true);
    }
    drain_queue(iso, generator);
}

// https://tc39.es/ecma262/#sec-asyncgeneratoryield : whoever resumed the frame goes on with the next request.
static Completion<Value> yield_async(Isolate& iso, Value* fp, Generator* generator, Value value, const uint16_t* pc) {
    save_frame(iso, fp, generator, pc);
    // Still executing for whoever a getter of `then` calls meanwhile.
    complete_step(iso, generator, value, false);
    generator->state_ = GeneratorState::kSuspendedYield;
    return Value::undefined();
}

Completion<Value> async_generator_enqueue(Isolate& iso, Value receiver, Resumption mode, Value value) {
    static constexpr const char* kNames[] = {"next", "throw", "return"};
    Promise* promise = new_promise(iso);
    if (!receiver.is_cell() || receiver.as_cell()->kind() != gc::CellKind::kAsyncGenerator) {
        (void)iso.throw_type_error("Method [AsyncGenerator].prototype.%s called on incompatible receiver %V",
                                   kNames[int(mode)], &receiver);
        reject_promise(iso, promise, iso.take_pending());
        return Value(promise);
    }
    Generator* generator = generator_at(receiver);
    if (mode == Resumption::kThrow && generator->state() == GeneratorState::kSuspendedStart) complete(generator);
    if (generator->state() == GeneratorState::kCompleted && mode != Resumption::kReturn) {
        if (mode == Resumption::kThrow) {
            reject_promise(iso, promise, value);
        } else {
            resolve_promise(iso, promise, result_object(iso, Value::undefined(), true));
        }
        return Value(promise);
    }
    push_request(iso, generator, {mode, value, promise});
    if (mode == Resumption::kReturn && (generator->state() == GeneratorState::kSuspendedStart ||
                                        generator->state() == GeneratorState::kCompleted)) {
        complete(generator);
        drain_queue(iso, generator);
        return Value(promise);
    }
    (void)TRY(drive(iso, generator));
    return Value(promise);
}

// ---- frames left by exceptions ----

bool has_generator(FunctionCode* code, const uint16_t* pc) {
    const uint16_t* at = code->first_op_;
    while (bytecode::Op(*at) != bytecode::Op::kCreateGenerator) at += bytecode::op_length(at);
    return pc > at;
}

Value exception_leaves_generator(Isolate& iso, Value* fp, FunctionCode* code, const uint16_t* pc) {
    Value context = fp[code->bytecode()->generator_register];
    bool is_termination = rt::is_termination(iso);
    if (!code->function()->flags.generator) {
        if (is_termination) return Value::empty();
        Generator* state = generator_at(context);
        bool is_first = is_first_leaving(state);
        complete(state);
        reject_promise(iso, static_cast<Promise*>(state->promise_.get().as_cell()), iso.take_pending());
        return async_result(state, is_first);
    }
    if (!has_generator(code, pc)) return Value::empty();
    Generator* generator = generator_at(context);
    if (generator->kind() == gc::CellKind::kGenerator || is_termination) {
        complete(generator);
        return Value::empty();
    }
    finish_async_generator(iso, generator, iso.take_pending(), true);
    return Value::undefined();
}

}  // namespace jsx::interp
