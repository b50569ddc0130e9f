// [doc:completion] Completion<T>: a T, or proof that an exception is pending on the isolate.
//
// TRY(expr) is the specification's `?`, MUST(expr) its `!`. For Value and cell pointers it is one
// register, zero meaning "threw": the same word that handlers and machine code return. Only
// Isolate::throw_* and a failed Completion can mint the token Thrown.
#pragma once

#include <type_traits>

#include "gc/value.h"
#include "support/compiler.h"

namespace jsx {

class Isolate;
template <class T>
class Completion;

/// Proof that an exception is pending on the isolate.
class Thrown {
    Thrown() = default;
    friend class Isolate;
    template <class T>
    friend class Completion;
};

template <>
class [[nodiscard]] Completion<Value> {
public:
    Completion(Value v) : value_(v) { JSX_DCHECK(!v.is_empty()); }
    Completion(Thrown) : value_(Value::empty()) {}
    template <class T>
        requires std::is_base_of_v<gc::Cell, T>
    Completion(T* cell) : value_(cell) {}
    bool threw() const { return value_.is_empty(); }
    Thrown thrown() const { return {}; }
    Value take() const { return value_; }
    /// The raw word, for handlers: empty when an exception is pending.
    Value raw() const { return value_; }
    /// Takes over a raw word returned by a handler or machine code.
    static Completion from_raw(Value v) {
        Completion c{Thrown()};
        c.value_ = v;
        return c;
    }

private:
    Value value_;
};
static_assert(sizeof(Completion<Value>) == 8 && std::is_trivially_copyable_v<Completion<Value>>);

template <class T>
class [[nodiscard]] Completion<T*> {
public:
    Completion(T* p) : pointer_(p) { JSX_DCHECK(p); }
    Completion(Thrown) : pointer_(nullptr) {}
    bool threw() const { return !pointer_; }
    Thrown thrown() const { return {}; }
    T* take() const { return pointer_; }

private:
    T* pointer_;
};

/// Completions of plain data: two registers.
template <class T>
class [[nodiscard]] Completion {
public:
    Completion(T value) : value_(value), ok_(true) {}
    Completion(Thrown) : value_(), ok_(false) {}
    bool threw() const { return !ok_; }
    Thrown thrown() const { return {}; }
    T take() const { return value_; }

private:
    T value_;
    bool ok_;
};

struct Unit {};
template <>
class [[nodiscard]] Completion<void> {
public:
    Completion() : ok_(true) {}
    Completion(Unit) : ok_(true) {}
    Completion(Thrown) : ok_(false) {}
    bool threw() const { return !ok_; }
    Thrown thrown() const { return {}; }
    Unit take() const { return {}; }

private:
    bool ok_;
};

}  // namespace jsx

/// The value of a completion; returns from this function if it threw.
#define TRY(...)                                                                                   \
    ({                                                                                             \
        auto completion_ = (__VA_ARGS__);                                                          \
        if (JSX_UNLIKELY(completion_.threw())) return completion_.thrown();                        \
        completion_.take();                                                                        \
    })

/// The value of a completion that cannot throw.
#define MUST(...)                                                                                  \
    ({                                                                                             \
        auto completion_ = (__VA_ARGS__);                                                          \
        JSX_CHECK(!completion_.threw());                                                           \
        completion_.take();                                                                        \
    })
