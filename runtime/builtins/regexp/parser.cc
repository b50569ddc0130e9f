// Pattern text to tree: ECMA-262 §22.2.1 with Annex B.1.2, early errors in V8's words.
//
// The parser runs without lookahead structures: the one question that needs the whole pattern (how
// many groups there are, and whether any is named) is answered by a scan made the first time a back
// reference or \k asks. Recursion is per group and per nested class, against the stack limit.
#include "runtime/builtins/regexp/ast.h"

#include <deque>
#include <map>
#include <utility>

namespace jsx::regexp {

namespace {

constexpr char32_t kEnd = 0xffffffff;
constexpr uint32_t kMaxCaptures = 32767;

bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}
bool is_octal(char32_t c) {
    return c >= '0' && c <= '7';
}
bool is_letter(char32_t c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}
int hex_value(char32_t c) {
    if (is_digit(c)) return int(c - '0');
    if ((c | 32) >= 'a' && (c | 32) <= 'f') return int((c | 32) - 'a' + 10);
    return -1;
}
bool is_one_of(char32_t c, std::string_view set) {
    return c < 128 && set.find(char(c)) != std::string_view::npos;
}
constexpr std::string_view kSyntaxCharacters = "^$\\.*+?()[]{}|/";

class Parser {
public:
    Parser(Text text, Flags flags, StackLimit stack_limit, bool syntax_only, TreeArena& arena,
           Tree& tree)
        : text_(text), flags_(flags & (kIgnoreCase | kMultiline | kDotAll)),
          unicode_(flags & (kUnicode | kUnicodeSets)), sets_(flags & kUnicodeSets),
          build_(!syntax_only), stack_limit_(stack_limit), arena_(arena), tree_(tree) {}

    const char* parse() {
        tree_.root = parse_pattern();
        if (!error_ && !at_end()) fail("Unmatched ')'");
        if (!error_) resolve_names();
        tree_.capture_count = captures_ + 1;
        return error_;
    }

private:
    // ---- Text ----------------------------------------------------------------------------------

    bool at_end() const { return position_ >= text_.length(); }
    char32_t unit(size_t i) const { return i < text_.length() ? text_[i] : kEnd; }
    /// The unit at, or some way after, the current place.
    char32_t peek(size_t offset = 0) const { return unit(position_ + offset); }
    /// The next code point (with u or v, or if `pairs`) or unit; kEnd at the end.
    char32_t next(bool pairs) {
        char32_t c = unit(position_);
        if (c == kEnd) return c;
        position_++;
        if (pairs && is_lead(c) && is_trail(unit(position_))) c = combine(c, unit(position_++));
        return c;
    }
    char32_t next() { return next(unicode_); }
    bool eat(char32_t c) {
        if (peek() != c) return false;
        position_++;
        return true;
    }
    bool eat2(char32_t a, char32_t b) {
        if (peek() != a || peek(1) != b) return false;
        position_ += 2;
        return true;
    }

    /// Records the first error; the parse then runs to its end as if the pattern ended here.
    std::nullptr_t fail(const char* message) {
        if (!error_) error_ = message;
        position_ = text_.length();
        return nullptr;
    }
    bool has(Flag flag) const { return flags_ & flag; }

    // ---- Nodes ---------------------------------------------------------------------------------

    Node* node(NodeKind kind) { return arena_.node(kind); }
    Node* sequence(const std::vector<Node*>& children) {
        if (children.empty()) return node(NodeKind::kEmpty);
        if (children.size() == 1) return children[0];
        Node* n = node(NodeKind::kSequence);
        n->children = arena_.copy(children);
        return n;
    }
    Node* disjunction(const std::vector<Node*>& children) {
        if (children.size() == 1) return children[0];
        Node* n = node(NodeKind::kDisjunction);
        n->children = arena_.copy(children);
        return n;
    }
    Node* class_node(CharSet set) {
        Node* n = node(NodeKind::kClass);
        n->set = arena_.keep(std::move(set));
        return n;
    }
    Node* char_node(char32_t c) {
        if (has(kIgnoreCase)) {
            CharSet set{{c, c}};
            set.close_over_case(unicode_);
            if (set.ranges().size() > 1 || set.ranges()[0].last != set.ranges()[0].first)
                return class_node(std::move(set));
        }
        Node* n = node(NodeKind::kChar);
        n->c = c;
        return n;
    }

    // ---- Disjunctions, terms -------------------------------------------------------------------

