#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"
#include "support/server_version.hpp"
#include "support/source_folder.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <regex>
#include <utility>

using namespace headstart::test;

namespace {

/// A state that a file takes on, or that its session begins with.
struct State {
    std::string_view name;
    std::string_view file; ///< @app, @login, @database: roles and database of the test
    /// Before it, by a superuser.
    std::string_view setup = "";
};

constexpr std::string_view k_outside = "transaction:false";

/// Everywhere: roles with rights on schemas of their own and none on our tables.
constexpr std::string_view k_setup = "GRANT CREATE ON SCHEMA public TO @login;"
                                     "CREATE SCHEMA work AUTHORIZATION @app;"
                                     "GRANT ALL ON SCHEMA work TO @login;";

/// What the next migration finds of the one before it, which is nothing.
constexpr std::string_view k_next =
    "CREATE TABLE public.found AS SELECT current_user::text AS role, session_user::text AS login, name, "
    "setting"
    " FROM pg_catalog.pg_settings WHERE name IN ('search_path', 'default_transaction_read_only',"
    " 'default_transaction_isolation', 'transaction_read_only', 'standard_conforming_strings',"
    " 'statement_timeout')";

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& words) {
    for (const auto& [from, to] : words) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

/// How a way ended, and what is in the database then.
struct End {
    std::string outcome;
    std::string database;

    bool operator==(const End&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const End& end) {
        return out << end.outcome << "\n" << end.database;
    }
};

/// Runs a text by psql: statement by statement, or in one transaction.
Outcome psql(const std::string& url, const std::string& text, bool in_one = false) {
    const TempFolder folder;
    Command command{{server_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f",
                     folder.write("file.sql", text).string(), url},
                    {}};
    if (in_one) {
        command.argv.emplace_back("-1");
    }
    return run(command);
}

/// All but our own; rows may hold the time at which they were made, or a random UUID.
std::string tables(const TestDatabase& database) {
    static const std::regex k_of_run(
        R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d|)"
        R"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})");
    const auto dump =
        database.dump({"--exclude-table=*.alembic_version", "--exclude-table=*.headstart_journal",
                       "--exclude-table=*.headstart_journal_id_seq"});
    return std::regex_replace(replaced(dump, {{database.name(), "<database>"}}), k_of_run, "<of this run>");
}

/// "e2 | up d1 done, up e2 done | by whom | all done"
std::string ledger(Project& project) {
    return fmt::format(
        "{} | {} | {} | {}", project.version(), project.journal(),
        project.database.text("SELECT string_agg(DISTINCT database_user, ' ') FROM headstart_journal"),
        project.database.text(
            "SELECT CASE WHEN bool_and(statements = statements_done AND attempt IS NULL AND error IS NULL"
            " AND finished_at >= started_at) THEN 'all done' ELSE 'odd' END FROM headstart_journal"));
}

End end_of(Project& project, const Outcome& outcome) {
    if (outcome.status != 0) {
        return {std::to_string(outcome.status) + " " + outcome.err, ""};
    }
    return {"0 | " + ledger(project), tables(project.database)};
}

End run_online(Project& project, const std::vector<std::string>& arguments) {
    return end_of(project, project.headstart(arguments));
}

End run_script(Project& project, std::vector<std::string> arguments) {
    arguments.emplace_back("--sql");
    const auto made = project.headstart(arguments);
    return end_of(project, made.status == 0 ? psql(project.environment["DATABASE_URL"], made.out) : made);
}

/// The same migrations on three databases of one cluster, as the same role: a run, a script, and psql alone.
class ThreeWays {
public:
    explicit ThreeWays(const State& state)
        : m_app(m_plain.role("app", "NOLOGIN"))
        , m_login(m_plain.role("login", "LOGIN PASSWORD 'secret'")) {
        m_plain.execute("GRANT " + m_app + " TO " + m_login);
        for (auto* database : {&m_plain, &m_online.database, &m_script.database}) {
            database->execute(words(*database, std::string(k_setup) + std::string(state.setup)));
        }
        for (auto* project : {&m_online, &m_script}) {
            project->environment["DATABASE_URL"] = project->database.url_as(m_login, "secret");
        }
    }

    ThreeWays(const ThreeWays&) = delete;
    ThreeWays& operator=(const ThreeWays&) = delete;

