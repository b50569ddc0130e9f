// What the compiler makes of a function, off the JavaScript heap. [doc:bytecode-function]
//
// A CompilationUnit is one parsed text: its source, its names, and everything compiled from it. It is
// reference-counted; a heap cell that uses any part of it holds one reference.
//
//     CompilationUnit --owns--> FunctionTemplate  (one per function in the source: kind, name, range, scope)
//                                   | code (null until the first call)
//                                   v
//                               BytecodeFunction  (code units, constants, tables)
//
// Nothing here knows heap objects: strings are AtomIds of the unit's atom table, constants are
// descriptors. The floor above makes from a BytecodeFunction the metadata block (feedback.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bytecode/feedback.h"
#include "parser/scope.h"
#include "support/arena.h"
#include "support/atoms.h"
#include "support/source.h"

namespace jsx::bytecode {

using Register = uint16_t;
inline constexpr AtomId kNoAtom = atom::kNone;
inline constexpr Register kNoRegister = UINT16_MAX;

// The frame header every function shares; argument i is fp[kFrameHeader + i].
inline constexpr Register kCalleeRegister = 0;
inline constexpr Register kNewTargetRegister = 1;
inline constexpr Register kArgumentCountRegister = 2;
inline constexpr Register kThisRegister = 5;
inline constexpr Register kFrameHeader = 6;

// ---- Operands that are small enumerations -------------------------------------------------------

/// `type` of TypeOfIs, JumpIfTypeOf and kin.
enum class TypeOfKind : uint16_t {
    kUndefined, kObject, kBoolean, kNumber, kString, kSymbol, kBigInt, kFunction
};
/// `kind` of CreatePrivateName.
enum class PrivateKind : uint16_t { kField, kInstanceBrand, kStaticBrand };
/// `prefix` of SetFunctionName.
enum class NamePrefix : uint16_t { kNone, kGet, kSet };
/// `type` of ThrowError.
enum class ErrorType : uint16_t { kError, kTypeError, kReferenceError, kSyntaxError, kRangeError };
/// `reason` of ThrowIfNotObject: which message.
enum class NotObject : uint16_t {
    kIteratorResult,      ///< "Iterator result x is not an object"
    kIteratorReturn,      ///< the result of an async iterator's return(): "x is not an object"
    kThrowMethodMissing,  ///< always throws: "The iterator does not provide a 'throw' method"
};
/// `mode` that Yield leaves.
enum class ResumeMode : uint16_t { kNext, kThrow, kReturn };
/// `phase` of DynamicImport.
enum class ImportPhase : uint16_t { kEvaluation, kDefer, kSource };

// ---- Constants -----------------------------------------------------------------------------------

enum class ConstantKind : uint8_t {
    kUndefined,           ///< md: undefined ("no name" of CheckDestructure)
    kNumber,              ///< md: the number
    kString,              ///< md: the atom (string)
    kBigInt,              ///< md: the BigInt; atom is its literal text without the n (0x, 0o, 0b prefixes kept)
    kFunction,            ///< index into functions
    kTemplate,            ///< index into templates
    kRegExp,              ///< index into regexps
    kKeys,                ///< index into key_lists: names of NewObjectWith
    kArrayBoilerplate,    ///< index into arrays
    kArgumentMap,         ///< index into argument_maps
    kGlobalDeclarations,  ///< index into global_declarations
    kScope,               ///< index into eval_scopes: where a direct eval happens
};

struct Constant {
    ConstantKind kind;
    union {
        double number;
        AtomId atom;
        uint32_t index;
    };
};

struct TemplateStrings {
    std::vector<AtomId> raw;
    std::vector<AtomId> cooked;  ///< kNoAtom: undefined (a bad escape in a tagged template)
};
struct RegExpConstant {
    AtomId pattern;
    AtomId flags;
};
/// Where a direct eval happens: the names around it, and what the syntax allows there.
struct EvalScope {
    const parser::ScopeChain* chain;  ///< environments from CallDirectEval's env outwards
    parser::FunctionContext context;
};
/// An element of an array boilerplate.
struct ArrayElement {
    enum class Kind : uint8_t { kHole, kUndefined, kNull, kTrue, kFalse, kNumber, kString } kind;
    union {
        double number;
        AtomId atom;
    };
};
/// What GlobalDeclarationInstantiation has to check and create (DeclareGlobals): first each lexical name
/// (conflicts with script scope, restricted global properties), then each function (in the order given),
/// then each var; then the lexical bindings are created.
struct GlobalDeclarations {
    struct Lexical {
        AtomId name;
        bool is_const;
    };
    std::vector<Lexical> lexicals;
    std::vector<AtomId> functions;
    std::vector<AtomId> vars;
    bool is_eval = false;  ///< declared by a direct or indirect eval: lexicals is empty, bindings are deletable
};

// ---- Tables --------------------------------------------------------------------------------------

/// Code units [start, end) are guarded; entries are ordered innermost first.
struct ExceptionEntry {
    uint32_t start, end;  ///< in code units
    uint32_t handler;     ///< in code units
    Register exception;   ///< receives the exception
};

/// One feedback slot of the layout, in order of offset.
struct SlotInfo {
    SlotKind kind;
    uint32_t offset;  ///< in words from the start of the metadata block
};

enum class FunctionKind : uint8_t {
    kScript,
    kModule,              ///< body of a module (async when it has top-level await)
    kModuleDeclarations,  ///< run at link time: makes the functions of a module
    kEval,
    kNormal,
    kArrow,
    kMethod,
    kGetter,
    kSetter,
    kBaseConstructor,
    kDerivedConstructor,
    kClassInitializer,  ///< field initializer or static block: called with `this`, no arguments
};

struct FunctionFlags {
    bool strict : 1 = false;
    bool generator : 1 = false;
    bool async : 1 = false;
    bool needs_arguments : 1 = false;  ///< kNeedsArguments: entry keeps surplus arguments below the frame
    bool has_source_name : 1 = false;  ///< the source gives it a name (`name` is not from its surroundings)
    bool native_builtin : 1 = false;   ///< engine's own JavaScript: intrinsics allowed, hidden from traces
    bool has_fields : 1 = false;       ///< class constructor with instance fields or private methods
};

class CompilationUnit;
class BytecodeFunction;
/// A function of the source, compiled or not. Address is stable; owned by its unit.
struct FunctionTemplate {
    CompilationUnit* unit = nullptr;
    FunctionKind kind = FunctionKind::kNormal;
    FunctionFlags flags;
    AtomId name = kNoAtom;       ///< value of the `name` property ("get x" included); kNoAtom: ""
    uint16_t length = 0;         ///< value of the `length` property
    uint32_t source_start = 0;   ///< text of toString(), in UTF-16 units; a class constructor's is the class
    uint32_t source_end = 0;
    const parser::ScopeChain* scope = nullptr;    ///< the environments it is created in
    const parser::LazyFunction* lazy = nullptr;   ///< what to parse when it is first called
    uint32_t expected_fields = 0;  ///< guess of the properties a constructor adds to `this`
    std::unique_ptr<BytecodeFunction> code;

