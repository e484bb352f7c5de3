#pragma once

#include "database/migration.hpp"
#include "database/session.hpp"
#include "pg/connection.hpp"
#include "postgres/trust.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::postgres {

using database::Ancestry;
using database::Migration;
using database::Recorded;
using database::Stamp;

/// What an interrupted statement had been noted with: see interrupted.hpp.
struct Attempt {
    std::string before; ///< JSON
    /// The journal has been restored from a dump since: the objects have other oids.
    bool is_restored = false;
};

/// A migration outside a transaction that an earlier run began and did not finish.
struct Unfinished {
    std::string id;
    std::size_t statements_done;
    std::string checksum;
    std::string headstart_version;   ///< which began it
    std::optional<Attempt> attempt;  ///< of the next statement, if that was begun
    bool is_of_newer_format = false; ///< the attempt cannot be understood
};

/// Statements of a migration that were done, and that now are.
struct Progress {
    std::size_t from;
    std::size_t to;
};

/// The format of the table that this headstart makes. 1: without a number, as 0.1.0 made it; an older
/// headstart goes on writing to a newer table, whose columns all have defaults.
inline constexpr int k_journal_format = 2;
/// The format of what `attempt` holds. 0: without a number, oids alone.
inline constexpr int k_attempt_format = 1;

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
    /// Whether it is there, in which format, and what there is to change: read_state() takes the answer.
    [[nodiscard]] pg::Command state() const;

    struct State {
        bool exists = false;
        int format = 0;                  ///< of the table; k_format is what create() makes
        std::vector<std::string> checks; ///< names of its check constraints
        bool has_attempts = false;       ///< the column `attempt`
    };

    static State read_state(const pg::Result& result);

    /// Its name, whatever its schema.
    static constexpr std::string_view k_name = "headstart_journal";

    /// Against a change of its definition, before a write. Other writers are not held up where it is ours;
    /// its owner, if it is not, could give it an index in the middle (CREATE INDEX CONCURRENTLY).
    [[nodiscard]] pg::Command lock() const;
    /// Before its definition is changed.
    [[nodiscard]] pg::Command lock_alone() const;

    void belongs_to_others(bool is_others) { m_is_others = is_others; }

    /// True too where it does not exist.
    [[nodiscard]] pg::Command may_read() const;
    [[nodiscard]] pg::Command create() const;
    /// Of an older format: as create() makes it.
    [[nodiscard]] pg::Command bring_up_to_date(const State& state) const;
    /// Of a newer format: the newest version of headstart that wrote to it, one value, or no row where none
    /// is newer than this.
    [[nodiscard]] pg::Command newest_writer() const;
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

    /// A run outside a transaction: begins, and returns its row's id. That is $1 of all that follow here:
    /// left empty, for the caller to fill in.
    [[nodiscard]] pg::Command begin(const Migration& migration) const;
    /// Before a statement that cannot share a transaction with its progress. What the catalogue holds, JSON,
    /// is in the setting headstart.before.
    [[nodiscard]] pg::Command attempt() const;
    /// Fails (division by zero) unless the row is where `progress` begins: another session has gone on with
    /// it.
    [[nodiscard]] pg::Command progress(const Progress& progress) const;
    /// The same where the transaction is not read-only; else nothing, and progress_if_missing() is to follow
    /// behind the transaction. Takes no $1: it is a statement without parameters, and finds its row.
    [[nodiscard]] pg::Command progress_if_writable(const Migration& migration, const Progress& progress,
                                                   const TrustedNames& trusted) const;
    [[nodiscard]] pg::Command progress_if_missing(const Progress& progress) const;
    [[nodiscard]] pg::Command finish() const;
    [[nodiscard]] pg::Command fail(const std::string& error) const;
    /// The id of the newest row of a migration, as an expression: for where begin()'s answer is not at hand.
    [[nodiscard]] std::string newest_id(const Migration& migration) const;
    [[nodiscard]] pg::Command find_unfinished(const Migration& migration) const;
    static std::optional<Unfinished> read_unfinished(const pg::Result& result);

private:
    [[nodiscard]] std::string progress_sql(std::string_view id, std::string_view from, std::string_view to,
                                           std::string_view into) const;

    std::string m_schema;
    std::string m_host;
    bool m_is_others = false;
};

} // namespace headstart::postgres
