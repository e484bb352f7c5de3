#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "incidents/failing_over.hpp"
#include "incidents/gate.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

using namespace headstart::test;

namespace {

/// Each replica of the application has the three servers in another order, as a list that is shuffled.
std::vector<std::string> urls(const Cluster& one, const Cluster& two, const Cluster& three) {
    return {url_of_writable({&one, &two, &three}), url_of_writable({&two, &three, &one}),
            url_of_writable({&three, &one, &two})};
}

struct Servers {
    Cluster primary = Cluster();
    std::unique_ptr<Cluster> near = primary.make_standby();
    std::unique_ptr<Cluster> far = primary.make_standby();
};

/// A primary and two standbys, and a history whose second revision waits at a gate.
struct ThreeServers : Project {
    Servers servers;
    Gates gates{servers.primary.url(), "b2"};

    ThreeServers() {
        environment["HEADSTART_LOG_FORMAT"] = "json";
        migration("a1", "", "CREATE TABLE account (id int); INSERT INTO account VALUES (1);");
        migration("b2", "a1", Gates::wait_at("b2") + "INSERT INTO account VALUES (2);");
    }

    std::vector<std::unique_ptr<Process>> start_replicas() {
        std::vector<std::unique_ptr<Process>> replicas;
        for (const auto& url : urls(servers.primary, *servers.near, *servers.far)) {
            replicas.push_back(start(Call{{"run", "--", "echo", "started"}, {{"DATABASE_URL", url}}}));
        }
        return replicas;
    }
};

} // namespace

TEST_CASE("three replicas that know three servers, one of which is the primary: one migrates, all start") {
    ThreeServers project;
    const auto& [primary, near, far] = project.servers;
    project.migration("c3", "b2", "CREATE INDEX CONCURRENTLY account_id ON account (id);", {},
                      "transaction:false");
    const auto replicas = project.start_replicas();
    REQUIRE(Gates::is_reached(primary.url(), "b2"));
    REQUIRE(eventually(30s, [&] { // the others have come to the lock
        return std::count_if(replicas.begin(), replicas.end(), [](const auto& one) {
                   return one->running() && one->err().find("holds the lock") != std::string::npos;
               }) == 2;
    }));
    Gates::open(primary.url(), "b2");
    std::string migrated;
    for (const auto& one : replicas) {
        const auto outcome = one->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
        CHECK(records(outcome.err, "connection_lost").empty());
        migrated += values(outcome.err, "upgrade", "revision");
    }
    CHECK(migrated == "a1 b2 c3"); // of one of them
    for (const Cluster* server : std::initializer_list<const Cluster*>{&primary, near.get(), far.get()}) {
        Session session(server->url());
        CHECK(eventually(
            30s, [&] { return session.text("SELECT to_regclass('account_id') IS NOT NULL") == "t"; }));
        CHECK(
            eventually(30s, [&] { return session.text("SELECT version_num FROM alembic_version") == "c3"; }));
        CHECK(session.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM account") == "1 2");
        CHECK(session.text("SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id)"
                           " FROM headstart_journal") == "a1 done, b2 done, c3 done");
    }
}

TEST_CASE("three replicas whose primary fails over under them: the revision is run once, all start") {
    ThreeServers project;
    const auto& [primary, near, far] = project.servers;
    const auto replicas = project.start_replicas();
    REQUIRE(Gates::is_reached(primary.url(), "b2"));
    REQUIRE(eventually(30s, [&] {
        return Session(near->url()).text("SELECT count(*) FROM pg_class WHERE relname = 'account'") == "1";
    }));
    primary.stop("immediate");
    near->promote();
    REQUIRE(Gates::is_reached(near->url(), "b2"));
    Gates::open(near->url(), "b2");
    for (const auto& one : replicas) {
        const auto outcome = one->wait();
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == "started\n");
    }
    Session session(near->url());
    CHECK(session.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM account") == "1 2");
    CHECK(session.text("SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id)"
                       " FROM headstart_journal") == "a1 done, b2 done");
}
