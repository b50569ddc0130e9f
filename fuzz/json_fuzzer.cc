// JSON.parse on any text. What it accepts, JSON.stringify writes as a text that parses to the same again.
#include "include/jsx/jsx.h"

#include "support/compiler.h"

#include <string_view>

namespace {

using namespace jsx::embed;

struct Engine {
    Isolate isolate{IsolateOptions{.max_old_space_bytes = size_t(512) << 20}};
    Context context{isolate};
    Value check;
    Engine() {
        Result made = context.run(R"((text => {
            let value;
            try { value = JSON.parse(text); } catch (e) { if (e instanceof SyntaxError) return true; throw e; }
            const once = JSON.stringify(value), twice = JSON.stringify(JSON.parse(once, (k, v) => v));
            return once === twice && JSON.stringify(JSON.parse(JSON.stringify(value, null, 2))) === once;
        }))", "fuzz.js");
        JSX_CHECK(bool(made));
        check = made.value();
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static Engine engine;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    Result result = engine.check.call({engine.context.string(text)});
    JSX_CHECK(bool(result) && result.value().as_boolean());
    return 0;
}
