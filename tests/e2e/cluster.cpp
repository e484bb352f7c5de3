#include "e2e/cluster.hpp"

#include "support/eventually.hpp"
#include "support/memory.hpp"
#include "support/server_program.hpp"
#include "support/source_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <unistd.h>

namespace headstart::test {

namespace {

const std::string k_script = source_folder() + "/scripts/throwaway-postgres.sh";

Outcome run_checked(std::vector<std::string> argv) {
    const Command command{std::move(argv), server_environment()};
    auto outcome = run(command);
    if (outcome.status != 0) {
        throw std::runtime_error(command.argv.front() + ": " + outcome.out + outcome.err);
    }
    return outcome;
}

/// The server refuses to run as root, so root's tests run it as the user who owns Debian's.
Outcome run_as_server(std::vector<std::string> argv) {
    if (::geteuid() == 0) {
        const std::vector<std::string> runuser{"runuser", "-u", "postgres", "--"};
        argv.insert(argv.begin(), runuser.begin(), runuser.end());
    }
    return run_checked(std::move(argv));
}

/// Not in a TempFolder: the server's user must be able to enter it.
std::filesystem::path make_folder() {
    auto name = (folder_for_servers() / "headstart-cluster.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp " + name);
    }
    return name;
}

std::string between(const std::string& text, char begin, char end) {
    const auto from = text.rfind(begin, text.rfind(end)) + 1;
    return text.substr(from, text.rfind(end) - from);
}

} // namespace

Cluster::Cluster(const std::vector<std::string>& settings)
    : m_folder(make_folder()) {
    std::vector<std::string> argv{k_script, "start", m_folder};
    for (const auto& setting : settings) {
        argv.insert(argv.end(), {"-c", setting});
    }
    auto url = run_checked(std::move(argv)).out; // postgresql://postgres:PASSWORD@127.0.0.1:PORT/postgres
    url.pop_back();
    m_port = between(url, ':', '/');
    m_password = between(url, ':', '@');
}

Cluster::Cluster(Standby /*unused*/, const Cluster& primary)
    : m_folder(make_folder())
    , m_password(primary.m_password)
    , m_is_standby(true) {
    if (::geteuid() == 0) {
        run_checked({"chown", "postgres:", m_folder});
    }
    run_as_server({server_program("pg_basebackup"), "-D", data(), "-R", "-c", "fast", "--no-sync", "-d",
                   primary.url()});
    // As throwaway-postgres.sh does: no port is asked whether it is free, the server's own bind decides.
    std::random_device random;
    constexpr int k_attempts = 20;
    for (int attempt = 1;; ++attempt) {
        m_port = std::to_string(20000 + random() % 12000);
        add_setting("port = " + m_port);
        try {
            start();
            return;
        } catch (const std::runtime_error&) {
            if (attempt == k_attempts) {
                throw;
            }
        }
    }
}

Cluster::~Cluster() {
    try {
        if (m_is_standby) {
            if (std::filesystem::exists(data() / "postmaster.pid")) { // else a test has stopped it
                stop("immediate");
            }
            std::filesystem::remove_all(m_folder);
        } else {
            run_checked({k_script, "stop", m_folder});
        }
    } catch (const std::exception& error) {
        std::cerr << "cleaning up " << m_folder << ": " << error.what() << '\n';
    }
}

std::unique_ptr<Cluster> Cluster::make_standby() const {
    return std::unique_ptr<Cluster>(new Cluster(Standby{}, *this));
}

std::string Cluster::url(std::string_view database) const {
    return url_as("postgres", m_password, database);
}

std::string Cluster::url_as(std::string_view user, std::string_view password,
                            std::string_view database) const {
    std::string url = "postgresql://";
    url.append(user).append(":").append(password).append("@127.0.0.1:").append(m_port);
    return url.append("/").append(database);
}

std::string Cluster::log() const {
    std::ifstream file(m_folder / "log");
    return {std::istreambuf_iterator<char>(file), {}};
}

void Cluster::start(bool waits) const {
    pg_ctl({"-l", m_folder / "log", waits ? "-w" : "-W", "start"});
}

void Cluster::stop(std::string_view mode, bool waits) const {
    pg_ctl({"-m", std::string(mode), waits ? "-w" : "-W", "stop"});
}

void Cluster::promote() const {
    pg_ctl({"-w", "promote"});
}

void Cluster::add_setting(std::string_view line) const {
    append("postgresql.conf", line);
}

void Cluster::add_hba_line(std::string_view line) const {
    std::ifstream file(data() / "pg_hba.conf");
    const std::string lines{std::istreambuf_iterator<char>(file), {}};
    std::ofstream(data() / "pg_hba.conf", std::ios::trunc) << line << '\n' << lines;
    reload();
}

void Cluster::add_file(std::string_view name, std::string_view content) const {
    const auto path = data() / name;
    std::ofstream(path, std::ios::trunc) << content;
    std::filesystem::permissions(path,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    if (::geteuid() == 0) {
        run_checked({"chown", "postgres:", path});
    }
}

void Cluster::reload() const {
    const auto loaded_at = [&] { return Session(url()).text("SELECT pg_conf_load_time()"); };
    const auto before = loaded_at();
    pg_ctl({"reload"});
    if (!eventually(30s, [&] { return loaded_at() != before; })) {
        throw std::runtime_error("the server does not read its files again");
    }
}

void Cluster::pg_ctl(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {server_program("pg_ctl"), "-D", data()});
    run_as_server(std::move(arguments));
}

void Cluster::append(std::string_view file, std::string_view line) const {
    std::ofstream(data() / file, std::ios::app) << line << '\n';
}

} // namespace headstart::test
