// [doc:functions] Functions, their code, and environments.
//
// Every callable object is a Callable: its FunctionCode stands at one offset, so a call site tests the
// callable flag, loads the code and jumps to `entry`. FunctionCode is one per function of the source and
// realm (closures share it); native, bound and proxy callables share trampolines' codes, one per realm.
#pragma once

#include "bytecode/function.h"
#include "runtime/object/object.h"

namespace jsx {

class Isolate;
class Realm;
class Arguments;
class Environment;
struct BuiltinSpec;

/// An opcode handler, and the entry of any function (pc and md are ignored there): see interpreter/frame.h.
using Handler = uint64_t(JSX_PRESERVE_NONE*)(const uint16_t* pc, Value* fp, Isolate* iso,
                                              const void* table, uint64_t int_tag, uint64_t* md);
using NativeFn = Completion<Value> (*)(Isolate& iso, Arguments args);

/// The registers of a frame header: fp[k] (bytecode/function.h, interpreter/frame.h).
inline constexpr int kFrameCallee = 0, kFrameNewTarget = 1, kFrameArgumentCount = 2, kFrameCaller = 3,
                     kFramePc = 4, kFrameThis = 5, kFrameHeader = 6;
/// Bit of fp[kFrameArgumentCount]: the frame is a [[Construct]].
inline constexpr int32_t kConstructFlag = 1 << 30;

/// What a native function was called with: a view of its frame.
class Arguments {
public:
    explicit Arguments(Value* fp) : fp_(fp) {}
    uint32_t count() const { return uint32_t(fp_[kFrameArgumentCount].as_int32()) & ~uint32_t(kConstructFlag); }
    /// undefined beyond count.
    Value operator[](uint32_t i) const { return i < count() ? fp_[kFrameHeader + i] : Value::undefined(); }
    Value this_value() const { return fp_[kFrameThis]; }
    bool is_construct() const { return fp_[kFrameArgumentCount].as_int32() & kConstructFlag; }
    /// undefined for a plain call.
    Value new_target() const { return is_construct() ? fp_[kFrameNewTarget] : Value::undefined(); }
    Object* callee() const { return static_cast<Object*>(fp_[kFrameCallee].as_cell()); }
    /// Arguments from `first` on; stable memory (the VM stack), traced.
    std::span<const Value> rest(uint32_t first = 0) const {
        return first < count() ? std::span<const Value>(fp_ + kFrameHeader + first, count() - first)
                               : std::span<const Value>();
    }
    Value* frame() const { return fp_; }

private:
    Value* fp_;
};

/// A source text that was compiled: keeps the unit alive for its functions, names and stack traces.
class Script final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kScript;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&Script::realm_, &Script::atoms_, &Script::host_defined_); }
    static void finalize(gc::Heap& heap, gc::Cell* cell);
    /// Takes over one reference to the unit.
    static Script* create(Isolate& iso, Realm* realm, bytecode::CompilationUnit* unit);
    bytecode::CompilationUnit* unit() const { return unit_; }
    /// Tells the heap what the unit takes by now; to be called after something was compiled.
    void charge(gc::Heap& heap);
    Realm* realm() const { return realm_; }
    /// The heap atom of one of the unit's names (cached).
    String* atom(Isolate& iso, uint32_t atom_id);
    Value host_defined() const { return host_defined_; }  // the referrer's Module, or undefined
    void set_host_defined(Value v) { host_defined_.set(this, v); }

private:
    friend class gc::Heap;
    Script(Realm* realm, bytecode::CompilationUnit* unit);
    gc::Member<Realm> realm_;
    gc::Member<CellArray> atoms_;
    gc::Slot host_defined_;
    bytecode::CompilationUnit* unit_;
    size_t charged_ = 0;  // bytes
};

