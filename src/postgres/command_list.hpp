#pragma once

#include "base/wait.hpp"
#include "database/migration.hpp"
#include "database/session.hpp"
#include "database/session_options.hpp"
#include "pg/server_setting.hpp"
#include "postgres/journal.hpp"
#include "postgres/version_table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What a migration sends to the server, as data: made here once, and consumed by the run in one transaction
/// (run_list.hpp), the run statement by statement (stepwise.hpp) and the script for psql
/// (offline_script.hpp). None of them adds a command of its own around a statement of the file.
namespace headstart::postgres {

using database::Migration;
using database::Stamp;

/// What a command is there for: what it means when the server refuses it.
enum class Purpose : std::uint8_t {
    trust,              ///< divides by zero unless our tables may be written (trust.hpp)
    frame,              ///< BEGIN, SAVEPOINT, SET, RESET …: ours, around what follows
    statement,          ///< the file's own
    rows_as_planned,    ///< divides by zero unless the version rows are those the plan was made from
    rows_left_in_peace, ///< a change of them; divides by zero if the migration has changed them itself
    encoding,           ///< divides by zero unless the session still speaks UTF-8
    progress,           ///< a row of the journal; divides by zero if another session has gone on with it
    journal,            ///< a row of the journal
    commit,             ///< COMMIT, or what makes deferred constraints speak up before it
};

/// Statements of a migration, [begin, end).
struct StatementRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool empty() const { return begin == end; }

    [[nodiscard]] std::size_t size() const { return end - begin; }
};

struct ListedCommand {
    pg::Command command;
    Purpose purpose = Purpose::frame;
    const Migration* migration = nullptr; ///< none: before the first one
    /// In `migration`: what it runs, one after the other, or what is to blame when a commit is refused.
    StatementRange statements = {};
    /// Its $1 is the journal's row of this run, which is known only when it has begun.
    bool takes_journal_id = false;
    std::vector<std::string> notes = {}; ///< for who reads the script, above the command
    /// An SQL expression: what the script says where the command divides by zero, with what was found.
    std::string sentence = {};

    /// It is the file's, and `command` is empty: of that there may be millions, and each is made when it is
    /// sent.
    [[nodiscard]] bool is_of_file() const { return purpose == Purpose::statement; }

    [[nodiscard]] std::size_t count() const { return is_of_file() ? statements.size() : 1; }

    /// The command itself, or the one of a statement of the file, from 0.
    [[nodiscard]] pg::Command command_at(std::size_t offset) const;
};

using CommandList = std::vector<ListedCommand>;

/// PostgreSQL's lock_timeout and statement_timeout; 0: what the session has.
void append_timeouts(std::vector<pg::ServerSetting>& settings, base::milliseconds lock,
                     base::milliseconds statement);

/// Where migrations are recorded, and under which settings they run.
struct Ledger {
    const VersionTable& version_table;
    const Journal& journal;
    std::vector<pg::ServerSetting> settings;
    TrustedNames trusted;
    /// The session's own upgraders' lock. None in a session that holds none: one of psql's, or any of those
    /// that a pooler of transactions shares among its clients.
    std::optional<std::int64_t> session_lock = {};
    bool shares_session = false; ///< with other clients of such a pooler
    /// lock_timeout of what may wait long (sql::StatementTraits); 0: none.
    base::milliseconds concurrently_timeout{0};
    /// Both tables belong to this very role, and nobody else has had a hand in them (trust.hpp).
    bool is_plainly_ours = false;
    /// Each command is sent when the one before it has its answer: which of them the server goes down under
    /// is known then.
    bool is_careful = false;
};

/// What files are in, and all that is sent.
pg::ServerSetting utf8_setting();

CommandList settings_commands(const std::vector<pg::ServerSetting>& settings, pg::SettingScope scope);

/// BEGIN with what must be true whatever the role's or database's defaults are.
ListedCommand begin_transaction();
ListedCommand commit();

/// Before the first write of a transaction: keeps other upgraders away from the version table, and makes sure
/// that nobody's code runs when our tables are written, now and until the transaction's end.
CommandList take_tables(const Ledger& ledger);
/// The same of one of them.
CommandList take_version_table(const Ledger& ledger);
CommandList take_journal(const Ledger& ledger);

