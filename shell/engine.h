// One engine as the command runs it: isolate, realm, module loader, and what became of its promises.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bytecode/compiler/compiler.h"
#include "interpreter/module.h"
#include "runtime/object/isolate.h"
#include "runtime/object/job_queue.h"
#include "include/jsx/module_loader.h"
#include "shell/options.h"

namespace jsx::shell {

/// Exit codes, Node's where it has one.
enum ExitCode : int { kSuccess = 0, kUncaught = 1, kBadUsage = 9, kUnsettledAwait = 13 };

/// What --trace asks for: Tracer::Kind bits and a file ("": standard error).
struct TraceTarget {
    uint8_t kinds = 0;
    std::string file;
};
/// False if a kind is not known; then *error says which.
bool parse_trace(const std::string& text, TraceTarget* out, std::string* error);

class Engine {
public:
    explicit Engine(const Options& options);
    ~Engine();
    Engine(const Engine&) = delete;

    /// Runs a script's text; its completion value in *value if that is not null. An exit code.
    int run_script(std::string text, const std::string& name, Value* value = nullptr);
    /// Runs the module in a file, or of a text called `name`.
    int run_module(const std::string& path);
    int run_module_text(std::string text, const std::string& name);
    /// Parses only.
    int check(std::string text, const std::string& name, bool is_module);
    /// Runs jobs and timers until none are left, and reports the rejections that nobody handled. An exit code.
    int drain();
    /// Has drain() call a function once, so many milliseconds from now.
    void add_timer(double milliseconds, Value callback);
    /// What --print-shapes and --stats show, after the program.
    void print_at_exit();
    /// Prints the pending exception. Returns kUncaught.
    int report_pending();
    void report(Value exception);

    Isolate& isolate() { return isolate_; }
    Realm* realm() { return realm_.get(); }
    const Options& options() const { return options_; }
    ModuleLoader& loader() { return *loader_; }
    /// Goes on in a fresh realm, without modules.
    void renew_realm();
    /// What quit() asked for.
    void request_exit(int code) {
        exit_code_ = code;
        is_exiting_ = true;
    }
    bool is_exiting() const { return is_exiting_; }
    int exit_code() const { return exit_code_; }
    /// For --stats: what compilations cost, and how long the engine took to start.
    const bytecode::CompileTimes& compile_times() const { return compile_times_; }
    double start_ms() const { return start_ms_; }

private:
    using Clock = std::chrono::steady_clock;
    int evaluate(Completion<Module*> module);
    Completion<void> run_timer();
    double elapsed_ms() const { return std::chrono::duration<double, std::milli>(Clock::now() - begun_).count(); }
    static void on_rejection(Isolate&, void* data, Object* promise, PromiseRejection operation, Value reason);
    static void on_uncaught(Isolate&, void* data, Value exception);

    const Options& options_;
    const Clock::time_point begun_ = Clock::now();
    double start_ms_ = 0;
    bytecode::CompileTimes compile_times_;
    Isolate isolate_;
    gc::Root<Realm> realm_;
    std::optional<ModuleLoader> loader_;
    gc::RootVector unhandled_;  // promises rejected without a handler
    std::multimap<Clock::time_point, std::unique_ptr<gc::Root<Value>>> timers_;  // by when they are due, first in first out
    bool saw_uncaught_ = false;
    bool is_exiting_ = false;
    int exit_code_ = 0;
};

/// The helpers of --shell (helpers.cc).
void add_shell_helpers(Engine& engine);
/// --print-shapes: the trees of the shapes that the program made.
void print_shapes(Engine& engine);
/// --stats: what the program cost.
void print_statistics(Engine& engine, double total_ms);
/// The module jsx:engine.
Module* make_engine_module(Isolate& iso, Realm* realm, String* url);
/// gc() of --expose-gc.
void add_gc_function(Engine& engine);
/// The interactive prompt, until the end of input or quit().
int run_prompt(Engine& engine);
/// --print-tokens, --print-ast, --print-scopes of a program's text.
int print_front_end(const Options& options, const std::string& text, const std::string& name, bool is_module);

}  // namespace jsx::shell
