// The state of one inspection; see inspect.h.
#pragma once

#include <list>
#include <vector>

#include "runtime/builtins/builtins.h"
#include "runtime/builtins/inspect.h"

namespace jsx {

class Map;

/// A text under way. It is kept in parts, so that what is put around a long one does not copy it.
class LongText {
public:
    using Text = std::u16string;
    LongText() = default;
    explicit LongText(Text text)
        : last_(std::move(text)), size_(last_.size()), has_newline_(last_.find(u'\n') != Text::npos) {}
    void operator+=(std::u16string_view text) {
        last_ += text;
        size_ += text.size();
        has_newline_ = has_newline_ || text.find(u'\n') != text.npos;
    }
    void operator+=(LongText text) {
        if (text.size_ <= kShort) {
            last_ += text.joined();
        } else {
            parts_.push_back(std::move(last_));
            parts_.splice(parts_.end(), text.parts_);
            last_ = std::move(text.last_);
        }
        size_ += text.size_;
        has_newline_ = has_newline_ || text.has_newline_;
    }
    size_t size() const { return size_; }
    bool has_newline() const { return has_newline_; }
    /// The whole, now in one part.
    const Text& joined() {
        if (!parts_.empty()) {
            Text whole;
            whole.reserve(size_);
            for (const Text& part : parts_) whole += part;
            whole += last_;
            last_ = std::move(whole);
            parts_.clear();
        }
        return last_;
    }

private:
    static constexpr size_t kShort = 256;
    std::list<Text> parts_;  // but for the last
    Text last_;
    size_t size_ = 0;
    bool has_newline_ = false;
};

/// On the native stack only.
class Inspector {
public:
    using Text = std::u16string;
    Inspector(Isolate& iso, const InspectOptions& options);

    /// `depth`: how many objects this one is in.
    Completion<void> format_value(LongText& out, Value v, double depth, bool in_typed_array = false);

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
        std::vector<LongText> prototype_properties;
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
    Completion<bool> format_custom(LongText& out, Value context, Object* o, double depth);
    Completion<void> format_proxy(LongText& out, Proxy* proxy, double depth);

    // inspect_object.cc
    Completion<void> format_raw(LongText& out, Object* o, double depth, bool in_typed_array);
    Completion<ConstructorName> constructor_name(Object* o, double depth, std::vector<LongText>* prototype_properties);
    Completion<void> add_prototype_properties(Object* main, Object* o, double depth, std::vector<LongText>& out);
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
    Completion<void> add_entries(Shown& shown, double depth, bool in_typed_array, std::vector<LongText>& entries);
    Completion<void> add_array(Object* o, double depth, std::vector<LongText>& entries);
    Completion<void> add_sparse_array(Object* o, double length, double limit, double index, double depth,
                                      std::vector<LongText>& entries);
    Completion<void> add_typed_array(Object* o, std::vector<LongText>& entries);
    Completion<void> add_collection(Object* o, double depth, std::vector<LongText>& entries);
    Completion<void> add_hash_iterator(Shown& shown, double depth, std::vector<LongText>& entries);
    Completion<void> add_weak(Object* o, double depth, std::vector<LongText>& entries);
    void add_array_buffer(Object* o, std::vector<LongText>& entries);
    Completion<void> add_promise(Object* o, double depth, std::vector<LongText>& entries);
    Completion<void> add_namespace(Shown& shown, double depth, std::vector<LongText>& entries);
    Completion<void> add_extra(Object* o, const char* key, double depth, bool in_typed_array,
                               std::vector<LongText>& entries);
    Completion<void> format_property(LongText& out, Object* o, double depth, PropertyKey key, Layout layout,
                                     const PropertyDescriptor* known = nullptr, Object* original = nullptr);
    Completion<void> format_getter(LongText& out, const PropertyDescriptor& desc, Object* original, double depth);
    Text property_name(PropertyKey key, bool enumerable);
    void add_rest(double remaining, std::vector<LongText>& entries);

    // inspect_error.cc
    Completion<void> describe_error(Shown& shown);
    Completion<Text> stack_text(Object* error);
    Completion<std::vector<Text>> stack_frames(Object* error, const Text& stack);
    static Text improve_stack(Text stack, const ConstructorName& constructor, const Text& name, const Text& tag);

    // inspect_text.cc
    bool fits_on_line(const std::vector<LongText>& entries, size_t start, const Text& base) const;
    /// By their texts, those from `from` on.
    static void sort_entries(std::vector<LongText>& entries, size_t from);
    /// `numeric`: columns are aligned to the right.
    void group_entries(std::vector<LongText>& entries, bool numeric) const;
    /// All entries on one line, or one a line, or in columns. `o`: the array whose items are looked at, or null.
    LongText join_entries(std::vector<LongText> entries, const Text& base, const Text& open, const Text& close,
                          Layout layout, double depth, Object* o);

    Isolate& iso_;
    InspectOptions options_;
    size_t indentation_ = 0;
    double current_depth_ = 0;
    gc::RootVector seen_;
    Map* circular_ = nullptr;  // numbers of the objects that are in themselves, from 1 on; null: none yet
    std::vector<size_t> budget_;  // units made at each indentation
    Symbol* custom_symbol_ = nullptr;
    friend Completion<void> inspect_to(Isolate&, Value, const InspectOptions&, std::u16string&);
};

/// Whether a class of the language has this name.
bool is_builtin_class_name(const std::u16string& name);

}  // namespace jsx
