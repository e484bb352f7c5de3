#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <array>

using namespace headstart::test;

namespace {

/// One run, in which the fault strikes.
Aftermath run_disturbed(const Fault& fault, std::string_view query = {}) {
    Project project;
    write_history(project);
    Proxy proxy(project.database.port());
    proxy.arm(fault);
    const auto outcome = project.headstart(run_through(proxy, project, query));
    INFO(outcome.err);
    CHECK(proxy.has_struck());
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    return look_at(project);
}

void try_one(const Fault& fault, const Draw& draw, const Undisturbed& undisturbed, Tally& tally,
             std::string_view query = {}) {
    INFO(describe(fault) << "\n" << draw.replay());
    const auto aftermath = run_disturbed(fault, query);
    check_same(aftermath, undisturbed.aftermath);
    ++tally.runs;
    tally.lost += aftermath.lost;
    tally.repeated += aftermath.repeated;
}

Sender draw_sender(Draw& draw) {
    return draw.one_of(2) == 1 ? Sender::client : Sender::server;
}

Fault::Kind draw_cut(Draw& draw) {
    return draw.one_of(2) == 1 ? Fault::Kind::close : Fault::Kind::reset;
}

} // namespace

TEST_CASE("a connection that is cut at a message of the protocol loses nothing and repeats nothing") {
    constexpr std::size_t k_share = 15;
    Draw draw;
    const Undisturbed undisturbed;
    for (const auto sender : {Sender::client, Sender::server}) {
        const auto& traffic = undisturbed.traffic;
        const auto messages =
            sender == Sender::client ? traffic.client_types.size() : traffic.server_types.size();
        const auto positions = draw.positions(messages, k_share);
        Tally tally{"cut (FIN or RST) " + draw.share_of(messages, "messages of the ") +
                    (sender == Sender::client ? "client" : "server")};
        for (const auto position : positions) {
            try_one({draw_cut(draw), sender, position}, draw, undisturbed, tally);
        }
        report(tally);
    }
}

TEST_CASE("a stream that ends inside a message loses nothing and repeats nothing") {
    Draw draw;
    const Undisturbed undisturbed;
    const int runs = draw.is_full() ? 300 : 15;
    Tally tally{"truncated at a random byte of either stream"};
    while (tally.runs < runs) {
        const auto sender = draw_sender(draw);
        const auto& traffic = undisturbed.traffic;
        const auto bytes = sender == Sender::client ? traffic.client_bytes : traffic.server_bytes;
        const Fault fault{draw_cut(draw), sender, draw.one_of(bytes), Fault::Unit::bytes};
        try_one(fault, draw, undisturbed, tally);
    }
    report(tally);
}

TEST_CASE("a network that falls silent is noticed, and nothing is lost or repeated") {
    // As ours are, but a tenth of their time, for both ends: ours are half a minute.
    constexpr std::string_view k_impatient =
        "&keepalives_idle=1&keepalives_interval=1&keepalives_count=1&tcp_user_timeout=2000"
        "&options=-c%20tcp_keepalives_idle%3D1%20-c%20tcp_keepalives_interval%3D1"
        "%20-c%20tcp_keepalives_count%3D1%20-c%20tcp_user_timeout%3D2000";
    Draw draw;
    const Undisturbed undisturbed;
    const int runs = draw.is_full() ? 20 : 2;
    Tally tally{"silenced at a random message of either side"};
    while (tally.runs < runs) {
        const auto sender = draw_sender(draw);
        const auto& traffic = undisturbed.traffic;
        const auto messages =
            sender == Sender::client ? traffic.client_types.size() : traffic.server_types.size();
        try_one({Fault::Kind::silence, sender, draw.one_of(messages)}, draw, undisturbed, tally, k_impatient);
    }
    report(tally);
}

TEST_CASE("a slow network changes nothing but the time") {
    const Undisturbed undisturbed;
    Project project;
    write_history(project);
    const Proxy proxy(project.database.port(), 5ms);
    const auto outcome = project.headstart(run_through(proxy, project));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    const auto aftermath = look_at(project);
    check_same(aftermath, undisturbed.aftermath);
    report({"every packet 5 ms late, both ways", 1, aftermath.lost, aftermath.repeated});
}
