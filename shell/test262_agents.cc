#include "shell/test262_agents.h"

#include <algorithm>
#include <chrono>

#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "shell/test262.h"

namespace jsx::shell::test262 {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kStopTime = 2s;

Completion<Value> sleep(Isolate& iso, Arguments args) {
    double milliseconds = TRY(to_number(iso, args[0]));
    auto wait = std::chrono::microseconds(milliseconds > 0 ? int64_t(std::min(milliseconds, 1e9) * 1000) : 0);
    sleep_until(iso, Clock::now() + wait);
    return Value::undefined();
}

Completion<Value> monotonic_now(Isolate&, Arguments) {
    return Value::number(std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count());
}

// ---- the main agent's ----

Completion<Value> start(Isolate& iso, Arguments args) {
    Utf8Text source(iso, TRY(to_string(iso, args[0])));
    Host::of(iso).agents().start(std::string(source.view()));
    return Value::undefined();
}

Completion<Value> broadcast(Isolate& iso, Arguments args) {
    auto* buffer = cell_as<ArrayBuffer>(args[0]);
    if (!buffer || !buffer->is_shared()) return iso.throw_type_error("broadcast wants a SharedArrayBuffer");
    Broadcast message;
    message.store = buffer->store();
    if (is_bigint(args[1])) {
        message.bigint = Utf8Text(iso, TRY(to_string(iso, args[1]))).view();
    } else if (!args[1].is_undefined()) {
        message.number = TRY(to_int32(iso, args[1]));
    }
    Host::of(iso).agents().broadcast(iso, message);
    return Value::undefined();
}

Completion<Value> get_report(Isolate& iso, Arguments) {
    std::optional<std::string> report = Host::of(iso).agents().take_report();
    if (!report) return Value::null();
    return Value(TRY(new_string_utf8(iso, *report)));
}

// ---- the other agents' ----

Completion<Value> receive_broadcast(Isolate& iso, Arguments args) {
    if (!is_callable(args[0])) return iso.throw_type_error("receiveBroadcast wants a function");
    Host::of(iso).set_receiver(args[0]);
    return Value::undefined();
}

Completion<Value> report(Isolate& iso, Arguments args) {
    Utf8Text text(iso, TRY(to_string(iso, args[0])));
    Host::of(iso).self()->cluster->report(std::string(text.view()));
    return Value::undefined();
}

Completion<Value> leaving(Isolate& iso, Arguments) {
    Host::of(iso).self()->is_leaving = true;
    return Value::undefined();
}

struct Row {
    const char* name;
    uint32_t length;
    NativeFn fn;
};
constexpr Row kShared[] = {{"sleep", 1, sleep}, {"monotonicNow", 0, monotonic_now}};
constexpr Row kMain[] = {{"start", 1, start}, {"broadcast", 2, broadcast}, {"getReport", 0, get_report}};
constexpr Row kOther[] = {{"receiveBroadcast", 1, receive_broadcast}, {"report", 1, report}, {"leaving", 0, leaving}};

}  // namespace

Object* make_agent_object(Isolate& iso) {
    Object* object = new_object(iso);
    auto add = [&](std::span<const Row> rows) {
        for (const Row& row : rows) {
            String* name = atomize(iso, std::string_view(row.name));
            MUST(create_data_property(iso, object, PropertyKey(name),
                                      Value(new_native_function(iso, row.fn, name, row.length))));
        }
    };
    add(kShared);
    add(Host::of(iso).self() ? std::span<const Row>(kOther) : std::span<const Row>(kMain));
    return object;
}

Agents::~Agents() {
    for (auto& thread : threads_) {
        thread->thread.join();
        for (Broadcast& message : thread->agent.inbox) message.store->unref();
    }
}

void Agents::start(std::string source) {
    std::unique_lock guard(lock_);
    auto& thread = *threads_.emplace_back(std::make_unique<Thread>());
    thread.agent.cluster = this;
    thread.agent.source = std::move(source);
    thread.thread = std::thread([this, &thread] { run(thread.agent); });
    changed_.wait(guard, [&] { return thread.agent.is_running || thread.agent.is_over; });
}

/// The life of an agent's thread.
void Agents::run(Agent& agent) {
    {
        Engine engine(options_);
        Host host(engine, &agent);
        Isolate& iso = engine.isolate();
        host.set_up(engine.realm());
        {
            std::lock_guard guard(lock_);
            agent.isolate = &iso;
            agent.is_running = true;
            if (is_stopping_) interp::request_interrupt(iso, interp::Interrupt::kTerminate);
        }
        changed_.notify_all();
        auto code = compile_script(iso, engine.realm(), SourceText::from_utf8(agent.source, "agent"));
        // An agent has nobody to tell of its errors: the test notices that its report does not come.
        if (code.threw() || run_script(iso, engine.realm(), code.take()).threw() ||
            !host.drain(Host::Until::kAlone)) {
            (void)iso.take_pending();
        }
        std::lock_guard guard(lock_);
        agent.isolate = nullptr;
    }
    std::lock_guard guard(lock_);
    agent.is_over = true;
    changed_.notify_all();
}

void Agents::broadcast(Isolate& iso, const Broadcast& message) {
    std::unique_lock guard(lock_);
    for (auto& thread : threads_) {
        if (thread->agent.is_over || thread->agent.is_leaving) continue;
        message.store->ref();
        thread->agent.inbox.push_back(message);
    }
    changed_.notify_all();
    auto is_taken = [&] {
        return std::all_of(threads_.begin(), threads_.end(),
                           [](auto& thread) { return thread->agent.inbox.empty() || thread->agent.is_over; });
    };
    while (!changed_.wait_for(guard, 20ms, is_taken)) {
        if (is_interrupted(iso)) return;
    }
}

bool Agents::receive(Agent& agent, Clock::time_point until, Broadcast* out) {
    std::unique_lock guard(lock_);
    changed_.wait_until(guard, until, [&] { return is_stopping_ || !agent.inbox.empty(); });
    if (agent.inbox.empty()) return false;
    *out = agent.inbox.front();
    agent.inbox.pop_front();
    changed_.notify_all();
    return true;
}

void Agents::report(std::string text) {
    std::lock_guard guard(lock_);
    reports_.push_back(std::move(text));
}

std::optional<std::string> Agents::take_report() {
    std::lock_guard guard(lock_);
    if (reports_.empty()) return {};
    std::string report = std::move(reports_.front());
    reports_.pop_front();
    return report;
}

bool Agents::stop() {
    std::unique_lock guard(lock_);
    is_stopping_ = true;
    for (auto& thread : threads_) {
        if (thread->agent.isolate) interp::request_interrupt(*thread->agent.isolate, interp::Interrupt::kTerminate);
    }
    changed_.notify_all();
    return changed_.wait_for(guard, kStopTime, [&] {
        return std::all_of(threads_.begin(), threads_.end(), [](auto& thread) { return thread->agent.is_over; });
    });
}

}  // namespace jsx::shell::test262
