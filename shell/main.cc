// The jsx command.
#include <cstdio>
#include <new>
#include <string>
#include <unistd.h>

#include "runtime/builtins/inspect.h"
#include "shell/engine.h"
#include "shell/test262.h"
#include "shell/version.h"

namespace jsx::shell {

namespace {

int fail(const std::string& text, int code) {
    std::fflush(stdout);
    std::fprintf(stderr, "jsx: %s\n", text.c_str());
    return code;
}

/// Prints the value of -p.
int print_value(Engine& engine, Value value) {
    gc::Root<Value> root(engine.isolate().heap, value);
    Completion<String*> text = is_string(value) ? Completion<String*>(as_string(value)) : inspect(engine.isolate(), value);
    if (text.threw()) return engine.report_pending();
    Utf8Text utf8(engine.isolate(), text.take());
    std::fwrite(utf8.data(), 1, utf8.size(), stdout);
    std::putchar('\n');
    return kSuccess;
}

struct Program {
    std::string text;
    std::string name;
    bool is_module = false;
};

/// Runs a program to its end. An exit code.
int run(Engine& engine, Program& program) {
    const Options& options = engine.options();
    if (options.check) return engine.check(std::move(program.text), program.name, program.is_module);
    if (program.is_module) {
        bool is_file = options.file && *options.file != "-";
        return is_file ? engine.run_module(program.name) : engine.run_module_text(std::move(program.text), program.name);
    }
    Value value = Value::undefined();
    int code = engine.run_script(std::move(program.text), program.name, options.print ? &value : nullptr);
    if (code == kSuccess && options.print) code = print_value(engine, value);
    if (code == kSuccess || engine.is_exiting()) code = engine.drain();
    return code;
}

int run(const Options& options, Program& program) {
    if (options.test262) return test262::run_file(options, program.name, program.is_module);
    if (options.print_tokens || options.print_ast || options.print_scopes) {
        return print_front_end(options, program.text, program.name, program.is_module);
    }
    Engine engine(options);
    int code = run(engine, program);
    engine.print_at_exit();
    return code;
}

int main(int argc, char** argv) {
    Options options;
    std::string error;
    if (!parse_options(argc, argv, &options, &error)) return fail(error, kBadUsage);
    if (options.help) {
        std::fputs(help_text().c_str(), stdout);
        return kSuccess;
    }
    if (options.version) {
        std::printf("%s\n", kVersion);
        return kSuccess;
    }
    if (options.gc_stress && *options.gc_stress != "alloc" && *options.gc_stress != "move" && *options.gc_stress != "pin") {
        return fail("--gc-stress is alloc, move or pin, not '" + *options.gc_stress + "'", kBadUsage);
    }
    if (options.test262_worker) return test262::run_worker(options);
    TraceTarget target;
    if (options.trace && !parse_trace(*options.trace, &target, &error)) return fail(error, kBadUsage);
    Program program;
    program.is_module = options.module;
    if (options.eval || options.print) {
        program.text = options.eval ? *options.eval : *options.print;
        program.name = "[eval]";
    } else if (options.file && *options.file != "-") {
        program.name = *options.file;
        if (program.name.ends_with(".mjs")) program.is_module = true;
        if (!read_file(program.name, &program.text, &error)) return fail(error, kUncaught);
    } else {
        if (!options.file && (options.interactive || isatty(STDIN_FILENO))) {
            Engine engine(options);
            int code = run_prompt(engine);
            engine.print_at_exit();
            return code;
        }
        program.name = "[stdin]";
        if (!read_file("/dev/stdin", &program.text, &error)) return fail(error, kUncaught);
    }
    return run(options, program);
}

}  // namespace

}  // namespace jsx::shell

int main(int argc, char** argv) {
    std::set_new_handler(jsx::out_of_memory);
    int code = jsx::shell::main(argc, argv);
    if (std::fflush(stdout) != 0 && code == 0) {
        std::perror("jsx: cannot write to standard output");
        code = 1;
    }
    return code;
}
