#include "postgres/backslash_warning.hpp"

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::postgres {

using database::Migration;

namespace {

constexpr std::string_view k_setting = "standard_conforming_strings";
constexpr std::size_t k_most_lines = 10; ///< of one file, that are named

/// Where its plain strings with backslashes begin.
void find_backslashes(const Migration& migration, const sql::Statement& statement,
                      std::vector<std::size_t>& lines) {
    const auto text = migration.text_of(statement);
    sql::Scanner scanner(text);
    while (const auto token = scanner.next()) {
        const auto string = text.substr(token->begin, token->end - token->begin);
        if (token->kind == sql::TokenKind::string && string.starts_with('\'') &&
            string.find('\\') != std::string_view::npos) {
            const auto line = diag::position_of(migration.source->text, statement.begin + token->begin).line;
            if (lines.empty() || lines.back() != line) {
                lines.push_back(line);
            }
        }
    }
}

/// Up to where the file sets it.
std::vector<std::size_t> lines_with_backslashes(const Migration& migration) {
    std::vector<std::size_t> lines;
    for (const auto& statement : migration.statements) {
        if (base::to_lower(migration.text_of(statement)).find(k_setting) != std::string::npos) {
            break;
        }
        find_backslashes(migration, statement, lines);
    }
    return lines;
}

std::string named(const std::vector<std::size_t>& lines) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < lines.size() && i < k_most_lines; ++i) {
        names.push_back(std::to_string(lines[i]));
    }
    return base::join(names, ", ") + (lines.size() > k_most_lines ? " …" : "");
}

} // namespace

void warn_of_backslashes(const pg::Connection& connection, std::span<const Migration> migrations,
                         diag::Reporter& reporter) {
    if (connection.parameter_status(k_setting.data()) != "off") {
        return;
    }
    for (const auto& migration : migrations) {
        const auto lines = lines_with_backslashes(migration);
        if (lines.empty()) {
            continue;
        }
        reporter.warning(
            fmt::format(
                "{} is off for this role or database, so that a backslash in '…' begins an escape: {}:{}; "
                "write E'…', or SET {} = on at the beginning of the section",
                k_setting, migration.source->path, named(lines), k_setting),
            {{"event", "backslash_strings"},
             {"revision", migration.revision().id},
             {"file", migration.source->path},
             {"line", static_cast<std::int64_t>(lines.front())}});
    }
}

} // namespace headstart::postgres
