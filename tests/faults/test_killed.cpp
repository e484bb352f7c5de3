#include "e2e/scenario.hpp"
#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

using namespace headstart::test;

namespace {

/// Kills headstart where the fault says and runs it once more.
Aftermath kill_and_run_again(Project& project, const Fault& fault) {
    clear(project);
    Proxy proxy(project.database.port());
    proxy.arm(fault);
    const auto killed = project.start(run_through(proxy, project));
    CHECK(eventually(30s, [&] { return proxy.has_struck() || !killed->running(); }));
    REQUIRE(proxy.has_struck());
    CHECK(proxy.traffic().of(fault.sender).types().size() == fault.place.messages);
    killed->send(SIGKILL);
    CHECK(killed->wait().signal == SIGKILL);
    const auto outcome = project.headstart(run_through(proxy, project));
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    return look_at(project);
}

Tally kill_at(Project& project, Draw& draw, const Undisturbed& undisturbed, Sender sender,
              std::size_t at_most) {
    // Behind the last message of either side headstart waits for nothing: it may have ended by itself.
    const auto messages = undisturbed.messages_of(sender) - 1;
    const auto positions = draw.positions(messages, at_most);
    Tally tally{"killed " + draw.share_of(messages, "messages of the ") +
                (sender == Sender::client ? "client" : "server")};
    for (const auto position : positions) {
        const Fault fault{Fault::Kind::hold, sender, {position}};
        INFO(describe(fault) << "\n" << draw.replay());
        const auto aftermath = kill_and_run_again(project, fault);
        check_same(aftermath, undisturbed.aftermath);
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
    Project project;
    write_history(project);
    const Undisturbed undisturbed(project);
    report(kill_at(project, draw, undisturbed, Sender::client, k_share));
    report(kill_at(project, draw, undisturbed, Sender::server, k_share));
}

TEST_CASE("killed inside a statement, the table it has locked is free within three seconds") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    project.migration("b2", "a1", "ALTER TABLE a ADD COLUMN n int;\nSELECT pg_sleep(300);");
    REQUIRE(project.headstart({"upgrade", "a1"}).status == 0);
    const auto headstart = project.start({"run"});
    REQUIRE(runs_statement(project, "SELECT pg_sleep"));
    Session reader(project.database.url());
    reader.query("SET statement_timeout = '60s'");
    headstart->send(SIGKILL);
    end_sessions_of_the_dead(project);
    const auto begin = std::chrono::steady_clock::now();
    reader.query("SELECT * FROM a");
    const auto waited = std::chrono::steady_clock::now() - begin;
    CHECK(waited < 3s);
    CHECK(project.version() == "a1");
    report({"killed with ACCESS EXCLUSIVE: the lock was gone after " +
                std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(waited).count()) + " ms",
            1});
}
