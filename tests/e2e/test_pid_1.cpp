#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"
#include "support/skip.hpp"

#include <csignal>

using namespace headstart::test;

namespace {

bool is_skipped() {
    return skips_without("a pid namespace, to be process 1 of", can_unshare());
}

Call pid_1_call(Environment variables = {}) {
    return Call{{"run", "--", "sh", "-c", "echo pid $$"}, std::move(variables), {}, as_pid_1(), {}};
}

/// To process 1 of the namespace, from outside as `docker stop` does it. The kernel would drop a signal that
/// has its default action there.
void check_ends(Process& outer, int signal) {
    REQUIRE(::kill(inner_pid(outer.pid()), signal) == 0);
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = outer.wait();
    CHECK(std::chrono::steady_clock::now() - begin < k_promptly);
    CHECK(outcome.status == 128 + signal);
    CHECK(outcome.out == "");
}

} // namespace

TEST_CASE("the application takes over process 1") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const auto outcome = project.headstart(pid_1_call());
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "pid 1\n");
    CHECK(project.version() == "a1");
}

TEST_CASE("process 1 reads the configuration of its working folder, and none from above") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    std::filesystem::create_directories(project.folder.path() / ".git");
    std::filesystem::create_directories(project.folder.path() / "app");
    std::filesystem::rename(project.folder.path() / "migrations", project.folder.path() / "sql");
    project.folder.write("headstart.toml", "dir = \"sql\"\n");
    Call call{{"heads"}, {}, {"HEADSTART_DIR"}, {}, "app"};
    CHECK(project.transcript(call) == "1| a1 (head)\nexit 0\n");
    call.wrapper = as_pid_1();
    const auto above = project.headstart(call);
    CHECK(above.status == 2);
    CHECK_THAT(above.err,
               Catch::Matchers::ContainsSubstring("cannot read the migrations folder " +
                                                  (project.folder.path() / "app/migrations").string()));
    call.folder = "";
    CHECK(project.headstart(call).out == "a1 (head)\n");
}

TEST_CASE("signals end process 1 while it waits for the server") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "SELECT 1;");
    const Listener dropping(Listener::drops());
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
        const auto outer = project.start(pid_1_call({{"DATABASE_URL", dropping.url()}}));
        REQUIRE(outer->wait_for_text("the connection is accepted and dropped"));
        check_ends(*outer, signal);
    }
}

TEST_CASE("signals end process 1 inside a statement") {
    if (is_skipped()) {
        return;
    }
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);\nSELECT pg_sleep(300);");
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
        const auto outer = project.start(pid_1_call());
        REQUIRE(runs_statement(project, "SELECT pg_sleep"));
        check_ends(*outer, signal);
        CHECK(is_gone(project));
    }
    CHECK(project.database.text("SELECT to_regclass('a')") == "null");
}
