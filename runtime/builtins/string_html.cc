// HTML methods of strings (tc39.es/ecma262/#sec-additional-properties-of-the-string.prototype-object).
#include "runtime/builtins/string_methods.h"

namespace jsx {

// https://tc39.es/ecma262/#sec-createhtml
static Completion<Value> create_html(Isolate& iso, Arguments args, const char* method, const char* tag,
                                     const char* attribute) {
    String* s = TRY(this_to_string(iso, args, method));
    StringBuilder text(iso);
    text.append(u'<');
    text.append(std::string_view(tag));
    if (attribute) {
        String* value = TRY(to_string(iso, args[0]));
        text.append(u' ');
        text.append(std::string_view(attribute));
        text.append(std::string_view("=\""));
        FlatContent content = value->content(iso);
        for (uint32_t i = 0; i < content.length; i++) {
            if (content[i] == '"') {
                text.append(std::string_view("&quot;"));
            } else {
                text.append(content[i]);
            }
        }
        text.append(u'"');
    }
    text.append(u'>');
    text.append(s);
    text.append(std::string_view("</"));
    text.append(std::string_view(tag));
    text.append(u'>');
    return TRY(text.finish());
}

#define HTML_METHOD(id, tag, attribute)                                                            \
    Completion<Value> string_##id(Isolate& iso, Arguments args) {                                  \
        return create_html(iso, args, "String.prototype." #id, tag, attribute);                    \
    }
HTML_METHOD(anchor, "a", "name")
HTML_METHOD(big, "big", nullptr)
HTML_METHOD(blink, "blink", nullptr)
HTML_METHOD(bold, "b", nullptr)
HTML_METHOD(fixed, "tt", nullptr)
HTML_METHOD(fontcolor, "font", "color")
HTML_METHOD(fontsize, "font", "size")
HTML_METHOD(italics, "i", nullptr)
HTML_METHOD(link, "a", "href")
HTML_METHOD(small, "small", nullptr)
HTML_METHOD(strike, "strike", nullptr)
HTML_METHOD(sub, "sub", nullptr)
HTML_METHOD(sup, "sup", nullptr)
#undef HTML_METHOD

}  // namespace jsx
