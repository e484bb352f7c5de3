#include "base/fd.hpp"
#include "diag/log.hpp"
#include "diag/reporter.hpp"
#include "migrate/runner.hpp"
#include "postgres/engine.hpp"
#include "scripts/script_directory.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"
#include "support/server_version.hpp"
#include "support/terminal.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <fcntl.h>
#include <future>
#include <regex>
#include <sstream>
#include <unistd.h>

using namespace headstart;
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// An upgrade in this process, which looks and speaks more often than ten seconds apart. Its log is caught.
class Upgrade {
public:
    Upgrade(Project& project, diag::LogFormat format, const std::string& url = {},
            sql::Literals literals = sql::Literals::hidden)
        : m_folder(project.folder)
        , m_stderr(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
        const base::Fd file(::open(m_folder.write("log", "").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
        ::dup2(file.get(), STDERR_FILENO);
        diag::configure_log(diag::LogLevel::info, format);
        database::SessionOptions options;
        options.lock_timeout = 0ms;
        options.log_every = 100ms;
        options.literals = literals;
        m_done = std::async(std::launch::async, [&project, options,
                                                 url = url.empty() ? project.database.url() : url] {
            diag::LogReporter reporter;
            const auto session =
                postgres::engine().open_session(url, options, reporter, base::WaitContext::none());
            migrate::upgrade(*session, scripts::ScriptDirectory::load({project.folder.path() / "migrations"}),
                             {"head"}, {});
        });
    }

    Upgrade(const Upgrade&) = delete;
    Upgrade& operator=(const Upgrade&) = delete;

    ~Upgrade() {
        m_done.wait();
        diag::configure_log(diag::LogLevel::info, diag::LogFormat::text);
        ::dup2(m_stderr.get(), STDERR_FILENO);
    }

    /// Waits until a line of the log holds all of these, and returns it; "" if none came.
    std::string line_with(const std::vector<std::string>& parts) {
        std::string found;
        (void)eventually(20s, [&] {
            std::istringstream lines(log());
            for (std::string line; std::getline(lines, line) && found.empty();) {
                const bool has_all = std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
                    return line.find(part) != std::string::npos;
                });
                found = has_all ? line : "";
            }
            return !found.empty();
        });
        INFO(log());
        CHECK(found != "");
        return found;
    }

    std::string log() { return m_folder.read("log"); }

private:
    TempFolder& m_folder;
    base::Fd m_stderr;
    std::future<void> m_done;
};

/// A project with a revision that runs until the test lets it go on.
struct GatedProject : Project {
    GatedProject(const std::string& id, const std::string& revises) {
        environment["HEADSTART_LOCK_TIMEOUT"] = "0";
        migration(id, revises, "SELECT pg_advisory_xact_lock(42);");
        database.execute("SELECT pg_advisory_lock(42)");
    }

    void open_gate() { database.execute("SELECT pg_advisory_unlock(42)"); }
};

} // namespace

TEST_CASE("a statement that is held up is reported with its place and with who holds it up") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    // Longer than pg_stat_activity shows.
    const std::string list(1000, '1');
    project.migration("a1", "",
                      "SELECT 1;\nUPDATE aside.t SET id = 4711 WHERE id::text = '" + list +
                          "' OR false AND 'secret' = '';\nSELECT 2;");
    Session other(project.database.url());
    other.query("SET application_name = 'psql'; BEGIN; LOCK TABLE aside.t");
    Upgrade upgrade(project, diag::LogFormat::text);
    const auto line = upgrade.line_with({"blocked by"});
    CHECK_THAT(line, ContainsSubstring("applying revision a1 (up), at statement 2 of 3: UPDATE aside.t SET "
                                       "id = ? WHERE id::text = ? ("));
    CHECK_THAT(line, ContainsSubstring("/migrations/a1.sql:9) has been running for "));
    CHECK_THAT(line, ContainsSubstring("; blocked by pid " + std::to_string(other.backend_pid()) + " (user " +
                                       project.database.user() +
                                       ", application psql, idle in transaction, transaction open for "));
    CHECK_THAT(line, ContainsSubstring(": SET application_name = ?; BEGIN; LOCK TABLE aside.t"));
    other.query("COMMIT");
}

TEST_CASE("an index build is reported with its phase, and in JSON by named values") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    project.migration("a1", "", "CREATE INDEX CONCURRENTLY t_id ON aside.t (id);", {}, "transaction:false");
    Session other(project.database.url());
    other.query("BEGIN; INSERT INTO aside.t VALUES (1)");
    Upgrade upgrade(project, diag::LogFormat::json);
    const auto record = nlohmann::json::parse(upgrade.line_with({"waiting for writers before build"}));
    CHECK(record["event"] == "progress");
    CHECK(record["revision"] == "a1");
    CHECK(record["direction"] == "up");
    CHECK(record["query"] == "CREATE INDEX CONCURRENTLY t_id ON aside.t (id)");
    CHECK(record["line"] == 8);
    CHECK(record["phase"] == "waiting for writers before build");
    CHECK(record["percent"] == 0.0);
    CHECK(record["elapsed_ms"].is_number_integer());
    REQUIRE(record["blockers"].size() == 1);
    CHECK_THAT(record["blockers"][0].get<std::string>(),
               ContainsSubstring("pid " + std::to_string(other.backend_pid()) + " (user "));
    other.query("COMMIT");
}

