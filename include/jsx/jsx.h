// Embedding jsx in a C++20 program. [doc:embedding]
//
//     jsx::embed::Isolate isolate;
//     jsx::embed::Context context(isolate);
//     context.set_global("twice", context.function("twice", 1, [](const jsx::embed::Call& call) -> jsx::embed::Result {
//         return call.context().number(2 * call.argument(0).as_number());
//     }));
//     jsx::embed::Result result = context.run("twice(21)", "example.js");
//     if (!result) std::fputs(result.error().report().c_str(), stderr);
//     else std::puts(result.value().to_string().c_str());
//
// An Isolate is one engine: heap, stacks, jobs. It belongs to the thread that made it; isolates on different threads
// share nothing. A Context is a global object with its built-ins in an isolate. Values are handles: copying one is cheap,
// holding one keeps what it refers to alive. Isolates outlive their contexts, contexts outlive their values.
// Nothing here throws C++ exceptions: what can fail gives a Result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jsx::embed {

class Context;
class Value;
class Result;

struct IsolateOptions {
    size_t max_old_space_bytes = size_t(2) << 30;
    size_t max_semi_space_bytes = size_t(16) << 20;
    size_t native_stack_bytes = 0;  ///< 0: what the thread has
};

/// Bytes, and counts since the isolate began.
struct HeapCounts {
    size_t used = 0, capacity = 0, external = 0;
    size_t minor_collections = 0, major_collections = 0;
    double longest_minor_pause_ms = 0, longest_major_pause_ms = 0;
};

class Isolate {
public:
    explicit Isolate(const IsolateOptions& options = {});
    ~Isolate();
    Isolate(const Isolate&) = delete;
    Isolate& operator=(const Isolate&) = delete;

    /// Runs promise jobs until there are none. What a job throws, and rejections nobody handles, go to the handler.
    void run_jobs();
    /// Called with exceptions that no code can catch any more.
    void on_uncaught(std::function<void(const Value& exception)> handler);
    /// Collects garbage now.
    void collect(bool minor = false);
    HeapCounts heap_counts();
    /// From any thread: the running script ends with an exception that it cannot catch.
    void terminate();

    struct Impl;
    Impl& impl() { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

enum class Type : uint8_t { kUndefined, kNull, kBoolean, kNumber, kBigInt, kString, kSymbol, kObject, kFunction };

/// A JavaScript value, kept alive. A default-made one is undefined and belongs to no context.
class Value {
public:
    Value() = default;
    Type type() const;
    bool is_undefined() const { return type() == Type::kUndefined; }
    bool is_function() const { return type() == Type::kFunction; }
    /// Functions too.
    bool is_object() const { return type() == Type::kObject || is_function(); }

    /// No conversion: NaN unless it is a number; false unless it is `true`.
    double as_number() const;
    bool as_boolean() const;
    /// UTF-8 of a string; of anything else what String(value) gives, or "" if that throws.
    std::string to_string() const;
    /// As console.log shows it.
    std::string inspect() const;

    /// obj[name], obj[index]: runs getters. The value must be an object.
    Result get(std::string_view name) const;
    Result get(uint32_t index) const;
    /// obj[name] = value in strict mode; the result is undefined.
    Result set(std::string_view name, const Value& value) const;
    /// Own enumerable string keys.
    std::vector<std::string> keys() const;

    Result call(const Value& receiver, std::span<const Value> arguments) const;
    Result call(std::initializer_list<Value> arguments = {}) const;
    Result construct(std::initializer_list<Value> arguments = {}) const;

    struct Handle;
    const std::shared_ptr<Handle>& handle() const { return handle_; }
    explicit Value(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}

private:
    std::shared_ptr<Handle> handle_;
};

/// An exception that came out of the engine.
class Error {
public:
    /// What was thrown.
    const Value& exception() const { return exception_; }
    /// The message, without the error's name.
    const std::string& message() const { return message_; }
    /// Where: "" and 0 if unknown. Lines and columns count from 1.
    const std::string& file() const { return file_; }
    uint32_t line() const { return line_; }
    uint32_t column() const { return column_; }
    /// The lines that the jsx command prints: the source line with a caret, the stack.
    const std::string& report() const { return report_; }

private:
    friend struct Access;
    Value exception_;
    std::string message_, file_, report_;
    uint32_t line_ = 0, column_ = 0;
};

/// A value or an error.
class [[nodiscard]] Result {
public:
    Result(Value value) : value_(std::move(value)) {}
    Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}
    explicit operator bool() const { return !error_; }
    /// Only of a success.
    const Value& value() const { return value_; }
    /// Only of a failure.
    const Error& error() const { return *error_; }

private:
    Value value_;
    std::unique_ptr<Error> error_;
};

/// What a C++ function was called with; valid during the call.
class Call {
public:
    Context& context() const { return context_; }
    size_t count() const { return arguments_.size(); }
    /// undefined beyond the end.
    Value argument(size_t i) const { return i < arguments_.size() ? arguments_[i] : Value(); }
    const Value& receiver() const { return receiver_; }

private:
    friend struct Access;
    Call(Context& context, Value receiver, std::vector<Value> arguments)
        : context_(context), receiver_(std::move(receiver)), arguments_(std::move(arguments)) {}
    Context& context_;
    Value receiver_;
    std::vector<Value> arguments_;
};

/// A failed Result is thrown to the caller.
using Function = std::function<Result(const Call& call)>;

/// A script that is parsed once and may run in its context many times.
class Script {
public:
    Result run() const;

private:
    friend class Context;
    explicit Script(Value code) : code_(std::move(code)) {}
    Value code_;
};

class Context {
public:
    explicit Context(Isolate& isolate);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    Isolate& isolate() const { return isolate_; }

    /// Compiles and runs UTF-8 text as a script; its completion value. Jobs do not run.
    Result run(std::string_view source, std::string_view name);
    /// Compiles only. `*error` is set, and nothing returned, if the text does not parse.
    std::optional<Script> compile(std::string_view source, std::string_view name, Error* error);
    /// Loads, links and evaluates an ES module from a file, runs jobs; its namespace object. A module that waits at the
    /// top level for something that never comes is an error.
    Result import(std::string_view path);

    Value global() const;
    Result set_global(std::string_view name, const Value& value);

    Value undefined() const { return Value(); }
    Value null() const;
    Value boolean(bool value) const;
    Value number(double value) const;
    /// Bad UTF-8 becomes U+FFFD.
    Value string(std::string_view utf8) const;
    Value object() const;
    Value array(std::span<const Value> values) const;
    Value function(std::string_view name, uint32_t length, Function body);
    /// A new Error, to be returned from a Function as a failure.
    Error error(std::string_view message) const;
    Error type_error(std::string_view message) const;

    struct Impl;
    Impl& impl() const { return *impl_; }

private:
    Isolate& isolate_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace jsx::embed
