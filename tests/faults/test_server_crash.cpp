#include "e2e/cluster.hpp"
#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/scoped_variable.hpp"

using namespace headstart::test;

namespace {

/// One run, during which the server crashes again and again, some time behind a message that is drawn.
/// Returns how often it did.
int run_through_crashes(Project& project, const Cluster& cluster, Draw& draw,
                        const Undisturbed& undisturbed) {
    // The third loss at the same place ends a run: a statement may be what brings the server down.
    constexpr int k_most = 2;
    // So slow that a crash, which takes pg_ctl a tenth of a second, comes before the end.
    Proxy proxy(cluster.port(), 3ms);
    const auto arm = [&] {
        const auto messages = undisturbed.traffic.client_types.size();
        proxy.arm({Fault::Kind::notify, Sender::client, draw.one_of(messages / 2)});
    };
    arm();
    const auto headstart = project.start(run_through(proxy, project));
    const auto comes_to_it = [&] {
        eventually(60s, [&] { return proxy.has_struck() || !headstart->running(); });
        return proxy.has_struck();
    };
    int crashes = 0;
    while (crashes < k_most && comes_to_it()) {
        cluster.stop("immediate");
        ++crashes;
        arm();
        cluster.start();
    }
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    return crashes;
}

} // namespace

TEST_CASE("a server that crashes at random moments loses nothing and repeats nothing") {
    Draw draw;
    const int runs = draw.is_full() ? 25 : 1;
    const Cluster cluster({"fsync=on"});
    const ScopedVariable url("HEADSTART_TEST_URL", cluster.url().c_str());
    Project first;
    write_history(first);
    const Undisturbed undisturbed(first);
    Tally tally;
    int crashes = 0;
    while (tally.runs < runs) {
        INFO("run " << tally.runs + 1 << "; " << draw.replay());
        Project project;
        write_history(project);
        clear(project);
        crashes += run_through_crashes(project, cluster, draw, undisturbed);
        const auto aftermath = look_at(project);
        check_same(aftermath, undisturbed.aftermath);
        ++tally.runs;
        tally.lost += aftermath.lost;
        tally.repeated += aftermath.repeated;
    }
    CHECK(crashes >= runs);
    tally.tried = "the server crashed at random moments, " + std::to_string(crashes) + " times in all";
    report(tally);
}