TEST_CASE("data that is copied is reported with its share of the file's") {
    Project project;
    std::string rows;
    for (int i = 100; i < 500; ++i) {
        rows += std::to_string(i) + "\n";
    }
    project.migration("a1", "",
                      "CREATE TABLE t (id int CHECK (pg_sleep(0.01) IS NOT NULL));\nCOPY t FROM stdin;\n" +
                          rows + "\\.");
    Upgrade upgrade(project, diag::LogFormat::text);
    const std::string share = server_has(Since::copies_are_reported) ? "copying, " : " has been running for ";
    CHECK_THAT(upgrade.line_with({share}), ContainsSubstring(": COPY t FROM stdin ("));
}

TEST_CASE("what cannot be asked for is left out, and the migration goes on") {
    Project project;
    auto& database = project.database;
    const auto role = database.role("lonely", "LOGIN PASSWORD 'secret' CONNECTION LIMIT 1");
    database.execute("GRANT ALL ON SCHEMA public TO " + role);
    project.migration("a1", "", "SELECT pg_sleep(1);");
    {
        Upgrade upgrade(project, diag::LogFormat::text, database.url_as(role, "secret"));
        CHECK_THAT(upgrade.line_with({"has been running"}),
                   ContainsSubstring("info    applying revision a1 (up) has been running for "));
    }
    CHECK(project.version() == "a1");
}

TEST_CASE("the watch ends with the session, and is idle between its looks") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    project.migration("a1", "", "LOCK TABLE aside.t;");
    const std::string watches = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                " AND application_name = 'headstart watch'";
    Session other(project.database.url());
    other.query("BEGIN; LOCK TABLE aside.t");
    {
        Upgrade upgrade(project, diag::LogFormat::text);
        CHECK(eventually(10s, [&] { return project.database.text(watches + " AND state = 'idle'") == "1"; }));
        CHECK(project.database.text(watches + " AND xact_start IS NOT NULL AND state <> 'active'") == "0");
        other.query("COMMIT");
    }
    CHECK(eventually(10s, [&] { return project.database.text(watches) == "0"; }));
}

TEST_CASE("a signal ends a migration that is watched, and the watch with it") {
    Project project;
    project.migration("a1", "", "SELECT pg_sleep(300);");
    const auto upgrading = project.start({"upgrade"});
    const std::string sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                 " AND application_name ";
    REQUIRE(eventually(20s, [&] { return project.database.text(sessions + "= 'headstart watch'") == "1"; }));
    upgrading->send(SIGTERM);
    CHECK(upgrading->wait(k_promptly).status == 128 + SIGTERM);
    CHECK(eventually(10s, [&] { return project.database.text(sessions + "LIKE 'headstart%'") == "0"; }));
    CHECK(project.version() == "");
}

TEST_CASE("every ten seconds a line says what runs") {
    GatedProject project("a1", "");
    const auto upgrading = project.start({"upgrade"});
    REQUIRE(upgrading->wait_for_text("applying revision a1 (up): SELECT pg_advisory_xact_lock(?) "
                                     "(migrations/a1.sql:8) has been running for 1"));
    project.open_gate();
    const auto outcome = upgrading->wait();
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find("has been running") == outcome.err.rfind("has been running"));
}

TEST_CASE("on a terminal a bar shows the pending revisions, and is gone when the application starts") {
    GatedProject project("b2", "a1");
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("c3", "b2", "CREATE TABLE c (id int);");
    Terminal terminal(100);
    auto command =
        project.command(Call{{"run", "--", "sh", "-c", "echo application >&2"}, {{"TERM", "xterm"}}});
    command.terminal = terminal.fd();
    Process running(command);
    // Its time goes on while the statement runs.
    const std::regex later(R"(\] 1/3 b2 Make b2  (0\.[1-9]|[1-9]))");
    CHECK(eventually(30s, [&] { return std::regex_search(terminal.written(), later); }));
    project.open_gate();
    CHECK(running.wait().status == 0);
    CHECK_THAT(terminal.written(), ContainsSubstring("[----") && ContainsSubstring("] 0/3 a1 Make a1  0."));
    CHECK(project.steady(terminal.screen()) == "info: Running upgrade  -> a1, Make a1\n"
                                               "info: Running upgrade a1 -> b2, Make b2\n"
                                               "info: Running upgrade b2 -> c3, Make c3\n"
                                               "info: 3 revisions applied in <time>\n"
                                               "info: starting sh\n"
                                               "application\n");
}

TEST_CASE("on a terminal an error takes the place of the bar") {
    Project project;
    project.migration("a1", "", "SELECT 1 / 0;");
    Terminal terminal(100);
    auto command = project.command(Call{{"upgrade"}, {{"TERM", "xterm"}}});
    command.terminal = terminal.fd();
    CHECK(run(command).status == 1);
    CHECK_THAT(terminal.written(), ContainsSubstring("] 0/1 a1 Make a1"));
    CHECK(project.steady(terminal.screen())
              .starts_with("info: Running upgrade  -> a1, Make a1\n"
                           "migrations/a1.sql:8:1: error[HS0401]: division by zero\n"));
}
