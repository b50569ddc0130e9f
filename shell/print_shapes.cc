// --print-shapes: the shapes that a program made, as trees. docs/object.md shows one.
#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "bytecode/print.h"
#include "runtime/object/function.h"
#include "runtime/object/trace.h"
#include "shell/engine.h"

namespace jsx::shell {

namespace {

std::string count_text(size_t n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

/// The trees of the shapes that the tracer kept.
class ShapeTrees {
public:
    ShapeTrees(Isolate& iso, Tracer& tracer) : iso_(iso) {
        for (size_t i = 0; i < tracer.shapes().size(); i++) {
            auto* shape = static_cast<Shape*>(tracer.shapes()[i].as_cell());
            Shape* parent = shape->parent();
            children_[parent].push_back(shape);
            // Shapes of the realm's own that the program went on from are part of its trees.
            for (; parent && parent->parent() && !is_listed(parent); parent = parent->parent()) children_[parent->parent()].push_back(parent);
            while (parent && parent->parent()) parent = parent->parent();
            if (parent && std::find(roots_.begin(), roots_.end(), parent) == roots_.end()) roots_.push_back(parent);
        }
        iso.heap.for_each_cell([](gc::Cell* cell, void* data) {
            auto* self = static_cast<ShapeTrees*>(data);
            if (cell->kind() != gc::CellKind::kShape) self->objects_[cell->shape_id()]++;
            else if (static_cast<Shape*>(cell)->is_dictionary()) self->dictionaries_++;
        }, this);
    }

    std::string text(const std::optional<std::string>& filter) {
        std::string out;
        for (Shape* root : roots_) {
            std::string name = name_of(root->prototype());
            if (filter && name.find(*filter) == std::string::npos) continue;
            size_t shapes = 0, objects = 0;
            count(root, &shapes, &objects);
            out += name + ": " + count_text(shapes, "shape") + ", " + count_text(objects, "object") + "\n";
            append(root, 1, out);
            out += "\n";
        }
        if (!filter) out += count_text(dictionaries_, "object") + " with a dictionary instead of a shape that others could share\n";
        return out;
    }

private:
    bool is_listed(Shape* shape) const {
        auto found = children_.find(shape->parent());
        return found != children_.end() && std::find(found->second.begin(), found->second.end(), shape) != found->second.end();
    }

    void count(Shape* shape, size_t* shapes, size_t* objects) {
        ++*shapes;
        *objects += objects_[shape->id()];
        for (Shape* child : children_[shape]) count(child, shapes, objects);
    }

    /// What the objects of a root inherit from: "Point.prototype".
    std::string name_of(Object* prototype) {
        if (!prototype) return "null";
        std::string name = function_name(Value(prototype));  // a class that another extends
        if (!name.empty()) return name;
        name = function_name(prototype->get_named(iso_, PropertyKey(iso_.names.constructor)));
        return name.empty() ? "an unnamed prototype" : name + ".prototype";
    }
    std::string function_name(Value v) {
        if (auto* f = cell_as<Function>(v)) return bytecode::display_name(*f->code()->function());
        if (auto* f = cell_as<NativeFunction>(v); f && f->name() && !f->name()->is_empty()) return std::string(Utf8Text(iso_, f->name()).view());
        return "";
    }

    std::string key_text(Value stored) {
        PropertyKey key = PropertyKey::from_stored(stored);
        String* text = key.is_symbol() ? symbol_descriptive_string(iso_, key.as_symbol()) : as_string(key.to_value(iso_));
        return std::string(Utf8Text(iso_, text).view());
    }

    /// How a shape differs from its parent.
    std::string step_text(Shape* shape) {
        if (!shape->parent()) return "{}";
        std::string out;
        switch (shape->last_transition()) {
        case Shape::Transition::kAdd: out = "+ "; break;
        case Shape::Transition::kChange: out = "~ "; break;
        case Shape::Transition::kNoExtensions: return "no extensions";
        case Shape::Transition::kSeal: return "sealed";
        case Shape::Transition::kFreeze: return "frozen";
        }
        out += key_text(shape->last_key());
        uint8_t attributes = shape->last_attributes();
        if (attributes & kAccessor) out += " accessor";
        else if (!(attributes & kWritable)) out += " read-only";
        if (!(attributes & kEnumerable)) out += " hidden";
        if (!(attributes & kConfigurable)) out += " fixed";
        return out;
    }

    std::string place_text(Shape* shape) {
        if (!shape->parent()) return count_text(shape->inline_capacity(), "inline slot");
        if (shape->last_transition() != Shape::Transition::kAdd) return "";
        PropertyInfo info;
        if (!shape->lookup(PropertyKey::from_stored(shape->last_key()), &info) || (info.attributes & kCustom)) return "";
        uint32_t capacity = shape->inline_capacity();
        return info.slot < capacity ? "inline " + std::to_string(info.slot) : "overflow " + std::to_string(info.slot - capacity);
    }

    void append(Shape* shape, size_t depth, std::string& out) {
        std::string line(2 * depth, ' ');
        line += step_text(shape);
        auto column = [&](size_t at, const std::string& text) {
            line.append(line.size() + 1 < at ? at - line.size() : 1, ' ');
            line += text;
        };
        column(32, place_text(shape));
        column(48, "#" + std::to_string(shape->id()));
        if (size_t n = objects_[shape->id()]) column(56, count_text(n, "object"));
        while (line.back() == ' ') line.pop_back();
        out += line + "\n";
        for (Shape* child : children_[shape]) append(child, depth + 1, out);
    }

    Isolate& iso_;
    std::unordered_map<Shape*, std::vector<Shape*>> children_;
    std::vector<Shape*> roots_;  // in the order of their first children
    std::unordered_map<uint32_t, size_t> objects_;  // by shape id
    size_t dictionaries_ = 0;
};

}  // namespace

void print_shapes(Engine& engine) {
    auto* tracer = Tracer::wanting(engine.isolate(), Tracer::kKeepShapes);
    std::string text = ShapeTrees(engine.isolate(), *tracer).text(engine.options().filter);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace jsx::shell
