#pragma once

#include "database/journal.hpp"
#include "database/stepwise.hpp"
#include "database/version_table.hpp"

#include <chrono>
#include <span>
#include <string>

namespace headstart::database {

/// What a run would do, as a script for psql: the same statements in the same transactions, the version rows
/// and the journal's among them. Each transaction checks the version rows as a run does, so the script fails
/// where the database does not stand where it begins.
///
/// Run it with ON_ERROR_STOP. An advisory lock is not part of it: who runs a script sees to it that nobody
/// else migrates, and the checks hold anyway.
class OfflineScript {
public:
    /// `schema` empty: where the search_path of the session that runs it has the version table.
    OfflineScript(const std::string& schema, const std::string& version_table,
                  std::chrono::milliseconds lock_timeout);

    /// A comment line; line ends in it become blanks.
    void add_comment(std::string_view text);

    /// Version table and journal, where they are missing: a script may be the first of a database, or of one
    /// that Alembic managed. `rows` are those the script begins from.
    void create_tables(const std::vector<std::string>& rows);

    /// Both tables where they are missing, whatever rows there are.
    void ensure_tables();

    /// One transaction for all of them. They must be transactional.
    void add_transaction(std::span<const Migration> migrations);
    /// A migration that is not; progress is kept in the journal, so that a run can go on where a script died.
    void add_stepwise(const Migration& migration);
    void add_stamps(std::span<const Stamp> stamps);

    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    void add(std::string_view sql);
    void add(const pg::Command& command);
    void add(const std::vector<pg::Command>& commands);
    /// As it stands in the file, with the data of a COPY.
    void add(const Migration& migration, const sql::Statement& statement);
    void add_check(const std::vector<std::string>& rows);
    void add_unit(const Migration& migration, const Unit& unit);
    [[nodiscard]] std::string progress(const Migration& migration, const Unit& unit) const;
    [[nodiscard]] std::string attempt(const Migration& migration, const sql::Effect& effect) const;
    [[nodiscard]] std::string newest_journal_id(const Migration& migration) const;

    VersionTable m_version_table;
    Journal m_journal;
    std::chrono::milliseconds m_lock_timeout;
    std::string m_text;
};

} // namespace headstart::database