    /// One alternative of a disjunction, and where that disjunction stands.
    struct Alternative {
        const Alternative* outer;
        uint32_t disjunction;
        uint32_t depth;
    };

    /// A disjunction in the making: the whole pattern's, or that of a group whose ')' is yet to come.
    struct Open {
        Node* around;             // the capture or lookaround whose body this is, or null
        Flags outer_flags;        // to return to at the ')'
        bool outer_behind;
        bool quantifiable;        // the group as a term
        uint32_t captures_before;
        uint32_t disjunction;
        size_t terms, alternatives;  // where its own begin in terms_ and alternatives_
        const Alternative* outer;    // what the disjunction stands in
    };

    void open(Node* around, Flags outer_flags, uint32_t captures_before) {
        opened_.push_back({around, outer_flags, behind_, true, captures_before, disjunctions_++, terms_.size(),
                           alternatives_.size(), alternative_});
        begin_alternative();
    }
    void begin_alternative() {
        const Open& o = opened_.back();
        alternative_ = &places_.emplace_back(o.outer, o.disjunction, o.outer ? o.outer->depth + 1 : 0);
    }

    /// Up to an unmatched ')' or the end. Groups nest on a stack of our own, so that their depth costs
    /// no native stack.
    Node* parse_pattern() {
        open(nullptr, flags_, 0);
        for (;;) {
            char32_t c = peek();
            if (c == '(') {
                position_++;
                open_group();
            } else if (c == '|' || c == ')' || at_end()) {
                alternatives_.push_back(sequence(take(terms_, opened_.back().terms)));
                if (eat('|')) {
                    begin_alternative();
                    continue;
                }
                Node* body = disjunction(take(alternatives_, opened_.back().alternatives));
                if (opened_.size() == 1) return body;
                close_group(body);
            } else {
                bool quantifiable = true;
                Node* term = parse_term(quantifiable);
                if (!error_) add_term(term, quantifiable, captures_);
            }
            if (error_) return nullptr;
        }
    }

    /// Cuts off what `stack` holds from `from` on, and returns it.
    static std::vector<Node*> take(std::vector<Node*>& stack, size_t from) {
        std::vector<Node*> taken(stack.begin() + ptrdiff_t(from), stack.end());
        stack.resize(from);
        return taken;
    }

    /// Adds a term to the alternative, with the quantifier that may follow.
    void add_term(Node* term, bool quantifiable, uint32_t captures_before) {
        if (Quantifier q; parse_quantifier(q)) {
            if (!quantifiable) {
                fail(term->kind == NodeKind::kLook ? "Invalid quantifier" : "Nothing to repeat");
                return;
            }
            Node* repeat = node(NodeKind::kRepeat);
            repeat->body = term;
            repeat->min = q.min;
            repeat->max = q.max;
            repeat->greedy = q.greedy;
            repeat->capture_from = captures_before + 1;
            repeat->capture_to = captures_ + 1;
            term = repeat;
        }
        terms_.push_back(term);
    }

    struct Quantifier {
        uint32_t min, max;
        bool greedy;
    };

    bool parse_quantifier(Quantifier& q) {
        if (eat('*')) {
            q = {0, kInfinite, true};
        } else if (eat('+')) {
            q = {1, kInfinite, true};
        } else if (eat('?')) {
            q = {0, 1, true};
        } else if (peek() == '{') {
            if (!parse_interval(q)) {
                if (unicode_) fail("Incomplete quantifier");
                return false;
            }
            if (q.max < q.min) return fail("numbers out of order in {} quantifier"), false;
        } else {
            return false;
        }
        q.greedy = !eat('?');
        return true;
    }

    /// `{n}`, `{n,}`, `{n,m}`; on anything else false, and nothing is consumed.
    bool parse_interval(Quantifier& q) {
        size_t start = position_;
        auto number = [this](uint32_t& value) {
            if (!is_digit(peek())) return false;
            uint64_t n = 0;
            for (; is_digit(peek()); position_++)
                n = std::min<uint64_t>(n * 10 + (peek() - '0'), kInfinite);
            value = uint32_t(n);
            return true;
        };
        if (eat('{') && number(q.min)) {
            q.max = q.min;
            if (eat(',') && !number(q.max)) q.max = kInfinite;
            if (eat('}')) return true;
        }
        position_ = start;
        return false;
    }

    Node* assertion(AssertionKind kind) {
        Node* n = node(NodeKind::kAssertion);
        n->assertion = kind;
        n->ignore_case = unicode_ && has(kIgnoreCase);
        return n;
    }

