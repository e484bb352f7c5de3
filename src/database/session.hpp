#pragma once

#include "base/wait.hpp"
#include "database/failures.hpp"
#include "database/journal_row.hpp"
#include "database/migration.hpp"
#include "database/other_history.hpp"
#include "diag/reporter.hpp"
#include "revision/version_rows.hpp"
#include "sql/parse_only.hpp"
#include "sql/syntax_error.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headstart::database {

/// A revision outside a transaction that a run has begun, and that nobody has finished or settled since. The
/// version rows do not tell: they change when it is finished.
struct HalfDone {
    std::string journal_id;
    std::string revision;
    bool is_up = true;
    std::size_t statements_done = 0;
    std::size_t statements = 0;
    std::vector<std::string> parents; ///< `Revises` and `Depends On`, as ids
    std::string origin;               ///< "begun 2026-11-21 10:00:00+00 by app from web-1, headstart 0.1.0"
    std::string error;                ///< what ended it, if the database could still tell
    /// The first statement that is not done was under way when the run ended: it may be done after all.
    bool is_in_doubt = false;
    /// An older headstart has begun it, which did not note of which history it is.
    bool is_anybodys = false;

    /// The database refused its first statement. Nothing of it is done, but that may have left something
    /// behind: an index that is not valid.
    [[nodiscard]] bool is_undone() const { return statements_done == 0 && !is_in_doubt; }
};

/// What the version table says, and the journal of what the version table does not.
struct Standing {
    bool has_version_table = false;
    bool has_key = true;           ///< nothing else keeps the same row from standing there twice
    std::vector<std::string> rows; ///< the current heads, in the order in which the database gave them
    std::vector<HalfDone> half_done;
    bool is_journal_hidden = false; ///< this role may not read it: `half_done` is unknown
    std::string table;              ///< the version table, as SQL names it; empty where there is none
    std::size_t id_width = 0;       ///< characters that an id in it may have; 0: any number
    std::string owner; ///< who owns it, where that is neither this role nor one whose rights it has
};

/// A table of ours, as the catalogue has its name.
struct OwnTable {
    std::string schema;
    std::string name;
};

/// A revision that the journal saw come: what it stood on, and where it came from.
struct Ancestry {
    std::string revision;
    std::vector<std::string> parents; ///< `Revises` and `Depends On`, as ids
    std::string origin;               ///< "applied 2026-11-21 10:00:00+00 by app from web-1, headstart 0.1.0"
};

/// A revision that was applied by the history of another version table in the same schema.
struct NeighbourRevision {
    std::string version_table;
    std::string revision;
    std::string checksum;
};

/// A schema in which others may create objects, or a table of ours that others may change; names as SQL has
/// them.
struct OpenObject {
    std::string name;
    std::vector<std::string> roles; ///< "PUBLIC" for everybody
};

/// Who is not the migrating role, none whose rights it has, and no superuser, and may come between.
struct OpenDoors {
    std::optional<OpenObject> schema;
    std::vector<OpenObject> tables;
};

/// A session that has the upgraders' lock, in sentences for messages.
struct LockHolder {
    std::string who;        ///< "pid 4711 (user app, application psql, from 10.0.0.5, connected since …)"
    std::string how_to_end; ///< "end that session: …"
};

/// What the journal holds of a revision that is applied: what was run, or has been accepted since.
struct Recorded {
    std::string revision;
    std::string direction; ///< "up" or "accept"
    std::string checksum;
    /// Of older rows that do not say whose history they belong to, where several share the journal: a file
    /// that is like one of them is as it was run.
    std::vector<std::string> other_checksums;
    std::string at; ///< as the server writes it
    std::string database_user;
    std::string host;
    std::string headstart_version;
};

/// What a statement that failed, or was never finished, has left in the database.
struct Leftover {
    std::string what;   ///< "constraint c of t is NOT VALID: rows from before it are not checked"
    std::string ending; ///< the SQL that ends it
};

/// A migration that the server has gone down under, each time it was run.
struct Crashed {
    std::string revision;
    bool is_up = true;
    std::string checksum; ///< of the section that ran
    int times = 0;
    base::milliseconds ago{0}; ///< since the last time, by the server's clock
};

/// Who hears how migrations get on that are applied one behind the other. None of it may throw.
struct ApplyListener {
    std::function<void(const Migration&)> begins;
    std::function<void(const Migration&)> committed; ///< a crash of the server may lose it yet
    std::function<void()> kept;                      ///< nothing loses what has been committed
};

/// A database that can be migrated, in the words of the field. Everything about its engine is behind it.
///
/// Throws Refused for what the database refuses, SessionLost for a connection that was lost, base::Stopped
/// when its stop token is raised; a statement that was running then has been cancelled on the server.
class Session {
public:
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    virtual ~Session() = default;

    /// A new session in the place of one that was lost, without its lock: waits until the database is ready,
    /// at any host of the URL, and not beyond `latest`. Throws diag::Error (not_ready) when it was not in
    /// time.
    virtual void reconnect(const base::Deadline& latest) = 0;

    /// Without a lock; creates nothing.
    virtual Standing read_standing() = 0;

    /// The same for who asks whether there is anything to do: of a database that stands in order the rows
    /// alone, for next to nothing; of any other one all of it.
    virtual Standing glance() = 0;

