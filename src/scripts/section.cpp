#include "scripts/section.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"
#include "diag/refusal.hpp"
#include "scripts/dump_blocks.hpp"
#include "scripts/marker.hpp"
#include "scripts/missing_semicolon.hpp"
#include "scripts/psql_syntax.hpp"
#include "scripts/section_checks.hpp"
#include "sql/copy_data.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

namespace headstart::scripts {

namespace {

using Source = std::shared_ptr<const diag::SourceText>;

diag::Error refusal(std::string_view code, const Source& source, std::size_t begin, std::size_t end,
                    std::string message, std::string hint) {
    return diag::refusal_at({source, begin, std::max(begin, end)}, code, std::move(message), std::move(hint));
}

/// Looks behind a marker for the next one, outside literals, block comments and the data of COPY. Each time
/// as a text of its own: a statement that the section before has left open does not reach into this one.
struct NextMarker {
    std::optional<Marker> marker;
    std::optional<sql::Token> first_sql; ///< what stands before it
};

/// The first comment of the file, which `history` shows: "Rollback" may be what it is about.
bool is_message(std::string_view text, const sql::Token& comment) {
    return base::trim(text.substr(0, comment.begin)).empty() ||
           base::trim(text.substr(0, comment.begin)) == base::k_utf8_bom;
}

[[noreturn]] void refuse_meant(const Source& source, const sql::Token& comment, const std::string& marker) {
    const auto words = source->text.view().substr(comment.begin, comment.end - comment.begin);
    throw refusal(
        diag::code::bad_section, source, comment.begin, comment.end,
        fmt::format("`{}` is a comment, and looks as if it was meant as a marker", base::trim(words)),
        fmt::format("write `{}` on a line of its own; of what is none, say more", marker));
}

/// The marker behind comments alone, as nearly every file begins: known without a look at the rest.
std::optional<Marker> find_marker_behind_header(const Source& source) {
    const std::string_view text = source->text;
    sql::Scanner scanner(text);
    for (auto token = scanner.next(); token && token->kind == sql::TokenKind::comment;
         token = scanner.next()) {
        if (auto marker = as_marker(text, *token)) {
            return marker;
        }
        if (meant_marker(text, *token, true)) {
            break; // to be refused, if it is not the message
        }
    }
    return std::nullopt;
}

/// `begin`: of the span in the file.
void find_in_span(const Source& source, const sql::SqlSpan& span, std::size_t begin, NextMarker& found) {
    const std::string_view text = source->text;
    sql::Scanner scanner(span.sql);
    bool ends_statement = true;
    while (const auto token = scanner.next()) {
        auto in_file = *token;
        in_file.begin += begin;
        in_file.end += begin;
        if (token->kind != sql::TokenKind::comment) {
            ends_statement = token->kind == sql::TokenKind::semicolon;
            found.first_sql = found.first_sql.value_or(in_file);
        } else if (as_marker(text, in_file)) {
            found.marker = as_marker(text, in_file);
            return;
        } else if (const auto meant = meant_marker(text, in_file, ends_statement)) {
            if (!is_message(text, in_file)) {
                refuse_meant(source, in_file, *meant);
            }
        }
    }
}

NextMarker find_next_marker(const Source& source, std::size_t from) {
    if (from == 0) {
        if (auto marker = find_marker_behind_header(source)) {
            return {std::move(marker), std::nullopt};
        }
    }
    NextMarker found;
    // An open COPY is reported when its section is parsed.
    sql::SqlSpans spans(std::string_view(source->text).substr(from));
    for (auto span = spans.next(); span && !found.marker; span = spans.next()) {
        find_in_span(source, *span, from + span->begin, found);
    }
    return found;
}

/// `up`, `down`, with `transaction:true|false`.
void apply_marker(const Marker& marker, const Source& source, Sections& sections) {
    const auto words = base::split_list(marker.words, " \t");
    const auto direction = words.empty() ? std::string_view{} : words.front();
    if (direction != "up" && direction != "down") {
        throw refusal(diag::code::bad_section, source, marker.begin, marker.end,
                      fmt::format("`migrate:{}` is no marker", direction),
                      "write `-- migrate:up` or `-- migrate:down`");
    }
    auto& section = direction == "up" ? sections.up : sections.down;
    if (section) {
        throw refusal(diag::code::bad_section, source, marker.begin, marker.end,
                      fmt::format("`migrate:{}` stands here for the second time", direction),
                      "a file has one section for each direction: join the two, or make two revisions");
    }
    section = Section{source, std::min(marker.end + 1, source->text.size()), source->text.size(),
                      marker.begin, true};
    for (const auto option : std::vector(words.begin() + 1, words.end())) {
        if (option != "transaction:false" && option != "transaction:true") {
            throw refusal(diag::code::bad_section, source, marker.begin, marker.end,
                          fmt::format("`{}` is no option of a marker", option),
                          "the only option is `transaction:false`");
        }
        section->transactional = option == "transaction:true";
    }
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
    const auto is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               (static_cast<unsigned char>(c) & 0x80U) != 0;
    };
    auto end = at;
    while (end < text.size() && is_word(text[end])) {
        ++end;
    }
    return std::max(end, std::min(at + 1, text.size()));
}

[[noreturn]] void refuse_syntax(const Section& section, const sql::SyntaxError& error) {
    const auto at = section.begin + error.offset;
    if (const auto command = sql::meta_command_at(section.text(), error.offset)) {
        throw refusal(diag::code::meta_command, section.source, at, at + command->size(),
                      fmt::format("`{}` is a command of psql, not SQL", *command),
                      hint_for_meta_command(*command));
    }
    if (error.is_open_copy) {
        throw refusal(diag::code::bad_copy_data, section.source, at, end_of_word(section.source->text, at),
                      error.message, "end the data with a line that holds only `\\.`, as pg_dump writes it");
    }
    const auto line = diag::position_of(section.source->text, section.begin).line;
    if (auto hint = hint_for_missing_semicolon(section.text(), error.offset, line)) {
        throw refusal(diag::code::syntax_error, section.source, at, end_of_word(section.source->text, at),
                      error.message, *std::move(hint));
    }
    throw syntax_refusal(section.source, at, error.message);
}

/// A script may be for any server; but a slip of the finger is to be seen by who has it written.
void tell_of_unknown(const Section& section, sql::Dialect dialect, const sql::SyntaxError& error) {
    const auto place = diag::position_of(section.source->text, section.begin + error.offset);
    const auto at = fmt::format("{}:{}:{}", section.source->path, place.line, place.column);
    if (dialect.is_known()) {
        diag::log_debug(
            fmt::format("{}: PostgreSQL {} may know syntax that the built-in grammar of {} does not: {}", at,
                        dialect.major_version(), sql::grammar_version(), error.message));
        return;
    }
    diag::log_warning(
        fmt::format("{}: {}, by the built-in grammar of PostgreSQL {}; a newer server may know "
                    "it, so the SQL is taken as it stands, unchecked",
                    at, error.message, sql::grammar_version()),
        {{"event", "unchecked"}, {"file", section.source->path}, {"line", diag::count_of(place.line)}});
}

/// By the grammar, or where the server may know more than it, by the scanner alone.
sql::StatementList parse_or_split(const Section& section, sql::Dialect dialect) try {
    auto parsed = sql::parse_statements(section.text());
    if (const auto* error = std::get_if<sql::SyntaxError>(&parsed)) {
        // Offline, what no server takes is not left to a newer one.
        const bool is_too_deep = !dialect.is_known() && error->message.starts_with("nested deeper");
        // Of E'\351' it says what a database in UTF-8 would; another one may hold that.
        const bool is_of_encoding = error->message.starts_with("invalid byte sequence for encoding");
        if ((!dialect.may_be_newer_than_grammar() && !is_of_encoding) || is_too_deep ||
            sql::meta_command_at(section.text(), error->offset)) {
            refuse_syntax(section, *error);
        }
        auto split = sql::split_statements(section.text());
        if (const auto* scan_error = std::get_if<sql::SyntaxError>(&split)) {
            const bool is_same = !dialect.is_known() && scan_error->offset == error->offset;
            refuse_syntax(section, is_same ? *error : *scan_error); // the grammar says more of it
        }
        tell_of_unknown(section, dialect, *error);
        parsed = std::move(split);
    }
    return std::get<sql::StatementList>(std::move(parsed));
} catch (const std::bad_alloc&) {

    throw diag::Error(
        diag::ExitCode::usage,
        diag::out_of_memory(fmt::format("there is not enough memory to parse {}", section.source->path)));
}

} // namespace

