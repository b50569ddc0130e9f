// [doc:ephemerons] EphemeronIndex: the values that wait for their keys, found by key.
//
// Whether an ephemeron's value lives depends on its key, which other values may lead to. A collector first asks all tables
// round by round, which is cheap and nearly always enough. A chain of keys and values would take a round
// for each link; so after kEphemeronRounds the entries whose keys have not been reached are put in here, and each
// cell reached from then on is looked up once.
#pragma once

#include <vector>

#include "gc/cell.h"

namespace jsx::gc {

constexpr int kEphemeronRounds = 4;

class EphemeronIndex {
public:
    bool is_empty() const { return waiting_ == 0; }

    void add(const Cell* key, Value* value) {
        if (entries_.size() == heads_.size()) grow();
        uint32_t& head = head_of(key);
        entries_.push_back({key, value, head});
        head = uint32_t(entries_.size());
        waiting_++;
    }

    /// Calls f(Value*) for the values that wait for `key`, and forgets them.
    template <class F>
    void take(const Cell* key, F f) {
        if (is_empty()) return;
        for (uint32_t* link = &head_of(key); *link;) {
            Entry& entry = entries_[*link - 1];
            if (entry.key != key) {
                link = &entry.next;
                continue;
            }
            *link = entry.next;
            entry.key = nullptr;
            waiting_--;
            f(entry.value);
        }
    }

private:
    struct Entry {
        const Cell* key;  // null: taken
        Value* value;
        uint32_t next;  // place in entries_ of the next one with this head, counted from 1; 0: none
    };

    uint32_t& head_of(const Cell* key) {
        uint64_t hash = (uint64_t(key) >> 3) * 0x9E3779B97F4A7C15;
        return heads_[size_t(hash >> 32) & (heads_.size() - 1)];
    }

    void grow() {
        heads_.assign(heads_.empty() ? 1024 : 2 * heads_.size(), 0);
        waiting_ = 0;
        std::vector<Entry> old;
        old.swap(entries_);
        entries_.reserve(heads_.size());
        for (const Entry& entry : old) {
            if (entry.key) add(entry.key, entry.value);
        }
    }

    std::vector<Entry> entries_;
    std::vector<uint32_t> heads_;  // a power of two
    size_t waiting_ = 0;
};

}  // namespace jsx::gc
