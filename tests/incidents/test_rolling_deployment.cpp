#include "e2e/scenario.hpp"
#include "incidents/deployment.hpp"
#include "incidents/gate.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

/// What a container of the old image says of a database that a newer one has migrated.
void check_tells_ahead(Process& container, const std::string& head) {
    CHECK(values(container.err(), "ahead", "message") ==
          "the database is ahead of this image: it is at " + head +
              ", which this folder does not have, and our head is below it");
    CHECK(values(container.err(), "ahead", "level") == "warning");
}

void check_served(Project& project, const Traffic& traffic) {
    CHECK(traffic.failed() == 0);
    CHECK(project.database.text("SELECT count(*) FROM account WHERE name = 'customer'") ==
          std::to_string(traffic.served()));
}

} // namespace

TEST_CASE("a rolling deployment of six and six under traffic: one migrates, old and new ones start",
          "[herd]") {
    Deployment project;
    const Gates gates(project.database.url(), "c3");
    project.migration("c3", "b2", Gates::wait_at("c3") + "ALTER TABLE account ADD COLUMN email text;");
    project.migration("d4", "c3", "CREATE INDEX CONCURRENTLY account_name ON account (name);", {},
                      "transaction:false");
    project.migration("e5", "d4", "UPDATE account SET email = name || '@example.org' WHERE name = 'first';");
    auto old_ones = project.start_containers(Deployment::k_old_image);
    check_started(old_ones);
    CHECK(migrated_by(old_ones) == "a1 b2");
    Traffic traffic(project.database.url());
    REQUIRE(traffic.goes_on());

    auto new_ones = project.start_containers(Deployment::k_new_image);
    REQUIRE(Gates::is_reached(project.database.url(), "c3"));
    // The database is still where the old ones want it: nobody waits for the lock.
    project.replace(old_ones[0], Deployment::k_old_image);
    check_started(old_ones);
    CHECK(traffic.goes_on());
    Gates::open(project.database.url(), "c3");
    check_started(new_ones);
    CHECK(traffic.goes_on());
    CHECK(migrated_by(new_ones) == "c3 d4 e5"); // by one of them

    // Now it is ahead of the old ones, and another one of them dies before its turn comes.
    project.replace(old_ones[1], Deployment::k_old_image);
    check_started(old_ones);
    check_tells_ahead(*old_ones[1], "e5");
    const auto refused =
        project.start_container(Deployment::k_old_image, {{"HEADSTART_ON_AHEAD", "refuse"}})->wait();
    INFO(refused.err);
    CHECK(refused.status == 1);
    CHECK(error_record(refused.err).at("code") == "HS0403");

    traffic.end();
    check_served(project, traffic);
    CHECK(project.database.text("SELECT name, email FROM account WHERE email IS NOT NULL") ==
          "first|first@example.org");
    CHECK(project.version() == "e5");
    CHECK(project.journal() == "up a1 done, up b2 done, up c3 done, up d4 done, up e5 done");
    CHECK(is_gone(project));
}

TEST_CASE("a rolling deployment that fails half-way: the old ones start, and the next image finishes it",
          "[herd]") {
    Deployment project;
    project.migration("c3", "b2", "ALTER TABLE account ADD COLUMN email text;");
    const std::string before = "UPDATE account SET email = 'none' WHERE name = 'first';\n";
    project.migration("d4", "c3", before + "CREATE UNIQUE INDEX CONCURRENTLY account_name ON account (name);",
                      {}, "transaction:false");
    auto old_ones = project.start_containers(Deployment::k_old_image);
    check_started(old_ones);
    Traffic traffic(project.database.url());
    REQUIRE(traffic.goes_on()); // there is more than one customer of that name

    const auto new_ones = project.start_containers(Deployment::k_new_image);
    for (const auto& one : new_ones) { // each tries it, and none starts
        const auto outcome = one->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 1);
        CHECK(outcome.out == "");
        CHECK(error_record(outcome.err).at("message") == "could not create unique index \"account_name\"");
    }
    CHECK(project.database.text(
              "SELECT indisvalid FROM pg_index WHERE indexrelid = 'account_name'::regclass") == "f");
    CHECK(project.version() == "c3");
    CHECK(project.journal() == "up a1 done, up b2 done, up c3 done, up d4 failed");

    project.replace(old_ones[0], Deployment::k_old_image);
    check_started(old_ones);
    check_tells_ahead(*old_ones[0], "c3");
    CHECK(traffic.goes_on());

    project.migration("d4", "c3", before + "CREATE INDEX CONCURRENTLY account_name ON account (name);", {},
                      "transaction:false");
    auto next_ones = project.start_containers(Deployment::k_new_image);
    check_started(next_ones);
    CHECK(migrated_by(next_ones) == "d4");
    CHECK(project.database.text("SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid ="
                                " 'account_name'::regclass") == "t|f");
    traffic.end();
    check_served(project, traffic);
    CHECK(project.version() == "d4");
    CHECK(project.journal() == "up a1 done, up b2 done, up c3 done, up d4 done");
}