    ~ThreeWays() {
        try { // the roles are the cluster's, and end with the first database
            for (auto* database : {&m_online.database, &m_script.database, &m_plain}) {
                database->execute("DROP OWNED BY " + m_login + ", " + m_app + " CASCADE");
            }
        } catch (const std::exception& error) {
            UNSCOPED_INFO(error.what());
        }
    }

    void run(const State& state, std::string_view options) {
        for (auto* project : {&m_online, &m_script}) {
            project->migration("d1", "", words(project->database, state.file), {}, options);
            project->migration("e2", "d1", k_next);
        }
        const auto expected = run_psql(state, options);
        CHECK(run_online(m_online, {"upgrade", "head"}) == expected);
        CHECK(run_script(m_script, {"upgrade", "head"}) == expected);
    }

private:
    [[nodiscard]] std::string words(const TestDatabase& database, std::string_view text) const {
        return replaced(std::string(text),
                        {{"@app", m_app}, {"@login", m_login}, {"@database", database.name()}});
    }

    /// What psql leaves, with the rows that we are to add.
    End run_psql(const State& state, std::string_view options) {
        const auto url = m_plain.url_as(m_login, "secret");
        const auto file = psql(url, words(m_plain, state.file), options.empty());
        const auto next = psql(url, std::string(k_next), true);
        INFO(file.err << next.err);
        REQUIRE(file.status + next.status == 0);
        return {"0 | e2 | up d1 done, up e2 done | " + m_login + " | all done", tables(m_plain)};
    }

    TestDatabase m_plain; // first: it drops the roles
    std::string m_app;
    std::string m_login;
    Project m_online;
    Project m_script;
};

void check(const std::vector<State>& states, std::string_view options) {
    for (const auto& state : states) {
        INFO(state.name);
        ThreeWays ways(state);
        ways.run(state, options);
    }
}

/// Tables with a deferred trigger that writes down in which role and path it is fired.
constexpr std::string_view k_deferred =
    "GRANT USAGE ON SCHEMA work TO PUBLIC; CREATE TABLE work.seen (role text, path text); GRANT ALL ON "
    "work.seen TO PUBLIC;"
    "CREATE FUNCTION work.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO work.seen VALUES"
    " (current_user, current_setting('search_path')); RETURN NULL; END $$;"
    "CREATE TABLE work.watched (id int PRIMARY KEY, parent int REFERENCES work.watched DEFERRABLE"
    " INITIALLY DEFERRED); GRANT ALL ON work.watched TO PUBLIC;"
    "CREATE CONSTRAINT TRIGGER see AFTER INSERT ON work.watched DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION work.see();";

} // namespace

TEST_CASE("whose rights a file takes on outside of a transaction, it has alone") {
    check(
        {
            {"SET ROLE", "SET ROLE @app; CREATE TABLE work.a (id int); INSERT INTO work.a VALUES (1);"
                         "CREATE INDEX CONCURRENTLY ON work.a (id);"
                         "BEGIN; CREATE TABLE work.b (id int); COMMIT; VACUUM work.a;"
                         "DO $$ BEGIN CREATE TABLE work.c (id int); COMMIT; END $$;"},
            {"SET ROLE and back",
             "SET ROLE @app; CREATE TABLE work.a (id int); RESET ROLE; CREATE TABLE public.b (id int);"},
            {"SET LOCAL ROLE outside of a block", "SET LOCAL ROLE @app; CREATE TABLE work.a (id int);"},
            {"SET LOCAL ROLE in a block", "BEGIN; SET LOCAL ROLE @app; CREATE TABLE work.a (id int); COMMIT;"
                                          "CREATE TABLE work.b (id int);"},
            {"SET ROLE in a block", "BEGIN; SET ROLE @app; CREATE TABLE work.a (id int); COMMIT;"
                                    "CREATE TABLE work.b (id int);"},
            {"SET ROLE in a block that is rolled back",
             "BEGIN; SET ROLE @app; CREATE TABLE work.a (id int); ROLLBACK; CREATE TABLE work.b (id int);"},
            {"set_config('role')", "SELECT set_config('role', '@app', false); CREATE TABLE work.a (id int);"
                                   "BEGIN; SELECT set_config('role', 'none', true);"
                                   "CREATE TABLE work.b (id int); COMMIT; CREATE TABLE work.c (id int);"},
            {"a DO that sets the role", "DO $$ BEGIN SET ROLE @app; END $$; CREATE TABLE work.a (id int);"},
        },
        k_outside);
}

