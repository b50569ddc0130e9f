// The JSON parser. It keeps its own stack, so that depth is bounded by memory alone.
//
// Values that are complete but not yet in their array or object wait on a stack of values; an object's properties wait
// there as pairs, and the object is made when all are known: its shape is found first, then its slots are written.
#include <vector>

#include "runtime/builtins/json_internal.h"
#include "support/numbers/string_to_number.h"

namespace jsx {

namespace {

template <class Char>
class JsonParser {
public:
    JsonParser(Isolate& iso, String* text, bool wants_records)
        : iso_(iso), text_(text), values_(iso.heap), records_(iso.heap), wants_records_(wants_records) {
        FlatContent content = text->content(iso);
        begin_ = static_cast<const Char*>(content.data);
        at_ = begin_;
        end_ = begin_ + content.length;
    }

    Completion<Value> parse(CellArray** record) {
        (void)TRY(parse_values());
        skip_space();
        if (at_ != end_) return fail("Unexpected non-whitespace character after JSON", "");
        if (record) *record = static_cast<CellArray*>(records_[0].as_cell());
        return values_[0];
    }

private:
    /// An array or object under way.
    struct Level {
        bool is_object;
        size_t first;  // its values begin here
    };

    // ---- errors ----

    uint32_t position() const { return uint32_t(at_ - begin_); }
    /// "... in JSON at position 1 (line 1 column 2)", at the present position.
    Thrown fail(const char* what, const char* in = " in JSON") {
        uint32_t line = 1, column = 1, where = position();
        for (uint32_t i = 0; i < where; i++) {
            if (begin_[i] == '\r' && i + 1 < where && begin_[i + 1] == '\n') i++;
            bool is_end = begin_[i] == '\r' || begin_[i] == '\n';
            line += is_end;
            column = is_end ? 1 : column + 1;
        }
        return iso_.throw_syntax_error("%s%s at position %u (line %u column %u)", what, in, where, line, column);
    }
    /// An unexpected token, by what it is.
    Thrown fail_token() {
        if (at_ == end_) return iso_.throw_syntax_error("Unexpected end of JSON input");
        return throw_unexpected_json(iso_, text_, position());
    }

    // ---- tokens ----

    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) at_++;
    }
    bool is_digit_here() const { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }

    Completion<Value> parse_literal(const char* word, Value value) {
        for (; *word; word++, at_++) {
            if (at_ == end_ || *at_ != Char(*word)) return fail_token();
        }
        return value;
    }

