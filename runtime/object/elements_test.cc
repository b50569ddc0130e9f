#include "gc/roots.h"
#include "runtime/object/abstract_ops.h"

#include <gtest/gtest.h>

namespace jsx {
namespace {

/// Under each kind of collector stress.
class ElementsTest : public ::testing::TestWithParam<gc::HeapOptions::Stress> {
protected:
    ElementsTest() : iso(stressed()) { iso.set_default_realm(Realm::create(iso)); }
    static IsolateOptions stressed() {
        IsolateOptions options;
        options.heap.stress = GetParam();
        options.heap.verify = GetParam() != gc::HeapOptions::Stress::kNone;
        return options;
    }
    PropertyKey index(uint32_t i) { return PropertyKey::index(i); }
    void put(Object* o, uint32_t i, Value v) { MUST(put_element(iso, o, i, v)); }
    void put(Object* o, uint32_t i, int32_t v) { put(o, i, Value::int32(v)); }
    Value at(Object* o, uint32_t i) { return MUST(get(iso, o, index(i))); }
    bool define(Object* o, uint32_t i, Value v, uint8_t attributes) {
        return MUST(define_own_property(iso, o, index(i), PropertyDescriptor::data(v, attributes)));
    }
    Value length(Array* a) { return MUST(get(iso, a, PropertyKey(iso.names.length))); }
    bool set_length(Array* a, Value v) { return MUST(set(iso, a, PropertyKey(iso.names.length), v, Value(a))); }
    std::string keys(Object* o) {
        CellArray* list = MUST(own_property_keys(iso, o));
        std::string text;
        for (uint32_t i = 0; i < list->length(); i++) {
            if (!is_string(list->get(i))) continue;
            text += std::string(Utf8Text(iso, as_string(list->get(i))).view()) + " ";
        }
        return text;
    }
    Isolate iso;
};

TEST_P(ElementsTest, GrowsPacked) {
    Array* a = new_array(iso);
    for (int i = 0; i < 1000; i++) put(a, uint32_t(i), i);
    EXPECT_EQ(a->length(), 1000u);
    EXPECT_TRUE(a->is_packed());
    EXPECT_EQ(at(a, 999), Value::int32(999));
    EXPECT_EQ(a->elements()->flags() & (Elements::kNotInt32 | Elements::kNotNumber), 0);
    put(a, 5, Value::raw_double(1.5));
    EXPECT_TRUE(a->elements()->flags() & Elements::kNotInt32);
    EXPECT_FALSE(a->elements()->flags() & Elements::kNotNumber);
    put(a, 6, Value::undefined());
    EXPECT_TRUE(a->elements()->flags() & Elements::kNotNumber);
}

TEST_P(ElementsTest, HolesReadThrough) {
    Array* a = new_array(iso);
    put(a, 3, 3);
    EXPECT_FALSE(a->is_packed());
    EXPECT_EQ(length(a), Value::int32(4));
    EXPECT_TRUE(at(a, 0).is_undefined());
    EXPECT_FALSE(MUST(has_property(iso, a, index(0))));
    put(a->prototype(iso), 0, 77);
    EXPECT_EQ(at(a, 0), Value::int32(77));
}

TEST_P(ElementsTest, FarElementsGoSparseAndDenseOnesComeBack) {
    Array* a = new_array(iso);
    put(a, 10'000'000, 1);
    EXPECT_TRUE(a->elements()->is_sparse());
    EXPECT_EQ(length(a), Value::int32(10'000'001));
    EXPECT_EQ(at(a, 10'000'000), Value::int32(1));
    EXPECT_TRUE(set_length(a, Value::int32(0)));
    EXPECT_FALSE(a->elements()->is_sparse());

    Object* o = new_object(iso);
    put(o, 5000, 5000);
    EXPECT_TRUE(o->elements()->is_sparse());
    for (int i = 0; i < 5000; i++) put(o, uint32_t(i), i);
    EXPECT_FALSE(o->elements()->is_sparse());
    for (uint32_t i = 0; i <= 5000; i++) EXPECT_EQ(at(o, i), Value::number(i));
}

TEST_P(ElementsTest, LargestIndices) {
    Array* a = new_array(iso);
    EXPECT_TRUE(define(a, PropertyKey::kMaxIndex, Value::int32(1), kAllAttributes));
    EXPECT_EQ(a->length(), 0xFFFF'FFFFu);
    EXPECT_EQ(length(a), Value::number(4294967295.0));
    EXPECT_EQ(keys(a), "4294967294 length ");
    // 2^32 - 1 is a name.
    PropertyKey name = PropertyKey::from_index(iso, 4294967295u);
    EXPECT_TRUE(MUST(set(iso, a, name, Value::int32(2), Value(a))));
    EXPECT_EQ(a->length(), 0xFFFF'FFFFu);
}

TEST_P(ElementsTest, LengthShrinksAndStopsAtFixedElements) {
    Array* a = new_array(iso);
    for (int i = 0; i < 10; i++) put(a, uint32_t(i), i);
    EXPECT_TRUE(set_length(a, Value::int32(5)));
    EXPECT_TRUE(at(a, 7).is_undefined());
    EXPECT_TRUE(define(a, 2, Value::int32(2), kWritable));
    EXPECT_FALSE(set_length(a, Value::int32(0)));
    EXPECT_EQ(a->length(), 3u);
    Completion<bool> bad = set(iso, a, PropertyKey(iso.names.length), Value::int32(-1), Value(a));
    EXPECT_TRUE(bad.threw());
    iso.take_pending();
}

TEST_P(ElementsTest, ReadOnlyLength) {
    Array* a = new_array(iso);
    put(a, 0, 0);
    PropertyDescriptor desc;
    desc.set(kWritable, false);
    PropertyKey length_key(iso.names.length);
    EXPECT_TRUE(MUST(define_own_property(iso, a, length_key, desc)));
    EXPECT_FALSE(MUST(set(iso, a, index(1), Value::int32(1), Value(a))));
    EXPECT_FALSE(define(a, 1, Value::int32(1), kAllAttributes));
    EXPECT_TRUE(MUST(set(iso, a, index(0), Value::int32(5), Value(a))));
    EXPECT_FALSE(set_length(a, Value::int32(0)));
    PropertyDescriptor now;
    ASSERT_TRUE(MUST(get_own_property(iso, a, length_key, &now)));
    EXPECT_EQ(now.attributes, kNoAttributes);
    EXPECT_EQ(now.value, Value::int32(1));
}

TEST_P(ElementsTest, FrozenAndSealedArraysStayFast) {
    Array* a = new_array(iso);
    for (int i = 0; i < 3; i++) put(a, uint32_t(i), i);
    MUST(set_integrity_level(iso, a, IntegrityLevel::kFrozen));
    EXPECT_FALSE(a->elements()->is_sparse());
    EXPECT_FALSE(MUST(set(iso, a, index(0), Value::int32(9), Value(a))));
    EXPECT_FALSE(MUST(delete_property(iso, a, index(0))));
    EXPECT_FALSE(MUST(set(iso, a, index(3), Value::int32(9), Value(a))));
    EXPECT_FALSE(set_length(a, Value::int32(0)));
    EXPECT_EQ(at(a, 2), Value::int32(2));
    EXPECT_TRUE(MUST(test_integrity_level(iso, a, IntegrityLevel::kFrozen)));
    EXPECT_EQ(iso.empty_elements->flags(), 0);
    Array* empty = new_array(iso);
    MUST(set_integrity_level(iso, empty, IntegrityLevel::kFrozen));
    EXPECT_EQ(iso.empty_elements->flags(), 0);
    EXPECT_FALSE(MUST(set(iso, empty, index(0), Value::int32(9), Value(empty))));
}

TEST_P(ElementsTest, CopyOnWriteStoresAreCopied) {
    Array* a = new_array(iso);
    for (int i = 0; i < 3; i++) put(a, uint32_t(i), i);
    a->fast_elements()->add_flags(Elements::kCopyOnWrite);
    Elements* shared = a->fast_elements();
    Array* b = new_array(iso);
    b->set_elements(shared);
    b->set_length_nocheck(3);
    EXPECT_TRUE(MUST(set(iso, b, index(0), Value::int32(100), Value(b))));
    EXPECT_EQ(at(a, 0), Value::int32(0));
    EXPECT_EQ(at(b, 0), Value::int32(100));
    EXPECT_EQ(a->elements(), shared);
    EXPECT_TRUE(set_length(a, Value::int32(1)));
    EXPECT_EQ(shared->length(), 3u);
    EXPECT_TRUE(MUST(delete_property(iso, a, index(0))));
    EXPECT_EQ(shared->get(0), Value::int32(0));
}

TEST_P(ElementsTest, DeletionOfTheEndShrinks) {
    Array* a = new_array(iso);
    for (int i = 0; i < 8; i++) put(a, uint32_t(i), i);
    EXPECT_TRUE(MUST(delete_property(iso, a, index(6))));
    EXPECT_TRUE(MUST(delete_property(iso, a, index(7))));
    EXPECT_EQ(a->elements()->fast_length(), 6u);
    EXPECT_EQ(a->length(), 8u);
    EXPECT_EQ(keys(a), "0 1 2 3 4 5 length ");
}

TEST_P(ElementsTest, AttributesOfElements) {
    Object* o = new_object(iso);
    put(o, 0, 0);
    EXPECT_TRUE(define(o, 1, Value::int32(1), kEnumerable));
    EXPECT_FALSE(MUST(set(iso, o, index(1), Value::int32(2), Value(o))));
    EXPECT_TRUE(MUST(set(iso, o, index(0), Value::int32(2), Value(o))));
    EXPECT_FALSE(define(o, 1, Value::int32(7), kEnumerable));
    EXPECT_TRUE(define(o, 1, Value::int32(1), kEnumerable));
    EXPECT_EQ(at(o, 0), Value::int32(2));
}

TEST_P(ElementsTest, PrototypeElementsBreakTheProtector) {
    Realm* realm = iso.default_realm();
    Object* prototype = realm->object(iso, RealmObject::kArrayPrototype);
    put(new_object(iso), 0, 1);
    EXPECT_TRUE(realm->holds(Realm::kNoElementsOnPrototypes));
    put(prototype, 0, 1);
    EXPECT_FALSE(realm->holds(Realm::kNoElementsOnPrototypes));
}

using Stress = gc::HeapOptions::Stress;
INSTANTIATE_TEST_SUITE_P(Stress, ElementsTest, ::testing::Values(Stress::kNone, Stress::kAlloc, Stress::kMove, Stress::kPin));

}  // namespace
}  // namespace jsx
