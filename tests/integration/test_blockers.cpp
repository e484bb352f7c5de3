#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <nlohmann/json.hpp>

#include <regex>
#include <sstream>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A project whose only migration changes a table that somebody else may be writing to.
struct BlockedProject : Project {
    std::unique_ptr<Session> other;

    explicit BlockedProject(const std::string& options = "") {
        database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int, name text)");
        migration("a1", "", "ALTER TABLE aside.t ADD COLUMN note text;", {}, options);
        // Who is in the way is looked at while the lock is waited for: there must be time to.
        environment["HEADSTART_LOCK_TIMEOUT"] = "1s";
        environment["HEADSTART_LOCK_RETRY_TIMEOUT"] = "1500ms";
    }

    /// From now on a transaction that has written to the table is open.
    void block() {
        other = std::make_unique<Session>(database.url());
        other->query("SET application_name = 'psql'; BEGIN");
        other->query("INSERT INTO aside.t VALUES (7, 'Ada''s secret')");
    }

    [[nodiscard]] std::string blocked_by() const {
        return "blocked by pid " + std::to_string(other->backend_pid());
    }
};

/// Ages differ from run to run.
std::string without_age(const std::string& text) {
    return std::regex_replace(text, std::regex("transaction open for [0-9.]+ (ms|s)"),
                              "transaction open for <time>");
}

} // namespace

TEST_CASE("a lock that was not had is explained by the sessions in the way") {
    BlockedProject project;
    project.block();
    const auto text = without_age(project.headstart({"upgrade"}).err);
    const auto who = project.blocked_by() + " (user " + project.database.user() +
                     ", application psql, idle in transaction, transaction open for <time>): "
                     "INSERT INTO aside.t VALUES (?, ?)";
    CHECK_THAT(text, ContainsSubstring("gave way (canceling statement due to lock timeout; " + who +
                                       "; lock_timeout that ended it: 300 ms, headstart's for this try; "));
    CHECK_THAT(text, ContainsSubstring("note: " + who + "\nnote: lock_timeout that ended it: ") &&
                         ContainsSubstring("\nnote: tried "));
    CHECK(text.find("secret") == std::string::npos);
}

TEST_CASE("the literals of a blocking statement are shown to who asks for them") {
    BlockedProject project;
    project.block();
    const auto text = project.headstart({"upgrade", "--redact", "false"}).err;
    CHECK_THAT(text, ContainsSubstring("INSERT INTO aside.t VALUES (7, 'Ada''s secret')\n"));
}

TEST_CASE("JSON names the blockers beside the sentence") {
    BlockedProject project;
    project.block();
    const auto text = project.headstart({"upgrade", "--log-format", "json"}).err;
    std::istringstream lines(text);
    int retries = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto record = nlohmann::json::parse(line);
        if (record.value("event", "") == "retry") {
            ++retries;
            REQUIRE(record.at("notes").size() == 2);
            CHECK(record.at("delay_ms").is_number());
            CHECK_THAT(record["notes"][0].get<std::string>(), ContainsSubstring(project.blocked_by()));
        }
    }
    CHECK(retries > 0);
}

TEST_CASE("a statement outside a transaction is explained alike") {
    BlockedProject project("transaction:false");
    project.block();
    CHECK_THAT(project.headstart({"upgrade"}).err, ContainsSubstring("note: " + project.blocked_by()));
}

TEST_CASE("where the rights do not suffice, the message says so") {
    BlockedProject project;
    auto& database = project.database;
    const auto role = database.role("migrator");
    database.execute("GRANT ALL ON SCHEMA public, aside TO " + role + "; ALTER TABLE aside.t OWNER TO " +
                     role);
    project.environment["DATABASE_URL"] = database.url_as(role, "secret");
    project.block();
    CHECK_THAT(project.headstart({"upgrade"}).err,
               ContainsSubstring("note: " + project.blocked_by() + " (user " + database.user() +
                                 ", application psql); what it runs is shown to members of "
                                 "pg_read_all_stats only\n"));
}