    Completion<Value> parse_number() {
        const Char* start = at_;
        if (*at_ == '-') {
            at_++;
            if (!is_digit_here()) return fail("No number after minus sign");
        }
        if (*at_ == '0') {
            at_++;
            if (is_digit_here()) return fail("Unexpected number");
        } else {
            // FAST: few digits make an int32.
            int64_t n = 0;
            const Char* digits = at_;
            while (is_digit_here()) {
                if (at_ - digits < 10) n = n * 10 + (*at_ - '0');
                at_++;
            }
            bool is_integer = at_ == end_ || (*at_ != '.' && *at_ != 'e' && *at_ != 'E');
            if (is_integer && at_ - digits < 10) return Value::number(*start == '-' ? -n : n);
        }
        if (at_ != end_ && *at_ == '.') {
            at_++;
            if (!is_digit_here()) return fail("Unterminated fractional number");
            while (is_digit_here()) at_++;
        }
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
            at_++;
            if (at_ != end_ && (*at_ == '+' || *at_ == '-')) at_++;
            if (!is_digit_here()) return fail("Exponent part is missing a number");
            while (is_digit_here()) at_++;
        }
        return Value::number(numbers::string_to_number(start, size_t(at_ - start)));
    }

    /// Past the opening quote. A run without escapes is [start, at_) with the closing quote consumed; else the text is
    /// in *built.
    Completion<void> scan_string(const Char** start, const Char** stop, String** built) {
        at_++;
        *start = at_;
        *built = nullptr;
        for (;; at_++) {
            if (at_ == end_) return fail("Unterminated string");
            if (*at_ == '"') {
                *stop = at_++;
                return {};
            }
            if (*at_ < 0x20) return fail("Bad control character in string literal");
            if (*at_ == '\\') break;
        }
        StringBuilder out(iso_);
        out.append(std::span<const Char>(*start, size_t(at_ - *start)));
        for (;;) {
            if (at_ == end_) return fail("Unterminated string");
            if (*at_ == '"') {
                at_++;
                *built = TRY(out.finish());
                return {};
            }
            if (*at_ < 0x20) return fail("Bad control character in string literal");
            if (*at_ != '\\') {
                out.append(char16_t(*at_++));
                continue;
            }
            at_++;
            if (at_ == end_) return fail_token();
            switch (*at_) {
            case '"':
            case '\\':
            case '/': out.append(char16_t(*at_++)); break;
            case 'b': at_++; out.append(u'\b'); break;
            case 'f': at_++; out.append(u'\f'); break;
            case 'n': at_++; out.append(u'\n'); break;
            case 'r': at_++; out.append(u'\r'); break;
            case 't': at_++; out.append(u'\t'); break;
            case 'u': {
                at_++;
                unsigned unit = 0;
                for (int i = 0; i < 4; i++, at_++) {
                    unsigned digit = at_ == end_ ? 99 : numbers::digit_value(*at_);
                    if (digit >= 16) return fail("Bad Unicode escape");
                    unit = unit * 16 + digit;
                }
                out.append(char16_t(unit));
                break;
            }
            default: return fail("Bad escaped character");
            }
        }
    }

    Completion<Value> parse_string() {
        const Char *start, *stop;
        String* built;
        (void)TRY(scan_string(&start, &stop, &built));
        if (built) return built;
        return new_string(iso_, std::span<const Char>(start, size_t(stop - start)));
    }

    /// A property name, as PropertyKey::stored().
    Completion<Value> parse_key() {
        const Char *start, *stop;
        String* built;
        (void)TRY(scan_string(&start, &stop, &built));
        if (!built) {
            bool may_be_index = start != stop && *start >= '0' && *start <= '9';
            if (!may_be_index) {
                return Value(atomize(iso_, std::span<const Char>(start, size_t(stop - start))));
            }
            built = new_string(iso_, std::span<const Char>(start, size_t(stop - start)));
        }
        return PropertyKey::from_string(iso_, built).stored();
    }

    // ---- structure ----

    void push_value(Value v, const Char* start) {
        values_.push(v);
        if (!wants_records_) return;
        String* source = substring(iso_, text_, uint32_t(start - begin_), position());
        records_.push(make_record(v, Value(source), Value::undefined()));
    }
    Value make_record(Value v, Value source, Value children) {
        CellArray* record = CellArray::create(iso_, kRecordFields);
        record->set(kRecordValue, v);
        record->set(kRecordSource, source);
        record->set(kRecordChildren, children);
        return Value(record);
    }

    /// Expects the name and the colon of a property; leaves the key on the stack.
    Completion<void> parse_property_name(const char* expectation) {
        skip_space();
        if (at_ == end_ || *at_ != '"') return fail(expectation);
        Value key = TRY(parse_key());
        values_.push(key);
        if (wants_records_) records_.push(key);
        skip_space();
        if (at_ == end_ || *at_ != ':') return fail("Expected ':' after property name");
        at_++;
        return {};
    }

    Completion<void> parse_values() {
        for (;;) {
            // A value begins here.
            skip_space();
            if (at_ == end_) return fail_token();
            const Char* start = at_;
            switch (*at_) {
            case '{':
                at_++;
                levels_.push_back({true, values_.size()});
                skip_space();
                if (at_ != end_ && *at_ == '}') {
                    at_++;
                    (void)TRY(close_level());
                    break;
                }
                (void)TRY(parse_property_name("Expected property name or '}'"));
                continue;
            case '[':
                at_++;
                levels_.push_back({false, values_.size()});
                skip_space();
                if (at_ != end_ && *at_ == ']') {
                    at_++;
                    (void)TRY(close_level());
                    break;
                }
                continue;
            case '"': push_value(TRY(parse_string()), start); break;
            case 't': push_value(TRY(parse_literal("true", Value::boolean(true))), start); break;
            case 'f': push_value(TRY(parse_literal("false", Value::boolean(false))), start); break;
            case 'n': push_value(TRY(parse_literal("null", Value::null())), start); break;
            default:
                if (*at_ != '-' && !is_digit_here()) return fail_token();
                push_value(TRY(parse_number()), start);
            }
            // A value has ended: so may the arrays and objects around it.
            for (;;) {
                if (levels_.empty()) return {};
                skip_space();
                bool is_object = levels_.back().is_object;
                if (at_ != end_ && *at_ == ',') {
                    at_++;
                    if (is_object) (void)TRY(parse_property_name("Expected double-quoted property name"));
                    break;
                }
                if (at_ == end_ || *at_ != (is_object ? '}' : ']')) {
                    return fail(is_object ? "Expected ',' or '}' after property value"
                                          : "Expected ',' or ']' after array element");
                }
                at_++;
                (void)TRY(close_level());
            }
        }
    }

    Completion<void> close_level() {
        Level level = levels_.back();
        levels_.pop_back();
        size_t count = values_.size() - level.first;
        Value made;
        if (level.is_object) {
            made = Value(TRY(make_object(values_.data() + level.first, count / 2)));
        } else {
            made = Value(new_array(iso_, std::span<const Value>(values_.data() + level.first, count)));
        }
        values_.resize(level.first);
        values_.push(made);
        if (!wants_records_) return {};
        CellArray* children = CellArray::create(iso_, uint32_t(count));
        for (size_t i = 0; i < count; i++) {
            Value child = records_[level.first + i];
            bool is_key = level.is_object && i % 2 == 0;
            children->set(uint32_t(i), is_key ? PropertyKey::from_stored(child).to_value(iso_) : child);
        }
        records_.resize(level.first);
        records_.push(make_record(made, Value::undefined(), Value(children)));
        return {};
    }

    /// An object of `count` pairs of key and value.
    Completion<Object*> make_object(const Value* pairs, size_t count) {
        Object* prototype = iso_.realm()->object(iso_, RealmObject::kObjectPrototype);
        uint32_t inline_slots = count < Realm::kDefaultInlineSlots ? Realm::kDefaultInlineSlots : uint32_t(count);
        bool is_simple = count <= Object::kMaxInlineCapacity;
        for (size_t i = 0; i < count && is_simple; i++) is_simple = !PropertyKey::from_stored(pairs[2 * i]).is_index();
        if (!is_simple) {
            Object* o = new_object(iso_);
            for (size_t i = 0; i < count; i++) {
                PropertyKey key = PropertyKey::from_stored(pairs[2 * i]);
                if (key.is_index()) {
                    (void)TRY(put_element(iso_, o, key.as_index(), pairs[2 * i + 1]));
                } else {
                    o->put_named(iso_, key, pairs[2 * i + 1], kAllAttributes);
                }
            }
            return o;
        }
        // FAST: all properties in slots of the object: the last shape at once.
        Shape* shape = Shape::root(iso_, prototype, inline_slots);
        uint32_t slots[Object::kMaxInlineCapacity];
        for (size_t i = 0; i < count; i++) {
            PropertyKey key = PropertyKey::from_stored(pairs[2 * i]);
            if (Shape* next = shape->find_transition(key, kAllAttributes)) {
                slots[i] = next->slot_count() - 1;
                shape = next;
                continue;
            }
            PropertyInfo info;
            if (shape->lookup(key, &info)) {
                slots[i] = info.slot;
            } else {
                shape = shape->with_property(iso_, key, kAllAttributes, &slots[i]);
            }
        }
        Object* o = Object::create(iso_, shape);
        // The object is the youngest cell: no barrier.
        for (size_t i = 0; i < count; i++) o->inline_slots()[slots[i]] = pairs[2 * i + 1];
        return o;
    }

    Isolate& iso_;
    String* text_;
    const Char* begin_;  // these pin the text: the parser lives on the native stack
    const Char* at_;
    const Char* end_;
    gc::RootVector values_;
    gc::RootVector records_;
    std::vector<Level> levels_;
    bool wants_records_;
};

}  // namespace

