#include "gc/roots.h"
#include "runtime/object/abstract_ops.h"

#include <gtest/gtest.h>

#include <string>

namespace jsx {
namespace {

/// Under each kind of collector stress.
class ShapeTest : public ::testing::TestWithParam<gc::HeapOptions::Stress> {
protected:
    ShapeTest() : iso(stressed()) { iso.set_default_realm(Realm::create(iso)); }
    static IsolateOptions stressed() {
        IsolateOptions options;
        options.heap.stress = GetParam();
        options.heap.verify = GetParam() != gc::HeapOptions::Stress::kNone;
        return options;
    }
    PropertyKey key(std::string_view s) { return PropertyKey(atomize(iso, s)); }
    PropertyKey key(std::string_view s, uint32_t i) { return key(std::string(s) + std::to_string(i)); }
    Object* plain() { return new_object(iso); }
    void add(Object* o, std::string_view name, int32_t v) { o->add_named(iso, key(name), Value::int32(v), kAllAttributes); }
    int32_t at(Object* o, PropertyKey k) { return o->get_named(iso, k).as_int32(); }
    void collect() { iso.heap.collect(gc::GcKind::kMajor, gc::GcReason::kExplicit); }
    Isolate iso;
};

TEST_P(ShapeTest, TransitionsAreShared) {
    Object *a = plain(), *b = plain();
    EXPECT_EQ(a->shape_id(), b->shape_id());
    add(a, "x", 1);
    add(a, "y", 2);
    add(b, "x", 3);
    EXPECT_NE(a->shape_id(), b->shape_id());
    add(b, "y", 4);
    EXPECT_EQ(a->shape_id(), b->shape_id());
    EXPECT_EQ(at(a, key("y")), 2);
    EXPECT_EQ(at(b, key("y")), 4);
    EXPECT_EQ(a->shape(iso)->find_transition(key("z"), kAllAttributes), nullptr);
    Shape* before = a->shape(iso);
    add(a, "z", 5);
    EXPECT_EQ(before->find_transition(key("z"), kAllAttributes), a->shape(iso));
}

TEST_P(ShapeTest, BranchesDoNotDisturbEachOther) {
    Object *a = plain(), *b = plain();
    add(a, "x", 1);
    add(b, "x", 1);
    add(a, "y", 2);
    add(b, "z", 3);
    PropertyInfo info;
    EXPECT_FALSE(a->shape(iso)->lookup(key("z"), &info));
    EXPECT_FALSE(b->shape(iso)->lookup(key("y"), &info));
    EXPECT_EQ(at(b, key("z")), 3);
    for (uint32_t i = 0; i < 60; i++) {
        a->add_named(iso, key("a", i), Value::number(i), kAllAttributes);
        b->add_named(iso, key("b", i), Value::number(i), kAllAttributes);
    }
    for (uint32_t i = 0; i < 60; i++) {
        EXPECT_EQ(at(a, key("a", i)), int32_t(i));
        EXPECT_EQ(at(b, key("b", i)), int32_t(i));
        EXPECT_FALSE(a->shape(iso)->lookup(key("b", i), &info));
    }
}

TEST_P(ShapeTest, ManyChildrenAreFound) {
    std::vector<Shape*> children;
    gc::RootVector keep(iso.heap);
    for (uint32_t i = 0; i < 200; i++) {
        Object* o = plain();
        o->add_named(iso, key("k", i), Value::number(i), kAllAttributes);
        keep.push(Value(o));
        children.push_back(o->shape(iso));
    }
    for (uint32_t i = 0; i < 200; i++) {
        EXPECT_EQ(plain()->shape(iso)->find_transition(key("k", i), kAllAttributes), children[i]);
    }
}

TEST_P(ShapeTest, CrowdedShapesGiveDictionaries) {
    gc::RootVector keep(iso.heap);
    for (uint32_t i = 0; i <= Shape::kMaxChildren + 1; i++) {
        Object* o = plain();
        o->add_named(iso, key("k", i), Value::number(i), kAllAttributes);
        keep.push(Value(o));
    }
    Object* first = as_object(keep[0]);
    Object* last = as_object(keep[keep.size() - 1]);
    EXPECT_FALSE(first->shape(iso)->is_dictionary());
    EXPECT_TRUE(last->shape(iso)->is_dictionary());
    EXPECT_EQ(at(last, key("k", Shape::kMaxChildren + 1)), int32_t(Shape::kMaxChildren + 1));
}

TEST_P(ShapeTest, UnusedLineagesDie) {
    Shape* root = plain()->shape(iso);
    gc::Root<Value> atom(iso.heap, key("short").stored());
    for (uint32_t i = 0; i < 50; i++) plain()->add_named(iso, key("gone", i), Value::int32(1), kAllAttributes);
    Object* kept = plain();
    kept->add_named(iso, PropertyKey::from_stored(atom.get()), Value::int32(7), kAllAttributes);
    collect();
    collect();
    EXPECT_EQ(root->find_transition(PropertyKey::from_stored(atom.get()), kAllAttributes), kept->shape(iso));
    for (uint32_t i = 0; i < 100; i++) plain()->add_named(iso, key("more", i), Value::int32(1), kAllAttributes);
    EXPECT_EQ(at(kept, key("short")), 7);
}

TEST_P(ShapeTest, AttributesChangeByTransition) {
    Object *a = plain(), *b = plain();
    for (Object* o : {a, b}) {
        add(o, "x", 1);
        add(o, "y", 2);
        o->change_attributes(iso, key("x"), kEnumerable);
    }
    EXPECT_EQ(a->shape_id(), b->shape_id());
    PropertyInfo info;
    ASSERT_TRUE(a->shape(iso)->lookup(key("x"), &info));
    EXPECT_EQ(info.attributes, kEnumerable);
    EXPECT_EQ(at(a, key("y")), 2);
}

TEST_P(ShapeTest, DeletingTheLastPropertyGoesBack) {
    Object* o = plain();
    add(o, "x", 1);
    uint32_t before = o->shape_id();
    add(o, "y", 2);
    o->remove_named(iso, key("y"));
    EXPECT_EQ(o->shape_id(), before);
    EXPECT_TRUE(o->get_named(iso, key("y")).is_empty());
    add(o, "y", 3);
    EXPECT_EQ(at(o, key("y")), 3);
}

TEST_P(ShapeTest, DictionariesReuseSlotsAndKeepOrder) {
    Object* o = plain();
    for (uint32_t i = 0; i < 20; i++) o->add_named(iso, key("p", i), Value::number(i), kAllAttributes);
    o->remove_named(iso, key("p", 3));
    EXPECT_TRUE(o->shape(iso)->is_dictionary());
    uint32_t slots = o->shape(iso)->slot_count();
    for (uint32_t round = 0; round < 100; round++) {
        add(o, "p3", int32_t(round));
        EXPECT_EQ(at(o, key("p3")), int32_t(round));
        o->remove_named(iso, key("p3"));
    }
    EXPECT_EQ(o->shape(iso)->slot_count(), slots);
    add(o, "p3", 33);
    CellArray* keys = MUST(own_property_keys(iso, o));
    ASSERT_EQ(keys->length(), 20u);
    EXPECT_EQ(keys->get(3), key("p4").stored());
    EXPECT_EQ(keys->get(19), key("p3").stored());
}

TEST_P(ShapeTest, ManyPropertiesBecomeADictionary) {
    Object* o = plain();
    for (uint32_t i = 0; i < 5000; i++) o->add_named(iso, key("p", i), Value::number(i), kAllAttributes);
    EXPECT_TRUE(o->shape(iso)->is_dictionary());
    for (uint32_t i = 0; i < 5000; i += 2) o->remove_named(iso, key("p", i));
    collect();
    for (uint32_t i = 0; i < 5000; i++) {
        Value v = o->get_named(iso, key("p", i));
        if (i % 2) EXPECT_EQ(v, Value::number(i));
        else EXPECT_TRUE(v.is_empty());
    }
}

TEST_P(ShapeTest, PrototypesAreUnique) {
    Object* p = plain();
    Object* o = new_object_with_prototype(iso, p);
    EXPECT_TRUE(p->shape(iso)->is_prototype());
    EXPECT_EQ(o->shape_id(), new_object_with_prototype(iso, p)->shape_id());
    EXPECT_EQ(o->prototype(iso), p);
}

TEST_P(ShapeTest, ValidityFollowsTheChain) {
    Object* top = plain();
    Object* middle = new_object_with_prototype(iso, top);
    Object* o = new_object_with_prototype(iso, middle);
    ValidityCell* cell = o->shape(iso)->chain_validity(iso);
    EXPECT_TRUE(cell->is_valid());
    EXPECT_EQ(o->shape(iso)->chain_validity(iso), cell);
    // A value alone changes nothing.
    add(o, "own", 1);
    EXPECT_TRUE(cell->is_valid());
    add(top, "x", 1);
    EXPECT_FALSE(cell->is_valid());

    cell = o->shape(iso)->chain_validity(iso);
    EXPECT_TRUE(cell->is_valid());
    top->put_named(iso, key("x"), Value::int32(2), kAllAttributes);
    EXPECT_TRUE(cell->is_valid());
    top->remove_named(iso, key("x"));
    EXPECT_FALSE(cell->is_valid());

    cell = o->shape(iso)->chain_validity(iso);
    middle->set_prototype_nocheck(iso, nullptr);
    EXPECT_FALSE(cell->is_valid());
    cell = o->shape(iso)->chain_validity(iso);
    add(top, "far", 1);
    EXPECT_TRUE(cell->is_valid());
}

TEST_P(ShapeTest, AnAdditionToAPrototypeThatWasAReceiverGivesAFreshShape) {
    Object* p = plain();
    Object* o = new_object_with_prototype(iso, p);
    (void)o;
    uint32_t id = p->shape_id();
    add(p, "x", 1);
    EXPECT_EQ(p->shape_id(), id);  // nobody could have cached an absence
    (void)p->shape(iso)->chain_validity(iso);
    add(p, "y", 2);
    EXPECT_NE(p->shape_id(), id);
    EXPECT_EQ(at(p, key("x")), 1);
    EXPECT_EQ(at(p, key("y")), 2);
}

TEST_P(ShapeTest, PrototypeChangesShareShapes) {
    Object* p = plain();
    Object *a = plain(), *b = plain();
    for (Object* o : {a, b}) {
        add(o, "x", 1);
        add(o, "y", 2);
        o->set_prototype_nocheck(iso, p);
    }
    EXPECT_EQ(a->shape_id(), b->shape_id());
    EXPECT_EQ(a->prototype(iso), p);
    EXPECT_EQ(at(a, key("y")), 2);
}

TEST_P(ShapeTest, IntegrityLevels) {
    Object* o = plain();
    add(o, "x", 1);
    Symbol* name = new_symbol(iso, iso.names.value, Symbol::kPrivate);
    o->add_named(iso, PropertyKey(name), Value::int32(5), kWritable);
    MUST(set_integrity_level(iso, o, IntegrityLevel::kFrozen));
    EXPECT_TRUE(MUST(test_integrity_level(iso, o, IntegrityLevel::kFrozen)));
    EXPECT_FALSE(MUST(set(iso, o, key("x"), Value::int32(2), Value(o))));
    EXPECT_FALSE(MUST(set(iso, o, key("y"), Value::int32(2), Value(o))));
    PropertyInfo info;
    ASSERT_TRUE(o->shape(iso)->lookup(PropertyKey(name), &info));
    EXPECT_TRUE(info.attributes & kWritable);  // private names are no properties
    Object* sealed = plain();
    add(sealed, "x", 1);
    MUST(set_integrity_level(iso, sealed, IntegrityLevel::kSealed));
    EXPECT_TRUE(MUST(set(iso, sealed, key("x"), Value::int32(2), Value(sealed))));
    EXPECT_FALSE(MUST(delete_property(iso, sealed, key("x"))));
    EXPECT_TRUE(MUST(test_integrity_level(iso, sealed, IntegrityLevel::kSealed)));
    EXPECT_FALSE(MUST(test_integrity_level(iso, sealed, IntegrityLevel::kFrozen)));
}

TEST_P(ShapeTest, SurvivesCollections) {
    gc::Root<Object> keep(iso.heap, plain());
    gc::Root<Object> prototype(iso.heap, plain());
    keep.get()->set_prototype_nocheck(iso, prototype.get());
    for (uint32_t i = 0; i < 100; i++) {
        keep.get()->add_named(iso, key("p", i), Value(new_string(iso, std::to_string(i + 1000))), kAllAttributes);
        if (i % 10 == 0) iso.heap.collect(i % 20 ? gc::GcKind::kMajor : gc::GcKind::kMinor, gc::GcReason::kExplicit);
    }
    for (uint32_t i = 0; i < 100; i++) {
        Value v = keep.get()->get_named(iso, key("p", i));
        EXPECT_TRUE(strings_equal(iso, as_string(v), new_string(iso, std::to_string(i + 1000))));
    }
    EXPECT_EQ(keep.get()->prototype(iso), prototype.get());
}

using Stress = gc::HeapOptions::Stress;
INSTANTIATE_TEST_SUITE_P(Stress, ShapeTest, ::testing::Values(Stress::kNone, Stress::kAlloc, Stress::kMove, Stress::kPin));

}  // namespace
}  // namespace jsx
