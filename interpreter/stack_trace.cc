// Capturing stack traces, and the accessor `stack`.
#include "interpreter/stack_trace.h"

#include "interpreter/generator.h"
#include "interpreter/state.h"
#include "runtime/object/error.h"
#include "runtime/object/hooks.h"

namespace jsx::interp {

StackTrace* StackTrace::create(Isolate& iso, std::span<const Frame> frames) {
    uint32_t words = uint32_t(frames.size()) * kFrameWords;
    auto* trace = iso.heap.make_sized<StackTrace>(sizeof(StackTrace) + words * sizeof(Value), words);
    Value* w = trace->words();
    for (const Frame& f : frames) {
        w[0] = Value(f.function);
        w[1] = f.receiver;
        w[2] = Value::int32(int32_t(f.pc));
        w[3] = Value::int32(int32_t(f.flags));
        w += kFrameWords;
    }
    return trace;
}

// ---- capturing ----

namespace {

constexpr uint32_t kMaxFrames = 200;  // whatever Error.stackTraceLimit says

/// Error.stackTraceLimit: -1 if nothing is to be captured.
int64_t stack_trace_limit(Isolate& iso) {
    Object* error = iso.realm()->object_if_made(RealmObject::kError);
    if (!error) return 10;
    PropertyKey key(iso.names.stackTraceLimit);
    Lookup l = lookup_own(iso, error, key);
    if (l.state != Lookup::State::kData) return -1;
    Value v = lookup_value(iso, l, key);
    if (!v.is_number()) return -1;
    double d = v.as_number();
    if (!(d > 0)) return 0;
    return d < kMaxFrames ? int64_t(d) : int64_t(kMaxFrames);
}

bool is_native(const Value* fp) { return frame_callee(fp)->kind() == gc::CellKind::kNativeFunction; }

/// A method like RegExp.prototype[Symbol.replace] that another native calls stands for no call of the program.
bool is_protocol_call(Isolate& iso, Value* fp, Value* caller) {
    if (!caller || !is_native(caller)) return false;
    String* name = static_cast<NativeFunction*>(frame_callee(fp))->name();
    return !name->is_empty() && name->at(iso, 0) == u'[';
}

/// A frame that a trace may show: of JavaScript that has begun, or of a native function.
bool is_shown(Isolate& iso, Value* fp, Value* caller) {
    Callable* callee = frame_callee(fp);
    if (is_native(fp)) return !is_frame_hidden(fp) && !is_protocol_call(iso, fp, caller);
    return callee->kind() == gc::CellKind::kFunction && callee->code()->bytecode() && untag_pc(fp[kFramePc]);
}

bool is_own_javascript(Value* fp) { return frame_callee(fp)->code()->call_flags_ & FunctionCode::kNativeBuiltin; }

struct FrameList {
    StackTrace::Frame frames[kMaxFrames];
    uint32_t count = 0;
    uint32_t limit;
    bool is_full() const { return count >= limit; }
    void add(const StackTrace::Frame& frame) {
        if (!is_full()) frames[count++] = frame;
    }
};

Generator* async_context(Value* fp) {
    FunctionCode* code = frame_callee(fp)->code();
    if (!code->function() || !code->function()->flags.async || !code->bytecode()) return nullptr;
    bytecode::Register reg = code->bytecode()->generator_register;
    if (reg == bytecode::kNoRegister) return nullptr;
    return cell_as<Generator>(fp[reg]);
}

/// The generator whose resumed frame this is; null for other frames.
Generator* running_generator(Value* fp) {
    FunctionCode* code = frame_callee(fp)->code();
    if (!code->function() || !code->function()->flags.generator || code->function()->flags.async) return nullptr;
    if (!has_generator(code, untag_pc(fp[kFramePc]))) return nullptr;
    return cell_as<Generator>(fp[code->bytecode()->generator_register]);
}

/// The promise that the caller of async code waits for, if it is known.
Promise* promise_of(Generator* generator) {
    if (generator->kind() == gc::CellKind::kAsyncFunctionState) return cell_as<Promise>(generator->promise_);
    if (generator->kind() != gc::CellKind::kAsyncGenerator || !generator->queue_size_) return nullptr;
    return async_generator_promise(generator);
}

/// The async function that goes on when `promise` settles, through promises derived by then() and through Promise.all
/// and its like, which are noted; null if that is not one thing.
Generator* awaiting_generator(FrameList& list, Promise* promise) {
    for (int depth = 0; promise && promise->is_pending() && depth < 32; depth++) {
        auto* reaction = cell_as<PromiseReaction>(promise->result());
        if (!reaction || reaction->next()) return nullptr;
        if (reaction->continuation() == resume_await) return cell_as<Generator>(reaction->target());
        CombinatorElement element;
        if (combinator_element(reaction->handler(PromiseState::kFulfilled), &element) ||
            combinator_element(reaction->handler(PromiseState::kRejected), &element)) {
            list.add({element.combinator, Value::undefined(), element.index, StackTrace::kAsync | StackTrace::kCombinator});
            promise = element.result;
            continue;
        }
        promise = cell_as<Promise>(reaction->target());
    }
    return nullptr;
}

void add_async_frames(FrameList& list, Generator* running) {
    for (Generator* g = running; g && !list.is_full();) {
        Promise* promise = promise_of(g);
        g = promise ? awaiting_generator(list, promise) : nullptr;
        if (!g || !g->frame_) return;
        Value receiver = g->frame_->get(kFrameThis);
        auto* function = static_cast<Object*>(g->frame_->get(kFrameCallee).as_cell());
        list.add({function, receiver.is_empty() ? Value::undefined() : receiver, g->resume_pc_, StackTrace::kAsync});
    }
}

}  // namespace

StackTrace* capture_frames(Isolate& iso, Object* skip_until) {
    int64_t limit = stack_trace_limit(iso);
    if (limit < 0) return nullptr;
    FrameList list;
    list.limit = uint32_t(limit);
    Generator* bottom = nullptr;
    for (Value* fp = iso.top_frame; fp && !list.is_full();) {
        Value* caller = untag_frame(fp[kFrameCaller]);
        // Of a run of the engine's own frames only the outermost is the built-in that was called.
        bool is_own = is_own_javascript(fp) || is_native(fp);
        if (is_shown(iso, fp, caller) && !(is_own && caller && is_own_javascript(caller))) {
            if (!skip_until) {
                const uint16_t* pc = untag_pc(fp[kFramePc]);
                FunctionCode* code = frame_callee(fp)->code();
                Value receiver = fp[kFrameThis];
                bool is_construct = frame_is_construct(fp);
                if (is_construct || receiver.is_empty()) receiver = Value::undefined();
                list.add({frame_callee(fp), receiver, code->bytecode() ? uint32_t(pc - code->first_op()) : 0,
                          is_construct ? StackTrace::kConstruct : 0u});
                // Iteration resumes a generator without a frame of next().
                if (Generator* generator = running_generator(fp); generator && !(caller && is_native(caller))) {
                    Value next = code->realm()->generator_next();
                    if (next.is_cell()) list.add({as_object(next), Value(generator), 0, 0});
                }
            }
        }
        if (frame_callee(fp) == skip_until) skip_until = nullptr;
        if (!caller) bottom = async_context(fp);
        fp = caller;
    }
    if (!skip_until && bottom) add_async_frames(list, bottom);
    return StackTrace::create(iso, {list.frames, list.count});
}

// ---- the accessor ----

static Completion<Value> stack_getter(Isolate& iso, Arguments args);
static Completion<Value> stack_setter(Isolate& iso, Arguments args);

static Object* accessor_function(Isolate& iso, Realm* realm, RealmObject which, NativeFn fn, uint32_t length) {
    Object* f = realm->object_if_made(which);
    if (!f) {
        f = new_native_function(iso, fn, iso.names.empty, length);
        realm->set_object(which, f);
    }
    return f;
}

static Accessor* stack_accessor(Isolate& iso) {
    Realm* realm = iso.realm();
    Object* get = accessor_function(iso, realm, RealmObject::kErrorStackGetter, stack_getter, 0);
    Object* set = accessor_function(iso, realm, RealmObject::kErrorStackSetter, stack_setter, 1);
    return iso.heap.make<Accessor>(Value(get), Value(set));
}

/// Remembers what the `stack` of an object answers from.
static void set_stack_data(Isolate& iso, Object* o, Value data) {
    if (auto* error = cell_as<ErrorObject>(Value(o))) {
        error->set_stack(data);
    } else {
        o->put_named(iso, PropertyKey(state_of(iso).stack_symbol), data, kWritable);
    }
}

/// The object of the prototype chain whose stack data `stack` answers from, and that data; null if there is none.
static Object* find_stack_data(Isolate& iso, Value receiver, Value* data) {
    Object* o = cell_as<Object>(receiver);
    for (; o && !o->is_proxy(); o = o->prototype(iso)) {
        *data = Value::empty();
        if (auto* error = cell_as<ErrorObject>(Value(o))) {
            *data = error->stack();
        } else {
            PropertyInfo info;
            if (o->shape(iso)->lookup(PropertyKey(state_of(iso).stack_symbol), &info)) *data = o->slot(info.slot);
        }
        if (!data->is_empty()) return o;
    }
    return nullptr;
}

StackTrace* trace_of(Isolate& iso, Object* object) {
    Value data;
    return find_stack_data(iso, Value(object), &data) ? cell_as<StackTrace>(data) : nullptr;
}

static Completion<Value> stack_getter(Isolate& iso, Arguments args) {
    Value data;
    Object* holder = find_stack_data(iso, args.this_value(), &data);
    if (!holder) return Value::undefined();
    auto* trace = cell_as<StackTrace>(data);
    if (!trace) return data;
    if (trace->formatted().is_empty()) {
        Realm* realm = static_cast<NativeFunction*>(args.callee())->code()->realm();
        trace->set_formatted(TRY(format_stack(iso, realm, holder, trace)));
    }
    return trace->formatted();
}

static Completion<Value> stack_setter(Isolate& iso, Arguments args) {
    Value data;
    if (Object* holder = find_stack_data(iso, args.this_value(), &data)) set_stack_data(iso, holder, args[0]);
    return Value::undefined();
}

bool error_place(Isolate& iso, Value error, ErrorPlace* place) {
    StackTrace* trace = is_object(error) ? trace_of(iso, as_object(error)) : nullptr;
    if (!trace) return false;
    if (trace->script()) {
        *place = {&trace->script()->unit()->source(), trace->start(), trace->end(), true};
        return true;
    }
    for (uint32_t i = 0; i < trace->frame_count(); i++) {
        FrameFacts facts(trace->frame(i));
        if (!facts.is_javascript() || facts.is_async()) continue;
        uint32_t at = facts.position();
        *place = {&facts.code->script()->unit()->source(), at, at + 1, false};
        return true;
    }
    return false;
}

void set_prepare_stack_trace(Isolate& iso, PrepareStackTrace prepare) { state_of(iso).prepare_stack_trace = prepare; }

}  // namespace jsx::interp

namespace jsx {

void capture_stack_trace(Isolate& iso, Object* error, Object* skip_until) {
    using namespace interp;
    StackTrace* trace = capture_frames(iso, skip_until);
    error->put_named(iso, PropertyKey(iso.names.stack), Value(stack_accessor(iso)), kConfigurable | kAccessor);
    set_stack_data(iso, error, trace ? Value(trace) : Value::undefined());
}

}  // namespace jsx