TEST_CASE("whose session a file takes on outside of a transaction, it has alone") {
    constexpr std::string_view k_superuser = "ALTER ROLE @login SUPERUSER;";
    check(
        {
            {"SET SESSION AUTHORIZATION",
             "SET SESSION AUTHORIZATION @app; CREATE TABLE work.a (id int);"
             "CREATE INDEX CONCURRENTLY ON work.a (id); BEGIN; CREATE TABLE work.b (id int); COMMIT;",
             k_superuser},
            {"SET SESSION AUTHORIZATION, and back",
             "SET SESSION AUTHORIZATION @app; CREATE TABLE work.a (id int); RESET SESSION AUTHORIZATION;"
             "CREATE TABLE work.b (id int);",
             k_superuser},
            {"SET LOCAL SESSION AUTHORIZATION in a block",
             "BEGIN; SET LOCAL SESSION AUTHORIZATION @app; CREATE TABLE work.a (id int); COMMIT;"
             "CREATE TABLE work.b (id int);",
             k_superuser},
        },
        k_outside);
}

TEST_CASE("a role that a file takes on with a session outside of a transaction stays, too") {
    if (!server_has(Since::roles_come_back)) {
        return;
    }
    constexpr std::string_view k_superuser = "ALTER ROLE @login SUPERUSER;";
    check(
        {
            {"SET SESSION AUTHORIZATION with a role inside",
             "SET SESSION AUTHORIZATION @login; SET ROLE @app; CREATE TABLE work.a (id int);"
             "BEGIN; SET LOCAL ROLE NONE; CREATE TABLE work.b (id int); COMMIT; CREATE TABLE work.c (id "
             "int);",
             k_superuser},
            {"SET ROLE and then SET SESSION AUTHORIZATION",
             "SET ROLE @app; SET SESSION AUTHORIZATION @login; CREATE TABLE work.a (id int);", k_superuser},
        },
        k_outside);
}

TEST_CASE("what a file sets outside of a transaction holds for its rest, and no longer") {
    check(
        {
            {"a path to a new schema",
             "CREATE SCHEMA fresh; SET search_path = fresh; CREATE TABLE a (id int);"
             "CREATE INDEX CONCURRENTLY ON a (id); DO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; END $$;"
             "BEGIN; CREATE TABLE b (id int); COMMIT; DROP INDEX CONCURRENTLY a_id_idx;",
             "GRANT CREATE ON DATABASE @database TO @login;"},
            {"an empty path, as pg_dump has it",
             "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a (id int);"
             "CREATE INDEX CONCURRENTLY ON public.a (id);"},
            {"a local path, outside of a block and in one",
             "SET LOCAL search_path = work; CREATE TABLE a (id int);"
             "BEGIN; SET LOCAL search_path = work; CREATE TABLE b (id int); COMMIT; CREATE TABLE c (id "
             "int);"},
            {"time-outs", "SET statement_timeout = '30s'; SET lock_timeout = '20s'; CREATE TABLE a AS SELECT"
                          " current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l;"
                          "VACUUM a; INSERT INTO a SELECT current_setting('statement_timeout'),"
                          " current_setting('lock_timeout');"},
            {"strings with backslashes", // psql hears of it when the line is sent
             "SET escape_string_warning = off; SET standard_conforming_strings = off;\n"
             "CREATE TABLE a AS SELECT 'x\\ty' AS t; CREATE INDEX CONCURRENTLY ON a (t);"
             "BEGIN; INSERT INTO a VALUES ('\\\\'), ('it\\'s; --'); COMMIT;"
             "DO 'BEGIN INSERT INTO a VALUES (\\'do; -- \\'); COMMIT; END';"
             "RESET standard_conforming_strings;\nINSERT INTO a VALUES ('C:\\');"},
            {"RESET ALL", "SET search_path = work; RESET ALL; CREATE TABLE a (id int); VACUUM a;"},
            {"DISCARD ALL", "SET search_path = work; PREPARE p AS SELECT 1; DISCARD ALL;"
                            "CREATE TABLE a (id int); CREATE INDEX CONCURRENTLY ON a (id);"},
            {"temporary tables, prepared statements, cursors, advisory locks, a channel",
             "CREATE TEMP TABLE t AS SELECT 1 AS id; PREPARE p AS SELECT id FROM t; CREATE TABLE a AS "
             "EXECUTE p;"
             "BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT id FROM a; COMMIT; FETCH c; CLOSE c; DEALLOCATE p;"
             "SELECT pg_advisory_lock(1); SELECT pg_advisory_unlock_all(); LISTEN l; NOTIFY l;"
             "BEGIN; CREATE TEMP TABLE u (id int) ON COMMIT DROP; INSERT INTO a SELECT 2; COMMIT;"
             "DISCARD TEMP;"},
        },
        k_outside);
}

