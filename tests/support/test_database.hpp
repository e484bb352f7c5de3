#pragma once

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::test {

/// A row's columns; SQL's null is nullopt.
using Row = std::vector<std::optional<std::string>>;

/// A session of the test's own, beside the one under test. Throws std::runtime_error with the server's words.
class Session {
public:
    explicit Session(const std::string& conninfo);

    /// Several statements may stand in one text; the rows are those of the last.
    std::vector<Row> query(std::string_view sql);

    /// The rows as text: columns joined by "|", rows by a newline, null as "null"; "" for no rows.
    std::string text(std::string_view sql);

    [[nodiscard]] int backend_pid() const;

    [[nodiscard]] PGconn* raw() const { return m_connection.get(); }

private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> m_connection;
};

/// The URL of the cluster's superuser, database `postgres`: HEADSTART_TEST_URL, or the cluster that ctest
/// started.
std::string cluster_url();

/// The folder of the cluster's Unix socket, where no password is asked.
std::string cluster_socket();

/// A fresh, empty database for one test; dropped with its sessions at the end.
/// Roles belong to the whole cluster: those that a test makes by `role` are dropped at the end too.
class TestDatabase {
public:
    /// `options` of CREATE DATABASE: "ENCODING 'LATIN1' LOCALE 'C'".
    explicit TestDatabase(std::string_view options = "");

    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    ~TestDatabase();

    [[nodiscard]] const std::string& name() const { return m_name; }

    /// As the superuser, with the password in it.
    [[nodiscard]] std::string url() const;

    /// As somebody else.
    [[nodiscard]] std::string url_as(std::string_view user, std::string_view password) const;

    /// The parts of url().
    [[nodiscard]] std::string host() const;
    [[nodiscard]] std::string port() const;
    [[nodiscard]] std::string user() const;
    [[nodiscard]] std::string password() const;

    /// Makes a role of a name that is unique in the cluster and begins with `prefix`; returns the name.
    std::string role(std::string_view prefix, std::string_view options = "LOGIN PASSWORD 'secret'");

    [[nodiscard]] const std::vector<std::string>& roles() const { return m_roles; }

    std::vector<Row> query(std::string_view sql) { return session().query(sql); }

    std::string text(std::string_view sql) { return session().text(sql); }

    void execute(std::string_view sql) { (void)session().query(sql); }

    /// A session that lives as long as this; opened at its first use.
    Session& session();

    /// Gives everybody the right to create in `public` where the server itself does so, before 15: databases
    /// of tests have it not. For comparisons with a database that has just been made.
    void open_public();

    /// What pg_dump says of the database (schema and rows), less what differs from run to run.
    [[nodiscard]] std::string dump(std::vector<std::string> options = {}) const;

    /// Only the schema.
    [[nodiscard]] std::string schema() const { return dump({"--schema-only"}); }

private:
    std::string m_name;
    std::vector<std::string> m_roles;
    std::unique_ptr<Session> m_session;
};

} // namespace headstart::test
