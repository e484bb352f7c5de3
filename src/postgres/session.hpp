#pragma once

#include "database/session.hpp"
#include "database/session_options.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"
#include "pg/pooling.hpp"
#include "postgres/activity/watch.hpp"
#include "postgres/command_list.hpp"
#include "postgres/creation.hpp"
#include "postgres/journal.hpp"
#include "postgres/lock_retry.hpp"
#include "postgres/notices.hpp"
#include "postgres/stepwise.hpp"
#include "postgres/time_limits.hpp"
#include "postgres/version_table.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace headstart::postgres {

using database::Work;

/// The session on PostgreSQL. Turns the errors of pg/ into messages; the work is in the files beside it.
class PostgresSession final : public database::Session {
public:
    /// Makes a connection, waiting for the server as long as it is told to. Throws as pg::wait_for_server().
    using Connect = std::function<pg::Connection(base::milliseconds patience)>;

    /// Connects. `conninfo` is what `connect` connects to.
    PostgresSession(Connect connect, const pg::Conninfo& conninfo, database::SessionOptions options,
                    diag::Reporter& reporter, base::WaitContext stop);

    void reconnect(const base::Deadline& latest) override;
    database::Standing read_standing() override;
    database::Standing glance() override;
    std::vector<Ancestry> read_ancestry() override;
    std::vector<std::string> list_tables() override;
    std::vector<database::OtherHistory> find_other_histories() override;
    std::vector<database::OtherRow> read_other_history(const database::OtherHistory& history) override;
    [[nodiscard]] std::vector<database::OwnTable> own_tables() const override;
    std::vector<database::NeighbourRevision> read_neighbours() override;
    database::OpenDoors find_open_doors() override;
    std::vector<std::optional<sql::SyntaxError>>
    find_syntax_errors(const std::vector<sql::ParseOnly>& statements) override;
    bool try_lock() override;
    std::optional<database::LockHolder> find_lock_holder() override;
    void create_tables() override;
    void apply(std::span<const Migration> migrations) override;
    void apply_each(std::span<const Migration> migrations, const database::ApplyListener& listener) override;
    void apply_stepwise(const Migration& migration) override;
    void clear_leftover(const Migration& migration) override;
    void stamp(std::span<const Stamp> stamps, bool purge,
               std::span<const database::HalfDone> settled) override;
    bool may_read_journal() override;
    std::vector<Recorded> read_recorded() override;
    std::optional<std::vector<database::JournalRow>> read_journal(std::size_t most) override;
    std::vector<database::JournalRow> read_newest_rows() override;
    void accept(std::span<const Migration> migrations) override;
    std::vector<database::Leftover> find_leftovers() override;
    bool has_crashed_within(base::milliseconds span) override;
    std::vector<database::Crashed> read_crashed() override;
    void record_crash(const Migration& migration) override;

    [[nodiscard]] bool keeps_its_session() const override { return m_pooling != pg::Pooling::transaction; }

    [[nodiscard]] int server_version() const override { return m_connection.server_version() / 10000; }

    [[nodiscard]] std::string server() const override;

    [[nodiscard]] std::string describe() const override { return m_description; }

    [[nodiscard]] diag::Reporter& reporter() const override { return m_reporter; }

private:
    /// With the lock_timeout of a try, or else the longest.
    [[nodiscard]] Ledger ledger(std::optional<base::milliseconds> lock_timeout = std::nullopt) const;
    [[nodiscard]] std::int64_t lock_key() const;
    /// Does work, perhaps by applying migrations, and watches it; turns what pg/ throws into diag::Error.
    /// Only the statements of migrations may take as long as they like to be answered.
    void guard(const Work& work, const std::function<void()>& attempt,
               std::span<const Migration> migrations = {});
    /// The same, again where it gives way to a lock.
    struct Flights;
    /// Sends some of those that are left, and hears how they get on.
    void fly(Flights& flights, const Try& one);
    /// What has been committed without waiting for the disk is there, too. False where nobody can tell.
    bool keep_commits();
    void run_with_retries(const Work& work, const std::function<void(const Try&)>& transaction,
                          std::span<const Migration> migrations = {});
    using Stepwise = std::function<void(const StepwiseSession& session, const Migration& migration)>;
    void run_stepwise(const Migration& migration, const Stepwise& run);
    void begin_try(const Try& one);
    /// Which time-outs of role and database are stricter than ours.
    void find_out_limits();
    /// Who was in the way, and whose time-out it was; once.
    void explain(database::Refused& error);
    [[nodiscard]] diag::Error overdue(const Work& work);
    [[nodiscard]] pg::AnswerLimit limit_of_look() const;
    [[nodiscard]] pg::AnswerLimit limit_of_migration() const;

    /// Known from read_standing() on, which every command begins with.
    [[nodiscard]] const Journal& journal() const {
        return m_journal.value(); // NOLINT(bugprone-unchecked-optional-access): as said
    }

    /// Nothing where there is no journal yet.
    std::optional<pg::Result> ask_journal(const pg::Command& question);
    Journal::State look_at_journal();
    [[nodiscard]] VersionTable unknown_version_table() const;
    VersionTable::Look look(const std::vector<pg::ServerSetting>& settings);
    /// Finds the version table, and out whether there is a pooler.
    VersionTable::Look look_first();
    /// The version table has been found: what is beside it, too, and how to watch the session.
    void know_tables();
    /// Throws diag::Error (untrusted_relation) unless nothing of anybody's runs when we write to our tables.
    void require_trusted_tables();
    /// On a new connection.
    void begin();
    void find_out_pooling();

    Creation look_what_is_missing();

    Connect m_connect;
    std::string m_description;
    std::string m_server; ///< of the connection, or of the one that was lost last
    database::SessionOptions m_options;
    diag::Reporter& m_reporter;
    NoticeLog m_notices;
    ActivityWatch m_watch;
    RetryPatience m_retry;
    TimeLimits m_limits; ///< ours, until find_out_limits()
    bool m_knows_limits = false;
    std::span<const Migration> m_applying; ///< at the moment, or at last
    base::milliseconds m_lock_timeout{0};  ///< of the try that runs; 0: what the session has
    pg::Connection m_connection;
    // What was found out about the place where the session is.
    VersionTable m_version_table;
    std::optional<Journal> m_journal; ///< once the version table's schema is known
    bool m_has_seen_tables = false;   ///< by the last glance
    bool m_is_pooled = false;
    std::optional<pg::Pooling> m_pooling; ///< once somebody wants to know
    bool m_has_told_of_newer_journal = false;
    bool m_is_plainly_ours = false; ///< as of Ledger; known from create_tables() on
    bool m_is_careful = false;      ///< some migration has brought the server down
};

} // namespace headstart::postgres
