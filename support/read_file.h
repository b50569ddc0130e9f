// For tests: the bytes of a file; empty if it cannot be read.
#pragma once

#include <cstdio>
#include <string>

namespace jsx::testing {

inline std::string read_file(const std::string& path) {
    std::string text;
    FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) return text;
    char buffer[65536];
    for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), file)) > 0;) text.append(buffer, n);
    std::fclose(file);
    return text;
}

}  // namespace jsx::testing
