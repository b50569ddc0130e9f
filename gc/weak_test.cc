// WeakRef-like pointers, ephemerons, weak roots.
#include <gtest/gtest.h>

#include "gc/test_cells.h"

namespace jsx::gc {
namespace {

using namespace testing;

HeapOptions with(HeapOptions::Stress stress) {
    HeapOptions options;
    options.verify = true;
    options.stress = stress;
    return options;
}

class Weak : public ::testing::TestWithParam<HeapOptions::Stress> {
protected:
    void collect(Heap& heap, bool is_major) {
        clear_dead_stack();
        heap.collect(is_major ? GcKind::kMajor : GcKind::kMinor, GcReason::kExplicit);
    }
};

TEST_P(Weak, PointersFollowOrDie) {
    TestHeap heap(with(GetParam()));
    RootVector targets(heap), pointers(heap);
    [&]() __attribute__((noinline)) {
        for (int i = 0; i < 200; i++) {
            Node* node = Node::create(heap, 1);
            node->set_slot(0, Value::int32(i));
            if (i % 2) targets.push(Value(node));
            pointers.push(Value(heap->make<WeakPointer>(node)));
        }
    }();
    auto check = [&](size_t most_dead_kept) __attribute__((noinline)) {
        size_t kept = 0;
        for (size_t i = 0; i < 200; i++) {
            auto* pointer = static_cast<WeakPointer*>(pointers[i].as_cell());
            if (i % 2) {
                ASSERT_EQ(pointer->target_, targets[i / 2].as_cell());
                ASSERT_EQ(static_cast<Node*>(pointer->target_)->slot(0).as_int32(), int32_t(i));
            } else {
                kept += pointer->target_ != nullptr;
            }
        }
        EXPECT_LE(kept, most_dead_kept);
    };
    for (int i = 0; i < 4; i++) {
        collect(heap, false);
        check(100);
    }
    for (int i = 0; i < 3; i++) {
        collect(heap, true);
        check(5);
    }
}

TEST_P(Weak, OldPointersToYoungTargets) {
    TestHeap heap(with(GetParam()));
    Root<WeakPointer> pointer(heap, heap->make_old<WeakPointer>(sizeof(WeakPointer), nullptr));
    Root<Node> target(heap);
    for (int i = 0; i < 5; i++) collect(heap, i % 2);
    [&]() __attribute__((noinline)) {
        target.set(Node::create(heap, 0));
        pointer->target_ = target.get();
    }();
    for (int i = 0; i < 6; i++) {
        collect(heap, i >= 4);
        [&]() __attribute__((noinline)) { EXPECT_EQ(pointer->target_, target.get()); }();
    }
    target.set(nullptr);
    for (int i = 0; i < 2; i++) collect(heap, true);
    EXPECT_EQ(pointer->target_, nullptr);
}

TEST_P(Weak, EphemeronChains) {
    TestHeap heap(with(GetParam()));
    constexpr uint32_t kLength = 100;
    Root<Node> first(heap);
    Root<EphemeronTable> table(heap, EphemeronTable::create(heap, 2 * kLength));
    // Entry i: key i -> key i + 1, in an order that needs many rounds; the other half hangs off a dead key.
    [&]() __attribute__((noinline)) {
        Vector* keys = Vector::create(heap, 2 * (kLength + 1));
        for (uint32_t i = 0; i < 2 * (kLength + 1); i++) {
            Node* node = Node::create(heap, 1);
            node->set_slot(0, Value::int32(int32_t(i)));
            keys->push(Value(node));
        }
        for (uint32_t i = 0; i < kLength; i++) {
            table->set(kLength - 1 - i, keys->get(i), keys->get(i + 1));
            table->set(kLength + i, keys->get(kLength + 1 + i), keys->get(kLength + 2 + i));
        }
        first.set(static_cast<Node*>(keys->get(0).as_cell()));
    }();
    for (int round = 0; round < 6; round++) {
        collect(heap, round >= 3);
        [&]() __attribute__((noinline)) {
            Cell* key = first.get();
            for (uint32_t i = 0; i < kLength; i++) {
                EphemeronTable::Entry& e = table->entries()[kLength - 1 - i];
                ASSERT_EQ(e.key.as_cell(), key);
                key = e.value.as_cell();
                ASSERT_EQ(static_cast<Node*>(key)->slot(0).as_int32(), int32_t(i + 1));
            }
        }();
    }
    EXPECT_LE(table->live(), kLength + 5);
    EXPECT_GE(table->live(), kLength);
    first.set(nullptr);
    for (int i = 0; i < 2; i++) collect(heap, true);
    EXPECT_LE(table->live(), 10u);
}

/// A round for each link would take minutes.
TEST(WeakChains, AreFollowedInLinearTime) {
    TestHeap heap;
    constexpr uint32_t kLength = 40'000;
    Root<Node> first(heap);
    RootVector tables(heap);
    [&]() __attribute__((noinline)) {
        for (int i = 0; i < 3; i++) tables.push(Value(EphemeronTable::create(heap, kLength)));
        Node* key = Node::create(heap, 1);
        first.set(key);
        for (uint32_t i = 0; i < kLength; i++) {
            // Each key has a value in one table and a bystander in another, and links run against the order of the tables.
            Node* next = Node::create(heap, 1);
            next->set_slot(0, Value::int32(int32_t(i + 1)));
            auto* table = static_cast<EphemeronTable*>(tables[i % 2].as_cell());
            table->set(kLength - 1 - i, Value(key), Value(next));
            table = static_cast<EphemeronTable*>(tables[2].as_cell());
            table->set(i, Value(key), Value(Node::create(heap, 0)));
            key = next;
        }
    }();
    for (int round = 0; round < 5; round++) {
        clear_dead_stack();
        heap->collect(round % 2 ? GcKind::kMajor : GcKind::kMinor, GcReason::kExplicit);
        [&]() __attribute__((noinline)) {
            Cell* key = first.get();
            for (uint32_t i = 0; i < kLength; i++) {
                auto* table = static_cast<EphemeronTable*>(tables[i % 2].as_cell());
                EphemeronTable::Entry& e = table->entries()[kLength - 1 - i];
                ASSERT_EQ(e.key.as_cell(), key);
                key = e.value.as_cell();
                ASSERT_EQ(static_cast<Node*>(key)->slot(0).as_int32(), int32_t(i + 1));
                auto* others = static_cast<EphemeronTable*>(tables[2].as_cell());
                ASSERT_EQ(others->entries()[i].value.as_cell()->kind(), CellKind::kObject);
            }
        }();
    }
    first.set(nullptr);
    clear_dead_stack();
    heap->collect(GcKind::kMajor, GcReason::kExplicit);
    heap->verify();
    EXPECT_LE(static_cast<EphemeronTable*>(tables[2].as_cell())->live(), 10u);
}

TEST_P(Weak, EphemeronsInOldTablesWithYoungEntries) {
    TestHeap heap(with(GetParam()));
    Root<EphemeronTable> table(heap, EphemeronTable::create(heap, 50));
    RootVector keys(heap);
    for (int i = 0; i < 4; i++) collect(heap, i == 3);
    for (uint32_t i = 0; i < 50; i++) {
        [&]() __attribute__((noinline)) {
            Node* key = Node::create(heap, 1);
            keys.push(Value(key));
            Node* value = Node::create(heap, 1);
            value->set_slot(0, Value::int32(int32_t(i)));
            table->set(i, keys[i], Value(value));
        }();
        collect(heap, i % 20 == 19);
        [&]() __attribute__((noinline)) {
            for (uint32_t k = 0; k <= i; k++) {
                EphemeronTable::Entry& e = table->entries()[k];
                ASSERT_EQ(e.key, keys[k]);
                ASSERT_EQ(static_cast<Node*>(e.value.as_cell())->slot(0).as_int32(), int32_t(k));
            }
        }();
    }
    keys.resize(20);
    collect(heap, true);
    collect(heap, true);
    EXPECT_LE(table->live(), 25u);
}

TEST_P(Weak, OldKeysOfOldTablesWithYoungValues) {
    TestHeap heap(with(GetParam()));
    constexpr uint32_t kCount = 30;
    Root<EphemeronTable> table(heap, EphemeronTable::create(heap, kCount));
    RootVector keys(heap);
    for (uint32_t i = 0; i < kCount; i++) keys.push(Value(Node::create(heap, 1)));
    for (int i = 0; i < 4; i++) collect(heap, i == 3);
    for (int round = 0; round < 3; round++) {
        [&]() __attribute__((noinline)) {
            for (uint32_t i = 0; i < kCount; i++) {
                Node* value = Node::create(heap, 1);
                value->set_slot(0, Value::int32(int32_t(i)));
                table->set(i, keys[i], Value(value));
            }
        }();
        for (int i = 0; i < 4; i++) {
            collect(heap, i == 3);
            [&]() __attribute__((noinline)) {
                for (uint32_t k = 0; k < kCount; k++) {
                    EphemeronTable::Entry& e = table->entries()[k];
                    ASSERT_EQ(e.key, keys[k]);
                    ASSERT_EQ(static_cast<Node*>(e.value.as_cell())->slot(0).as_int32(), int32_t(k));
                }
            }();
        }
    }
}

TEST_P(Weak, ValueThatHoldsItsKeyDies) {
    TestHeap heap(with(GetParam()));
    Root<EphemeronTable> table(heap, EphemeronTable::create(heap, 20));
    [&]() __attribute__((noinline)) {
        for (uint32_t i = 0; i < 20; i++) {
            Node* key = Node::create(heap, 0);
            Node* value = Node::create(heap, 0);
            value->set_left(key);
            table->set(i, Value(key), Value(value));
        }
    }();
    for (int i = 0; i < 2; i++) collect(heap, true);
    EXPECT_LE(table->live(), 3u);
}

INSTANTIATE_TEST_SUITE_P(Stress, Weak,
                         ::testing::Values(HeapOptions::Stress::kNone, HeapOptions::Stress::kAlloc,
                                           HeapOptions::Stress::kMove, HeapOptions::Stress::kPin));

}  // namespace
}  // namespace jsx::gc
