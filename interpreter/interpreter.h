// What the interpreter offers the floors above.
#pragma once

#include "bytecode/function.h"
#include "runtime/object/abstract_ops.h"

namespace jsx::bytecode {
struct CompileTimes;
}

namespace jsx::interp {

/// Puts the dispatch table and the interpreter's state into a new isolate. Before its first realm is made.
void initialize(Isolate& iso);

/// Calls the callee of a window above all live registers of the frame `fp` (arguments written, count with
/// kConstructFlag if so). iso.top_frame is `fp` again afterwards.
Completion<Value> run_window(Isolate& iso, Value* fp, Value* window, uint32_t count_and_flags);

/// PerformEval of a direct eval (tc39.es/ecma262/#sec-performeval): `source` in the scope of the frame `fp`.
Completion<Value> direct_eval(Isolate& iso, Value* fp, Value source, const bytecode::EvalScope& scope, Value env);
/// PerformEval of an indirect eval in a realm.
Completion<Value> indirect_eval(Isolate& iso, Realm* realm, Value source);

/// Called with each function of a program when it has been compiled; null: nobody. For dumps.
using CompileObserver = void (*)(const bytecode::BytecodeFunction& code, void* data);
void set_compile_observer(Isolate& iso, CompileObserver observer, void* data);
/// Where compilations add what they cost; null: nowhere. The caller owns it.
void set_compile_times(Isolate& iso, bytecode::CompileTimes* times);

// ---- interrupts: noticed at back edges and function entries (Isolate::interrupt) ----

enum class Interrupt : uint32_t {
    kTerminate = 1,  ///< throws an exception that no handler catches, again and again until cancel_termination
    kCallback = 2,   ///< runs the callback once
};
/// Sets how far in the register stack frames may go from here on. Returns what was so before.
Value* set_frame_limit(Isolate& iso, Value* limit);

/// From any thread.
void request_interrupt(Isolate& iso, Interrupt what);
/// What Interrupt::kCallback runs; it may run JavaScript and throw.
void set_interrupt_callback(Isolate& iso, Completion<void> (*callback)(Isolate& iso, void* data), void* data);
/// The pending exception is that of kTerminate.
bool is_terminating(Isolate& iso);
/// JavaScript may run again: drops the request and the pending exception.
void cancel_termination(Isolate& iso);

}  // namespace jsx::interp