TEST_CASE("a file that is read-only for a while outside of a transaction") {
    check(
        {
            {"by default", "SET default_transaction_read_only = on; SELECT 1; BEGIN; SELECT 2; COMMIT;"
                           "RESET default_transaction_read_only; CREATE TABLE a (id int);"},
            {"by default, to its end", "CREATE TABLE a (id int); SET default_transaction_read_only = on;"
                                       "SELECT 1;"},
            {"by set_config()", "SELECT set_config('default_transaction_read_only', 'on', false); SELECT 1;"
                                "SELECT set_config('default_transaction_read_only', 'off', false);"
                                "CREATE TABLE a (id int);"},
            {"BEGIN READ ONLY", "BEGIN READ ONLY; SELECT 1; COMMIT; CREATE TABLE a (id int);"
                                "START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE;"
                                "SELECT 1; END;"},
            {"by default, but for a block",
             "SET default_transaction_read_only = on; BEGIN; SET TRANSACTION READ WRITE; CREATE TABLE a (id "
             "int);"
             "COMMIT; BEGIN; SET LOCAL search_path = work; SET LOCAL transaction_read_only = off;"
             "CREATE TABLE a (id int); SET TRANSACTION READ ONLY; SELECT 1; COMMIT;"
             "BEGIN; SET TRANSACTION READ WRITE; SAVEPOINT s; SET TRANSACTION READ ONLY; ROLLBACK TO s;"
             "SET TRANSACTION READ WRITE; CREATE TABLE b (id int); COMMIT;"
             "BEGIN READ WRITE; CREATE TABLE c (id int); SET TRANSACTION READ WRITE; COMMIT;"},
            {"SERIALIZABLE by default, but for a block",
             "SET default_transaction_isolation = serializable; SET TRANSACTION ISOLATION LEVEL READ "
             "COMMITTED;"
             "BEGIN; SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE;"
             "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS i; COMMIT;"},
            {"SET TRANSACTION in a block", "BEGIN; SET TRANSACTION READ ONLY; SELECT 1; COMMIT;"
                                           "BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET "
                                           "TRANSACTION READ ONLY; SELECT 1; COMMIT;"
                                           "CREATE TABLE a (id int);"},
            {"behind a write",
             "BEGIN; CREATE TABLE a (id int); SET LOCAL transaction_read_only = on; SELECT 1;"
             "COMMIT; BEGIN; INSERT INTO a VALUES (1);"
             "SELECT set_config('transaction_read_only', 'on', true); COMMIT;"},
            {"SESSION CHARACTERISTICS",
             "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SELECT 1; BEGIN; SELECT 2; COMMIT;"
             "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; CREATE TABLE a (id int);"},
        },
        k_outside);
}

TEST_CASE("isolation, savepoints and blocks of a file outside of a transaction") {
    check(
        {
            {"SERIALIZABLE for the session",
             "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;"
             "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS i;"
             "CREATE INDEX CONCURRENTLY ON a (i);"
             "BEGIN; INSERT INTO a SELECT current_setting('transaction_isolation'); COMMIT;"},
            {"SET TRANSACTION where there is none",
             "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"
             "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS i;"},
            {"SET TRANSACTION as a block's first",
             "BEGIN; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"
             "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS i; COMMIT;"},
            {"savepoints", "BEGIN; CREATE TABLE a (id int); SAVEPOINT s; INSERT INTO a VALUES (1);"
                           "ROLLBACK TO s; INSERT INTO a VALUES (2); RELEASE s; SAVEPOINT t; COMMIT;"},
            {"a block that is rolled back",
             "CREATE TABLE a (id int); BEGIN; INSERT INTO a VALUES (1); ROLLBACK;"
             "BEGIN; INSERT INTO a VALUES (2); ABORT; COMMIT; ROLLBACK;"},
            {"comments at the end of statements", "CREATE TABLE a (id int) -- one\n; BEGIN -- two\n; INSERT "
                                                  "INTO a VALUES (1) /* three */; COMMIT -- four"},
        },
        k_outside);
}

