#pragma once

#include "database/activity_watch.hpp"
#include "database/journal.hpp"
#include "database/lock_retry.hpp"
#include "database/open_session.hpp"
#include "database/transactional.hpp"
#include "database/version_table.hpp"
#include "pg/pooling.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace headstart::database {

/// The session on PostgreSQL. Turns the errors of pg/ into messages; the work is in the files beside it.
class PostgresSession final : public Session {
public:
    /// Makes a connection, waiting for the server as long as it is told to. Throws as pg::wait_for_server().
    using Connect = std::function<pg::Connection(base::milliseconds patience)>;

    /// Connects. `conninfo` is what `connect` connects to.
    PostgresSession(Connect connect, const pg::Conninfo& conninfo, SessionOptions options,
                    base::StopToken stop);

    void reconnect() override;
    Standing read_standing() override;
    std::vector<Ancestry> read_ancestry() override;
    std::vector<std::string> list_tables() override;
    bool try_lock() override;
    std::string describe_lock_holder() override;
    void create_tables() override;
    void apply(std::span<const Migration> migrations) override;
    void apply_stepwise(const Migration& migration) override;
    void stamp(std::span<const Stamp> stamps, bool purge) override;
    bool may_read_journal() override;
    std::vector<Recorded> read_recorded() override;
    void accept(std::span<const Migration> migrations) override;

    [[nodiscard]] bool keeps_its_session() const override { return m_pooling != pg::Pooling::transaction; }

    [[nodiscard]] int server_version() const override { return m_connection.server_version() / 10000; }

    [[nodiscard]] std::string describe() const override { return m_description; }

private:
    /// What the executors need, given the session back to itself if a migration has used it before.
    [[nodiscard]] Target target();
    [[nodiscard]] std::int64_t lock_key() const;
    /// Runs `work`, turning what pg/ throws into diag::Error.
    void guard(const std::string& doing, const std::function<void()>& work);

    /// Known from read_standing() on, which every command begins with.
    [[nodiscard]] const Journal& journal() const {
        return m_journal.value(); // NOLINT(bugprone-unchecked-optional-access): as said
    }

    /// Nothing where there is no journal yet.
    std::optional<pg::Result> ask_journal(const pg::Command& question);
    void listen_to_notices();
    void find_out_pooling();
    /// False if another session was faster.
    bool try_create_tables();

    Connect m_connect;
    std::string m_description;
    SessionOptions m_options;
    ActivityWatch m_watch;
    RetryPatience m_retry;
    pg::Connection m_connection;
    // What was found out about the place where the session is.
    VersionTable m_version_table;
    std::optional<Journal> m_journal; ///< once the version table's schema is known
    bool m_is_pooled = false;
    std::optional<pg::Pooling> m_pooling; ///< once somebody wants to know
};

} // namespace headstart::database
