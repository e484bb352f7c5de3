#include "security/walk.hpp"

#include "support/eventually.hpp"

#include <chrono>
#include <stdexcept>

namespace headstart::test {

using namespace std::chrono_literals;

namespace {

struct Interruption {
    std::string id;
    std::string prepared; ///< by the migration before it
    std::string statement;
    std::string blocking; ///< what another session does meanwhile, so that the statement has to wait
};

/// One row for each kind of statement whose traces are looked for in the catalogue.
const std::vector<Interruption> k_interruptions{
    {"builds", "", "CREATE INDEX CONCURRENTLY theirs_i ON theirs (id)", "UPDATE theirs SET id = id"},
    {"rebuildsi", "", "REINDEX INDEX CONCURRENTLY theirs_i", "UPDATE theirs SET id = id"},
    {"rebuildst", "", "REINDEX TABLE CONCURRENTLY theirs", "UPDATE theirs SET id = id"},
    {"rebuildss", "", "REINDEX SCHEMA CONCURRENTLY theirs", "UPDATE theirs.t SET id = id"},
    {"drops", "", "DROP INDEX CONCURRENTLY theirs_i", "UPDATE theirs SET id = id"},
    {"unknown", "", "VACUUM FULL theirs", "UPDATE theirs SET id = id"},
};

/// The table of another tool, by whose one row a1 is applied.
struct OtherTool {
    std::string format;
    std::string columns;
};

const std::vector<OtherTool> k_other_tools{
    {"atlas", "version text DEFAULT 'a1', type bigint DEFAULT 2, error text, applied bigint DEFAULT 1, total"
              " bigint DEFAULT 1, executed_at timestamptz DEFAULT pg_catalog.now()"},
    {"dbmate", "version varchar(128) DEFAULT 'a1'"},
    {"diesel", "version varchar(50) DEFAULT 'a1'"},
    {"django", "id bigint DEFAULT 1, app varchar(255) DEFAULT 'a1', name varchar(255) DEFAULT 'a1'"},
    {"flyway", "installed_rank int DEFAULT 1, version varchar(50) DEFAULT 'a1', description varchar(200)"
               " DEFAULT 'one', type varchar(20) DEFAULT 'SQL', success boolean DEFAULT true"},
    {"golang-migrate", "version bigint DEFAULT 1, dirty boolean DEFAULT false"},
    {"goose", "id int DEFAULT 1, version_id bigint DEFAULT 1, is_applied boolean DEFAULT true"},
    {"graphile-migrate", "filename text DEFAULT '000001-a1.sql'"},
    {"liquibase", "id varchar(255) DEFAULT 'a1', author varchar(255) DEFAULT 'a1', filename varchar(255)"
                  " DEFAULT 'a1', exectype varchar(10) DEFAULT 'EXECUTED', orderexecuted int DEFAULT 1"},
    {"node-pg-migrate", "id int DEFAULT 1, name varchar(255) DEFAULT 'a1', run_on timestamp DEFAULT"
                        " pg_catalog.now()"},
    {"prisma", "migration_name varchar(255) DEFAULT 'a1', started_at timestamptz DEFAULT pg_catalog.now(),"
               " finished_at timestamptz DEFAULT pg_catalog.now(), rolled_back_at timestamptz"},
    {"rails", "version varchar DEFAULT 'a1'"},
    {"refinery", "version int DEFAULT 1"},
    {"sqitch", "change text DEFAULT 'a1', project text DEFAULT 'a1', committed_at timestamptz DEFAULT"
               " pg_catalog.now()"},
    {"sql-migrate", "id text DEFAULT 'a1', applied_at timestamptz DEFAULT pg_catalog.now()"},
    {"sqlx", "version bigint DEFAULT 1, success boolean DEFAULT true"},
    {"tern", "version int DEFAULT 1"},
};

class Walk {
public:
    Walk(Project& project, const std::string& url)
        : m_project(project)
        , m_admin(url)
        , m_other(url) {}

