#pragma once

#include "support/process.hpp"
#include "support/test_database.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace headstart::test {

/// PgBouncer in front of the common cluster, gone at the end.
class Pooler {
public:
    /// `mode`: "transaction" or "session". `pool_size`: server connections for each database and user.
    /// `more`: further lines of its settings.
    explicit Pooler(const std::string& mode, int pool_size = 5, const std::string& more = "");

    Pooler(const Pooler&) = delete;
    Pooler& operator=(const Pooler&) = delete;

    ~Pooler();

    /// The way to a database through it, as the superuser.
    [[nodiscard]] std::string url(const TestDatabase& database) const;

    /// False where PgBouncer is not installed.
    static bool is_installed();

private:
    std::filesystem::path m_folder;
    std::string m_port;
    std::unique_ptr<Process> m_process;
};

} // namespace headstart::test