    bool is_class_constructor() const {
        return kind == FunctionKind::kBaseConstructor || kind == FunctionKind::kDerivedConstructor;
    }
    /// Has [[Construct]].
    bool is_constructor() const {
        return is_class_constructor() ||
               (kind == FunctionKind::kNormal && !flags.generator && !flags.async);
    }
    /// Gets an own `prototype` property when a closure is made.
    bool has_prototype() const { return is_constructor() || flags.generator; }
};

/// Linking data of a module, in slots of its environment.
struct ModuleInfo {
    struct Attribute {
        AtomId key, value;
    };
    struct Request {
        AtomId specifier;
        ImportPhase phase;
        std::vector<Attribute> attributes;
        uint32_t start, end;  ///< of the specifier in the source, in UTF-16 units
    };
    struct Import {
        uint32_t request;
        AtomId import_name;  ///< atom::kNamespace: the namespace object (source phase: the module source)
        uint32_t slot;       ///< kNoSlot: never used
        uint32_t start, end;
    };
    struct LocalExport {
        AtomId export_name;
        uint32_t slot;
    };
    struct IndirectExport {
        uint32_t request;
        AtomId import_name;  ///< atom::kNamespace: export * as name from
        AtomId export_name;
        uint32_t start, end;
    };
    static constexpr uint32_t kNoSlot = UINT32_MAX;
    std::vector<Request> requests;
    std::vector<Import> imports;
    std::vector<LocalExport> local_exports;
    std::vector<IndirectExport> indirect_exports;
    std::vector<uint32_t> star_exports;  ///< requests
    uint32_t environment_slots = 0;      ///< all start empty
    bool has_top_level_await = false;
    FunctionTemplate* declarations = nullptr;  ///< run at link time over the module environment
};

/// Compiled code of one function. Immutable once made.
class BytecodeFunction {
public:
    const FunctionTemplate* function = nullptr;

