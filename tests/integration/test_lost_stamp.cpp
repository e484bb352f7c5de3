#include "integration/raced.hpp"

using namespace headstart::test;

namespace {

/// Loses the connection of a stamp that waits for the other runner, who ends with `end` before headstart has
/// the lock again.
Outcome lose_stamp(RacedProject& project, const std::string& arguments, const std::string& end) {
    Session other(project.database.url());
    other.query("BEGIN; " + to("a5"));
    const auto headstart = project.start(RacedProject::words(arguments));
    REQUIRE(project.has_waiters(1));
    Session next(project.database.url());
    REQUIRE(PQsendQuery(next.raw(), ("SELECT pg_advisory_lock" + k_key).c_str()) == 1);
    REQUIRE(eventually(30s, [&] {
        return project.database.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT"
                                     " granted AND database = (SELECT oid FROM pg_database WHERE datname ="
                                     " current_database())") == "1";
    }));
    project.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                             " WHERE application_name = 'headstart' AND datname = current_database()");
    REQUIRE(headstart->wait_for_text("waiting for it"));
    other.query(end);
    while (auto* result = PQgetResult(next.raw())) {
        PQclear(result);
    }
    next.query("SELECT pg_advisory_unlock" + k_key);
    return headstart->wait();
}

const std::string k_lost =
    "2| warning: the connection to the database was lost: terminating connection due to "
    "administrator command, stamping; connecting again\n";

} // namespace

TEST_CASE("a stamp whose answer was lost is made again where the database still stands") {
    struct Lost {
        std::string arguments;
        std::string line;
        std::string rows;
    };

    for (const auto& [arguments, line, rows] :
         std::vector<Lost>{{"stamp a2", stamped("a4", "a2"), "a2"},
                           {"stamp --purge a2", stamped("", "a2"), "a2"},
                           {"stamp base", stamped("a4", ""), ""},
                           {"stamp --purge base", "", ""}}) {
        INFO(arguments);
        RacedProject project("a4");
        const auto outcome = lose_stamp(project, arguments, "ROLLBACK");
        CHECK(project.shown(outcome) ==
              line + k_lost + k_waits + line + stamped_all("a4", rows.empty() ? "base" : rows) + "exit 0\n");
        CHECK(project.version() == rows);
    }
}

TEST_CASE("a stamp whose answer was lost is refused when another runner has gone on since") {
    RacedProject project("a4");
    const auto outcome = lose_stamp(project, "stamp a2", "COMMIT");
    CHECK(project.shown(outcome) == stamped("a4", "a2") + k_lost + k_waits + moved("a2", "a4", "a5"));
    CHECK(project.version() == "a5");
}
