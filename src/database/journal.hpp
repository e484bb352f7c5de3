#pragma once

#include "database/migration.hpp"
#include "database/session.hpp"
#include "pg/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headstart::database {

/// A migration outside a transaction that an earlier run began and did not finish.
struct Unfinished {
    std::string id;
    std::size_t statements_done;
    std::string checksum;
    std::optional<std::string> attempt; ///< what was there before the next statement, if that was begun
};

/// Statements of a migration that were done, and that now are.
struct Progress {
    std::size_t from;
    std::size_t to;
};

/// The machine or container this runs on.
std::string host_name();

/// `headstart_journal`, beside the version table: who changed this schema, when, and how long it took. Builds
/// the SQL; the caller decides in which transaction it runs.
class Journal {
public:
    /// `host`: where the run is said to come from.
    explicit Journal(std::string schema, std::string host = host_name())
        : m_schema(std::move(schema))
        , m_host(std::move(host)) {}

    [[nodiscard]] std::string qualified() const;
    [[nodiscard]] pg::Command exists() const;
    /// True too where it does not exist.
    [[nodiscard]] pg::Command may_read() const;
    [[nodiscard]] pg::Command create() const;
    /// Whether it is as create() makes it: an older headstart made it without what came later.
    [[nodiscard]] pg::Command is_up_to_date() const;
    [[nodiscard]] pg::Command bring_up_to_date() const;
    [[nodiscard]] pg::Command ancestry() const;
    static std::vector<Ancestry> read_ancestry(const pg::Result& result);

    /// A whole run of a transactional migration; for the transaction that applied it. The start is the
    /// transaction's.
    [[nodiscard]] pg::Command record_done(const Migration& migration) const;
    [[nodiscard]] pg::Command record_stamp(const Stamp& stamp) const;

    /// The newest of what was run and what was accepted, by revision.
    [[nodiscard]] pg::Command recorded() const;
    static std::vector<Recorded> read_recorded(const pg::Result& result);

    [[nodiscard]] pg::Command record_accept(const Migration& migration) const;

    /// A run outside a transaction: begins (returns the row's id), gets on, ends or fails.
    [[nodiscard]] pg::Command begin(const Migration& migration) const;
    /// Before a statement that cannot share a transaction with its progress; `before` is JSON.
    [[nodiscard]] pg::Command attempt(const std::string& id, const std::string& before) const;
    /// Fails (division by zero) unless the row is where `progress` begins: another session has gone on with
    /// it.
    [[nodiscard]] pg::Command progress(const std::string& id, const Progress& progress) const;
    [[nodiscard]] pg::Command finish(const std::string& id) const;
    [[nodiscard]] pg::Command fail(const std::string& id, const std::string& error) const;
    [[nodiscard]] pg::Command find_unfinished(const Migration& migration) const;
    static std::optional<Unfinished> read_unfinished(const pg::Result& result);

private:
    std::string m_schema;
    std::string m_host;
};

} // namespace headstart::database
