// The interactive prompt: reads a statement, over several lines if it is not complete, and prints its value.
#include <cstdio>
#include <string>

#include "interpreter/compile.h"
#include "interpreter/stack_trace.h"
#include "runtime/builtins/inspect.h"
#include "runtime/object/promise.h"
#include "shell/engine.h"
#include "shell/version.h"

namespace jsx::shell {

namespace {

/// False at the end of input.
bool read_line(const char* prompt, std::string* line) {
    std::fputs(prompt, stdout);
    std::fflush(stdout);
    line->clear();
    int c;
    while ((c = std::getchar()) != EOF && c != '\n') *line += char(c);
    return c != EOF || !line->empty();
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

/// The pending SyntaxError says that more input could complete the text: it stops at the text's end.
bool is_incomplete(Isolate& iso, const std::string& text) {
    interp::ErrorPlace place;
    if (!interp::error_place(iso, iso.pending, &place) || !place.is_syntax_error) return false;
    size_t end = text.find_last_not_of(" \t\r\n");
    if (end == std::string::npos || place.start > end) return true;
    // A template or a comment that is not closed is reported where it begins.
    auto message = get(iso, as_object(iso.pending), PropertyKey(iso.names.message));
    if (message.threw() || !is_string(message.take())) return false;
    std::string_view wanted[] = {"Unterminated template literal", "Unterminated multi-line comment"};
    Utf8Text shown(iso, as_string(message.take()));
    for (std::string_view w : wanted) {
        if (shown.view().starts_with(w)) return true;
    }
    return false;
}

/// Compiles what was typed. Text that begins with a brace is tried as an expression first, as in Node's prompt.
Completion<FunctionCode*> compile(Engine& engine, const std::string& text) {
    Isolate& iso = engine.isolate();
    ScriptOptions options;
    options.allow_natives = engine.options().allow_natives;
    options.allow_top_level_await = text.find("await") != std::string::npos;
    size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && text[first] == '{') {
        auto code = compile_script(iso, engine.realm(), SourceText::from_utf8("(" + text + ")", "REPL"), options);
        if (!code.threw()) return code;
        (void)iso.take_pending();
    }
    return compile_script(iso, engine.realm(), SourceText::from_utf8(text, "REPL"), options);
}

void print_value(Engine& engine, Value value) {
    Isolate& iso = engine.isolate();
    Completion<String*> shown = inspect(iso, value);
    if (shown.threw()) {
        engine.report_pending();
        return;
    }
    Utf8Text utf8(iso, shown.take());
    std::fwrite(utf8.data(), 1, utf8.size(), stdout);
    std::putchar('\n');
}

/// Evaluates and prints; false if the text needs more lines.
bool evaluate(Engine& engine, const std::string& text) {
    Isolate& iso = engine.isolate();
    Completion<FunctionCode*> code = compile(engine, text);
    if (code.threw()) {
        if (is_incomplete(iso, text)) {
            (void)iso.take_pending();
            return false;
        }
        engine.report_pending();
        return true;
    }
    Completion<Value> result = run_script(iso, engine.realm(), code.take());
    if (result.threw()) {
        engine.report_pending();
        return true;
    }
    gc::Root<Value> value(iso.heap, result.take());
    engine.drain();
    if (engine.is_exiting()) return true;
    // With `await` at the top the script is an async function: its promise stands for the value.
    auto* promise = cell_as<Promise>(value.get());
    if (promise && text.find("await") != std::string::npos) {
        if (promise->state() == PromiseState::kRejected) return true;  // the drain reported it
        if (!promise->is_pending()) value.set(promise->result());
    }
    print_value(engine, value.get());
    return true;
}

}  // namespace

int run_prompt(Engine& engine) {
    std::printf("jsx %s. End of input (ctrl-D) leaves.\n", kVersion);
    std::string text, line;
    while (!engine.is_exiting() && read_line(text.empty() ? "> " : "... ", &line)) {
        text += line + "\n";
        if (is_blank(text) || evaluate(engine, text)) text.clear();
    }
    if (!engine.is_exiting()) std::putchar('\n');
    return engine.is_exiting() ? engine.exit_code() : kSuccess;
}

}  // namespace jsx::shell
