#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"

#include <string>
#include <vector>

using namespace headstart::test;

// What a migration makes in its session ends with it: the next one of the same call finds what it would find
// in a call of its own.

namespace {

/// What the first migration leaves in the session, and what the second would do otherwise, or not at all, if
/// it came upon that.
struct Left {
    std::string what;
    std::string first;
    std::string second;
    bool waits_for_commit = false; ///< what no other migration can be put in front of
};

const std::vector<Left> k_left{
    {"a table", "CREATE TEMP TABLE seen (note text);", "INSERT INTO seen VALUES ('in the real one');"},
    {"a table whose constraint waits",
     "CREATE TEMP TABLE parents (id int PRIMARY KEY);\nCREATE TEMP TABLE seen (note text, parent int"
     " REFERENCES parents DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO parents VALUES (1);\n"
     "INSERT INTO seen VALUES ('temporary', 1);",
     "INSERT INTO seen VALUES ('in the real one');", true},
    {"a table that a cursor reads",
     "CREATE TEMP TABLE seen (note text);\nDECLARE c CURSOR WITH HOLD FOR SELECT * FROM seen;",
     "INSERT INTO seen VALUES ('in the real one');"},
    {"a table that a function makes", "SELECT make_table();", "INSERT INTO seen VALUES ('in the real one');"},
    {"a view", "CREATE TEMP VIEW seen AS SELECT 'temporary'::text AS note;",
     "INSERT INTO seen VALUES ('in the real one');"},
    {"a function", "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
     "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 2';\n"
     "INSERT INTO seen SELECT pg_temp.f();"},
    {"a prepared statement", "PREPARE p AS SELECT 1;",
     "PREPARE p AS INSERT INTO seen VALUES ('prepared');\nEXECUTE p;"},
    {"a cursor", "DECLARE c CURSOR WITH HOLD FOR SELECT 1;",
     "DECLARE c CURSOR WITH HOLD FOR SELECT 2;\nINSERT INTO seen SELECT count(*) FROM pg_cursors"
     " WHERE name = 'c';"},
    {"an ear", "LISTEN a;", "INSERT INTO seen SELECT count(*) FROM pg_listening_channels();"},
    {"locks", "SELECT pg_advisory_lock(1, 2), pg_advisory_lock(1, 2), pg_advisory_lock_shared(3, 4);",
     "INSERT INTO seen SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
     " AND pid = pg_backend_pid();"},
    {"values of a sequence", "SELECT nextval('ids');", "INSERT INTO seen SELECT nextval('ids');"},
};

struct History : Project {
    History(const Left& left, const std::string& options) {
        database.execute("CREATE SEQUENCE ids CACHE 10;"
                         " CREATE FUNCTION make_table() RETURNS void LANGUAGE plpgsql AS"
                         " $$ BEGIN CREATE TEMP TABLE seen (note text); END $$");
        migration("a0", "", "CREATE TABLE seen (note text);");
        migration("a1", "a0", left.first, {}, options);
        migration("a2", "a1", left.second, {}, options);
    }

    std::string seen() { return version() + ": " + database.text("SELECT note FROM public.seen"); }
};

/// The end that all others are compared with.
std::string one_call_each(const Left& left, const std::string& options) {
    History history(left, options);
    for (int i = 0; i < 3; ++i) {
        CHECK(history.headstart({"upgrade", "+1"}).status == 0);
    }
    return history.seen();
}

std::string by_script(History& history) {
    const auto made = history.headstart({"upgrade", "--sql"});
    const auto file = history.folder.write("script.sql", made.out);
    const auto outcome = run({{server_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f",
                               file.string(), history.database.url()},
                              {}});
    CHECK(outcome.err == "");
    return history.seen();
}

} // namespace

TEST_CASE("nothing that a migration makes in its session reaches the next one") {
    for (const auto& left : k_left) {
        for (const std::string options : {"", "transaction:false"}) {
            INFO(left.what << " " << options);
            const auto expected = one_call_each(left, options);
            CHECK(expected.starts_with("a2: "));
            CHECK(expected != "a2: ");

            History at_once(left, options);
            const auto outcome = at_once.headstart({"upgrade"});
            INFO(outcome.err);
            CHECK(at_once.seen() == expected);

            if (!left.waits_for_commit) {
                History in_one(left, options);
                CHECK(in_one.headstart({"upgrade", "--transaction-per-migration", "false"}).status == 0);
                CHECK(in_one.seen() == expected);
            }

            History scripted(left, options);
            CHECK(by_script(scripted) == expected);
        }
    }
}

TEST_CASE("the lock of the upgraders is kept when a migration's own are given back") {
    for (const std::string own : {"SELECT pg_advisory_lock(1)", "SELECT pg_advisory_unlock_all()"}) {
        INFO(own);
        Project project;
        project.migration("a1", "", own + ";\nCREATE TABLE seen (count int);");
        project.migration(
            "a2", "a1",
            "INSERT INTO seen SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database());");
        CHECK(project.headstart({"upgrade"}).status == 0);
        CHECK(project.database.text("SELECT count FROM seen") == "1");
    }
}

TEST_CASE("a transaction that gave way to a lock finds its session empty again") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.held (id int)");
    project.migration("a1", "",
                      "PREPARE p AS SELECT 1;\nSELECT pg_advisory_lock(1, 2);\n"
                      "ALTER TABLE aside.held ADD COLUMN note text;\nDEALLOCATE p;");
    Session holder(project.database.url());
    holder.query("BEGIN; LOCK TABLE aside.held");
    auto process = project.start({"upgrade", "--lock-timeout", "100ms"});
    CHECK(process->wait_for_text("gave way"));
    holder.query("COMMIT");
    CHECK(process->wait().status == 0);
}
