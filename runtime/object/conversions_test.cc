#include "gc/roots.h"
#include "runtime/object/abstract_ops.h"
#include "runtime/object/bigint_ops.h"
#include "runtime/object/error.h"
#include "runtime/object/messages.h"
#include "runtime/object/typed_array.h"

#include <gtest/gtest.h>

namespace jsx {
namespace {

class ConversionsTest : public ::testing::Test {
protected:
    Value text(std::string_view s) { return Value(new_string(iso, s)); }
    Value big(int64_t n) { return Value(bigint_from_int64(iso, n)); }
    std::string utf8(String* s) { return std::string(Utf8Text(iso, s).view()); }
    std::string shown(Value v) { return utf8(value_for_message(iso, v)); }
    /// The message of the pending error, which is taken.
    std::string message() {
        Object* error = as_object(iso.take_pending());
        return utf8(as_string(error->get_named(iso, PropertyKey(iso.names.message))));
    }
    Isolate iso;
    const Value undefined = Value::undefined(), null = Value::null();
};

TEST_F(ConversionsTest, ToBoolean) {
    EXPECT_FALSE(to_boolean(undefined));
    EXPECT_FALSE(to_boolean(null));
    EXPECT_FALSE(to_boolean(Value::int32(0)));
    EXPECT_FALSE(to_boolean(Value::raw_double(-0.0)));
    EXPECT_FALSE(to_boolean(Value::raw_double(std::nan(""))));
    EXPECT_FALSE(to_boolean(text("")));
    EXPECT_FALSE(to_boolean(big(0)));
    EXPECT_TRUE(to_boolean(big(-1)));
    EXPECT_TRUE(to_boolean(text("0")));
    EXPECT_TRUE(to_boolean(Value(iso.symbols.iterator)));
}

TEST_F(ConversionsTest, ToNumber) {
    EXPECT_TRUE(std::isnan(MUST(to_number(iso, undefined))));
    EXPECT_EQ(MUST(to_number(iso, null)), 0);
    EXPECT_EQ(MUST(to_number(iso, Value::boolean(true))), 1);
    EXPECT_EQ(MUST(to_number(iso, text(" 12 "))), 12);
    EXPECT_EQ(MUST(to_int32(iso, Value::raw_double(4294967297.0))), 1);
    EXPECT_EQ(MUST(to_integer_or_infinity(iso, Value::raw_double(-1.9))), -1);
    EXPECT_EQ(MUST(to_length(iso, Value::int32(-5))), 0);
    EXPECT_EQ(MUST(to_length(iso, Value::raw_double(1e300))), 9007199254740991);
    EXPECT_TRUE(to_number(iso, Value(iso.symbols.iterator)).threw());
    EXPECT_EQ(message(), "Cannot convert a Symbol value to a number");
    EXPECT_TRUE(to_number(iso, big(1)).threw());
    EXPECT_EQ(message(), "Cannot convert a BigInt value to a number");
    EXPECT_TRUE(to_index(iso, Value::int32(-1)).threw());
    EXPECT_EQ(message(), "Invalid value: not (convertible to) a safe integer");
}

TEST_F(ConversionsTest, ToStringAndKeys) {
    EXPECT_EQ(MUST(to_string(iso, undefined)), iso.names.undefined);
    EXPECT_EQ(utf8(MUST(to_string(iso, Value::raw_double(1e21)))), "1e+21");
    EXPECT_EQ(utf8(MUST(to_string(iso, big(-12)))), "-12");
    EXPECT_TRUE(to_string(iso, Value(iso.symbols.iterator)).threw());
    EXPECT_EQ(message(), "Cannot convert a Symbol value to a string");
    EXPECT_EQ(MUST(to_property_key(iso, Value::int32(3))), PropertyKey::index(3));
    EXPECT_EQ(MUST(to_property_key(iso, Value::raw_double(3.0))), PropertyKey::index(3));
    EXPECT_EQ(MUST(to_property_key(iso, Value::int32(-1))), PropertyKey(atomize(iso, "-1")));
    EXPECT_EQ(MUST(to_property_key(iso, text("7"))), PropertyKey::index(7));
    EXPECT_EQ(MUST(to_property_key(iso, null)), PropertyKey(iso.names.null_));
}

TEST_F(ConversionsTest, Equality) {
    Value nan = Value::raw_double(std::nan("")), minus_zero = Value::raw_double(-0.0),
          zero = Value::int32(0);
    EXPECT_TRUE(same_value(iso, nan, nan));
    EXPECT_FALSE(same_value(iso, zero, minus_zero));
    EXPECT_TRUE(same_value_zero(iso, zero, minus_zero));
    EXPECT_TRUE(is_strictly_equal(iso, zero, minus_zero));
    EXPECT_FALSE(is_strictly_equal(iso, nan, nan));
    EXPECT_TRUE(is_strictly_equal(iso, Value::raw_double(5.0), Value::int32(5)));
    EXPECT_TRUE(is_strictly_equal(iso, text("some text"), text("some text")));
    EXPECT_TRUE(is_strictly_equal(iso, big(1), big(1)));
    auto loosely = [&](Value a, Value b) {
        bool result = MUST(is_loosely_equal(iso, a, b));
        EXPECT_EQ(result, MUST(is_loosely_equal(iso, b, a)));
        return result;
    };
    EXPECT_TRUE(loosely(null, undefined));
    EXPECT_FALSE(loosely(null, zero));
    EXPECT_TRUE(loosely(text("12"), Value::int32(12)));
    EXPECT_TRUE(loosely(Value::boolean(true), text("1")));
    EXPECT_TRUE(loosely(big(12), text("12")));
    EXPECT_FALSE(loosely(big(12), text("x")));
    EXPECT_TRUE(loosely(big(12), Value::int32(12)));
    EXPECT_FALSE(loosely(big(12), Value::raw_double(12.5)));
    EXPECT_FALSE(loosely(Value(iso.symbols.iterator), text("x")));
}

TEST_F(ConversionsTest, Order) {
    auto less = [&](Value a, Value b) { return MUST(is_less_than(iso, a, b, true)); };
    EXPECT_EQ(less(Value::int32(1), Value::raw_double(1.5)), Order::kLess);
    EXPECT_EQ(less(undefined, Value::int32(1)), Order::kUndefined);
    EXPECT_EQ(less(text("10"), text("9")), Order::kLess);
    EXPECT_EQ(less(text("10"), Value::int32(9)), Order::kNotLess);
    EXPECT_EQ(less(big(1), text("2")), Order::kLess);
    EXPECT_EQ(less(text("2"), big(1)), Order::kNotLess);
    EXPECT_EQ(less(big(1), text("?")), Order::kUndefined);
    EXPECT_EQ(less(big(1), Value::raw_double(1.5)), Order::kLess);
    EXPECT_EQ(less(Value::raw_double(0.5), big(1)), Order::kLess);
    EXPECT_EQ(less(Value::raw_double(std::nan("")), big(1)), Order::kUndefined);
}

TEST_F(ConversionsTest, TypeOf) {
    EXPECT_EQ(typeof_string(iso, null), iso.names.object);
    EXPECT_EQ(typeof_string(iso, undefined), iso.names.undefined);
    EXPECT_EQ(typeof_string(iso, big(1)), iso.names.bigint);
    EXPECT_EQ(typeof_string(iso, text("x")), iso.names.string);
    EXPECT_EQ(typeof_string(iso, Value(iso.symbols.iterator)), iso.names.symbol);
}

TEST_F(ConversionsTest, ValuesInMessages) {
    EXPECT_EQ(shown(undefined), "undefined");
    EXPECT_EQ(shown(text("a\nb'")), "a\nb'");
    EXPECT_EQ(shown(Value::raw_double(-0.0)), "0");
    EXPECT_EQ(shown(big(10)), "10");
    EXPECT_EQ(shown(Value(iso.symbols.iterator)), "Symbol(Symbol.iterator)");
    EXPECT_EQ(shown(Value(new_symbol(iso, nullptr))), "Symbol()");
    EXPECT_EQ(utf8(call_site_rendering(iso, text("abc"))), "string \"abc\"");
    EXPECT_EQ(utf8(call_site_rendering(iso, null)), "object null");
    EXPECT_EQ(utf8(call_site_rendering(iso, Value::int32(5))), "number 5");
    EXPECT_EQ(utf8(call_site_rendering(iso, big(5))), "bigint");
    std::string long_text(300, 'y');
    EXPECT_EQ(utf8(call_site_rendering(iso, text(long_text))),
              "string \"" + long_text.substr(0, 100) + "<...>\"");
}

TEST_F(ConversionsTest, Formats) {
    PropertyKey index = PropertyKey::index(4294967294u), name(iso.names.length),
                symbol(iso.symbols.species);
    Value v = text("v");
    (void)iso.throw_type_error("%s %d %u %g %S %K %K %K %V %%", "s", -1, 4000000000u, 0.5,
                               iso.names.length, &index, &name, &symbol, &v);
    EXPECT_EQ(message(), "s -1 4000000000 0.5 length 4294967294 length Symbol(Symbol.species) v %");
    (void)iso.throw_stack_overflow();
    EXPECT_EQ(message(), "Maximum call stack size exceeded");
}

TEST_F(ConversionsTest, FailedSetsAreWordedAsV8Does) {
    iso.set_default_realm(Realm::create(iso));
    gc::Root<Realm> keep(iso.heap, iso.default_realm());
    PropertyKey x(atomize(iso, "x"));
    (void)throw_set_failed(iso, text("abc"), x);
    EXPECT_EQ(message(), "Cannot create property 'x' on string 'abc'");
    (void)throw_set_failed(iso, text("abc"), PropertyKey::index(0));
    EXPECT_EQ(message(), "Cannot assign to read only property '0' of string 'abc'");
    (void)throw_set_failed(iso, Value::int32(5), x);
    EXPECT_EQ(message(), "Cannot create property 'x' on number '5'");
    Object* o = new_object_with_prototype(iso, nullptr);
    o->add_named(iso, x, Value::int32(1), kEnumerable);
    (void)throw_set_failed(iso, Value(o), x);
    EXPECT_EQ(message(), "Cannot assign to read only property 'x' of object '[object Object]'");
    (void)throw_set_failed(iso, Value(o), PropertyKey(iso.names.name));
    EXPECT_EQ(message(), "Cannot add property name, object is not extensible");
    EXPECT_TRUE(get_v(iso, undefined, x).threw());
    EXPECT_EQ(message(), "Cannot read properties of undefined (reading 'x')");
}

TEST_F(ConversionsTest, CanonicalNumericKeys) {
    auto index = [&](std::string_view s) {
        double i;
        PropertyKey key = PropertyKey::from_string(iso, new_string(iso, s));
        return is_canonical_numeric_key(iso, key, &i) ? i : -2.0;
    };
    EXPECT_EQ(index("3"), 3);
    EXPECT_EQ(index("4294967295"), 4294967295.0);
    EXPECT_EQ(index("-0"), -1);
    EXPECT_EQ(index("-1"), -1);
    EXPECT_EQ(index("1.5"), -1);
    EXPECT_EQ(index("NaN"), -1);
    EXPECT_EQ(index("Infinity"), -1);
    EXPECT_EQ(index("1.0"), -2);
    EXPECT_EQ(index("1e3"), -2);
    EXPECT_EQ(index("length"), -2);
}

TEST_F(ConversionsTest, BackingStores) {
    BackingStore* store = BackingStore::create(8, 64, BackingStore::kResizable);
    store->data()[5] = 1;
    EXPECT_TRUE(store->resize(4));
    EXPECT_TRUE(store->resize(64));
    EXPECT_EQ(store->data()[5], 0);
    store->data()[1] = 7;
    BackingStore* moved = store->transfer(16, 16, 0);
    EXPECT_TRUE(store->is_detached());
    EXPECT_EQ(moved->data()[1], 7);
    EXPECT_EQ(moved->byte_length(), 16u);
    store->unref();
    moved->unref();
    BackingStore* shared =
        BackingStore::create(8, 16, BackingStore::kShared | BackingStore::kResizable);
    EXPECT_TRUE(shared->resize(12));
    EXPECT_FALSE(shared->resize(8));
    shared->unref();
    EXPECT_EQ(BackingStore::create(size_t(1) << 52, size_t(1) << 52, 0), nullptr);
}

}  // namespace
}  // namespace jsx
