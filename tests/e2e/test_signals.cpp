#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"
#include "support/skip.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>

using namespace headstart::test;

namespace {

constexpr std::array k_ending_signals{SIGTERM, SIGINT, SIGHUP, SIGQUIT};

Call run_call(Environment variables = {}) {
    variables.insert(
        {"HEADSTART_LOCK_TIMEOUT", "0"}); // a statement of these tests may block as long as it likes
    return Call{{"run", "--", "echo", "started"}, std::move(variables)};
}

/// Sends the signal, and expects the end that it has everywhere: soon, with 128+N, and nothing started.
void check_ends(Process& process, int signal) {
    INFO("signal " << signal);
    process.send(signal);
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = process.wait();
    CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
    CHECK(outcome.status == 128 + signal);
    CHECK(outcome.out == "");
    CHECK(outcome.err.find("stopped by signal " + std::to_string(signal)) != std::string::npos);
}

/// Starts, waits until the phase is reached, and ends it: once with each signal.
void check_phase(Project& project, const Call& call, const std::function<bool(Process&)>& is_there) {
    for (const int signal : k_ending_signals) {
        const auto headstart = project.start(call);
        const bool reached = is_there(*headstart);
        INFO(headstart->err());
        REQUIRE(reached);
        headstart->send(SIGPIPE); // means nothing to us, in no phase
        check_ends(*headstart, signal);
        CHECK(is_gone(project));
    }
}

} // namespace

TEST_CASE("a signal ends the look-up of a name") {
    if (skips_without("a mount namespace, for a resolv.conf of its own", can_unshare())) {
        return;
    }
    Project project;
    project.migration("a1", "", "SELECT 1;");
    const NameServer names(NameServer::Manner::silent);
    auto call = run_call({{"DATABASE_URL", "postgresql://user:secret@db.invalid/app"}});
    call.wrapper = with_resolv_conf(project.folder.write("resolv.conf", names.resolv_conf()));
    int before = 0;
    check_phase(project, call, [&](Process&) {
        const bool asked = eventually(30s, [&] { return names.count() > before; });
        // The question for the other address family may still come.
        before = names.count() + 1;
        return asked;
    });
}

TEST_CASE("a signal ends connecting, and waiting for an answer") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    {
        const FullQueue full;
        check_phase(project, run_call({{"DATABASE_URL", full.url()}, {"HEADSTART_CONNECT_TIMEOUT", "60s"}}),
                    [&](Process&) { return eventually(30s, [&] { return full.count_unanswered() > 0; }); });
    }
    const Listener silent(Listener::silent());
    int before = 0;
    check_phase(project, run_call({{"DATABASE_URL", silent.url()}, {"HEADSTART_CONNECT_TIMEOUT", "60s"}}),
                [&](Process&) {
                    const bool came = eventually(30s, [&] { return silent.count() > before; });
                    before = silent.count();
                    return came;
                });
}

TEST_CASE("a signal ends authenticating") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    std::atomic<int> passwords = 0;
    const Listener listener(Listener::asks_password(passwords));
    int before = 0;
    check_phase(project, run_call({{"DATABASE_URL", listener.url()}, {"HEADSTART_CONNECT_TIMEOUT", "60s"}}),
                [&](Process&) {
                    const bool came = eventually(30s, [&] { return passwords > before; });
                    before = passwords;
                    return came;
                });
}

TEST_CASE("a signal ends waiting for the server") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    std::string url;
    {
        const Listener gone(Listener::silent());
        url = gone.url();
    }
    check_phase(project, run_call({{"DATABASE_URL", url}}),
                [](Process& process) { return process.wait_for_text("nothing listens there yet"); });
}

TEST_CASE("a signal ends waiting for the lock") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);\nSELECT pg_sleep(300);");
    const auto holder = project.start(run_call());
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    for (const int signal : k_ending_signals) {
        const auto waiter = project.start(run_call());
        REQUIRE(waiter->wait_for_text("another upgrader holds the lock; waiting for it"));
        check_ends(*waiter, signal);
        CHECK(eventually(k_promptly, [&] { return traces(project) == "1 sessions, 1 locks"; }));
    }
    check_ends(*holder, SIGTERM);
    CHECK(is_gone(project));
    CHECK(project.version() == "");
}

TEST_CASE("a signal cancels the statement, and the transaction is as if it had never been") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);\nSELECT pg_sleep(300);\nCREATE TABLE b (id int);");
    check_phase(project, run_call(), [&](Process&) { return runs_statement(project, "SELECT pg_sleep"); });
    CHECK(project.version() == "");
    CHECK(project.journal() == "");
    CHECK(project.database.text("SELECT to_regclass('a')") == "null");
}

