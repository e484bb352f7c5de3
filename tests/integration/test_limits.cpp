#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;

// What the surroundings of a process forbid or limit is no fault of headstart's, and seldom a reason to fail.

namespace {

/// `CHECK (a = 1+1+1…)`.
std::string deep_table(int operators) {
    std::string text = "CREATE TABLE a (id int CHECK (id = 1";
    for (int i = 0; i < operators; ++i) {
        text += "+1";
    }
    return text + "));";
}

} // namespace

TEST_CASE("how deep an expression may be does not hang on the limit of the stack") {
    Project project;
    const auto operators = GENERATE(6'000, 200'000);
    project.migration("a1", "", deep_table(operators));
    const auto wrapper =
        GENERATE(values<std::vector<std::string>>({{},
                                                   {"prlimit", "--stack=8388608:8388608"},
                                                   {"prlimit", "--stack=262144:262144"},
                                                   {"prlimit", "--as=800000000"},
                                                   {"prlimit", "--stack=unlimited:unlimited"},
                                                   without_threads("EAGAIN")}));
    const auto script = project.headstart({.arguments = {"upgrade", "--sql"}, .wrapper = wrapper});
    CHECK(script.err == "");
    CHECK(script.status == 0);
    CHECK(script.out.find(deep_table(operators)) != std::string::npos);
}

TEST_CASE("a name is looked up where no thread can be made") {
    LinearProject project;
    auto url = project.database.url();
    const std::string address = "@127.0.0.1:";
    project.environment["DATABASE_URL"] = url.replace(url.find(address), address.size(), "@localhost:");
    const auto error = GENERATE(values<std::string>({"EPERM", "EAGAIN"}));
    CHECK(project.transcript({.arguments = {"upgrade"}, .wrapper = without_threads(error)}) ==
          R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: 3 revisions applied in <time>
exit 0
)");
    CHECK(project.transcript({.arguments = {"current"}, .wrapper = without_threads(error)}) ==
          "1| c3 (head)\nexit 0\n");
}

TEST_CASE("a statement is cancelled where no thread can be made") {
    Project project;
    project.migration("a1", "", "SELECT pg_sleep(60);");
    const auto run = project.start({.arguments = {"upgrade"}, .wrapper = without_threads("EPERM")});
    REQUIRE(eventually(30s, [&] {
        return project.database.text(
                   "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                   "query LIKE 'SELECT pg_sleep%' AND wait_event = 'PgSleep'") == "1";
    }));
    run->send(SIGTERM);
    CHECK(run->wait(20s).status == 128 + SIGTERM);
}

TEST_CASE("a statement that a time-out has ended says whose it was, and a database's does not hold") {
    Project project;
    project.database.execute("ALTER DATABASE " + project.database.name() +
                             " SET statement_timeout = '100ms'");
    const auto note = [&](const std::string& sql, const Environment& variables) {
        project.migration("a1", "", sql);
        const auto outcome = project.headstart(Call{{"upgrade"}, variables});
        INFO(outcome.err);
        CHECK(outcome.status == 1);
        const auto begin = outcome.err.find("note: the statement_timeout that ended it");
        REQUIRE(begin != std::string::npos);
        return outcome.err.substr(begin, outcome.err.find('\n', begin) - begin);
    };
    const std::string statement = "SELECT pg_sleep(60);";
    CHECK(note(statement, {{"HEADSTART_STATEMENT_TIMEOUT", "50ms"}}) ==
          "note: the statement_timeout that ended it is headstart's, 50 ms (--statement-timeout, "
          "HEADSTART_STATEMENT_TIMEOUT, statement_timeout)");
    CHECK(note("SET LOCAL statement_timeout = '50ms';\n" + statement, {}) ==
          "note: the statement_timeout that ended it is one that the file sets itself");
    CHECK(note(statement, {{"PGOPTIONS", "-c statement_timeout=50ms"}}) ==
          "note: the statement_timeout that ended it is set by the options of the connection, by a function, "
          "or by "
          "a pooler: headstart has none, and those of role and database do not hold here");
    project.migration("a1", "", "SELECT pg_sleep(0.3);");
    CHECK(project.headstart({"upgrade"}).status == 0);
}
