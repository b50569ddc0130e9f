// The console: parts that its files share.
#pragma once

#include <string>
#include <vector>

#include "runtime/builtins/builtins.h"

namespace jsx {

enum class ConsoleStream : uint8_t { kOut, kError };
/// A line, indented as the groups say; each line within it too.
void write_to_console(Isolate& iso, ConsoleStream stream, const std::u16string& text);

// console_table.cc
Completion<Value> console_table(Isolate& iso, Arguments args);

}  // namespace jsx