TEST_CASE("a signal inside COMMIT leaves nothing") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE a (id int);\n"
                      "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS\n"
                      "  $$ BEGIN PERFORM pg_sleep(300); RETURN NULL; END $$;\n"
                      "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED\n"
                      "  FOR EACH ROW EXECUTE FUNCTION linger();\n"
                      "INSERT INTO a VALUES (1);");
    check_phase(project, run_call(), [&](Process&) { return runs_statement(project, "COMMIT"); });
    CHECK(project.version() == "");
    CHECK(project.database.text("SELECT to_regclass('a')") == "null");
}

TEST_CASE("a signal cancels an index build, and the next run goes on behind what was done") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    project.migration("a1", "",
                      "INSERT INTO aside.t VALUES (1);\n"
                      "CREATE INDEX CONCURRENTLY t_id ON aside.t (id);\n"
                      "INSERT INTO aside.t VALUES (2);",
                      {}, "transaction:false");
    Session reader(project.database.url());
    reader.query("BEGIN; LOCK TABLE aside.t IN ROW EXCLUSIVE MODE");
    // From the second time on the invalid index is dropped first, which waits for the same transaction.
    int times = 0;
    check_phase(project, run_call(), [&](Process&) {
        return runs_statement(project,
                              times++ == 0 ? "CREATE INDEX CONCURRENTLY" : "DROP INDEX CONCURRENTLY");
    });
    CHECK(project.version() == "");
    reader.query("COMMIT");
    const auto outcome = project.headstart(run_call());
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(project.version() == "a1");
    CHECK(project.database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM aside.t") == "1 2");
    CHECK(project.database.text("SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ')"
                                " FROM pg_index WHERE indrelid = 'aside.t'::regclass") == "aside.t_id true");
}

TEST_CASE("a signal between statements loses and repeats none") {
    constexpr int k_statements = 1500;
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    std::string up;
    for (int i = 1; i <= k_statements; ++i) {
        up += "INSERT INTO aside.t VALUES (" + std::to_string(i) + ");\n";
    }
    project.migration("a1", "", up, {}, "transaction:false");
    int rows = 0;
    for (const int signal : k_ending_signals) {
        const auto headstart = project.start(run_call());
        REQUIRE(eventually(
            30s, [&] { return std::stoi(project.database.text("SELECT count(*) FROM aside.t")) > rows; }));
        check_ends(*headstart, signal);
        CHECK(is_gone(project));
        rows = std::stoi(project.database.text("SELECT count(*) FROM aside.t"));
        CHECK(project.database.text("SELECT statements_done FROM headstart_journal") == std::to_string(rows));
    }
    CHECK(rows < k_statements);
    CHECK(project.headstart(run_call()).status == 0);
    CHECK(project.database.text("SELECT count(*) || ' ' || count(DISTINCT id) FROM aside.t") ==
          std::to_string(k_statements) + " " + std::to_string(k_statements));
}

TEST_CASE("a signal ends a COPY of much data, whether the server is slow or keeps up") {
    std::string rows;
    const std::string text(1000, 'x');
    for (int i = 0; i < 10000; ++i) {
        rows += std::to_string(i) + "\t" + text + "\n";
    }
    rows += "\\.\nSELECT pg_sleep(300);";
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE a (id int CHECK (pg_sleep(0.005) IS NOT NULL), text text);\n"
                      "COPY a FROM stdin;\n" +
                          rows);
    check_phase(project, run_call(), [&](Process&) { return runs_statement(project, "COPY a"); });
    project.migration("a1", "", "CREATE TABLE a (id int, text text);\nCOPY a FROM stdin;\n" + rows);
    check_phase(project, run_call(),
                [](Process& process) { return process.wait_for_text("Running upgrade"); });
    CHECK(project.version() == "");
    CHECK(project.database.text("SELECT to_regclass('a')") == "null");
}

TEST_CASE("a reader of the log that goes away does not end a migration") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.gate ()");
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1",
                      "DO $$ BEGIN RAISE NOTICE 'one'; END $$;\nLOCK TABLE aside.gate;\n"
                      "DO $$ BEGIN RAISE NOTICE 'two'; END $$;\nCREATE TABLE b (id int);");
    const auto fifo = project.folder.path() / "log";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    headstart::base::Fd reader(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    auto call = run_call();
    call.wrapper = {"sh", "-c", R"(exec "$@" 2>"$0")", fifo};
    Session gate(project.database.url());
    gate.query("BEGIN; LOCK TABLE aside.gate");
    const auto headstart = project.start(call);
    REQUIRE(eventually(30s, [&] { return project.version() == "a1"; }));
    REQUIRE(runs_statement(project, "LOCK TABLE"));
    reader.close();
    gate.query("COMMIT");
    const auto outcome = headstart->wait();
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(project.version() == "b2");
}