    /// Every revision that the journal saw applied or stamped; empty without a journal. It is what tells a
    /// database that a newer image has migrated from one that belongs to somebody else.
    virtual std::vector<Ancestry> read_ancestry() = 0;

    /// Names of tables in the version table's schema that are neither ours nor an extension's, a few of them:
    /// a database that is in use but was never migrated.
    virtual std::vector<std::string> list_tables() = 0;

    /// What the journal holds of histories with a version table of their own, in the same schema. Empty too
    /// where it holds anything of this one, or of nobody knows which.
    virtual std::vector<NeighbourRevision> read_neighbours() = 0;

    /// The schema of the version table, if others may create there: what they create may be found by the
    /// names that migrations use. Version table and journal, if others may change their rows: what they write
    /// there is what migrations are planned from.
    virtual OpenDoors find_open_doors() = 0;

    /// Whoever has left it, migrations or not; the first twenty.
    virtual std::vector<Leftover> find_leftovers() = 0;

    /// What the server's own grammar refuses of statements that the built-in one does not know, or an older
    /// server may not: one for each, at its place in the text. Executes nothing, and looks no name up.
    virtual std::vector<std::optional<sql::SyntaxError>>
    find_syntax_errors(const std::vector<sql::ParseOnly>& statements) = 0;

    /// What else keeps a history of migrations there, in whatever schema.
    virtual std::vector<OtherHistory> find_other_histories() = 0;

    /// What one of those says is applied, in the order in which it was. Its format must be known.
    virtual std::vector<OtherRow> read_other_history(const OtherHistory& history) = 0;

    /// The version table, and behind it the journal, which no migration makes or fills. Known from
    /// read_standing() on.
    [[nodiscard]] virtual std::vector<OwnTable> own_tables() const = 0;

    /// At most one session of all holds the lock, until it ends. Never waits: false if another one has it.
    /// True behind a pooler of transactions, where there is no such lock to be had: apply() takes care of
    /// itself.
    virtual bool try_lock() = 0;

    /// False behind a pooler of transactions: what must run outside of a transaction cannot be run there.
    /// Known from try_lock() on.
    [[nodiscard]] virtual bool keeps_its_session() const = 0;

    /// Who holds it; nothing if nobody does.
    virtual std::optional<LockHolder> find_lock_holder() = 0;

    /// Version table and journal exist afterwards. Needs the lock.
    virtual void create_tables() = 0;

    /// Applies migrations in one transaction with their version rows and journal rows: all or nothing. They
    /// must be transactional. Needs the lock, and checks all the same that the rows are still those the plan
    /// was made from: throws PlanOutdated.
    virtual void apply(std::span<const Migration> migrations) = 0;

    /// The same, each in a transaction of its own: one that fails is rolled back, and none behind it runs.
    /// They go to the server many at a time, and all but the last of those commit without waiting for the
    /// disk.
    virtual void apply_each(std::span<const Migration> migrations, const ApplyListener& listener) = 0;

    /// Applies a migration that is not transactional, statement by statement, keeping its progress in the
    /// journal; goes on where an earlier run of the same migration stopped. Needs the lock.
    virtual void apply_stepwise(const Migration& migration) = 0;

    /// Clears away what a statement that the database refused has left behind. Needs the lock.
    virtual void clear_leftover(const Migration& migration) = 0;

    /// Changes version rows and nothing else, in one transaction with journal rows; with `purge`, behind
    /// deleting all of them. What is `settled` is not half-done any more. Needs the lock.
    virtual void stamp(std::span<const Stamp> stamps, bool purge, std::span<const HalfDone> settled) = 0;

    /// False where there is a journal that this role may not read.
    virtual bool may_read_journal() = 0;

    /// What is to be compared with the files; nothing of a revision that was undone since. Empty without a
    /// journal.
    virtual std::vector<Recorded> read_recorded() = 0;

    /// The journal, newest first, at most so many rows. Nothing where there is no journal yet.
    virtual std::optional<std::vector<JournalRow>> read_journal(std::size_t most) = 0;

    /// Of each revision the newest row that says where it is: done, and no "accept". Newest first; empty
    /// without a journal.
    virtual std::vector<JournalRow> read_newest_rows() = 0;

    /// Journals that these applied migrations are meant as their files have them now, all or none. Needs the
    /// lock, and the journal.
    virtual void accept(std::span<const Migration> migrations) = 0;

    /// Whether the server that is connected has crashed within this time, and recovered.
    virtual bool has_crashed_within(base::milliseconds span) = 0;

    /// Runs during which the server went down, of migrations that were not applied since. Needs the journal.
    virtual std::vector<Crashed> read_crashed() = 0;

    /// Journals that the server went down while this ran. Needs the lock, and the journal.
    virtual void record_crash(const Migration& migration) = 0;

    /// Major version: 15.
    [[nodiscard]] virtual int server_version() const = 0;
    /// Of several hosts the one that is connected, with its port: "db2.internal:5432".
    [[nodiscard]] virtual std::string server() const = 0;
    /// For headings: "postgresql://user@host:5432/database".
    [[nodiscard]] virtual std::string describe() const = 0;
    /// Who hears how work on this session gets on.
    [[nodiscard]] virtual diag::Reporter& reporter() const = 0;
};

} // namespace headstart::database
