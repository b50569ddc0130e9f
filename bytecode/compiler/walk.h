// The children of an expression that are evaluated in the same function.
#pragma once

#include "parser/ast.h"

namespace jsx::bytecode {

/// Calls f(child) for each; what stands inside functions is left out, computed keys of classes are not.
template <class F>
void for_each_operand(const parser::Node* node, F f) {
    using namespace parser;
    auto list = [&](const auto& items) {
        for (const Node* item : items) f(item);
    };
    auto maybe = [&](const Node* child) {
        if (child) f(child);
    };
    switch (node->kind) {
    case NodeKind::kTemplateLiteral: return list(node->as<TemplateLiteral>()->expressions);
    case NodeKind::kTaggedTemplate: return f(node->as<TaggedTemplate>()->tag), f(node->as<TaggedTemplate>()->quasi);
    case NodeKind::kArrayLiteral: return list(node->as<ArrayLiteral>()->elements);
    case NodeKind::kArrayPattern: return list(node->as<ArrayPattern>()->elements);
    case NodeKind::kObjectLiteral:
        for (const Property& p : node->as<ObjectLiteral>()->properties) maybe(p.key), maybe(p.value);
        return;
    case NodeKind::kObjectPattern:
        for (const Property& p : node->as<ObjectPattern>()->properties) maybe(p.key), maybe(p.value);
        return;
    case NodeKind::kClassLiteral: {
        auto* c = node->as<ClassLiteral>();
        list(c->decorators);
        maybe(c->heritage);
        for (const ClassElement& e : c->elements) {
            list(e.decorators);
            if (e.is_computed) f(e.key);
        }
        return;
    }
    case NodeKind::kUnary: return f(node->as<Unary>()->operand);
    case NodeKind::kUpdate: return f(node->as<Update>()->target);
    case NodeKind::kBinary: return f(node->as<Binary>()->left), f(node->as<Binary>()->right);
    case NodeKind::kLogical: return f(node->as<Logical>()->left), f(node->as<Logical>()->right);
    case NodeKind::kAssign: return f(node->as<Assign>()->target), f(node->as<Assign>()->value);
    case NodeKind::kConditional: {
        auto* c = node->as<Conditional>();
        return f(c->condition), f(c->then), f(c->otherwise);
    }
    case NodeKind::kCall: return f(node->as<Call>()->callee), list(node->as<Call>()->arguments);
    case NodeKind::kNew: return f(node->as<New>()->callee), list(node->as<New>()->arguments);
    case NodeKind::kSuperCall: return list(node->as<SuperCall>()->arguments);
    case NodeKind::kMember: return f(node->as<Member>()->object);
    case NodeKind::kIndex: return f(node->as<Index>()->object), f(node->as<Index>()->index);
    case NodeKind::kPrivateMember: return f(node->as<PrivateMember>()->object);
    case NodeKind::kPrivateIn: return f(node->as<PrivateIn>()->right);
    case NodeKind::kOptionalChain: return f(node->as<OptionalChain>()->expression);
    case NodeKind::kSequence: return list(node->as<Sequence>()->expressions);
    case NodeKind::kSpread: return f(node->as<Spread>()->operand);
    case NodeKind::kYield: return maybe(node->as<Yield>()->operand);
    case NodeKind::kAwait: return f(node->as<Await>()->operand);
    case NodeKind::kImportCall: return f(node->as<ImportCall>()->specifier), maybe(node->as<ImportCall>()->options);
    case NodeKind::kIntrinsicCall: return list(node->as<IntrinsicCall>()->arguments);
    case NodeKind::kDefaultedPattern:
        return f(node->as<DefaultedPattern>()->target), f(node->as<DefaultedPattern>()->initializer);
    case NodeKind::kRestElement: return f(node->as<RestElement>()->target);
    default: return;  // leaves and functions; statements are not met
    }
}

}  // namespace jsx::bytecode
