#include "runtime/object/trace.h"

#include "support/numbers/number_to_string.h"

namespace jsx {

TraceEvent::TraceEvent(Tracer& tracer, const char* kind, const char* event) : tracer_(tracer) {
    line_ = "{\"v\":1";
    put("kind", kind).put("event", event);
}

TraceEvent::~TraceEvent() {
    line_ += "}\n";
    std::fwrite(line_.data(), 1, line_.size(), tracer_.stream_);
}

void TraceEvent::key(const char* name) {
    line_ += ",\"";
    line_ += name;
    line_ += "\":";
}

TraceEvent& TraceEvent::put(const char* name, double number) {
    key(name);
    char text[numbers::kNumberTextMax];
    line_.append(text, numbers::number_to_string(number, text));
    return *this;
}

TraceEvent& TraceEvent::put(const char* name, std::string_view utf8) {
    key(name);
    line_ += '"';
    for (char c : utf8) {
        if (c == '"' || c == '\\') {
            line_ += '\\';
            line_ += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", unsigned(c));
            line_ += escape;
        } else {
            line_ += c;
        }
    }
    line_ += '"';
    return *this;
}

}  // namespace jsx
