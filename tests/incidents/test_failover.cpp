#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <nlohmann/json.hpp>

#include <sstream>
#include <vector>

using namespace headstart::test;

namespace {

/// A primary, and a standby that is down while the primary commits what the failover will lose.
struct FailingOver : Project {
    Cluster primary;
    std::unique_ptr<Cluster> standby = primary.make_standby();

    FailingOver() {
        // Whichever of both can be written to.
        auto url = primary.url();
        const auto at = url.find("127.0.0.1:" + primary.port());
        REQUIRE(at != std::string::npos);
        url.replace(at, std::string("127.0.0.1:" + primary.port()).size(),
                    "127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby->port());
        environment["DATABASE_URL"] = url + "?target_session_attrs=read-write";
        environment["HEADSTART_LOG_FORMAT"] = "json";
        Session(primary.url())
            .query("CREATE SCHEMA aside; CREATE TABLE aside.gate AS SELECT * FROM unnest(ARRAY['b2', 'd4']) "
                   "name;"
                   " CREATE TABLE aside.ran (what text)");
    }

    /// Waits there as long as it is shut.
    static std::string gate(const std::string& name) {
        return "DO $$ BEGIN WHILE EXISTS (SELECT FROM aside.gate WHERE name = '" + name +
               "') LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;\n";
    }

    static void open(const Cluster& at, const std::string& name) {
        Session(at.url()).query("DELETE FROM aside.gate WHERE name = '" + name + "'");
    }

    static bool is_at_gate(const Cluster& at, const std::string& name) {
        return eventually(30s, [&] {
            return Session(at.url()).text(
                       "SELECT count(*) > 0 FROM pg_stat_activity WHERE state = 'active' AND"
                       " starts_with(query, 'DO $$ BEGIN WHILE') AND query LIKE '%" +
                       name + "%' AND application_name = 'headstart'") == "t";
        });
    }

    /// The standby gets what stands before the gate b2, which has put in one row. Up to the gate d4 the
    /// primary commits alone; then it is gone, and what the standby has got is all there is.
    void lose_what_comes_behind_the_first_row() const {
        REQUIRE(is_at_gate(primary, "b2"));
        REQUIRE(eventually(
            30s, [&] { return Session(standby->url()).text("SELECT count(*) FROM aside.ran") == "1"; }));
        standby->stop();
        open(primary, "b2");
        REQUIRE(is_at_gate(primary, "d4"));
        primary.stop("immediate");
        standby->start();
        standby->promote();
        Session(standby->url()).query("DELETE FROM aside.gate");
    }
};

/// The records of an event.
std::vector<nlohmann::json> records(const std::string& log, const std::string& event) {
    std::vector<nlohmann::json> found;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        const auto record = nlohmann::json::parse(line);
        if (record.value("event", "") == event) {
            found.push_back(record);
        }
    }
    return found;
}

} // namespace

TEST_CASE("commits that a failover has lost are told, with where they were, and run again") {
    FailingOver project;
    project.migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
    project.migration("b2", "a1", FailingOver::gate("b2") + "INSERT INTO aside.ran VALUES ('b2');");
    project.migration("c3", "b2", "INSERT INTO aside.ran VALUES ('c3');");
    project.migration("d4", "c3", FailingOver::gate("d4") + "INSERT INTO aside.ran VALUES ('d4');");
    const std::string action = GENERATE("warn", "refuse");
    const auto running = project.start({"upgrade", "head", "--on-lost-commits", action});
    project.lose_what_comes_behind_the_first_row();
    const auto outcome = running->wait();
    INFO(outcome.err);
    const auto ran =
        Session(project.standby->url()).text("SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran");
    const auto old_server = "127.0.0.1:" + project.primary.port();
    const auto new_server = "127.0.0.1:" + project.standby->port();
    if (action == "refuse") {
        CHECK(outcome.status == 1);
        CHECK(outcome.err.find("HS0414") != std::string::npos);
        CHECK(outcome.err.find("revision c3, committed on " + old_server) != std::string::npos);
        CHECK(ran == "a1");
        return;
    }
    CHECK(outcome.status == 0);
    CHECK(ran == "a1 b2 c3 d4");
    const auto told = records(outcome.err, "lost_commits");
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("level") == "warning");
    CHECK(told[0].at("server") == new_server);
    REQUIRE(told[0].at("lost").size() == 2);
    CHECK(told[0]["lost"][0].get<std::string>().starts_with("revision b2, committed on " + old_server +
                                                            " at "));
    CHECK(told[0]["lost"][1].get<std::string>().starts_with("revision c3, committed on " + old_server +
                                                            " at "));
    CHECK(records(outcome.err, "applied").at(0).at("revisions") == 4);
}

TEST_CASE("so are statements outside a transaction that a failover has lost") {
    FailingOver project;
    project.migration("a1", "",
                      "INSERT INTO aside.ran VALUES ('1');\n" + FailingOver::gate("b2") +
                          "INSERT INTO aside.ran VALUES ('3');\nINSERT INTO aside.ran VALUES ('4');\n" +
                          FailingOver::gate("d4"),
                      {}, "transaction:false");
    const auto running = project.start({"upgrade", "head"});
    project.lose_what_comes_behind_the_first_row();
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    const auto told = records(outcome.err, "lost_commits");
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("lost").at(0).get<std::string>().starts_with(
        "statements 2 to 4 of revision a1, committed on 127.0.0.1:" + project.primary.port() + " before "));
    CHECK(Session(project.standby->url()).text("SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran") ==
          "1 3 4");
}

TEST_CASE("nothing is told of a failover that has lost nothing") {
    FailingOver project;
    project.migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
    project.migration("b2", "a1", FailingOver::gate("b2") + "INSERT INTO aside.ran VALUES ('b2');");
    const auto running = project.start({"upgrade", "head"});
    REQUIRE(FailingOver::is_at_gate(project.primary, "b2"));
    REQUIRE(eventually(30s, [&] {
        return Session(project.standby->url()).text("SELECT count(*) FROM alembic_version") == "1";
    }));
    project.primary.stop("immediate");
    project.standby->promote();
    Session(project.standby->url()).query("DELETE FROM aside.gate");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(records(outcome.err, "lost_commits").empty());
    CHECK(records(outcome.err, "applied").at(0).at("revisions") == 2);
}
