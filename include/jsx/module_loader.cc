#include "include/jsx/module_loader.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/builtins/array_buffer.h"
#include "runtime/builtins/json.h"

namespace jsx {

namespace {

/// "ENOENT: no such file or directory, open 'x.js'", as Node words failures of the system.
std::string system_error(int code, const char* call, const std::string& path) {
    std::string text = std::strerror(code);
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = char(text[0] | 0x20);
    return std::string(strerrorname_np(code)) + ": " + text + ", " + call + " '" + path + "'";
}

}  // namespace

bool read_file(const std::string& path, std::string* out, std::string* error) {
    int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *error = system_error(errno, "open", path);
        return false;
    }
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) out->reserve(size_t(info.st_size) + 65537);
    for (;;) {
        size_t used = out->size();
        out->resize(used + 65536);
        ssize_t got = read(fd, out->data() + used, 65536);
        if (got < 0 && errno == EINTR) got = 0;
        else if (got <= 0) {
            int code = errno;
            out->resize(used);
            close(fd);
            if (got == 0) return true;
            *error = system_error(code, "read", path);
            return false;
        }
        out->resize(used + size_t(got));
    }
}

struct ModuleLoader::Impl {
    Impl(Isolate& iso, Realm* realm) : iso(iso), realm(iso.heap, realm) {}

    struct Builtin {
        std::string name;
        Module* (*make)(Isolate&, Realm*, String*);
    };
    using Key = std::pair<std::string, ModuleType>;

    /// Each realm has modules of its own.
    Module* find(Realm* realm, const Key& key) {
        auto [begin, end] = modules.equal_range(key);
        for (auto it = begin; it != end; ++it) {
            if ((*it->second)->realm() == realm) return it->second->get();
        }
        return nullptr;
    }
    Module* remember(const Key& key, Module* module) {
        modules.emplace(key, std::make_unique<gc::Root<Module>>(iso.heap, module));
        return module;
    }
    String* text(std::string_view utf8) { return MUST(new_string_utf8(iso, utf8)); }

    Completion<Module*> make(Realm* realm, const Key& key, std::string content, const std::string& name);
    Completion<Module*> load(Realm* realm, const std::string& path, ModuleType type);
    static Completion<Module*> resolve(Isolate& iso, void* data, Value referrer, String* specifier, ModuleType type);
    static Completion<void> init_meta(Isolate& iso, void* data, Module* module, Object* meta);

    Isolate& iso;
    gc::Root<Realm> realm;
    std::multimap<Key, std::unique_ptr<gc::Root<Module>>> modules;
    std::vector<Builtin> builtins;
};

/// A file: URL with the characters escaped that a path may hold and a URL may not.
static std::string file_url(const std::string& path) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string url = "file://";
    for (char c : path) {
        unsigned char u = static_cast<unsigned char>(c);
        bool is_plain = (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') ||
                        (u && std::strchr("/-_.~!$&'()*+,;=:@[]|^", c));
        if (is_plain) {
            url += c;
        } else {
            url += '%';
            url += kHex[u >> 4];
            url += kHex[u & 15];
        }
    }
    return url;
}

/// The path of a file: URL; false if it names a host or holds a bad escape.
static bool path_of_url(std::string_view url, std::string* path) {
    url.remove_prefix(strlen("file:"));
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        if (url.starts_with("localhost/")) url.remove_prefix(strlen("localhost"));
        if (!url.starts_with("/")) return false;
    }
    url = url.substr(0, url.find_first_of("?#"));
    auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; };
    for (size_t i = 0; i < url.size(); i++) {
        if (url[i] != '%') {
            *path += url[i];
            continue;
        }
        if (i + 2 >= url.size() || digit(url[i + 1]) < 0 || digit(url[i + 2]) < 0) return false;
        *path += char(digit(url[i + 1]) << 4 | digit(url[i + 2]));
        i += 2;
    }
    return path->find('\0') == std::string::npos;
}

Completion<Module*> ModuleLoader::Impl::make(Realm* realm, const Key& key, std::string content,
                                             const std::string& name) {
    String* url = text(name);
    if (key.second == ModuleType::kJavaScript) {
        auto source = SourceText::from_utf8(content, key.first);
        return remember(key, TRY(Module::compile(iso, realm, std::move(source), url)));
    }
    Value value;
    switch (key.second) {
    case ModuleType::kJson: value = TRY(parse_json(iso, TRY(new_string_utf8(iso, content)))); break;
    case ModuleType::kText: value = Value(TRY(new_string_utf8(iso, content))); break;
    case ModuleType::kBytes: {
        std::span<const uint8_t> bytes(reinterpret_cast<const uint8_t*>(content.data()), content.size());
        ArrayBuffer* buffer = TRY(new_immutable_array_buffer(iso, bytes));
        Shape* shape = Shape::root(iso, realm->object(iso, RealmObject::kUint8ArrayPrototype), 0);
        value = Value(TypedArray::create(iso, shape, ElementType::kUint8, buffer, 0, bytes.size()));
        break;
    }
    case ModuleType::kJavaScript: JSX_UNREACHABLE();
    }
    String* const names[] = {iso.names.default_};
    return remember(key, Module::create_synthetic(iso, realm, url, names, {&value, 1}));
}