    std::vector<uint16_t> code;
    std::vector<Constant> constants;
    std::vector<SlotInfo> slots;
    std::vector<ExceptionEntry> exceptions;
    std::vector<uint8_t> positions;  ///< source-position table, see source_position()

    uint32_t register_count = kFrameHeader;  ///< frame size in registers, header and windows included
    uint32_t formal_count = 0;               ///< arguments that have a register: fp[kFrameHeader ...]
    uint32_t metadata_words = 0;             ///< constants, then slots
    Register generator_register = kNoRegister;  ///< generator or async context, if the kind has one

    std::vector<FunctionTemplate*> functions;
    std::vector<TemplateStrings> templates;
    std::vector<RegExpConstant> regexps;
    std::vector<std::vector<AtomId>> key_lists;
    std::vector<std::vector<ArrayElement>> arrays;
    std::vector<std::vector<int32_t>> argument_maps;
    std::vector<GlobalDeclarations> global_declarations;
    std::vector<EvalScope> eval_scopes;

    /// Offset in the source (UTF-16 units) that an error raised by the op at `pc` (in code units) reports.
    uint32_t source_position(uint32_t pc) const;
    /// The handler for an exception raised by the op at `pc`; null when it leaves the function.
    const ExceptionEntry* find_handler(uint32_t pc) const;
    /// Bytes in its larger tables.
    size_t memory_bytes() const {
        return sizeof *this + code.size() * sizeof(uint16_t) + constants.size() * sizeof(Constant) +
               slots.size() * sizeof(SlotInfo) + exceptions.size() * sizeof(ExceptionEntry) + positions.size();
    }
};

/// One parsed text and everything compiled from it. Reference-counted, one thread.
class CompilationUnit {
public:
    /// One reference, the caller's.
    static CompilationUnit* create(std::unique_ptr<SourceText> source) {
        return new CompilationUnit(std::move(source));
    }
    void retain() { references_++; }
    void release() {
        if (--references_ == 0) delete this;
    }

    const SourceText& source() const { return *source_; }
    FunctionTemplate* new_function() {
        functions_.push_back(std::make_unique<FunctionTemplate>());
        functions_.back()->unit = this;
        return functions_.back().get();
    }
    /// The unit of code made by eval or a function constructor keeps the one it was made from: a direct
    /// eval uses its scope chain, and stack traces name its origin.
    void set_outer(CompilationUnit* outer) {
        outer->retain();
        outer_ = outer;
    }
    CompilationUnit* outer() const { return outer_; }
    /// Where such code was made: the function that called eval (empty: none), and the place in outer()'s source.
    struct Origin {
        std::string function;  // UTF-8
        uint32_t position;     // units
    };
    std::unique_ptr<Origin> origin;

    /// Bytes that it takes without the code of its functions.
    size_t memory_bytes() const {
        return sizeof *this + source_->length() * (source_->is_latin1() ? 1 : 2) + atoms.memory_bytes() +
               arena.reserved_bytes() + functions_.size() * sizeof(FunctionTemplate);
    }

    AtomTable atoms;
    Arena arena;  ///< LazyFunction and ScopeChain records
    FunctionTemplate* program = nullptr;
    std::unique_ptr<ModuleInfo> module;
    bool allow_natives = false;  ///< %Intrinsic(...) is syntax; functions are hidden from stack traces

private:
    explicit CompilationUnit(std::unique_ptr<SourceText> source) : source_(std::move(source)) {}
    ~CompilationUnit() {
        if (outer_) outer_->release();
    }

    std::unique_ptr<SourceText> source_;
    std::vector<std::unique_ptr<FunctionTemplate>> functions_;
    CompilationUnit* outer_ = nullptr;
    uint32_t references_ = 1;
};

}  // namespace jsx::bytecode
