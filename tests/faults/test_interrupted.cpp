#include "e2e/scenario.hpp"
#include "faults/trial.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/server_version.hpp"

#include <csignal>
#include <span>

using namespace headstart::test;

namespace {

/// What the server runs in several transactions of its own, and what it waits for between them.
struct Interruption {
    std::string statement;
    std::string blocker;
};

const std::string k_reads = "SELECT * FROM event, account";
const std::string k_writes = "LOCK TABLE account IN ROW EXCLUSIVE MODE";

const std::vector<Interruption> k_interruptions{
    {"CREATE INDEX CONCURRENTLY account_name ON account (name)", k_writes},
    {"CREATE INDEX CONCURRENTLY account_name ON account (name)", k_reads},
    {"CREATE UNIQUE INDEX CONCURRENTLY ON account (name)", k_reads},
    {"DROP INDEX CONCURRENTLY account_id", k_reads},
    {"REINDEX INDEX CONCURRENTLY account_id", k_writes},
    {"REINDEX INDEX CONCURRENTLY account_id", k_reads},
    {"REINDEX TABLE CONCURRENTLY account", k_reads},
    {"ALTER TABLE event DETACH PARTITION event_old CONCURRENTLY", k_reads},
};

/// Those that the server knows.
std::span<const Interruption> known_interruptions() {
    const std::span all(k_interruptions);
    return server_has(Since::partitions_leave_concurrently) ? all : all.first(all.size() - 1);
}

void write_migrations(Project& project, const std::string& statement) {
    project.migration("a1", "",
                      "CREATE TABLE mark (what text);\nCREATE TABLE account (id int, name text);\n"
                      "INSERT INTO account VALUES (1, 'one');\nCREATE INDEX account_id ON account (id);\n"
                      "CREATE TABLE event (id int NOT NULL) PARTITION BY RANGE (id);\n"
                      "CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (0) TO (10);");
    project.migration("b2", "a1",
                      "INSERT INTO mark VALUES ('before');\n" + statement +
                          ";\nINSERT INTO mark VALUES ('behind');",
                      {}, "transaction:false");
}

/// pg_dump passes over indexes that are not valid, and over a detachment that is not finished.
std::string catalogue(Project& project) {
    const std::string pending =
        server_has(Since::partitions_leave_concurrently) ? "inhdetachpending" : "false";
    return project.database.text(
               "SELECT c.relname, i.indisvalid, i.indisready FROM pg_index i JOIN pg_class c ON c.oid ="
               " i.indexrelid WHERE c.relname ~ '^(account|pg_toast_.*_cc)' ORDER BY 1") +
           "\n" + project.database.text("SELECT inhrelid::regclass, " + pending + " FROM pg_inherits") +
           "\n" + project.database.text("SELECT what FROM mark ORDER BY what") + "\n" + project.journal();
}

std::string undisturbed(const Interruption& interruption) {
    Project project;
    write_migrations(project, interruption.statement);
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    return catalogue(project);
}

/// `dies_with_it`: the statement is still waiting when the server notices that headstart is dead, and is left
/// half done; else it comes to its end, and nobody is there to hear of it.
std::string killed_inside(const Interruption& interruption, bool dies_with_it) {
    Project project;
    write_migrations(project, interruption.statement);
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    Session blocker(project.database.url());
    blocker.query("BEGIN ISOLATION LEVEL REPEATABLE READ; " + interruption.blocker);
    const auto headstart = project.start({"run"});
    REQUIRE(eventually(30s, [&] {
        return project.database.text("SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                                     " 'headstart' AND datname = current_database()"
                                     " AND wait_event_type = 'Lock'") == "1";
    }));
    headstart->send(SIGKILL);
    CHECK(headstart->wait().signal == SIGKILL);
    if (dies_with_it) {
        end_sessions_of_the_dead(project);
        REQUIRE(is_gone(project));
    }
    blocker.query("COMMIT");
    const auto outcome = project.headstart({"run"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    return catalogue(project);
}

} // namespace

TEST_CASE("killed inside a statement of several transactions, it is brought to its end") {
    constexpr std::size_t k_share = 5;
    Draw draw;
    const auto interruptions = known_interruptions();
    Tally tally{"killed inside CREATE INDEX, DROP INDEX, REINDEX, DETACH PARTITION, all CONCURRENTLY"};
    for (const auto position : draw.positions(2 * interruptions.size(), k_share)) {
        const auto& interruption = interruptions[(position - 1) / 2];
        const bool dies_with_it = position % 2 == 1;
        INFO(interruption.statement << ", held up by " << interruption.blocker
                                    << (dies_with_it ? ", left half done" : ", ended alone") << "\n"
                                    << draw.replay());
        CHECK(killed_inside(interruption, dies_with_it) == undisturbed(interruption));
        ++tally.runs;
    }
    report(tally);
}
