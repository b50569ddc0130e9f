// Conservative roots: what the native stack sees stays where it is, and only that.
#include <gtest/gtest.h>

#include "gc/heap_impl.h"
#include "gc/test_cells.h"

namespace jsx::gc {
namespace {

using namespace testing;

HeapOptions verified(HeapOptions::Stress stress = HeapOptions::Stress::kNone) {
    HeapOptions options;
    options.verify = true;
    options.stress = stress;
    return options;
}

void minor(Heap& heap) { heap.collect(GcKind::kMinor, GcReason::kExplicit); }
void major(Heap& heap) { heap.collect(GcKind::kMajor, GcReason::kExplicit); }

/// Keeps `pointer` in the caller's frame, where the scan finds it.
template <class T>
void use(T* pointer) {
    asm volatile("" : : "r"(pointer) : "memory");
}

TEST(Pins, LocalsStay) {
    TestHeap heap(verified());
    Node* volatile local = Node::create(heap, 2);
    Node* address = local;
    address->set_slot(0, Value::int32(7));
    for (int i = 0; i < 5; i++) {
        minor(heap);
        major(heap);
        EXPECT_EQ(local, address);
        EXPECT_EQ(local->slot(0).as_int32(), 7);
    }
    EXPECT_GE(heap->statistics().pinned_last, 1u);
    use(address);
}

TEST(Pins, InteriorPointersPinTheirCellOnly) {
    TestHeap heap(verified());
    RootVector roots(heap);
    volatile uintptr_t interior[3] = {};
    auto fill = [&]() __attribute__((noinline)) {
        for (int i = 0; i < 300; i++) {
            Bytes* bytes = Bytes::create(heap, 200, uint8_t(i));
            roots.push(Value(bytes));
            if (i % 100 == 50) interior[i / 100] = uintptr_t(bytes->data() + 100 + i % 7);
        }
    };
    fill();
    auto at = [&](size_t i) { return static_cast<Bytes*>(roots[i].as_cell()); };
    std::vector<uintptr_t> before;
    for (size_t i = 0; i < 300; i++) before.push_back(~uintptr_t(roots[i].as_cell()));
    clear_dead_stack();
    minor(heap);
    size_t stayed = 0;
    for (size_t i = 0; i < 300; i++) {
        bool same = ~before[i] == uintptr_t(roots[i].as_cell());
        stayed += same;
        if (i % 100 == 50) {
            EXPECT_TRUE(same);
        }
        ASSERT_EQ(at(i)->data()[199], uint8_t(i));
        ASSERT_EQ(at(i)->length(), 200u);
    }
    EXPECT_GE(stayed, 3u);
    EXPECT_LE(stayed, 6u) << "only the pinned cells stay";
    use(&interior);
}

TEST(Pins, EveryOffsetOfACellPins) {
    TestHeap heap(verified());
    for (size_t offset = 0; offset < sizeof(Node) + 24; offset++) {
        volatile uintptr_t word = 0;
        auto make = [&]() __attribute__((noinline)) {
            for (int i = 0; i < 500; i++) Node::create(heap, uint8_t(i % 5));
            Node* node = Node::create(heap, 3);
            node->set_slot(2, Value::int32(int32_t(offset)));
            word = uintptr_t(node) + offset;
            for (int i = 0; i < 500; i++) Node::create(heap, uint8_t(i % 5));
        };
        make();
        clear_dead_stack();
        minor(heap);
        auto* node = reinterpret_cast<Node*>(word - offset);
        ASSERT_EQ(node->slot(2).as_int32(), int32_t(offset));
        ASSERT_EQ(heap->age_of(node), 1);
        major(heap);
        ASSERT_EQ(node->slot(2).as_int32(), int32_t(offset));
        use(&word);
    }
}

TEST(Pins, PinnedCellsKeepWhatTheyPointTo) {
    TestHeap heap(verified());
    Node* local = Node::create(heap, 0);
    auto grow = [&]() __attribute__((noinline)) {
        for (int i = 0; i < 100; i++) {
            Node* next = Node::create(heap, 1);
            next->set_slot(0, Value::int32(i));
            next->set_left(local->left());
            local->set_left(next);
        }
    };
    grow();
    for (int round = 0; round < 4; round++) {
        clear_dead_stack();
        round % 2 ? major(heap) : minor(heap);
        int i = 99;
        for (Node* n = local->left(); n; n = n->left()) ASSERT_EQ(n->slot(0).as_int32(), i--);
        ASSERT_EQ(i, -1);
    }
    use(local);
}

/// A cell that the stack held until it settled and holds no longer; the result is its address, inverted.
JSX_NOINLINE uintptr_t settle(Heap& heap, Cell* cell) {
    Cell* volatile local = cell;
    for (unsigned i = 0; i < HeapImpl::Pin::kSettleAfter; i++) minor(heap);
    use(&local);
    return ~uintptr_t(local);
}

TEST(Pins, PointersToSettledCellsAreNotRemembered) {
    TestHeap heap(verified());
    RootVector roots(heap);
    Node* local = Node::create(heap, 1);
    settle(heap, local);
    for (int i = 0; i < 1000; i++) {
        Node* node = heap->make_old<Node>(sizeof(Node) + 8, uint8_t(1), 0u);
        node->set_left(local);
        roots.push(Value(node));
    }
    minor(heap);
    EXPECT_LE(HeapImpl::of(heap).remembered.cells.size(), 1u);
    local->set_slot(0, Value(Bytes::create(heap, 8, 5)));
    minor(heap);
    minor(heap);
    EXPECT_EQ(static_cast<Bytes*>(local->slot(0).as_cell())->data()[7], 5) << "what a settled cell points to is visited";
    for (size_t i = 0; i < 1000; i++) ASSERT_EQ(static_cast<Node*>(roots[i].as_cell())->left(), local);
    use(local);
}

TEST(Pins, MajorCollectionsMoveSettledCells) {
    TestHeap heap(verified());
    RootVector roots(heap);
    uintptr_t hidden = [&]() __attribute__((noinline)) {
        Node* node = Node::create(heap, 2);
        node->set_slot(0, Value(Bytes::create(heap, 16, 9)));
        roots.push(Value(node));
        Vector* vector = Vector::create(heap, 1000);  // remembered by cards
        for (int i = 0; i < 1000; i++) vector->push(Value(node));
        roots.push(Value(vector));
        Holder* holder = Holder::create(heap, 1);
        holder->set(0, Value(node));
        roots.push(Value(holder));
        return settle(heap, node);
    }();
    auto node = [&] { return static_cast<Node*>(roots[0].as_cell()); };
    clear_dead_stack();
    minor(heap);
    [&]() __attribute__((noinline)) {  // what is compared in this frame would stay in it
        EXPECT_EQ(~hidden, uintptr_t(node())) << "until then they stay";
        node()->set_slot(1, Value(Bytes::create(heap, 16, 8)));
    }();
    clear_dead_stack();
    major(heap);
    EXPECT_NE(~hidden, uintptr_t(node()));
    EXPECT_EQ(heap->space_of(node()), SpaceKind::kOld);
    for (uint32_t i = 0; i < 1000; i++) ASSERT_EQ(static_cast<Vector*>(roots[1].as_cell())->get(i), roots[0]);
    EXPECT_EQ(static_cast<Holder*>(roots[2].as_cell())->get(0), roots[0]);
    for (int i = 0; i < 3; i++) {
        EXPECT_EQ(static_cast<Bytes*>(node()->slot(0).as_cell())->data()[15], 9);
        EXPECT_EQ(static_cast<Bytes*>(node()->slot(1).as_cell())->data()[15], 8);
        minor(heap);
    }
    EXPECT_TRUE(HeapImpl::of(heap).pins.empty());
}

TEST(Pins, SettledCellsThatStayPinnedStay) {
    TestHeap heap(verified());
    RootVector roots(heap);
    Node* local = Node::create(heap, 1);
    settle(heap, local);
    Node* old = heap->make_old<Node>(sizeof(Node) + 8, uint8_t(1), 0u);
    old->set_left(local);
    roots.push(Value(old));
    for (int i = 0; i < 4; i++) {
        i % 2 ? minor(heap) : major(heap);
        EXPECT_EQ(static_cast<Node*>(roots[0].as_cell())->left(), local);
        EXPECT_EQ(heap->space_of(local), SpaceKind::kNew);
    }
    use(local);
}

TEST(Pins, DeadSettledCellsGoWithTheNextMajorCollection) {
    TestHeap heap(verified());
    int finalized = 0;
    [&]() __attribute__((noinline)) { settle(heap, Holder::create(heap, 3, &finalized)); }();
    clear_dead_stack();
    minor(heap);
    EXPECT_EQ(finalized, 0);
    clear_dead_stack();
    major(heap);
    EXPECT_EQ(finalized, 1);
}

TEST(Pins, GapsBetweenPinsAreUsedAgain) {
    TestHeap heap(verified());
    constexpr size_t kPins = 64;
    Bytes* volatile pins[kPins] = {};
    auto fill = [&]() __attribute__((noinline)) {
        for (size_t i = 0; i < kPins; i++) {
            for (int k = 0; k < 20; k++) Bytes::create(heap, 600);
            pins[i] = Bytes::create(heap, 40, uint8_t(i));
        }
    };
    fill();
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 2000; i++) Bytes::create(heap, uint32_t(i % 900), 0xEE);
        minor(heap);
        for (size_t i = 0; i < kPins; i++) {
            ASSERT_EQ(pins[i]->data()[39], uint8_t(i));
            ASSERT_EQ(heap->age_of(pins[i]), 1);
        }
    }
    EXPECT_GE(heap->statistics().pinned_last, kPins);
    EXPECT_LE(heap->statistics().nursery_used, size_t(1) << 20);
    use(&pins);
}

