#include "bytecode/print.h"

#include <cstdio>
#include <set>

#include "bytecode/compiler/compiler.h"
#include "bytecode/operands.h"
#include "support/numbers/number_to_string.h"

namespace jsx::bytecode {

namespace {

std::string quoted(const AtomTable& atoms, AtomId id) {
    std::string out = "\"";
    for (char c : atoms.to_utf8(id)) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else if (static_cast<unsigned char>(c) < ' ') out += '?';
        else out += c;
    }
    return out + '"';
}

std::string number(double value) {
    char text[numbers::kNumberTextMax];
    return {text, numbers::number_to_string(value, text)};
}

std::string register_name(const BytecodeFunction& code, uint32_t r) {
    switch (r) {
    case kCalleeRegister: return "callee";
    case kNewTargetRegister: return "new.target";
    case kArgumentCountRegister: return "argc";
    case kThisRegister: return "this";
    default: break;
    }
    if (r >= kFrameHeader && r < kFrameHeader + code.formal_count) return "a" + std::to_string(r - kFrameHeader);
    return "r" + std::to_string(r);
}

std::string list(const AtomTable& atoms, const std::vector<AtomId>& names) {
    std::string out = "{";
    for (AtomId name : names) out += (out.size() > 1 ? ", " : "") + atoms.to_utf8(name);
    return out + "}";
}

std::string constant_text(const BytecodeFunction& code, uint32_t k) {
    const Constant& c = code.constants[k];
    const AtomTable& atoms = code.function->unit->atoms;
    switch (c.kind) {
    case ConstantKind::kUndefined: return "undefined";
    case ConstantKind::kNumber: return number(c.number);
    case ConstantKind::kString: return quoted(atoms, c.atom);
    case ConstantKind::kBigInt: return atoms.to_utf8(c.atom) + "n";
    case ConstantKind::kFunction: return "<function " + display_name(*code.functions[c.index]) + ">";
    case ConstantKind::kTemplate: return list(atoms, code.templates[c.index].raw);
    case ConstantKind::kRegExp:
        return "/" + atoms.to_utf8(code.regexps[c.index].pattern) + "/" + atoms.to_utf8(code.regexps[c.index].flags);
    case ConstantKind::kKeys: return list(atoms, code.key_lists[c.index]);
    case ConstantKind::kArrayBoilerplate:
        return "<array of " + std::to_string(code.arrays[c.index].size()) + ">";
    case ConstantKind::kArgumentMap: {
        std::string out = "[";
        for (int32_t slot : code.argument_maps[c.index]) out += (out.size() > 1 ? ", " : "") + std::to_string(slot);
        return out + "]";
    }
    case ConstantKind::kGlobalDeclarations: {
        const GlobalDeclarations& d = code.global_declarations[c.index];
        std::string out = "{";
        auto add = [&](const char* kind, AtomId name) { out += (out.size() > 1 ? ", " : "") + std::string(kind) + atoms.to_utf8(name); };
        for (const auto& lexical : d.lexicals) add(lexical.is_const ? "const " : "let ", lexical.name);
        for (AtomId name : d.functions) add("function ", name);
        for (AtomId name : d.vars) add("var ", name);
        return out + "}";
    }
    case ConstantKind::kScope: return "<scope " + std::to_string(c.index) + ">";
    }
    return "";
}

void append_padded(std::string& out, const std::string& text, size_t width) {
    out += text;
    if (text.size() < width) out.append(width - text.size(), ' ');
}

}  // namespace

std::string display_name(const FunctionTemplate& function) {
    switch (function.kind) {
    case FunctionKind::kScript: return "<script>";
    case FunctionKind::kModule: return "<module>";
    case FunctionKind::kModuleDeclarations: return "<module declarations>";
    case FunctionKind::kEval: return "<eval>";
    case FunctionKind::kClassInitializer: return "<class initializer>";
    case FunctionKind::kNormal:
    case FunctionKind::kArrow:
    case FunctionKind::kMethod:
    case FunctionKind::kGetter:
    case FunctionKind::kSetter:
    case FunctionKind::kBaseConstructor:
    case FunctionKind::kDerivedConstructor: break;
    }
    if (function.name != kNoAtom && function.name != atom::kEmpty) return function.unit->atoms.to_utf8(function.name);
    LineColumn place = function.unit->source().line_column(function.source_start);
    return "<anonymous " + std::to_string(place.line) + ":" + std::to_string(place.column) + ">";
}