Thrown throw_unexpected_json(Isolate& iso, String* text, uint32_t position) {
    Utf8Text whole(iso, text);
    for (const char* special : {"NaN", "Infinity", "undefined", "[object Object]"}) {
        if (whole.view() == special) return iso.throw_syntax_error("\"%S\" is not valid JSON", text);
    }
    constexpr uint32_t kContext = 10;
    uint32_t length = text->length();
    String* token = substring(iso, text, position, position + 1);
    if (length < 2 * kContext + 1) {
        return iso.throw_syntax_error("Unexpected token '%S', \"%S\" is not valid JSON", token, text);
    }
    bool from_start = position < kContext;
    bool to_end = !from_start && position >= length - kContext;
    String* part = substring(iso, text, from_start ? 0 : position - kContext, to_end ? length : position + kContext);
    return iso.throw_syntax_error("Unexpected token '%S', %s\"%S\"%s is not valid JSON", token, from_start ? "" : "...",
                                  part, to_end ? "" : "...");
}

Completion<Value> parse_json(Isolate& iso, String* text, CellArray** record) {
    text->flatten(iso);
    if (text->is_latin1()) return JsonParser<Latin1>(iso, text, record).parse(record);
    return JsonParser<char16_t>(iso, text, record).parse(record);
}

Completion<Value> parse_json(Isolate& iso, String* text) { return parse_json(iso, text, nullptr); }

}  // namespace jsx
