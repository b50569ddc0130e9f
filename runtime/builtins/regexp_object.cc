// RegExp objects (tc39.es/ecma262/#sec-regexp-regular-expression-objects): the class, its getters.
#include "runtime/builtins/regexp_object.h"

#include "parser/parser.h"
#include "runtime/builtins/builtin_util.h"
#include "runtime/builtins/string_methods.h"
#include "runtime/object/hooks.h"

namespace jsx {

// ---- the cells ----

void RegExp::finalize(gc::Heap&, gc::Cell* cell) {
    auto* r = static_cast<RegExp*>(cell);
    if (r->compiled_) r->compiled_->unref();
}

static Shape* with_last_index(Isolate& iso, Shape* root) {
    PropertyKey key(iso.names.lastIndex);
    PropertyInfo info;
    if (root->lookup(key, &info)) return root;
    uint32_t slot;
    return root->with_property(iso, key, kWritable, &slot);
}

Shape* regexp_shape(Isolate& iso, Realm* realm) { return with_last_index(iso, realm->shape(iso, RealmShape::kRegExp)); }

RegExp* RegExp::create(Isolate& iso, Realm* realm, Shape* shape, bool legacy_features) {
    Shape* full = with_last_index(iso, shape);
    Shape* root = full->parent() ? full->parent() : full;
    auto* r = iso.heap.make<RegExp>(iso, root);
    iso.heap.note_finalizable(r);
    r->add_slot(iso, full, 0, Value::undefined());
    r->realm_.set(r, realm);
    if (legacy_features) r->flags_ |= kLegacyFeatures;
    return r;
}

void RegExp::initialize(String* source, CompiledRegExp* compiled) {
    if (compiled_) compiled_->unref();
    compiled_ = compiled;
    source_.set(this, source);
}

Completion<void> RegExp::set_last_index(Isolate& iso, double index) {
    if (shape_id() == regexp_shape(iso, realm_)->id()) {
        set_slot(0, Value::number(index));
        return {};
    }
    return set_or_throw(iso, this, PropertyKey(iso.names.lastIndex), Value::number(index));
}

bool is_pristine_regexp(Isolate& iso, Value v) {
    auto* r = cell_as<RegExp>(v);
    if (!r) return false;
    Realm* realm = iso.realm();
    return realm->holds(Realm::kRegExpExec) && r->shape_id() == regexp_shape(iso, realm)->id();
}

// ---- compiling ----

static regexp::Text text_of(const FlatContent& c) {
    if (c.is_latin1) return {c.latin1(), c.length};
    return {std::u16string_view(c.utf16(), c.length)};
}

/// The compiled pattern, with a reference for the caller.
static Completion<CompiledRegExp*> compile_regexp(Isolate& iso, String* pattern, regexp::Flags flags) {
    RegExpCache& cache = BuiltinState::of(iso).regexps;
    if (CompiledRegExp* found = cache.find(iso, pattern, flags)) {
        found->ref();
        return found;
    }
    const char* error = nullptr;
    regexp::ProgramPtr program = regexp::compile(text_of(pattern->content(iso)), flags, &error,
                                                 reinterpret_cast<uintptr_t>(iso.native_stack_limit));
    if (!program) {
        String* flags_text = regexp_flags_text(iso, flags);
        return iso.throw_syntax_error("Invalid regular expression: /%S/%S: %s", pattern, flags_text, error);
    }
    auto* compiled = new CompiledRegExp;
    compiled->capture_count = regexp::capture_count(*program);
    compiled->flags = flags;
    compiled->program = std::move(program);
    cache.put(iso, pattern, compiled);
    if (JSX_UNLIKELY(cache.observer)) cache.observer(iso, pattern, *compiled, cache.observer_data);
    return compiled;
}

Completion<void> regexp_initialize(Isolate& iso, RegExp* r, Value pattern, Value flags) {
    // 1-4. Let P be ? ToString(pattern) and F ? ToString(flags), undefined standing for "".
    String* p = pattern.is_undefined() ? iso.names.empty : TRY(to_string(iso, pattern));
    String* f = flags.is_undefined() ? iso.names.empty : TRY(to_string(iso, flags));
    // 5-6. The flags.
    regexp::Flags parsed = 0;
    if (!regexp::parse_flags(text_of(f->content(iso)), parsed)) {
        return iso.throw_syntax_error("Invalid flags supplied to RegExp constructor '%S'", f);
    }
    // 7-14. Parse and compile.
    CompiledRegExp* compiled = TRY(compile_regexp(iso, p, parsed));
    r->initialize(p, compiled);
    // 15. Perform ? Set(obj, "lastIndex", +0, true).
    return r->set_last_index(iso, 0);
}

const char* check_regexp_syntax(parser::RegExpText pattern, parser::RegExpText flags) {
    auto view = [](const parser::RegExpText& text) {
        if (text.is_latin1) return regexp::Text(static_cast<const Latin1*>(text.data), text.length);
        return regexp::Text(std::u16string_view(static_cast<const char16_t*>(text.data), text.length));
    };
    regexp::Flags parsed = 0;
    if (!regexp::parse_flags(view(flags), parsed)) return "Invalid flags";
    return regexp::check_syntax(view(pattern), parsed);
}

static RegExp* allocate_in_realm(Isolate& iso) {
    Realm* realm = iso.realm();
    return RegExp::create(iso, realm, regexp_shape(iso, realm), true);
}

Completion<RegExp*> regexp_create(Isolate& iso, Value pattern, Value flags) {
    RegExp* r = allocate_in_realm(iso);
    (void)TRY(regexp_initialize(iso, r, pattern, flags));
    return r;
}

Completion<Value> new_regexp_literal(Isolate& iso, String* pattern, String* flags) {
    return TRY(regexp_create(iso, Value(pattern), Value(flags)));
}

// ---- the constructor ----

// https://tc39.es/ecma262/#sec-regexp-pattern-flags
static Completion<Value> regexp_constructor(Isolate& iso, Arguments args) {
    Value pattern = args[0];
    Value flags = args[1];
    // 1. Let patternIsRegExp be ? IsRegExp(pattern).
    bool pattern_is_regexp = TRY(is_regexp(iso, pattern));
    // 2-3. The new target.
    Value new_target = args.new_target();
    if (!args.is_construct()) {
        new_target = Value(args.callee());
        // 2.b. A regular expression of this very constructor is returned as it is.
        if (pattern_is_regexp && flags.is_undefined()) {
            Value constructor = TRY(get(iso, as_object(pattern), PropertyKey(iso.names.constructor)));
            if (constructor == new_target) return pattern;
        }
    }
    // 4-6. P and F.
    Value p = pattern, f = flags;
    if (auto* r = cell_as<RegExp>(pattern); r && r->is_initialized()) {
        p = Value(r->source());
        if (flags.is_undefined()) f = Value(regexp_flags_text(iso, r->flags()));
    } else if (pattern_is_regexp) {
        p = TRY(get(iso, as_object(pattern), PropertyKey(iso.names.source)));
        if (flags.is_undefined()) f = TRY(get(iso, as_object(pattern), PropertyKey(iso.names.flags)));
    }
    // 7. Let O be ? RegExpAlloc(newTarget).
    Realm* realm = callee_realm(args);
    Shape* shape = TRY(shape_from_constructor(iso, new_target, RealmObject::kRegExpPrototype));
    RegExp* r = RegExp::create(iso, realm, shape, new_target == Value(args.callee()));
    // 8. Return ? RegExpInitialize(O, P, F).
    (void)TRY(regexp_initialize(iso, r, p, f));
    return r;
}

// https://tc39.es/ecma262/#sec-regexp.escape
static Completion<Value> regexp_escape(Isolate& iso, Arguments args) {
    // 1. If S is not a String, throw a TypeError exception.
    if (!is_string(args[0])) return iso.throw_type_error("input argument must be a string");
    String* s = as_string(args[0]);
    FlatContent text = s->content(iso);
    StringBuilder out(iso);
    auto append_hex = [&](unsigned unit, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out.append(u"0123456789abcdef"[unit >> shift & 15]);
    };
    for (uint32_t i = 0; i < text.length;) {
        uint32_t length;
        char32_t c = code_point_at(text, i, &length);
        bool is_alphanumeric = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (i == 0 && is_alphanumeric && c < 128) {
            // 4.a. A leading digit or letter could merge with what stands before the text.
            out.append(std::string_view("\\x"));
            append_hex(c, 2);
        } else if (c < 128 && c != 0 && std::string_view("^$\\.*+?()[]{}|/").find(char(c)) != std::string_view::npos) {
            out.append(u'\\');
            out.append(char16_t(c));
        } else if (c >= 9 && c <= 13) {
            out.append(u'\\');
            out.append(u"tnvfr"[c - 9]);
        } else if ((c < 128 && c != 0 && std::string_view(",-=<>#&!%:;@~'`\"").find(char(c)) != std::string_view::npos) ||
                   unicode::is_space_or_line_terminator(c) || (c & 0xFFFFF800) == 0xD800) {
            out.append(std::string_view(c <= 0xFF ? "\\x" : "\\u"));
            append_hex(c, c <= 0xFF ? 2 : 4);
        } else {
            out.append_code_point(c);
        }
        i += length;
    }
    return TRY(out.finish());
}

// ---- source and flags ----

String* regexp_escaped_source(Isolate& iso, RegExp* r) {
    FlatContent text = r->source()->content(iso);
    if (text.length == 0) return atomize(iso, "(?:)");
    bool in_class = false, needs_escape = false;
    for (uint32_t i = 0; i < text.length && !needs_escape; i++) {
        char16_t c = text[i];
        if (c == '\\') {
            i++;
            needs_escape = i < text.length && unicode::is_line_terminator(text[i]);
        } else if (c == '[') {
            in_class = true;
        } else if (c == ']') {
            in_class = false;
        } else {
            needs_escape = (c == '/' && !in_class) || unicode::is_line_terminator(c);
        }
    }
    if (!needs_escape) return r->source();
    StringBuilder out(iso);
    in_class = false;
    for (uint32_t i = 0; i < text.length; i++) {
        char16_t c = text[i];
        bool escaped = c == '\\';
        if (escaped) {
            if (i + 1 < text.length && !unicode::is_line_terminator(text[i + 1])) {
                out.append(c);
                out.append(text[++i]);
                continue;
            }
            if (i + 1 < text.length) c = text[++i];  // the backslash comes with the terminator's escape
        } else if (c == '[') {
            in_class = true;
        } else if (c == ']') {
            in_class = false;
        }
        switch (c) {
        case '\n': out.append(std::string_view("\\n")); break;
        case '\r': out.append(std::string_view("\\r")); break;
        case 0x2028: out.append(std::string_view("\\u2028")); break;
        case 0x2029: out.append(std::string_view("\\u2029")); break;
        case '/':
            if (!in_class) out.append(u'\\');
            out.append(c);
            break;
        default: out.append(c);
        }
    }
    Completion<String*> result = out.finish();
    if (!result.threw()) return result.take();
    (void)iso.take_pending();
    return r->source();
}

static constexpr struct {
    char letter;
    regexp::Flag flag;
} kFlagLetters[] = {
    {'d', regexp::kHasIndices}, {'g', regexp::kGlobal},  {'i', regexp::kIgnoreCase},  {'m', regexp::kMultiline},
    {'s', regexp::kDotAll},     {'u', regexp::kUnicode}, {'v', regexp::kUnicodeSets}, {'y', regexp::kSticky},
};

String* regexp_flags_text(Isolate& iso, regexp::Flags flags) {
    char text[8];
    size_t n = 0;
    for (auto& f : kFlagLetters) {
        if (flags & f.flag) text[n++] = f.letter;
    }
    return atomize(iso, std::string_view(text, n));
}

static Completion<Value> flag_getter(Isolate& iso, Arguments args, regexp::Flag flag, const char* name) {
    if (auto* r = cell_as<RegExp>(args.this_value()); r && r->is_initialized()) return Value::boolean(r->flags() & flag);
    if (args.this_value() == Value(callee_realm(args)->object(iso, RealmObject::kRegExpPrototype))) {
        return Value::undefined();
    }
    return iso.throw_type_error("RegExp.prototype.%s getter called on non-RegExp object", name);
}
#define FLAG_GETTER(id, flag)                                                                      \
    static Completion<Value> regexp_get_##id(Isolate& iso, Arguments args) {                       \
        return flag_getter(iso, args, regexp::flag, #id);                                          \
    }
FLAG_GETTER(hasIndices, kHasIndices)
FLAG_GETTER(global, kGlobal)
FLAG_GETTER(ignoreCase, kIgnoreCase)
FLAG_GETTER(multiline, kMultiline)
FLAG_GETTER(dotAll, kDotAll)
FLAG_GETTER(unicode, kUnicode)
FLAG_GETTER(unicodeSets, kUnicodeSets)
FLAG_GETTER(sticky, kSticky)
#undef FLAG_GETTER

// https://tc39.es/ecma262/#sec-get-regexp.prototype.flags
static Completion<Value> regexp_get_flags(Isolate& iso, Arguments args) {
    Value v = args.this_value();
    if (!is_object(v)) return iso.throw_type_error("RegExp.prototype.flags getter called on non-object %V", &v);
    if (is_pristine_regexp(iso, v) && static_cast<RegExp*>(v.as_cell())->is_initialized()) {
        // FAST: the getters are the built-in ones.
        return regexp_flags_text(iso, static_cast<RegExp*>(v.as_cell())->flags());
    }
    String* const names[] = {iso.names.hasIndices, iso.names.global,  iso.names.ignoreCase,  iso.names.multiline,
                             iso.names.dotAll,     iso.names.unicode, iso.names.unicodeSets, iso.names.sticky};
    regexp::Flags flags = 0;
    for (int i = 0; i < 8; i++) {
        if (to_boolean(TRY(get(iso, as_object(v), PropertyKey(names[i]))))) flags |= kFlagLetters[i].flag;
    }
    return regexp_flags_text(iso, flags);
}

// https://tc39.es/ecma262/#sec-get-regexp.prototype.source
static Completion<Value> regexp_get_source(Isolate& iso, Arguments args) {
    if (auto* r = cell_as<RegExp>(args.this_value()); r && r->is_initialized()) return regexp_escaped_source(iso, r);
    if (args.this_value() == Value(callee_realm(args)->object(iso, RealmObject::kRegExpPrototype))) {
        return atomize(iso, "(?:)");
    }
    return iso.throw_type_error("RegExp.prototype.source getter called on non-RegExp object");
}

// https://tc39.es/ecma262/#sec-regexp.prototype.tostring
static Completion<Value> regexp_to_string(Isolate& iso, Arguments args) {
    Value v = args.this_value();
    if (!is_object(v)) return throw_incompatible_receiver(iso, "RegExp.prototype.toString", v);
    String* pattern = TRY(to_string(iso, TRY(get(iso, as_object(v), PropertyKey(iso.names.source)))));
    String* flags = TRY(to_string(iso, TRY(get(iso, as_object(v), PropertyKey(iso.names.flags)))));
    StringBuilder out(iso);
    out.append(u'/');
    out.append(pattern);
    out.append(u'/');
    out.append(flags);
    return TRY(out.finish());
}

// https://tc39.es/ecma262/#sec-regexp.prototype.compile
static Completion<Value> regexp_compile(Isolate& iso, Arguments args) {
    RegExp* r = TRY(this_as<RegExp>(iso, args, "RegExp.prototype.compile"));
    // tc39.es/proposal-regexp-legacy-features: not for subclasses or other realms.
    if (r->realm() != callee_realm(args) || !r->has_legacy_features()) {
        return throw_incompatible_receiver(iso, "RegExp.prototype.compile", args.this_value());
    }
    Value pattern = args[0], flags = args[1];
    if (auto* other = cell_as<RegExp>(pattern); other && other->is_initialized()) {
        if (!flags.is_undefined()) {
            return iso.throw_type_error("Cannot supply flags when constructing one RegExp from another");
        }
        pattern = Value(other->source());
        flags = Value(regexp_flags_text(iso, other->flags()));
    }
    (void)TRY(regexp_initialize(iso, r, pattern, flags));
    return r;
}

// ---- the table ----

static constexpr BuiltinSpec watched(BuiltinSpec row) {
    row.attributes |= kWatched;
    return row;
}

static constexpr BuiltinSpec kRegExpStatics[] = {
    getter("@@species", return_this),
};
static constexpr BuiltinSpec kRegExpRows[] = {
    watched(method("exec", 1, regexp_proto_exec)),
    watched(getter("dotAll", regexp_get_dotAll)),
    watched(getter("flags", regexp_get_flags)),
    watched(getter("global", regexp_get_global)),
    watched(getter("hasIndices", regexp_get_hasIndices)),
    watched(getter("ignoreCase", regexp_get_ignoreCase)),
    watched(getter("multiline", regexp_get_multiline)),
    getter("source", regexp_get_source),
    watched(getter("sticky", regexp_get_sticky)),
    watched(getter("unicode", regexp_get_unicode)),
    watched(getter("unicodeSets", regexp_get_unicodeSets)),
    method("compile", 2, regexp_compile),
    method("toString", 0, regexp_to_string),
    method("test", 1, regexp_proto_test),
    method("@@match", 1, regexp_match),
    method("@@matchAll", 1, regexp_match_all),
    method("@@replace", 2, regexp_replace),
    method("@@search", 1, regexp_search),
    method("@@split", 2, regexp_split),
};

static constexpr BuiltinSpec kLastStatics[] = {
    method("escape", 1, regexp_escape),
};
static void finish_regexp(Isolate& iso, Realm* realm, Object* constructor, Object*) {
    add_builtins(iso, realm, constructor, regexp_legacy_rows());
    add_builtins(iso, realm, constructor, kLastStatics);
}

const ClassSpec kRegExpClass = {
    .name = "RegExp",
    .constructor = regexp_constructor,
    .length = 2,
    .constructor_id = RealmObject::kRegExp,
    .prototype_id = RealmObject::kRegExpPrototype,
    .prototype = kRegExpRows,
    .statics = kRegExpStatics,
    .finish = finish_regexp,
};

}  // namespace jsx
