#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/source_folder.hpp"

#include <csignal>

using namespace headstart::test;

namespace {

constexpr int k_replicas = 50;

using Herd = std::vector<std::unique_ptr<Process>>;

/// This project's own migrations, the concurrent index among them, and a last one whose runs a sequence
/// counts: no rollback takes that back. Returns how many they are.
int write_own_migrations(Project& project) {
    std::filesystem::copy(source_folder() + "/migrations", project.folder.path() / "migrations");
    auto head = project.headstart({"heads"}).out;
    head = head.substr(0, head.find(' '));
    project.migration("last", head, "SELECT nextval('runs');");
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(project.folder.path() / "migrations")) {
        count += entry.path().extension() == ".sql" ? 1 : 0;
    }
    return count;
}

Herd start_herd(Project& project, int count, const Environment& variables = {}) {
    Herd herd;
    for (int i = 0; i < count; ++i) {
        herd.push_back(project.start(Call{{"run", "--", "echo", "started"}, variables}));
    }
    return herd;
}

void check_all_started(Herd& herd) {
    for (const auto& one : herd) {
        const auto outcome = one->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
    }
}

/// Each revision is in the journal once, and its statements ran once.
void check_each_ran_once(Session& session, int count) {
    CHECK(session.text("SELECT version_num FROM alembic_version") == "last");
    CHECK(session.text("SELECT count(*) || ' ' || count(DISTINCT revision) || ' ' || count(*) FILTER (WHERE"
                       " direction = 'up' AND state = 'done') FROM headstart_journal") ==
          std::to_string(count) + " " + std::to_string(count) + " " + std::to_string(count));
    CHECK(session.text("SELECT last_value || ' ' || is_called FROM runs") == "1 true");
}

} // namespace

TEST_CASE("fifty replicas at once migrate once", "[herd]") {
    Project project;
    project.database.execute("CREATE SEQUENCE runs");
    const int count = write_own_migrations(project);
    auto herd = start_herd(project, k_replicas);
    check_all_started(herd);
    check_each_ran_once(project.database.session(), count);
    CHECK(is_gone(project));
}

TEST_CASE("fifty replicas let an index build pass, and hold nothing while they wait", "[herd]") {
    Project project;
    project.database.execute("CREATE SEQUENCE runs");
    const int count = write_own_migrations(project);
    Session reader(project.database.url());
    reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1"); // the build waits for this snapshot
    auto herd = start_herd(project, k_replicas);
    REQUIRE(runs_statement(project, "CREATE INDEX CONCURRENTLY"));
    auto& watcher = project.database.session();
    REQUIRE(eventually(60s, [&] { return count_waiters(watcher) == k_replicas - 1; }));
    for (int i = 0; i < 100; ++i) {
        REQUIRE(waiters_let_go(watcher));
    }
    CHECK(count_waiters(watcher) == k_replicas - 1);
    reader.query("COMMIT");
    check_all_started(herd);
    check_each_ran_once(project.database.session(), count);
}

TEST_CASE("fifty replicas share a server that has room for seven", "[herd]") {
    Project project;
    const int count = write_own_migrations(project);
    const Cluster cluster({"max_connections=10", "superuser_reserved_connections=3"});
    Session admin(cluster.url());
    admin.query("CREATE ROLE app LOGIN PASSWORD 'secret'");
    admin.query("CREATE DATABASE app OWNER app");
    const auto url = cluster.url_as("app", "secret", "app");
    Session(url).query("CREATE SEQUENCE runs");
    auto herd = start_herd(project, k_replicas, {{"DATABASE_URL", url}});
    check_all_started(herd);
    Session session(url);
    check_each_ran_once(session, count);
}

