#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"
#include "support/skip.hpp"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>

using namespace headstart::test;

namespace {

/// Process 1 with two children that it did not start: one has ended, the other ends when `gate` is opened.
Call with_orphans(Environment variables = {}) {
    auto wrapper = as_pid_1();
    for (const auto* const word : {"sh", "-c", R"(sh -c 'true & cat gate & :'; exec "$@")", "sh"}) {
        wrapper.emplace_back(word);
    }
    return Call{{"run", "--", "true"}, std::move(variables), {}, wrapper, {}};
}

/// The children of a process, those too that have ended and were not reaped.
std::string children_of(pid_t pid) {
    std::string children;
    std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children"),
                 children);
    return children;
}

void check_reaps(Project& project, Process& outer) {
    const auto pid = inner_pid(outer.pid());
    const auto count = [&] {
        const auto children = children_of(pid);
        return std::count(children.begin(), children.end(), ' ');
    };
    CHECK(eventually(k_promptly, [&] { return count() == 1; }));
    const headstart::base::Fd gate(::open((project.folder.path() / "gate").c_str(), O_WRONLY | O_CLOEXEC));
    REQUIRE(gate.is_open());
}

} // namespace

TEST_CASE("process 1 reaps what others leave to it while it waits and while it migrates") {
    if (skips_without("a pid namespace, to be process 1 of", can_unshare())) {
        return;
    }
    Project project;
    project.migration("a1", "", "SELECT pg_sleep(300);");
    REQUIRE(::mkfifo((project.folder.path() / "gate").c_str(), 0600) == 0);
    const Listener dropping(Listener::drops());
    const auto waiting = project.start(with_orphans({{"DATABASE_URL", dropping.url()}}));
    REQUIRE(waiting->wait_for_text("the connection is accepted and dropped"));
    check_reaps(project, *waiting);
    CHECK(eventually(k_promptly, [&] { return children_of(inner_pid(waiting->pid())).empty(); }));
    ::kill(inner_pid(waiting->pid()), SIGTERM);
    CHECK(waiting->wait().status == 128 + SIGTERM);

    const auto migrating = project.start(with_orphans());
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    check_reaps(project, *migrating);
    CHECK(eventually(k_promptly, [&] { return children_of(inner_pid(migrating->pid())).empty(); }));
    ::kill(inner_pid(migrating->pid()), SIGTERM);
    CHECK(migrating->wait().status == 128 + SIGTERM);
}
