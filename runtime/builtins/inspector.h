// The state of one inspection; see inspect.h.
#pragma once

#include <vector>

#include "runtime/builtins/builtins.h"
#include "runtime/builtins/inspect.h"

namespace jsx {

class Inspector {
public:
    using Text = std::u16string;
    Inspector(Isolate& iso, const InspectOptions& options);

    /// `depth`: how many objects this one is in.
    Completion<void> format_value(Text& out, Value v, double depth, bool in_typed_array = false);

private:
    /// How the entries of an object are laid out.
    enum class Layout : uint8_t { kObject, kArrayItem, kArrayWithExtras };
    /// What makes the entries that are no properties.
    enum class Source : uint8_t {
        kNone, kArray, kTypedArray, kSet, kMap, kHashIterator, kArrayBuffer, kPromise, kWeak, kNamespace,
    };
    struct ConstructorName {
        bool is_null = true;  // no constructor on a prototype chain that ends at once
        Text text;
    };
    /// An object under way.
    struct Shown {
        explicit Shown(Isolate& iso) : keys(iso.heap) {}
        Object* object = nullptr;
        ConstructorName constructor;
        Text tag, base, open = u"{", close = u"}";
        gc::RootVector keys;  // PropertyKey::stored()
        std::vector<Text> prototype_properties;
        std::vector<const char*> extra_keys;
        Source source = Source::kNone;
        Layout layout = Layout::kObject;
        bool is_done = false;  // `base` is all there is
        bool is_bare() const { return keys.is_empty() && prototype_properties.empty(); }
        void finish(Text text) {
            base = std::move(text);
            is_done = true;
        }
    };

    // inspect.cc
    Text primitive(Value v);
    Completion<bool> format_custom(Text& out, Value context, Object* o, double depth);
    Completion<void> format_proxy(Text& out, Proxy* proxy, double depth);

    // inspect_object.cc
    Completion<void> format_raw(Text& out, Object* o, double depth, bool in_typed_array);
    Completion<ConstructorName> constructor_name(Object* o, double depth, std::vector<Text>* prototype_properties);
    Completion<void> add_prototype_properties(Object* main, Object* o, double depth, std::vector<Text>& out);
    Completion<void> read_tag(Shown& shown);
    Completion<void> own_keys(Object* o, gc::RootVector& out, bool without_indices);
    static Text prefix(const ConstructorName& constructor, const Text& tag, const Text& fallback, const Text& size = {});
    Text style_prefix(const Shown& shown);
    Completion<bool> describe_iterable(Shown& shown);
    Completion<void> describe_other(Shown& shown, double depth, bool in_typed_array);
    Completion<void> describe_function(Shown& shown);
    Completion<void> describe_boxed(Shown& shown);
    Completion<void> describe_buffer(Shown& shown, bool in_typed_array);

    // inspect_entries.cc
    Completion<void> add_entries(Shown& shown, double depth, bool in_typed_array, std::vector<Text>& entries);
    Completion<void> add_array(Object* o, double depth, std::vector<Text>& entries);
    Completion<void> add_sparse_array(Object* o, double length, double limit, double index, double depth, std::vector<Text>& entries);
    Completion<void> add_typed_array(Object* o, std::vector<Text>& entries);
    Completion<void> add_collection(Object* o, double depth, std::vector<Text>& entries);
    Completion<void> add_hash_iterator(Shown& shown, double depth, std::vector<Text>& entries);
    Completion<void> add_weak(Object* o, double depth, std::vector<Text>& entries);
    void add_array_buffer(Object* o, std::vector<Text>& entries);
    Completion<void> add_promise(Object* o, double depth, std::vector<Text>& entries);
    Completion<void> add_namespace(Shown& shown, double depth, std::vector<Text>& entries);
    Completion<void> add_extra(Object* o, const char* key, double depth, bool in_typed_array, std::vector<Text>& entries);
    Completion<void> format_property(Text& out, Object* o, double depth, PropertyKey key, Layout layout,
                                     const PropertyDescriptor* known = nullptr, Object* original = nullptr);
    Completion<void> format_getter(Text& out, const PropertyDescriptor& desc, Object* original, double depth);
    Text property_name(PropertyKey key, bool enumerable);
    void add_rest(double remaining, std::vector<Text>& entries);

    // inspect_error.cc
    Completion<void> describe_error(Shown& shown);
    Completion<Text> stack_text(Object* error);
    Completion<std::vector<Text>> stack_frames(Object* error, const Text& stack);
    static Text improve_stack(Text stack, const ConstructorName& constructor, const Text& name, const Text& tag);

    // inspect_text.cc
    bool fits_on_line(const std::vector<Text>& entries, size_t start, const Text& base) const;
    /// `numeric`: columns are aligned to the right.
    std::vector<Text> group_entries(const std::vector<Text>& entries, bool numeric) const;
    /// All entries on one line, or one a line, or in columns. `o`: the array whose items are looked at, or null.
    Text join_entries(std::vector<Text> entries, const Text& base, const Text& open, const Text& close, Layout layout,
                      double depth, Object* o);

    Isolate& iso_;
    InspectOptions options_;
    size_t indentation_ = 0;
    double current_depth_ = 0;
    gc::RootVector seen_;
    gc::RootVector circular_;
    std::vector<size_t> budget_;  // units made at each indentation
    Symbol* custom_symbol_ = nullptr;
    friend Completion<void> inspect_to(Isolate&, Value, const InspectOptions&, std::u16string&);
};

/// Whether a class of the language has this name.
bool is_builtin_class_name(const std::u16string& name);

}  // namespace jsx
