// inspect: what an object is called, and how it is opened and closed. The order of the tests, and so of what is asked
// of objects, is Node's.
#include <algorithm>
#include <cmath>

#include "runtime/builtins/date_object.h"
#include "runtime/builtins/hash_collection.h"
#include "runtime/builtins/inspector.h"
#include "runtime/builtins/regexp_object.h"
#include "runtime/object/error.h"
#include "runtime/object/typed_array.h"
#include "support/numbers/date.h"

namespace jsx {

using Text = std::u16string;
using gc::CellKind;

// ---- names of classes ----

namespace {
constexpr struct {
    RealmObject prototype, constructor;
    const char16_t* name;
} kWellKnown[] = {
#define WELL_KNOWN(name) {RealmObject::k##name##Prototype, RealmObject::k##name, u"" #name},
    WELL_KNOWN(Array) WELL_KNOWN(ArrayBuffer) WELL_KNOWN(Function) WELL_KNOWN(Map) WELL_KNOWN(Set) WELL_KNOWN(Object)
    WELL_KNOWN(TypedArray) WELL_KNOWN(RegExp) WELL_KNOWN(Date) WELL_KNOWN(DataView) WELL_KNOWN(Error)
    WELL_KNOWN(AggregateError) WELL_KNOWN(RangeError) WELL_KNOWN(TypeError) WELL_KNOWN(Boolean) WELL_KNOWN(Number)
    WELL_KNOWN(String) WELL_KNOWN(Promise) WELL_KNOWN(WeakMap) WELL_KNOWN(WeakSet)
#undef WELL_KNOWN
};

constexpr const char* kBuiltinClasses[] = {
#define REALM_OBJECT(name)
#define REALM_CLASS(name) #name,
#include "runtime/object/realm_objects.def"
    "Proxy", "Math", "JSON", "Reflect", "Atomics",
};
}  // namespace

bool is_builtin_class_name(const Text& name) {
    for (const char* builtin : kBuiltinClasses) {
        if (name == to_u16(builtin)) return true;
    }
    return false;
}

/// The `name` of a function, if that is a text.
static Completion<Text> function_name(Isolate& iso, Object* function) {
    Value name = TRY(get(iso, function, PropertyKey(iso.names.name)));
    return is_string(name) ? to_u16(iso, as_string(name)) : Text();
}

/// The class that the engine gave the object, whatever its prototypes.
static Text internal_class_name(Isolate& iso, Object* o) {
    switch (o->kind()) {
    case CellKind::kArray: return u"Array";
    case CellKind::kError: return u"Error";
    case CellKind::kDate: return u"Date";
    case CellKind::kRegExp: return u"RegExp";
    case CellKind::kMap: return u"Map";
    case CellKind::kSet: return u"Set";
    case CellKind::kWeakMap: return u"WeakMap";
    case CellKind::kWeakSet: return u"WeakSet";
    case CellKind::kWeakRef: return u"WeakRef";
    case CellKind::kFinalizationRegistry: return u"FinalizationRegistry";
    case CellKind::kPromise: return u"Promise";
    case CellKind::kArrayBuffer:
        return static_cast<ArrayBuffer*>(o)->is_shared() ? u"SharedArrayBuffer" : u"ArrayBuffer";
    case CellKind::kTypedArray: return to_u16(element_type_name(static_cast<TypedArray*>(o)->type()));
    case CellKind::kDataView: return u"DataView";
    case CellKind::kModuleNamespace: return u"Module";
    case CellKind::kStringWrapper: return u"String";
    case CellKind::kPrimitiveWrapper: {
        Value v = static_cast<PrimitiveWrapper*>(o)->value();
        return v.is_number() ? u"Number" : v.is_boolean() ? u"Boolean" : is_symbol(v) ? u"Symbol" : u"BigInt";
    }
    default: return o->is_callable() ? u"Function" : u"Object";
    }
}

/// Levels that inspect shows of a structure at most.
constexpr double kMaxDepth = 1000;

/// True for what check_stack throws.
static bool is_stack_overflow(Isolate& iso, Value exception) {
    if (!cell_as<ErrorObject>(exception)) return false;
    Lookup l = lookup_own(iso, as_object(exception), PropertyKey(iso.names.message));
    if (l.state != Lookup::State::kData) return false;
    Value message = lookup_value(iso, l, PropertyKey(iso.names.message));
    return is_string(message) && to_u16(iso, as_string(message)) == u"Maximum call stack size exceeded";
}

Completion<void> Inspector::add_prototype_properties(Object* main, Object* o, double depth,
                                                    std::vector<LongText>& out) {
    PropertyKey constructor_key(iso_.names.constructor);
    gc::RootVector above(iso_.heap), keys(iso_.heap);
    for (int level = 0; level < 3; level++) {
        if (level != 0 || main == o) {
            Value prototype = TRY(get_prototype_of(iso_, o));
            if (prototype.is_null()) return {};
            o = as_object(prototype);
            PropertyDescriptor desc;
            if (TRY(get_own_property(iso_, o, constructor_key, &desc)) && is_callable(desc.value) &&
                is_builtin_class_name(TRY(function_name(iso_, as_object(desc.value))))) {
                return {};
            }
        }
        for (size_t i = 0; i < keys.size(); i++) above.push(keys[i]);
        keys.resize(0);
        CellArray* list = TRY(own_property_keys(iso_, o));
        for (uint32_t i = 0; i < list->length(); i++) keys.push(TRY(to_property_key(iso_, list->get(i))).stored());
        seen_.push(Value(main));
        for (size_t i = 0; i < keys.size(); i++) {
            PropertyKey key = PropertyKey::from_stored(keys[i]);
            if (key == constructor_key || TRY(has_own_property(iso_, main, key))) continue;
            bool is_hidden = false;
            for (size_t k = 0; k < above.size(); k++) is_hidden |= above[k] == keys[i];
            PropertyDescriptor desc;
            if (is_hidden || !TRY(get_own_property(iso_, o, key, &desc)) || is_callable(desc.value)) continue;
            LongText text;
            (void)TRY(format_property(text, o, depth, key, Layout::kObject, &desc, main));
            out.push_back(std::move(text));
        }
        seen_.pop();
    }
    return {};
}

Completion<Inspector::ConstructorName> Inspector::constructor_name(Object* o, double depth,
                                                                   std::vector<LongText>* prototype_properties) {
    (void)TRY(check_stack(iso_));
    Object* const main = o;
    Object* first = nullptr;
    bool has_first = false;
    Realm* realm = iso_.realm();
    PrototypeWalk walk(iso_);
    while (o) {
        for (auto& known : kWellKnown) {
            if (realm->object_if_made(known.prototype) != o) continue;
            if (!TRY(ordinary_has_instance(iso_, Value(realm->object(iso_, known.constructor)), Value(main)))) continue;
            if (prototype_properties && first != o) {
                (void)TRY(add_prototype_properties(main, first ? first : main, depth, *prototype_properties));
            }
            return ConstructorName{false, known.name};
        }
        PropertyDescriptor desc;
        if (TRY(get_own_property(iso_, o, PropertyKey(iso_.names.constructor), &desc)) && is_callable(desc.value)) {
            Text name = TRY(function_name(iso_, as_object(desc.value)));
            if (!name.empty()) {
                Completion<bool> is_instance = instance_of(iso_, Value(main), desc.value);
                if (is_instance.threw()) (void)iso_.take_pending();
                if (!is_instance.threw() && is_instance.take()) {
                    if (prototype_properties && (first != o || !is_builtin_class_name(name))) {
                        (void)TRY(add_prototype_properties(main, first ? first : main, depth, *prototype_properties));
                    }
                    return ConstructorName{false, name};
                }
            }
        }
        Value prototype = TRY(walk.above(o));
        o = prototype.is_null() ? nullptr : as_object(prototype);
        if (!has_first) first = o;
        has_first = true;
    }
    if (!first) return ConstructorName{};
    Text name = internal_class_name(iso_, main);
    if (depth > options_.depth) return ConstructorName{false, name + u" <Complex prototype>"};
    ConstructorName parent = TRY(constructor_name(first, depth + 1, prototype_properties));
    if (!parent.is_null) return ConstructorName{false, name + u" <" + parent.text + u">"};
    InspectOptions options = options_;
    options.custom_inspect = false;
    options.depth = -1;
    Text shown;
    (void)TRY(inspect_to(iso_, Value(first), options, shown));
    return ConstructorName{false, name + u" <" + shown + u">"};
}

Text Inspector::prefix(const ConstructorName& constructor, const Text& tag, const Text& fallback, const Text& size) {
    if (constructor.is_null) {
        Text text = u"[" + fallback + size + u": null prototype] ";
        if (!tag.empty() && fallback != tag) text += u"[" + tag + u"] ";
        return text;
    }
    if (!tag.empty()) {
        size_t dot = tag.rfind(u'.');
        if (constructor.text == (dot != Text::npos && dot >= 1 ? tag.substr(dot + 1) : tag)) return tag + size + u' ';
        return constructor.text + size + u" [" + tag + u"] ";
    }
    return constructor.text + size + u' ';
}

Text Inspector::style_prefix(const Shown& shown) {
    Text fallback;
    if (shown.constructor.is_null) {
        fallback = internal_class_name(iso_, shown.object);
        if (fallback == shown.tag) fallback = u"Object";
    }
    return prefix(shown.constructor, shown.tag, fallback);
}

Completion<void> Inspector::read_tag(Shown& shown) {
    PropertyKey key(iso_.symbols.to_string_tag);
    Completion<Value> tag = get(iso_, shown.object, key);
    if (tag.threw()) {
        (void)iso_.take_pending();
        return {};
    }
    if (!is_string(tag.take()) || as_string(tag.take())->is_empty()) return {};
    // One that is listed among the properties need not be shown twice.
    PropertyDescriptor desc;
    if (TRY(get_own_property(iso_, shown.object, key, &desc)) && (options_.show_hidden || desc.enumerable())) return {};
    shown.tag = to_u16(iso_, as_string(tag.take()));
    return {};
}

// ---- objects ----

Completion<void> Inspector::own_keys(Object* o, gc::RootVector& out, bool without_indices) {
    CellArray* list = TRY(own_property_keys(iso_, o));
    for (uint32_t i = 0; i < list->length(); i++) {
        PropertyKey key = TRY(to_property_key(iso_, list->get(i)));
        if (without_indices && key.is_index()) continue;
        if (!options_.show_hidden) {
            PropertyDescriptor desc;
            Completion<bool> found = get_own_property(iso_, o, key, &desc);
            // An uninitialised binding of a module namespace.
            if (found.threw() && o->kind() == CellKind::kModuleNamespace) {
                (void)iso_.take_pending();
            } else if (!TRY(found) || !desc.enumerable()) {
                continue;
            }
        }
        out.push(key.stored());
    }
    return {};
}

/// Arrays, Sets, Maps, typed arrays and the iterators of Maps and Sets.
Completion<bool> Inspector::describe_iterable(Shown& shown) {
    Object* o = shown.object;
    auto sized = [&](double size) { return u"(" + number_text(iso_, size) + u")"; };
    switch (o->kind()) {
    case CellKind::kArray: {
        auto* array = static_cast<Array*>(o);
        bool is_plain = !shown.constructor.is_null && shown.constructor.text == u"Array" && shown.tag.empty();
        shown.open = (is_plain ? Text() : prefix(shown.constructor, shown.tag, u"Array", sized(array->length()))) + u"[";
        shown.close = u"]";
        (void)TRY(own_keys(o, shown.keys, true));
        if (array->length() == 0 && shown.is_bare()) shown.finish(shown.open + u"]");
        shown.source = Source::kArray;
        shown.layout = Layout::kArrayWithExtras;
        return true;
    }
    case CellKind::kSet:
    case CellKind::kMap: {
        bool is_map = o->kind() == CellKind::kMap;
        uint32_t size = static_cast<HashCollection*>(o)->size();
        Text lead = prefix(shown.constructor, shown.tag, is_map ? u"Map" : u"Set", sized(size));
        (void)TRY(own_keys(o, shown.keys, false));
        if (size == 0 && shown.is_bare()) shown.finish(lead + u"{}");
        shown.open = lead + u"{";
        shown.source = is_map ? Source::kMap : Source::kSet;
        return true;
    }
    case CellKind::kTypedArray: {
        auto* array = static_cast<TypedArray*>(o);
        (void)TRY(own_keys(o, shown.keys, true));
        Text fallback = shown.constructor.is_null ? to_u16(element_type_name(array->type())) : Text();
        shown.open = prefix(shown.constructor, shown.tag, fallback, sized(double(array->length()))) + u"[";
        shown.close = u"]";
        if (array->length() == 0 && shown.keys.is_empty() && !options_.show_hidden) shown.finish(shown.open + u"]");
        shown.source = Source::kTypedArray;
        shown.layout = Layout::kArrayWithExtras;
        if (options_.show_hidden) {
            shown.extra_keys = {"BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"};
        }
        return true;
    }
    case CellKind::kMapIterator:
    case CellKind::kSetIterator: {
        Text type = o->kind() == CellKind::kMapIterator ? u"Map" : u"Set";
        (void)TRY(own_keys(o, shown.keys, false));
        Text tag = shown.tag;
        if (tag != type + u" Iterator") tag += (tag.empty() ? Text() : Text(u"] [")) + type + u" Iterator";
        shown.open = u"[" + tag + u"] {";
        shown.source = Source::kHashIterator;
        return true;
    }
    default: return false;
    }
}

Completion<void> Inspector::describe_function(Shown& shown) {
    Object* o = shown.object;
    const bytecode::FunctionTemplate* source =
        o->kind() == CellKind::kFunction ? static_cast<Function*>(o)->code()->function() : nullptr;
    Text& base = shown.base;
    const ConstructorName& constructor = shown.constructor;
    if (source && source->is_class_constructor()) {
        Text name;
        if (TRY(has_own_property(iso_, o, PropertyKey(iso_.names.name)))) name = TRY(function_name(iso_, o));
        base = u"[class " + (name.empty() ? Text(u"(anonymous)") : name);
        if (!constructor.is_null && constructor.text != u"Function") base += u" [" + constructor.text + u"]";
        if (!shown.tag.empty() && (constructor.is_null || constructor.text != shown.tag)) base += u" [" + shown.tag + u"]";
        if (constructor.is_null) {
            base += u" extends [null prototype]";
        } else {
            Value parent = TRY(get_prototype_of(iso_, o));
            Value parent_name =
                parent.is_null() ? Value::undefined() : TRY(get(iso_, as_object(parent), PropertyKey(iso_.names.name)));
            if (to_boolean(parent_name)) base += u" extends " + to_u16(iso_, TRY(to_string(iso_, parent_name)));
        }
        base += u"]";
        return {};
    }
    Text type = u"Function";
    if (source && source->flags.generator) type = u"Generator" + type;
    if (source && source->flags.async) type = u"Async" + type;
    base = u"[" + type;
    if (constructor.is_null) base += u" (null prototype)";
    Value name = TRY(get(iso_, o, PropertyKey(iso_.names.name)));
    if (is_string(name)) {
        base += as_string(name)->is_empty() ? Text(u" (anonymous)") : u": " + to_u16(iso_, as_string(name));
    } else {
        base += u": ";
        LongText text;
        (void)TRY(format_value(text, name, NAN));
        base += text.joined();
    }
    base += u"]";
    if (!constructor.is_null && constructor.text != type) base += u" " + constructor.text;
    if (!shown.tag.empty() && (constructor.is_null || constructor.text != shown.tag)) base += u" [" + shown.tag + u"]";
    return {};
}

Completion<void> Inspector::describe_boxed(Shown& shown) {
    auto* wrapper = static_cast<PrimitiveWrapper*>(shown.object);
    Text type = internal_class_name(iso_, wrapper);
    if (wrapper->kind() == CellKind::kStringWrapper) {
        // The characters are in the text already.
        size_t length = as_string(wrapper->value())->length(), kept = 0;
        for (size_t i = 0; i < shown.keys.size(); i++) {
            if (i >= length) shown.keys[kept++] = shown.keys[i];
        }
        shown.keys.resize(kept);
    }
    Text& base = shown.base;
    base = u"[" + type;
    if (shown.constructor.is_null) {
        base += u" (null prototype)";
    } else if (shown.constructor.text != type) {
        base += u" (" + shown.constructor.text + u")";
    }
    base += u": " + primitive(wrapper->value()) + u"]";
    if (!shown.tag.empty() && (shown.constructor.is_null || shown.tag != shown.constructor.text)) {
        base += u" [" + shown.tag + u"]";
    }
    shown.is_done = shown.is_bare();
    return {};
}

Completion<void> Inspector::describe_buffer(Shown& shown, bool in_typed_array) {
    auto* buffer = static_cast<ArrayBuffer*>(shown.object);
    Text lead = prefix(shown.constructor, shown.tag, buffer->is_shared() ? u"SharedArrayBuffer" : u"ArrayBuffer");
    if (!in_typed_array) {
        shown.source = Source::kArrayBuffer;
    } else if (shown.is_bare()) {
        shown.finish(lead + u"{ [byteLength]: " + number_text(iso_, double(buffer->byte_length())) + u" }");
        return {};
    }
    shown.open = lead + u"{";
    shown.extra_keys = {"byteLength"};
    return {};
}

Completion<void> Inspector::describe_other(Shown& shown, double depth, bool in_typed_array) {
    Object* o = shown.object;
    (void)TRY(own_keys(o, shown.keys, false));
    const ConstructorName& constructor = shown.constructor;
    bool too_deep = depth > options_.depth;
    auto open = [&](const Text& fallback) { shown.open = prefix(constructor, shown.tag, fallback) + u"{"; };
    if (o->is_callable()) {
        (void)TRY(describe_function(shown));
        shown.is_done = shown.is_bare();
        return {};
    }
    if (!constructor.is_null && constructor.text == u"Object") {
        if (o->kind() == CellKind::kArguments) {
            shown.open = u"[Arguments] {";
        } else if (!shown.tag.empty()) {
            open(u"Object");
        }
        if (shown.is_bare()) shown.finish(shown.open + u"}");
        return {};
    }
    switch (o->kind()) {
    case CellKind::kRegExp: {
        auto* r = static_cast<RegExp*>(o);
        shown.base = u"/" + to_u16(iso_, regexp_escaped_source(iso_, r)) + u"/" +
                     to_u16(iso_, regexp_flags_text(iso_, r->flags()));
        Text lead = prefix(constructor, shown.tag, u"RegExp");
        if (lead != u"RegExp ") shown.base = lead + shown.base;
        shown.is_done = shown.is_bare() || too_deep;
        return {};
    }
    case CellKind::kDate: {
        double time = static_cast<Date*>(o)->time();
        char text[numbers::kDateTextMax];
        shown.base = time == time ? to_u16(std::string_view(text, numbers::format_iso(time, text))) : u"Invalid Date";
        Text lead = prefix(constructor, shown.tag, u"Date");
        if (lead != u"Date ") shown.base = lead + shown.base;
        shown.is_done = shown.is_bare();
        return {};
    }
    case CellKind::kError:
        (void)TRY(describe_error(shown));
        shown.is_done = shown.is_bare();
        return {};
    case CellKind::kArrayBuffer: return describe_buffer(shown, in_typed_array);
    case CellKind::kDataView:
        open(u"DataView");
        shown.extra_keys = {"byteLength", "byteOffset", "buffer"};
        return {};
    case CellKind::kPromise:
        open(u"Promise");
        shown.source = Source::kPromise;
        return {};
    case CellKind::kWeakSet:
    case CellKind::kWeakMap:
        open(o->kind() == CellKind::kWeakSet ? u"WeakSet" : u"WeakMap");
        shown.source = Source::kWeak;
        return {};
    case CellKind::kModuleNamespace:
        open(u"Module");
        shown.source = Source::kNamespace;
        return {};
    case CellKind::kPrimitiveWrapper:
    case CellKind::kStringWrapper: return describe_boxed(shown);
    default:
        shown.open = style_prefix(shown) + u"{";
        if (shown.is_bare()) shown.finish(shown.open + u"}");
        return {};
    }
}

Completion<void> Inspector::format_raw(LongText& out, Object* o, double depth, bool in_typed_array) {
    Shown shown(iso_);
    shown.object = o;
    bool wants_prototypes = options_.show_hidden && depth <= options_.depth;
    shown.constructor = TRY(constructor_name(o, depth, wants_prototypes ? &shown.prototype_properties : nullptr));
    (void)TRY(read_tag(shown));
    bool is_iterable = shown.constructor.is_null || TRY(has_property(iso_, o, PropertyKey(iso_.symbols.iterator)));
    if (!is_iterable || !TRY(describe_iterable(shown))) {
        (void)TRY(describe_other(shown, depth, in_typed_array));
    }
    if (shown.is_done) {
        out += shown.base;
        return {};
    }
    if (depth > options_.depth) {
        Text name = style_prefix(shown);
        name.pop_back();
        out += shown.constructor.is_null ? name : u"[" + name + u"]";
        return {};
    }
    depth++;
    seen_.push(Value(o));
    current_depth_ = depth;
    size_t indentation = indentation_;
    std::vector<LongText> entries;
    bool in_view = in_typed_array || (shown.source == Source::kTypedArray && options_.show_hidden);
    // Indentation makes the text of deep structures grow with the square of their depth, so it ends where V8's stack does.
    bool is_interrupted = depth > kMaxDepth;
    if (!is_interrupted && add_entries(shown, depth, in_view, entries).threw()) {
        Value exception = iso_.take_pending();
        if (!is_stack_overflow(iso_, exception)) return iso_.throw_value(exception);
        is_interrupted = true;
    }
    if (is_interrupted) {
        seen_.pop();
        indentation_ = indentation;
        Text name = style_prefix(shown);
        name.pop_back();
        out += u"[" + name + u": Inspection interrupted prematurely. Maximum call stack size exceeded.]";
        return {};
    }
    Value number = circular_ ? circular_->get(iso_, Value(o)) : Value::undefined();
    if (!number.is_undefined()) {
        Text reference = u"<ref *" + number_text(iso_, number.as_number()) + u">";
        if (options_.compact == InspectOptions::kCompactAlways) {
            shown.open = reference + u' ' + shown.open;
        } else {
            shown.base = shown.base.empty() ? reference : reference + u' ' + shown.base;
        }
    }
    seen_.pop();
    if (options_.sorted) {
        size_t from = shown.layout == Layout::kObject ? 0 : entries.size() - shown.keys.size();
        sort_entries(entries, from);
    }
    LongText text = join_entries(std::move(entries), shown.base, shown.open, shown.close, shown.layout, depth, o);
    // What has grown too large is cut short from here on.
    if (budget_.size() <= indentation_) budget_.resize(indentation_ + 1);
    budget_[indentation_] += text.size();
    if (budget_[indentation_] > size_t(1) << 27) options_.depth = -1;
    out += std::move(text);
    return {};
}

}  // namespace jsx