    Node* parse_term(bool& quantifiable) {
        char32_t c = peek();
        switch (c) {
        case '^':
            position_++;
            quantifiable = false;
            return assertion(has(kMultiline) ? AssertionKind::kLineStart : AssertionKind::kInputStart);
        case '$':
            position_++;
            quantifiable = false;
            return assertion(has(kMultiline) ? AssertionKind::kLineEnd : AssertionKind::kInputEnd);
        case '.': {
            position_++;
            CharSet set = has(kDotAll) ? CharSet{} : CharSet::line_terminators();
            set.invert();
            return class_node(std::move(set));
        }
        case '[':
            position_++;
            return sets_ ? parse_class_sets_atom() : parse_class();
        case '\\':
            return parse_atom_escape(quantifiable);
        case '*':
        case '+':
        case '?':
            return fail("Nothing to repeat");
        case '{':
            if (Quantifier q; parse_interval(q)) return fail("Nothing to repeat");
            [[fallthrough]];
        case '}':
        case ']':
            if (unicode_) return fail("Lone quantifier brackets");
            [[fallthrough]];
        default:
            return char_node(next());
        }
    }

    // ---- Groups --------------------------------------------------------------------------------

    /// After the '(': what begins the group.
    void open_group() {
        Flags outer_flags = flags_;
        uint32_t captures_before = captures_;
        if (!eat('?')) {
            open_capture({});
        } else if (eat(':')) {
            open(nullptr, outer_flags, captures_before);
        } else if (eat('=')) {
            open_look(false, false);
        } else if (eat('!')) {
            open_look(false, true);
        } else if (eat2('<', '=')) {
            open_look(true, false);
        } else if (eat2('<', '!')) {
            open_look(true, true);
        } else if (eat('<')) {
            std::u16string name;
            if (parse_group_name(name)) open_capture(std::move(name));
        } else if (parse_modifiers()) {
            open(nullptr, outer_flags, captures_before);
        }
    }

    void open_capture(std::u16string name) {
        if (captures_ >= kMaxCaptures) return void(fail("Too many captures"));
        uint32_t captures_before = captures_++;
        if (!name.empty() && !declare_name(std::move(name), captures_)) return;
        Node* n = node(NodeKind::kCapture);
        n->index = captures_;
        open(n, flags_, captures_before);
    }

    void open_look(bool behind, bool negative) {
        Node* n = node(NodeKind::kLook);
        n->behind = behind;
        n->negative = negative;
        n->capture_from = captures_ + 1;
        open(n, flags_, captures_);
        opened_.back().quantifiable = !behind && !unicode_;
        behind_ = behind;
    }

    /// At the ')', or at the end where one is missing: makes the group a term of what is around it.
    void close_group(Node* body) {
        Open group = opened_.back();
        opened_.pop_back();
        if (!eat(')')) return void(fail("Unterminated group"));
        flags_ = group.outer_flags;
        behind_ = group.outer_behind;
        alternative_ = group.outer;
        Node* term = group.around ? group.around : body;
        if (group.around) {
            term->body = body;
            if (term->kind == NodeKind::kLook) term->capture_to = captures_ + 1;
        }
        add_term(term, group.quantifiable, group.captures_before);
    }

    /// What stands between `(?` and `:` in `(?ims-ims:`; sets flags_.
    bool parse_modifiers() {
        Flags add = 0, remove = 0;
        bool dash = false;
        for (;;) {
            char32_t c = peek();
            position_++;
            if (c == '-') {
                if (dash) return fail("Multiple dashes in flag group"), false;
                dash = true;
            } else if (c == 'i' || c == 'm' || c == 's') {
                Flags flag = c == 'i' ? kIgnoreCase : c == 'm' ? kMultiline : kDotAll;
                if ((add | remove) & flag) return fail("Repeated flag in flag group"), false;
                (dash ? remove : add) |= flag;
            } else if (c == ':' && (add | remove)) {
                flags_ = Flags((flags_ | add) & ~remove);
                return true;
            } else {
                return fail(c == ':' && dash ? "Invalid flag group" : "Invalid group"), false;
            }
        }
    }

