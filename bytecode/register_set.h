// A set of a frame's registers, one bit each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace jsx::bytecode {

class RegisterSet {
public:
    RegisterSet() = default;
    explicit RegisterSet(uint32_t registers) : words_((registers + 63) / 64 + 1) {}
    /// Made by the default constructor: no state has reached this place.
    bool is_unset() const { return words_.empty(); }
    bool has(uint32_t r) const { return words_[r / 64] >> (r % 64) & 1; }
    void add(uint32_t first, uint32_t count) {
        for (uint32_t r = first; r < first + count; r++) words_[r / 64] |= uint64_t(1) << (r % 64);
    }
    void remove(uint32_t first, uint32_t count) {
        for (uint32_t r = first; r < first + count; r++) words_[r / 64] &= ~(uint64_t(1) << (r % 64));
    }
    void remove_from(uint32_t first) {
        if (first / 64 >= words_.size()) return;
        words_[first / 64] &= (uint64_t(1) << (first % 64)) - 1;
        for (size_t i = first / 64 + 1; i < words_.size(); i++) words_[i] = 0;
    }
    /// True if that took something away.
    bool intersect(const RegisterSet& other) {
        bool changed = false;
        for (size_t i = 0; i < words_.size(); i++) {
            uint64_t both = words_[i] & other.words_[i];
            changed |= both != words_[i];
            words_[i] = both;
        }
        return changed;
    }
    /// True if that added something.
    bool unite(const RegisterSet& other) {
        bool changed = false;
        for (size_t i = 0; i < words_.size(); i++) {
            uint64_t either = words_[i] | other.words_[i];
            changed |= either != words_[i];
            words_[i] = either;
        }
        return changed;
    }

private:
    std::vector<uint64_t> words_;
};

}  // namespace jsx::bytecode
