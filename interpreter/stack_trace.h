// [doc:stack-traces] Stack traces: what an error remembers, and its text.
//
// Capturing walks the frames and notes of each the function, the receiver and the place in the bytecode: no text is
// made before `stack` is first read. Frames of the engine's own JavaScript and of natives that it calls count as one
// built-in, the outermost. Below the bottom frame the trace goes on over the async functions that wait for it.
//
//   error.stack_ (objects that are not errors: a private property)  ->  StackTrace  | frame 0 | frame 1 | ...
//                                                              formatted: empty, then what `stack` is
#pragma once

#include "interpreter/frame.h"

namespace jsx {
class SourceText;
}

namespace jsx::interp {

class StackTrace final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kStackTrace;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&StackTrace::script_, &StackTrace::formatted_); }
    static auto tail_count() { return &StackTrace::words_; }
    /// kCombinator: Promise.all or its like; pc is the index of the promise.
    enum FrameFlags : uint32_t { kConstruct = 1, kAsync = 2, kCombinator = 4 };

    struct Frame {
        Object* function;   // a Function or NativeFunction
        Value receiver;     // never empty
        uint32_t pc;        // code units; natives: 0
        uint32_t flags;
    };
    static StackTrace* create(Isolate& iso, std::span<const Frame> frames);
    explicit StackTrace(uint32_t words) : Cell(kKind, 0), words_(words) {}
    uint32_t frame_count() const { return words_ / kFrameWords; }
    Frame frame(uint32_t i) const {
        const Value* w = words() + size_t(i) * kFrameWords;
        return {static_cast<Object*>(w[0].as_cell()), w[1], uint32_t(w[2].as_int32()), uint32_t(w[3].as_int32())};
    }
    /// What `stack` answers, once it was read; else empty.
    Value formatted() const { return formatted_; }
    void set_formatted(Value v) { formatted_.set(this, v); }
    /// Where a text failed to parse.
    void set_place(Script* script, uint32_t start, uint32_t end) {
        script_.set(this, script);
        start_ = start;
        end_ = end;
    }
    Script* script() const { return script_; }
    uint32_t start() const { return start_; }
    uint32_t end() const { return end_; }

private:
    static constexpr uint32_t kFrameWords = 4;
    Value* words() { return reinterpret_cast<Value*>(this + 1); }
    const Value* words() const { return reinterpret_cast<const Value*>(this + 1); }
    gc::Member<Script> script_;
    gc::Slot formatted_{Value::empty()};
    uint32_t start_ = 0, end_ = 0;  // units of the source
    uint32_t words_;
    [[maybe_unused]] uint32_t unused_ = 0;
};
static_assert(sizeof(StackTrace) % 8 == 0);

/// The frames now running, at most Error.stackTraceLimit of the current realm; null if that is not a number.
StackTrace* capture_frames(Isolate& iso, Object* skip_until);

/// Where an exception comes from, for the code frame that the shell prints: a syntax error's place in its text, else
/// that of the innermost frame of JavaScript. False if there is none.
struct ErrorPlace {
    const SourceText* source = nullptr;  // lives as long as the error
    uint32_t start = 0, end = 0;         // units
    bool is_syntax_error = false;
};
bool error_place(Isolate& iso, Value error, ErrorPlace* place);
/// The trace behind an object's `stack`, or null.
StackTrace* trace_of(Isolate& iso, Object* object);

/// `stack`'s text: the header (Error.prototype.toString) and a line for each frame. Runs JavaScript.
Completion<Value> format_stack(Isolate& iso, Realm* realm, Object* error, StackTrace* trace);
/// One frame as it stands after "    at ".
String* frame_text(Isolate& iso, StackTrace* trace, uint32_t i);

/// Formats traces in place of Error.prepareStackTrace; null: none. `call_sites` is an array of CallSite objects.
using PrepareStackTrace = Completion<Value> (*)(Isolate& iso, Realm* realm, Value error, Array* call_sites);
void set_prepare_stack_trace(Isolate& iso, PrepareStackTrace prepare);

// ---- what is known of a frame (CallSite's methods) ----
struct FrameFacts {
    explicit FrameFacts(const StackTrace::Frame& frame);
    /// Null for natives.
    const bytecode::BytecodeFunction* bytecode() const { return code->bytecode(); }
    bool is_javascript() const { return bytecode() && !is_native_builtin; }
    bool is_toplevel() const;
    bool is_constructor() const { return frame.flags & StackTrace::kConstruct; }
    bool is_async() const { return frame.flags & StackTrace::kAsync; }
    bool is_combinator() const { return frame.flags & StackTrace::kCombinator; }
    bool is_eval() const;
    uint32_t position() const;                             // units; JavaScript only
    String* function_name(Isolate& iso) const;             // null: none
    String* type_name(Isolate& iso) const;                 // null: none
    String* method_name(Isolate& iso) const;               // null: none
    const std::string* script_name() const;                // null: none
    std::string eval_origin() const;                       // is_eval() only

    StackTrace::Frame frame;
    FunctionCode* code;
    bool is_native_builtin;
};
/// CallSite objects of all frames.
Array* make_call_sites(Isolate& iso, Realm* realm, StackTrace* trace);

}  // namespace jsx::interp
