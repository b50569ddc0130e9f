#include "support/compiler.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace jsx {

void check_failed(const char* file, int line, const char* text) {
    std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, text);
    std::abort();
}

void out_of_memory() {
    static constexpr char kLine[] = "FATAL ERROR: Allocation failed - process out of memory\n";
    std::fflush(stdout);
    // Not through stdio, which may want memory.
    (void)!write(STDERR_FILENO, kLine, sizeof kLine - 1);
    _exit(kOutOfMemoryExitCode);
}

}  // namespace jsx
