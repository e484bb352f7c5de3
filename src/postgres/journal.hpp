#pragma once

#include "database/migration.hpp"
#include "database/session.hpp"
#include "pg/connection.hpp"
#include "postgres/trust.hpp"
#include "sql/effect.hpp"

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

/// What a statement had been noted with before it ran: see interrupted.hpp.
struct Attempt {
    std::string before; ///< JSON
    /// What it does, whatever the file says by now; nothing where an older headstart has noted it.
    std::optional<sql::Effect> effect;
    /// The journal has been restored from a dump since: the objects have other oids.
    bool is_restored = false;
};

/// A migration outside a transaction that an earlier run began and did not finish.
struct Unfinished {
    std::string id;
    std::size_t statements_done;
    std::string checksum;
    /// Of each statement that the file had then (scripts::statement_checksum()); empty where an older
    /// headstart began it.
    std::vector<std::string> statement_checksums;
    bool was_refused = false;        ///< the database's own error ended it; else it is not known what did
    std::string headstart_version;   ///< which began it
    std::optional<Attempt> attempt;  ///< of the next statement, if that was begun
    bool is_of_newer_format = false; ///< the attempt cannot be understood
};

/// Why a migration stopped.
struct Failure {
    std::string error;
    bool leaves_nothing = false; ///< of the statement that was refused, so that its attempt says nothing more
};

/// Statements of a migration that were done, and that now are.
struct Progress {
    std::size_t from;
    std::size_t to;
};

/// The format of the table that this headstart makes. 1: without a number, as 0.1.0 made it; an older
/// headstart goes on writing to a newer table, whose columns all have defaults.
/// 2: with a number. 3: rows say which version table's history they belong to. 4: and how often the server
/// has gone down under them.
inline constexpr int k_journal_format = 4;
/// The format of what `attempt` holds. 0: without a number, oids alone.
inline constexpr int k_attempt_format = 1;

/// The machine or container this runs on.
std::string host_name();

struct JournalEntry; // journal_rows.hpp

/// `headstart_journal`, beside the version table: who changed this schema, when, and how long it took. Where
/// several histories share a schema, each with a version table of its own, they share the journal, too, and
/// none sees the rows of another. Builds the SQL; the caller decides in which transaction it runs.
class Journal {
public:
    /// `version_table`: its name, without the schema. `host`: where the run is said to come from.
    Journal(std::string schema, std::string version_table, std::string host = host_name())
        : m_schema(std::move(schema))
        , m_version_table(std::move(version_table))
        , m_host(std::move(host)) {}

    /// The database's encoding: what it cannot hold of messages and errors is written as an escape.
    void writes_in(std::string server_encoding) { m_server_encoding = std::move(server_encoding); }

    [[nodiscard]] std::string qualified() const;
    /// Whether it is there, in which format, and what there is to change: read_state() takes the answer.
    [[nodiscard]] pg::Command state() const;

    struct State {
        bool exists = false;
        int format = 0;                  ///< of the table; k_format is what create() makes
        std::vector<std::string> checks; ///< names of its check constraints
        std::vector<std::string> columns;
        bool is_shared = false; ///< there is another version table beside ours
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
    [[nodiscard]] std::vector<pg::Command> bring_up_to_date(const State& state) const;
    /// For a script, which cannot look first: as far as it is needed to write to it. The rest is left to a
    /// run.
    [[nodiscard]] pg::Command add_missing_columns() const;
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

    /// For people: the newest rows, newest first, at most so many.
    [[nodiscard]] pg::Command rows(std::size_t most) const;
    /// Of each revision the newest that is done, and neither an accepted file nor what a newer headstart
    /// alone knows to read; newest first.
    [[nodiscard]] pg::Command newest_rows() const;
    /// Of either.
    static std::vector<database::JournalRow> read_rows(const pg::Result& result);

    [[nodiscard]] pg::Command record_accept(const Migration& migration) const;

