// Random graphs of all cell classes against a model in C++ memory, under every stress mode.
#include <gtest/gtest.h>

#include <random>
#include <unordered_map>

#include "gc/test_cells.h"

namespace jsx::gc {
namespace {

using namespace testing;

/// A cell of the model: what class it is and what its words hold. Edge -1: none.
struct ModelCell {
    CellKind kind;
    std::vector<int64_t> edges;
};

/// The heap's cells carry their model id: nodes in slot 0, vectors in element 0, holders in value 0, bytes as tag.
class Model {
public:
    Model(const HeapOptions& options, unsigned seed) : heap_(options), roots_(heap_.heap), shape_(heap_.heap), random_(seed) {
        for (size_t i = 0; i < kRoots; i++) {
            roots_.push(Value::null());
            model_roots_.push_back(-1);
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) step();
        check();
    }

    void check() {
        seen_.clear();
        for (size_t i = 0; i < kRoots; i++) check_edge(roots_[i], model_roots_[i]);
        while (!pending_.empty()) {
            auto [cell, id] = pending_.back();
            pending_.pop_back();
            check_cell(cell, id);
        }
    }

    Heap& heap() { return heap_; }

private:
    static constexpr size_t kRoots = 64;

    size_t pick(size_t n) { return random_() % n; }

    JSX_NOINLINE void step() {
        size_t root = pick(kRoots);
        size_t action = pick(100);
        if (action < 55) {
            auto [cell, id] = create();
            // Hang the old content of the root below the new cell.
            link(cell, id, roots_[root], model_roots_[root]);
            roots_[root] = Value(cell);
            model_roots_[root] = id;
        } else if (action < 85) {
            size_t other = pick(kRoots);
            auto [owner, owner_id] = wander(root);
            auto [target, target_id] = wander(other);
            if (owner) link(owner, owner_id, target ? Value(target) : Value::null(), target_id);
        } else if (action < 93) {
            roots_[root] = Value::null();
            model_roots_[root] = -1;
        } else if (action < 97) {
            auto [cell, id] = wander(root);
            size_t to = pick(kRoots);
            roots_[to] = cell ? Value(cell) : Value::null();
            model_roots_[to] = id;
        } else if (action == 97) {
            heap().collect(GcKind::kMinor, GcReason::kExplicit);
        } else if (action == 98 && pick(20) == 0) {
            heap().collect(GcKind::kMajor, GcReason::kExplicit);
        }
    }

    std::pair<Cell*, int64_t> create() {
        int64_t id = next_id_++;
        ModelCell model;
        Cell* cell = nullptr;
        switch (pick(12)) {
        case 0: {
            auto size = uint32_t(pick(30) == 0 ? 40'000 + pick(60'000) : pick(500));
            Bytes* bytes = Bytes::create(heap(), size, uint8_t(id));
            bytes->tag_ = uint32_t(id);
            cell = bytes;
            break;
        }
        case 1:
        case 2: {
            uint32_t capacity = uint32_t(1 + (pick(40) == 0 ? 4000 + pick(4000) : pick(8) == 0 ? 500 + pick(300) : pick(30)));
            Vector* vector = Vector::create(heap(), capacity);
            vector->push(Value::int32(int32_t(id)));
            for (uint32_t i = 1; i < capacity; i++) vector->push(Value::null());
            model.edges.assign(capacity, -1);
            cell = vector;
            break;
        }
        case 3: {
            size_t count = 2 + pick(10);
            Holder* holder = Holder::create(heap(), count, nullptr, 100);
            holder->set(0, Value::int32(int32_t(id)));
            model.edges.assign(count, -1);
            cell = holder;
            break;
        }
        default: {
            auto slots = uint8_t(1 + pick(10));
            if (pick(50) == 0) shape_.set(TestShape::create(heap(), nullptr));
            uint32_t shape = shape_.get() ? shape_->id() : 0;
            Node* node = pick(10) ? Node::create(heap(), slots, shape)
                                  : heap().make_old<Node>(sizeof(Node) + 8 * slots, slots, shape);
            node->set_slot(0, Value::int32(int32_t(id)));
            model.edges.assign(size_t(slots) + 2, -1);
            cell = node;
            break;
        }
        }
        model.kind = cell->kind();
        model_[id] = std::move(model);
        return {cell, id};
    }

