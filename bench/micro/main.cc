// engine_bench: runs the cases in a fresh engine each, through the embedding interface.
//
//     engine_bench --benchmark_filter=Property/Get
#include <benchmark/benchmark.h>

#include <string>

#include "bench/micro/cases.h"
#include "include/jsx/jsx.h"

namespace jsx::bench {

namespace {

/// Turns of the loop in one call: enough that the call and the locals do not show.
constexpr int64_t kBatch = 10'000;

/// False if it threw; the report is the benchmark's error.
bool succeeds(benchmark::State& state, const embed::Result& result) {
    if (!result) state.SkipWithError(result.error().report().c_str());
    return bool(result);
}

void run(benchmark::State& state, const Case& c) {
    embed::Isolate isolate;
    embed::Context context(isolate);
    context.set_global("identity", context.function("identity", 1, [](const embed::Call& call) -> embed::Result {
        return call.argument(0);
    })).value();
    if (!succeeds(state, context.run(c.globals, c.name))) return;
    std::string text = std::string("(n) => {\n") + c.locals + "\nlet sink;\nfor (let i = 0; i < n; i++) {\n" + c.body + "\n}\nreturn sink; }";
    embed::Result function = context.run(text, c.name);
    if (!succeeds(state, function)) return;
    embed::Value turns = context.number(double(kBatch));
    // The first call compiles and fills the inline caches.
    if (!succeeds(state, function.value().call({turns}))) return;
    while (state.KeepRunningBatch(kBatch)) {
        if (!succeeds(state, function.value().call({turns}))) return;
    }
    state.SetItemsProcessed(state.iterations());
    embed::HeapCounts counts = isolate.heap_counts();
    state.counters["minor"] = double(counts.minor_collections);
    state.counters["major"] = double(counts.major_collections);
}

constexpr Case kLoopCases[] = {
    {"Loop/Empty", "", "", ""},
    {"Loop/Sink", "", "", "sink = i;"},
};

void add(std::span<const Case> cases) {
    for (const Case& c : cases) {
        benchmark::RegisterBenchmark(c.name, [&c](benchmark::State& state) { run(state, c); });
    }
}

}  // namespace

}  // namespace jsx::bench

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    using namespace jsx::bench;
    add(kLoopCases);
    add(property_cases());
    add(call_cases());
    add(string_cases());
    add(allocation_cases());
    benchmark::RunSpecifiedBenchmarks();
}