    /// Revisions of the histories that share the journal; none where any row is ours, or may be.
    [[nodiscard]] pg::Command neighbours() const;
    static std::vector<database::NeighbourRevision> read_neighbours(const pg::Result& result);

    /// What was begun outside a transaction and is not finished, whichever revision's; with the schema that
    /// the journal was found in.
    [[nodiscard]] pg::Command half_done() const;

    struct HalfDoneAnswer {
        std::string schema;
        std::vector<database::HalfDone> half_done;
    };

    static HalfDoneAnswer read_half_done(const pg::Result& result);
    /// For a script, which cannot decide by an answer: divides by zero where there is something. And an
    /// expression without parameters that says what.
    [[nodiscard]] pg::Command require_nothing_half_done() const;
    [[nodiscard]] std::string half_done_found() const;
    /// They count as stamped from now on.
    [[nodiscard]] pg::Command settle(const std::vector<std::string>& ids) const;

    /// A run outside a transaction: begins, and returns its row's id. That is $1 of all that follow here:
    /// left empty, for the caller to fill in.
    [[nodiscard]] pg::Command begin(const Migration& migration) const;
    /// Its file has been changed behind what is done. What was noted of the next statement is kept, or is
    /// cleared where that is another statement now.
    [[nodiscard]] pg::Command bind_again(const Migration& migration, bool keeps_attempt) const;
    /// Before a statement that cannot share a transaction with its progress. What the catalogue holds, JSON,
    /// is in the setting headstart.before.
    [[nodiscard]] pg::Command attempt(const sql::Effect& effect) const;
    /// Fails (division by zero) unless the row is where `progress` begins: another session has gone on with
    /// it.
    [[nodiscard]] pg::Command progress(const Progress& progress) const;
    /// The same where the transaction is not read-only; else nothing, and progress_if_missing() is to follow
    /// behind the transaction. Takes no $1: it is a statement without parameters, and finds its row.
    [[nodiscard]] pg::Command progress_if_writable(const Migration& migration, const Progress& progress,
                                                   const TrustedNames& trusted) const;
    [[nodiscard]] pg::Command progress_if_missing(const Progress& progress) const;
    [[nodiscard]] pg::Command finish() const;
    [[nodiscard]] pg::Command fail(const Failure& failure) const;

    /// The server went down while a migration ran. The row of that run is the one it has left unfinished;
    /// what ran in a transaction has left none.
    [[nodiscard]] pg::Command note_crash(const Migration& migration) const;
    [[nodiscard]] pg::Command record_crash(const Migration& migration) const;
    /// Of migrations that were not applied since.
    [[nodiscard]] pg::Command crashed() const;
    static std::vector<database::Crashed> read_crashed(const pg::Result& result);

    /// The id of the newest row of a migration, as an expression: for where begin()'s answer is not at hand.
    [[nodiscard]] std::string newest_id(const Migration& migration) const;
    [[nodiscard]] pg::Command find_unfinished(const Migration& migration) const;
    static std::optional<Unfinished> read_unfinished(const pg::Result& result);

private:
    /// What read_rows() takes, of the rows that a condition and an ORDER BY choose.
    [[nodiscard]] std::string select_rows(std::string_view condition, std::string_view behind) const;
    /// "FROM … WHERE …", the journal as `j`; its $1 is the version table.
    [[nodiscard]] std::string from_half_done() const;
    /// A condition: behind the row `j` of a revision there is no other one, but for accepted files.
    [[nodiscard]] std::string nothing_later() const;
    /// A row of an entry; `columns` are the others, with their `values`.
    [[nodiscard]] pg::Command insert(const JournalEntry& entry, std::string_view columns,
                                     std::string_view values) const;
    [[nodiscard]] std::string progress_sql(std::string_view id, std::string_view from, std::string_view to,
                                           std::string_view into) const;

    std::string m_schema;
    std::string m_version_table;
    std::string m_host;
    std::string m_server_encoding; ///< empty: unknown
    bool m_is_others = false;
};

} // namespace headstart::postgres
