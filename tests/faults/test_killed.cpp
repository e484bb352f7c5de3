#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;

namespace {

/// Kills headstart where the fault says and runs it once more.
Aftermath kill_and_run_again(const Fault& fault) {
    Project project;
    write_history(project);
    Proxy proxy(project.database.port());
    proxy.arm(fault);
    const auto killed = project.start(run_through(proxy, project));
    CHECK(eventually(30s, [&] { return proxy.has_struck() || !killed->running(); }));
    REQUIRE(proxy.has_struck());
    const auto traffic = proxy.last_traffic();
    const auto& passed = fault.sender == Sender::client ? traffic.client_types : traffic.server_types;
    CHECK(passed.size() == fault.count);
    killed->send(SIGKILL);
    CHECK(killed->wait().signal == SIGKILL);
    const auto outcome = project.headstart(run_through(proxy, project));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    return look_at(project);
}

Tally kill_at(Draw& draw, const Undisturbed& undisturbed, Sender sender, std::size_t messages,
              std::size_t at_most) {
    const auto positions = draw.positions(messages, at_most);
    Tally tally{"killed " + draw.share_of(messages, "messages of the ") +
                (sender == Sender::client ? "client" : "server")};
    for (const auto position : positions) {
        const Fault fault{Fault::Kind::hold, sender, position};
        INFO(describe(fault) << "\n" << draw.replay());
        const auto aftermath = kill_and_run_again(fault);
        CHECK(aftermath == undisturbed.aftermath);
        ++tally.runs;
        tally.lost += aftermath.lost;
        tally.repeated += aftermath.repeated;
    }
    return tally;
}

} // namespace

TEST_CASE("killed at a message of the protocol, nothing is lost and nothing runs twice") {
    constexpr std::size_t k_share = 20;
    Draw draw;
    const Undisturbed undisturbed;
    report(kill_at(draw, undisturbed, Sender::client, undisturbed.traffic.client_types.size(), k_share));
    report(kill_at(draw, undisturbed, Sender::server, undisturbed.traffic.server_types.size(), k_share));
}
