#include "e2e/scenario.hpp"
#include "incidents/failing_over.hpp"
#include "incidents/gate.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

/// A standby that is down while the primary commits what the failover will lose.
struct Losing : FailingOver {
    Gates gates{primary.url(), "b2,d4"};

    Losing() { Session(primary.url()).query("CREATE TABLE aside.ran (what text)"); }

    /// The standby gets what stands before the gate b2, which has put in one row. Up to the gate d4 the
    /// primary commits alone; then it is gone, and what the standby has got is all there is.
    void lose_what_comes_behind_the_first_row() const {
        REQUIRE(Gates::is_reached(primary.url(), "b2"));
        REQUIRE(has_come_over("SELECT count(*) FROM aside.ran", "1"));
        standby->stop();
        Gates::open(primary.url(), "b2");
        REQUIRE(Gates::is_reached(primary.url(), "d4"));
        primary.stop("immediate");
        standby->start();
        standby->promote();
        Session(standby->url()).query("DELETE FROM aside.gate");
    }
};

} // namespace

TEST_CASE("commits that a failover has lost are told, with where they were, and run again") {
    Losing project;
    project.migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
    project.migration("b2", "a1", Gates::wait_at("b2") + "INSERT INTO aside.ran VALUES ('b2');");
    project.migration("c3", "b2", "INSERT INTO aside.ran VALUES ('c3');");
    project.migration("d4", "c3", Gates::wait_at("d4") + "INSERT INTO aside.ran VALUES ('d4');");
    const std::string action = GENERATE("warn", "refuse");
    const auto running = project.start({"upgrade", "head", "--on-lost-commits", action});
    project.lose_what_comes_behind_the_first_row();
    const auto outcome = running->wait();
    INFO(outcome.err);
    const auto ran = project.at_standby("SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran");
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
    Losing project;
    project.migration("a1", "",
                      "INSERT INTO aside.ran VALUES ('1');\n" + Gates::wait_at("b2") +
                          "INSERT INTO aside.ran VALUES ('3');\nINSERT INTO aside.ran VALUES ('4');\n" +
                          Gates::wait_at("d4"),
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
    CHECK(project.at_standby("SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran") == "1 3 4");
}

TEST_CASE("nothing is told of a failover that has lost nothing") {
    Losing project;
    project.migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
    project.migration("b2", "a1", Gates::wait_at("b2") + "INSERT INTO aside.ran VALUES ('b2');");
    const auto running = project.start({"upgrade", "head"});
    REQUIRE(Gates::is_reached(project.primary.url(), "b2"));
    REQUIRE(project.has_come_over("SELECT count(*) FROM alembic_version", "1"));
    project.fail_over();
    Gates::open(project.standby->url(), "b2");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(records(outcome.err, "lost_commits").empty());
    CHECK(records(outcome.err, "applied").at(0).at("revisions") == 2);
}
