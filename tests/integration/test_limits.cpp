#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <nlohmann/json.hpp>

#include <csignal>

using namespace headstart::test;

// What the surroundings of a process forbid or limit is no fault of headstart's, and seldom a reason to fail.

// The sanitizers want all of the address space, and a pipe to see what may be read.
#ifndef __SANITIZE_ADDRESS__

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
#endif

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

#ifndef __SANITIZE_ADDRESS__
TEST_CASE("no system call that is forbidden or has no descriptor left keeps headstart from its end") {
    LinearProject project;
    const auto wrapper = GENERATE(values<std::vector<std::string>>(
        {without_call("eventfd2", "EPERM"), without_call("eventfd2", "ENOSYS"),
         without_call("pipe2", "EPERM"), without_call("pipe2", "EMFILE")}));
    CHECK(project.transcript({.arguments = {"upgrade"}, .wrapper = wrapper}) ==
          R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| info: 3 revisions applied in <time>
exit 0
)");
    CHECK(project.headstart({.arguments = {"status"}, .wrapper = wrapper}).status == 0);
    CHECK(project.headstart({.arguments = {"downgrade", "base"}, .wrapper = wrapper}).status == 0);
}
#endif

TEST_CASE("however few descriptors there are, headstart ends") {
    LinearProject project;
    const auto limit = std::to_string(GENERATE(range(3, 13)));
    const auto command = GENERATE(values<std::string>({"upgrade", "status", "check"}));
    const auto run = project.start(
        {.arguments = {command, "--wait-timeout", "1s"}, .wrapper = {"prlimit", "--nofile=" + limit}});
    INFO(limit << " " << command);
    CHECK_NOTHROW(run->wait(20s));
}

TEST_CASE("headstart ends where it cannot wait for anything") {
    LinearProject project;
    const auto run = project.start({.arguments = {"upgrade"}, .wrapper = without_call("poll", "EPERM")});
    const auto outcome = run->wait(20s);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("error[HS0903]: ") != std::string::npos);
}

TEST_CASE("no server is blamed for the descriptors that this process may not have") {
    Project project;
    project.environment["DATABASE_URL"] = "postgresql://app:secret@127.0.0.1:1/app";
    CHECK(project.transcript({.arguments = {"wait", "--wait-timeout", "50s"},
                              .wrapper = without_call("socket", "EMFILE")}) ==
          R"(2| error[HS0903]: cannot connect to the database: this process may open no more files
2| note: 127.0.0.1:1 said: could not create socket: Too many open files
2| note: the database URL: postgresql://app:***@127.0.0.1:1/app
2| hint: raise ulimit -n
exit 1
)");
}

TEST_CASE("what ends headstart before its settings are read is a record where JSON is asked for") {
    Project project;
    const auto call = GENERATE(
        values<Call>({Call{.arguments = {"upgrade", "--log-format", "json"}},
                      Call{.arguments = {"upgrade"}, .variables = {{"HEADSTART_LOG_FORMAT", "json"}}}}));
    auto forbidden = call;
    forbidden.wrapper = without_call("signalfd4", "EPERM");
    const auto outcome = project.headstart(forbidden);
    CHECK(outcome.status == 1);
    CHECK(nlohmann::json::parse(outcome.err)["code"] == "HS0903");
}

TEST_CASE("a format of the log that is none leaves the log as the environment wants it") {
    Project project;
    const auto outcome = project.headstart(
        Call{.arguments = {"--log-format", "xx", "status"}, .variables = {{"HEADSTART_LOG_FORMAT", "json"}}});
    CHECK(outcome.status == 2);
    CHECK(nlohmann::json::parse(outcome.err)["level"] == "error");
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

TEST_CASE("a migration may take longer than answers to headstart's own questions") {
    struct Row {
        std::string_view first;
        std::string_view second;
        std::string_view options;
    };

    for (const auto& row : {Row{"SELECT pg_sleep(1.2);", "SELECT 1;", ""},
                            Row{"SELECT 1;\nSELECT pg_sleep(1.2);\nSELECT 1;", "SELECT pg_sleep(1.2);", ""},
                            Row{"SELECT pg_sleep(1.2);", "SELECT pg_sleep(1.2);", "transaction:false"},
                            Row{"BEGIN;\nSELECT pg_sleep(1.2);\nCOMMIT;", "VACUUM;", "transaction:false"}}) {
        for (const std::string per_migration : {"true", "false"}) {
            DYNAMIC_SECTION(row.first << " " << row.options << " " << per_migration) {
                Project project;
                project.migration("a1", "", std::string(row.first), {}, std::string(row.options));
                project.migration("b2", "a1", std::string(row.second), {}, std::string(row.options));
                const auto outcome =
                    project.headstart({"upgrade", "--answer-timeout", "400ms", "--lock-timeout", "100ms",
                                       "--transaction-per-migration", per_migration});
                INFO(outcome.err);
                CHECK(outcome.status == 0);
            }
        }
    }
}
