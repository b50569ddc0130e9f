// Iteration, generators and async functions, modules, disposal.
#include "interpreter/frame.h"
#include "interpreter/generator.h"
#include "interpreter/ic/ic.h"
#include "interpreter/slow_paths.h"

namespace jsx::interp {

// ---- iteration ----

SLOW_HANDLER(GetIterator, rt::get_iterator_op)
SLOW_HANDLER(GetAsyncIterator, rt::get_async_iterator)

/// A record over a pristine array: iterator = the array, next method empty, state = int index.
HANDLER(IteratorNext) {
    OPERANDS(IteratorNext);
    Value* record = fp + op.base;
    if (JSX_LIKELY(record[1].is_empty())) {
        auto* array = static_cast<Array*>(record[0].as_cell());
        uint32_t i = uint32_t(record[2].as_int32());
        const ElementsBase* elements = array->elements();
        if (JSX_LIKELY(i < array->length() && i < elements->fast_length())) {
            Value v = static_cast<const Elements*>(elements)->get(i);
            if (JSX_LIKELY(!v.is_empty())) {
                record[2] = make_int(int32_t(i + 1), int_tag);
                fp[op.dst] = v;
                NEXT();
            }
        }
    }
    SLOW_BRANCH(rt::iterator_next, false);
}

SLOW_HANDLER(IteratorValue, rt::iterator_value)
SLOW_HANDLER(IteratorToArray, rt::iterator_to_array)
SLOW_HANDLER(IteratorClose, rt::iterator_close_op)
SLOW_HANDLER(IteratorCloseSilently, rt::iterator_close_silently)
SLOW_HANDLER(IteratorCall, rt::iterator_call)
SLOW_HANDLER(GetMethodOrUndefined, rt::get_method_or_undefined)
SLOW_HANDLER(ForInPrepare, rt::for_in_prepare)

HANDLER(ForInNext) {
    OPERANDS(ForInNext);
    Value* record = fp + op.base;
    if (JSX_LIKELY(is_cell(record[0], int_tag))) {
        auto* list = static_cast<const CellArray*>(record[1].as_cell());
        uint32_t i = uint32_t(record[2].as_int32());
        if (JSX_LIKELY(i < list->length() && ic::ForInList::is_for(list, record[0].as_cell()->shape_id()))) {
            record[2] = make_int(int32_t(i + 1), int_tag);
            fp[op.dst] = list->get(i);
            NEXT();
        }
    }
    SLOW_BRANCH(rt::for_in_next, false);
}

// ---- generators and async functions ----

/// Suspends: the register window goes to the generator's cell; the value goes to whoever resumed.
template <class Op, auto Function>
JSX_HANDLER JSX_NOINLINE static uint64_t suspend_path(HANDLER_PARAMETERS) {
    enter_runtime(iso, fp, pc);
    Completion<Value> c = Function(*iso, fp, Op::at(pc), pc);
    if (JSX_UNLIKELY(c.threw())) JSX_MUSTTAIL return unwind(HANDLER_ARGUMENTS);
    return c.raw().bits();
}
#define SUSPEND_HANDLER(Name, function)                                                            \
    HANDLER(Name) { JSX_MUSTTAIL return suspend_path<ops::Name, function>(HANDLER_ARGUMENTS); }

SUSPEND_HANDLER(CreateGenerator, create_generator)
SUSPEND_HANDLER(Await, suspend_await)
SUSPEND_HANDLER(Yield, suspend_yield)
SUSPEND_HANDLER(YieldDelegate, suspend_yield_delegate)
SUSPEND_HANDLER(GeneratorReturn, generator_return)
SUSPEND_HANDLER(AsyncReturn, async_return)
SLOW_HANDLER(EnterAsync, enter_async)

HANDLER(DispatchResume) {
    OPERANDS(DispatchResume);
    using enum bytecode::ResumeMode;
    auto mode = bytecode::ResumeMode(fp[op.mode].as_int32());
    if (JSX_LIKELY(mode == kNext)) JUMP(op.on_next);
    if (mode == kReturn) NEXT();
    SLOW(rt::throw_resumed);
}

// ---- modules ----

SLOW_HANDLER(GetImportMeta, rt::get_import_meta)
SLOW_HANDLER(DynamicImport, rt::dynamic_import)

// ---- explicit resource management ----

SLOW_HANDLER(AddDisposable, rt::add_disposable)
SLOW_HANDLER(DisposeError, rt::dispose_error)
SLOW_HANDLER(DisposeAll, rt::dispose_all)
HANDLER(DisposeStep) {
    OPERANDS(DisposeStep);
    SLOW_BRANCH(rt::dispose_step, false);
}
SLOW_HANDLER(DisposeEnd, rt::dispose_end)

}  // namespace jsx::interp
