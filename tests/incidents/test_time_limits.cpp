#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <memory>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// What role, database, URL, file and settings say, and what holds.
struct LimitRow {
    std::string_view who;
    std::string_view setting;    ///< of the database, by ALTER DATABASE; empty: none
    std::string_view pg_options; ///< PGOPTIONS
    std::vector<std::string> arguments;
    std::string_view sql; ///< in front of the statement
    std::string_view told;
};

/// A table that somebody else has locked.
struct LockedProject : Project {
    std::unique_ptr<Session> other;

    LockedProject() {
        database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
        other = std::make_unique<Session>(database.url());
        other->query("BEGIN; LOCK TABLE aside.t");
    }
};

const LimitRow k_lock_rows[]{
    {"headstart's, where nobody has another",
     "",
     "",
     {"--lock-timeout", "1500ms"},
     "",
     "note: lock_timeout that ended it: 1.5 s, headstart's (--lock-timeout, HEADSTART_LOCK_TIMEOUT, "
     "lock_timeout)\n"},
    {"the database's, if it is stricter",
     "lock_timeout = '750ms'",
     "",
     {"--lock-timeout", "1500ms"},
     "",
     "note: lock_timeout that ended it: 750 ms, by ALTER DATABASE <database> SET\n"},
    {"headstart's, if the database's is wider",
     "lock_timeout = '1h'",
     "",
     {"--lock-timeout", "1500ms"},
     "",
     "note: lock_timeout that ended it: 1.5 s, headstart's ("},
    {"the database's, if headstart's is off",
     "lock_timeout = '750ms'",
     "",
     {"--lock-timeout", "0"},
     "",
     "note: lock_timeout that ended it: 750 ms, by ALTER DATABASE <database> SET\n"},
    {"the connection's",
     "",
     "-c lock_timeout=800ms",
     {},
     "",
     "note: lock_timeout that ended it: 800 ms, by the options of the connection\n"},
    {"the file's own, also if it is wider",
     "lock_timeout = '750ms'",
     "",
     {"--lock-timeout", "250ms"},
     "SET LOCAL lock_timeout = '2s';\n",
     "note: lock_timeout that ended it: the file's own, migrations/a1.sql:8: SET LOCAL lock_timeout = "
     "'2s'\n"},
};

} // namespace

TEST_CASE("of several lock_timeouts the strictest holds, and the error says which it was") {
    for (const auto& row : k_lock_rows) {
        for (const std::string options : {"", "transaction:false"}) {
            DYNAMIC_SECTION(row.who << " " << options) {
                LockedProject project;
                const auto name = project.database.name();
                if (!row.setting.empty()) {
                    project.database.execute("ALTER DATABASE " + name + " SET " + std::string(row.setting));
                }
                auto set = std::string(row.sql);
                if (!options.empty() && set.starts_with("SET LOCAL ")) {
                    set.erase(4, 6); // which would be over before the next statement
                }
                project.migration("a1", "", set + "ALTER TABLE aside.t ADD COLUMN b int;", {}, options);
                Call call{{"upgrade", "--lock-retry-timeout", "0"}};
                call.arguments.insert(call.arguments.end(), row.arguments.begin(), row.arguments.end());
                if (!row.pg_options.empty()) {
                    call.variables["PGOPTIONS"] = row.pg_options;
                }
                const auto outcome = project.headstart(call);
                auto told = std::string(row.told);
                if (const auto at = told.find("<database>"); at != std::string::npos) {
                    told.replace(at, 10, name);
                }
                if (const auto at = told.find("SET LOCAL"); at != std::string::npos && !options.empty()) {
                    told.erase(at + 4, 6);
                }
                CHECK(outcome.status == 1);
                CHECK_THAT(outcome.err, ContainsSubstring(told));
                CHECK_THAT(outcome.err, ContainsSubstring("note: blocked by pid ") &&
                                            ContainsSubstring("note: tried once in "));
            }
        }
    }
}

TEST_CASE("a role's statement_timeout holds where headstart has none, and a record says so") {
    Project project;
    project.database.execute("ALTER DATABASE " + project.database.name() +
                             " SET statement_timeout = '100ms'");
    project.migration("a1", "", "SELECT pg_sleep(60);");
    const auto by = "100 ms, by ALTER DATABASE " + project.database.name() + " SET";
    for (const std::string wider : {"0", "1h"}) {
        const auto outcome = project.headstart({"upgrade", "--statement-timeout", wider});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, ContainsSubstring("note: statement_timeout that ended it: " + by + "\n") &&
                                    ContainsSubstring("statement_timeout is 100 ms here"));
    }
    const auto stricter = project.headstart({"upgrade", "--statement-timeout", "50ms"});
    CHECK_THAT(stricter.err,
               ContainsSubstring("note: statement_timeout that ended it: 50 ms, headstart's ("));
}

TEST_CASE("each statement that takes a strong lock gives up in time, also outside a transaction") {
    for (const std::string sql :
         {"VACUUM FULL aside.t;", "VACUUM (FULL, ANALYZE) aside.t;", "CLUSTER aside.t USING t_pkey;",
          "REINDEX SCHEMA aside;", "REINDEX TABLE aside.t;", "REINDEX INDEX aside.t_pkey;",
          "REFRESH MATERIALIZED VIEW aside.m;", "DROP TABLE aside.t CASCADE;", "TRUNCATE aside.t;"}) {
        DYNAMIC_SECTION(sql) {
            Project project;
            project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int PRIMARY KEY);"
                                     "CREATE MATERIALIZED VIEW aside.m AS SELECT * FROM aside.t");
            Session other(project.database.url());
            other.query("BEGIN; SELECT * FROM aside.t; SELECT * FROM aside.m");
            project.migration("a1", "", sql, {}, "transaction:false");
            const auto outcome =
                project.headstart({"upgrade", "--lock-timeout", "500ms", "--lock-retry-timeout", "1500ms"});
            INFO(outcome.err);
            CHECK(outcome.status == 1);
            CHECK_THAT(outcome.err, ContainsSubstring("canceling statement due to lock timeout") &&
                                        ContainsSubstring("note: blocked by pid ") &&
                                        ContainsSubstring("note: tried "));
            other.query("COMMIT");
            CHECK(project.headstart({"upgrade"}).status == 0);
        }
    }
}

TEST_CASE("what waits without keeping anybody waiting has a bound of its own, and names who was in the way") {
    for (const std::string sql :
         {"CREATE INDEX CONCURRENTLY i ON aside.t (id);", "DROP INDEX CONCURRENTLY aside.old;",
          "REINDEX TABLE CONCURRENTLY aside.t;"}) {
        DYNAMIC_SECTION(sql) {
            Project project;
            project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int);"
                                     "CREATE INDEX old ON aside.t (id)");
            Session other(project.database.url());
            other.query("BEGIN; INSERT INTO aside.t VALUES (1)");
            project.migration("a1", "", sql, {}, "transaction:false");
            Call call{{"upgrade", "--lock-timeout", "50ms", "--lock-retry-timeout", "0",
                       "--concurrently-timeout", "2s"}};
            const auto outcome = project.headstart(call);
            INFO(outcome.err);
            CHECK(outcome.status == 1);
            CHECK_THAT(outcome.err,
                       ContainsSubstring("note: lock_timeout that ended it: 2.0 s, headstart's "
                                         "(--concurrently-timeout") &&
                           ContainsSubstring("note: blocked by pid " + std::to_string(other.backend_pid())));
            other.query("COMMIT");
            CHECK(project.headstart({"upgrade"}).status == 0);
        }
    }
}