/// Fails unless the version rows are `expected`. Behind take_tables().
CommandList rows_as_planned(const Ledger& ledger, const std::vector<std::string>& expected);

/// For a script: fails where something is half-done. Makes sure first that the journal may be read.
CommandList nothing_half_done(const Ledger& ledger);

CommandList version_row_commands(const Ledger& ledger,
                                 const std::vector<revision::VersionRowChange>& changes);

/// Gives the session back to itself: role, search_path and time-outs that a migration set must reach neither
/// our own rows nor the next migration. RESET goes back to what the connection began with.
CommandList reset_session();

/// Leaves of what a migration made in its session (cursors, prepared and temporary objects, advisory locks)
/// nothing to the next one: DISCARD ALL but for our lock, and inside a transaction. Behind reset_session().
CommandList empty_session(const Ledger& ledger);
/// The same where it can be of `migration` only; a shared session holds what others have made, and is left
/// alone by a migration whose text has nothing of the kind.
CommandList empty_session(const Ledger& ledger, const Migration& migration);

/// What is the same around each migration of a ledger: made once for many of them.
struct Frame {
    CommandList settings; ///< of a transaction
    CommandList tables;   ///< take_tables()
    CommandList reset;    ///< reset_session()
    CommandList emptied;  ///< empty_session()
};

Frame frame_of(const Ledger& ledger);

/// One transaction: migrations, their version rows and their journal rows. They must be transactional.
CommandList transaction_commands(const Ledger& ledger, const Frame& frame,
                                 std::span<const Migration> migrations);

/// A transaction of each, one behind the other; their COMMITs are milestones. All but the last do not wait
/// for the disk: what is lost with a crash of the server then is a tail of them, and never one in the middle.
CommandList flight_commands(const Ledger& ledger, std::span<const Migration> migrations);

/// One transaction that changes version rows, in the order of `stamps`; with `purge`, behind deleting all.
/// What is `settled` counts as stamped.
CommandList stamp_commands(const Ledger& ledger, std::span<const Stamp> stamps, bool purge,
                           std::span<const database::HalfDone> settled);

/// One transaction of journal rows that accept files as they are.
CommandList accept_commands(const Ledger& ledger, std::span<const Migration> migrations);

/// A transaction that changes the journal alone.
CommandList journal_commands(const Ledger& ledger, pg::Command change);

/// The first statement from `begin` on, at most `end`, that does not set up its transaction: SET TRANSACTION
/// must come before the first query, and not behind a SAVEPOINT.
std::size_t end_of_settings(const Migration& migration, std::size_t begin, std::size_t end);

void append(CommandList& list, CommandList more);
/// Says of each whose it is.
CommandList of_migration(CommandList list, const Migration& migration);
/// Says to the reader of the first what begins.
CommandList with_heading(CommandList list, std::string heading);
/// "Running upgrade a1 -> b2"
std::string heading_of(const Migration& migration);
/// Statements [begin, end) of the file. What may speak the COPY protocol is a command by itself.
CommandList statement_commands(const Migration& migration, std::size_t begin, std::size_t end);
/// Then it cannot be part of a pipeline.
bool may_speak_copy_protocol(const sql::Statement& statement);

/// Inside a transaction, around what may make it read-only for its rest: RELEASE gives our own rows the state
/// back that SAVEPOINT has seen (CommitSubTransaction in the server's xact.c). Empty for the many migrations
/// that do not mention it.
CommandList guard_against_read_only(const Migration& migration);
CommandList end_of_guard(const Migration& migration);

/// Behind a section's statements, before they are committed: that none of them (a DO, a function) has left
/// the session with another encoding than the file's, in which the server would have misread what came
/// behind. Empty where the text holds nothing that could.
CommandList encoding_kept(const Migration& migration);

/// In front of commands of ours that end a transaction of the file: what waits for its COMMIT (deferred
/// constraints and triggers) runs now, in the state that the file has set. `to_blame`: the statement whose
/// commit this is, if it is that of one. Empty where the state is still the session's own.
CommandList fire_deferred(const Migration& migration, StatementRange to_blame);

} // namespace headstart::postgres
