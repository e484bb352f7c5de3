#pragma once

#include "database/journal.hpp"
#include "database/lock_retry.hpp"
#include "database/open_session.hpp"
#include "database/transactional.hpp"
#include "database/version_table.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace headstart::database {

/// The session on PostgreSQL. Turns the errors of pg/ into messages; the work is in the files beside it.
class PostgresSession final : public Session {
public:
    PostgresSession(pg::Connection connection, std::string description, const SessionOptions& options,
                    base::StopToken stop);

    Standing read_standing() override;
    std::vector<Ancestry> read_ancestry() override;
    std::vector<std::string> list_tables() override;
    bool try_lock() override;
    std::string describe_lock_holder() override;
    void create_tables() override;
    void apply(std::span<const Migration> migrations) override;
    void apply_stepwise(const Migration& migration) override;
    void stamp(std::span<const Stamp> stamps, bool purge) override;

    [[nodiscard]] int server_version() const override { return m_connection.server_version() / 10000; }

    [[nodiscard]] std::string describe() const override { return m_description; }

private:
    /// What the executors need, given the session back to itself if a migration has used it before.
    [[nodiscard]] Target target();
    [[nodiscard]] std::int64_t lock_key() const;
    /// Runs `work`, turning what pg/ throws into diag::Error.
    void guard(const std::string& doing, const std::function<void()>& work);

    pg::Connection m_connection;
    std::string m_description;
    VersionTable m_version_table;
    std::chrono::milliseconds m_lock_timeout;
    RetryPatience m_retry;
    std::optional<Journal> m_journal; ///< once the version table's schema is known
};

} // namespace headstart::database
