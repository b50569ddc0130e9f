#include "runtime/builtins/regexp/char_set.h"

#include <algorithm>

namespace jsx::regexp {

using unicode::kMaxCodePoint;

bool CharSet::contains(char32_t c) const {
    auto it = std::upper_bound(ranges_.begin(), ranges_.end(), c,
                               [](char32_t key, Range r) { return key < r.first; });
    return it != ranges_.begin() && c <= (it - 1)->last;
}

bool CharSet::intersects(const CharSet& other) const {
    auto a = ranges_.cbegin(), b = other.ranges_.cbegin();
    while (a != ranges_.end() && b != other.ranges_.end()) {
        if (a->last < b->first)
            ++a;
        else if (b->last < a->first)
            ++b;
        else
            return true;
    }
    return false;
}

void CharSet::add(const CharSet& other) {
    ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
}

void CharSet::normalize() {
    if (ranges_.size() < 2) return;
    auto before = [](Range a, Range b) { return a.first < b.first; };
    if (!std::is_sorted(ranges_.begin(), ranges_.end(), before))
        std::sort(ranges_.begin(), ranges_.end(), before);
    size_t top = 0;
    for (size_t i = 1; i < ranges_.size(); i++) {
        if (ranges_[i].first <= ranges_[top].last + 1)
            ranges_[top].last = std::max(ranges_[top].last, ranges_[i].last);
        else
            ranges_[++top] = ranges_[i];
    }
    ranges_.resize(top + 1);
}

void CharSet::invert() {
    std::vector<Range> gaps;
    gaps.reserve(ranges_.size() + 1);
    char32_t next = 0;
    for (Range r : ranges_) {
        if (r.first > next) gaps.push_back({next, r.first - 1});
        next = r.last + 1;
    }
    if (next <= kMaxCodePoint) gaps.push_back({next, kMaxCodePoint});
    ranges_ = std::move(gaps);
}

void CharSet::intersect(const CharSet& other) {
    std::vector<Range> common;
    auto a = ranges_.cbegin(), b = other.ranges_.cbegin();
    while (a != ranges_.end() && b != other.ranges_.end()) {
        char32_t first = std::max(a->first, b->first), last = std::min(a->last, b->last);
        if (first <= last) common.push_back({first, last});
        if (a->last < b->last)
            ++a;
        else
            ++b;
    }
    ranges_ = std::move(common);
}

void CharSet::subtract(const CharSet& other) {
    CharSet rest = other;
    rest.invert();
    intersect(rest);
}

void CharSet::close_over_case(bool unicode) {
    size_t count = ranges_.size();
    for (size_t i = 0; i < count; i++) {
        Range r = ranges_[i];
        for (char32_t c = unicode::next_with_case(r.first); c <= r.last;
             c = unicode::next_with_case(c + 1)) {
            if (!unicode && c > 0xffff) break;
            auto next = unicode ? unicode::next_in_fold_orbit : unicode::next_in_legacy_orbit;
            for (char32_t variant = next(c); variant != c; variant = next(variant))
                if (variant < r.first || variant > r.last) add(variant);
        }
    }
    normalize();
}

CharSet CharSet::first_units() const {
    CharSet units;
    for (Range r : ranges_) {
        if (r.first <= 0xffff) units.add(r.first, std::min<char32_t>(r.last, 0xffff));
        if (r.last > 0xffff) {
            char32_t first = std::max<char32_t>(r.first, 0x10000);
            units.add(0xd7c0 + (first >> 10), 0xd7c0 + (r.last >> 10));
        }
    }
    units.normalize();
    constexpr size_t kMaxRanges = 64;
    if (units.ranges_.size() > kMaxRanges) {
        while (!units.ranges_.empty() && units.ranges_.back().first > 0xff) units.ranges_.pop_back();
        units.add(0x100, 0xffff);
        units.normalize();
    }
    return units;
}

CharSet CharSet::digits() {
    return {{'0', '9'}};
}

CharSet CharSet::spaces() {
    return {{9, 13},           {32, 32},         {0xa0, 0xa0},     {0x1680, 0x1680},
            {0x2000, 0x200a},  {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f},
            {0x3000, 0x3000},  {0xfeff, 0xfeff}};
}

CharSet CharSet::words(bool with_case_variants) {
    if (with_case_variants)
        return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0x17f, 0x17f}, {0x212a, 0x212a}};
    return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
}

CharSet CharSet::line_terminators() {
    return {{10, 10}, {13, 13}, {0x2028, 0x2029}};
}

void ClassSet::normalize() {
    chars.normalize();
    std::sort(strings.begin(), strings.end());
    strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
}

void ClassSet::add(const ClassSet& other) {
    chars.add(other.chars);
    strings.insert(strings.end(), other.strings.begin(), other.strings.end());
    normalize();
}

void ClassSet::intersect(const ClassSet& other) {
    chars.intersect(other.chars);
    std::erase_if(strings, [&](const std::u32string& s) {
        return !std::binary_search(other.strings.begin(), other.strings.end(), s);
    });
}

void ClassSet::subtract(const ClassSet& other) {
    chars.subtract(other.chars);
    std::erase_if(strings, [&](const std::u32string& s) {
        return std::binary_search(other.strings.begin(), other.strings.end(), s);
    });
}

}  // namespace jsx::regexp