TEST_CASE("what the server refuses in a transaction or not, by what it finds") {
    constexpr std::string_view k_partitioned =
        "CREATE TABLE work.a (id int PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE work.b PARTITION OF work.a FOR VALUES FROM (0) TO (9);"
        "ALTER TABLE work.a OWNER TO @app; ALTER TABLE work.b OWNER TO @app;";
    constexpr std::string_view k_subscription =
        "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = NONE);"
        "DROP SUBSCRIPTION s;";
    constexpr std::string_view k_superuser = "ALTER ROLE @login SUPERUSER;";
    std::vector<State> outside{
        {"of a table", "SET ROLE @app; CREATE TABLE work.c (id int PRIMARY KEY); REINDEX TABLE work.c;"
                       "SET lock_timeout = '20s'; CLUSTER work.c USING c_pkey; REINDEX INDEX work.c_pkey;"
                       "CREATE TABLE work.d AS SELECT current_setting('lock_timeout') AS l;"},
        {"a subscription without a slot", k_subscription, k_superuser},
    };
    if (server_has(Since::partitions_are_reindexed)) {
        outside.push_back({"REINDEX of a partitioned table",
                           "SET ROLE @app; INSERT INTO work.a VALUES (1); SET search_path = work;"
                           "REINDEX TABLE a; REINDEX INDEX a_pkey; INSERT INTO a VALUES (2);",
                           k_partitioned});
    }
    if (server_has(Since::partitions_are_clustered)) {
        outside.push_back({"CLUSTER of a partitioned table",
                           "SET ROLE @app; INSERT INTO work.a VALUES (2), (1); CLUSTER work.a USING a_pkey;",
                           k_partitioned});
    }
    check(outside, k_outside);
    check({{"of a table", "CREATE TABLE work.c (id int PRIMARY KEY); REINDEX TABLE work.c;"
                          "CLUSTER work.c USING c_pkey; REINDEX INDEX work.c_pkey;"},
           {"a subscription without a slot", k_subscription, k_superuser}},
          "");
}

TEST_CASE("what waits for a commit runs in the state that the file has set") {
    constexpr std::string_view k_write = "INSERT INTO work.watched VALUES (1, 2), (2, 1);";
    const std::string block =
        "BEGIN; SET LOCAL ROLE @app; SET LOCAL search_path = work;" + std::string(k_write) + "COMMIT;";
    const std::string session = "SET ROLE @app; SET search_path = work;" + std::string(k_write);
    const std::string config = "SELECT set_config('role', '@app', false);" + std::string(k_write);
    check({{"in a block", block, k_deferred},
           {"for the session", session, k_deferred},
           {"by set_config()", config, k_deferred},
           {"SET CONSTRAINTS in a block",
            "BEGIN; SET CONSTRAINTS ALL DEFERRED; INSERT INTO work.watched VALUES (1, 2);"
            "INSERT INTO work.watched VALUES (2, 1); COMMIT;",
            k_deferred}},
          k_outside);
    check({{"for the session", session, k_deferred}, {"by set_config()", config, k_deferred}}, "");
}

TEST_CASE("what a file sets in our transaction holds for its rest, and no longer") {
    check(
        {
            {"SET ROLE", "SET ROLE @app; CREATE TABLE work.a (id int);"},
            {"SET LOCAL ROLE", "SET LOCAL ROLE @app; CREATE TABLE work.a (id int);"},
            {"SET SESSION AUTHORIZATION", "SET SESSION AUTHORIZATION @app; CREATE TABLE work.a (id int);",
             "ALTER ROLE @login SUPERUSER;"},
            {"SET LOCAL SESSION AUTHORIZATION",
             "SET LOCAL SESSION AUTHORIZATION @app; CREATE TABLE work.a (id int);",
             "ALTER ROLE @login SUPERUSER;"},
            {"a path", "SET search_path = work; CREATE TABLE a (id int);"},
            {"set_config()", "SELECT set_config('search_path', '', false); CREATE TABLE public.a (id int);"},
            {"strings with backslashes",
             "SET escape_string_warning = off; SET standard_conforming_strings = off;\n"
             "CREATE TABLE a AS SELECT 'x\\ty' AS t, 'it\\'s; --' AS u; COMMENT ON TABLE a IS '\\';';"},
            {"savepoints", "CREATE TABLE a (id int); SAVEPOINT s; INSERT INTO a VALUES (1); ROLLBACK TO s;"
                           "INSERT INTO a VALUES (2); SAVEPOINT t;"},
            {"RESET ALL", "SET search_path = work; RESET ALL; CREATE TABLE a (id int);"},
        },
        "");
}

