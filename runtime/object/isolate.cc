#include "runtime/object/isolate.h"

#include "runtime/object/abstract_ops.h"
#include "runtime/object/error.h"
#include "runtime/object/hooks.h"
#include "runtime/object/job_queue.h"
#include "runtime/object/kinds.h"
#include "runtime/object/messages.h"
#include "runtime/object/string_access.h"
#include "runtime/object/string_table.h"

#include <cstring>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

extern "C" void* __libc_stack_end;

namespace jsx {

namespace {

constexpr size_t kPage = 4096;
/// Native stack that C++ code may use beyond the limit at which calls are refused.
constexpr size_t kNativeHeadroom = size_t(256) << 10;
constexpr size_t kMaxNativeStack = size_t(8) << 20;
/// Registers above vm_stack_limit: what a frame may touch before its own check.
constexpr size_t kVmStackSlack = 512;

struct NativeStack {
    const char* base;  // highest address
    size_t size;       // bytes
};

NativeStack native_stack() {
    if (getpid() == gettid()) {
        rlimit limit;
        size_t size = kMaxNativeStack;
        if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
            size = limit.rlim_cur;
        return {static_cast<const char*>(__libc_stack_end), size};
    }
    pthread_attr_t attributes;
    void* lowest = nullptr;
    size_t size = 0;
    JSX_CHECK(pthread_getattr_np(pthread_self(), &attributes) == 0);
    JSX_CHECK(pthread_attr_getstack(&attributes, &lowest, &size) == 0);
    pthread_attr_destroy(&attributes);
    return {static_cast<const char*>(lowest) + size, size};
}

}  // namespace

/// What the isolate itself keeps alive: the pending exception, its names, the running frames.
class Isolate::Roots final : public gc::RootProvider {
public:
    explicit Roots(Isolate& iso) : iso_(iso) {
        // A page without access at either end.
        void* memory = mmap(nullptr, size_ + 2 * kPage, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        JSX_CHECK_MEMORY(memory != MAP_FAILED);
        mapping_ = static_cast<char*>(memory);
        JSX_CHECK_MEMORY(mprotect(mapping_ + kPage, size_, PROT_READ | PROT_WRITE) == 0);
        iso.vm_stack = reinterpret_cast<Value*>(mapping_ + kPage);
        iso.vm_stack_limit = iso.vm_stack + size_ / sizeof(Value) - kVmStackSlack;
        iso.entry_limit = iso.vm_stack;  // nothing runs yet
        iso.heap.add_root_provider(this);
    }
    ~Roots() {
        iso_.heap.remove_root_provider(this);
        munmap(mapping_, size_ + 2 * kPage);
    }

    void visit_roots(gc::SlotVisitor& visitor) override {
        visit_frames(visitor);
        visitor.visit(iso_.pending);
#define NAME(id, text) visitor.visit(iso_.names.id);
#include "runtime/object/names.def"
#define SYMBOL(id, text) visitor.visit(iso_.symbols.id);
#include "runtime/object/symbols.def"
        for (String*& s : iso_.single_characters)
            visitor.visit(s);
        visitor.visit(iso_.empty_elements);
        visitor.visit(iso_.default_realm_);
        visitor.visit(iso_.entered_realm_);
        if (iso_.string_shape_) visitor.visit_shape_id(iso_.string_shape_->id());
    }

    void process_weak_roots(gc::Liveness& liveness) override {
        if (iso_.atoms) iso_.atoms->process_weak(iso_.heap, liveness);
    }

private:
    /// First register above the running frame, as interpreter/frame.h computes it.
    Value* frames_end() const {
        Value* fp = iso_.top_frame;
        if (!fp) return iso_.vm_stack;
        uint32_t arguments = kFrameHeader + Arguments(fp).count();
        uint32_t registers =
            static_cast<Callable*>(fp[kFrameCallee].as_cell())->code()->register_count();
        return fp + (arguments > registers ? arguments : registers);
    }

    /// Frames hold boxed values only; registers above them are cleared, so that a frame made later
    /// never shows what was there before this collection.
    void visit_frames(gc::SlotVisitor& visitor) {
        Value* end = frames_end();
        char* dirty = reinterpret_cast<char*>(end);
        char* stack_end = mapping_ + kPage + size_;
        // The near part is likely to be used again at once; the far part goes back to the system.
        constexpr size_t kNear = size_t(16) << 10;
        char* far = dirty + kNear;
        far = reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(far) + kPage - 1) &
                                      ~uintptr_t(kPage - 1));
        if (far > stack_end) far = stack_end;
        std::memset(dirty, 0, size_t(far - dirty));
        if (far < stack_end) JSX_CHECK(madvise(far, size_t(stack_end - far), MADV_DONTNEED) == 0);
        if (end != iso_.vm_stack) visitor.visit_range(iso_.vm_stack, size_t(end - iso_.vm_stack));
    }

    Isolate& iso_;
    char* mapping_;
    static constexpr size_t size_ = size_t(32) << 20;  // bytes reserved, guard pages excluded
};