    /// After `<`, up to and with `>`.
    bool parse_group_name(std::u16string& name) {
        for (;;) {
            char32_t c = next(true);
            if (c == '\\' && eat('u') && !parse_unicode_escape(c, true))
                return fail("Invalid Unicode escape"), false;
            if (c == '>' && !name.empty()) return true;
            if (c == kEnd || !(name.empty() ? unicode::is_id_start(c) : unicode::is_id_continue(c)))
                return fail("Invalid capture group name"), false;
            if (c > 0xffff) {
                name.push_back(char16_t(0xd7c0 + (c >> 10)));
                name.push_back(char16_t(0xdc00 + (c & 0x3ff)));
            } else {
                name.push_back(char16_t(c));
            }
        }
    }

    /// Whether groups in `a` and in `b` can take part in one match: not if a disjunction parts them.
    static bool can_both_match(const Alternative* a, const Alternative* b) {
        while (a->depth > b->depth) a = a->outer;
        while (b->depth > a->depth) b = b->outer;
        for (; a != b; a = a->outer, b = b->outer)
            if (a->disjunction == b->disjunction) return false;
        return true;
    }

    bool declare_name(std::u16string name, uint32_t index) {
        has_names_ = true;
        auto [it, is_new] = names_.try_emplace(name, tree_.names.size());
        if (is_new) {
            tree_.names.push_back({std::move(name), {index}});
            name_places_.push_back({alternative_});
            return true;
        }
        std::vector<const Alternative*>& places = name_places_[it->second];
        for (const Alternative* other : places)
            if (can_both_match(other, alternative_))
                return fail("Duplicate capture group name"), false;
        tree_.names[it->second].groups.push_back(index);
        places.push_back(alternative_);
        return true;
    }

    // ---- References ----------------------------------------------------------------------------

    /// Counts the groups of the whole pattern, and notes whether one is named.
    void scan_for_captures() {
        if (scanned_) return;
        scanned_ = true;
        bool in_class = false;
        for (size_t i = 0; i < text_.length(); i++) {
            switch (text_[i]) {
            case '\\':
                i++;
                break;
            case '[':
                in_class = true;
                break;
            case ']':
                in_class = false;
                break;
            case '(':
                if (in_class) break;
                if (unit(i + 1) == '?') {
                    if (unit(i + 2) != '<' || unit(i + 3) == '=' || unit(i + 3) == '!') break;
                    has_names_ = true;
                }
                total_captures_++;
                break;
            }
        }
    }
    bool has_names() {
        if (!has_names_) scan_for_captures();
        return has_names_;
    }

    Node* back_reference(std::vector<uint32_t> groups) {
        Node* n = node(NodeKind::kBackReference);
        n->groups = arena_.copy(groups);
        n->ignore_case = has(kIgnoreCase);
        return n;
    }

    /// After the backslash, at a digit 1-9: consumes it if there are so many groups.
    bool parse_reference_index(uint32_t& index) {
        size_t start = position_;
        uint32_t value = 0;
        while (is_digit(peek()) && value <= kMaxCaptures) value = value * 10 + (peek() - '0'), position_++;
        if (value > captures_) {
            scan_for_captures();
            if (value > total_captures_) {
                position_ = start;
                return false;
            }
        }
        index = value;
        return true;
    }

    Node* parse_named_reference() {
        if (!eat('<')) return fail("Invalid named reference");
        std::u16string name;
        if (!parse_group_name(name)) return nullptr;
        Node* n = back_reference({});
        pending_.push_back({n, std::move(name)});
        return n;
    }

    void resolve_names() {
        for (auto& [node, name] : pending_) {
            auto it = names_.find(name);
            if (it == names_.end()) {
                fail("Invalid named capture referenced");
                return;
            }
            node->groups = arena_.copy(tree_.names[it->second].groups);
        }
    }

    // ---- Escapes -------------------------------------------------------------------------------

    Node* parse_atom_escape(bool& quantifiable) {
        position_++;  // the backslash
        char32_t c = peek();
        switch (c) {
        case kEnd:
            return fail("\\ at end of pattern");
        case 'b':
        case 'B':
            position_++;
            quantifiable = false;
            return assertion(c == 'b' ? AssertionKind::kBoundary : AssertionKind::kNotBoundary);
        case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9': {
            uint32_t index;
            if (parse_reference_index(index)) return back_reference({index});
            if (unicode_) return fail("Invalid escape");
            if (c >= '8') return char_node(next());
            return char_node(parse_octal());
        }
        case '0':
            if (unicode_ && is_digit(peek(1))) return fail("Invalid decimal escape");
            return char_node(parse_octal());
        case 'k':
            if (unicode_ || has_names()) {
                position_++;
                return parse_named_reference();
            }
            return char_node(next());
        default:
            break;
        }
        if (ClassSet set; parse_class_escape(set, false)) {
            if (error_) return nullptr;
            return sets_ ? class_set_node(std::move(set)) : finish_class(std::move(set.chars), false);
        }
        c = parse_character_escape(false);
        return error_ ? nullptr : char_node(c);
    }