TEST_CASE("a migration that fails fails for every replica, and nothing runs twice", "[herd]") {
    constexpr int k_some = 20;
    Project project;
    project.database.execute("CREATE SEQUENCE before_it; CREATE SEQUENCE after_it");
    project.migration("a1", "", "SELECT nextval('before_it');");
    project.migration("b2", "a1", "CREATE TABLE b (id int);\nSELECT 1/0;");
    project.migration("c3", "b2", "SELECT nextval('after_it');");
    auto herd = start_herd(project, k_some);
    for (const auto& one : herd) {
        const auto outcome = one->wait();
        CHECK(outcome.status == 1);
        CHECK(outcome.out == "");
        CHECK(outcome.err.find("migrations/b2.sql:9:1: error[HS0401]: division by zero\n") !=
              std::string::npos);
    }
    CHECK(project.version() == "a1");
    CHECK(project.journal() == "up a1 done");
    CHECK(project.database.text("SELECT last_value || ' ' || is_called FROM before_it") == "1 true");
    CHECK(project.database.text("SELECT is_called FROM after_it") == "f");
    CHECK(project.database.text("SELECT to_regclass('b')") == "null");
}

TEST_CASE("when the upgrader is killed, the next one takes over", "[race]") {
    Project project;
    project.database.execute("CREATE SEQUENCE attempts");
    // The first attempt sleeps, the second does not.
    project.migration("a1", "",
                      "CREATE TABLE a (id int);\nSELECT pg_sleep(300) WHERE nextval('attempts') = 1;");
    const auto first = project.start({"run", "--", "echo", "started"});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    const auto second = project.start({"run", "--", "echo", "started"});
    REQUIRE(second->wait_for_text("another upgrader holds the lock; waiting for it"));
    first->send(SIGKILL);
    CHECK(first->wait().signal == SIGKILL);
    end_sessions_of_the_dead(project);
    const auto outcome = second->wait(20s); // client_connection_check_interval is two seconds
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(project.version() == "a1");
    CHECK(project.journal() == "up a1 done");
}

TEST_CASE("who waits too long for the lock is told who holds it") {
    Project project;
    project.migration("a1", "", "SELECT pg_sleep(300);");
    const auto holder = project.start({"run"});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    const auto who = project.database.text(
        "SELECT pid || ' (user ' || usename || ', application headstart, from 127.0.0.1, connected since '"
        " || date_trunc('second', backend_start) || ', active)'"
        " FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'headstart'");
    const auto outcome = project.headstart({"run", "--lock-wait-timeout", "300ms", "--", "echo", "started"});
    CHECK(outcome.status == 4);
    CHECK(outcome.out == "");
    CHECK(project.steady(outcome.err) ==
          "info: another upgrader holds the lock; waiting for it\n"
          "error[HS0304]: another upgrader held the lock for longer than 300 ms\n"
          "note: the lock is held by pid " +
              who +
              "\n"
              "hint: wait longer (--lock-wait-timeout), or end that session: SELECT pg_terminate_backend(" +
              who.substr(0, who.find(' ')) + "), as its user or as a superuser\n");
}

TEST_CASE("a replica whose schema is there starts while a newer one migrates") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    std::filesystem::copy(project.folder.path() / "migrations", project.folder.path() / "old");
    project.migration("b2", "a1",
                      "CREATE TABLE b (id int);\nALTER TABLE a ADD COLUMN n int;\nSELECT pg_sleep(300);");
    const auto newer = project.start({"run"});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    const auto begin = std::chrono::steady_clock::now();
    const auto older = project.headstart(Call{{"run", "--", "echo", "started"}, {{"HEADSTART_DIR", "old"}}});
    CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
    CHECK(older.status == 0);
    CHECK(older.out == "started\n");
    CHECK(project.steady(older.err) == "info: the database is at head already\ninfo: starting echo\n");
    CHECK(newer->running());
}

TEST_CASE("a replica that is behind starts while a newer one is still on its way") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    std::filesystem::copy(project.folder.path() / "migrations", project.folder.path() / "old");
    project.migration("b2", "a1", "CREATE TABLE b (id int);");
    project.migration("c3", "b2", "SELECT pg_sleep(300);");
    const auto newer = project.start({"run"});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    const auto older = project.headstart(Call{{"run", "--", "echo", "started"}, {{"HEADSTART_DIR", "old"}}});
    CHECK(older.status == 0);
    CHECK(older.out == "started\n");
    CHECK(
        project.steady(older.err) ==
        "warning: the database is ahead of this image: it is at b2, which this folder does not have, and our "
        "head is below it\n"
        "info: starting echo\n");
    CHECK(newer->running());
}
