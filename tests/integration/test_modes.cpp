#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <string>

using namespace headstart::test;

namespace {

/// What a container of one image does: `run -- echo started`, under one variable.
Call start(const std::string& mode,
           std::vector<std::string> arguments = {"run", "--", "/bin/echo", "started"}) {
    return {.arguments = std::move(arguments), .variables = {{"HEADSTART_MODE", mode}}};
}

bool is_started(const Outcome& outcome) {
    return outcome.status == 0 && outcome.out == "started\n";
}

Call without_database(Call call) {
    call.variables["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1";
    call.variables["HEADSTART_WAIT_TIMEOUT"] = "1s";
    return call;
}

} // namespace

TEST_CASE("each mode on each state of the database: what runs, what starts, what is left") {
    struct Case {
        std::string mode;
        std::vector<std::string> before; ///< what is run first
        bool starts;
        int status;
        std::string version; ///< afterwards
    };

    const std::vector<std::string> nothing{};
    const std::vector<std::string> behind{"upgrade", "a1"};
    const std::vector<std::string> at_head{"upgrade", "head"};
    const std::vector<Case> cases{
        {"upgrade", nothing, true, 0, "c3"},     {"upgrade", behind, true, 0, "c3"},
        {"upgrade", at_head, true, 0, "c3"},     {"check", nothing, false, 5, "no table"},
        {"check", behind, false, 5, "a1"},       {"check", at_head, true, 0, "c3"},
        {"wait", nothing, false, 3, "no table"}, {"wait", behind, false, 3, "a1"},
        {"wait", at_head, true, 0, "c3"},        {"off", nothing, true, 0, "no table"},
        {"off", behind, true, 0, "a1"},          {"off", at_head, true, 0, "c3"},
    };
    for (const auto& one : cases) {
        LinearProject project;
        INFO(one.mode << " after " << (one.before.empty() ? "nothing" : one.before.back()));
        if (!one.before.empty()) {
            REQUIRE(project.headstart(one.before).status == 0);
        }
        auto call = start(one.mode);
        call.variables["HEADSTART_WAIT_TIMEOUT"] = one.starts ? "60s" : "1s";
        const auto outcome = project.headstart(call);
        INFO(outcome.err);
        CHECK(is_started(outcome) == one.starts);
        CHECK(outcome.status == one.status);
        CHECK(project.version() == one.version);
    }
}

TEST_CASE("a container that checks says what is missing") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    CHECK(project.transcript(start("check")) ==
          "2| error[HS0601]: the schema is not at head: 2 revisions are pending: b2, c3\n"
          "2| note: the database is at a1\n"
          "2| hint: migrate first, with `headstart upgrade head` or a container that does "
          "(HEADSTART_MODE=upgrade); HEADSTART_MODE=wait waits for it\n"
          "exit 5\n");
}

TEST_CASE("who waits starts as soon as another one has migrated") {
    LinearProject project;
    const auto by_mode = project.start(start("wait"));
    const auto by_verb = project.start({"wait", "--for", "head", "--", "/bin/echo", "started"});
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(is_started(by_mode->wait()));
    CHECK(is_started(by_verb->wait()));
}

TEST_CASE("switched off it asks no database and reads no file") {
    LinearProject project;
    project.folder.write("migrations/broken.sql",
                         "-- Revision ID: x\n-- Revises: missing\n\n-- migrate:up\nSELEC");
    CHECK(is_started(project.headstart(without_database(start("off")))));
    CHECK(project.headstart(without_database(start("check"))).status != 0);
}

TEST_CASE("headstart behind headstart is the verb itself, and migrates nothing") {
    LinearProject project;
    for (const std::string mode : {"upgrade", "wait", "check", "off"}) {
        INFO(mode);
        auto call = start(mode, {"run", "--", "headstart", "stamp", "b2"});
        call.variables["MIGRATION_DATABASE_URL"] = project.environment.at("DATABASE_URL"); // it keeps that
        call.variables["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none";
        const auto outcome = project.headstart(call);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(project.version() == "b2");
        CHECK(project.tables().empty());
        CHECK(project.headstart({"stamp", "base"}).status == 0);
    }
    CHECK(project.headstart({"run", "--", headstart_binary(), "current"}).status == 0);
    CHECK(project.version().empty());
    CHECK(project.headstart({"run", "--", "headstart", "frobnicate"}).status == 2);
}

TEST_CASE(
    "a command that is missing behind the dashes is told, and one that is not there costs no migration") {
    LinearProject project;
    const auto outcome = project.headstart({"run", "--"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find("no command stands behind `--`, so none will be started") != std::string::npos);
    CHECK(project.version() == "c3");
    LinearProject other;
    for (const std::string mode : {"upgrade", "wait", "check", "off"}) {
        CHECK(other.headstart(start(mode, {"run", "--", "no-such-command"})).status == 127);
    }
    CHECK(other.version() == "no table");
}

TEST_CASE("a mode that is none is refused before anything happens") {
    LinearProject project;
    const auto outcome = project.headstart(start("migrate"));
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("mode = \"migrate\" (from HEADSTART_MODE) is not a mode") != std::string::npos);
    CHECK(project.version() == "no table");
}
