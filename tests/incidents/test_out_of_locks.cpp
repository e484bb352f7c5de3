#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr int k_tables = 700;

std::string many_tables() {
    std::string sql;
    for (int i = 1; i <= k_tables; ++i) {
        sql += "CREATE TABLE t" + std::to_string(i) + " (id int);\n";
    }
    return sql;
}

} // namespace

TEST_CASE("a migration that takes more locks than the server has is rolled back whole, and told so") {
    // Each session and process that there may be adds to the room for locks.
    const Cluster cluster({"max_locks_per_transaction=10", "max_connections=10", "max_worker_processes=0",
                           "max_wal_senders=0"});
    Project project;
    project.environment["DATABASE_URL"] = cluster.url();
    project.migration("a1", "", "CREATE TABLE kept (id int);");
    project.migration("b2", "a1", many_tables());
    const auto refused = project.headstart({"upgrade"});
    INFO(refused.err);
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, ContainsSubstring("error[HS0401]: out of shared memory\n") &&
                                ContainsSubstring(" | CREATE TABLE t") &&
                                ContainsSubstring("server hint: You might need to increase ") &&
                                ContainsSubstring("max_locks_per_transaction") &&
                                ContainsSubstring("sqlstate: 53200\n"
                                                  "note: applied before it in this run, and kept: a1\n"
                                                  "while: applying revision b2 (up)\n"));
    const auto state = [&] {
        return Session(cluster.url())
            .text("SELECT (SELECT version_num FROM alembic_version), (SELECT count(*) FROM pg_class WHERE"
                  " relname ~ '^t[0-9]+$'), (SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id)"
                  " FROM headstart_journal)");
    };
    CHECK(state() == "a1|0|a1 done");

    SECTION("it runs with as many as the hint asks for") {
        cluster.add_setting("max_locks_per_transaction = 256");
        cluster.stop();
        cluster.start();
        const auto outcome = project.headstart({"upgrade"});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(state() == "b2|" + std::to_string(k_tables) + "|a1 done, b2 done");
    }

    SECTION("it runs outside a transaction, a statement after the other") {
        project.migration("b2", "a1", many_tables(), {}, "transaction:false");
        const auto outcome = project.headstart({"upgrade"});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(state() == "b2|" + std::to_string(k_tables) + "|a1 done, b2 done");
    }
}
