// inspect: errors. The stack is shown as it is, but for a better name in its first line, frames shared with the cause and
// frames that repeat.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "runtime/builtins/inspector.h"

namespace jsx {

using Text = std::u16string;

/// A property that is asked for without minding whether that fails; empty if it did.
static Value quiet_get(Isolate& iso, Object* o, PropertyKey key) {
    Completion<Value> v = get(iso, o, key);
    if (!v.threw()) return v.take();
    (void)iso.take_pending();
    return Value::empty();
}

/// Error.prototype.toString.
static Completion<Text> error_to_string(Isolate& iso, Object* error) {
    Value name = TRY(get(iso, error, PropertyKey(iso.names.name)));
    Text name_text = name.is_undefined() ? u"Error" : to_u16(iso, TRY(to_string(iso, name)));
    Value message = TRY(get(iso, error, PropertyKey(iso.names.message)));
    Text message_text = message.is_undefined() ? u"" : to_u16(iso, TRY(to_string(iso, message)));
    if (name_text.empty()) return message_text;
    return message_text.empty() ? name_text : name_text + u": " + message_text;
}

Completion<Text> Inspector::stack_text(Object* error) {
    Value stack = quiet_get(iso_, error, PropertyKey(iso_.names.stack));
    if (stack.is_empty() || !to_boolean(stack)) return error_to_string(iso_, error);
    if (is_string(stack)) return to_u16(iso_, as_string(stack));
    LongText shown;
    seen_.push(Value(error));
    indentation_ += 4;
    (void)TRY(format_value(shown, stack, NAN));  // never on one line
    indentation_ -= 4;
    seen_.pop();
    return TRY(error_to_string(iso_, error)) + u"\n    " + shown.joined();
}

// ---- frames ----

static std::vector<Text> split_lines(const Text& text) {
    std::vector<Text> lines;
    size_t start = 0;
    for (;;) {
        size_t end = text.find(u'\n', start);
        lines.push_back(text.substr(start, end == Text::npos ? end : end - start));
        if (end == Text::npos) return lines;
        start = end + 1;
    }
}

namespace {
struct SharedFrames {
    size_t length, offset;
};
/// `count` copies of the `length` lines before `offset` follow it.
struct RepeatedFrames {
    size_t offset, length, count;
};
}  // namespace

/// The first run of more than three frames that stands in both stacks.
static SharedFrames find_shared(const std::vector<Text>& a, const std::vector<Text>& b) {
    for (size_t i = 0; i + 3 < a.size(); i++) {
        size_t at = size_t(std::find(b.begin(), b.end(), a[i]) - b.begin());
        if (b.size() - at <= 3) continue;
        size_t longest = std::min(a.size() - i, b.size() - at);
        size_t length = 1;
        while (length < longest && a[i + length] == b[at + length]) length++;
        if (length > 3) return {length, i};
    }
    return {0, 0};
}

/// How many times the `range` lines at i are repeated right after themselves.
static size_t count_repeats(const std::vector<Text>& frames, size_t i, size_t range) {
    size_t repeats = 0;
    for (size_t next = i + range; next + range <= frames.size(); next += range) {
        if (!std::equal(frames.begin() + ptrdiff_t(i), frames.begin() + ptrdiff_t(i + range),
                        frames.begin() + ptrdiff_t(next))) {
            break;
        }
        repeats++;
    }
    return repeats;
}

static std::vector<RepeatedFrames> find_repeats(const std::vector<Text>& frames) {
    constexpr size_t kMinimum = 3;
    std::vector<RepeatedFrames> result;
    std::map<Text, std::vector<size_t>> places;
    for (size_t i = 0; i < frames.size(); i++) places[frames[i]].push_back(i);
    if (frames.size() - places.size() <= kMinimum) return result;
    for (size_t i = 0; i + kMinimum < frames.size(); i++) {
        const std::vector<size_t>& all = places[frames[i]];
        if (all.size() == 1 || all.back() == i) continue;
        size_t after = size_t(std::upper_bound(all.begin(), all.end(), i) - all.begin());
        if (all.back() - i < kMinimum) continue;
        // The likeliest period is the greatest common divisor of the distances; what led to it is tried too.
        std::vector<size_t> periods;
        if (after + 1 < all.size()) {
            size_t divisor = 0;
            for (size_t j = after; j < all.size() && divisor != 1; j++) {
                size_t distance = all[j] - i;
                while (distance != 0) {
                    size_t remainder = divisor % distance;
                    if (divisor != 0 && std::find(periods.begin(), periods.end(), divisor) == periods.end()) {
                        periods.push_back(divisor);
                    }
                    divisor = distance;
                    distance = remainder;
                }
            }
            std::erase(periods, divisor);
            periods.push_back(divisor);
        } else {
            periods.push_back(all.back() - i);
        }
        size_t best_range = periods.back(), best_count = 0;
        while (!periods.empty()) {
            size_t range = periods.back();
            periods.pop_back();
            size_t count = count_repeats(frames, i, range);
            if (range * count > best_range * best_count) {
                best_range = range;
                best_count = count;
            }
        }
        if (best_count * best_range >= kMinimum) {
            result.push_back({i + best_range, best_range, best_count});
            i += best_range * (best_count + 1) - 1;
        }
    }
    return result;
}

static void replace_lines(std::vector<Text>& lines, size_t offset, size_t count, Text by) {
    lines.erase(lines.begin() + ptrdiff_t(offset), lines.begin() + ptrdiff_t(offset + count));
    lines.insert(lines.begin() + ptrdiff_t(offset), std::move(by));
}

Completion<std::vector<Text>> Inspector::stack_frames(Object* error, const Text& stack) {
    std::vector<Text> frames = split_lines(stack);
    Value cause = quiet_get(iso_, error, PropertyKey(iso_.names.cause));
    if (!cause.is_empty() && is_object(cause) && as_object(cause)->kind() == gc::CellKind::kError) {
        Text cause_stack = TRY(stack_text(as_object(cause)));
        size_t start = cause_stack.find(u"\n    at");
        if (start != Text::npos) {
            SharedFrames shared = find_shared(frames, split_lines(cause_stack.substr(start + 1)));
            if (shared.length > 0) {
                size_t skipped = shared.length - 2;
                replace_lines(frames, shared.offset + 1, skipped,
                              u"    ... " + number_text(iso_, double(skipped)) + u" lines matching cause stack trace ...");
            }
        }
    }
    if (frames.size() <= 10) return frames;
    std::vector<RepeatedFrames> repeats = find_repeats(frames);
    for (size_t i = repeats.size(); i-- > 0;) {
        const RepeatedFrames& r = repeats[i];
        Text note = u"    ... collapsed " + number_text(iso_, double(r.length * r.count)) +
                    u" duplicate lines matching above ";
        if (r.count > 1) {
            note += number_text(iso_, double(r.length)) + u" lines " + number_text(iso_, double(r.count)) + u" times...";
        } else {
            note += u"lines ...";
        }
        replace_lines(frames, r.offset, r.length * r.count, note);
    }
    return frames;
}

// ---- the first line ----

/// For errors without a constructor: the name that the stack begins with.
static Text leading_name(const Text& stack) {
    auto is_name_unit = [](char16_t c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               Text(u"_ []()-").find(c) != Text::npos;
    };
    if (!stack.empty() && stack[0] >= 'A' && stack[0] <= 'Z') {
        size_t end = 1;
        while (end < stack.size() && is_name_unit(stack[end])) end++;
        bool is_followed = end < stack.size() && (stack[end] == ':' || stack.compare(end, 7, u"\n    at") == 0);
        if (end > 1 && is_followed) return stack.substr(0, end);
    }
    if (stack.ends_with(u"Error")) {
        for (char16_t c : stack) {
            if (!is_name_unit(c) || Text(u" []()").find(c) != Text::npos) return {};
        }
        return stack;
    }
    return {};
}

Text Inspector::improve_stack(Text stack, const ConstructorName& constructor, const Text& name, const Text& tag) {
    size_t length = name.size();
    bool begins_with_name = name.ends_with(u"Error") && stack.starts_with(name) &&
                            (stack.size() == length || stack[length] == ':' || stack[length] == '\n');
    if (!constructor.is_null && !begins_with_name) return stack;
    Text fallback = u"Error";
    if (constructor.is_null) {
        fallback = leading_name(stack);
        length = fallback.size();
        if (fallback.empty()) fallback = u"Error";
    }
    Text better = prefix(constructor, tag, fallback);
    better.pop_back();
    if (better == name) return stack;
    if (better.find(name) == Text::npos) return better + u" [" + name + u"]" + stack.substr(length);
    return length == 0 ? better + u": " + stack : better + stack.substr(length);
}

// ---- the whole ----

Completion<void> Inspector::describe_error(Shown& shown) {
    Object* error = shown.object;
    Text stack = TRY(stack_text(error));
    Value message = quiet_get(iso_, error, PropertyKey(iso_.names.message));
    Value name = quiet_get(iso_, error, PropertyKey(iso_.names.name));
    auto find_key = [&](PropertyKey key) {
        size_t i = 0;
        while (i < shown.keys.size() && shown.keys[i] != key.stored()) i++;
        return i;
    };
    auto drop_key = [&](PropertyKey key) {
        size_t at = find_key(key);
        if (at == shown.keys.size()) return;
        for (size_t i = at + 1; i < shown.keys.size(); i++) shown.keys[i - 1] = shown.keys[i];
        shown.keys.resize(shown.keys.size() - 1);
    };
    // What the stack says need not be said again.
    auto is_in_stack = [&](Value v) {
        return !is_string(v) || stack.find(to_u16(iso_, as_string(v))) != Text::npos;
    };
    if (!options_.show_hidden) {
        drop_key(PropertyKey(iso_.names.stack));
        if (!message.is_empty() && is_in_stack(message)) drop_key(PropertyKey(iso_.names.message));
        if (!name.is_empty() && is_in_stack(name)) drop_key(PropertyKey(iso_.names.name));
    }
    auto add_key = [&](PropertyKey key) {
        if (find_key(key) == shown.keys.size()) shown.keys.push(key.stored());
    };
    PropertyKey cause_key(iso_.names.cause), errors_key(iso_.names.errors);
    if (TRY(has_own_property(iso_, error, cause_key))) add_key(cause_key);
    Value errors = quiet_get(iso_, error, errors_key);
    if (!errors.is_empty() && TRY(is_array(iso_, errors)) && TRY(has_own_property(iso_, error, errors_key))) {
        add_key(errors_key);
    }
    Text name_text = u"Error";
    if (!name.is_empty() && !name.is_nullish()) {
        Completion<String*> text = to_string(iso_, name);
        if (text.threw()) {
            (void)iso_.take_pending();
        } else {
            name_text = to_u16(iso_, text.take());
        }
    }
    stack = improve_stack(std::move(stack), shown.constructor, name_text, shown.tag);
    // The frames begin after the message, which may look like some.
    size_t from = 0;
    if (!message.is_empty() && is_string(message) && !as_string(message)->is_empty()) {
        Text text = to_u16(iso_, as_string(message));
        size_t at = stack.find(text);
        if (at != Text::npos && at != 0) from = at + text.size();
    }
    size_t start = stack.find(u"\n    at", from);
    if (start == Text::npos) {
        stack = u"[" + stack + u"]";
    } else {
        std::vector<Text> frames = TRY(stack_frames(error, stack.substr(start + 1)));
        stack.resize(start);
        for (const Text& frame : frames) stack += u"\n" + frame;
    }
    for (char16_t c : stack) {
        shown.base += c;
        if (c == '\n') shown.base.append(indentation_, u' ');
    }
    return {};
}

}  // namespace jsx