std::string print_op(const BytecodeFunction& code, uint32_t pc) {
    const uint16_t* op = &code.code[pc];
    const OpInfo& info = op_info(*op);
    std::string out, feedback;
    append_padded(out, info.name, 20);
    const char* separator = " ";
    for (uint32_t i = 0; i < info.operand_count; i++) {
        const OperandInfo& operand = info.operands[i];
        uint16_t unit = op[operand.unit];
        std::string text;
        switch (operand.role) {
        case Role::kIn:
        case Role::kOut:
        case Role::kInOut: {
            uint32_t span = operand_span(op, operand);
            text = register_name(code, unit);
            if (span != 1) text += span ? ".." + register_name(code, unit + span - 1) : "..";
            break;
        }
        case Role::kWindow:
        case Role::kArgs:
        case Role::kMethod: text = "[" + register_name(code, unit) + "]"; break;
        case Role::kAtom:
        case Role::kConst: text = constant_text(code, uint32_t(read32(op + operand.unit))); break;
        case Role::kSlot:
            feedback = std::string(slot_name(operand.slot)) + "@" + std::to_string(read32(op + operand.unit));
            continue;
        case Role::kLabel: text = "-> " + std::to_string(int32_t(pc) + read32(op + operand.unit)); break;
        case Role::kU16:
            text = Op(*op) == Op::kIntrinsic && operand.unit == 2 ? intrinsic_name(unit) : std::to_string(unit);
            break;
        case Role::kI16: text = std::to_string(int16_t(unit)); break;
        case Role::kI32: text = std::to_string(read32(op + operand.unit)); break;
        }
        out += separator + text;
        separator = ", ";
    }
    if (info.table_unit) {
        out += " [";
        for (uint32_t i = 0; i < op[info.table_unit]; i++) {
            out += (i ? ", " : "") + std::to_string(int32_t(pc) + read32(op + info.length + 2 * i));
        }
        out += "]";
    }
    if (!feedback.empty()) {
        std::string padded;
        append_padded(padded, out, 48);
        out = padded + "  " + feedback;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string print(const BytecodeFunction& code) {
    const SourceText& source = code.function->unit->source();
    LineColumn place = source.line_column(code.function->source_start);
    std::string out = "function " + display_name(*code.function) + "  " + source.name() + ":" + std::to_string(place.line) +
                      ":" + std::to_string(place.column) + "\n  " + std::to_string(code.formal_count) + " formals, " +
                      std::to_string(code.register_count - kFrameHeader) + " registers beyond the header, " +
                      std::to_string(code.code.size() * 2) + " bytes, " + std::to_string(code.metadata_words) +
                      " words of metadata\n";
    std::set<uint32_t> targets;
    for (uint32_t pc = 0; pc < code.code.size(); pc += op_length(&code.code[pc])) {
        for_each_target(code, pc, [&](uint32_t target) { targets.insert(target); });
    }
    for (const ExceptionEntry& entry : code.exceptions) targets.insert(entry.handler);
    uint32_t line = 0;
    for (uint32_t pc = 0; pc < code.code.size(); pc += op_length(&code.code[pc])) {
        uint32_t here = source.line_column(code.source_position(pc)).line;
        if (here != line) {
            line = here;
            auto [start, end] = source.line_range(line);
            std::string text = source.utf8(start, end > start + 90 ? start + 90 : end);
            out += "  ; " + std::to_string(line) + ": " + text.substr(text.find_first_not_of(" \t") == std::string::npos ? 0 : text.find_first_not_of(" \t")) + "\n";
        }
        char offset[24];
        std::snprintf(offset, sizeof offset, "%s%5u  ", targets.count(pc) ? " >" : "  ", pc);
        out += offset + print_op(code, pc) + "\n";
    }
    for (const ExceptionEntry& entry : code.exceptions) {
        out += "  handler " + std::to_string(entry.start) + ".." + std::to_string(entry.end) + " -> " +
               std::to_string(entry.handler) + ", exception in " + register_name(code, entry.exception) + "\n";
    }
    return out;
}

}  // namespace jsx::bytecode
