// The compiler extensions the engine relies on, named once, and its checks.
#pragma once

#include <cstddef>
#include <cstdint>

#define JSX_NOINLINE __attribute__((noinline))
#define JSX_INLINE __attribute__((always_inline)) inline
#define JSX_COLD __attribute__((cold, noinline))
#define JSX_PRESERVE_NONE __attribute__((preserve_none))
#define JSX_MUSTTAIL [[clang::musttail]]
#define JSX_LIKELY(x) __builtin_expect(!!(x), 1)
#define JSX_UNLIKELY(x) __builtin_expect(!!(x), 0)

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define JSX_ASAN 1
#endif
#endif
#ifndef JSX_ASAN
#define JSX_ASAN 0
#endif
#ifndef JSX_DEBUG
#define JSX_DEBUG 0
#endif

namespace jsx {

/// Prints "file:line: check failed: text" to stderr and aborts. For broken invariants only.
[[noreturn]] JSX_COLD void check_failed(const char* file, int line, const char* text);

/// How the process ends when there is no memory, be it the heap's limit or the system's.
constexpr int kOutOfMemoryExitCode = 134;
/// For memory outside the heap that the system did not give: prints one line and ends the process.
[[noreturn]] JSX_COLD void out_of_memory();

}  // namespace jsx

/// An invariant that holds in every build; its failure is a bug in the engine.
#define JSX_CHECK(condition)                                                                       \
    (JSX_LIKELY(condition) ? void(0) : ::jsx::check_failed(__FILE__, __LINE__, #condition))

/// The system gave the memory that was asked for. If not, one line says so and the process ends.
#define JSX_CHECK_MEMORY(condition) (JSX_LIKELY(condition) ? void(0) : ::jsx::out_of_memory())

/// As JSX_CHECK, but only in debug and sanitizer builds.
#if JSX_DEBUG
#define JSX_DCHECK(condition) JSX_CHECK(condition)
#else
#define JSX_DCHECK(condition) void(sizeof(!(condition)))
#endif

/// Marks a place that control cannot reach.
#define JSX_UNREACHABLE() (JSX_DEBUG ? ::jsx::check_failed(__FILE__, __LINE__, "unreachable") : __builtin_unreachable())