Isolate::Isolate(const IsolateOptions& options)
    : heap(options.heap), names(), symbols(), single_characters(), options(options) {
    NativeStack native = native_stack();
    size_t size = native.size < kMaxNativeStack ? native.size : kMaxNativeStack;
    if (options.native_stack_size && options.native_stack_size < native.size)
        size = options.native_stack_size;
    size_t headroom = size / 4 < kNativeHeadroom ? size / 4 : kNativeHeadroom;
    native_stack_limit = native.base - size + headroom;

    register_object_kinds(heap);
    register_interpreter_kinds(heap);
    register_builtin_kinds(heap);
    heap.start(native.base);
    roots_ = new Roots(*this);
    atoms = new StringTable();
    jobs = new JobQueue(*this);

    // The first shape in its space covers the ids that stand for primitives in inline caches, so no
    // other shape has them: strings 1, symbols 2, BigInts 3, numbers 4, booleans 5
    // (shape_for_cache).
    string_shape_ = Shape::create_root(*this, nullptr, 0);
    JSX_CHECK(string_shape_->id() + sizeof(Shape) / 8 > 5);

    empty_elements = heap.make_old<Elements>(sizeof(Elements), uint8_t(0), 0u);
    for (uint32_t c = 0; c < 256; c++) {
        Latin1 unit = Latin1(c);
        single_characters[c] = atoms->intern(*this, std::span<const Latin1>(&unit, 1));
    }
#define NAME(id, text) names.id = atomize(*this, std::string_view(text));
#include "runtime/object/names.def"
#define SYMBOL(id, text)                                                                           \
    symbols.id =                                                                                   \
        heap.make_old<class Symbol>(sizeof(class Symbol), atomize(*this, std::string_view(text)),  \
                                    next_hash(), uint8_t(Symbol::kWellKnown));
#include "runtime/object/symbols.def"
}

Isolate::~Isolate() {
    destroy_extensions();
    delete jobs;
    delete roots_;
    delete atoms;
}

Realm* Isolate::realm() const {
    if (entered_realm_) return entered_realm_;
    for (Value* fp = top_frame; fp;) {
        auto* callee = static_cast<Callable*>(fp[kFrameCallee].as_cell());
        if (callee->kind() != gc::CellKind::kProxy && callee->kind() != gc::CellKind::kBoundFunction) {
            return callee->code()->realm();
        }
        // Proxies and bound functions have no execution context of their own: it is their caller's.
        fp = reinterpret_cast<Value*>(fp[kFrameCaller].bits() & ~Value::kIntTag);
    }
    return default_realm_;
}

uint32_t Isolate::next_hash() {
    for (;;) {
        // xorshift64*
        random_state_ ^= random_state_ >> 12;
        random_state_ ^= random_state_ << 25;
        random_state_ ^= random_state_ >> 27;
        auto hash = uint32_t(random_state_ * 0x2545'F491'4F6C'DD1D >> 32);
        if (hash) return hash;
    }
}

// ---- Throwing ----------------------------------------------------------------------------------

Thrown Isolate::throw_value(Value exception) {
    pending = exception;
    return Thrown();
}

Object* Isolate::new_error(ErrorKind kind, String* message) {
    // Without a realm (a C++ caller outside any) the error has no prototype.
    Realm* realm = this->realm();
    if (!realm) return create_error(*this, Shape::create_root(*this, nullptr, 0), message);
    static constexpr RealmObject kPrototypes[] = {
        RealmObject::kErrorPrototype,          RealmObject::kTypeErrorPrototype,
        RealmObject::kRangeErrorPrototype,     RealmObject::kSyntaxErrorPrototype,
        RealmObject::kReferenceErrorPrototype, RealmObject::kURIErrorPrototype,
        RealmObject::kEvalErrorPrototype,
    };
    Object* prototype = realm->object(*this, kPrototypes[uint8_t(kind)]);
    return create_error(*this, Shape::root(*this, prototype, 0), message);
}

static Thrown throw_formatted(Isolate& iso, ErrorKind kind, const char* format, va_list arguments) {
    Completion<String*> message = format_message(iso, format, arguments);
    if (message.threw()) return message.thrown();
    return iso.throw_value(Value(iso.new_error(kind, message.take())));
}

#define THROW_FORMATTED(kind)                                                                      \
    va_list arguments;                                                                             \
    va_start(arguments, format);                                                                   \
    Thrown thrown = throw_formatted(*this, kind, format, arguments);                               \
    va_end(arguments);                                                                             \
    return thrown
Thrown Isolate::throw_error(ErrorKind kind, const char* format, ...) {
    THROW_FORMATTED(kind);
}
Thrown Isolate::throw_type_error(const char* format, ...) {
    THROW_FORMATTED(ErrorKind::kTypeError);
}
Thrown Isolate::throw_range_error(const char* format, ...) {
    THROW_FORMATTED(ErrorKind::kRangeError);
}
Thrown Isolate::throw_reference_error(const char* format, ...) {
    THROW_FORMATTED(ErrorKind::kReferenceError);
}
Thrown Isolate::throw_syntax_error(const char* format, ...) {
    THROW_FORMATTED(ErrorKind::kSyntaxError);
}
#undef THROW_FORMATTED

Thrown Isolate::throw_stack_overflow() {
    return throw_range_error("Maximum call stack size exceeded");
}

}  // namespace jsx