TEST(Pins, OldCellsArePinnedDuringCompaction) {
    TestHeap heap(verified(HeapOptions::Stress::kMove));
    RootVector roots(heap);
    Node* local = heap->make_old<Node>(sizeof(Node) + 8, uint8_t(1), 0u);
    auto* other = reinterpret_cast<char*>(heap->make_old<Node>(sizeof(Node) + 8, uint8_t(1), 0u)) + 20;
    auto fill = [&]() __attribute__((noinline)) {
        for (int i = 0; i < 100; i++) {
            Node* node = heap->make_old<Node>(sizeof(Node) + 8, uint8_t(1), 0u);
            node->set_slot(0, Value::int32(i));
            node->set_left(local);
            roots.push(Value(node));
        }
    };
    fill();
    local->set_slot(0, roots[50]);
    std::vector<uintptr_t> before;
    for (size_t i = 0; i < 100; i++) before.push_back(~uintptr_t(roots[i].as_cell()));
    clear_dead_stack();
    major(heap);
    size_t moved = 0;
    for (size_t i = 0; i < 100; i++) {
        auto* node = static_cast<Node*>(roots[i].as_cell());
        moved += ~before[i] != uintptr_t(node);
        ASSERT_EQ(node->slot(0).as_int32(), int32_t(i));
        ASSERT_EQ(node->left(), local);
    }
    EXPECT_GE(moved, 95u) << "everything unpinned moves";
    EXPECT_EQ(local->slot(0), roots[50]);
    EXPECT_EQ(heap->space_of(local), SpaceKind::kOld);
    use(local);
    use(other);
}

TEST(Pins, StressPinTreatsRootsAsConservative) {
    TestHeap heap(verified(HeapOptions::Stress::kPin));
    Root<Node> root(heap);
    [&]() __attribute__((noinline)) { root.set(Node::create(heap, 0)); }();
    volatile uintptr_t hidden = ~uintptr_t(root.get());
    for (int i = 0; i < 3; i++) {
        clear_dead_stack();
        minor(heap);
        major(heap);
        EXPECT_EQ(~hidden, uintptr_t(root.get()));
    }
}

}  // namespace
}  // namespace jsx::gc
