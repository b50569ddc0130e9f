#include "runtime/builtins/builtin_state.h"

#include <chrono>

#include <unicode/ucol.h>

#include "support/numbers/date.h"

namespace jsx {

RegExpCache::RegExpCache(Isolate& iso) : sources_(iso.heap) { sources_.resize(kSize); }

RegExpCache::~RegExpCache() {
    for (CompiledRegExp* entry : entries_) {
        if (entry) entry->unref();
    }
}

size_t RegExpCache::place_of(Isolate& iso, String* source, regexp::Flags flags) {
    return (source->hash(iso) * 0x9E3779B1u + flags * 0x85EBCA6Bu) >> 24;
}

CompiledRegExp* RegExpCache::find(Isolate& iso, String* source, regexp::Flags flags) {
    size_t place = place_of(iso, source, flags);
    CompiledRegExp* entry = entries_[place];
    if (!entry || entry->flags != flags) return nullptr;
    auto* cached = static_cast<String*>(sources_[place].as_cell());
    return cached == source || strings_equal(iso, cached, source) ? entry : nullptr;
}

void RegExpCache::put(Isolate& iso, String* source, CompiledRegExp* compiled) {
    size_t place = place_of(iso, source, compiled->flags);
    if (entries_[place]) entries_[place]->unref();
    compiled->ref();
    entries_[place] = compiled;
    sources_[place] = Value(source);
}

static double monotonic_ms() {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return double(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()) / 1e6;
}

static double system_ms() {
    auto now = std::chrono::system_clock::now().time_since_epoch();
    return double(std::chrono::duration_cast<std::chrono::microseconds>(now).count()) / 1e3;
}

BuiltinState::BuiltinState(Isolate& iso)
    : language(iso), regexps(iso), regexp_result_shapes(iso.heap), random(numbers::random_seed()), time_origin(system_ms()), monotonic_origin(monotonic_ms()),
      dom_exception_name(iso.heap), dom_exception_message(iso.heap), kept_objects(iso.heap), due_registries(iso.heap),
      next_registries(iso.heap) {}

BuiltinState::~BuiltinState() {
    if (collator) ucol_close(collator);
}

BuiltinState& BuiltinState::make(Isolate& iso) {
    auto* state = new BuiltinState(iso);
    iso.set_extension(Isolate::kBuiltins, state, [](void* p) { delete static_cast<BuiltinState*>(p); });
    return *state;
}

}  // namespace jsx
