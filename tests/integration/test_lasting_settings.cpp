#include "support/catch.hpp"
#include "support/project.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>

using namespace headstart::test;

// What an administrator has set for good, for the database that we migrate, reaches each of our sessions.

namespace {

/// Every way in which a statement is sent, and what reads the settings' like: quotes, dates, rows of a COPY.
struct SettledProject : Project {
    SettledProject() {
        environment["PGTZ"] = "UTC";
        migration("a1", "",
                  "CREATE TABLE a (id int PRIMARY KEY, note text, at timestamptz DEFAULT now());\n"
                  "COPY a (id, note) FROM stdin;\n1\tit's; \\\\N\n2\t\\N\n\\.\n"
                  "INSERT INTO a VALUES (3, ':user') -- the last one",
                  "DROP TABLE a;");
        migration(
            "b2", "a1",
            "CREATE INDEX CONCURRENTLY a_note ON a (note);\nBEGIN;\nUPDATE a SET note = 'x' WHERE id = 1;\n"
            "COMMIT;\nDO $$ BEGIN UPDATE a SET note = 'y' WHERE id = 2; COMMIT; END $$;\nVACUUM a;\n"
            "INSERT INTO a VALUES (4, 'alone');",
            "DROP INDEX a_note;\nDELETE FROM a WHERE id = 4;", "transaction:false");
        migration("c3", "b2", "CREATE TABLE c (id int);\nINSERT INTO c VALUES (1);", "DROP TABLE c;");
    }

    /// All that a user sees of a life of this database, and what is left of it.
    std::string life() {
        std::string seen;
        for (const auto& arguments : std::vector<std::vector<std::string>>{{"ensure-version"},
                                                                           {"upgrade", "b2"},
                                                                           {"upgrade", "--dry-run"},
                                                                           {"check"},
                                                                           {"run", "--", "/bin/true"},
                                                                           {"current"},
                                                                           {"status"},
                                                                           {"validate"},
                                                                           {"history", "-i"},
                                                                           {"wait", "--for", "c3"},
                                                                           {"downgrade", "base"},
                                                                           {"stamp", "c3"},
                                                                           {"stamp", "base"},
                                                                           {"upgrade"},
                                                                           {"downgrade", "-1"}}) {
            seen += arguments.front() + ":\n" + transcript(arguments);
        }
        static const std::regex time(R"(\d{4}-\d\d-\d\d \d\d:\d\d +(\S+) +[0-9.]+ (ms|s)\n)");
        return std::regex_replace(seen, time, "<when>  $1  <took>\n") + version() + "\n" + journal() + "\n" +
               database.text("SELECT id, note FROM a ORDER BY id");
    }

    /// False where the server does not know it, or has no such locale.
    bool settle(std::string_view setting) {
        try {
            database.execute("ALTER DATABASE " + database.name() + " SET " + std::string(setting));
        } catch (const std::runtime_error&) {
            return false;
        }
        return true;
    }
};

/// By what they change; all of a row at once.
const std::vector<std::vector<std::string>> k_settings{
    // how SQL is read
    {"standard_conforming_strings = off", "escape_string_warning = on", "backslash_quote = off",
     "array_nulls = off", "quote_all_identifiers = on", "transform_null_equals = on", "xmloption = document",
     "search_path = public, pg_catalog"},
    // how values and messages are written; a server without these locales refuses them
    {"bytea_output = escape", "datestyle = German, DMY", "intervalstyle = sql_standard",
     "timezone = 'Asia/Kathmandu'", "extra_float_digits = 0", "client_encoding = latin1",
     "client_min_messages = error", "lc_numeric = 'de_DE.UTF-8'", "lc_messages = 'de_DE.UTF-8'"},
    // what statements may and do
    {"row_security = off", "check_function_bodies = off", "default_transaction_isolation = serializable",
     "default_transaction_deferrable = on", "synchronous_commit = off"},
    {"session_replication_role = replica", "default_transaction_isolation = 'repeatable read'"},
    // how long a transaction may take, and we between statements; not every server has all of these. Stricter
    // limits of a statement are told (tests/incidents/test_time_limits.cpp).
    {"statement_timeout = 0", "lock_timeout = '1h'", "transaction_timeout = '20s'",
     "idle_in_transaction_session_timeout = '500ms'", "idle_session_timeout = '500ms'",
     "tcp_keepalives_idle = 7200", "client_connection_check_interval = 0"},
    // how they are planned, and who sees them
    {"enable_seqscan = off", "jit_above_cost = 0", "plan_cache_mode = force_generic_plan",
     "track_activities = off", "application_name = theirs"},
};

} // namespace

TEST_CASE("what is set for a database for good changes nothing of what headstart does and says") {
    const auto undisturbed = SettledProject().life();
    CHECK(undisturbed.find("error[HS0601]") == undisturbed.find("error["));
    CHECK(undisturbed.rfind("error[") == undisturbed.find("error[")); // that of `check`, and no other
    for (const auto& settings : k_settings) {
        SettledProject project;
        const auto settled = std::count_if(settings.begin(), settings.end(),
                                           [&](const auto& setting) { return project.settle(setting); });
        INFO(settings.front() << " and others");
        CHECK(settled > 1);
        CHECK(project.life() == undisturbed);
    }
}

TEST_CASE("strings that mean something else in this database are named with their lines") {
    SettledProject project;
    project.migration("s1", "c3", "SELECT 1;\nINSERT INTO a VALUES (5, 'C:\\new'), (6, E'as\\it is');", "");
    project.migration("s2", "s1",
                      "SET LOCAL standard_conforming_strings = on;\nINSERT INTO a VALUES (7, '\\n');", "");
    REQUIRE(project.headstart({"upgrade", "c3"}).status == 0);
    REQUIRE(project.settle("standard_conforming_strings = off"));
    REQUIRE(project.settle("escape_string_warning = off"));
    CHECK(
        project.transcript({"upgrade"}) ==
        "2| warning: standard_conforming_strings is off for this role or database, so that a backslash in '…'"
        " begins an escape: migrations/s1.sql:9; write E'…', or SET standard_conforming_strings = on at the"
        " beginning of the section\n"
        "2| info: Running upgrade c3 -> s1, Make s1\n"
        "2| info: Running upgrade s1 -> s2, Make s2\n"
        "2| info: 2 revisions applied in <time>\n"
        "exit 0\n");
    CHECK(project.database.text("SELECT note FROM a WHERE id = 7") == "\\n");
}

TEST_CASE("a database that is read-only for good is read, and what would write to it waits") {
    SettledProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto before = project.snapshot();
    REQUIRE(project.settle("default_transaction_read_only = on"));
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"current"}, {"status"}, {"validate"}, {"history", "-i"}, {"wait", "--for", "b2"}}) {
        INFO(arguments.front());
        CHECK(project.headstart(arguments).status == 0);
    }
    CHECK(project.headstart({"check"}).status == 5);
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"upgrade"},
                                                                       {"downgrade", "-1"},
                                                                       {"stamp", "c3"},
                                                                       {"ensure-version"},
                                                                       {"run", "--wait-timeout", "0"}}) {
        INFO(arguments.front());
        CHECK(project.transcript(arguments) ==
              R"(2| error[HS0301]: the database is not ready: the database is read-only
2| note: 127.0.0.1:<port> said: the database is read-only
2| note: the database URL: postgresql://postgres:***@127.0.0.1:<port>/<database>
2| hint: find out who set default_transaction_read_only, or name a writable server
exit 3
)");
    }
    CHECK(project.snapshot() == before);
}
