#pragma once

#include "database/session.hpp"
#include "pg/connection.hpp"
#include "postgres/trust.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::postgres {

using database::Standing;

/// A condition on the relation of pg_class called `alias`: it is a version table, whatever its name.
std::string looks_like_version_table(std::string_view alias);

/// Alembic's version table: its name, and the SQL that reads and changes it.
///
/// It is found once, by schema and name, and called by both ever after: the database's search_path may name a
/// schema that a migration makes later, and a migration may change the path itself.
class VersionTable {
public:
    /// `schema` empty: where the search_path finds the table, else where it would create one. Throws
    /// diag::Error (usage) for a name that the server would cut off.
    VersionTable(std::string schema, std::string name, TrustedNames trusted);

    /// What a look at a database tells.
    struct Look {
        Standing standing;
        std::string server_pid; ///< the process that answered: see pg::is_pooled()
        /// Of the question that was asked with it. Neither, where there is no version table: then it has not
        /// come to be asked.
        std::optional<pg::Result> answer;
        std::optional<pg::ServerError> refusal;
    };

    /// Finds the table and reads it, in one transaction and two round trips, under these settings; knows the
    /// schema from then on. `question`: what is asked in the same breath where the relation `journal` is
    /// there, its last command for an answer. Throws diag::Error (failed) where there is no schema to hold
    /// it, where it is none that may be read (trust.hpp), or no right to.
    Look look(pg::Connection& connection, const std::vector<pg::ServerSetting>& settings,
              const std::string& journal, const std::vector<pg::Command>& question = {});

    [[nodiscard]] const std::string& schema() const { return m_schema; }

    /// Somebody else has found it there.
    void is_in(std::string schema) { m_schema = std::move(schema); }

    [[nodiscard]] const std::string& name() const { return m_name; }

    /// `"public"."alembic_version"`; without the schema where none is known (offline).
    [[nodiscard]] std::string qualified() const;

    /// As Alembic creates it, or wider where an id has more characters than its 32.
    [[nodiscard]] pg::Command create(std::size_t longest_id) const;
    /// Against other writers, before check_rows(): a statement sees what was there when it began. Readers are
    /// not held up. Correctness rests on it where a pooler makes the session lock worthless.
    [[nodiscard]] pg::Command lock() const;
    /// Fails unless the rows are `expected` (sorted). Many are told by their number and a digest: a list of
    /// them with each migration would take the square of a history with thousands of heads.
    [[nodiscard]] pg::Command check_rows(const std::vector<std::string>& expected) const;
    /// The same rows, for people.
    [[nodiscard]] static std::string describe(const std::vector<std::string>& expected);
    /// A sentence for psql, as an SQL expression: `what`, with the rows as they are and as `expected`.
    [[nodiscard]] std::string rows_found(std::string_view what, std::string_view expected) const;
    /// Deletes every row.
    [[nodiscard]] pg::Command purge() const;
    /// One statement for each change; fails unless it hits exactly one row.
    [[nodiscard]] pg::Command change(const revision::VersionRowChange& change) const;

private:
    std::string m_schema;
    std::string m_name;
    TrustedNames m_trusted;
};

} // namespace headstart::postgres
