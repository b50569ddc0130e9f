// Times of allocation and of both collectors. heap_bench --benchmark_filter=Tree
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>

#include "gc/test_cells.h"

namespace jsx::gc {
namespace {

using namespace testing;

/// JSX_TRACE_GC=1 prints every collection.
HeapOptions bench_options() {
    HeapOptions options;
    options.trace = getenv("JSX_TRACE_GC") != nullptr;
    return options;
}

void report_pauses(benchmark::State& state, Heap& heap) {
    const HeapStatistics& s = heap.statistics();
    state.counters["minor"] = double(s.minor_collections);
    state.counters["major"] = double(s.major_collections);
    state.counters["max_minor_ms"] = s.max_minor_pause_ms;
    state.counters["max_major_ms"] = s.max_major_pause_ms;
    state.counters["gc_ms"] = s.total_pause_ms;
}

/// Objects that die at once: the bump and the empty scavenge.
void BM_AllocateDead(benchmark::State& state) {
    TestHeap heap(bench_options());
    for (auto _ : state) benchmark::DoNotOptimize(Node::create(heap, 4));
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(state.iterations() * int64_t(sizeof(Node) + 32));
    report_pauses(state, heap);
}
BENCHMARK(BM_AllocateDead);

/// A scavenge that copies `range` nodes of 56 bytes.
void BM_ScavengeLive(benchmark::State& state) {
    TestHeap heap(bench_options());
    RootVector roots(heap);
    for (auto _ : state) {
        state.PauseTiming();
        roots.resize(0);
        heap->collect(GcKind::kMinor, GcReason::kExplicit);
        for (int64_t i = 0; i < state.range(0); i++) roots.push(Value(Node::create(heap, 4)));
        state.ResumeTiming();
        heap->collect(GcKind::kMinor, GcReason::kExplicit);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * state.range(0) * int64_t(sizeof(Node) + 32));
}
BENCHMARK(BM_ScavengeLive)->Arg(0)->Arg(1000)->Arg(10'000);

/// Scavenges of 16,000 nodes (of 56 bytes) that point to each other at random: the first copies, the second promotes.
void BM_ScavengeGraph(benchmark::State& state) {
    TestHeap heap(bench_options());
    constexpr uint32_t kCount = 16'000;
    Root<Node> root(heap);
    RootVector all(heap);
    std::mt19937 random(1);
    std::vector<uint32_t> order(kCount);
    for (uint32_t i = 0; i < kCount; i++) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    size_t before = 0;
    for (auto _ : state) {
        state.PauseTiming();
        root.set(nullptr);
        heap->collect(GcKind::kMajor, GcReason::kExplicit);
        for (uint32_t i = 0; i < kCount; i++) all.push(Value(Node::create(heap, 4)));
        auto at = [&](uint32_t i) { return static_cast<Node*>(all[order[i]].as_cell()); };
        for (uint32_t i = 0; 2 * i + 2 < kCount; i++) {
            at(i)->set_left(at(2 * i + 1));
            at(i)->set_right(at(2 * i + 2));
        }
        root.set(at(0));
        all.resize(0);
        before = heap->statistics().copied_total + heap->statistics().promoted_total;
        state.ResumeTiming();
        heap->collect(GcKind::kMinor, GcReason::kExplicit);
        heap->collect(GcKind::kMinor, GcReason::kExplicit);
    }
    size_t moved = heap->statistics().copied_total + heap->statistics().promoted_total - before;
    state.SetBytesProcessed(state.iterations() * int64_t(moved));
}
BENCHMARK(BM_ScavengeGraph)->Unit(benchmark::kMicrosecond);

Node* tree(Heap& heap, int depth) {
    if (depth == 0) return Node::create(heap, 4);
    Node* left = tree(heap, depth - 1);
    Node* right = tree(heap, depth - 1);
    Node* node = Node::create(heap, 4);
    node->set_left(left);
    node->set_right(right);
    return node;
}

int count(Node* node) { return node ? 1 + count(node->left()) + count(node->right()) : 0; }

/// Short-lived trees beside a long-lived one.
void BM_BinaryTrees(benchmark::State& state) {
    TestHeap heap(bench_options());
    Root<Node> lived(heap, tree(heap, 16));
    int64_t nodes = 0;
    for (auto _ : state) {
        Node* t = tree(heap, int(state.range(0)));
        nodes += count(t);
    }
    state.SetItemsProcessed(nodes);
    report_pauses(state, heap);
}
BENCHMARK(BM_BinaryTrees)->Arg(6)->Arg(10)->Arg(16);

/// Replaces random leaves of a large old structure: barriers, remembering, promotion, majors.
void BM_Churn(benchmark::State& state) {
    TestHeap heap(bench_options());
    constexpr uint32_t kCount = 8000;
    Root<Vector> all(heap, Vector::create(heap, kCount));
    std::mt19937 random(1);
    for (uint32_t i = 0; i < kCount; i++) all->push(Value(tree(heap, 5)));
    for (auto _ : state) all->set(random() % kCount, Value(tree(heap, 5)));
    state.SetItemsProcessed(state.iterations() * 63);
    report_pauses(state, heap);
}
BENCHMARK(BM_Churn);

/// Marks a live heap of `range` MiB.
void BM_MajorLive(benchmark::State& state) {
    TestHeap heap(bench_options());
    RootVector roots(heap);
    size_t bytes = 0;
    while (bytes < size_t(state.range(0)) << 20) {
        roots.push(Value(tree(heap, 10)));
        bytes += 2047 * (sizeof(Node) + 32);
    }
    heap->collect(GcKind::kMajor, GcReason::kExplicit);
    for (auto _ : state) heap->collect(GcKind::kMajor, GcReason::kExplicit);
    state.SetBytesProcessed(state.iterations() * int64_t(bytes));
}
BENCHMARK(BM_MajorLive)->Arg(16)->Arg(128)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jsx::gc

BENCHMARK_MAIN();
