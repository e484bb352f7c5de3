#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/file_times.hpp"
#include "support/listener.hpp"
#include "support/skip.hpp"

#include <csignal>

using namespace headstart::test;

namespace {

/// A project whose container has a heartbeat file.
struct WatchedProject : Project {
    std::filesystem::path file = folder.path() / "alive";

    WatchedProject() {
        environment["HEADSTART_HEARTBEAT_FILE"] = "alive";
        environment["HEADSTART_LOCK_TIMEOUT"] = "0";
        migration("a1", "", "SELECT 1;");
    }
};

/// Makes the file look an hour old and waits until somebody has touched it; twice, since the first touch may
/// be that of the start.
bool is_touched(const std::filesystem::path& file) {
    for (int i = 0; i < 2; ++i) {
        make_older(file, 3600s);
        if (!eventually(10s, [&] {
                return std::filesystem::last_write_time(file) >
                       std::filesystem::file_time_type::clock::now() - 1800s;
            })) {
            return false;
        }
    }
    return true;
}

/// Ends it, and expects that the file goes with it.
void check_ends(Process& process, const std::filesystem::path& file) {
    process.send(SIGTERM);
    CHECK(process.wait().status == 128 + SIGTERM);
    CHECK_FALSE(std::filesystem::exists(file));
}

} // namespace

TEST_CASE("the heartbeat goes on while there is no server, and while one does not answer") {
    WatchedProject project;
    std::string refusing;
    {
        const Listener gone(Listener::silent());
        refusing = gone.url();
    }
    const Listener silent(Listener::silent());
    for (const auto& url : {refusing, silent.url()}) {
        const auto headstart =
            project.start(Call{{"run"}, {{"DATABASE_URL", url}, {"HEADSTART_CONNECT_TIMEOUT", "60s"}}});
        REQUIRE(eventually(10s, [&] { return std::filesystem::exists(project.file); }));
        CHECK(is_touched(project.file));
        check_ends(*headstart, project.file);
    }
}

TEST_CASE("the heartbeat goes on while a name is looked up") {
    if (skips_without("a mount namespace, for a resolv.conf of its own", can_unshare())) {
        return;
    }
    WatchedProject project;
    const NameServer names(NameServer::Manner::silent);
    Call call{{"run"}, {{"DATABASE_URL", "postgresql://user:secret@db.invalid/app"}}};
    call.wrapper = with_resolv_conf(project.folder.write("resolv.conf", names.resolv_conf()));
    const auto headstart = project.start(call);
    REQUIRE(eventually(10s, [&] { return names.count() > 0; }));
    CHECK(is_touched(project.file));
    check_ends(*headstart, project.file);
}

TEST_CASE("the heartbeat goes on while a statement runs, and while another upgrader is waited for") {
    WatchedProject project;
    project.migration("a1", "", "SELECT pg_sleep(300);");
    const auto migrating = project.start(Call{{"run"}});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    CHECK(is_touched(project.file));
    const auto other_file = project.folder.path() / "alive-too";
    const auto waiting = project.start(Call{{"run", "--heartbeat-file", "alive-too"}});
    REQUIRE(waiting->wait_for_text("waiting for it"));
    CHECK(is_touched(other_file));
    check_ends(*waiting, other_file);
    check_ends(*migrating, project.file);
}

TEST_CASE("the heartbeat goes on while data is copied") {
    std::string rows;
    for (int i = 0; i < 100000; ++i) {
        rows += std::to_string(i) + "\n";
    }
    WatchedProject project;
    project.migration("a1", "",
                      "CREATE TABLE a (id int CHECK (pg_sleep(0.005) IS NOT NULL));\nCOPY a FROM stdin;\n" +
                          rows + "\\.\n");
    const auto headstart = project.start(Call{{"run"}});
    REQUIRE(runs_statement(project, "COPY a"));
    CHECK(is_touched(project.file));
    check_ends(*headstart, project.file);
}

TEST_CASE("the application does not find the heartbeat file") {
    WatchedProject project;
    const auto outcome = project.headstart({"run", "--", "ls"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "migrations\n");
    project.migration("b2", "a1", "SELECT 1 / 0;");
    CHECK(project.headstart({"run", "--", "ls"}).status == 1);
    CHECK_FALSE(std::filesystem::exists(project.file));
}

TEST_CASE("a heartbeat file that cannot be touched any more is warned of once, and nothing else") {
    WatchedProject project;
    project.migration("a1", "", "SELECT pg_advisory_xact_lock(42);");
    project.database.execute("SELECT pg_advisory_lock(42)");
    std::filesystem::create_directory(project.folder.path() / "tmp");
    const auto headstart = project.start(Call{{"run", "--heartbeat-file", "tmp/alive"}});
    REQUIRE(runs_statement(project, "SELECT pg_advisory_xact_lock"));
    std::filesystem::remove_all(project.folder.path() / "tmp");
    REQUIRE(headstart->wait_for_text("cannot be touched any more: No such file or directory"));
    // Time for two more.
    CHECK_FALSE(eventually(2500ms, [&] {
        const auto& log = headstart->err();
        return log.find("cannot be touched") != log.rfind("cannot be touched");
    }));
    project.database.execute("SELECT pg_advisory_unlock(42)");
    CHECK(headstart->wait().status == 0);
}