    std::string walk() {
        look_around();
        m_admin.query("CREATE TABLE theirs_before (id int)");
        call({"run", "--", "true"}); // in use, and never migrated
        m_admin.query("DROP TABLE theirs_before");
        call({"ensure-version"});
        write_ordinary_files();
        look_around();
        call({"upgrade", "head", "--dry-run"});
        take_over();
        call({"upgrade", "a1"});
        call({"upgrade", "head"});
        look_around();
        interrupt_all();
        wait_for_the_lock();
        stay_busy();
        disagree_with_the_files();
        go_back();
        make_another_database();
        run_the_script();
        return m_printed;
    }

private:
    void call(std::vector<std::string> arguments, Environment variables = {}) {
        const auto outcome = m_project.headstart(Call{std::move(arguments), std::move(variables)});
        m_printed += outcome.out + outcome.err;
    }

    void look_around() {
        for (const auto* command : {"status", "current", "history", "heads", "check", "validate"}) {
            call({command});
        }
        call({"wait", "--for", "head", "--wait-timeout", "1s"});
        call({"history", "--indicate-current"});
        call({"current", "--verbose"});
        call({"status", "--json"});
    }

    void write_ordinary_files() {
        m_project.migration(
            "a1", "",
            "CREATE TABLE theirs (id int); CREATE SCHEMA theirs; CREATE TABLE theirs.t (id int);"
            "CREATE INDEX theirs_ti ON theirs.t (id); INSERT INTO theirs VALUES (1);"
            "INSERT INTO theirs.t VALUES (1)",
            "DROP TABLE theirs /* theirs */; DROP SCHEMA theirs CASCADE");
        m_project.migration("a2", "a1", "SET LOCAL search_path = 'theirs'; INSERT INTO theirs.t VALUES (2)",
                            "DELETE FROM theirs.t");
        m_project.migration("a3", "a2",
                            "BEGIN /* theirs */; INSERT INTO theirs.t VALUES (3); COMMIT /* theirs */;"
                            "BEGIN READ ONLY /* theirs */; SELECT 'theirs'; COMMIT /* theirs */;"
                            "INSERT INTO theirs.t VALUES (4); VACUUM theirs.t",
                            "DELETE FROM theirs.t", "transaction:false");
        m_project.migration("a4", "a3", "COPY theirs.t FROM stdin;\n5\n\\.\n", "DELETE FROM theirs.t");
        m_last = "a4";
    }

    /// By hand, with the types that are meant.
    void make_table(const std::string& name, const std::string& columns) {
        m_admin.query("BEGIN; SET LOCAL search_path TO pg_catalog; CREATE TABLE " + name + " (" + columns +
                      "); INSERT INTO " + name + " DEFAULT VALUES; GRANT SELECT ON " + name +
                      " TO PUBLIC; COMMIT");
    }

    /// What other tools have applied.
    void take_over() {
        for (const auto& tool : k_other_tools) {
            make_table("public.history_of_others", tool.columns);
            call({"stamp", "--from", tool.format, "--table", "public.history_of_others"});
            m_admin.query("DROP TABLE public.history_of_others");
        }
        make_table("public.schema_migrations", "version text DEFAULT 'a1'");
        look_around();
        call({"stamp", "--from", "auto"});
        call({"stamp", "base"});
        m_admin.query("DROP TABLE public.schema_migrations");
    }

    /// Each statement is cut off in the middle, and another run finds out how far it came.
    void interrupt_all() {
        for (const auto& row : k_interruptions) {
            m_project.migration(row.id, m_last, "SELECT 'theirs';" + row.statement, "SELECT 'theirs'",
                                "transaction:false");
            m_last = row.id;
            m_other.query("BEGIN");
            m_other.query(row.blocking);
            const auto upgrade = m_project.start({"upgrade", "head"});
            const auto name = row.statement.substr(0, row.statement.find(' '));
            if (!eventually(20s, [&] { return waits(name); })) {
                m_other.query("ROLLBACK");
                throw std::runtime_error("it did not wait: " + row.statement + "\n" + upgrade->wait().err);
            }
            m_admin.query("SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity"
                          " WHERE application_name OPERATOR(pg_catalog.=) 'headstart'");
            const auto outcome = upgrade->wait(30s);
            m_printed += outcome.out + outcome.err;
            m_other.query("ROLLBACK");
            call({"upgrade", "head"});
        }
    }

