// Import and export declarations, and the module record made of them.
#include "parser/parser_impl.h"

namespace jsx::parser {

// https://tc39.es/ecma262/#prod-ModuleItem
Stmt* Parser::parse_module_item() {
    if (kind() == Tok::kImport) {
        Token after = peek();
        if (after.kind != Tok::kLeftParen && after.kind != Tok::kDot) return parse_import();
    } else if (kind() == Tok::kExport) {
        return parse_export();
    } else if (kind() == Tok::kAt) {
        uint32_t start = tok().start;
        List<Expr*> decorators = parse_decorators();
        if (kind() == Tok::kExport) {  // @decorator export class
            auto* node = make<ExportDeclaration>(start);
            next();
            bool is_default = check(Tok::kDefault);
            if (kind() != Tok::kClass) {
                unexpected();
                return node;
            }
            uint32_t class_start = tok().start;
            node->declaration = parse_class_declaration(decorators, class_start, is_default);
            if (node->declaration->kind == NodeKind::kClassDeclaration) {
                Identifier* binding = static_cast<ClassDeclaration*>(node->declaration)->binding;
                exports_.push_back({binding->name, is_default ? AtomId(atom::kDefault) : binding->name,
                                    binding->start, binding->end});
                add_export_name(exports_.back().export_name, binding->start, binding->end);
            }
            return finish(node);
        }
        if (kind() != Tok::kClass) {
            unexpected();
            return make<EmptyStatement>(start);
        }
        return parse_class_declaration(decorators, start, false);
    }
    return parse_statement_list_item();
}

// ---- Names, specifiers, attributes --------------------------------------------------------------

/// An IdentifierName or a string without lone surrogates.
AtomId Parser::parse_module_export_name(Token* token) {
    *token = tok();
    if (kind() == Tok::kString) {
        AtomId name = lex_.string_value(tok());
        AtomText text = atoms_.text(name);
        for (uint32_t i = 0; i < text.length; i++) {
            char16_t c = text[i];
            if ((c & 0xFC00) == 0xD800 && i + 1 < text.length && (text[i + 1] & 0xFC00) == 0xDC00) {
                i++;
            } else if ((c & 0xF800) == 0xD800) {
                fail(tok(), "Invalid module export name: contains unpaired surrogate");
                return atom::kEmpty;
            }
        }
        next();
        return name;
    }
    if (!is_name(kind())) {
        unexpected();
        return atom::kEmpty;
    }
    AtomId name = tok().atom;
    next();
    return name;
}

/// Instead of that contextual word.
void Parser::unexpected_word(AtomId word) {
    if (kind() == Tok::kIdentifier && tok().atom == word) {
        fail_name(tok().start, tok().end, "'%' must not contain escaped characters", word);
    } else {
        unexpected();
    }
}

void Parser::expect_from() {
    if (at_word(atom::kFrom)) return next();
    unexpected_word(atom::kFrom);
}

/// The string after `from`, and its attributes.
AtomId Parser::parse_module_specifier(ModuleRequest* request) {
    if (kind() != Tok::kString) {
        unexpected();
        return atom::kEmpty;
    }
    request->specifier = lex_.string_value(tok());
    request->start = tok().start;
    request->end = tok().end;
    next();
    if (kind() == Tok::kWith) request->attributes = parse_attributes();
    return request->specifier;
}

// https://tc39.es/ecma262/#prod-WithClause
List<ImportAttribute> Parser::parse_attributes() {
    next();
    expect(Tok::kLeftBrace);
    size_t base = attributes_.size();
    while (kind() != Tok::kRightBrace) {
        ImportAttribute attribute{};
        Token key = tok();
        attribute.start = key.start;
        if (kind() == Tok::kString) {
            attribute.key = lex_.string_value(key);
            next();
        } else if (is_name(kind())) {
            attribute.key = key.atom;
            next();
        } else {
            unexpected();
            break;
        }
        expect(Tok::kColon);
        if (kind() != Tok::kString) {
            unexpected();
            break;
        }
        attribute.value = lex_.string_value(tok());
        next();
        attribute.end = prev_end_;
        for (size_t i = base; i < attributes_.size(); i++) {
            if (attributes_[i].key == attribute.key) {
                fail_name(key.start, key.end, "Import attribute has duplicate key '%'", attribute.key);
            }
        }
        attributes_.push_back(attribute);
        if (kind() != Tok::kRightBrace) expect(Tok::kComma);
        if (failed()) break;
    }
    List<ImportAttribute> list = take_list(attributes_, base);
    expect(Tok::kRightBrace);
    return list;
}

/// Requests that are equal (specifier, phase, attributes in any order) are one.
uint32_t Parser::add_request(ModuleRequest request) {
    for (uint32_t i = 0; i < requests_.size(); i++) {
        const ModuleRequest& other = requests_[i];
        if (other.specifier != request.specifier || other.phase != request.phase ||
            other.attributes.size != request.attributes.size) {
            continue;
        }
        bool equal = true;
        for (const ImportAttribute& a : request.attributes) {
            bool found = false;
            for (const ImportAttribute& b : other.attributes) found |= a.key == b.key && a.value == b.value;
            equal &= found;
        }
        if (equal) return i;
    }
    requests_.push_back(request);
    return uint32_t(requests_.size() - 1);
}

// ---- import -------------------------------------------------------------------------------------

void Parser::add_import(uint32_t request, AtomId import_name, const Token& local) {
    Variable* variable = declare_lexical(local.atom, VariableMode::kImport, local.start,
                                         {local.start, local.start + 1});
    imports_.push_back({request, import_name, variable, local.start, local.end});
}

// https://tc39.es/ecma262/#prod-ImportDeclaration
Stmt* Parser::parse_import() {
    auto* node = make<ImportDeclaration>(tok().start);
    next();
    ModuleRequest request{};
    if (kind() == Tok::kString) {
        parse_module_specifier(&request);
        node->request = add_request(request);
        expect_semicolon();
        return finish(node);
    }

    // import source x from, import defer * as x from; but `source` and `defer` may be names.
    if (at_word(atom::kSource)) {
        Token after = peek();
        bool is_phase = after.kind == Tok::kIdentifier;
        if (is_phase && after.atom == atom::kFrom) {  // import source from "x"; import source from from "x"
            Lexer::State saved = lex_.save();
            lex_.next();
            lex_.next();
            is_phase = at_word(atom::kFrom);
            lex_.restore(saved);
        }
        if (is_phase) {
            request.phase = ImportPhase::kSource;
            next();
        }
    } else if (at_word(atom::kDefer) && peek().kind == Tok::kMul) {
        request.phase = ImportPhase::kDefer;
        next();
    }

    struct Specifier {
        AtomId import_name;
        Token local;
    };
    std::vector<Specifier> specifiers;
    bool more = true;
    if (request.phase != ImportPhase::kDefer && kind() == Tok::kIdentifier) {
        Token local = tok();
        if (!check_binding_identifier(local)) return node;
        next();
        bool is_source = request.phase == ImportPhase::kSource;
        specifiers.push_back({is_source ? AtomId(atom::kNamespace) : AtomId(atom::kDefault), local});
        more = !is_source && check(Tok::kComma);
    }
    if (more) {
        if (kind() == Tok::kMul) {
            next();
            if (!at_word(atom::kAs)) {
                unexpected_word(atom::kAs);
                return node;
            }
            next();
            Token local = tok();
            if (!check_binding_identifier(local)) return node;
            next();
            specifiers.push_back({atom::kNamespace, local});
        } else if (kind() == Tok::kLeftBrace && request.phase == ImportPhase::kEvaluation) {
            next();
            while (kind() != Tok::kRightBrace) {
                Token name_token;
                AtomId name = parse_module_export_name(&name_token);
                Token local = name_token;
                if (at_word(atom::kAs)) {
                    next();
                    local = tok();
                    if (!check_binding_identifier(local)) return node;
                    next();
                } else if (name_token.kind != Tok::kIdentifier) {
                    fail(name_token, "Unexpected reserved word");
                    return node;
                } else if (!check_binding_identifier(name_token)) {
                    return node;
                }
                specifiers.push_back({name, local});
                if (kind() != Tok::kRightBrace) expect(Tok::kComma);
                if (failed()) return node;
            }
            next();
        } else if (specifiers.empty()) {
            unexpected();
            return node;
        } else {
            fail(prev_start_, prev_end_, "Unexpected token ','");
            return node;
        }
    }
    expect_from();
    parse_module_specifier(&request);
    if (failed()) return node;
    node->request = add_request(request);
    for (const Specifier& specifier : specifiers) {
        add_import(node->request, specifier.import_name, specifier.local);
    }
    expect_semicolon();
    return finish(node);
}

// ---- export -------------------------------------------------------------------------------------

void Parser::add_export_name(AtomId name, uint32_t start, uint32_t end) {
    for (AtomId other : export_names_) {
        if (other == name) return fail_name(start, end, "Duplicate export of '%'", name);
    }
    export_names_.push_back(name);
}

/// The names that a binding pattern declares.
static void collect_names(const Expr* target, std::vector<const Identifier*>& names) {
    switch (target->kind) {
    case NodeKind::kIdentifier:
        names.push_back(static_cast<const Identifier*>(target));
        break;
    case NodeKind::kDefaultedPattern:
        collect_names(static_cast<const DefaultedPattern*>(target)->target, names);
        break;
    case NodeKind::kRestElement:
        collect_names(static_cast<const RestElement*>(target)->target, names);
        break;
    case NodeKind::kArrayPattern:
        for (const Expr* element : static_cast<const ArrayPattern*>(target)->elements) {
            collect_names(element, names);
        }
        break;
    case NodeKind::kObjectPattern:
        for (const Property& property : static_cast<const ObjectPattern*>(target)->properties) {
            collect_names(property.value, names);
        }
        break;
    default:
        break;
    }
}

// https://tc39.es/ecma262/#prod-ExportDeclaration
Stmt* Parser::parse_export() {
    uint32_t start = tok().start;
    next();
    auto* node = make<ExportDeclaration>(start);
    switch (kind()) {
    case Tok::kDefault:
        next();
        return parse_export_default(start);
    case Tok::kMul: {
        next();
        ModuleRequest request{};
        Token name_token{};
        AtomId name = atom::kNone;
        if (at_word(atom::kAs)) {
            next();
            name = parse_module_export_name(&name_token);
        }
        expect_from();
        parse_module_specifier(&request);
        uint32_t index = add_request(request);
        if (name == atom::kNone) {
            star_exports_.push_back({index});
        } else {
            add_export_name(name, name_token.start, name_token.end);
            indirect_exports_.push_back({index, atom::kNamespace, name, request.start, request.end});
        }
        expect_semicolon();
        return finish(node);
    }
    case Tok::kLeftBrace:
        parse_export_clause();
        return finish(node);
    case Tok::kVar:
    case Tok::kConst:
        break;
    case Tok::kFunction:
    case Tok::kClass:
    case Tok::kAt:
    case Tok::kIdentifier: {
        if (kind() == Tok::kIdentifier) {
            if (at_word(atom::kLet)) break;
            if (!at_word(atom::kAsync)) {
                fail(prev_start_, prev_end_, "Unexpected token 'export'");
                return node;
            }
            if (!at_async_function()) {
                unexpected();
                return node;
            }
        }
        node->declaration = parse_statement_list_item();
        const Identifier* binding = nullptr;
        if (node->declaration->kind == NodeKind::kFunctionDeclaration) {
            binding = static_cast<FunctionDeclaration*>(node->declaration)->binding;
        } else if (node->declaration->kind == NodeKind::kClassDeclaration) {
            binding = static_cast<ClassDeclaration*>(node->declaration)->binding;
        }
        if (!binding) return node;
        exports_.push_back({binding->name, binding->name, binding->start, binding->end});
        add_export_name(binding->name, binding->start, binding->end);
        return finish(node);
    }
    default:
        fail(prev_start_, prev_end_, "Unexpected token 'export'");
        return node;
    }
    node->declaration = parse_variable_statement();
    if (failed()) return node;
    std::vector<const Identifier*> names;
    for (const Declarator& declarator : static_cast<VariableDeclaration*>(node->declaration)->declarators) {
        collect_names(declarator.target, names);
    }
    for (const Identifier* name : names) {
        exports_.push_back({name->name, name->name, name->start, name->end});
        add_export_name(name->name, name->start, name->end);
    }
    return finish(node);
}

/// { a, b as c, d as "e" } with or without `from`; the current token is the brace.
void Parser::parse_export_clause() {
    next();
    struct Specifier {
        AtomId local;
        Token local_token;
        AtomId export_name;
        Token export_token;
    };
    std::vector<Specifier> specifiers;
    Token bad{};             // a local name that only a re-export may have
    bool bad_is_string = false;
    while (kind() != Tok::kRightBrace) {
        Specifier specifier{};
        specifier.local = parse_module_export_name(&specifier.local_token);
        const Token& token = specifier.local_token;
        if (bad.kind == Tok::kEnd) {
            bool is_reserved = token.kind != Tok::kIdentifier ||
                               (token.atom >= atom::kFirstStrict && token.atom <= atom::kLastStrict) ||
                               token.atom == atom::kAwait;
            if (is_reserved) {
                bad = token;
                bad_is_string = token.kind == Tok::kString;
            }
        }
        specifier.export_name = specifier.local;
        specifier.export_token = token;
        if (at_word(atom::kAs)) {
            next();
            specifier.export_name = parse_module_export_name(&specifier.export_token);
        }
        specifiers.push_back(specifier);
        if (kind() != Tok::kRightBrace) expect(Tok::kComma);
        if (failed()) return;
    }
    next();
    if (at_word(atom::kFrom)) {
        next();
        ModuleRequest request{};
        parse_module_specifier(&request);
        if (failed()) return;
        uint32_t index = add_request(request);
        for (const Specifier& specifier : specifiers) {
            add_export_name(specifier.export_name, specifier.export_token.start, specifier.export_token.end);
            indirect_exports_.push_back({index, specifier.local, specifier.export_name,
                                         specifier.local_token.start, specifier.local_token.end});
        }
        expect_semicolon();
        return;
    }
    if (bad.kind != Tok::kEnd) {
        if (bad_is_string) {
            fail(bad, "String literal module export names must be followed by a 'from' clause");
        } else {
            fail(bad, "Unexpected reserved word");
        }
        return;
    }
    expect_semicolon();
    for (const Specifier& specifier : specifiers) {
        add_export_name(specifier.export_name, specifier.export_token.start, specifier.export_token.end);
        exports_.push_back({specifier.local, specifier.export_name, specifier.local_token.start,
                            specifier.local_token.end});
    }
}

/// After `export default`.
Stmt* Parser::parse_export_default(uint32_t start) {
    auto* node = make<ExportDeclaration>(start);
    uint32_t value_start = tok().start;
    Identifier* binding = nullptr;
    if (kind() == Tok::kFunction || (at_word(atom::kAsync) && at_async_function())) {
        bool is_async = kind() != Tok::kFunction;
        if (is_async) next();
        node->declaration = parse_hoistable(value_start, is_async, true);
        if (node->declaration->kind == NodeKind::kFunctionDeclaration) {
            binding = static_cast<FunctionDeclaration*>(node->declaration)->binding;
        }
    } else if (kind() == Tok::kClass || kind() == Tok::kAt) {
        List<Expr*> decorators;
        if (kind() == Tok::kAt) decorators = parse_decorators();
        if (kind() != Tok::kClass) {
            unexpected();
            return node;
        }
        node->declaration = parse_class_declaration(decorators, value_start, true);
        if (node->declaration->kind == NodeKind::kClassDeclaration) {
            binding = static_cast<ClassDeclaration*>(node->declaration)->binding;
        }
    } else {
        AcceptIn accept(*this, true);
        node->default_expression = parse_assignment();
        expect_semicolon();
        binding = make<Identifier>(value_start);
        binding->end = prev_end_;
        binding->name = atom::kDefaultExport;
        binding->variable = declare_lexical(atom::kDefaultExport, VariableMode::kLet, value_start,
                                            {value_start, prev_end_});
        if (binding->variable) binding->variable->initialized_at = prev_end_;
        node->default_binding = binding;
    }
    if (!binding) return node;
    exports_.push_back({binding->name, atom::kDefault, value_start, value_start + 7});
    add_export_name(atom::kDefault, start + 7, start + 14);
    return finish(node);
}

// ---- The record ---------------------------------------------------------------------------------

/// Before the module scope closes: exported names are matched with variables.
// https://tc39.es/ecma262/#sec-parsemodule
void Parser::finish_module() {
    auto* record = arena_.make<ModuleRecord>();
    std::vector<LocalExport> locals;
    for (const ExportCheck& check : exports_) {
        Variable* variable = find_in(scope_, check.local);
        if (!variable) {
            return fail_name(check.start, check.end, "Export '%' is not defined in module", check.local);
        }
        if (variable->mode == VariableMode::kImport) {
            // A re-export of an import; of a namespace it is an export of the local variable.
            const ImportEntry* entry = nullptr;
            for (const ImportEntry& import : imports_) {
                if (import.local == variable) entry = &import;
            }
            if (entry && entry->import_name != atom::kNamespace) {
                indirect_exports_.push_back({entry->request, entry->import_name, check.export_name,
                                             check.start, check.end});
                continue;
            }
        }
        variable->is_exported = true;
        locals.push_back({check.export_name, variable});
    }
    record->requests = take_list(requests_, 0);
    record->imports = take_list(imports_, 0);
    record->local_exports = take_list(locals, 0);
    record->indirect_exports = take_list(indirect_exports_, 0);
    record->star_exports = take_list(star_exports_, 0);
    record->has_top_level_await = function_->last_await != 0;
    result_.module = record;
}

}  // namespace jsx::parser
