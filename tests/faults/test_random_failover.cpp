#include "e2e/cluster.hpp"
#include "faults/trial.hpp"
#include "faults/undisturbed.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/scoped_variable.hpp"

#include <cstdlib>

using namespace headstart::test;

namespace {

/// Both servers for headstart, whichever can be written to.
Call run_on_both(const Proxy& proxy, const Cluster& standby, const Project& project) {
    auto call = run_through(proxy, project, "&target_session_attrs=read-write");
    auto& url = call.variables.at("DATABASE_URL");
    url.insert(url.rfind('/'), ",127.0.0.1:" + standby.port());
    return call;
}

/// What is there now is there on the standby: what is not yet, a failover would take back.
bool has_caught_up(const Cluster& primary, const Cluster& standby) {
    const auto written = Session(primary.url()).text("SELECT pg_current_wal_lsn()");
    Session session(standby.url());
    return eventually(
        30s, [&] { return session.text("SELECT pg_last_wal_replay_lsn() >= '" + written + "'") == "t"; });
}

/// One run, in the middle of which the primary is gone. What it has committed the standby may not have got:
/// then that is run again there, once. `noticed` counts the runs that were not over by then.
Aftermath fail_over_within(const Cluster& primary, const Cluster& standby, std::size_t moment, int& noticed) {
    Project project;
    write_history(project);
    clear(project);
    REQUIRE(has_caught_up(primary, standby));
    // So slow that the failover, which takes a tenth of a second, comes before the end.
    Proxy proxy(primary.port(), 3ms);
    proxy.arm({Fault::Kind::notify, Sender::client, {moment}});
    const auto headstart = project.start(run_on_both(proxy, standby, project));
    REQUIRE(eventually(60s, [&] { return proxy.has_struck() || !headstart->running(); }));
    primary.stop("immediate");
    standby.promote();
    ::setenv("HEADSTART_TEST_URL", standby.url().c_str(), 1); // where the project's database is from now on
    const auto outcome = headstart->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(proxy.has_struck());
    noticed += outcome.err.find("; connecting again") != std::string::npos ? 1 : 0;
    return look_at(project);
}

} // namespace

TEST_CASE("a failover at a random moment loses nothing and repeats nothing") {
    Draw draw;
    const int runs = draw.is_full() ? 20 : 1;
    const Cluster first; // whose folder for sockets the standbys use too
    std::unique_ptr<Cluster> promoted;
    const ScopedVariable url("HEADSTART_TEST_URL", first.url().c_str());
    int noticed = 0;
    Tally tally;
    {
        Project project;
        write_history(project);
        const Undisturbed undisturbed(project);
        while (tally.runs < runs) {
            const auto moment = draw.one_of(undisturbed.messages_of(Sender::client));
            INFO("run " << tally.runs + 1 << ", behind message " << moment << "\n" << draw.replay());
            const auto& primary = promoted ? *promoted : first;
            auto standby = primary.make_standby();
            const auto aftermath = fail_over_within(primary, *standby, moment, noticed);
            check_same(aftermath, undisturbed.aftermath);
            ++tally.runs;
            tally.lost += aftermath.lost;
            tally.repeated += aftermath.repeated;
            promoted = std::move(standby);
        }
    }
    if (draw.is_full()) { // a single one may come behind the last statement
        CHECK(2 * noticed > runs);
    }
    tally.tried =
        "failed over to a standby at random moments, " + std::to_string(noticed) + " of them noticed";
    report(tally);
}
