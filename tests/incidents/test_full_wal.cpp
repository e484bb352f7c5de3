#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "incidents/small_disk.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/skip.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A server whose write-ahead log has a disk of its own, which 40 MB fill before a
/// checkpoint gives any of it back.
struct FullWal : Project {
    SmallDisk disk{24};
    Cluster cluster{{"max_wal_size=1GB", "checkpoint_timeout=1h", "full_page_writes=off"}};

    FullWal() {
        environment["DATABASE_URL"] = cluster.url();
        environment["HEADSTART_LOG_FORMAT"] = "json";
        environment["HEADSTART_CRASH_PAUSE"] = "100ms";
        cluster.stop();
        const auto log = cluster.data() / "pg_wal";
        std::filesystem::copy(log, disk.path() / "wal", std::filesystem::copy_options::recursive);
        std::filesystem::remove_all(log);
        std::filesystem::create_directory_symlink(disk.path() / "wal", log);
        const auto outcome = run(
            {{"chown", "-R", "-h", "postgres:", disk.path() / "wal", log}, {{"PATH", std::getenv("PATH")}}});
        REQUIRE(outcome.status == 0);
        cluster.start();
    }

    /// The second revision fills it, in a transaction or outside of one.
    void write_migrations(bool is_transactional) {
        // On the disk before the second one begins: a SELECT goes by itself.
        migration("a1", "",
                  "CREATE TABLE event (id int, note text); INSERT INTO event VALUES (0, 'kept'); SELECT 1;");
        migration("b2", "a1",
                  "CREATE TABLE ran (what text);\n"
                  "INSERT INTO event SELECT n, repeat('x', 1000) FROM generate_series(1, 40000) n;\n"
                  "INSERT INTO ran VALUES ('behind');",
                  {}, is_transactional ? "" : "transaction:false");
    }

    void make_room() const {
        disk.grow_to(200);
        cluster.start();
    }

    std::string query(const std::string& sql) const { return Session(cluster.url()).text(sql); }

    [[nodiscard]] bool is_down() const {
        return eventually(30s, [&] { return !std::filesystem::exists(cluster.data() / "postmaster.pid"); });
    }

    void check_end(const Outcome& outcome) const {
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
        CHECK(query("SELECT version_num FROM alembic_version") == "b2");
        CHECK(query("SELECT count(*), count(DISTINCT id) FROM event") == "40001|40001");
        CHECK(query("SELECT what FROM ran") == "behind");
        CHECK(
            query("SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id) FROM headstart_journal WHERE"
                  " NOT (state = 'failed' AND crashes > 0)") == "a1 done, b2 done");
    }
};

constexpr const char* k_history =
    "SELECT string_agg(revision || ' ' || state || ' ' || statements_done, ', ' ORDER BY id)"
    " FROM headstart_journal";

} // namespace

TEST_CASE(
    "a server that a full disk of its log has brought down for good ends the run, and nothing is lost") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    const bool is_transactional = GENERATE(true, false);
    INFO((is_transactional ? "in a transaction" : "outside a transaction"));
    FullWal project;
    project.write_migrations(is_transactional);
    const auto outcome = project.headstart({"upgrade", "--wait-timeout", "1s"});
    INFO(outcome.err);
    CHECK(project.is_down()); // it could not even recover
    CHECK(outcome.status == 3);
    const auto lost = records(outcome.err, "connection_lost");
    REQUIRE(!lost.empty()); // and another time, if it was quicker there than the server is down
    CHECK_THAT(lost[0].at("message").get<std::string>(),
               ContainsSubstring("the connection to the database was lost: could not write to file ") &&
                   ContainsSubstring(": No space left on device, applying revision b2 (up)"));
    const auto error = error_record(outcome.err);
    CHECK(error.at("code") == "HS0301");
    CHECK(error.at("message").get<std::string>().starts_with("the database was not ready within "));
    project.make_room();
    CHECK(project.query("SELECT version_num FROM alembic_version") == "a1");
    CHECK(project.query("SELECT count(*) FROM event") == "1");
    CHECK(project.query(k_history) == (is_transactional ? "a1 done 3" : "a1 done 3, b2 running 1"));
    project.check_end(project.headstart({"run", "--", "echo", "started"}));
}

TEST_CASE("the run that waits for it goes on by itself when there is room and the server is back") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    FullWal project;
    project.write_migrations(true);
    const auto running = project.start({"run", "--", "echo", "started"});
    REQUIRE(running->wait_for_text("connection_refused"));
    REQUIRE(project.is_down());
    project.make_room();
    const auto outcome = running->wait();
    project.check_end(outcome);
    CHECK(values(outcome.err, "after_loss", "message") ==
          "revision b2 had not been committed when the connection was lost");
}

TEST_CASE("a server that has not come back: the error says what was under way when it went") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    FullWal project;
    project.write_migrations(true);
    const auto outcome = project.headstart({"upgrade", "--wait-timeout", "1s"});
    INFO(outcome.err);
    CHECK(outcome.status == 3);
    CHECK_THAT(error_record(outcome.err).dump(),
               ContainsSubstring("No space left on device") &&
                   ContainsSubstring("applying revision b2 (up)") &&
                   ContainsSubstring("applied before it in this run, and kept: a1"));
}
