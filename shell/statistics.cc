// --stats: what a program cost, as a page of text on standard error. docs/engine.md explains the lines.
#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

#include "shell/engine.h"
#include "shell/feedback.h"

namespace jsx::shell {

namespace {

void append(std::string& out, const char* format, ...) __attribute__((format(printf, 2, 3)));
void append(std::string& out, const char* format, ...) {
    char buffer[256];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    out += buffer;
}

/// Bytes in the unit that suits them.
std::string bytes_text(size_t n) {
    char buffer[32];
    if (n < 10 * 1024) std::snprintf(buffer, sizeof buffer, "%zu B", n);
    else if (n < 10 * 1024 * 1024) std::snprintf(buffer, sizeof buffer, "%.1f KiB", double(n) / 1024);
    else std::snprintf(buffer, sizeof buffer, "%.1f MiB", double(n) / (1024 * 1024));
    return buffer;
}

/// What a walk over the heap finds.
struct HeapCensus {
    enum Cache { kGet, kSet, kGlobal, kCall, kCacheCount };
    enum State { kUnused, kMonomorphic, kPolymorphic, kMegamorphic, kStateCount };
    struct Kind {
        const char* name = nullptr;
        size_t cells = 0, bytes = 0;
    };

    gc::Heap& heap;
    size_t functions = 0, compiled = 0, builtins = 0, code_bytes = 0, metadata_bytes = 0;
    size_t caches[kCacheCount][kStateCount] = {};
    Kind kinds[size_t(gc::CellKind::kCount)] = {};

    template <class Entry>
    static State state_of(const ic::PropertyIC<Entry>& cache) {
        if (cache.megamorphic) return kMegamorphic;
        return cache.count == 0 ? kUnused : cache.count == 1 ? kMonomorphic : kPolymorphic;
    }

    void add(gc::Cell* cell) {
        Kind& kind = kinds[size_t(cell->kind())];
        kind.name = heap.kind_info(cell->kind()).name;
        kind.cells++;
        kind.bytes += heap.size_of(cell);
        if (cell->kind() == FunctionCode::kKind) add_code(static_cast<FunctionCode*>(cell));
    }

    void add_code(FunctionCode* code) {
        if (!code->function()) return;  // a trampoline
        functions++;
        if (!code->bytecode()) return;
        compiled++;
        builtins += code->function()->flags.native_builtin;
        code_bytes += code->bytecode()->code.size() * sizeof(uint16_t);
        metadata_bytes += code->bytecode()->metadata_words * sizeof(uint64_t);
        for_each_feedback_slot(code, [&](const FeedbackSlot& slot) {
            using bytecode::SlotKind;
            if (slot.kind == SlotKind::kGetIC) caches[kGet][state_of(*reinterpret_cast<ic::GetIC*>(slot.words))]++;
            if (slot.kind == SlotKind::kSetIC) caches[kSet][state_of(*reinterpret_cast<ic::SetIC*>(slot.words))]++;
            if (slot.kind == SlotKind::kGlobalIC) {
                caches[kGlobal][reinterpret_cast<ic::GlobalIC*>(slot.words)->cell ? kMonomorphic : kUnused]++;
            }
            if (slot.kind == SlotKind::kCallIC) {
                uint64_t target = reinterpret_cast<ic::CallIC*>(slot.words)->target;
                caches[kCall][target == 0 ? kUnused : target == ic::CallIC::kMany ? kMegamorphic : kMonomorphic]++;
            }
        });
    }
};

}  // namespace

void print_statistics(Engine& engine, double total_ms) {
    gc::Heap& heap = engine.isolate().heap;
    const gc::HeapStatistics s = heap.statistics();  // before the census, which collects
    HeapCensus census{heap};
    heap.for_each_cell([](gc::Cell* cell, void* data) { static_cast<HeapCensus*>(data)->add(cell); }, &census);
    const bytecode::CompileTimes& times = engine.compile_times();

    std::string out;
    double rest = total_ms - engine.start_ms() - times.parse_ms - times.generate_ms - s.total_pause_ms;
    append(out, "time          %9.2f ms\n", total_ms);
    append(out, "  start       %9.2f     the engine and its realm\n", engine.start_ms());
    append(out, "  parse       %9.2f     %llu program%s of %llu characters, %llu function%s once more at the first call\n", times.parse_ms,
           (unsigned long long)times.programs, times.programs == 1 ? "" : "s", (unsigned long long)times.source_units, (unsigned long long)times.functions, times.functions == 1 ? "" : "s");
    append(out, "  generate    %9.2f     bytecode\n", times.generate_ms);
    append(out, "  collect     %9.2f     %zu minor collections (longest %.2f), %zu major (longest %.2f)\n", s.total_pause_ms,
           s.minor_collections, s.max_minor_pause_ms, s.major_collections, s.max_major_pause_ms);
    append(out, "  run         %9.2f     the rest\n", rest);

    append(out, "\ncode          %zu functions, %zu of them compiled (%zu built-ins)\n", census.functions, census.compiled, census.builtins);
    append(out, "  bytecode    %s\n  metadata    %s of constants and feedback\n", bytes_text(census.code_bytes).c_str(),
           bytes_text(census.metadata_bytes).c_str());

    append(out, "\ninline caches    unused    mono    poly    mega\n");
    static constexpr const char* kCaches[] = {"get", "set", "global", "call"};
    for (size_t i = 0; i < HeapCensus::kCacheCount; i++) {
        const size_t* row = census.caches[i];
        append(out, "  %-12s %8zu%8zu%8zu%8zu\n", kCaches[i], row[0], row[1], row[2], row[3]);
    }

    append(out, "\nheap                used    capacity\n");
    auto space = [&](const char* name, size_t used, size_t capacity) {
        append(out, "  %-9s %12s%12s\n", name, bytes_text(used).c_str(), bytes_text(capacity).c_str());
    };
    space("new", s.nursery_used, s.nursery_capacity);
    space("old", s.old_used, s.old_capacity);
    space("large", s.large_used, s.large_used);
    space("shapes", s.shape_used, s.shape_used);
    space("external", s.external, s.external);
    append(out, "  allocated %s in all; copied %s, promoted %s\n", bytes_text(s.allocated_total).c_str(),
           bytes_text(s.copied_total).c_str(), bytes_text(s.promoted_total).c_str());

    std::vector<HeapCensus::Kind> kinds;
    for (const auto& kind : census.kinds) {
        if (kind.cells) kinds.push_back(kind);
    }
    std::sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
    constexpr size_t kShown = 12;
    append(out, "\nlive cells           count       bytes\n");
    for (size_t i = 0; i < kinds.size() && i < kShown; i++) {
        append(out, "  %-16s %9zu%12s\n", kinds[i].name, kinds[i].cells, bytes_text(kinds[i].bytes).c_str());
    }
    std::fflush(stdout);
    std::fwrite(out.data(), 1, out.size(), stderr);
}

}  // namespace jsx::shell
