// Classes: heritage, elements, private names, decorators.
#include "parser/parser_impl.h"

namespace jsx::parser {

Expr* Parser::parse_class_expression(List<Expr*> decorators, uint32_t start) {
    next();
    AtomId name = atom::kNone;
    if (kind() != Tok::kExtends && kind() != Tok::kLeftBrace) {
        bool outer_strict = scope_->is_strict;
        scope_->is_strict = true;  // the whole class is, its name included
        Token token = tok();
        bool ok = check_binding_identifier(token);
        scope_->is_strict = outer_strict;
        if (!ok) return invalid(start);
        name = token.atom;
        next();
    }
    return parse_class_tail(name, start, decorators);
}

Stmt* Parser::parse_class_declaration(List<Expr*> decorators, uint32_t start, bool is_default_export) {
    auto* node = make<ClassDeclaration>(start);
    next();
    AtomId name = atom::kNone;
    Token token = tok();
    if (!is_default_export || (kind() != Tok::kExtends && kind() != Tok::kLeftBrace)) {
        bool outer_strict = scope_->is_strict;
        scope_->is_strict = true;
        bool ok = check_binding_identifier(token);
        scope_->is_strict = outer_strict;
        if (!ok) return make<EmptyStatement>(start);
        name = token.atom;
        next();
    } else {
        token.end = token.start;
    }
    node->class_literal = parse_class_tail(name, start, decorators);
    AtomId binding_name = name != atom::kNone ? name : AtomId(atom::kDefaultExport);
    auto* binding = make<Identifier>(token.start);
    binding->end = token.end;
    binding->name = binding_name;
    Variable* variable =
        declare_lexical(binding_name, VariableMode::kClass, token.start, {start, prev_end_});
    binding->variable = variable;
    if (variable) variable->initialized_at = prev_end_;
    node->binding = binding;
    return finish(node);
}

// https://tc39.es/ecma262/#sec-class-definitions
ClassLiteral* Parser::parse_class_tail(AtomId name, uint32_t start, List<Expr*> decorators) {
    auto* literal = make<ClassLiteral>(start);
    if (stack_overflow()) return literal;
    uint32_t saved_heritage_uses = heritage_uses_;
    bool saved_has_constructor = has_constructor_;
    class_depth_++;
    has_constructor_ = false;

    Scope* scope = open_scope(ScopeKind::kClass);
    scope->is_strict = true;
    literal->name = name;
    literal->scope = scope;
    literal->decorators = decorators;
    Variable* inner_name = nullptr;
    if (name != atom::kNone) inner_name = add_variable(scope, name, VariableMode::kClassName, start);
    {
        AcceptIn accept(*this, true);
        if (check(Tok::kExtends)) {
            literal->heritage = parse_left_hand_side();
            if (kind() == Tok::kArrow) unexpected();
        }
        heritage_uses_ = uint32_t(uses_.size());
        expect(Tok::kLeftBrace);
        size_t base = elements_.size();
        while (kind() != Tok::kRightBrace && kind() != Tok::kEnd) {
            if (check(Tok::kSemicolon)) continue;
            parse_class_element(literal);
        }
        literal->elements = take_list(elements_, base);
        expect(Tok::kRightBrace);
    }
    finish(literal);
    check_octal(start, prev_end_);
    if (literal->constructor) {
        literal->constructor->source_start = start;
        literal->constructor->source_end = prev_end_;
    }
    // A field, its accessor storage, a computed key: the initializers of instances refer to them.
    for (Variable* v = scope->variables; v; v = v->next) {
        if (v->mode == VariableMode::kInternal || v->private_kind == PrivateNameKind::kField) {
            v->is_used = v->is_captured = true;
        }
    }
    close_scope();
    class_depth_--;
    if (!class_depth_ && !request_.outer && !known_end_) {
        // No class further out can have what this one has not.
        for (size_t i = scope->first_use; i < uses_.size(); i++) {
            if ((uses_[i].flags & (kUsePrivate | kUseDead)) == kUsePrivate) {
                unresolved_private(uses_[i].name, uses_[i].position);
                break;
            }
        }
    }
    if (inner_name && inner_name->is_used) literal->inner_name = inner_name;
    heritage_uses_ = saved_heritage_uses;
    has_constructor_ = saved_has_constructor;
    return literal;
}

/// `#x` is declared in the class scope. A getter and a setter of one name make a pair: the variable is
/// the getter's, its companion the setter's.
Variable* Parser::declare_private(const PropertyName& name, PrivateNameKind kind, bool is_static,
                                  bool* is_repeated) {
    const Token& token = name.token;
    if (Variable* existing = find_in(scope_, name.name)) {
        bool is_pair = existing->is_static == is_static &&
                       ((kind == PrivateNameKind::kGetter &&
                         existing->private_kind == PrivateNameKind::kSetter) ||
                        (kind == PrivateNameKind::kSetter &&
                         existing->private_kind == PrivateNameKind::kGetter));
        if (!is_pair) {
            *is_repeated = true;
            return existing;
        }
        existing->private_kind = PrivateNameKind::kAccessorPair;
        Variable* companion = add_unnamed(scope_, name.name, VariableMode::kPrivateName, token.start);
        companion->is_static = is_static;
        existing->companion = companion;
        return existing;
    }
    Variable* v = add_variable(scope_, name.name, VariableMode::kPrivateName, token.start);
    v->private_kind = kind;
    v->is_static = is_static;
    v->index = heritage_uses_;
    return v;
}

// https://tc39.es/ecma262/#prod-ClassElement
void Parser::parse_class_element(ClassLiteral* literal) {
    ClassElement element{};
    element.start = tok().start;
    if (kind() == Tok::kAt) element.decorators = parse_decorators();

    auto begins_name = [&] {
        return is_name(kind()) || kind() == Tok::kString || kind() == Tok::kNumber ||
               kind() == Tok::kBigInt || kind() == Tok::kLeftBracket || kind() == Tok::kPrivateName;
    };
    // After a modifier word: is the word the name itself?
    auto word_was_name = [&] {
        return kind() == Tok::kLeftParen || kind() == Tok::kAssign || kind() == Tok::kSemicolon ||
               kind() == Tok::kRightBrace;
    };

    PropertyName name;
    bool have_name = false;
    bool is_async = false, is_generator = false;
    element.kind = ClassElementKind::kField;
    uint32_t method_start = tok().start;
    if (at_word(atom::kStatic)) {
        name = parse_property_name(true);
        if (kind() == Tok::kLeftBrace) {
            if (element.decorators.size) unexpected();
            element.is_static = true;
            literal->has_static_elements = true;
            parse_static_block(&element);
            element.end = prev_end_;
            elements_.push_back(element);
            return;
        }
        have_name = word_was_name();
        if (!have_name) {
            element.is_static = true;
            method_start = tok().start;
        }
    }
    if (!have_name) {
        if (check(Tok::kMul)) {
            is_generator = true;
            element.kind = ClassElementKind::kMethod;
            name = parse_property_name(true);
        } else {
            Token word = tok();
            name = parse_property_name(true);
            if (name.is_identifier && !word.has_escape) {
                if (word.atom == atom::kAsync && !tok().newline_before &&
                    (begins_name() || kind() == Tok::kMul)) {
                    is_async = true;
                    is_generator = check(Tok::kMul);
                    element.kind = ClassElementKind::kMethod;
                    name = parse_property_name(true);
                } else if ((word.atom == atom::kGet || word.atom == atom::kSet) && begins_name()) {
                    element.kind = word.atom == atom::kGet ? ClassElementKind::kGetter
                                                           : ClassElementKind::kSetter;
                    name = parse_property_name(true);
                } else if (word.atom == atom::kAccessor && begins_name() && !tok().newline_before) {
                    element.kind = ClassElementKind::kAutoAccessor;
                    name = parse_property_name(true);
                }
            }
        }
    }
    if (kind() == Tok::kLeftParen && element.kind == ClassElementKind::kField) {
        element.kind = ClassElementKind::kMethod;
    }
    element.is_computed = name.is_computed;
    element.is_private = name.is_private;
    element.key = name.key;

    const Token& token = name.token;
    bool is_field = element.kind == ClassElementKind::kField ||
                    element.kind == ClassElementKind::kAutoAccessor;
    bool is_constructor = false;
    bool is_repeated = false;  // a private name declared before
    if (name.is_private) {
        if (name.name == atom::kPrivateConstructor) {
            fail(token, is_field ? "Classes may not have a field named 'constructor'"
                                 : "Class constructor may not be a private method");
        }
        PrivateNameKind kind = PrivateNameKind::kField;
        switch (element.kind) {
        case ClassElementKind::kMethod: kind = PrivateNameKind::kMethod; break;
        case ClassElementKind::kGetter: kind = PrivateNameKind::kGetter; break;
        case ClassElementKind::kSetter: kind = PrivateNameKind::kSetter; break;
        case ClassElementKind::kAutoAccessor: kind = PrivateNameKind::kAccessorPair; break;
        case ClassElementKind::kField:
        case ClassElementKind::kStaticBlock:
            break;
        }
        Variable* variable = declare_private(name, kind, element.is_static, &is_repeated);
        if (element.kind == ClassElementKind::kAutoAccessor && !variable->companion) {
            variable->companion = add_unnamed(scope_, name.name, VariableMode::kPrivateName, token.start);
            variable->companion->is_static = element.is_static;
        }
        auto* key = make<Identifier>(token.start);
        key->end = token.end;
        key->name = name.name;
        key->variable = variable;
        element.key = key;
        if (kind != PrivateNameKind::kField) {
            Variable** brand = element.is_static ? &literal->static_brand : &literal->brand;
            AtomId brand_name = element.is_static ? atom::kStaticBrand : atom::kBrand;
            if (!*brand) *brand = add_unnamed(scope_, brand_name, VariableMode::kInternal, token.start);
            (element.is_static ? literal->has_static_private_methods : literal->has_instance_fields) = true;
        }
    } else if (!name.is_computed) {
        if (name.name == atom::kConstructor && is_field) {
            fail(token, "Classes may not have a field named 'constructor'");
        } else if (name.name == atom::kPrototype && element.is_static) {
            fail(token, "Classes may not have a static property named 'prototype'");
        } else if (name.name == atom::kConstructor && !element.is_static) {
            if (element.kind != ClassElementKind::kMethod) {
                fail(token, "Class constructor may not be an accessor");
            } else if (is_generator) {
                fail(token, "Class constructor may not be a generator");
            } else if (is_async) {
                fail(token, "Class constructor may not be an async method");
            } else if (has_constructor_) {
                fail(token, "A class may only have one constructor");
            }
            is_constructor = has_constructor_ = true;
            if (element.decorators.size) fail(element.decorators[0], "Invalid or unexpected token");
        }
    }

    if (is_field) {
        (element.is_static ? literal->has_static_elements : literal->has_instance_fields) = true;
        if (kind() == Tok::kColon || kind() == Tok::kComma) {
            Token place = token;
            place.end = place.start;
            unexpected(place);
        }
        parse_field(&element, name);
        if (is_repeated) redeclared(name.name, {prev_start_, prev_end_});
        expect_semicolon();
        element.end = prev_end_;
        elements_.push_back(element);
        return;
    }
    FunctionKind function_kind = FunctionKind::kMethod;
    if (element.kind == ClassElementKind::kGetter) function_kind = FunctionKind::kGetter;
    if (element.kind == ClassElementKind::kSetter) function_kind = FunctionKind::kSetter;
    if (is_constructor) {
        function_kind =
            literal->heritage ? FunctionKind::kDerivedConstructor : FunctionKind::kClassConstructor;
        literal->constructor = parse_method(function_kind, false, false, literal->start, true);
        return;
    }
    element.function = parse_method(function_kind, is_async, is_generator, method_start, true);
    if (is_repeated) redeclared(name.name, {prev_start_, prev_end_});
    element.end = prev_end_;
    elements_.push_back(element);
}

/// The rest of a field, without the semicolon.
void Parser::parse_field(ClassElement* element, const PropertyName& name) {
    if (name.is_computed) {
        element->key_variable =
            add_unnamed(scope_, atom::kComputedKey, VariableMode::kInternal, element->start);
    }
    if (element->kind == ClassElementKind::kAutoAccessor) {
        element->storage =
            add_unnamed(scope_, atom::kAccessorStorage, VariableMode::kInternal, element->start);
    }
    if (kind() == Tok::kAssign) {
        next();
        FunctionHead head;
        head.kind = FunctionKind::kClassFieldInitializer;
        head.is_class_element = true;
        head.start = tok().start;
        FunctionState state;
        enter_function(state, head, is_lazy());
        state.scope->has_simple_parameters = true;
        {
            AcceptIn accept(*this, true);
            element->value = parse_assignment();
        }
        element->initializer_scope = state.scope;
        close_function_scope(state);
        function_ = state.outer;
    }
}

/// The current token is the brace.
void Parser::parse_static_block(ClassElement* element) {
    element->kind = ClassElementKind::kStaticBlock;
    FunctionHead head;
    head.kind = FunctionKind::kClassStaticBlock;
    head.is_class_element = true;
    head.is_declaration = true;
    head.start = element->start;
    auto* function = make<FunctionLiteral>(head.start);
    FunctionMark mark = mark_function();
    FunctionState state;
    enter_function(state, head, is_lazy());
    function->has_simple_parameters = true;
    function->body_start = tok().start;
    uint32_t parse_start = tok().start;
    AcceptIn accept(*this, true);
    next();
    size_t base = stmts_.size();
    while (kind() != Tok::kRightBrace && kind() != Tok::kEnd) {
        stmts_.push_back(parse_statement_list_item());
    }
    function->body = take_list(stmts_, base);
    expect(Tok::kRightBrace);
    element->function = leave_function(state, function, head, mark, parse_start);
}

/// @name, @a.b.c, @a.b(c), @(expression)
List<Expr*> Parser::parse_decorators() {
    size_t base = exprs_.size();
    while (check(Tok::kAt)) {
        uint32_t start = tok().start;
        Expr* decorator;
        if (kind() == Tok::kLeftParen) {
            bool is_arrow = false;
            decorator = parse_parenthesized(false, &is_arrow);
        } else {
            decorator = parse_identifier_reference();
            while (kind() == Tok::kDot) {
                next_property_name();
                decorator = parse_dot_name(decorator, start, 0);
            }
            if (kind() == Tok::kLeftParen) decorator = parse_call(decorator, start, 0);
        }
        exprs_.push_back(decorator);
    }
    return take_list(exprs_, base);
}

}  // namespace jsx::parser