    /// At an octal digit: up to three, with a value below 256.
    char32_t parse_octal() {
        char32_t value = 0;
        for (int i = 0; i < 3 && is_octal(peek()) && value * 8 + (peek() - '0') < 256; i++)
            value = value * 8 + (next() - '0');
        return value;
    }

    bool parse_hex(int digits, char32_t& value) {
        char32_t v = 0;
        for (int i = 0; i < digits; i++) {
            int d = hex_value(peek(size_t(i)));
            if (d < 0) return false;
            v = v * 16 + char32_t(d);
        }
        position_ += size_t(digits);
        value = v;
        return true;
    }

    /// After `\u`: four hexadecimal digits, and in Unicode mode a surrogate pair of two escapes or `{H…}`.
    bool parse_unicode_escape(char32_t& value, bool unicode) {
        size_t start = position_;
        if (unicode && eat('{')) {
            char32_t v = 0;
            int d;
            size_t digits = 0;
            for (; (d = hex_value(peek())) >= 0; position_++, digits++) {
                v = v * 16 + char32_t(d);
                if (v > unicode::kMaxCodePoint) break;
            }
            if (digits && eat('}')) {
                value = v;
                return true;
            }
            position_ = start;
            return false;
        }
        if (!parse_hex(4, value)) return false;
        if (unicode && is_lead(value) && peek() == '\\' && peek(1) == 'u') {
            size_t before = position_;
            char32_t trail;
            position_ += 2;
            if (parse_hex(4, trail) && is_trail(trail))
                value = combine(value, trail);
            else
                position_ = before;
        }
        return true;
    }

    /// CharacterEscape, after the backslash (which may prove to be a character of its own).
    char32_t parse_character_escape(bool in_class) {
        char32_t c = next();
        switch (c) {
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'v': return '\v';
        case 'c': {
            char32_t letter = peek();
            if (is_letter(letter)) return position_++, letter & 31;
            if (unicode_) return fail("Invalid Unicode escape"), 0;
            if (in_class && (is_digit(letter) || letter == '_')) return position_++, letter & 31;
            position_--;  // the backslash stands for itself; read c again
            return '\\';
        }
        case '0':
            if (!is_digit(peek())) return 0;
            [[fallthrough]];
        case '1': case '2': case '3': case '4': case '5': case '6': case '7':
            if (unicode_) return fail("Invalid decimal escape"), 0;
            position_--;
            return parse_octal();
        case 'x': {
            char32_t value;
            if (parse_hex(2, value)) return value;
            if (unicode_) return fail("Invalid escape"), 0;
            return 'x';
        }
        case 'u': {
            char32_t value;
            if (parse_unicode_escape(value, unicode_)) return value;
            if (unicode_) return fail("Invalid Unicode escape"), 0;
            return 'u';
        }
        default:
            // IdentityEscape.
            if (unicode_ ? !is_one_of(c, kSyntaxCharacters) && !(c == '-' && in_class && !sets_)
                         : c == 'k' && has_names())
                return fail("Invalid escape"), 0;
            return c;
        }
    }

    /// \d \D \s \S \w \W \p{…} \P{…}, after the backslash; false, consuming nothing, on others.
    bool parse_class_escape(ClassSet& set, bool in_class) {
        char32_t c = peek();
        CharSet chars;
        switch (c) {
        case 'd':
        case 'D':
            chars = CharSet::digits();
            break;
        case 's':
        case 'S':
            chars = CharSet::spaces();
            break;
        case 'w':
        case 'W':
            chars = CharSet::words(unicode_ && has(kIgnoreCase));
            break;
        case 'p':
        case 'P':
            if (!unicode_) return false;
            position_++;
            if (!parse_property(set, c == 'P'))
                fail(in_class ? "Invalid property name in character class" : "Invalid property name");
            return true;
        default:
            return false;
        }
        position_++;
        if (c < 'a') chars.invert();
        if (build_) set.chars = std::move(chars);
        return true;
    }

