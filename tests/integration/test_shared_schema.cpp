#include "support/catch.hpp"
#include "support/project.hpp"

#include <functional>
#include <memory>

using namespace headstart::test;

namespace {

/// Two services in one schema, each with a folder and a version table of its own, and both with ids from 001
/// on.
struct TwoServices {
    Project orders;
    Project users;

    TwoServices() {
        orders.environment["HEADSTART_VERSION_TABLE"] = "v_orders";
        users.environment["HEADSTART_VERSION_TABLE"] = "v_users";
        users.environment["DATABASE_URL"] = orders.environment["DATABASE_URL"];
        write(orders, "orders");
        write(users, "users");
    }

    static void write(Project& project, const std::string& table) {
        project.migration("001", "", "CREATE TABLE " + table + " (id int);", "DROP TABLE " + table + ";");
        project.migration("002", "001",
                          "INSERT INTO " + table + " VALUES (1);\nCREATE INDEX CONCURRENTLY ix_" + table +
                              " ON " + table + " (id);",
                          "DELETE FROM " + table + ";", "transaction:false");
    }

    std::string rows(const std::string& version_table) {
        return orders.database.text("SELECT string_agg(version_num, ' ') FROM " + version_table);
    }
};

} // namespace

TEST_CASE("services that share a schema start at once on an empty database", "[race]") {
    for (int round = 0; round < 10; ++round) {
        TwoServices services;
        std::vector<std::unique_ptr<Process>> running;
        running.reserve(8);
        for (int i = 0; i < 4; ++i) {
            running.push_back(services.orders.start({"run", "--", "/bin/true"}));
            running.push_back(services.users.start({"run", "--", "/bin/true"}));
        }
        for (const auto& one : running) {
            const auto outcome = one->wait();
            INFO(outcome.err);
            CHECK(outcome.status == 0);
        }
        CHECK(services.rows("v_orders") == "002");
        CHECK(services.rows("v_users") == "002");
        CHECK(services.orders.database.text("SELECT version_table, string_agg(revision, ' ' ORDER BY id) FROM"
                                            " headstart_journal GROUP BY 1 ORDER BY 1") ==
              "v_orders|001 002\nv_users|001 002");
    }
}

TEST_CASE("what one service has done says nothing about another with equal ids") {
    TwoServices services;
    REQUIRE(services.orders.headstart({"upgrade"}).status == 0);
    SECTION("applied") {}
    SECTION("edited") {
        services.orders.migration("001", "", "CREATE TABLE orders (id bigint);", "DROP TABLE orders;");
    }
    SECTION("undone") {
        REQUIRE(services.orders.headstart({"downgrade", "base"}).status == 0);
    }
    SECTION("stamped") {
        REQUIRE(services.orders.headstart({"stamp", "001"}).status == 0);
    }
    CHECK(services.users.headstart({"upgrade"}).status == 0);
    CHECK(services.users.headstart({"check"}).status == 0);
    CHECK(services.users.headstart({"validate"}).out ==
          "2 applied revisions are as their files have them.\n");
}

TEST_CASE("what one service has left half-done is nothing to another") {
    TwoServices services;
    services.orders.migration("002", "001", "INSERT INTO orders VALUES (1);\nSELECT 1/0;", "SELECT 1;",
                              "transaction:false");
    REQUIRE(services.orders.headstart({"upgrade"}).status == 1);
    CHECK(services.users.headstart({"upgrade"}).status == 0);
    CHECK(services.users.headstart({"check"}).status == 0);
    CHECK(services.users.headstart({"stamp", "--purge", "002"}).status == 0); // of its own history
    CHECK(services.orders.headstart({"validate"}).status == 5);
    services.orders.migration("002", "001", "INSERT INTO orders VALUES (1);", "SELECT 1;",
                              "transaction:false");
    CHECK(services.orders.headstart({"upgrade"}).status == 0);
    CHECK(services.orders.database.text("SELECT count(*) FROM orders") == "1");
}

TEST_CASE("the same files under another version table are no other service") {
    Project project;
    project.migration("a1", "", "CREATE TABLE IF NOT EXISTS a (id int);", "DROP TABLE a;");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    const auto before = project.snapshot();
    const auto outcome = project.headstart({"upgrade", "--version-table", "renamed"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("error[HS0408]") != std::string::npos);
    CHECK(project.snapshot() == before);
}

TEST_CASE("an older journal of several services is brought over without loss") {
    TwoServices services;
    REQUIRE(services.orders.headstart({"upgrade"}).status == 0);
    REQUIRE(services.users.headstart({"upgrade"}).status == 0);
    auto& database = services.orders.database;
    const auto make_older = [&] {
        database.execute(
            "ALTER TABLE headstart_journal DROP COLUMN version_table, DROP COLUMN"
            " statement_checksums, ALTER COLUMN format SET DEFAULT 2; UPDATE headstart_journal SET"
            " format = 2");
    };
    make_older();
    for (const bool has_written : {false, true}) { // reading it as it is, and when it was brought over
        INFO(has_written);
        for (auto* service : {&services.orders, &services.users}) {
            CHECK(service->headstart({"validate"}).out ==
                  "2 applied revisions are as their files have them.\n");
            CHECK(service->headstart({"check"}).status == 0);
        }
        REQUIRE(services.orders.headstart({"ensure-version"}).status == 0);
    }
    CHECK(database.text("SELECT count(*), count(version_table) FROM headstart_journal") == "4|0");
    services.users.migration("001", "", "CREATE TABLE users (id bigint);", "DROP TABLE users;");
    CHECK(services.users.headstart({"validate"}).status == 5);
}

TEST_CASE("an older journal of one service is its own when it is brought over") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.database.execute("ALTER TABLE headstart_journal DROP COLUMN version_table, DROP COLUMN"
                             " statement_checksums, ALTER COLUMN format SET DEFAULT 2");
    REQUIRE(project.headstart({"ensure-version"}).status == 0);
    CHECK(project.database.text("SELECT version_table FROM headstart_journal") == "alembic_version");
}

TEST_CASE("two version tables with long names that begin alike do not get into each other's way") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    const std::string stem(60, 'v');
    for (const std::string& table : {stem + "one", stem + "two"}) {
        const auto outcome = project.headstart({"upgrade", "--version-table", table});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(project.database.text("SELECT version_num FROM " + table) == "a1");
    }
    CHECK(project.headstart({"upgrade", "--version-table", stem + "four"}).status == 2);
}
