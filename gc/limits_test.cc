// Running out of memory, and what start() and the verifier refuse.
#include <gtest/gtest.h>

#include "gc/test_cells.h"

namespace jsx::gc {
namespace {

using namespace testing;

HeapOptions small() {
    HeapOptions options;
    options.max_old_space_size = size_t(24) << 20;
    return options;
}

TEST(Limits, TryAllocateSaysNo) {
    TestHeap heap(small());
    EXPECT_EQ(heap->try_allocate(size_t(25) << 20, Bytes::kKind), nullptr);
    EXPECT_EQ(heap->try_allocate(size_t(1) << 50, Bytes::kKind), nullptr);
    RootVector roots(heap);
    size_t got = 0;
    for (; got < 100; got++) {
        void* memory = heap->try_allocate(size_t(1) << 20, Bytes::kKind);
        if (!memory) break;
        roots.push(Value(new (memory) Bytes((1u << 20) - sizeof(Bytes))));
    }
    EXPECT_GE(got, 20u);
    EXPECT_LE(got, 24u);
    roots.resize(4);
    clear_dead_stack();
    void* memory = heap->try_allocate(size_t(10) << 20, Bytes::kKind);
    ASSERT_NE(memory, nullptr) << "the dead ones made room";
    new (memory) Bytes((10u << 20) - sizeof(Bytes));
    EXPECT_NE(heap->try_allocate(64, Bytes::kKind), nullptr);
}

TEST(Limits, GarbageIsNoReasonToStop) {
    TestHeap heap(small());
    for (int i = 0; i < 2000; i++) {
        Bytes::create(heap, 200'000);
        Node::create(heap, 3);
    }
    EXPECT_GE(heap->statistics().major_collections, 5u);
    EXPECT_LE(heap->statistics().large_used, size_t(24) << 20);
}

TEST(LimitsDeathTest, ExhaustionPrintsOneLineAndExits) {
    auto exhaust = [] {
        TestHeap heap(small());
        RootVector roots(heap);
        for (;;) roots.push(Value(Node::create(heap, 8)));
    };
    EXPECT_EXIT(exhaust(), ::testing::ExitedWithCode(134), "^FATAL ERROR: Reached heap limit [^\n]*\n$");
    auto exhaust_large = [] {
        TestHeap heap(small());
        RootVector roots(heap);
        for (;;) roots.push(Value(Vector::create(heap, 100'000)));
    };
    EXPECT_EXIT(exhaust_large(), ::testing::ExitedWithCode(134), "JavaScript heap out of memory");
    auto exhaust_shapes = [] {
        TestHeap heap(small());
        Root<TestShape> newest(heap);
        Vector* all = Vector::create(heap, 1'200'000);
        Root<Vector> kept(heap, all);
        for (;;) kept->push(Value(TestShape::create(heap, nullptr)));
    };
    EXPECT_EXIT(exhaust_shapes(), ::testing::ExitedWithCode(134), "JavaScript heap out of memory");
}

TEST(LimitsDeathTest, StartNeedsEveryKind) {
    auto start = [] {
        Heap heap{HeapOptions()};
        heap.register_kind<Node>("Node");
        heap.start(TestHeap::stack_base());
    };
    EXPECT_DEATH(start(), "has not been registered");
}

TEST(LimitsDeathTest, VerifierFindsAMissedBarrier) {
    auto miss = [] {
        TestHeap heap;
        Node* old = heap->make_old<Node>(sizeof(Node), uint8_t(0), 0u);
        heap->collect(GcKind::kMinor, GcReason::kExplicit);
        new (&old->left_) Member<Node>(Node::create(heap, 0));
        heap->verify();
    };
    EXPECT_DEATH(miss(), "points into the nursery and is not remembered");
}

TEST(LimitsDeathTest, VerifierFindsAStalePointer) {
    auto stale = [] {
        TestHeap heap;
        Node* node = Node::create(heap, 1);
        new (&node->left_) Member<Node>(reinterpret_cast<Node*>(reinterpret_cast<char*>(node) + 8));
        heap->verify();
    };
    EXPECT_DEATH(stale(), "no young cell");
}

#if JSX_DEBUG
TEST(LimitsDeathTest, FromSpaceIsOutOfReach) {
    auto touch = [] {
        TestHeap heap;
        volatile uintptr_t hidden = ~uintptr_t(Node::create(heap, 1));
        clear_dead_stack();
        heap->collect(GcKind::kMinor, GcReason::kExplicit);
        std::fprintf(stderr, "%u", reinterpret_cast<Node*>(~hidden)->shape_id());
    };
    EXPECT_DEATH(touch(), "");
}
#endif

}  // namespace
}  // namespace jsx::gc