    /// After `\p` or `\P`.
    bool parse_property(ClassSet& set, bool negated) {
        if (!eat('{')) return false;
        std::string name, value;
        bool has_value = false;
        for (;;) {
            char32_t c = peek();
            if (c == kEnd) return false;
            position_++;
            if (c == '}') break;
            if (c == '=' && !has_value)
                has_value = true;
            else if (is_letter(c) || is_digit(c) || c == '_')
                (has_value ? value : name).push_back(char(c));
            else
                return false;
        }
        auto property = has_value ? unicode::find_property(name, value) : unicode::find_property(name);
        if (!property || (property->is_of_strings() && (!sets_ || negated))) return false;
        may_contain_strings_ = property->is_of_strings();
        if (!build_) return true;
        set.chars.add(*property);
        set.chars.normalize();
        unicode::append_strings(*property, set.strings);
        if (sets_ && has(kIgnoreCase)) set.chars.close_over_case(true);
        if (negated) set.chars.invert();
        fold_strings(set);
        return true;
    }

    // ---- Classes without v ---------------------------------------------------------------------

    Node* finish_class(CharSet set, bool negated) {
        set.normalize();
        if (has(kIgnoreCase)) set.close_over_case(unicode_);
        if (negated) set.invert();
        return class_node(std::move(set));
    }

    /// After `[`.
    Node* parse_class() {
        bool negated = eat('^');
        CharSet set;
        /// A character, or the members of an escape (added to the set), when it returns true.
        auto parse_atom = [&](char32_t& c) {
            if (peek() != '\\') {
                c = next();
                return false;
            }
            position_++;
            if (at_end()) return fail("\\ at end of pattern"), false;
            if (eat('b')) {
                c = '\b';
                return false;
            }
            if (ClassSet escape; parse_class_escape(escape, true)) {
                set.add(escape.chars);
                return true;
            }
            c = parse_character_escape(true);
            return false;
        };
        while (!at_end() && peek() != ']') {
            char32_t first = 0, last = 0;
            bool first_is_class = parse_atom(first);
            if (error_) return nullptr;
            if (peek() != '-' || peek(1) == ']' || peek(1) == kEnd) {
                if (!first_is_class) set.add(first);
                continue;
            }
            position_++;
            bool last_is_class = parse_atom(last);
            if (error_) return nullptr;
            if (first_is_class || last_is_class) {
                if (unicode_) return fail("Invalid character class");
                if (!first_is_class) set.add(first);
                if (!last_is_class) set.add(last);
                set.add('-');
            } else if (first > last) {
                return fail("Range out of order in character class");
            } else {
                set.add(first, last);
            }
        }
        if (!eat(']')) return fail("Unterminated character class");
        return finish_class(std::move(set), negated);
    }

    // ---- Classes with v ------------------------------------------------------------------------

    /// Under /iv the operations work on canonical forms: sets are kept closed over case, and
    /// strings folded.
    void fold_strings(ClassSet& set) {
        if (has(kIgnoreCase)) {
            for (auto& s : set.strings)
                for (auto& c : s) c = unicode::simple_case_fold(c);
        }
        set.normalize();
    }
    void add_range(ClassSet& set, char32_t first, char32_t last) {
        CharSet range{{first, last}};
        if (has(kIgnoreCase)) range.close_over_case(true);
        set.chars.add(range);
    }

    Node* parse_class_sets_atom() {
        ClassSet set;
        bool may_contain_strings;
        if (!parse_nested_class(set, may_contain_strings)) return nullptr;
        return class_set_node(std::move(set));
    }

    enum class Operand : uint8_t { kCharacter, kRange, kOther };

    /// After `[`, up to and with `]`.
    bool parse_nested_class(ClassSet& set, bool& may_contain_strings) {
        if (stack_exhausted(stack_limit_)) return fail(kTooLarge), false;
        bool negated = eat('^'), strings = false;
        if (peek() != ']') {
            char32_t c = 0;
            Operand last = parse_operand(set, c, strings);
            if (error_) return false;
            if (last == Operand::kOther && peek() != '&' && peek() != '-') set.normalize();
            if (peek() == '-' && peek(1) == '-') {
                if (last == Operand::kCharacter) add_range(set, c, c);
                parse_subtraction(set);
            } else if (peek() == '&' && peek(1) == '&') {
                if (last == Operand::kCharacter) add_range(set, c, c);
                parse_intersection(set, strings);
            } else {
                parse_union(set, last, c, strings);
            }
        }
        if (!eat(']')) return fail("Unterminated character class"), false;
        if (negated && strings) return fail("Negated character class may contain strings"), false;
        set.normalize();
        if (negated) set.chars.invert();
        may_contain_strings = strings;
        return true;
    }

