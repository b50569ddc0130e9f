#include "runtime/object/symbol.h"

#include "runtime/object/isolate.h"

namespace jsx {

Symbol* new_symbol(Isolate& iso, String* description, uint8_t flags) {
    return iso.heap.make<Symbol>(description, iso.next_hash(), flags);
}

}  // namespace jsx