Completion<Module*> ModuleLoader::Impl::load(Realm* realm, const std::string& path, ModuleType type) {
    std::error_code failure;
    std::filesystem::path canonical = std::filesystem::canonical(path, failure);
    std::string full = failure ? path : canonical.string();
    if (Module* known = find(realm, {full, type})) return known;
    std::string content, error;
    if (!read_file(full, &content, &error)) return iso.throw_error(ErrorKind::kError, "%S", text(error));
    return make(realm, {full, type}, std::move(content), file_url(full));
}

Completion<Module*> ModuleLoader::Impl::resolve(Isolate& iso, void* data, Value referrer, String* specifier,
                                                ModuleType type) {
    auto* self = static_cast<Impl*>(data);
    std::string wanted(Utf8Text(iso, specifier).view());
    // The importer's realm and place: a module's path, or the script's name.
    std::string base;
    Realm* realm = self->realm.get();
    if (auto* module = cell_as<Module>(referrer)) {
        realm = module->realm();
        if (!module->is_synthetic()) base = module->script()->unit()->source().name();
    } else if (auto* script = cell_as<Script>(referrer)) {
        realm = script->realm();
        // Code made by eval imports from where it was made.
        bytecode::CompilationUnit* unit = script->unit();
        while (unit->outer()) unit = unit->outer();
        base = unit->source().name();
    }
    for (const Builtin& builtin : self->builtins) {
        if (builtin.name != wanted) continue;
        Key key{wanted, ModuleType::kJavaScript};
        if (Module* known = self->find(realm, key)) return known;
        return self->remember(key, builtin.make(iso, realm, specifier));
    }
    std::string path;
    if (wanted.starts_with("file:")) {
        if (!path_of_url(wanted, &path)) return iso.throw_type_error("Invalid module \"%S\": not a local file URL", specifier);
    } else if (wanted.starts_with("/")) {
        path = wanted;
    } else if (wanted.starts_with("./") || wanted.starts_with("../") || wanted == "." || wanted == "..") {
        path = (std::filesystem::path(base).parent_path() / wanted).lexically_normal().string();
    } else {
        return iso.throw_type_error("Cannot find module '%S' imported from %S: a specifier is a relative or absolute "
                                    "path or a file: URL", specifier, self->text(base));
    }
    std::string content, error;
    std::error_code failure;
    if (!std::filesystem::exists(path, failure)) {
        return iso.throw_error(ErrorKind::kError, "Cannot find module '%S' imported from %S", self->text(path),
                               self->text(base));
    }
    return self->load(realm, path, type);
}

Completion<void> ModuleLoader::Impl::init_meta(Isolate& iso, void* data, Module* module, Object* meta) {
    auto* self = static_cast<Impl*>(data);
    std::string path = module->script()->unit()->source().name();
    auto put = [&](const char* name, String* value) -> Completion<void> {
        (void)TRY(create_data_property(iso, meta, PropertyKey(atomize(iso, std::string_view(name))), Value(value)));
        return {};
    };
    (void)TRY(put("dirname", self->text(std::filesystem::path(path).parent_path().string())));
    (void)TRY(put("filename", self->text(path)));
    return put("url", module->url());
}

ModuleLoader::ModuleLoader(Isolate& iso, Realm* realm) : impl_(new Impl(iso, realm)) {
    set_module_host(iso, {Impl::resolve, Impl::init_meta, impl_});
}
ModuleLoader::~ModuleLoader() {
    set_module_host(impl_->iso, {});
    delete impl_;
}

Completion<Module*> ModuleLoader::load_file(const std::string& path, ModuleType type) {
    return impl_->load(impl_->realm.get(), path, type);
}

Completion<Module*> ModuleLoader::load_text(std::string text, const std::string& name) {
    return impl_->make(impl_->realm.get(), {name, ModuleType::kJavaScript}, std::move(text), file_url(name));
}

void ModuleLoader::add_builtin(const char* name, Module* (*make)(Isolate&, Realm*, String*)) {
    impl_->builtins.push_back({name, make});
}

}  // namespace jsx
