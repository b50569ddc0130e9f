// For unit tests: dumps of the scripts in a folder against the `.expected` files beside them. With JSX_REGOLDEN=1 in the environment
// the files are rewritten instead; read the difference before committing it.
#pragma once

#include "support/read_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <string>
#include <vector>

namespace jsx::testing {

/// Compares dump(file name, its text, whether it is a module) for each .js and .mjs file of the folder.
template <class Dump>
void expect_goldens(const std::string& folder_path, Dump dump) {
    DIR* folder = opendir(folder_path.c_str());
    ASSERT_NE(folder, nullptr) << folder_path;
    std::vector<std::string> names;
    while (dirent* entry = readdir(folder)) {
        std::string name = entry->d_name;
        if (name.ends_with(".js") || name.ends_with(".mjs")) names.push_back(name);
    }
    closedir(folder);
    std::sort(names.begin(), names.end());
    ASSERT_FALSE(names.empty());
    bool rewrite = std::getenv("JSX_REGOLDEN") != nullptr;
    for (const std::string& name : names) {
        std::string path = folder_path + "/" + name;
        std::string text = dump(name, read_file(path), name.ends_with(".mjs"));
        std::string expected_path = path.substr(0, path.rfind('.')) + ".expected";
        if (rewrite) {
            FILE* file = std::fopen(expected_path.c_str(), "wb");
            ASSERT_NE(file, nullptr) << expected_path;
            std::fwrite(text.data(), 1, text.size(), file);
            std::fclose(file);
            continue;
        }
        EXPECT_EQ(text, read_file(expected_path)) << path;
    }
}

}  // namespace jsx::testing