TEST_CASE("many sessions in the way are named by the oldest, and counted") {
    BlockedProject project;
    project.block();
    std::vector<std::unique_ptr<Session>> others;
    for (int i = 0; i < 6; ++i) {
        others.push_back(std::make_unique<Session>(project.database.url()));
        others.back()->query("BEGIN; SELECT count(*) FROM aside.t");
    }
    const auto text = project.headstart({"upgrade"}).err;
    CHECK_THAT(text, ContainsSubstring("note: " + project.blocked_by()));
    CHECK_THAT(text, ContainsSubstring("note: blocked by 2 more\n"));
}

TEST_CASE("a deadlock is explained too") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.one (); CREATE TABLE aside.two ()");
    project.migration("a1", "",
                      "LOCK TABLE aside.one;\nSELECT pg_advisory_xact_lock(42);\nLOCK TABLE aside.two;");
    const auto count_waiters = [&] {
        return project.database.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                     " AND datname = current_database()");
    };
    Session other(project.database.url());
    other.query("BEGIN; LOCK TABLE aside.two");
    project.database.execute("SELECT pg_advisory_lock(42)");
    const auto migrating =
        project.start(Call{{"upgrade", "--lock-retry-timeout", "0"}, {{"HEADSTART_LOCK_TIMEOUT", "0"}}});
    REQUIRE(eventually(30s, [&] { return count_waiters() == "1"; }));
    // A session looks for a deadlock once, deadlock_timeout after its wait began, and gives way if there is
    // one: the migration, whose wait closes the circle.
    other.query("SET deadlock_timeout = '10min'");
    REQUIRE(PQsendQuery(other.raw(), "LOCK TABLE aside.one") == 1);
    REQUIRE(eventually(30s, [&] { return count_waiters() == "2"; }));
    project.database.execute("SELECT pg_advisory_unlock(42)");
    const auto outcome = migrating->wait();
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("deadlock detected"));
    CHECK_THAT(outcome.err,
               ContainsSubstring("note: blocked by pid " + std::to_string(other.backend_pid()) + " (user "));
}

TEST_CASE("traffic behind a migration that waits is held up no longer than its lock_timeout") {
    BlockedProject project;
    project.block();
    const auto migrating = project.start(
        Call{{"upgrade"}, {{"HEADSTART_LOCK_TIMEOUT", "400ms"}, {"HEADSTART_LOCK_RETRY_TIMEOUT", "60s"}}});
    Session reader(project.database.url());
    auto longest = std::chrono::milliseconds{0};
    int held_up = 0;
    // As long as it takes to have met the migration's place in the queue three times.
    const bool met = eventually(30s, [&] {
        const auto begin = std::chrono::steady_clock::now();
        reader.query("SELECT count(*) FROM aside.t");
        const auto span =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
        longest = std::max(longest, span);
        held_up += span > 100ms ? 1 : 0;
        return held_up == 3;
    });
    CHECK(met);
    INFO(longest.count() << " ms");
    // The rest is for a machine that builds meanwhile. Were it not for the time-out, it would be until the
    // COMMIT below; by default it would be three seconds.
    CHECK(longest < 2s);
    project.other->query("COMMIT");
    CHECK(migrating->wait().status == 0);
}

TEST_CASE("rows that a COPY is refused behind a lock are copied once it is free") {
    for (const std::string options : {"", "transaction:false"}) {
        INFO(options);
        BlockedProject project(options);
        project.migration("a1", "", "COPY aside.t (id, name) FROM stdin;\n1\tone\n2\ttwo\n\\.\n", {},
                          options);
        Session other(project.database.url());
        other.query("BEGIN; LOCK TABLE aside.t");
        auto migrating = project.start(Call{{"upgrade"}, {{"HEADSTART_LOCK_RETRY_TIMEOUT", "30s"}}});
        REQUIRE(
            migrating->wait_for_text("gave way (canceling statement due to lock timeout; blocked by pid " +
                                     std::to_string(other.backend_pid())));
        other.query("COMMIT");
        const auto outcome = migrating->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.err.find("lost") == std::string::npos);
        CHECK(project.database.text("SELECT id, name FROM aside.t ORDER BY id") == "1|one\n2|two");
        CHECK(project.journal() == "up a1 done");
    }
}
