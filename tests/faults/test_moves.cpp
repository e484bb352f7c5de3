#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "faults/moves.hpp"
#include "faults/proxy.hpp"
#include "faults/trial.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/scoped_variable.hpp"

#include <algorithm>
#include <array>
#include <csignal>

using namespace headstart::test;

namespace {

constexpr std::array k_senders{Sender::client, Sender::server};

/// What a move sends and gets when nothing disturbs it; asserts that it does what the table says.
Proxy::Traffic run_undisturbed(const Move& move, Stage& stage) {
    stage.reset();
    const Proxy proxy(stage.project.database.port());
    const auto outcome =
        stage.project.headstart(Stage::call(move.arguments, proxy.url(stage.project.database.url())));
    INFO(describe(move) << "\n" << outcome.err);
    REQUIRE(outcome.status == 0);
    REQUIRE(eventually(30s, [&] { return proxy.traffic().client.types().ends_with('X'); }));
    const auto moved = stage.look();
    const auto& wanted = stage.after();
    CHECK(moved.rows == wanted.rows);
    CHECK(moved.journal == wanted.journal);
    CHECK(moved.marks == wanted.marks);
    return proxy.traffic();
}

int count(const std::vector<std::string>& marks, const std::string& mark) {
    return static_cast<int>(std::count(marks.begin(), marks.end(), mark));
}

void check_moved(const Moved& moved, const Moved& wanted, Tally& tally) {
    ++tally.runs;
    for (const auto& mark : wanted.marks) {
        tally.lost += count(moved.marks, mark) == 0 ? 1 : 0;
        tally.repeated += count(moved.marks, mark) > 1 ? 1 : 0;
    }
    CHECK(moved.rows == wanted.rows);
    CHECK(moved.journal == wanted.journal);
    CHECK(moved.marks == wanted.marks);
}

void cut(const Move& move, Stage& stage, const Fault& fault, Tally& tally) {
    stage.reset();
    Proxy proxy(stage.project.database.port());
    proxy.arm(fault);
    const auto outcome =
        stage.project.headstart(Stage::call(move.arguments, proxy.url(stage.project.database.url())));
    INFO(outcome.err);
    // Behind the last message headstart may have ended before the proxy's thread is told of it.
    CHECK(eventually(30s, [&] { return proxy.has_struck(); }));
    CHECK(outcome.status == 0);
    check_moved(stage.look(), stage.after(), tally);
}

/// Starts the move and waits until nothing passes any more.
std::unique_ptr<Process> start_and_hold(Project& project, Proxy& proxy, const Fault& fault,
                                        const Call& call) {
    proxy.arm(fault);
    auto headstart = project.start(call);
    CHECK(eventually(30s, [&] { return proxy.has_struck() || !headstart->running(); }));
    REQUIRE(proxy.has_struck());
    return headstart;
}

void kill_and_type_again(const Move& move, Stage& stage, const Fault& fault, Tally& tally) {
    stage.reset();
    auto& project = stage.project;
    const auto url = project.database.url();
    Proxy proxy(project.database.port());
    const auto killed = start_and_hold(project, proxy, fault, Stage::call(move.arguments, proxy.url(url)));
    killed->send(SIGKILL);
    CHECK(killed->wait().signal == SIGKILL);
    if (move.again.empty()) {
        REQUIRE(is_gone(project));
        const auto moved = stage.look();
        const auto& stops = stage.stops();
        const auto stop = std::find_if(stops.begin(), stops.end(),
                                       [&](const Moved& one) { return one.journal == moved.journal; });
        check_moved(moved, stop == stops.end() ? stage.after() : *stop, tally);
        return;
    }
    const auto outcome = project.headstart(Stage::call(move.again, url));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    check_moved(stage.look(), stage.after(), tally);
}

using Trial = void (*)(const Move&, Stage&, const Fault&, Tally&);

/// The move at some or all of the messages that these send.
void try_at_messages(const Move& move, Draw& draw, const std::string& how, const std::vector<Sender>& senders,
                     Trial trial) {
    constexpr std::size_t k_share = 3;
    const bool is_held = trial == kill_and_type_again;
    Stage stage(move);
    const auto traffic = run_undisturbed(move, stage);
    std::size_t messages = 0;
    Tally tally;
    for (const auto sender : senders) {
        // Behind the last message headstart waits for nothing: it may have ended before it is killed.
        const auto sent = traffic.of(sender).types().size() - (is_held ? 1 : 0);
        messages += sent;
        for (const auto position : draw.positions(sent, k_share)) {
            const auto cut = draw.one_of(2) == 1 ? Fault::Kind::close : Fault::Kind::reset;
            const Fault fault{is_held ? Fault::Kind::hold : cut, sender, {position}};
            INFO(describe(move) << ", " << describe(fault) << "\n" << draw.replay());
            trial(move, stage, fault, tally);
        }
    }
    tally.tried = describe(move) + ", " + how + " " + draw.share_of(messages, "messages");
    report(tally);
}

constexpr std::size_t k_share_of_moves = 5;

/// A move, and where it is held for a server to die; all drawn.
struct Death {
    const Move& move;
    Sender sender;
    std::size_t message;
};

Death draw_death(Draw& draw) {
    constexpr std::size_t k_any = 1'000'000;
    return {moves().at(draw.one_of(moves().size()) - 1), k_senders.at(draw.one_of(2) - 1),
            draw.one_of(k_any)};
}

/// The fault that holds the move there: any number is one of its messages, but the last.
Fault hold(const Death& death, const Proxy::Traffic& traffic) {
    const auto sent = traffic.of(death.sender).types().size() - 1;
    return {Fault::Kind::hold, death.sender, {death.message % sent + 1}};
}

/// The server dies and comes back while the move is held.
void crash(const Death& death, const Cluster& cluster, const Draw& draw, Tally& tally) {
    Stage stage(death.move);
    const auto fault = hold(death, run_undisturbed(death.move, stage));
    INFO(describe(death.move) << ", the server killed, " << describe(fault) << "\n" << draw.replay());
    stage.reset();
    Proxy proxy(cluster.port());
    const auto headstart =
        start_and_hold(stage.project, proxy, fault,
                       Stage::call(death.move.arguments, proxy.url(stage.project.database.url())));
    cluster.stop("immediate");
    cluster.start();
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    check_moved(stage.look(), stage.after(), tally);
}

/// A URL of two hosts: the proxy's, which leads to the primary, and the standby.
std::string url_of_both(const std::string& through_proxy, const Cluster& standby,
                        const std::string& database) {
    auto url = through_proxy;
    return url.insert(url.find("/" + database), ",127.0.0.1:" + standby.port());
}

/// The primary dies for good while the move is held, and its standby takes its place.
void fail_over(const Death& death, const Draw& draw, Tally& tally) {
    const Cluster primary({"fsync=on"});
    const ScopedVariable url("HEADSTART_TEST_URL", primary.url().c_str());
    Stage stage(death.move);
    const auto fault = hold(death, run_undisturbed(death.move, stage));
    INFO(describe(death.move) << ", failed over, " << describe(fault) << "\n" << draw.replay());
    stage.reset();
    const auto standby = primary.make_standby();
    const auto& database = stage.project.database;
    Proxy proxy(primary.port());
    const auto both = url_of_both(proxy.url(database.url()), *standby, database.name());
    const auto headstart =
        start_and_hold(stage.project, proxy, fault, Stage::call(death.move.arguments, both));
    primary.stop("immediate");
    standby->promote();
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    check_moved(Stage::look(standby->url(database.name())), stage.after(), tally);
    primary.start(); // for the database to be dropped
}

} // namespace