Sections find_sections(const Source& source) {
    Sections sections;
    std::optional<Section>* previous = nullptr;
    auto found = find_next_marker(source, 0);
    if (found.marker && found.first_sql) {
        throw refusal(diag::code::bad_section, source, found.first_sql->begin, found.first_sql->end,
                      "SQL stands before the first marker, in no section", "put it below `-- migrate:up`");
    }
    for (; found.marker; found = find_next_marker(source, found.marker->end)) {
        const auto& marker = *found.marker;
        if (previous != nullptr) {
            // NOLINTNEXTLINE(bugprone-unchecked-optional-access): a marker makes its section
            (*previous)->end = marker.begin;
        }
        apply_marker(marker, source, sections);
        previous = sections.up && sections.up->marker == marker.begin ? &sections.up : &sections.down;
    }
    return sections;
}

diag::Error syntax_refusal(const Source& source, std::size_t at, std::string message) {
    return refusal(diag::code::syntax_error, source, at, end_of_word(source->text, at), std::move(message),
                   hint_for_variable(source->text, at)
                       .value_or("nothing has been executed; correct the file and try again"));
}

sql::StatementList parse_section(const Section& section, sql::Dialect dialect) {
    auto statements = parse_or_split(section, dialect);
    statements.shift(section.begin);
    if (section.transactional) {
        leave_out_large_object_blocks(section, statements);
    }
    check_statements(section, statements);
    return statements;
}

} // namespace headstart::scripts
