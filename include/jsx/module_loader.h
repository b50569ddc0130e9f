// How modules are found: relative and absolute paths, file: URLs, and the engine's own by name ("jsx:engine").
#pragma once

#include <string>

#include "interpreter/module.h"

namespace jsx {

/// Reads a whole file. On failure false and `*error` is like "ENOENT: no such file or directory, open 'x.js'".
bool read_file(const std::string& path, std::string* out, std::string* error);

class ModuleLoader {
public:
    /// Becomes the isolate's module host.
    ModuleLoader(Isolate& iso, Realm* realm);
    ~ModuleLoader();

    /// The module in a file; `path` as given on the command line.
    Completion<Module*> load_file(const std::string& path, ModuleType type = ModuleType::kJavaScript);
    /// A module whose text is at hand; `name` stands for its path.
    Completion<Module*> load_text(std::string text, const std::string& name);
    /// A module of the engine under a name with a scheme.
    void add_builtin(const char* name, Module* (*make)(Isolate& iso, Realm* realm, String* url));

private:
    struct Impl;
    Impl* impl_;
};

}  // namespace jsx
