// [doc:trace] The event stream of --trace: JSON Lines in the schema of docs/trace.md.
//
// Events come from slow paths only: a cache that learns, a shape that is made, a collection. Without a tracer on the
// isolate each of them costs one load and test.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "runtime/object/isolate.h"

namespace jsx {

class Tracer {
public:
    enum Kind : uint8_t { kGc = 1, kIcs = 2, kShapes = 4, kKeepShapes = 8 };

    /// Writes to `stream`, which it closes unless that is stderr. kKeepShapes writes nothing: the shapes that are made stay
    /// alive and are listed.
    Tracer(Isolate& iso, FILE* stream, uint8_t kinds) : stream_(stream), kinds_(kinds), shapes_(iso.heap) {}
    ~Tracer() {
        if (stream_ != stderr) std::fclose(stream_);
    }
    Tracer(const Tracer&) = delete;
    /// The isolate's tracer if it wants events of this kind, else null.
    static Tracer* wanting(Isolate& iso, Kind kind) {
        auto* tracer = static_cast<Tracer*>(iso.extensions[Isolate::kTracing]);
        return tracer && (tracer->kinds_ & kind) ? tracer : nullptr;
    }

    void want(Kind kind) { kinds_ |= kind; }
    void ignore(Kind kind) { kinds_ &= uint8_t(~kind); }
    void keep_shape(Shape* shape) { shapes_.push(Value(shape)); }
    /// In the order of their making.
    gc::RootVector& shapes() { return shapes_; }

private:
    friend class TraceEvent;
    FILE* stream_;
    uint8_t kinds_;
    gc::RootVector shapes_;
};

/// One line, written when it goes out of scope: TraceEvent(tracer, "ics", "attach").put("shape", 12).
class TraceEvent {
public:
    TraceEvent(Tracer& tracer, const char* kind, const char* event);
    ~TraceEvent();
    TraceEvent(const TraceEvent&) = delete;
    TraceEvent& put(const char* key, double number);
    TraceEvent& put(const char* key, std::string_view utf8);
    TraceEvent& put(const char* key, const std::string& utf8) { return put(key, std::string_view(utf8)); }
    TraceEvent& put(const char* key, const char* text) { return put(key, std::string_view(text)); }

private:
    void key(const char* name);
    Tracer& tracer_;
    std::string line_;
};

}  // namespace jsx
