// Allocation, spaces, ages, sizes, roots, barriers, finalizers, statistics.
#include "gc/heap.h"

#include <gtest/gtest.h>

#include "gc/test_cells.h"

namespace jsx::gc {
namespace {

using namespace testing;

HeapOptions verified() {
    HeapOptions options;
    options.verify = true;
    return options;
}

void minor(Heap& heap) { heap.collect(GcKind::kMinor, GcReason::kExplicit); }
void major(Heap& heap) { heap.collect(GcKind::kMajor, GcReason::kExplicit); }

TEST(Heap, CellsAreBornYoungAndAge) {
    TestHeap heap(verified());
    RootVector roots(heap);
    [&]() __attribute__((noinline)) { roots.push(Node::create(heap, 3)); }();
    auto node = [&] { return static_cast<Node*>(roots[0].as_cell()); };
    EXPECT_EQ(heap->space_of(node()), SpaceKind::kNew);
    EXPECT_EQ(heap->size_of(node()), sizeof(Node) + 24);
    EXPECT_EQ(heap->age_of(node()), 0);
    clear_dead_stack();
    minor(heap);
    EXPECT_EQ(heap->age_of(node()), 1);
    clear_dead_stack();
    minor(heap);
    clear_dead_stack();
    minor(heap);  // in case a stale word pinned it once
    EXPECT_EQ(heap->age_of(node()), 2);
    EXPECT_EQ(heap->space_of(node()), SpaceKind::kOld);
    EXPECT_TRUE(node()->slot(2).is_undefined());
}

TEST(Heap, SpacesBySizeAndWish) {
    TestHeap heap(verified());
    Bytes* small = Bytes::create(heap, 100);
    Bytes* large = Bytes::create(heap, 100'000);
    Node* old = heap->make_old<Node>(sizeof(Node) + 8, uint8_t(1), 0u);
    TestShape* shape = TestShape::create(heap, nullptr);
    int local = 0;
    EXPECT_EQ(heap->space_of(small), SpaceKind::kNew);
    EXPECT_EQ(heap->space_of(large), SpaceKind::kLarge);
    EXPECT_EQ(heap->space_of(old), SpaceKind::kOld);
    EXPECT_EQ(heap->space_of(shape), SpaceKind::kShape);
    EXPECT_EQ(heap->space_of(reinterpret_cast<Cell*>(&local)), SpaceKind::kNone);
    EXPECT_EQ(heap->age_of(large), 2);
    EXPECT_EQ(heap->size_of(large), 100'016u);
    EXPECT_GE(shape->id(), 8u);
    EXPECT_EQ(heap->shape_at(shape->id()), shape);
    minor(heap);
    major(heap);
    EXPECT_EQ(heap->space_of(old), SpaceKind::kOld);
    EXPECT_EQ(old->kind(), CellKind::kObject);
}

TEST(Heap, RootsAreUpdated) {
    TestHeap heap(verified());
    Root<Node> root(heap);
    Root<Value> value(heap);
    auto fill = [&]() __attribute__((noinline)) {
        Node* node = Node::create(heap, 1);
        node->set_slot(0, Value::int32(42));
        root.set(node);
        value.set(Value(node));
    };
    fill();
    for (int i = 0; i < 5; i++) {
        clear_dead_stack();
        minor(heap);
        EXPECT_EQ(root->slot(0).as_int32(), 42);
        EXPECT_EQ(value.get().as_cell(), root.get());
    }
    {
        Root<Node> inner(heap, root.get());
        RootVector vector(heap);
        vector.resize(3);
        EXPECT_TRUE(vector[2].is_undefined());
        major(heap);
        EXPECT_EQ(inner.get(), root.get());
        vector.push(Value(root.get()));
        EXPECT_EQ(vector.pop().as_cell(), root.get());
    }
    major(heap);
    EXPECT_EQ(root->slot(0).as_int32(), 42);
}

TEST(Heap, ProviderSeesEveryCollection) {
    struct Provider final : RootProvider {
        void visit_roots(SlotVisitor& visitor) override {
            visits++;
            visitor.visit_range(values, 2);
        }
        void process_weak_roots(Liveness& liveness) override {
            if (weak) weak = liveness.survivor(weak);
        }
        Value values[2];
        Cell* weak = nullptr;
        int visits = 0;
    };
    TestHeap heap;
    Provider provider;
    heap->add_root_provider(&provider);
    [&]() __attribute__((noinline)) {
        provider.values[1] = Value(Node::create(heap, 0));
        provider.weak = Node::create(heap, 0);
    }();
    clear_dead_stack();
    minor(heap);
    EXPECT_EQ(provider.visits, 1);
    EXPECT_EQ(provider.values[1].as_cell()->kind(), CellKind::kObject);
    major(heap);
    heap->remove_root_provider(&provider);
    int visits = provider.visits;
    minor(heap);
    EXPECT_EQ(provider.visits, visits);
}

TEST(Barrier, OldCellsRememberYoungOnes) {
    TestHeap heap(verified());
    Root<Node> old(heap, heap->make_old<Node>(sizeof(Node) + 16, uint8_t(2), 0u));
    minor(heap);
    for (int round = 0; round < 20; round++) {
        [&]() __attribute__((noinline)) {
            Node* child = Node::create(heap, 1);
            child->set_slot(0, Value::int32(round));
            old->set_slot(round % 2, Value(child));
        }();
        clear_dead_stack();
        minor(heap);
        auto* child = static_cast<Node*>(old->slot(round % 2).as_cell());
        EXPECT_EQ(child->slot(0).as_int32(), round);
    }
}

TEST(Barrier, LargeVectorsRememberByCard) {
    TestHeap heap(verified());
    constexpr uint32_t kCount = 50'000;
    Root<Vector> vector(heap, Vector::create(heap, kCount));
    ASSERT_EQ(heap->space_of(vector.get()), SpaceKind::kLarge);
    for (uint32_t i = 0; i < kCount; i++) vector->push(Value::int32(int32_t(i)));
    minor(heap);
    for (uint32_t i = 0; i < kCount; i += 997) {
        Node* node = Node::create(heap, 1);
        node->set_slot(0, Value::int32(int32_t(i)));
        vector->set(i, Value(node));
        if (i % 3 == 0) minor(heap);
    }
    for (int round = 0; round < 4; round++) {
        for (uint32_t i = 0; i < kCount; i += 997) {
            auto* node = static_cast<Node*>(vector->get(i).as_cell());
            ASSERT_EQ(node->slot(0).as_int32(), int32_t(i));
        }
        clear_dead_stack();
        minor(heap);
    }
    major(heap);
    EXPECT_EQ(static_cast<Node*>(vector->get(997).as_cell())->slot(0).as_int32(), 997);
}

TEST(Barrier, MiddlingOldVectorsShareCardsWithNeighbours) {
    TestHeap heap(verified());
    constexpr uint32_t kCapacity = 700;  // above the card limit, below the large one
    RootVector vectors(heap);
    for (int i = 0; i < 30; i++) {
        Vector* v = heap->make_old<Vector>(sizeof(Vector) + 8 * kCapacity, kCapacity);
        for (uint32_t k = 0; k < kCapacity; k++) v->push(Value::null());
        vectors.push(Value(v));
    }
    auto at = [&](int i) { return static_cast<Vector*>(vectors[size_t(i)].as_cell()); };
    minor(heap);
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 30; i += 1 + round % 3) {
            uint32_t k = uint32_t(i * 131 + round * 17) % kCapacity;
            if (round % 4 == 0) k = 0;
            if (round % 4 == 1) k = kCapacity - 1;
            Node* node = Node::create(heap, 1);
            node->set_slot(0, Value::int32(round));
            at(i)->set(k, Value(node));
        }
        minor(heap);
        for (int i = 0; i < 30; i += 1 + round % 3) {
            uint32_t k = uint32_t(i * 131 + round * 17) % kCapacity;
            if (round % 4 == 0) k = 0;
            if (round % 4 == 1) k = kCapacity - 1;
            ASSERT_EQ(static_cast<Node*>(at(i)->get(k).as_cell())->slot(0).as_int32(), round);
        }
    }
}

TEST(Barrier, OffHeapHolders) {
    int finalized = 0;
    TestHeap heap(verified());
    Root<Holder> holder(heap, Holder::create(heap, 10, &finalized));
    for (int i = 0; i < 6; i++) minor(heap);
    for (int i = 0; i < 10; i++) {
        Node* node = Node::create(heap, 1);
        node->set_slot(0, Value::int32(i));
        holder->set(size_t(i), Value(node));
        minor(heap);
    }
    major(heap);
    for (int i = 0; i < 10; i++) {
        EXPECT_EQ(static_cast<Node*>(holder->get(size_t(i)).as_cell())->slot(0).as_int32(), i);
    }
    EXPECT_EQ(finalized, 0);
}

TEST(Heap, FinalizersRunOnceEach) {
    int finalized = 0;
    {
        TestHeap heap(verified());
        RootVector kept(heap);
        [&]() __attribute__((noinline)) {
            for (int i = 0; i < 100; i++) {
                Holder* holder = Holder::create(heap, 2, &finalized);
                if (i % 10 == 0) kept.push(Value(holder));
            }
        }();
        clear_dead_stack();
        minor(heap);
        EXPECT_GE(finalized, 85);
        EXPECT_LE(finalized, 90);
        for (int i = 0; i < 4; i++) {
            clear_dead_stack();
            major(heap);
        }
        EXPECT_EQ(finalized, 90);
        kept.resize(5);
        clear_dead_stack();
        major(heap);
        EXPECT_GE(finalized, 94);
    }
    EXPECT_EQ(finalized, 100);
}

TEST(Heap, ExternalMemoryBringsCollections) {
    int finalized = 0;
    TestHeap heap;
    for (int i = 0; i < 400; i++) {
        Holder::create(heap, 1, &finalized, size_t(1) << 20);
        Node::create(heap, 0);
    }
    EXPECT_GE(heap->statistics().minor_collections, 5u);
    EXPECT_GE(finalized, 300);
    EXPECT_LT(heap->statistics().external, size_t(120) << 20);
}

TEST(Heap, ShapesAreKeptByObjectsAndIdsAreReused) {
    TestHeap heap(verified());
    RootVector roots(heap);
    [&]() __attribute__((noinline)) {
        for (int i = 0; i < 100; i++) {
            TestShape* shape = TestShape::create(heap, Node::create(heap, 1));
            shape->tag_ = uint64_t(i);
            Node* node = Node::create(heap, 0, shape->id());
            if (i % 2 == 0) roots.push(Value(node));
        }
    }();
    size_t before = heap->statistics().shape_used;
    clear_dead_stack();
    major(heap);
    size_t after = heap->statistics().shape_used;
    EXPECT_LE(after, before * 6 / 10);
    EXPECT_GE(after, before / 2);
    for (size_t i = 0; i < 50; i++) {
        auto* shape = static_cast<TestShape*>(heap->shape_at(roots[i].as_cell()->shape_id()));
        EXPECT_EQ(shape->tag_, 2 * i);
        EXPECT_EQ(shape->prototype_->kind(), CellKind::kObject);
    }
    uint32_t highest = 0;
    for (int i = 0; i < 40; i++) highest = std::max(highest, TestShape::create(heap, nullptr)->id());
    EXPECT_LT(highest, 8 + 101 * sizeof(TestShape) / 8);
    minor(heap);
}

TEST(Heap, ForEachCellSeesTheLiveOnes) {
    TestHeap heap(verified());
    RootVector roots(heap);
    [&]() __attribute__((noinline)) {
        for (int i = 0; i < 1000; i++) {
            Node* node = Node::create(heap, 2);
            if (i % 4 == 0) roots.push(Value(node));
        }
        roots.push(Value(Bytes::create(heap, 70'000)));
    }();
    clear_dead_stack();
    size_t counts[size_t(CellKind::kCount)] = {};
    heap->for_each_cell([](Cell* cell, void* data) { static_cast<size_t*>(data)[size_t(cell->kind())]++; }, counts);
    EXPECT_GE(counts[size_t(Node::kKind)], 250u);
    EXPECT_LE(counts[size_t(Node::kKind)], 260u);
    EXPECT_EQ(counts[size_t(Bytes::kKind)], 1u);
}

TEST(Heap, StatisticsAddUp) {
    TestHeap heap;
    size_t before = heap->statistics().allocated_total;
    for (int i = 0; i < 100'000; i++) Node::create(heap, 1);
    size_t bytes = 100'000 * (sizeof(Node) + 8);
    EXPECT_EQ(heap->statistics().allocated_total - before, bytes);
    EXPECT_GE(heap->statistics().minor_collections, 2u);
    EXPECT_GT(heap->statistics().total_pause_ms, 0);
    minor(heap);
    EXPECT_LT(heap->statistics().nursery_used, 10'000u);
    EXPECT_EQ(heap->statistics().nursery_capacity, size_t(1) << 20) << "nothing survives: no reason to grow";
}

TEST(Heap, NurseryGrowsWhileThatLetsMoreDie) {
    TestHeap heap;
    RootVector ring(heap);
    constexpr size_t kLive = 64'000;  // of 32 bytes: 2 MB live for as long as the next 2 MB are made
    ring.resize(kLive);
    size_t first = heap->statistics().nursery_capacity;
    auto churn = [&](size_t count, size_t live) __attribute__((noinline)) {
        for (size_t i = 0; i < count; i++) ring[i % live] = Value(Node::create(heap, 1));
    };
    churn(40 * kLive, kLive);
    EXPECT_EQ(heap->statistics().nursery_capacity, heap->options().max_semi_space_size);
    size_t promoted = heap->statistics().promoted_total;
    churn(40 * kLive, kLive);
    EXPECT_LT(heap->statistics().promoted_total - promoted, 40 * kLive * 32 / 20);
    // Nearly all dies at once: a small nursery will do.
    ring.resize(0);
    ring.resize(kLive);
    churn(80 * kLive, 10);
    EXPECT_EQ(heap->statistics().nursery_capacity, first);
}

TEST(Heap, NurseryStaysSmallWhenAllSurvives) {
    TestHeap heap;
    RootVector roots(heap);
    size_t most = heap->options().max_semi_space_size / 4;
    for (int i = 0; i < 400'000; i++) {
        roots.push(Value(Node::create(heap, 1)));
        ASSERT_LE(heap->statistics().nursery_capacity, most);
    }
    for (int i = 0; i < 400'000; i++) {
        ASSERT_EQ(roots[size_t(i)].as_cell()->kind(), CellKind::kObject);
    }
}

TEST(Heap, OldSpaceIsReusedAndCompacted) {
    HeapOptions options = verified();
    TestHeap heap(options);
    RootVector roots(heap);
    auto fill = [&](int count) __attribute__((noinline)) {
        for (int i = 0; i < count; i++) {
            Node* node = Node::create(heap, 4);
            node->set_slot(0, Value::int32(i));
            roots.push(Value(node));
        }
    };
    fill(100'000);
    major(heap);
    size_t full = heap->statistics().old_capacity;
    // Every tenth stays: all chunks are sparse.
    size_t kept = 0;
    for (size_t i = 0; i < roots.size(); i += 10) roots[kept++] = roots[i];
    roots.resize(kept);
    clear_dead_stack();
    major(heap);
    EXPECT_LT(heap->statistics().old_used, full / 5);
    for (int i = 0; i < 4; i++) major(heap);
    EXPECT_LT(heap->statistics().old_capacity, full / 3);
    for (size_t i = 0; i < kept; i++) {
        ASSERT_EQ(static_cast<Node*>(roots[i].as_cell())->slot(0).as_int32(), int32_t(i * 10));
    }
    roots.resize(0);
    clear_dead_stack();
    major(heap);
    fill(20'000);
    major(heap);
    EXPECT_LT(heap->statistics().old_capacity, full / 2);
}

TEST(Heap, DeepListsDoNotRecurse) {
    TestHeap heap;
    Root<Node> head(heap);
    for (int i = 0; i < 2'000'000; i++) {
        Node* node = Node::create(heap, 0);
        node->set_left(head.get());
        head.set(node);
    }
    major(heap);
    size_t length = 0;
    for (Node* n = head.get(); n; n = n->left()) length++;
    EXPECT_EQ(length, 2'000'000u);
}

}  // namespace
}  // namespace jsx::gc
