// The global functions that engine shells share, so that public benchmarks and suites run unchanged.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "shell/engine.h"
#include "shell/version.h"

namespace jsx::shell {

namespace {

/// The engine that a helper belongs to: the embedder's slot of its isolate.
Engine& engine_of(Isolate& iso) { return *static_cast<Engine*>(iso.extensions[Isolate::kEmbedder]); }

Completion<std::string> path_argument(Isolate& iso, Arguments args) {
    String* path = TRY(to_string(iso, args[0]));
    return std::string(Utf8Text(iso, path).view());
}

Completion<Value> print(Isolate& iso, Arguments args) {
    std::string line;
    for (uint32_t i = 0; i < args.count(); i++) {
        if (i) line += ' ';
        line += Utf8Text(iso, TRY(to_string(iso, args[i]))).view();
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    return Value::undefined();
}

/// read(path): the file as text. read(path, "binary"): as a Uint8Array is not here yet, so it says so.
Completion<Value> read(Isolate& iso, Arguments args) {
    std::string path = TRY(path_argument(iso, args)), text, error;
    if (args.count() > 1) return iso.throw_type_error("read() gives text only");
    if (!read_file(path, &text, &error)) return iso.throw_error(ErrorKind::kError, "%s", error.c_str());
    return Value(TRY(new_string_utf8(iso, text)));
}

/// load(path, ...): runs each file as a script.
Completion<Value> load(Isolate& iso, Arguments args) {
    Value result = Value::undefined();
    for (uint32_t i = 0; i < args.count(); i++) {
        std::string path(Utf8Text(iso, TRY(to_string(iso, args[i]))).view()), text, error;
        if (!read_file(path, &text, &error)) return iso.throw_error(ErrorKind::kError, "%s", error.c_str());
        Realm* realm = engine_of(iso).realm();
        FunctionCode* code = TRY(compile_script(iso, realm, SourceText::from_utf8(text, path)));
        result = TRY(run_script(iso, realm, code));
    }
    return result;
}

/// A line of standard input without its end; undefined at the end of input.
Completion<Value> readline(Isolate& iso, Arguments args) {
    std::fflush(stdout);
    std::string line;
    int c;
    while ((c = std::getchar()) != EOF && c != '\n') line += char(c);
    if (c == EOF && line.empty()) return Value::undefined();
    return Value(TRY(new_string_utf8(iso, line)));
}

Completion<Value> quit(Isolate& iso, Arguments args) {
    int32_t code = TRY(to_int32(iso, args[0]));
    engine_of(iso).request_exit(code & 255);
    interp::request_interrupt(iso, interp::Interrupt::kTerminate);
    // The exception that no handler catches ends the program from here.
    return iso.throw_error(ErrorKind::kError, "quit(%d)", code & 255);
}

Completion<Value> version(Isolate& iso, Arguments) { return Value(new_string(iso, std::string_view(kVersion))); }

Completion<Value> collect(Isolate& iso, Arguments args) {
    bool is_minor = false;
    if (is_string(args[0])) is_minor = Utf8Text(iso, as_string(args[0])).view() == "minor";
    if (is_object(args[0])) {
        Value type = TRY(get(iso, as_object(args[0]), PropertyKey(iso.names.type)));
        is_minor = is_string(type) && Utf8Text(iso, as_string(type)).view() == "minor";
    }
    iso.heap.collect(is_minor ? gc::GcKind::kMinor : gc::GcKind::kMajor, gc::GcReason::kExplicit);
    return Value::undefined();
}

void define(Engine& engine, const char* name, uint32_t length, NativeFn fn) {
    Isolate& iso = engine.isolate();
    String* atom = atomize(iso, std::string_view(name));
    NativeFunction* function = new_native_function(iso, fn, atom, length);
    MUST(define_own_property(iso, engine.realm()->global(), PropertyKey(atom),
                             PropertyDescriptor::data(Value(function), kWritable | kConfigurable)));
}

}  // namespace

void add_gc_function(Engine& engine) { define(engine, "gc", 1, collect); }

void add_shell_helpers(Engine& engine) {
    Isolate& iso = engine.isolate();
    iso.set_extension(Isolate::kEmbedder, &engine, [](void*) {});
    define(engine, "print", 1, print);
    define(engine, "load", 1, load);
    define(engine, "read", 1, read);
    define(engine, "readline", 0, readline);
    define(engine, "quit", 1, quit);
    define(engine, "version", 0, version);
    define(engine, "gc", 1, collect);
    Array* list = new_array(iso);
    for (const std::string& argument : engine.options().arguments) {
        String* text = MUST(new_string_utf8(iso, argument));
        MUST(create_data_property(iso, list, PropertyKey::index(list->length()), Value(text)));
    }
    String* name = atomize(iso, std::string_view("arguments"));
    MUST(define_own_property(iso, engine.realm()->global(), PropertyKey(name),
                             PropertyDescriptor::data(Value(list), kWritable | kConfigurable)));
}

}  // namespace jsx::shell