    bool waits(const std::string& word) {
        return m_admin.text("SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity"
                            " WHERE application_name OPERATOR(pg_catalog.=) 'headstart'"
                            " AND wait_event_type OPERATOR(pg_catalog.=) 'Lock'"
                            " AND query OPERATOR(pg_catalog.~~) '%" +
                            word + "%'") != "0";
    }

    /// One waits for a table, a second one for the first.
    void wait_for_the_lock() {
        m_project.migration("b1", m_last, "ALTER TABLE theirs ADD COLUMN more int",
                            "ALTER TABLE theirs DROP COLUMN more");
        m_last = "b1";
        m_other.query("BEGIN");
        m_other.query("UPDATE theirs SET id = id");
        const auto first = m_project.start(Call{{"upgrade", "head"}, {{"HEADSTART_LOCK_TIMEOUT", "400ms"}}});
        if (!eventually(20s, [&] { return waits("ALTER"); })) {
            throw std::runtime_error("it did not wait for the table");
        }
        call({"upgrade", "head", "--lock-wait-timeout", "300ms"});
        m_other.query("ROLLBACK");
        const auto outcome = first->wait(30s);
        m_printed += outcome.out + outcome.err;
    }

    /// Long enough for a report of how it gets on.
    void stay_busy() {
        m_project.migration("b2", m_last, "SELECT 'theirs', pg_catalog.pg_sleep(11)", "SELECT 'theirs'");
        m_last = "b2";
        call({"upgrade", "head"});
    }

    void disagree_with_the_files() {
        m_project.migration("a2", "a1", "SELECT 'theirs, edited'", "DELETE FROM theirs.t");
        look_around();
        call({"validate", "--accept"});
        call({"stamp", "a1"});
        call({"stamp", "--purge", m_last});
    }

    void go_back() {
        call({"downgrade", "-1"});
        call({"redo"});
        call({"downgrade", "base"});
        look_around();
    }

    /// One that somebody is connected to when it is to be dropped.
    void make_another_database() {
        const auto& own = m_project.environment.at("DATABASE_URL");
        const auto url = own.substr(0, own.rfind('/')) + "/theirs_other";
        const Environment variables{{"DATABASE_URL", url}};
        call({"database", "create"}, variables);
        {
            const Session connected(url);
            call({"database", "drop", "--yes"}, variables);
        }
        call({"database", "drop", "--yes", "--force"}, variables);
        call({"run", "--target", "a1", "--create-database"}, variables);
        call({"database", "drop", "--yes", "--force"}, variables);
    }

    void run_the_script() {
        const auto script =
            m_project.headstart({"upgrade", "head", "--sql", "--version-table-schema", "public"});
        const auto file = m_project.folder.write("script.sql", script.out);
        Command psql{{"psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", m_project.environment.at("DATABASE_URL"),
                      "-f", file.string()},
                     m_project.environment};
        psql.environment["PGAPPNAME"] = "headstart"; // it is ours
        const auto outcome = run(psql);
        if (outcome.status != 0) {
            throw std::runtime_error("psql: " + outcome.err);
        }
        m_printed += outcome.out + outcome.err;
    }

    Project& m_project;
    Session m_admin;
    Session m_other;
    std::string m_last;
    std::string m_printed;
};

} // namespace

std::string walk_all_commands(Project& project, const std::string& url) {
    return Walk(project, url).walk();
}

void compare_schemas(Project& project) {
    (void)project.headstart({"check", "--drift"});
    (void)project.headstart({"dump"});
    (void)project.headstart({"diff", "--from", "migrations", "--to", "database"});
}

} // namespace headstart::test
