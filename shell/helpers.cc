// The global functions that engine shells share, so that public benchmarks and suites run unchanged.
#include <cstdio>
#include <cstring>
#include <string>

#include "interpreter/compile.h"
#include "interpreter/interpreter.h"
#include "runtime/builtins/array_buffer.h"
#include "shell/engine.h"
#include "shell/test262.h"
#include "shell/version.h"

namespace jsx::shell {

namespace {

/// The engine that a helper belongs to: the embedder's slot of its isolate.
Engine& engine_of(Isolate& iso) { return *static_cast<Engine*>(iso.extensions[Isolate::kEmbedder]); }

/// The arguments as strings, with spaces between.
Completion<std::string> joined(Isolate& iso, Arguments args) {
    std::string line;
    for (uint32_t i = 0; i < args.count(); i++) {
        if (i) line += ' ';
        line += Utf8Text(iso, TRY(to_string(iso, args[i]))).view();
    }
    return line;
}

Completion<Value> print(Isolate& iso, Arguments args) {
    std::string line = TRY(joined(iso, args)) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
    return Value::undefined();
}

/// printErr(...): as print, on standard error.
Completion<Value> print_err(Isolate& iso, Arguments args) {
    std::string line = TRY(joined(iso, args)) + "\n";
    std::fflush(stdout);
    std::fwrite(line.data(), 1, line.size(), stderr);
    return Value::undefined();
}

/// write(...): as print, without the end of the line.
Completion<Value> write(Isolate& iso, Arguments args) {
    std::string text = TRY(joined(iso, args));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Value::undefined();
}

Completion<std::string> file_argument(Isolate& iso, Arguments args) {
    std::string path(Utf8Text(iso, TRY(to_string(iso, args[0]))).view()), bytes, error;
    if (!read_file(path, &bytes, &error)) return iso.throw_error(ErrorKind::kError, "%s", error.c_str());
    return bytes;
}

Completion<ArrayBuffer*> buffer_of(Isolate& iso, const std::string& bytes) {
    ArrayBuffer* buffer = TRY(new_array_buffer(iso, double(bytes.size())));
    if (!bytes.empty()) std::memcpy(buffer->data(), bytes.data(), bytes.size());
    return buffer;
}

/// read(path): the file as text; read(path, "binary"): its bytes, a Uint8Array.
Completion<Value> read(Isolate& iso, Arguments args) {
    bool is_binary = false;
    if (!args[1].is_undefined()) {
        Utf8Text mode(iso, TRY(to_string(iso, args[1])));
        if (mode.view() != "binary") return iso.throw_type_error("read() knows no mode but 'binary'");
        is_binary = true;
    }
    std::string bytes = TRY(file_argument(iso, args));
    if (!is_binary) return Value(TRY(new_string_utf8(iso, bytes)));
    ArrayBuffer* buffer = TRY(buffer_of(iso, bytes));
    Shape* shape = Shape::root(iso, iso.realm()->object(iso, RealmObject::kUint8ArrayPrototype), 0);
    return Value(TypedArray::create(iso, shape, ElementType::kUint8, buffer, 0, bytes.size()));
}

/// readbuffer(path): the file's bytes, an ArrayBuffer.
Completion<Value> read_buffer(Isolate& iso, Arguments args) {
    return Value(TRY(buffer_of(iso, TRY(file_argument(iso, args)))));
}

/// setTimeout(f, ms): calls f once, when the program and its jobs have come to an end.
Completion<Value> set_timeout(Isolate& iso, Arguments args) {
    if (!is_callable(args[0])) {
        Value v = args[0];
        return iso.throw_type_error("%V is not a function", &v);
    }
    engine_of(iso).add_timer(TRY(to_number(iso, args[1])), args[0]);
    return Value::undefined();
}

Completion<Value> create_realm(Isolate& iso, Arguments) {
    Realm* realm = Realm::create(iso);
    Realm* outer = iso.enter_realm(realm);
    Object* host = test262::make_host_object(iso, realm, create_realm);
    iso.enter_realm(outer);
    return Value(host);
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

void define(Engine& engine, const char* name, Value v) {
    Isolate& iso = engine.isolate();
    MUST(define_own_property(iso, engine.realm()->global(), PropertyKey(atomize(iso, std::string_view(name))),
                             PropertyDescriptor::data(v, kWritable | kConfigurable)));
}
void define(Engine& engine, const char* name, uint32_t length, NativeFn fn) {
    Isolate& iso = engine.isolate();
    define(engine, name, Value(new_native_function(iso, fn, atomize(iso, std::string_view(name)), length)));
}

}  // namespace

void add_gc_function(Engine& engine) { define(engine, "gc", 1, collect); }

void add_shell_helpers(Engine& engine) {
    Isolate& iso = engine.isolate();
    iso.set_extension(Isolate::kEmbedder, &engine, [](void*) {});
    define(engine, "print", 1, print);
    define(engine, "load", 1, load);
    define(engine, "printErr", 1, print_err);
    define(engine, "write", 1, write);
    define(engine, "read", 1, read);
    define(engine, "readFile", 1, read);
    define(engine, "readbuffer", 1, read_buffer);
    define(engine, "setTimeout", 2, set_timeout);
    define(engine, "readline", 0, readline);
    define(engine, "quit", 1, quit);
    define(engine, "version", 0, version);
    define(engine, "gc", 1, collect);
    define(engine, "$262", Value(test262::make_host_object(iso, engine.realm(), create_realm)));
    Array* list = new_array(iso);
    for (const std::string& argument : engine.options().arguments) {
        String* text = MUST(new_string_utf8(iso, argument));
        MUST(create_data_property(iso, list, PropertyKey::index(list->length()), Value(text)));
    }
    define(engine, "arguments", Value(list));
}

}  // namespace jsx::shell