    void parse_union(ClassSet& set, Operand last, char32_t c, bool& strings) {
        while (!at_end() && peek() != ']') {
            if (peek() == '-') {
                if (peek(1) == '-') return void(fail("Invalid set operation in character class"));
                position_++;
                if (last != Operand::kCharacter && !at_end())
                    return void(fail("Invalid character class"));
                ClassSet ignored;
                char32_t end = 0;
                bool ignored_strings;
                Operand to = parse_operand(ignored, end, ignored_strings);
                if (error_) return;
                if (to != Operand::kCharacter) return void(fail("Invalid character class"));
                if (c > end) return void(fail("Range out of order in character class"));
                add_range(set, c, end);
                last = Operand::kRange;
            } else {
                if (last == Operand::kCharacter) add_range(set, c, c);
                bool operand_strings = false;
                last = parse_operand(set, c, operand_strings);
                if (error_) return;
                strings |= operand_strings;
            }
        }
        if (last == Operand::kCharacter) add_range(set, c, c);
        set.normalize();
    }

    bool parse_operation_operand(ClassSet& operand, bool& strings) {
        char32_t c = 0;
        Operand kind = parse_operand(operand, c, strings);
        if (error_) return false;
        if (kind == Operand::kCharacter) add_range(operand, c, c);
        operand.normalize();
        return true;
    }

    void parse_intersection(ClassSet& set, bool& strings) {
        set.normalize();
        while (!at_end() && peek() != ']') {
            if (!eat2('&', '&')) return void(fail("Invalid set operation in character class"));
            if (peek() == '&') return void(fail("Invalid character in character class"));
            ClassSet operand;
            bool operand_strings = false;
            if (!parse_operation_operand(operand, operand_strings)) return;
            strings &= operand_strings;
            set.intersect(operand);
        }
    }

    void parse_subtraction(ClassSet& set) {
        set.normalize();
        while (!at_end() && peek() != ']') {
            if (!eat2('-', '-')) return void(fail("Invalid set operation in character class"));
            ClassSet operand;
            bool operand_strings;
            if (!parse_operation_operand(operand, operand_strings)) return;
            set.subtract(operand);
        }
    }

    /// A character is left in c; any other operand is added to set.
    Operand parse_operand(ClassSet& set, char32_t& c, bool& strings) {
        strings = false;
        if (eat('[')) {
            ClassSet nested;
            if (parse_nested_class(nested, strings)) set.add(nested);
            return Operand::kOther;
        }
        if (peek() == '\\') {
            if (peek(1) == 'q' && peek(2) == '{') {
                position_ += 3;
                parse_string_disjunction(set, strings);
                return Operand::kOther;
            }
            position_++;
            may_contain_strings_ = false;
            if (ClassSet escape; parse_class_escape(escape, true)) {
                strings = may_contain_strings_;
                set.add(escape);
                return Operand::kOther;
            }
            position_--;
        }
        c = parse_set_character();
        return Operand::kCharacter;
    }

    char32_t parse_set_character() {
        if (eat('\\')) {
            if (at_end()) return fail("\\ at end of pattern"), 0;
            if (eat('b')) return '\b';
            if (is_one_of(peek(), "&-!#%,:;<=>@`~")) return next();
            return parse_character_escape(true);
        }
        char32_t c = peek();
        if (c == kEnd) return fail("Unterminated character class"), 0;
        if (is_one_of(c, "()[]{}/-|")) return fail("Invalid character in character class"), 0;
        if (c == peek(1) && is_one_of(c, "&!#$%*+,.:;<=>?@^`~"))
            return fail("Invalid set operation in character class"), 0;
        return next();
    }

    /// After `\q{`, up to and with `}`.
    void parse_string_disjunction(ClassSet& set, bool& strings) {
        std::u32string current;
        auto finish = [&] {
            if (current.size() == 1) {
                add_range(set, current[0], current[0]);
            } else {
                strings = true;
                set.strings.push_back(current);
            }
            current.clear();
        };
        while (!at_end() && peek() != '}') {
            if (eat('|')) {
                finish();
            } else {
                char32_t c = parse_set_character();
                if (error_) return;
                current.push_back(c);
            }
        }
        if (!eat('}')) return void(fail("Unterminated character class"));
        finish();
        fold_strings(set);
    }

    // ---- A class with strings as a disjunction -------------------------------------------------

