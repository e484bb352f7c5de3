#include "e2e/cluster.hpp"
#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/scoped_variable.hpp"
#include "support/server_version.hpp"

#include <array>

using namespace headstart::test;

namespace {

/// The third loss at the same place ends a run, or the second where it cannot be told from a crash: a
/// statement may be what brings the server down.
constexpr std::size_t k_most_crashes = 2;

/// The message behind which each crash of a run comes. All are drawn, whether the run comes to them or not:
/// how far it comes is a matter of time, and must not decide what the next runs draw.
using Moments = std::array<std::size_t, k_most_crashes>;

Moments draw_moments(Draw& draw, const Undisturbed& undisturbed) {
    Moments moments{};
    for (auto& moment : moments) {
        moment = draw.one_of(undisturbed.messages_of(Sender::client) / 2);
    }
    return moments;
}

/// One run, during which the server crashes some time behind each of the messages. Returns how often it did.
std::size_t run_through_crashes(Project& project, const Cluster& cluster, const Moments& moments) {
    // So slow that a crash, which takes pg_ctl a tenth of a second, comes before the end.
    Proxy proxy(cluster.port(), 3ms);
    const auto arm = [&](std::size_t crash) {
        proxy.arm({Fault::Kind::notify, Sender::client, {moments.at(crash)}});
    };
    arm(0);
    const auto headstart = project.start(run_through(proxy, project));
    const auto comes_to_it = [&] {
        eventually(60s, [&] { return proxy.has_struck() || !headstart->running(); });
        return proxy.has_struck();
    };
    std::size_t crashes = 0;
    const auto most = server_has(Since::shutdowns_are_told) ? moments.size() : 1;
    while (crashes < most && comes_to_it()) {
        cluster.stop("immediate");
        if (++crashes < most) {
            arm(crashes);
        }
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
    std::size_t crashes = 0;
    while (tally.runs < runs) {
        const auto moments = draw_moments(draw, undisturbed);
        INFO("run " << tally.runs + 1 << ", crashes behind messages " << moments[0] << " and " << moments[1]
                    << "\n"
                    << draw.replay());
        Project project;
        write_history(project);
        clear(project);
        crashes += run_through_crashes(project, cluster, moments);
        const auto aftermath = look_at(project);
        check_same(aftermath, undisturbed.aftermath);
        ++tally.runs;
        tally.lost += aftermath.lost;
        tally.repeated += aftermath.repeated;
    }
    CHECK(crashes >= static_cast<std::size_t>(runs));
    tally.tried = "the server crashed at random moments, " + std::to_string(crashes) + " times in all";
    report(tally);
}
