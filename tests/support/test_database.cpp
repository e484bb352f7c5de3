#include "support/test_database.hpp"

#include "support/process.hpp"
#include "support/server_program.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace headstart::test {

namespace {

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) {
        throw std::runtime_error("cannot read " + path +
                                 ": run the tests by ctest, which starts a server, or set "
                                 "HEADSTART_TEST_URL to the URL of a superuser");
    }
    return line;
}

struct UrlParts {
    std::string user;
    std::string password;
    std::string host;
    std::string port;
};

UrlParts parts_of(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
    if (!options) {
        throw std::runtime_error("HEADSTART_TEST_URL is no URL");
    }
    UrlParts parts;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        const std::string_view keyword = option->keyword;
        auto* target = keyword == "user"       ? &parts.user
                       : keyword == "password" ? &parts.password
                       : keyword == "host"     ? &parts.host
                       : keyword == "port"     ? &parts.port
                                               : nullptr;
        if (target != nullptr && option->val != nullptr) {
            *target = option->val;
        }
    }
    return parts;
}

/// Two processes of ctest make names at once, and one process makes several.
std::string unique_name(std::string_view prefix) {
    static int count = 0;
    return std::string(prefix) + "_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

} // namespace

Session::Session(const std::string& conninfo)
    : m_connection(PQconnectdb(conninfo.c_str()), &PQfinish) {
    if (PQstatus(m_connection.get()) != CONNECTION_OK) {
        throw std::runtime_error(PQerrorMessage(m_connection.get()));
    }
    // Tests say what they expect; "relation already exists, skipping" on the terminal helps nobody.
    PQsetNoticeProcessor(m_connection.get(), [](void*, const char*) {}, nullptr);
}

std::vector<Row> Session::query(std::string_view sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(m_connection.get(), std::string(sql).c_str()), &PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
        throw std::runtime_error(PQerrorMessage(m_connection.get()) + std::string(sql));
    }
    std::vector<Row> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        auto& columns = rows.emplace_back();
        for (int column = 0; column < PQnfields(result.get()); ++column) {
            if (PQgetisnull(result.get(), row, column) != 0) {
                columns.emplace_back(std::nullopt);
            } else {
                columns.emplace_back(PQgetvalue(result.get(), row, column));
            }
        }
    }
    return rows;
}

std::string Session::text(std::string_view sql) {
    std::string text;
    for (const auto& row : query(sql)) {
        text += text.empty() ? "" : "\n";
        for (std::size_t column = 0; column < row.size(); ++column) {
            text += (column == 0 ? "" : "|") + row[column].value_or("null");
        }
    }
    return text;
}

int Session::backend_pid() const {
    return PQbackendPID(m_connection.get());
}

std::string cluster_url() {
    if (const char* given = std::getenv("HEADSTART_TEST_URL"); given != nullptr) {
        return given;
    }
    // Its folder, as tests/support/cluster.sh wrote it down.
    return first_line(first_line(HEADSTART_TEST_CLUSTER) + "/url");
}

std::string cluster_socket() {
    return Session(cluster_url()).text("SHOW unix_socket_directories");
}

TestDatabase::TestDatabase(std::string_view options)
    : m_name(unique_name("headstart_test")) {
    // A test that was killed may have left one under the same process id.
    Session admin(cluster_url());
    admin.query("DROP DATABASE IF EXISTS " + m_name + " WITH (FORCE)");
    // template0: others may not be connected to the template that is copied.
    admin.query("CREATE DATABASE " + m_name + " TEMPLATE template0 " + std::string(options));
    // As every major has it since 15; `status` would warn.
    Session(url()).query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
}

namespace {

/// The server drops no database that holds one, and none with its slot without connecting.
void drop_subscriptions(const std::string& url) {
    Session session(url);
    const auto commands = session.query(
        "SELECT format(command, subname) FROM pg_subscription JOIN pg_database d ON d.oid = subdbid, "
        "(VALUES ('ALTER SUBSCRIPTION %I DISABLE'), ('ALTER SUBSCRIPTION %I SET (slot_name = NONE)'), "
        "('DROP SUBSCRIPTION %I')) w(command) WHERE datname = current_database() ORDER BY 1");
    for (const auto& row : commands) {
        session.query(row.front().value());
    }
}

} // namespace

TestDatabase::~TestDatabase() {
    try {
        m_session.reset();
        if (!Session(cluster_url()).query("SELECT FROM pg_subscription LIMIT 1").empty()) {
            drop_subscriptions(url());
        }
        Session admin(cluster_url());
        admin.query("DROP DATABASE " + m_name + " WITH (FORCE)");
        for (const auto& role : m_roles) {
            admin.query("DROP ROLE " + role);
        }
    } catch (const std::exception& error) {
        std::cerr << "cleaning up " << m_name << ": " << error.what() << '\n';
    }
}

std::string TestDatabase::url() const {
    return url_as(user(), password());
}

std::string TestDatabase::url_as(std::string_view user, std::string_view password) const {
    std::string url = "postgresql://";
    url.append(user).append(":").append(password);
    return url + "@" + host() + ":" + port() + "/" + m_name;
}

std::string TestDatabase::host() const {
    return parts_of(cluster_url()).host;
}

std::string TestDatabase::port() const {
    return parts_of(cluster_url()).port;
}

std::string TestDatabase::user() const {
    return parts_of(cluster_url()).user;
}

std::string TestDatabase::password() const {
    return parts_of(cluster_url()).password;
}

std::string TestDatabase::role(std::string_view prefix, std::string_view options) {
    auto name = unique_name(prefix);
    execute("DROP ROLE IF EXISTS " + name + "; CREATE ROLE " + name + " " + std::string(options));
    m_roles.push_back(name);
    return name;
}

Session& TestDatabase::session() {
    if (!m_session) {
        m_session = std::make_unique<Session>(url());
    }
    return *m_session;
}

void TestDatabase::open_public() {
    if (text("SELECT current_setting('server_version_num')::int < 150000") == "t") {
        execute("GRANT CREATE ON SCHEMA public TO PUBLIC");
    }
}

std::string TestDatabase::dump(std::vector<std::string> options) const {
    Command command{{server_program("pg_dump")}, {{"PGPASSWORD", password()}}};
    for (auto& option : options) {
        command.argv.push_back(std::move(option));
    }
    for (const auto& word : {"-h" + host(), "-p" + port(), "-U" + user(), "-d" + m_name}) {
        command.argv.push_back(word);
    }
    const auto outcome = run(command);
    if (outcome.status != 0) {
        throw std::runtime_error("pg_dump: " + outcome.err);
    }
    // Newer releases guard their script by a random word.
    std::istringstream lines(outcome.out);
    std::string dump;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("\\restrict") && !line.starts_with("\\unrestrict")) {
            dump += line + "\n";
        }
    }
    return dump;
}

} // namespace headstart::test
