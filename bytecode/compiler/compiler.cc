// One run of the compiler: parsing, the queue of functions, and what eval needs to know of its surroundings.
#include "bytecode/compiler/compiler.h"

#include <chrono>
#include <cstdio>
#include <iterator>
#include <string_view>

#include "bytecode/compiler/compiler_impl.h"
#include "bytecode/verify.h"

namespace jsx::bytecode {

void Compilation::fail_range(const char* message) {
    if (failed()) return;
    error = {parser::ErrorType::kRangeError, message, 0, 0};
}
void Compilation::fail_syntax(const char* message, uint32_t start, uint32_t end) {
    if (failed()) return;
    error = {parser::ErrorType::kSyntaxError, message, start, end};
}

void Compilation::compile(const Job& job) {
    FunctionCompiler compiler(*this, *job.function);
    compiler.compile(job);
#if JSX_DEBUG
    if (failed()) return;
    std::string problem = verify(*job.function->code);
    if (!problem.empty()) {
        std::fprintf(stderr, "bytecode of '%s' at %u: %s\n", unit.atoms.to_utf8(job.function->name).c_str(),
                     job.function->source_start, problem.c_str());
        JSX_CHECK(problem.empty());
    }
#endif
}

void Compilation::run() {
    for (size_t i = 0; i < queue.size() && !failed(); i++) {
        Job job = queue[i];
        compile(job);
    }
    queue.clear();
}

const ScopeChain* Compilation::chain_for(Scope* scope) {
    // Scopes that still lack a description, innermost first: described from the outside in.
    std::vector<Scope*> missing;
    const ScopeChain* chain = nullptr;
    for (; scope; scope = scope->parent) {
        if (scope->chain) {
            chain = scope->chain;
            break;
        }
        if (scope->needs_environment) missing.push_back(scope);
    }
    for (size_t i = missing.size(); i-- > 0;) {
        chain = describe_scope(*missing[i], unit.atoms, chain, unit.arena);
        missing[i]->chain = chain;
    }
    return chain;
}

FunctionContext Compilation::context_for(Scope* scope) const {
    FunctionContext context;
    Scope* s = scope->function_scope();
    while (s && !s->is_external && s->function_kind == parser::FunctionKind::kArrow) {
        context.is_async_context |= s->is_async;
        s = s->parent ? s->parent->function_scope() : nullptr;
    }
    if (!s || s->is_external || s->function_kind == parser::FunctionKind::kEval) {
        bool was_async = context.is_async_context;
        context = root_context;
        context.is_async_context |= was_async;
    } else {
        using enum parser::FunctionKind;
        context.is_async_context |= s->is_async;
        switch (s->function_kind) {
        case kNormal: context.allow_new_target = true; break;
        case kDerivedConstructor: context.allow_super_call = true; [[fallthrough]];
        case kMethod:
        case kGetter:
        case kSetter:
        case kClassConstructor:
            context.allow_new_target = context.allow_super_property = true;
            break;
        case kClassFieldInitializer:
        case kClassStaticBlock:
            context.allow_new_target = context.allow_super_property = true;
            context.is_class_field_initializer = true;
            break;
        case kScript:
        case kModule:
        case kEval:
        case kArrow: break;
        }
    }
    context.is_strict = scope->is_strict;
    context.is_inside_with = root_context.is_inside_with || scope->is_with_inside;
    return context;
}

static ParseRequest make_request(CompilationUnit& unit, const CompileOptions& options, Arena& arena) {
    ParseRequest request;
    request.source = &unit.source();
    request.arena = &arena;
    request.script_arena = &unit.arena;
    request.atoms = &unit.atoms;
    request.allow_natives = unit.allow_natives;
    request.allow_lazy = options.allow_lazy;
    request.allow_top_level_return = options.allow_top_level_return;
    request.allow_top_level_await_script = options.allow_top_level_await_script;
    request.stack_limit = options.stack_limit;
    request.check_regexp = options.check_regexp;
    request.dynamic_parameters_end = options.dynamic_parameters_end;
    return request;
}

static FunctionKind program_kind(ParseGoal goal) {
    switch (goal) {
    case ParseGoal::kScript: return FunctionKind::kScript;
    case ParseGoal::kModule: return FunctionKind::kModule;
    case ParseGoal::kDirectEval:
    case ParseGoal::kIndirectEval: return FunctionKind::kEval;
    case ParseGoal::kDynamicFunction: return FunctionKind::kNormal;
    }
}

namespace {

/// Adds up time if there is somewhere to add it to.
class Stopwatch {
public:
    explicit Stopwatch(bool is_wanted) : is_wanted_(is_wanted) {
        if (is_wanted_) start_ = std::chrono::steady_clock::now();
    }
    /// Milliseconds since the last lap, or the beginning.
    double lap() {
        if (!is_wanted_) return 0;
        auto last = start_;
        start_ = std::chrono::steady_clock::now();
        return std::chrono::duration<double, std::milli>(start_ - last).count();
    }

private:
    bool is_wanted_;
    std::chrono::steady_clock::time_point start_;
};

}  // namespace

parser::ParseError compile_program(CompilationUnit& unit, ParseGoal goal, const CompileOptions& options) {
    Compilation c(unit, options);
    Stopwatch watch(options.times);
    ParseRequest request = make_request(unit, options, c.arena);
    request.goal = goal;
    if (options.eval_scope) {
        request.outer = options.eval_scope->chain;
        request.context = options.eval_scope->context;
    }
    ParseResult result = parse_program(request);
    if (options.times) {
        options.times->programs++;
        options.times->source_units += unit.source().length();
        options.times->parse_ms += watch.lap();
    }
    if (!result.ok()) return result.error;

    FunctionLiteral* literal = result.function;
    c.root_chain = request.outer;
    c.root_context = request.context;
    c.module = result.module;
    c.is_direct_eval = goal == ParseGoal::kDirectEval;
    c.is_eval = c.is_direct_eval || goal == ParseGoal::kIndirectEval;
    FunctionTemplate* program = unit.new_function();
    program->kind = program_kind(goal);
    program->flags.strict = literal->is_strict;
    program->flags.generator = literal->is_generator;
    program->flags.async = literal->is_async;
    program->flags.native_builtin = unit.allow_natives;
    program->name = literal->name;
    program->flags.has_source_name = literal->name != kNoAtom;
    program->length = uint16_t(literal->length);
    program->source_start = literal->source_start;
    program->source_end = literal->source_end;
    program->scope = request.outer;
    program->expected_fields = literal->expected_fields;
    program->lazy = literal->lazy;
    if (literal->lazy) {
        unit.program = program;
        return {};
    }
    c.queue.push_back({.kind = Job::Kind::kFunction, .function = program, .literal = literal});
    c.run();
    if (options.times) options.times->generate_ms += watch.lap();
    if (!c.failed()) unit.program = program;
    return c.error;
}

parser::ParseError compile_lazy(FunctionTemplate& function, const CompileOptions& options) {
    JSX_DCHECK(function.lazy && !function.code);
    Compilation c(*function.unit, options);
    Stopwatch watch(options.times);
    ParseRequest request = make_request(*function.unit, options, c.arena);
    request.goal = function.unit->module ? ParseGoal::kModule : ParseGoal::kScript;
    request.outer = function.scope;
    request.context = function.lazy->context;
    ParseResult result = parse_lazy_function(request, *function.lazy);
    if (options.times) {
        options.times->functions++;
        options.times->parse_ms += watch.lap();
    }
    if (!result.ok()) return result.error;
    c.root_chain = request.outer;
    c.root_context = request.context;
    c.queue.push_back({.kind = Job::Kind::kFunction, .function = &function, .literal = result.function});
    c.run();
    if (options.times) options.times->generate_ms += watch.lap();
    return c.error;
}

static constexpr const char* kIntrinsics[] = {
#define JSX_INTRINSIC(name, count) #name,
#include "bytecode/generated/intrinsics.inc"
#undef JSX_INTRINSIC
};

int intrinsic_id(std::string_view name) {
    int id = 0;
    for (std::string_view known : kIntrinsics) {
        if (known == name) return id;
        id++;
    }
    return -1;
}

const char* intrinsic_name(uint32_t id) { return id < std::size(kIntrinsics) ? kIntrinsics[id] : "?"; }

}  // namespace jsx::bytecode