/// Code of a function in a realm: entry points, and the metadata block its handlers work on.
class FunctionCode final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kFunctionCode;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&FunctionCode::script_, &FunctionCode::realm_); }
    static void visit_extra(gc::Cell* cell, gc::SlotVisitor& visitor);
    static void process_weak(gc::Heap& heap, gc::Cell* cell, gc::Liveness& liveness);
    static constexpr auto kWeakPolicy = gc::WeakPolicy::kMajorOnly;
    static void finalize(gc::Heap& heap, gc::Cell* cell);

    /// Of a source function, not compiled yet: entry compiles on first call.
    static FunctionCode* create(Isolate& iso, Script* script, bytecode::FunctionTemplate* function);
    /// A trampoline (native, bound, proxy, wrapped calls).
    static FunctionCode* create_trampoline(Isolate& iso, Realm* realm, Handler entry);

    Script* script() const { return script_; }  // null for trampolines
    Realm* realm() const { return realm_; }
    const bytecode::FunctionTemplate* function() const { return function_; }  // null for trampolines
    const bytecode::BytecodeFunction* bytecode() const { return bytecode_; }  // null until compiled
    uint64_t* metadata() const { return metadata_; }
    const uint16_t* first_op() const { return first_op_; }
    /// Compiles now if that has not happened. Throws SyntaxError, RangeError (stack).
    Completion<void> ensure_compiled(Isolate& iso);
    uint32_t register_count() const { return frame_size_ / sizeof(Value); }
    bool is_strict() const { return !function_ || function_->flags.strict; }
    bool is_class_constructor() const { return function_ && function_->is_class_constructor(); }

    // Read by handlers and machine code at fixed offsets.
    Handler entry_;               // jumped to by every call; tier-up stores here
    uint64_t* metadata_ = nullptr;      // constants, then feedback slots
    const uint16_t* first_op_ = nullptr;
    uint32_t frame_size_ = 0;     // bytes of its registers
    uint16_t formal_count_ = 0;
    uint8_t call_flags_ = 0;      // CallFlags
    uint8_t learned_slots_ = 0;   // constructors: inline slots to give to instances
    /// The least argument count with which a call may start the first op itself, without the entry's work: that of the
    /// formals once the code is interpreted, with kConstructFlag if only [[Construct]] may; kNotDirect for other code.
    uint32_t direct_argc_ = kNotDirect;
    static constexpr uint32_t kNotDirect = ~0u;
    enum CallFlags : uint8_t {
        kNeedsArguments = 1,
        kClassConstructor = 2,    // [[Call]] throws
        kDerived = 4,             // [[Construct]] leaves `this` empty
        kBaseConstruct = 8,       // [[Construct]] allocates `this` from new.target
        kStrict = 16,
        kNativeBuiltin = 32,      // the engine's own JavaScript
        kAsync = 64,              // an exception leaving a frame rejects its promise
    };

private:
    friend class gc::Heap;
    FunctionCode(Handler entry, Script* script, Realm* realm);
    gc::Member<Script> script_;
    gc::Member<Realm> realm_;
    bytecode::FunctionTemplate* function_ = nullptr;
    const bytecode::BytecodeFunction* bytecode_ = nullptr;
};

/// Captured variables of one scope.
class Environment final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kEnvironment;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&Environment::parent_); }
    static auto tail_count() { return &Environment::slot_count_; }
    static Environment* create(Isolate& iso, Value parent, uint32_t slots, Value fill);
    explicit Environment(Value parent, uint32_t slots) : Cell(kKind, 0), parent_(parent), slot_count_(slots) {}
    /// An Environment cell or undefined.
    Value parent() const { return parent_; }
    uint32_t slot_count() const { return slot_count_; }
    Value get(uint32_t i) const { return slots()[i]; }
    void set(uint32_t i, Value v) {
        slots()[i] = v;
        gc::write_barrier(this, &slots()[i], v);
    }
    Value* slots() { return reinterpret_cast<Value*>(this + 1); }
    const Value* slots() const { return reinterpret_cast<const Value*>(this + 1); }
    static constexpr size_t kParentOffset = 8, kSlotsOffset = 24;

private:
    gc::Slot parent_;
    uint32_t slot_count_;
    [[maybe_unused]] uint32_t unused_ = 0;
};
static_assert(sizeof(Environment) == Environment::kSlotsOffset);

/// An imported binding, resolved at link time: a slot of the exporter's environment.
class ImportRef final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kImportRef;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return gc::fields(&ImportRef::environment_); }
    ImportRef(Environment* environment, uint32_t slot) : Cell(kKind, 0), environment_(environment), slot_(slot) {}
    Environment* environment() const { return environment_; }
    uint32_t slot() const { return uint32_t(slot_); }

private:
    gc::Member<Environment> environment_;
    uint64_t slot_;
};

/// Base of all objects with [[Call]].
class Callable : public Object {
public:
    static bool is_kind(gc::CellKind k) { return k >= gc::CellKind::kProxy; }
    static constexpr auto fields() { return Object::fields().with(&Callable::code_); }
    static constexpr auto kTail = gc::TailCount::kNone;
    Callable(Isolate& iso, gc::CellKind kind, Shape* shape, uint8_t flags, FunctionCode* code)
        : Object(iso, kind, shape, flags), code_(code) {}
    FunctionCode* code() const { return code_; }
    static constexpr size_t kCodeOffset = 24;
    gc::Member<FunctionCode> code_;
};
static_assert(sizeof(Callable) == 32);

