#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/terminal.hpp"

#include <array>
#include <iostream>
#include <memory>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A project whose database is dropped, so that its name is free; the fixture's own drop finds nothing.
struct NoDatabase : LinearProject {
    NoDatabase() { drop(); }

    NoDatabase(const NoDatabase&) = delete;
    NoDatabase& operator=(const NoDatabase&) = delete;

    /// The fixture wants to drop it.
    ~NoDatabase() {
        try {
            if (!is_there()) {
                Session(cluster_url()).query("CREATE DATABASE \"" + database.name() + "\"");
            }
        } catch (const std::exception& error) {
            std::cerr << error.what() << '\n';
        }
    }

    void drop() {
        Session(cluster_url()).query("DROP DATABASE IF EXISTS \"" + database.name() + "\" WITH (FORCE)");
    }

    [[nodiscard]] bool is_there() const {
        return Session(cluster_url())
                   .text("SELECT count(*) FROM pg_database WHERE datname = '" + database.name() + "'") == "1";
    }
};

} // namespace

TEST_CASE("database create makes the database once") {
    NoDatabase project;
    CHECK(project.transcript({"database", "create"}) == "1| Created the database \"<database>\"\nexit 0\n");
    CHECK(project.is_there());
    CHECK(project.transcript({"database", "create"}) ==
          "1| The database \"<database>\" is there already\nexit 0\n");
}

TEST_CASE("database drop takes --yes where nobody can be asked, and names who is connected") {
    NoDatabase project;
    REQUIRE(project.headstart({"database", "create"}).status == 0);
    const auto unasked = project.headstart({"database", "drop"});
    CHECK(unasked.status == 2);
    CHECK_THAT(unasked.err, ContainsSubstring("error[HS0307]: this would drop the database") &&
                                ContainsSubstring("--yes says that it is meant") &&
                                !ContainsSubstring("secret"));
    CHECK(project.is_there());

    auto other = std::make_unique<Session>(project.database.url() + "?application_name=shop");
    const auto in_use = project.headstart({"database", "drop", "--yes"});
    CHECK(in_use.status == 1);
    CHECK_THAT(in_use.err,
               ContainsSubstring("error[HS0306]: cannot drop the database") &&
                   ContainsSubstring("note: session " + std::to_string(other->backend_pid()) + " of ") &&
                   ContainsSubstring("(shop)") && ContainsSubstring("hint: end them"));
    CHECK(project.is_there());

    CHECK(project.transcript({"database", "drop", "--yes", "--force"}) ==
          "1| Dropped the database \"<database>\"\nexit 0\n");
    CHECK_FALSE(project.is_there());
    CHECK(project.transcript({"database", "drop", "--yes"}) ==
          "1| There is no database \"<database>\"\nexit 0\n");
}

TEST_CASE("at a terminal database drop asks, and only yes is yes") {
    NoDatabase project;
    REQUIRE(project.headstart({"database", "create"}).status == 0);
    const auto answer = [&](std::string_view typed) {
        Terminal terminal(200);
        Call call{{"database", "drop"}};
        call.wrapper = {"sh", "-c", "exec \"$@\" <&2", "sh"}; // it is asked where it is answered
        auto command = project.command(call);
        command.terminal = terminal.fd();
        Process process(command);
        terminal.type(typed);
        auto outcome = process.wait();
        outcome.err = terminal.written();
        return outcome;
    };
    for (const auto* const no : {"\n", "n\n", "yes, but not now\n"}) {
        const auto outcome = answer(no);
        CAPTURE(no, outcome.err);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("Drop the database \"" + project.database.name() + "\"") &&
                                    ContainsSubstring("not confirmed: nothing was done"));
        CHECK(project.is_there());
    }
    CHECK(answer("y\n").status == 0);
    CHECK_FALSE(project.is_there());
}

TEST_CASE("database reset makes it anew at head, and drops nothing for a folder that has no head") {
    NoDatabase project;
    CHECK(project.headstart({"database", "reset", "--yes"}).status == 0);
    CHECK(project.tables() == "a b c");
    project.database.execute("INSERT INTO a VALUES (1)");
    project.migration("z9", "", "SELECT 1;");
    const auto refused = project.headstart({"database", "reset", "--yes", "--force"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, ContainsSubstring("error[HS0108]"));
    CHECK(project.database.text("SELECT count(*) FROM a") == "1");
}

TEST_CASE("upgrade and run create the database only when told to") {
    NoDatabase project;
    const auto refused = project.headstart({"upgrade"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, ContainsSubstring("headstart database create"));
    CHECK_FALSE(project.is_there());
    const auto created = project.headstart({"upgrade", "--create-database"});
    CHECK(created.status == 0);
    CHECK_THAT(created.err, ContainsSubstring("created the database \"" + project.database.name() + "\""));
    CHECK(project.tables() == "a b c");
    CHECK_FALSE(project.headstart({"run", "--create-database"}).err.find("created") != std::string::npos);
}

TEST_CASE("of several that create the database at once, one does", "[race]") {
    NoDatabase project;
    std::array<std::unique_ptr<Process>, 6> all;
    for (auto& one : all) {
        one = project.start({"run", "--create-database"});
    }
    for (auto& one : all) {
        CHECK(one->wait().status == 0);
    }
    CHECK(project.state() == "a b c | c3 | up a1 done, up b2 done, up c3 done");
}

TEST_CASE("a role that may not create databases is told so") {
    NoDatabase project;
    REQUIRE(project.headstart({"database", "create"}).status == 0);
    const auto role = project.database.role("plain");
    project.drop();
    Call call{{"database", "create"}, {{"DATABASE_URL", project.database.url_as(role, "secret")}}};
    const auto outcome = project.headstart(call);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("error[HS0306]: cannot create the database") &&
                                ContainsSubstring("permission denied to create database") &&
                                ContainsSubstring("CREATEDB"));
}