TEST_CASE("whatever moves the database does what the table of moves says when nothing disturbs it") {
    Draw draw;
    for (const auto position : draw.positions(moves().size(), 2 * k_share_of_moves)) {
        const auto& move = moves().at(position - 1);
        INFO(describe(move) << "\n" << draw.replay());
        Stage stage(move);
        run_undisturbed(move, stage);
    }
}

TEST_CASE("whatever moves the database does its steps once, cut at a message of the protocol") {
    Draw draw;
    for (const auto position : draw.positions(moves().size(), k_share_of_moves)) {
        try_at_messages(moves().at(position - 1), draw, "cut (FIN or RST)", {Sender::client, Sender::server},
                        cut);
    }
}

TEST_CASE("whatever moves the database does its steps once, killed at a message and typed again") {
    Draw draw;
    for (const auto position : draw.positions(moves().size(), k_share_of_moves)) {
        // What headstart has sent decides what is left behind; which answers it has heard shows in what it
        // sends.
        try_at_messages(moves().at(position - 1), draw, "killed", {Sender::client}, kill_and_type_again);
    }
}

TEST_CASE("whatever moves the database does its steps once when the server dies and comes back") {
    Draw draw;
    const int runs = draw.is_full() ? 60 : 2;
    const Cluster cluster({"fsync=on"});
    const ScopedVariable url("HEADSTART_TEST_URL", cluster.url().c_str());
    Tally tally{"random moves, the server killed at a random message of either side"};
    while (tally.runs < runs) {
        crash(draw_death(draw), cluster, draw, tally);
    }
    report(tally);
}

TEST_CASE("whatever moves the database does its steps once when the URL's other host takes over") {
    Draw draw;
    const int runs = draw.is_full() ? 12 : 1;
    Tally tally{"random moves, failed over at a random message of either side"};
    while (tally.runs < runs) {
        fail_over(draw_death(draw), draw, tally);
    }
    report(tally);
}