/// A closure over source code. `length`, `name` and (if it has one) `prototype` are custom properties of
/// its root shape until they are written, deleted or redefined.
class Function final : public Callable {
public:
    static constexpr auto kKind = gc::CellKind::kFunction;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Callable::fields().with(&Function::environment_, &Function::extra_); }
    /// What few functions have. Cells of kind kCellArray with these entries, made on demand.
    enum Extra : uint32_t {
        kHomeObject,       // of a method: for super
        kFieldInitializer, // of a class constructor
        kPrototype,        // the value of `prototype` once materialised (custom property)
        kInitialShape,     // a Shape: of objects this constructor makes as new.target
        kName,             // the value of `name` when SetFunctionName gave one
        kExtraCount,
    };
    Function(Isolate& iso, Shape* shape, FunctionCode* code, Value environment, uint8_t flags)
        : Callable(iso, kKind, shape, flags, code), environment_(environment) {}
    Value environment() const { return environment_; }
    /// undefined where nothing was set.
    Value extra(Extra which) const {
        return extra_ ? extra_->get(which) : Value::undefined();
    }
    void set_extra(Isolate& iso, Extra which, Value v);
    /// kClassBits: `prototype` was given a value, undefined perhaps.
    static constexpr uint8_t kPrototypeSet = 16;
    void set_prototype_value(Isolate& iso, Value v) {
        flags_ |= kPrototypeSet;
        set_extra(iso, kPrototype, v);
    }
    static constexpr size_t kEnvironmentOffset = 32, kExtraOffset = 40;
    gc::Slot environment_;
    gc::Member<CellArray> extra_;
};

/// A function in C++, from a row of a built-in table. `name` and `length` are custom properties read
/// from the spec. data() holds what a built-in closure captures.
class NativeFunction final : public Callable {
public:
    static constexpr auto kKind = gc::CellKind::kNativeFunction;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Callable::fields().with(&NativeFunction::data_, &NativeFunction::name_); }
    NativeFunction(Isolate& iso, Shape* shape, FunctionCode* code, NativeFn fn, String* name, uint32_t length, uint8_t flags)
        : Callable(iso, kKind, shape, flags, code), name_(name), fn_(fn), length_(length) {}
    NativeFn fn() const { return fn_; }
    Value data() const { return data_; }
    void set_data(Value v) { data_.set(this, v); }
    String* name() const { return name_; }
    uint32_t length() const { return uint32_t(length_); }
    static constexpr size_t kFnOffset = 48;

private:
    gc::Slot data_{Value::undefined()};
    gc::Member<String> name_;
    NativeFn fn_;
    uint64_t length_;
};

/// tc39.es/ecma262/#sec-bound-function-exotic-objects
class BoundFunction final : public Callable {
public:
    static constexpr auto kKind = gc::CellKind::kBoundFunction;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() {
        return Callable::fields().with(&BoundFunction::target_, &BoundFunction::bound_this_, &BoundFunction::arguments_);
    }
    BoundFunction(Isolate& iso, Shape* shape, FunctionCode* code, Object* target, Value bound_this, CellArray* arguments, uint8_t flags)
        : Callable(iso, kKind, shape, flags, code), target_(target), bound_this_(bound_this), arguments_(arguments) {}
    Object* target() const { return target_; }
    Value bound_this() const { return bound_this_; }
    CellArray* arguments() const { return arguments_; }  // never null

private:
    gc::Member<Object> target_;
    gc::Slot bound_this_;
    gc::Member<CellArray> arguments_;
};

/// tc39.es/ecma262/#sec-proxy-object-internal-methods-and-internal-slots; revoked when handler is null.
class Proxy final : public Callable {
public:
    static constexpr auto kKind = gc::CellKind::kProxy;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr auto fields() { return Callable::fields().with(&Proxy::target_, &Proxy::handler_); }
    Proxy(Isolate& iso, Shape* shape, FunctionCode* code, Object* target, Object* handler, uint8_t flags)
        : Callable(iso, kKind, shape, uint8_t(flags | kExotic), code), target_(target), handler_(handler) {}
    Object* target() const { return target_; }
    Object* handler() const { return handler_; }
    void revoke() {
        target_.clear();
        handler_.clear();
    }

private:
    gc::Member<Object> target_;
    gc::Member<Object> handler_;
};

/// A native built-in function of the current realm. `flags`: Object::kConstructor to make it one.
NativeFunction* new_native_function(Isolate& iso, NativeFn fn, String* name, uint32_t length,
                                    Value data = Value::undefined(), uint8_t flags = 0);
/// A closure of any kind (CreateClosure); makes no prototype object yet.
Function* new_closure(Isolate& iso, FunctionCode* code, Value environment);
/// GetPrototypeFromConstructor for `new_target`: its `prototype` if that is an object, else the realm's default.
enum class RealmObject : uint16_t;
Completion<Object*> get_prototype_from_constructor(Isolate& iso, Object* new_target, RealmObject fallback);
/// OrdinaryCreateFromConstructor's shape: root shape (no inline slots) for subclasses of Object.
Completion<Shape*> shape_from_constructor(Isolate& iso, Value new_target, RealmObject fallback);

}  // namespace jsx
