#include "scripts/section.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::scripts {

namespace {

using Source = std::shared_ptr<const diag::SourceText>;
using sql::TransactionUse;

constexpr std::string_view k_marker = "migrate:";

diag::Error refusal(std::string_view code, const Source& source, std::size_t begin, std::size_t end,
                    std::string message, std::string hint) {
    diag::Diagnostic problem;
    problem.code = code;
    problem.message = std::move(message);
    problem.span = diag::Span{source, begin, std::max(begin, end)};
    problem.hint = std::move(hint);
    return {diag::ExitCode::usage, std::move(problem)};
}

struct Marker {
    std::size_t begin;      ///< of the dashes
    std::size_t end;        ///< of the line
    std::string_view words; ///< "up transaction:false"
};

/// The next line of the form `-- migrate:…`, wherever it may stand.
std::optional<Marker> next_marker_line(std::string_view text, std::size_t from) {
    for (auto at = text.find(k_marker, from); at != std::string_view::npos;
         at = text.find(k_marker, at + 1)) {
        auto begin = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
        begin = begin == std::string_view::npos ? 0 : begin + 1;
        if (begin == 0 && text.starts_with(base::k_utf8_bom)) {
            begin = base::k_utf8_bom.size();
        }
        const auto before = base::trim(text.substr(begin, at - begin));
        const auto end = std::min(text.find('\n', at), text.size());
        if (before == "--") {
            return Marker{text.find("--", begin), end,
                          base::trim(text.substr(at + k_marker.size(), end - at - k_marker.size()))};
        }
    }
    return std::nullopt;
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

void check_nothing_before(const std::string& sql, const Source& source, std::size_t first_marker) {
    const auto scanned = sql::scan(sql.substr(0, first_marker));
    for (const auto& token : scanned.tokens) {
        if (token.kind != sql::TokenKind::comment) {
            throw refusal(diag::code::bad_section, source, token.begin, token.end,
                          "SQL stands before the first marker, in no section",
                          "put it below `-- migrate:up`");
        }
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
    if (const auto command = sql::meta_command_at(section.source->text, at)) {
        throw refusal(diag::code::meta_command, section.source, at, at + command->size(),
                      fmt::format("`{}` is a command of psql, not SQL", *command),
                      "only psql understands it: write the SQL itself, in this file");
    }
    if (error.message.starts_with("COPY")) {
        throw refusal(diag::code::bad_copy_data, section.source, at, at + 1, error.message,
                      "end the data with a line that holds only `\\.`, as pg_dump writes it");
    }
    throw refusal(diag::code::syntax_error, section.source, at, end_of_word(section.source->text, at),
                  error.message, "nothing of this run has been executed; correct the file and run it again");
}

/// A statement that cannot run in the transaction headstart would put around it.
void check_transactional(const Section& section, const std::vector<sql::Statement>& statements) {
    std::vector<diag::Diagnostic> problems;
    for (const auto& statement : statements) {
        const auto use = statement.traits.transaction_use;
        if (use == TransactionUse::allowed || use == TransactionUse::may_commit) {
            continue;
        }
        const auto error =
            refusal(diag::code::not_in_transaction, section.source, statement.begin, statement.end,
                    use == TransactionUse::forbidden
                        ? fmt::format("{} cannot run inside a transaction", statement.traits.name)
                        : fmt::format("{} would end the transaction that headstart runs the section in",
                                      statement.traits.name),
                    "write `transaction:false` behind the section's marker; best in a revision of its own");
        problems.push_back(error.diagnostics().front());
    }
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
}

/// Outside a transaction the file's own BEGIN must have its COMMIT: it is one step, and progress is kept by
/// steps.
void check_blocks_closed(const Section& section, const std::vector<sql::Statement>& statements) {
    const sql::Statement* open = nullptr;
    for (const auto& statement : statements) {
        if (statement.traits.transaction_use == TransactionUse::begins && open == nullptr) {
            open = &statement;
        } else if (statement.traits.transaction_use == TransactionUse::ends) {
            open = nullptr;
        }
    }
    if (open != nullptr) {
        throw refusal(diag::code::bad_section, section.source, open->begin, open->end, "BEGIN has no COMMIT",
                      "end the block with COMMIT in the same section");
    }
}

} // namespace

Sections find_sections(const Source& source) {
    const auto copy = sql::blank_copy_data(source->text);
    const std::string& text = copy.sql; // an open COPY is reported when its section is parsed
    Sections sections;
    std::optional<Section>* previous = nullptr;
    std::size_t between_tokens = 0;
    for (auto marker = next_marker_line(text, 0); marker; marker = next_marker_line(text, marker->end)) {
        if (!sql::ends_between_tokens(
                std::string_view(text).substr(between_tokens, marker->begin - between_tokens))) {
            continue; // inside a literal or a comment
        }
        if (previous == nullptr) {
            check_nothing_before(text, source, marker->begin);
        } else {
            (*previous)->end = marker->begin;
        }
        apply_marker(*marker, source, sections);
        previous = sections.up && sections.up->marker == marker->begin ? &sections.up : &sections.down;
        between_tokens = marker->begin;
    }
    return sections;
}

std::vector<sql::Statement> parse_section(const Section& section, int server_version) {
    auto parsed = sql::parse_statements(section.text());
    if (const auto* error = std::get_if<sql::SyntaxError>(&parsed)) {
        if (server_version <= sql::grammar_version()) {
            refuse_syntax(section, *error);
        }
        diag::log_debug(
            fmt::format("{}: PostgreSQL {} may know syntax that the built-in grammar of {} does not: {}",
                        section.source->path, server_version, sql::grammar_version(), error->message));
        parsed = sql::split_statements(section.text());
        if (const auto* scan_error = std::get_if<sql::SyntaxError>(&parsed)) {
            refuse_syntax(section, *scan_error);
        }
    }
    auto statements = std::get<std::vector<sql::Statement>>(std::move(parsed));
    for (auto& statement : statements) {
        statement.begin += section.begin;
        statement.end += section.begin;
        if (statement.copy_data) {
            statement.copy_data->statement_end += section.begin;
            statement.copy_data->begin += section.begin;
            statement.copy_data->end += section.begin;
        }
    }
    if (section.transactional) {
        check_transactional(section, statements);
    } else {
        check_blocks_closed(section, statements);
    }
    return statements;
}

} // namespace headstart::scripts
