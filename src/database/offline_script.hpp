#pragma once

#include "database/migration.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::database {

/// What a run would do, as a script for the engine's own client: the same statements in the same
/// transactions, the version rows and the journal's among them. Each transaction checks the version rows as a
/// run does, so the script fails where the database does not stand where it begins.
///
/// A lock is not part of it: who runs a script sees to it that nobody else migrates, and the checks hold
/// anyway.
class OfflineScript {
public:
    /// Who is given the text, a piece at a time: a script of thousands of migrations is never there as a
    /// whole.
    using Writer = std::function<void(std::string_view)>;

    OfflineScript() = default;
    OfflineScript(const OfflineScript&) = delete;
    OfflineScript& operator=(const OfflineScript&) = delete;
    virtual ~OfflineScript() = default;

    /// A comment line; line ends in it become blanks.
    virtual void add_comment(std::string_view text) = 0;

    /// Version table and journal, where they are missing: a script may be the first of a database, or of one
    /// that Alembic managed. `rows` are those the script begins from.
    virtual void create_tables(const std::vector<std::string>& rows) = 0;

    /// Stops where a run has left something half-done. Behind create_tables().
    virtual void require_nothing_half_done() = 0;

    /// Both tables where they are missing, whatever rows there are.
    virtual void ensure_tables() = 0;

    /// One transaction for all of them. They must be transactional.
    virtual void add_transaction(std::span<const Migration> migrations) = 0;
    /// A migration that is not; progress is kept in the journal, so that a run can go on where a script died.
    virtual void add_stepwise(const Migration& migration) = 0;
    virtual void add_stamps(std::span<const Stamp> stamps) = 0;

    /// Behind the last command: gives what is left of the text.
    virtual void finish() = 0;
};

} // namespace headstart::database
