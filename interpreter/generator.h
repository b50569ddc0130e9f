// [doc:generators] Generators, async functions and async generators: suspended frames.
//
// A suspended frame's registers are copied to the Generator's tail cell and copied back, possibly elsewhere on the
// register stack, when it is resumed. One class serves all kinds; async functions use it without the object being
// seen by programs. Async generators keep a queue of requests (tc39.es/ecma262/#sec-asyncgenerator-objects).
#pragma once

#include "interpreter/frame.h"
#include "runtime/object/promise.h"

namespace jsx::interp {

enum class GeneratorState : uint8_t {
    kSuspendedStart, kSuspendedYield, kExecuting, kAwaitingReturn, kCompleted,
};
/// How a suspended frame is resumed: the ResumeMode of its Yield, or an await's outcome.
enum class Resumption : uint8_t { kNext, kThrow, kReturn };

/// Kinds: kGenerator, kAsyncGenerator, kAsyncFunctionState.
class Generator final : public Object {
public:
    static constexpr auto kKind = gc::CellKind::kGenerator;
    static bool is_kind(gc::CellKind k) {
        return k == gc::CellKind::kGenerator || k == gc::CellKind::kAsyncGenerator ||
               k == gc::CellKind::kAsyncFunctionState;
    }
    static constexpr auto fields() {
        return Object::fields().with(&Generator::function_, &Generator::frame_, &Generator::promise_, &Generator::queue_);
    }
    static constexpr auto kTail = gc::TailCount::kNone;
    Generator(Isolate& iso, gc::CellKind kind, Shape* shape) : Object(iso, kind, shape) {}

    GeneratorState state() const { return state_; }
    bool is_executing() const { return state_ == GeneratorState::kExecuting; }

    gc::Member<Object> function_;   // generators: what made it, by whose name traces call it
    gc::Member<CellArray> frame_;   // registers while suspended; null before the first suspension and when completed
    gc::Slot promise_{Value::undefined()};  // async functions: the promise they return
    gc::Slot queue_{Value::undefined()};    // async generators: CellArray of pending requests (3 words each)
    uint32_t resume_pc_ = 0;        // code units; of the op that suspended
    GeneratorState state_ = GeneratorState::kSuspendedStart;
    bool awaiting_ = false;         // suspended at an Await (async kinds)
    bool delegated_ = false;        // what it yielded last is an inner iterator's result object (yield*)
    uint32_t queue_head_ = 0, queue_size_ = 0;
};

// ---- suspension, called by handlers; the value goes to whoever called or resumed the frame ----
Completion<Value> create_generator(Isolate& iso, Value* fp, const ops::CreateGenerator& op, const uint16_t* pc);
Completion<Value> suspend_await(Isolate& iso, Value* fp, const ops::Await& op, const uint16_t* pc);
Completion<Value> suspend_yield(Isolate& iso, Value* fp, const ops::Yield& op, const uint16_t* pc);
Completion<Value> suspend_yield_delegate(Isolate& iso, Value* fp, const ops::YieldDelegate& op, const uint16_t* pc);
Completion<Value> generator_return(Isolate& iso, Value* fp, const ops::GeneratorReturn& op, const uint16_t* pc);
Completion<Value> async_return(Isolate& iso, Value* fp, const ops::AsyncReturn& op, const uint16_t* pc);
Completion<void> enter_async(Isolate& iso, Value* fp, const ops::EnterAsync& op, uint64_t* md);
/// An exception raised at `pc` leaves a generator's or async function's frame: the raw value its caller sees
/// (0: still thrown).
Value exception_leaves_generator(Isolate& iso, Value* fp, FunctionCode* code, const uint16_t* pc);

// ---- resumption, for built-ins and for-of ----
/// What a step of a sync generator gave.
struct GeneratorStep {
    Value value;    // the yielded or returned value; or, delegated, the inner iterator's result object
    bool done;
    bool delegated;
};
/// Resumes a sync generator. Throws TypeError "Generator is already running".
Completion<GeneratorStep> generator_resume(Isolate& iso, Generator* generator, Resumption mode, Value value);
/// AsyncGenerator.prototype.next/throw/return: enqueues and returns the promise.
Completion<Value> async_generator_enqueue(Isolate& iso, Value generator, Resumption mode, Value value);
/// True once the frame's CreateGenerator has run: an earlier throw belongs to the call itself.
bool has_generator(FunctionCode* code, const uint16_t* pc);
/// The promise of the request that an async generator works on; its queue is not empty.
Promise* async_generator_promise(Generator* generator);
/// The continuation that awaits of async code leave with a promise: stack traces follow it.
Completion<void> resume_await(Isolate& iso, Object* generator, PromiseState state, Value result);

}  // namespace jsx::interp
