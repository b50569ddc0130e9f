// The dispatch table, the interpreter's state, and interrupts.
#include "interpreter/interpreter.h"

#include "interpreter/frame.h"
#include "interpreter/generator.h"
#include "interpreter/module.h"
#include "interpreter/slow_paths.h"
#include "interpreter/stack_trace.h"
#include "interpreter/state.h"
#include "runtime/object/hooks.h"

namespace jsx::interp {

// Every opcode has a handler, or this does not link.
#define JSX_OP(Name) HANDLER(Name);
#include "bytecode/generated/ops_list.inc"
#undef JSX_OP

static constexpr Handler kHandlers[] = {
#define JSX_OP(Name) handle_##Name,
#include "bytecode/generated/ops_list.inc"
#undef JSX_OP
};

State::State(Isolate& isolate) : iso(isolate) {
    iso.heap.add_root_provider(this);
    stack_symbol = new_symbol(iso, new_string(iso, std::string_view("error_stack_symbol")), Symbol::kPrivate);
    termination = new_symbol(iso, new_string(iso, std::string_view("termination")), Symbol::kPrivate);
}

State::~State() { iso.heap.remove_root_provider(this); }

void State::visit_roots(gc::SlotVisitor& visitor) {
    visitor.visit(stack_symbol);
    visitor.visit(termination);
}

void State::process_weak_roots(gc::Liveness&) { stub_cache = {}; }

void initialize(Isolate& iso) {
    iso.dispatch_table = kHandlers;
    auto* state = new State(iso);
    iso.set_extension(Isolate::kInterpreter, state, [](void* s) { delete static_cast<State*>(s); });
    iso.stub_cache = &state->stub_cache;
}

// ---- interrupts ----

void request_interrupt(Isolate& iso, Interrupt what) {
    __atomic_fetch_or(&iso.interrupt, uint32_t(what), __ATOMIC_SEQ_CST);
    __atomic_store_n(&iso.entry_limit, nullptr, __ATOMIC_SEQ_CST);
}

// An interrupt that is requested between the two may go unnoticed until the next back edge or call from C++.
Value* set_frame_limit(Isolate& iso, Value* limit) {
    Value* before = std::exchange(state_of(iso).frame_limit, limit);
    const bool interrupted = __atomic_load_n(&iso.interrupt, __ATOMIC_RELAXED);
    __atomic_store_n(&iso.entry_limit, interrupted ? nullptr : limit, __ATOMIC_RELAXED);
    return before;
}

/// Lets entries pass again unless something is still requested.
static void admit_entries(Isolate& iso) { (void)set_frame_limit(iso, state_of(iso).frame_limit); }

void set_interrupt_callback(Isolate& iso, Completion<void> (*callback)(Isolate&, void*), void* data) {
    state_of(iso).interrupt_callback = callback;
    state_of(iso).interrupt_data = data;
}

bool is_terminating(Isolate& iso) { return iso.pending == Value(state_of(iso).termination); }

void cancel_termination(Isolate& iso) {
    __atomic_fetch_and(&iso.interrupt, ~uint32_t(Interrupt::kTerminate), __ATOMIC_SEQ_CST);
    admit_entries(iso);
    if (is_terminating(iso)) (void)iso.take_pending();
}

void set_compile_observer(Isolate& iso, CompileObserver observer, void* data) {
    State& state = state_of(iso);
    state.compile_observer = observer;
    state.compile_observer_data = data;
}
void set_compile_times(Isolate& iso, bytecode::CompileTimes* times) { state_of(iso).compile_times = times; }

namespace rt {

Completion<bool> handle_interrupt(Isolate& iso) {
    uint32_t requests = __atomic_fetch_and(&iso.interrupt, uint32_t(Interrupt::kTerminate), __ATOMIC_ACQUIRE);
    admit_entries(iso);
    State& state = state_of(iso);
    if (requests & uint32_t(Interrupt::kTerminate)) return iso.throw_value(Value(state.termination));
    if ((requests & uint32_t(Interrupt::kCallback)) && state.interrupt_callback) {
        (void)TRY(state.interrupt_callback(iso, state.interrupt_data));
    }
    return true;
}

bool is_termination(Isolate& iso) { return is_terminating(iso); }

}  // namespace rt
}  // namespace jsx::interp

namespace jsx {

void register_interpreter_kinds(gc::Heap& heap) {
    heap.set_kind_info(gc::CellKind::kGenerator, gc::describe_kind<interp::Generator>("Generator"));
    heap.set_kind_info(gc::CellKind::kAsyncGenerator, gc::describe_kind<interp::Generator>("AsyncGenerator"));
    heap.set_kind_info(gc::CellKind::kAsyncFunctionState, gc::describe_kind<interp::Generator>("AsyncFunctionState"));
    heap.register_kind<interp::StackTrace>("StackTrace");
    register_module_kind(heap);
}

void initialize_realm_code(Isolate& iso, Realm* realm) {
    FunctionCode* native = FunctionCode::create_trampoline(iso, realm, interp::native_entry);
    FunctionCode* bound = FunctionCode::create_trampoline(iso, realm, interp::bound_entry);
    FunctionCode* proxy = FunctionCode::create_trampoline(iso, realm, interp::proxy_entry);
    realm->set_trampolines(native, bound, proxy);
}

}  // namespace jsx
