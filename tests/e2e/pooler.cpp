#include "e2e/pooler.hpp"

#include "support/eventually.hpp"
#include "support/listener.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace headstart::test {

namespace {

const std::filesystem::path k_program = "/usr/sbin/pgbouncer";

/// Free at this moment; the listener that found it is gone when this returns.
std::string free_port() {
    return Listener(Listener::silent()).port();
}

/// Without asking for a password of its own: it is the test's, and listens on the loopback only.
std::string settings(const std::string& mode, int pool_size, const std::string& port,
                     const TestDatabase& database, const std::string& more) {
    return "[databases]\n* = host=" + database.host() + " port=" + database.port() +
           " user=" + database.user() + " password=" + database.password() +
           "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + port +
           "\nunix_socket_dir =\nauth_type = any\npool_mode = " + mode +
           "\nmax_client_conn = 500\ndefault_pool_size = " + std::to_string(pool_size) + "\n" + more + "\n";
}

} // namespace

bool Pooler::is_installed() {
    return std::filesystem::exists(k_program);
}

Pooler::Pooler(const std::string& mode, int pool_size, const std::string& more)
    : m_port(free_port()) {
    std::string name = "/tmp/headstart-pooler.XXXXXX"; // the pooler's user must be able to enter it
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp " + name);
    }
    m_folder = name;
    std::filesystem::permissions(m_folder, std::filesystem::perms{0755});
    const auto file = m_folder / "pgbouncer.ini";
    std::ofstream(file) << settings(mode, pool_size, m_port, TestDatabase(), more);
    Command command{{k_program, file}, {{"PATH", std::getenv("PATH")}}};
    if (::geteuid() == 0) { // which it refuses to run as
        command.argv.insert(command.argv.begin(), {"runuser", "-u", "postgres", "--"});
    }
    m_process = std::make_unique<Process>(command);
    if (!m_process->wait_for_text("process up")) {
        throw std::runtime_error("pgbouncer: " + m_process->err());
    }
}

Pooler::~Pooler() {
    m_process.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

std::string Pooler::url(const TestDatabase& database) const {
    return "postgresql://" + database.user() + ":" + database.password() + "@127.0.0.1:" + m_port + "/" +
           database.name();
}

} // namespace headstart::test
