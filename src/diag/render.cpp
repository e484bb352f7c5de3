#include "diag/render.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace headstart::diag {

namespace {

std::string_view severity_name(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

/// The source line and a caret line under it. Tabs are copied into the caret line, so that both lines are
/// indented alike whatever the terminal's tab stops are.
std::string render_snippet(const Span& span) {
    if (const auto& target = span.source->link_target; !target.empty()) {
        return fmt::format("      | (a link to {}: not shown)\n", target);
    }
    const auto line = line_around(span.source->text, span.begin);
    const auto position = position_of(span.source->text, span.begin);
    const auto before = line.substr(0, base::byte_offset_of_character(line, position.column - 1));
    std::string indent;
    for (const char c : before) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            indent += c == '\t' ? '\t' : ' ';
        }
    }
    const auto width = base::count_characters(line.substr(before.size()).substr(0, span.end - span.begin));
    const std::string underline(width > 1 ? width - 1 : 0, '~');
    return fmt::format("{:>5} | {}\n      | {}^{}\n", position.line, line, indent, underline);
}

void append_block(std::string& text, std::string_view label, std::string_view content) {
    if (content.empty()) {
        return;
    }
    std::string indented;
    for (const char c : content) {
        indented += c;
        if (c == '\n') {
            indented += "  ";
        }
    }
    text += fmt::format("{}: {}\n", label, indented);
}

} // namespace

std::string render_text(const Diagnostic& diagnostic) {
    std::string text;
    if (diagnostic.span) {
        const auto position = position_of(diagnostic.span->source->text, diagnostic.span->begin);
        text += fmt::format("{}:{}:{}: ", diagnostic.span->source->path, position.line, position.column);
    }
    text +=
        fmt::format("{}[{}]: {}\n", severity_name(diagnostic.severity), diagnostic.code, diagnostic.message);
    if (diagnostic.span) {
        text += render_snippet(*diagnostic.span);
    }
    if (diagnostic.server) {
        append_block(text, "detail", diagnostic.server->detail);
        append_block(text, "server hint", diagnostic.server->hint);
        append_block(text, "context", diagnostic.server->context);
        append_block(text, "sqlstate", diagnostic.server->sqlstate);
    }
    for (const auto& note : diagnostic.notes) {
        append_block(text, "note", note);
    }
    append_block(text, "hint", diagnostic.hint);
    for (const auto& doing : diagnostic.path) {
        append_block(text, "while", doing);
    }
    return text;
}

std::string render_json(const Diagnostic& diagnostic) {
    nlohmann::ordered_json json{{"level", severity_name(diagnostic.severity)},
                                {"code", diagnostic.code},
                                {"message", diagnostic.message}};
    if (diagnostic.span) {
        const auto position = position_of(diagnostic.span->source->text, diagnostic.span->begin);
        json["file"] = diagnostic.span->source->path;
        json["line"] = position.line;
        json["column"] = position.column;
        if (!diagnostic.span->source->link_target.empty()) {
            json["link_target"] = diagnostic.span->source->link_target;
        }
    }
    if (diagnostic.server) {
        json["sqlstate"] = diagnostic.server->sqlstate;
        json["detail"] = diagnostic.server->detail;
        json["server_hint"] = diagnostic.server->hint;
        json["context"] = diagnostic.server->context;
    }
    if (!diagnostic.notes.empty()) {
        json["notes"] = diagnostic.notes;
    }
    if (!diagnostic.hint.empty()) {
        json["hint"] = diagnostic.hint;
    }
    if (!diagnostic.path.empty()) {
        json["while"] = diagnostic.path;
    }
    // The server may quote bytes of ours that are not UTF-8; a log line must still be written.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace headstart::diag
