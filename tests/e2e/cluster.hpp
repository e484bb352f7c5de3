#pragma once

#include "support/process.hpp"
#include "support/test_database.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// A server of one test's own, to be stopped, starved or killed; gone at the end. It costs a second or two: a
/// test that leaves the server alone uses the common one (TestDatabase).
class Cluster {
public:
    /// `settings` are lines of postgresql.conf: "max_connections=10". The server runs when this returns.
    explicit Cluster(const std::vector<std::string>& settings = {});

    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    ~Cluster();

    /// A hot standby of this server, streaming from it, on a port of its own.
    [[nodiscard]] std::unique_ptr<Cluster> make_standby() const;

    [[nodiscard]] const std::string& port() const { return m_port; }

    /// As the superuser, over TCP.
    [[nodiscard]] std::string url(std::string_view database = "postgres") const;
    [[nodiscard]] std::string url_as(std::string_view user, std::string_view password,
                                     std::string_view database = "postgres") const;

    [[nodiscard]] const std::string& password() const { return m_password; }

    [[nodiscard]] std::filesystem::path data() const { return m_folder / "data"; }

    /// All that the server has logged.
    [[nodiscard]] std::string log() const;

    /// `pg_ctl start`; without `waits` it returns while the server still starts.
    void start(bool waits = true) const;

    /// `pg_ctl stop -m MODE`; without `waits` it returns while the server still stops.
    void stop(std::string_view mode = "fast", bool waits = true) const;

    void promote() const;

    /// Read at the next start.
    void add_setting(std::string_view line) const;

    /// In front of the lines of pg_hba.conf, and read at once.
    void add_hba_line(std::string_view line) const;

    /// Into the data folder, as the server's own, for nobody else to read.
    void add_file(std::string_view name, std::string_view content) const;

    /// Returns when new sessions see what was changed: settings, pg_hba.conf, certificates.
    void reload() const;

private:
    struct Standby {};

    Cluster(Standby, const Cluster& primary);

    void pg_ctl(std::vector<std::string> arguments) const;
    void append(std::string_view file, std::string_view line) const;

    std::filesystem::path m_folder;
    std::string m_port;
    std::string m_password;
    bool m_is_standby = false;
};

} // namespace headstart::test
