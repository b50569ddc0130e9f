#include "gc/roots.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/arguments.h"
#include "runtime/object/for_in.h"
#include "runtime/object/module_namespace.h"
#include "runtime/object/proxy.h"
#include "runtime/object/typed_array.h"

#include <gtest/gtest.h>

namespace jsx {
namespace {

/// Under each kind of collector stress.
class PropertyTest : public ::testing::TestWithParam<gc::HeapOptions::Stress> {
protected:
    PropertyTest() : iso(stressed()) { iso.set_default_realm(Realm::create(iso)); }
    static IsolateOptions stressed() {
        IsolateOptions options;
        options.heap.stress = GetParam();
        options.heap.verify = GetParam() != gc::HeapOptions::Stress::kNone;
        return options;
    }
    PropertyKey key(std::string_view s) { return PropertyKey::from_string(iso, atomize(iso, s)); }
    bool define(Object* o, std::string_view name, const PropertyDescriptor& desc) {
        return MUST(define_own_property(iso, o, key(name), desc));
    }
    PropertyDescriptor own(Object* o, std::string_view name) {
        PropertyDescriptor desc;
        EXPECT_TRUE(MUST(get_own_property(iso, o, key(name), &desc)));
        return desc;
    }
    bool put(Object* o, std::string_view name, Value v) { return MUST(set(iso, o, key(name), v, Value(o))); }
    Value at(Object* o, std::string_view name) { return MUST(get(iso, o, key(name))); }
    std::string list(CellArray* keys) {
        std::string text;
        for (uint32_t i = 0; i < keys->length(); i++) {
            if (!is_string(keys->get(i))) {
                text += "@ ";
                continue;
            }
            text += std::string(Utf8Text(iso, as_string(keys->get(i))).view()) + " ";
        }
        return text;
    }
    std::string keys(Object* o) { return list(MUST(own_property_keys(iso, o))); }
    std::string for_in(Object* o) { return list(MUST(for_in_keys(iso, o)).keys); }
    Object* string_object(std::string_view s) {
        return MUST(to_object(iso, Value(new_string(iso, s))));
    }
    Isolate iso;
};

TEST_P(PropertyTest, KeysAreOrdered) {
    Object* o = new_object(iso);
    put(o, "b", Value::int32(1));
    o->add_named(iso, PropertyKey(iso.symbols.iterator), Value::int32(1), kAllAttributes);
    put(o, "10", Value::int32(1));
    put(o, "a", Value::int32(1));
    put(o, "2", Value::int32(1));
    put(o, "-1", Value::int32(1));
    put(o, "01", Value::int32(1));
    EXPECT_EQ(keys(o), "2 10 b a -1 01 @ ");
}

TEST_P(PropertyTest, ValidateAndApply) {
    Object* o = new_object(iso);
    EXPECT_TRUE(define(o, "x", PropertyDescriptor::data(Value::int32(1), kNoAttributes)));
    EXPECT_FALSE(put(o, "x", Value::int32(2)));
    EXPECT_FALSE(define(o, "x", PropertyDescriptor::data(Value::int32(2), kNoAttributes)));
    EXPECT_FALSE(define(o, "x", PropertyDescriptor::data(Value::int32(1), kConfigurable)));
    EXPECT_TRUE(define(o, "x", PropertyDescriptor::data(Value::int32(1), kNoAttributes)));
    EXPECT_TRUE(define(o, "x", {}));
    EXPECT_FALSE(define(o, "x", PropertyDescriptor::accessor(Value::undefined(), Value::undefined(), 0)));
    EXPECT_FALSE(MUST(delete_property(iso, o, key("x"))));

    // -0 is not 0, NaN is NaN.
    EXPECT_TRUE(define(o, "z", PropertyDescriptor::data(Value::raw_double(-0.0), kNoAttributes)));
    EXPECT_FALSE(define(o, "z", PropertyDescriptor::data(Value::int32(0), kNoAttributes)));
    EXPECT_TRUE(define(o, "n", PropertyDescriptor::data(Value::raw_double(std::nan("")), kNoAttributes)));
    EXPECT_TRUE(define(o, "n", PropertyDescriptor::data(Value::raw_double(std::nan("")), kNoAttributes)));

    // Data to accessor and back.
    EXPECT_TRUE(define(o, "y", PropertyDescriptor::data(Value::int32(1), kAllAttributes)));
    PropertyDescriptor getter;
    getter.getter = Value::undefined();
    EXPECT_TRUE(define(o, "y", getter));
    EXPECT_TRUE(own(o, "y").is_accessor());
    EXPECT_TRUE(own(o, "y").enumerable());
    PropertyDescriptor value;
    value.value = Value::int32(5);
    EXPECT_TRUE(define(o, "y", value));
    EXPECT_EQ(own(o, "y").attributes, kEnumerable | kConfigurable);
    EXPECT_EQ(at(o, "y"), Value::int32(5));

    // Writable may be taken away, not given.
    EXPECT_TRUE(define(o, "w", PropertyDescriptor::data(Value::int32(1), kWritable)));
    PropertyDescriptor read_only;
    read_only.set(kWritable, false);
    EXPECT_TRUE(define(o, "w", read_only));
    read_only.set(kWritable, true);
    EXPECT_FALSE(define(o, "w", read_only));
}

TEST_P(PropertyTest, AccessorElements) {
    Object* o = new_object(iso);
    put(o, "0", Value::int32(1));
    EXPECT_TRUE(define(o, "0", PropertyDescriptor::accessor(Value::undefined(), Value::undefined(), kConfigurable)));
    EXPECT_TRUE(at(o, "0").is_undefined());
    EXPECT_FALSE(put(o, "0", Value::int32(2)));
    PropertyDescriptor generic;
    generic.set(kEnumerable, true);
    EXPECT_TRUE(define(o, "0", generic));
    EXPECT_TRUE(own(o, "0").is_accessor());
    EXPECT_TRUE(own(o, "0").enumerable());
}

TEST_P(PropertyTest, SetGoesToTheReceiver) {
    Object* p = new_object(iso);
    Object* o = new_object_with_prototype(iso, p);
    put(p, "x", Value::int32(1));
    EXPECT_TRUE(put(o, "x", Value::int32(2)));
    EXPECT_EQ(at(p, "x"), Value::int32(1));
    EXPECT_EQ(at(o, "x"), Value::int32(2));
    define(p, "r", PropertyDescriptor::data(Value::int32(1), kConfigurable));
    EXPECT_FALSE(put(o, "r", Value::int32(2)));
    Object* other = new_object(iso);
    EXPECT_TRUE(MUST(set(iso, o, key("x"), Value::int32(3), Value(other))));
    EXPECT_EQ(at(other, "x"), Value::int32(3));
    EXPECT_FALSE(MUST(set(iso, o, key("x"), Value::int32(3), Value::int32(1))));
}

TEST_P(PropertyTest, PrototypeCyclesAreRefused) {
    Object* a = new_object(iso);
    Object* b = new_object_with_prototype(iso, a);
    EXPECT_FALSE(MUST(set_prototype_of(iso, a, b)));
    EXPECT_FALSE(MUST(set_prototype_of(iso, a, a)));
    EXPECT_TRUE(MUST(set_prototype_of(iso, b, nullptr)));
    EXPECT_TRUE(MUST(prevent_extensions(iso, a)));
    EXPECT_FALSE(MUST(set_prototype_of(iso, a, nullptr)));
    Object* root = iso.default_realm()->object(iso, RealmObject::kObjectPrototype);
    EXPECT_FALSE(MUST(set_prototype_of(iso, root, b)));
    EXPECT_TRUE(MUST(set_prototype_of(iso, root, nullptr)));
}

TEST_P(PropertyTest, StringObjects) {
    Object* s = string_object("abc");
    put(s, "x", Value::int32(1));
    put(s, "5", Value::int32(1));
    EXPECT_EQ(keys(s), "0 1 2 5 length x ");
    EXPECT_EQ(own(s, "1").attributes, kEnumerable);
    EXPECT_EQ(own(s, "length").attributes, kNoAttributes);
    EXPECT_EQ(at(s, "length"), Value::int32(3));
    EXPECT_FALSE(put(s, "0", Value::int32(1)));
    EXPECT_FALSE(MUST(delete_property(iso, s, key("0"))));
    EXPECT_FALSE(define(s, "0", PropertyDescriptor::data(Value::int32(1), kEnumerable)));
    EXPECT_TRUE(define(s, "0", PropertyDescriptor::data(Value(new_string(iso, "a")), kEnumerable)));
    EXPECT_EQ(for_in(s), "0 1 2 5 x ");
}

TEST_P(PropertyTest, MappedArguments) {
    Environment* env = Environment::create(iso, Value::undefined(), 2, Value::undefined());
    env->set(0, Value::int32(10));
    env->set(1, Value::int32(11));
    Value args[] = {Value::int32(10), Value::int32(11), Value::int32(12)};
    int32_t slots[] = {0, 1};
    ArgumentsObject* o = create_mapped_arguments(iso, new_object(iso), args, env, slots);
    EXPECT_EQ(keys(o), "0 1 2 length callee @ ");
    env->set(0, Value::int32(20));
    EXPECT_EQ(at(o, "0"), Value::int32(20));
    EXPECT_TRUE(put(o, "1", Value::int32(21)));
    EXPECT_EQ(env->get(1), Value::int32(21));
    // A definition passes the value on; read-only ends the mapping.
    EXPECT_TRUE(define(o, "0", PropertyDescriptor::data(Value::int32(30), kAllAttributes)));
    EXPECT_EQ(env->get(0), Value::int32(30));
    PropertyDescriptor read_only;
    read_only.set(kWritable, false);
    EXPECT_TRUE(define(o, "0", read_only));
    env->set(0, Value::int32(40));
    EXPECT_EQ(at(o, "0"), Value::int32(30));
    // The other one still is mapped.
    env->set(1, Value::int32(50));
    EXPECT_EQ(at(o, "1"), Value::int32(50));
    EXPECT_EQ(keys(o), "0 1 2 length callee @ ");
    EXPECT_TRUE(MUST(delete_property(iso, o, key("1"))));
    EXPECT_TRUE(at(o, "1").is_undefined());
    put(o, "1", Value::int32(60));
    EXPECT_EQ(env->get(1), Value::int32(50));
}

TEST_P(PropertyTest, FrozenArguments) {
    Environment* env = Environment::create(iso, Value::undefined(), 1, Value::int32(1));
    Value args[] = {Value::int32(1)};
    int32_t slots[] = {0};
    ArgumentsObject* o = create_mapped_arguments(iso, new_object(iso), args, env, slots);
    env->set(0, Value::int32(2));
    EXPECT_TRUE(MUST(set_integrity_level(iso, o, IntegrityLevel::kFrozen)));
    env->set(0, Value::int32(3));
    EXPECT_EQ(at(o, "0"), Value::int32(2));
    EXPECT_TRUE(MUST(test_integrity_level(iso, o, IntegrityLevel::kFrozen)));
}

TEST_P(PropertyTest, TypedArrays) {
    BackingStore* store = MUST(allocate_store(iso, 8));
    Object* prototype = iso.default_realm()->object(iso, RealmObject::kUint8ArrayPrototype);
    ArrayBuffer* buffer = ArrayBuffer::create(iso, Shape::root(iso, nullptr, 0), store);
    TypedArray* a = TypedArray::create(iso, Shape::root(iso, prototype, 0), ElementType::kFloat64, buffer, 0, 1);
    put(a, "x", Value::int32(1));
    EXPECT_EQ(at(a, "x"), Value::int32(1));
    EXPECT_EQ(a->type(), ElementType::kFloat64);
    EXPECT_EQ(keys(a), "0 x ");
    EXPECT_TRUE(put(a, "0", Value::raw_double(1.5)));
    EXPECT_EQ(at(a, "0"), Value::raw_double(1.5));
    EXPECT_TRUE(put(a, "1", Value::int32(1)));
    EXPECT_TRUE(at(a, "1").is_undefined());
    EXPECT_TRUE(put(a, "-0", Value::int32(1)));
    EXPECT_FALSE(MUST(has_property(iso, a, key("-0"))));
    EXPECT_TRUE(put(a, "1.5", Value::int32(1)));
    EXPECT_FALSE(MUST(has_property(iso, a, key("1.5"))));
    EXPECT_TRUE(put(a, "1.50", Value::int32(1)));
    EXPECT_TRUE(MUST(has_property(iso, a, key("1.50"))));
    EXPECT_FALSE(MUST(delete_property(iso, a, key("0"))));
    EXPECT_TRUE(MUST(delete_property(iso, a, key("7"))));
    EXPECT_FALSE(define(a, "0", PropertyDescriptor::data(Value::int32(1), kEnumerable)));
    EXPECT_FALSE(define(a, "9", PropertyDescriptor::data(Value::int32(1), kAllAttributes)));
    Object* o = new_object_with_prototype(iso, a);
    EXPECT_TRUE(put(o, "9", Value::int32(1)));
    EXPECT_FALSE(MUST(has_property(iso, o, key("9"))));
}

TEST_P(PropertyTest, Namespaces) {
    Environment* env = Environment::create(iso, Value::undefined(), 2, Value::empty());
    env->set(0, Value::int32(1));
    CellArray* names = CellArray::create(iso, 2);
    CellArray* bindings = CellArray::create(iso, 2);
    names->set(0, Value(atomize(iso, std::string_view("0"))));
    names->set(1, Value(atomize(iso, std::string_view("a"))));
    for (uint32_t i : {0u, 1u}) bindings->set(i, Value(iso.heap.make<ImportRef>(env, i)));
    ModuleNamespace* ns = ModuleNamespace::create(iso, Value::undefined(), names, bindings);
    EXPECT_EQ(keys(ns), "0 a @ ");
    EXPECT_EQ(at(ns, "0"), Value::int32(1));
    EXPECT_TRUE(get(iso, ns, key("a")).threw());
    iso.take_pending();
    env->set(1, Value::int32(2));
    EXPECT_EQ(at(ns, "a"), Value::int32(2));
    EXPECT_FALSE(put(ns, "a", Value::int32(3)));
    EXPECT_FALSE(put(ns, "b", Value::int32(3)));
    EXPECT_FALSE(MUST(delete_property(iso, ns, key("a"))));
    EXPECT_TRUE(MUST(delete_property(iso, ns, key("b"))));
    EXPECT_TRUE(define(ns, "a", PropertyDescriptor::data(Value::int32(2), kWritable | kEnumerable)));
    EXPECT_FALSE(define(ns, "a", PropertyDescriptor::data(Value::int32(3), kWritable | kEnumerable)));
    EXPECT_FALSE(MUST(is_extensible(iso, ns)));
    // A namespace refuses every [[Set]], also on behalf of others.
    Object* heir = new_object_with_prototype(iso, ns);
    PropertyKey symbol(iso.symbols.iterator);
    EXPECT_FALSE(MUST(set(iso, heir, symbol, Value::int32(1), Value(heir))));
    EXPECT_FALSE(MUST(has_property(iso, heir, symbol)));
    EXPECT_TRUE(MUST(delete_property(iso, ns, symbol)));
    EXPECT_TRUE(MUST(set_prototype_of(iso, ns, nullptr)));
    EXPECT_FALSE(MUST(set_prototype_of(iso, ns, new_object(iso))));
}

TEST_P(PropertyTest, TransparentProxies) {
    Object* target = new_object(iso);
    put(target, "x", Value::int32(1));
    Proxy* p = MUST(proxy_create(iso, Value(target), Value(new_object(iso))));
    EXPECT_EQ(at(p, "x"), Value::int32(1));
    EXPECT_TRUE(put(p, "y", Value::int32(2)));
    EXPECT_EQ(at(target, "y"), Value::int32(2));
    EXPECT_EQ(keys(p), "x y ");
    EXPECT_TRUE(MUST(delete_property(iso, p, key("x"))));
    Object* o = new_object_with_prototype(iso, p);
    EXPECT_EQ(at(o, "y"), Value::int32(2));
    EXPECT_EQ(for_in(o), "y ");
    p->revoke();
    EXPECT_TRUE(get(iso, p, key("x")).threw());
    iso.take_pending();
}

TEST_P(PropertyTest, ForIn) {
    Object* p = new_object(iso);
    Object* o = new_object_with_prototype(iso, p);
    put(p, "inherited", Value::int32(1));
    put(p, "both", Value::int32(1));
    put(p, "hidden", Value::int32(1));
    put(p, "1", Value::int32(1));
    put(o, "both", Value::int32(1));
    define(o, "hidden", PropertyDescriptor::data(Value::int32(1), kNoAttributes));
    put(o, "0", Value::int32(1));
    EXPECT_EQ(for_in(o), "0 both 1 inherited ");
    EXPECT_FALSE(MUST(for_in_keys(iso, o)).is_cacheable);
    Object* simple = new_object(iso);
    put(simple, "a", Value::int32(1));
    EXPECT_TRUE(MUST(for_in_keys(iso, simple)).is_cacheable);
    EXPECT_TRUE(MUST(for_in_has(iso, simple, Value(key("a").as_atom()))));
    EXPECT_FALSE(MUST(for_in_has(iso, simple, Value(key("b").as_atom()))));
}

TEST_P(PropertyTest, Globals) {
    auto* global = static_cast<Global*>(iso.default_realm()->global());
    global->add_lazy(iso, key("Map"), uint32_t(RealmObject::kMap), kWritable | kConfigurable);
    EXPECT_FALSE(iso.default_realm()->object_if_made(RealmObject::kMap));
    EXPECT_EQ(keys(global), "Map ");
    Value map = at(global, "Map");
    EXPECT_EQ(map, Value(iso.default_realm()->object(iso, RealmObject::kMap)));
    PropertyCell* cell = global->cell(iso, key("Map"));
    ASSERT_TRUE(cell);
    EXPECT_EQ(cell->value(), map);
    EXPECT_TRUE(put(global, "Map", Value::int32(1)));
    EXPECT_EQ(cell->value(), Value::int32(1));
    EXPECT_TRUE(put(global, "x", Value::int32(2)));
    PropertyCell* x = global->cell(iso, key("x"));
    EXPECT_TRUE(define(global, "x", PropertyDescriptor::data(Value::int32(3), kConfigurable)));
    EXPECT_TRUE(x->is_read_only());
    EXPECT_EQ(x->value(), Value::int32(3));
    EXPECT_FALSE(put(global, "x", Value::int32(4)));
    EXPECT_TRUE(MUST(delete_property(iso, global, key("x"))));
    EXPECT_TRUE(x->value().is_empty());
    EXPECT_FALSE(MUST(has_property(iso, global, key("x"))));
    // Overwritten before it was ever made.
    global->add_lazy(iso, key("Set"), uint32_t(RealmObject::kSet), kWritable | kConfigurable);
    EXPECT_TRUE(put(global, "Set", Value::int32(7)));
    EXPECT_EQ(at(global, "Set"), Value::int32(7));
    EXPECT_FALSE(iso.default_realm()->object_if_made(RealmObject::kSet));
}

using Stress = gc::HeapOptions::Stress;
INSTANTIATE_TEST_SUITE_P(Stress, PropertyTest, ::testing::Values(Stress::kNone, Stress::kAlloc, Stress::kMove, Stress::kPin));

}  // namespace
}  // namespace jsx