TEST_CASE("isolation and read-only in our transaction are the file's to set") {
    check(
        {
            {"SERIALIZABLE", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"
                             "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS i;"},
            {"read-only at its end",
             "CREATE TABLE a (id int); SET LOCAL transaction_read_only = on; SELECT 1;"},
            {"read-only as a whole", "SET TRANSACTION READ ONLY; SELECT 1;"},
            {"both", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION READ ONLY; SELECT 1;"},
            {"by default", "SET default_transaction_read_only = on; CREATE TABLE a (id int);"},
            {"by set_config()",
             "CREATE TABLE a (id int); SELECT set_config('transaction_read_only', 'on', true);"},
        },
        "");
}

TEST_CASE("a login with a state of its own begins with it, both ways") {
    const std::vector<State> states{
        {"a role without which it may nothing", "CREATE TABLE work.a AS SELECT current_user::text AS u;",
         "ALTER ROLE @login NOINHERIT; ALTER ROLE @login SET role = @app; REVOKE ALL ON SCHEMA public FROM "
         "@login;"
         "GRANT ALL ON SCHEMA public TO @app;"},
        {"… and its file has another",
         "SET ROLE @login; CREATE TABLE work.a AS SELECT current_user::text AS u;",
         "ALTER ROLE @login NOINHERIT; ALTER ROLE @login SET role = @app; REVOKE ALL ON SCHEMA public FROM "
         "@login;"
         "GRANT ALL ON SCHEMA public TO @app;"},
        {"a path of its own", "CREATE TABLE a (id int); SET search_path = public; CREATE TABLE b (id int);",
         "ALTER ROLE @login SET search_path = public, work;"},
        {"SERIALIZABLE", "CREATE TABLE a AS SELECT 1 AS id;",
         "ALTER ROLE @login SET default_transaction_isolation = 'serializable';"},
    };
    check(states, k_outside);
    check(states, "");
}

namespace {

/// The migrations of a folder, by a run and by scripts, one by one.
struct Folder {
    explicit Folder(const std::string& path) {
        for (auto* project : {&online, &script}) {
            project->environment["DATABASE_URL"] = project->database.url();
            project->environment["HEADSTART_DIR"] = path;
        }
    }

    /// Oldest first.
    std::vector<std::string> revisions() {
        std::vector<std::string> ids;
        for (const auto& revision :
             nlohmann::json::parse(online.headstart({"history", "--format", "json"}).out)) {
            ids.insert(ids.begin(), revision["revision"].get<std::string>());
        }
        return ids;
    }

    void go(const std::string& verb, const std::string& from, const std::string& to) {
        INFO(verb << " " << from << ":" << to);
        const auto range = from.empty() ? to : from + ":" + to;
        CHECK(run_online(online, {verb, to}) == run_script(script, {verb, range}));
        CHECK(online.version() != "no table");
    }

    Project online;
    Project script;
};

} // namespace

TEST_CASE("each migration of a folder leaves the same by a run and by its script") {
    // The last of the golden ones cannot be undone.
    for (const auto& [path, irreversible] :
         {std::pair(source_folder() + "/migrations", 0),
          std::pair(source_folder() + "/tests/golden/offline/input/migrations", 1)}) {
        Folder folder(path);
        auto revisions = folder.revisions();
        REQUIRE(revisions.size() >= 4);
        revisions.resize(revisions.size() - static_cast<std::size_t>(irreversible));
        std::string from;
        for (const auto& revision : revisions) {
            folder.go("upgrade", from, revision);
            from = revision;
        }
        folder.go("downgrade", from, "base");
        folder.go("upgrade", "", "head");
    }
}