    void link(Cell* owner, int64_t id, Value target, int64_t target_id) {
        ModelCell& model = model_[id];
        if (model.edges.size() < 2) return;
        size_t i = 1 + pick(model.edges.size() - 1);
        if (owner->kind() == Node::kKind) {
            auto* node = static_cast<Node*>(owner);
            size_t slots = node->aux();
            if (i >= slots) {  // the two pointer fields come last in the model
                bool is_node = target.is_cell() && target.as_cell()->kind() == Node::kKind;
                Node* to = is_node ? static_cast<Node*>(target.as_cell()) : nullptr;
                if (!is_node) target_id = -1;
                i == slots ? node->set_left(to) : node->set_right(to);
            } else {
                node->set_slot(uint8_t(i), target);
            }
        } else if (owner->kind() == Vector::kKind) {
            static_cast<Vector*>(owner)->set(uint32_t(i), target);
        } else {
            static_cast<Holder*>(owner)->set(i, target);
        }
        model.edges[i] = target_id;
    }

    Value edge(Cell* cell, size_t i) {
        if (cell->kind() == Node::kKind) {
            auto* node = static_cast<Node*>(cell);
            size_t slots = node->aux();
            if (i < slots) return node->slot(uint8_t(i));
            return i == slots ? Value(node->left()) : Value(node->right());
        }
        if (cell->kind() == Vector::kKind) return static_cast<Vector*>(cell)->get(uint32_t(i));
        return static_cast<Holder*>(cell)->get(i);
    }

    std::pair<Cell*, int64_t> wander(size_t root) {
        Cell* cell = roots_[root].is_cell() ? roots_[root].as_cell() : nullptr;
        int64_t id = model_roots_[root];
        for (size_t i = pick(6); i > 0 && cell; i--) {
            const std::vector<int64_t>& edges = model_[id].edges;
            if (edges.size() < 2) break;
            size_t e = 1 + pick(edges.size() - 1);
            if (edges[e] < 0) continue;
            cell = edge(cell, e).as_cell();
            id = edges[e];
        }
        return {cell, cell ? id : -1};
    }

    void check_edge(Value value, int64_t id) {
        ASSERT_EQ(value.is_cell(), id >= 0);
        if (id < 0) return;
        auto [entry, fresh] = seen_.try_emplace(id, value.as_cell());
        ASSERT_EQ(entry->second, value.as_cell()) << "one cell, one address";
        if (fresh) pending_.push_back({value.as_cell(), id});
    }

    void check_cell(Cell* cell, int64_t id) {
        const ModelCell& model = model_[id];
        ASSERT_EQ(cell->kind(), model.kind);
        if (cell->kind() == Bytes::kKind) {
            auto* bytes = static_cast<Bytes*>(cell);
            ASSERT_EQ(bytes->tag_, uint32_t(id));
            for (uint32_t i = 0; i < bytes->length(); i++) ASSERT_EQ(bytes->data()[i], uint8_t(id));
            return;
        }
        ASSERT_EQ(edge(cell, 0), Value::int32(int32_t(id)));
        for (size_t i = 1; i < model.edges.size(); i++) check_edge(edge(cell, i), model.edges[i]);
    }

    TestHeap heap_;
    RootVector roots_;
    Root<TestShape> shape_;  // of the nodes to come
    std::mt19937 random_;
    std::vector<int64_t> model_roots_;
    std::unordered_map<int64_t, ModelCell> model_;
    std::unordered_map<int64_t, Cell*> seen_;
    std::vector<std::pair<Cell*, int64_t>> pending_;
    int64_t next_id_ = 1;
};

struct Case {
    const char* name;
    HeapOptions::Stress stress;
    bool verify;
    int steps;
};

class Graph : public ::testing::TestWithParam<Case> {};

TEST_P(Graph, MatchesTheModel) {
    Case c = GetParam();
    for (unsigned seed = 1; seed <= 3; seed++) {
        HeapOptions options;
        options.stress = c.stress;
        options.verify = c.verify;
        Model model(options, seed);
        for (int i = 0; i < 10; i++) {
            model.run(c.steps / 10);
            if (HasFatalFailure()) return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Modes, Graph,
    ::testing::Values(Case{"none", HeapOptions::Stress::kNone, false, 60'000},
                      Case{"verify", HeapOptions::Stress::kNone, true, 6'000},
                      Case{"alloc", HeapOptions::Stress::kAlloc, false, 20'000},
                      Case{"allocVerify", HeapOptions::Stress::kAlloc, true, 800},
                      Case{"move", HeapOptions::Stress::kMove, false, 20'000},
                      Case{"moveVerify", HeapOptions::Stress::kMove, true, 4'000},
                      Case{"pin", HeapOptions::Stress::kPin, false, 20'000},
                      Case{"pinVerify", HeapOptions::Stress::kPin, true, 800}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace jsx::gc
