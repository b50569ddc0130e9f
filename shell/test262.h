// The host that test262 asks for (its INTERPRETING.md), for a test on the command line and for workers of the runner.
// [doc:test262-host]
//
//   Host    what print, setTimeout and $262 of an engine work on. Its realm is renewed for every test.
//   Agents  the other agents that a test starts: threads, each with an engine and a host of its own.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shell/engine.h"
#include "shell/test262_agents.h"

namespace jsx::shell::test262 {

/// A run of a test.
struct Test {
    std::string path;
    std::vector<std::string> preludes;  // files, run first as sloppy scripts
    bool is_module = false;
    bool is_strict = false;
    bool is_async = false;  // it is over when it has called $DONE
    bool can_block = true;
};

/// How a run ended.
struct Outcome {
    const char* phase = nullptr;  // "parse", "resolution", "runtime": when an error was thrown; null: none was
    std::string error;            // name of the error's constructor
    std::string message;
    bool is_unsettled = false;  // a module waits at its top level for something that never comes
    std::string failure;        // no run at all: a file could not be read
};

/// $262 of a realm, as far as it needs no Host: createRealm (which calls `create_realm`), detachArrayBuffer, evalScript, gc, global.
Object* make_host_object(Isolate& iso, Realm* realm, NativeFn create_realm);

/// Preludes, parsed and compiled once for all realms of this thread.
class Preludes {
public:
    Preludes() = default;
    ~Preludes();
    Preludes(const Preludes&) = delete;
    /// The prelude's code for the engine's realm. Throws SyntaxError; null if there is no such file (`*failure`).
    Completion<FunctionCode*> get(Engine& engine, const std::string& path, std::string* failure);

private:
    std::map<std::string, bytecode::CompilationUnit*> units_;
};

class Host {
public:
    /// `self`: this engine is that agent; null: it is the main one, and may start others.
    explicit Host(Engine& engine, Agent* self = nullptr);
    ~Host();
    Host(const Host&) = delete;
    static Host& of(Isolate& iso) { return *static_cast<Host*>(iso.extensions[Isolate::kEmbedder]); }

    /// Gives a realm print, setTimeout and $262, which it returns.
    Object* set_up(Realm* realm);
    /// Runs a test in the engine's realm.
    Outcome run(const Test& test, Preludes& preludes);
    /// Makes an end of the test: no timers, no jobs, no agents. False if an agent did not end: the process must.
    bool clear();

    /// Takes what the test prints, instead of standard output, while not null.
    std::string* output = nullptr;
    Engine& engine() { return engine_; }
    Agent* self() { return self_; }
    Agents& agents();
    void print(std::string_view line);
    /// The test has called $DONE.
    bool is_done() const { return is_done_; }
    void add_timer(double milliseconds, Value callback);
    /// Agents: what is called with the next broadcast; undefined: nothing.
    Value receiver() const { return receiver_.get(); }
    void set_receiver(Value callback) { receiver_.set(callback); }
    enum class Until : uint8_t {
        kIdle,   // no jobs and timers are left
        kDone,   // $DONE was called, or nothing is left that could call it: waits of Atomics.waitAsync included
        kAlone,  // agents: no broadcast is wanted either
    };
    /// The loop of jobs, timers, waits and broadcasts; also over when the isolate is to terminate. False: something threw,
    /// and the exception is pending.
    bool drain(Until until);

private:
    bool deliver(const Broadcast& message);
    Outcome thrown(const char* phase);
    bool run_preludes(const Test& test, Preludes& preludes, Outcome* outcome);
    Outcome run_script(const Test& test);
    Outcome run_module(const Test& test);

    Engine& engine_;
    Agent* self_;
    std::unique_ptr<Agents> agents_;
    std::multimap<std::chrono::steady_clock::time_point, std::unique_ptr<gc::Root<Value>>> timers_;  // by when they are due, first in first out
    gc::Root<Value> uncaught_;   // what left a job; empty: nothing
    gc::Root<Value> receiver_;   // undefined: none
    bool is_done_ = false;       // $DONE has printed
};

bool is_interrupted(Isolate& iso);
/// Sleeps until then, or until the isolate is to terminate.
void sleep_until(Isolate& iso, std::chrono::steady_clock::time_point due);

/// `jsx --test262 FILE`, and `jsx --test262-worker`. Exit codes.
int run_file(const Options& options, const std::string& path, bool is_module);
int run_worker(const Options& options);

}  // namespace jsx::shell::test262
