#pragma once

#include "imports/lines.hpp"
#include "imports/source_folder.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// A file of Liquibase's formatted SQL, taken apart.
namespace headstart::imports {

/// What Liquibase knows a file of plain SQL by that a changelog includes.
constexpr std::string_view k_liquibase_plain_id = "raw";
constexpr std::string_view k_liquibase_plain_author = "includeAll";

struct LiquibaseChangeset {
    std::string author;
    std::string id;
    std::map<std::string, std::string, std::less<>> attributes; ///< by their names in lower case
    std::string comment;
    std::vector<std::string> notes; ///< what its file says above it, if it is the first
    std::string up;
    std::size_t line = 0;                ///< of `--changeset`
    std::optional<std::string> rollback; ///< nothing: it has none; empty: nothing is to be done
    std::size_t rollback_line = 0;
    bool has_preconditions = false;
};

struct LiquibaseFile {
    std::vector<LiquibaseChangeset> changesets;
    std::map<std::string, std::string, std::less<>> properties;
    std::size_t unread_line = 0; ///< of SQL that stands in no changeset, from 1; 0: there is none
};

/// Whether a list of databases, "postgresql, h2" or "!oracle", has PostgreSQL; an empty one has all.
bool is_for_postgresql(std::string_view list);

/// A file of plain SQL is one changeset, as Liquibase takes it. Throws diag::Error (usage) for a changeset
/// without author or id.
LiquibaseFile read_liquibase_file(const Source& source);

/// Statements that end with a delimiter of their own, ended by `;`.
std::string with_semicolons_for(std::string_view sql, std::string_view delimiter);

} // namespace headstart::imports
