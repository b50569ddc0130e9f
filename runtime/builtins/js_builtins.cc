// [doc:js-builtins] Built-ins written in JavaScript.
//
// tools/embed_js.py puts the .js files beside this one into the binary. A file is one object literal of methods, which
// is never evaluated: its first touch in an isolate parses it (the methods' bodies only as far as errors and scopes),
// a method's first touch in a realm makes a closure of it, and its first call compiles it.
//
// Methods see no scope but their own. A free name would be looked up in the realm's global object, where programs can
// put anything, so there must be none: `void 0` stands for undefined, %Names for what the engine gives them
// (intrinsics.def). Methods of literals are not constructors and have no prototype, as the specification wants of
// built-in functions.
#include "runtime/builtins/js_builtins.h"

#include <cstdio>
#include <cstring>

#include "bytecode/compiler/compiler.h"
#include "runtime/builtins/builtin_state.h"
#include "runtime/builtins/builtins.h"

namespace jsx {

namespace {

struct EmbeddedSource {
    const char* name;
    std::string_view text;
};
constexpr EmbeddedSource kSources[] = {
#define JS_SOURCE(name, text) {name, std::string_view(text, sizeof(text) - 1)},
#include "runtime/builtins/js_sources.inc"
#undef JS_SOURCE
};
constexpr size_t kSourceCount = std::size(kSources);

size_t source_index(const char* name) {
    for (size_t i = 0; i < kSourceCount; i++) {
        if (std::strcmp(kSources[i].name, name) == 0) return i;
    }
    JSX_UNREACHABLE();
}

bytecode::CompilationUnit* parse(const EmbeddedSource& source) {
    auto text = SourceText::from_latin1({reinterpret_cast<const uint8_t*>(source.text.data()), source.text.size()},
                                        std::string("builtin:") + source.name);
    bytecode::CompilationUnit* unit = bytecode::CompilationUnit::create(std::move(text));
    unit->allow_natives = true;
    bytecode::CompileOptions options;
    options.want_completion_value = false;
    parser::ParseError error = bytecode::compile_program(*unit, parser::ParseGoal::kScript, options);
    if (error.type != parser::ErrorType::kNone) {
        std::fprintf(stderr, "%s\n%s\n", error.message.c_str(),
                     unit->source().code_frame(error.start, error.end).c_str());
        JSX_CHECK(!"a built-in's source must compile");
    }
    return unit;
}

bytecode::FunctionTemplate* find_function(bytecode::CompilationUnit* unit, const char* name) {
    AtomId atom = unit->atoms.intern(name);
    for (bytecode::FunctionTemplate* f : unit->program->code->functions) {
        if (f->name == atom) return f;
    }
    std::fprintf(stderr, "%s has no function %s\n", unit->source().name().c_str(), name);
    JSX_CHECK(!"a built-in must be in its source");
    return nullptr;
}

}  // namespace

// ---- the isolate's state ----

LanguageState::LanguageState(Isolate& iso) : iso_(iso), units_(kSourceCount) { iso.heap.add_root_provider(this); }

LanguageState::~LanguageState() {
    iso_.heap.remove_root_provider(this);
    for (bytecode::CompilationUnit* unit : units_) {
        if (unit) unit->release();
    }
}

LanguageState& LanguageState::of(Isolate& iso) { return BuiltinState::of(iso).language; }

bytecode::CompilationUnit* LanguageState::unit(size_t source) {
    if (!units_[source]) units_[source] = parse(kSources[source]);
    return units_[source];
}

Script* LanguageState::script(Realm* realm, size_t source) {
    for (const ScriptEntry& e : scripts_) {
        if (e.source == source && e.script->realm() == realm) return e.script;
    }
    bytecode::CompilationUnit* u = unit(source);
    u->retain();
    Script* script = Script::create(iso_, realm, u);
    scripts_.push_back({script, source});
    return script;
}

void LanguageState::visit_roots(gc::SlotVisitor& visitor) {
    for (Symbol*& symbol : symbols_) {
        if (symbol) visitor.visit(symbol);
    }
}

void LanguageState::process_weak_roots(gc::Liveness& liveness) {
    size_t kept = 0;
    for (const ScriptEntry& e : scripts_) {
        if (Script* script = liveness.survivor_of(e.script)) scripts_[kept++] = {script, e.source};
    }
    scripts_.resize(kept);
}

// ---- closures ----

Function* js_builtin_function(Isolate& iso, Realm* realm, const char* source, const char* function) {
    Script* script = LanguageState::of(iso).script(realm, source_index(source));
    FunctionCode* code = FunctionCode::create(iso, script, find_function(script->unit(), function));
    return new_closure(iso, code, Value::undefined());
}

Object* js_builtin(Isolate& iso, Realm* realm, const char* source, const char* function, String* name,
                   uint32_t length) {
    Function* f = js_builtin_function(iso, realm, source, function);
    // `name` and `length` are read from the template until they are written: both belong to this built-in alone.
    auto* mutable_template = const_cast<bytecode::FunctionTemplate*>(f->code()->function());
    mutable_template->length = uint16_t(length);
    f->set_extra(iso, Function::kName, Value(name));
    return f;
}

}  // namespace jsx
