#include "diag/render.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "diag/json_fields.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace headstart::diag {

namespace {

std::string_view severity_name(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

/// What a message of several lines goes on with: none of them begins where a diagnostic does.
constexpr std::string_view k_next_line = "\n  ";
/// Characters of a source line that are shown on each side of where a place begins: a dump has lines of
/// megabytes.
constexpr std::size_t k_longest_side = 240;
constexpr std::string_view k_ellipsis = "…";

/// The source line around a place, in the three parts that a caret line needs.
struct Excerpt {
    std::string before;
    std::string marked;
    std::string behind;
};

Excerpt excerpt_of(const Span& span, std::size_t column) {
    const auto line = line_around(span.source->text, span.begin);
    auto before = line.substr(0, base::byte_offset_of_character(line, column - 1));
    const auto rest = line.substr(before.size());
    const auto shown = rest.substr(0, base::byte_offset_of_character(rest, k_longest_side));
    const auto marked = shown.substr(0, span.end - span.begin);
    const bool is_far = column - 1 > k_longest_side;
    if (is_far) {
        before.remove_prefix(base::byte_offset_of_character(before, column - 1 - k_longest_side));
    }
    return {(is_far ? std::string(k_ellipsis) : "") + base::printable(before), base::printable(marked),
            base::printable(shown.substr(marked.size())) +
                (shown.size() < rest.size() ? std::string(k_ellipsis) : "")};
}

/// The source line and a caret line under it. Tabs are copied into the caret line, so that both lines are
/// indented alike whatever the terminal's tab stops are.
std::string render_snippet(const Span& span, const Palette& palette) {
    if (const auto& target = span.source->link_target; !target.empty()) {
        return fmt::format("      | (a link to {}: not shown)\n", target);
    }
    const auto position = position_of(span.source->text, span.begin);
    const auto [before, marked, behind] = excerpt_of(span, position.column);
    std::string indent;
    for (const char c : before) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            indent += c == '\t' ? '\t' : ' ';
        }
    }
    const auto width = base::count_characters(marked);
    const std::string underline(width > 1 ? width - 1 : 0, '~');
    return fmt::format("{:>5} | {}{}{}\n      | {}{}\n", position.line, before, marked, behind, indent,
                       palette(Paint::caret, "^" + underline));
}

void append_block(std::string& text, std::string_view label, std::string_view content) {
    if (content.empty()) {
        return;
    }
    text += fmt::format("{}: {}\n", label, base::printable(content, k_next_line));
}

} // namespace

std::string render_text(const Diagnostic& diagnostic, const Palette& palette) {
    std::string text;
    if (diagnostic.span) {
        const auto position = position_of(diagnostic.span->source->text, diagnostic.span->begin);
        text +=
            palette(Paint::heading, fmt::format("{}:{}:{}:", base::printable(diagnostic.span->source->path),
                                                position.line, position.column)) +
            " ";
    }
    const auto severity = diagnostic.severity == Severity::error ? Paint::error : Paint::warning;
    text += fmt::format(
        "{} {}\n",
        palette(severity, fmt::format("{}[{}]:", severity_name(diagnostic.severity), diagnostic.code)),
        base::printable(diagnostic.message, k_next_line));
    if (diagnostic.span) {
        text += render_snippet(*diagnostic.span, palette);
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
    append_block(text, palette(Paint::advice, "hint"), diagnostic.hint);
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
    if (const auto& server = diagnostic.server) {
        add_fields(json, {{"sqlstate", server->sqlstate},
                          {"detail", server->detail},
                          {"server_hint", server->hint},
                          {"context", server->context}});
    }
    add_fields(json, fields_of(diagnostic.subject));
    add_fields(json, {{"notes", diagnostic.notes}, {"hint", diagnostic.hint}, {"while", diagnostic.path}});
    // The server may quote bytes of ours that are not UTF-8; a log line must still be written.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace headstart::diag
