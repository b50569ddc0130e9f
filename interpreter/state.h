// What the interpreter keeps for an isolate.
#pragma once

#include "interpreter/ic/ic.h"
#include "runtime/object/isolate.h"

namespace jsx::bytecode {
struct CompileTimes;
}

namespace jsx::interp {

struct State final : gc::RootProvider {
    explicit State(Isolate& iso);
    ~State();
    void visit_roots(gc::SlotVisitor& visitor) override;
    void process_weak_roots(gc::Liveness& liveness) override;

    Isolate& iso;
    StubCache stub_cache{};
    /// Private name under which objects other than errors keep what their `stack` answers from.
    Symbol* stack_symbol = nullptr;
    /// The exception that no handler catches.
    Symbol* termination = nullptr;
    Completion<void> (*interrupt_callback)(Isolate& iso, void* data) = nullptr;
    void* interrupt_data = nullptr;
    void (*compile_observer)(const bytecode::BytecodeFunction& code, void* data) = nullptr;
    void* compile_observer_data = nullptr;
    bytecode::CompileTimes* compile_times = nullptr;
    Value* frame_limit = nullptr;  // what Isolate::entry_limit is unless an interrupt is pending
    bool is_preparing_stack = false;  // Error.prepareStackTrace runs: traces read meanwhile get the usual text
    /// Formats a trace in place of Error.prepareStackTrace (stack_trace.h).
    Completion<Value> (*prepare_stack_trace)(Isolate& iso, Realm* realm, Value error, Array* call_sites) = nullptr;
};

inline State& state_of(Isolate& iso) { return *static_cast<State*>(iso.extensions[Isolate::kInterpreter]); }

}  // namespace jsx::interp
