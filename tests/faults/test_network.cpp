#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/skip.hpp"

#include <array>

using namespace headstart::test;

namespace {

/// One run, in which the fault strikes.
Aftermath run_disturbed(Project& project, const Fault& fault, std::string_view query) {
    clear(project);
    Proxy proxy(project.database.port());
    proxy.arm(fault);
    const auto outcome = project.headstart(run_through(proxy, project, query));
    INFO(outcome.err);
    // Behind the last message headstart may have ended before the proxy's thread is told of it.
    CHECK(eventually(30s, [&] { return proxy.has_struck(); }));
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    return look_at(project);
}

/// A database and its history, disturbed again and again.
class Trials {
public:
    void run(const Fault& fault, const Draw& draw, Tally& tally, std::string_view query = {}) {
        INFO(describe(fault) << "\n" << draw.replay());
        const auto aftermath = run_disturbed(m_project, fault, query);
        check_same(aftermath, m_undisturbed.aftermath);
        ++tally.runs;
        tally.lost += aftermath.lost;
        tally.repeated += aftermath.repeated;
    }

    [[nodiscard]] const Undisturbed& undisturbed() const { return m_undisturbed; }

    Project& project() { return m_project; }

private:
    static Project& prepared(Project& project) {
        write_history(project);
        return project;
    }

    Project m_project;
    Undisturbed m_undisturbed{prepared(m_project)};
};

Sender draw_sender(Draw& draw) {
    return draw.one_of(2) == 1 ? Sender::client : Sender::server;
}

/// A place inside a message. Some messages are a byte or two longer in another run (a duration, a process's
/// number): the same draw then is the same message still, and about the same part of it.
Place draw_inside(Draw& draw, const Framing& framing) {
    const auto message = draw.one_of(framing.sizes().size()) - 1;
    return {message, draw.one_of(framing.sizes().at(message) - 1)};
}

Fault::Kind draw_cut(Draw& draw) {
    return draw.one_of(2) == 1 ? Fault::Kind::close : Fault::Kind::reset;
}

} // namespace

TEST_CASE("a connection that is cut at a message of the protocol loses nothing and repeats nothing") {
    constexpr std::size_t k_share = 10;
    Draw draw;
    Trials trials;
    for (const auto sender : {Sender::client, Sender::server}) {
        const auto messages = trials.undisturbed().messages_of(sender);
        const auto positions = draw.positions(messages, k_share);
        Tally tally{"cut (FIN or RST) " + draw.share_of(messages, "messages of the ") +
                    (sender == Sender::client ? "client" : "server")};
        for (const auto position : positions) {
            trials.run({draw_cut(draw), sender, {position}}, draw, tally);
        }
        report(tally);
    }
}

TEST_CASE("a stream that ends inside a message loses nothing and repeats nothing") {
    Draw draw;
    Trials trials;
    const int runs = draw.is_full() ? 300 : 10;
    Tally tally{"truncated inside a random message of either stream"};
    while (tally.runs < runs) {
        const auto sender = draw_sender(draw);
        const auto place = draw_inside(draw, trials.undisturbed().traffic.of(sender));
        trials.run({draw_cut(draw), sender, place}, draw, tally);
    }
    report(tally);
}

TEST_CASE("a network that falls silent is noticed, and nothing is lost or repeated") {
    if (skips_without("a kernel that lets us drop a socket's packets", may_silence())) {
        return;
    }
    // As ours are, but a tenth of their time, for both ends: ours are half a minute.
    constexpr std::string_view k_impatient =
        "&keepalives_idle=1&keepalives_interval=1&keepalives_count=1&tcp_user_timeout=2000"
        "&options=-c%20tcp_keepalives_idle%3D1%20-c%20tcp_keepalives_interval%3D1"
        "%20-c%20tcp_keepalives_count%3D1%20-c%20tcp_user_timeout%3D2000";
    Draw draw;
    Trials trials;
    const int runs = draw.is_full() ? 20 : 2;
    Tally tally{"silenced at a random message of either side"};
    while (tally.runs < runs) {
        const auto sender = draw_sender(draw);
        const auto message = draw.one_of(trials.undisturbed().messages_of(sender));
        trials.run({Fault::Kind::silence, sender, {message}}, draw, tally, k_impatient);
    }
    report(tally);
}

TEST_CASE("a slow network changes nothing but the time") {
    Trials trials;
    auto& project = trials.project();
    clear(project);
    const Proxy proxy(project.database.port(), 5ms);
    const auto outcome = project.headstart(run_through(proxy, project));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    const auto aftermath = look_at(project);
    check_same(aftermath, trials.undisturbed().aftermath);
    report({"every packet 5 ms late, both ways", 1, aftermath.lost, aftermath.repeated});
}
