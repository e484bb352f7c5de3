#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "incidents/small_disk.hpp"
#include "support/catch.hpp"
#include "support/skip.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char* k_filling =
    "INSERT INTO event SELECT n, repeat('x', 400) FROM generate_series(1, 40000) n;\n";

constexpr const char* k_history =
    "SELECT string_agg(revision || ' ' || state || ' ' || statements_done, ', ' ORDER BY id)"
    " FROM headstart_journal";

/// A server with a tablespace on a disk that has no room for the second revision.
struct FullDisk : Project {
    SmallDisk disk{16};
    Cluster cluster;

    FullDisk() {
        environment["DATABASE_URL"] = cluster.url();
        query("CREATE TABLESPACE small LOCATION '" + disk.path().string() + "'");
        migration("a1", "", "CREATE TABLE kept (id int);");
    }

    std::string query(const std::string& sql) const { return Session(cluster.url()).text(sql); }

    [[nodiscard]] std::string history() const { return query(k_history); }
};

void check_told(const Outcome& outcome, const std::string& statement) {
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("error[HS0401]: could not extend file \"pg_tblspc/") &&
                                ContainsSubstring(": No space left on device\n") &&
                                ContainsSubstring(" | " + statement) &&
                                ContainsSubstring("server hint: Check free disk space.\nsqlstate: 53100\n"));
}

} // namespace

TEST_CASE("a migration that fills its tablespace leaves nothing, and runs when there is room") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    FullDisk project;
    const auto before = project.disk.free_bytes();
    project.migration("b2", "a1",
                      "CREATE TABLE event (id int, note text) TABLESPACE small;\n" + std::string(k_filling));
    check_told(project.headstart({"upgrade"}), "INSERT INTO event");
    CHECK(project.query("SELECT to_regclass('event')") == "null");
    CHECK(project.query("SELECT version_num FROM alembic_version") == "a1");
    CHECK(project.history() == "a1 done 1");
    CHECK(project.disk.free_bytes() + 64 * 1024 > before); // but for folders
    project.disk.grow_to(64);
    const auto again = project.headstart({"run", "--", "echo", "started"});
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out == "started\n");
    CHECK(project.query("SELECT count(*), count(DISTINCT id) FROM event") == "40000|40000");
    CHECK(project.history() == "a1 done 1, b2 done 2");
}

TEST_CASE("outside a transaction a full disk keeps what was done before, and it goes on when there is room") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    FullDisk project;
    project.migration("b2", "a1",
                      "CREATE TABLE event (id int, note text);\n" + std::string(k_filling) +
                          "CREATE INDEX CONCURRENTLY event_note ON event (id, note) TABLESPACE small;\n"
                          "INSERT INTO kept VALUES (1);",
                      {}, "transaction:false");
    project.query(
        "CREATE SCHEMA aside; CREATE TABLE aside.ballast TABLESPACE small AS SELECT repeat('x', 1000) FROM"
        " generate_series(1, 12000)");
    const auto index = [&] {
        return project.query("SELECT string_agg(indisvalid::text, ' ') FROM pg_index WHERE indrelid ="
                             " 'event'::regclass");
    };
    for (int run = 0; run < 2; ++run) { // the second time it clears up behind the first, and fails alike
        const auto outcome = project.headstart({"upgrade"});
        check_told(outcome, "CREATE INDEX CONCURRENTLY event_note");
        CHECK(project.query("SELECT count(*) FROM event") == "40000");
        CHECK(index() == "false");
        CHECK(project.history() == "a1 done 1, b2 failed 2");
    }
    project.disk.grow_to(64);
    const auto again = project.headstart({"run", "--", "echo", "started"});
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out == "started\n");
    CHECK(index() == "true");
    CHECK(project.query("SELECT count(*) FROM event") == "40000");
    CHECK(project.query("SELECT count(*) FROM kept") == "1");
    CHECK(project.query("SELECT version_num FROM alembic_version") == "b2");
    CHECK(project.history() == "a1 done 1, b2 done 4");
}

TEST_CASE("a database whose own disk is full: the journal of what was done is kept all the same") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    FullDisk project;
    project.query("CREATE DATABASE full_up TABLESPACE small");
    project.environment["DATABASE_URL"] = project.cluster.url("full_up");
    const auto query = [&](const std::string& sql) {
        return Session(project.cluster.url("full_up")).text(sql);
    };
    project.migration("b2", "a1",
                      "CREATE TABLE event (id int, note text);\n" + std::string(k_filling) +
                          "INSERT INTO kept VALUES (1);",
                      {}, "transaction:false");
    for (int run = 0; run < 2; ++run) {
        const auto outcome = project.headstart({"upgrade"});
        check_told(outcome, "INSERT INTO event");
        INFO(outcome.err);
        CHECK_THAT(outcome.err, !ContainsSubstring("the journal could not be told"));
        CHECK(query("SELECT count(*) FROM event") == "0");
        CHECK(query(k_history) == "a1 done 1, b2 failed 1");
    }
    project.disk.grow_to(64);
    const auto again = project.headstart({"run", "--", "echo", "started"});
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out == "started\n");
    CHECK(query("SELECT count(*), count(DISTINCT id) FROM event") == "40000|40000");
    CHECK(query("SELECT count(*) FROM kept") == "1");
    CHECK(query(k_history) == "a1 done 1, b2 done 3");
}
