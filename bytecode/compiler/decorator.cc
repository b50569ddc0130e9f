// Decorators.
#include "bytecode/compiler/compiler_impl.h"

namespace jsx::bytecode {

bool FunctionCompiler::is_decorated(const ClassLiteral* e) {
    if (e->decorators.size) return true;
    for (const ClassElement& element : e->elements) {
        if (element.decorators.size) return true;
    }
    return false;
}

DecoratedClass* FunctionCompiler::evaluate_class_decorators(ClassLiteral* e) {
    c_.fail_syntax("Invalid or unexpected token", e->start, e->start + 1);
    return nullptr;
}
void FunctionCompiler::decorated_body(ClassLiteral*, DecoratedClass&, Register, AtomId) {}
void FunctionCompiler::decorated_initializer(ClassLiteral*, const DecoratedClass&, bool) {}

}  // namespace jsx::bytecode