    /// Longer strings are preferred to shorter ones. All that match at one place, reading forwards,
    /// are prefixes of one another, so a tree that goes on before it stops has that preference.
    Node* class_set_node(ClassSet set) {
        if (set.strings.empty()) return class_node(std::move(set.chars));
        bool has_empty = set.strings[0].empty();
        std::span<const std::u32string> strings{set.strings.begin() + has_empty, set.strings.end()};
        std::vector<Node*> alternatives;
        if (behind_) {
            std::vector<std::u32string> by_length{strings.begin(), strings.end()};
            std::sort(by_length.begin(), by_length.end(),
                      [](const auto& a, const auto& b) { return a.size() > b.size(); });
            for (const std::u32string& s : by_length) alternatives.push_back(literal(s));
        } else if (!strings.empty()) {
            add_string_tree(strings, 0, alternatives);
        }
        if (!set.chars.is_empty()) alternatives.push_back(class_node(std::move(set.chars)));
        if (has_empty) alternatives.push_back(node(NodeKind::kEmpty));
        return disjunction(alternatives);
    }

    Node* literal(std::u32string_view s) {
        std::vector<Node*> chars;
        for (char32_t c : s) chars.push_back(char_node(c));
        return sequence(chars);
    }

    /// Appends what matches the sorted strings, of which the first `depth` characters are equal and
    /// already matched.
    void add_string_tree(std::span<const std::u32string> strings, size_t depth,
                         std::vector<Node*>& alternatives) {
        if (stack_exhausted(stack_limit_)) return void(fail(kTooLarge));
        bool stops = strings[0].size() == depth;
        for (size_t i = stops; i < strings.size();) {
            size_t end = i + 1;
            while (end < strings.size() && strings[end][depth] == strings[i][depth]) end++;
            const std::u32string &first = strings[i], &last = strings[end - 1];
            size_t common = depth + 1;
            while (common < first.size() && common < last.size() && first[common] == last[common])
                common++;
            Node* head = literal(std::u32string_view(first).substr(depth, common - depth));
            if (end - i > 1) {
                std::vector<Node*> tails;
                add_string_tree(strings.subspan(i, end - i), common, tails);
                head = sequence({head, disjunction(tails)});
            }
            alternatives.push_back(head);
            i = end;
        }
        if (stops) alternatives.push_back(node(NodeKind::kEmpty));
    }

    Text text_;
    size_t position_ = 0;
    Flags flags_;  // i, m, s as modified by the groups around
    bool unicode_, sets_, build_;
    bool behind_ = false;  // the innermost lookaround is a lookbehind
    StackLimit stack_limit_;
    TreeArena& arena_;
    Tree& tree_;
    const char* error_ = nullptr;

    uint32_t captures_ = 0;  // groups opened so far
    uint32_t total_captures_ = 0;
    bool scanned_ = false, has_names_ = false;
    bool may_contain_strings_ = false;  // of the last \p{…}

    std::vector<Open> opened_;                 // innermost last
    std::vector<Node*> terms_, alternatives_;  // of all that are open
    uint32_t disjunctions_ = 0;
    std::deque<Alternative> places_;            // all alternatives so far
    const Alternative* alternative_ = nullptr;  // the one we are in
    std::map<std::u16string, size_t> names_;                      // to an index of tree_.names
    std::vector<std::vector<const Alternative*>> name_places_;  // of each of their groups
    std::vector<std::pair<Node*, std::u16string>> pending_;  // \k<name>
};

}  // namespace

const char* parse(Text pattern, Flags flags, StackLimit stack_limit, bool syntax_only,
                  TreeArena& arena, Tree& tree) {
    if (!stack_limit) stack_limit = default_stack_limit();
    return Parser(pattern, flags, stack_limit, syntax_only, arena, tree).parse();
}

const char* check_syntax(Text pattern, Flags flags, StackLimit stack_limit) {
    TreeArena arena;
    Tree tree;
    return parse(pattern, flags, stack_limit, true, arena, tree);
}

bool parse_flags(Text text, Flags& flags) {
    constexpr std::string_view kLetters = "dgimsuvy";
    flags = 0;
    for (size_t i = 0; i < text.length(); i++) {
        size_t bit = text[i] < 128 ? kLetters.find(char(text[i])) : std::string_view::npos;
        if (bit == std::string_view::npos || flags >> bit & 1) return false;
        flags |= Flags(1 << bit);
    }
    return !(flags & kUnicode && flags & kUnicodeSets);
}

}  // namespace jsx::regexp
