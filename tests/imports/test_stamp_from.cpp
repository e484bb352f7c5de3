#include "imports/history.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace headstart::test;

namespace {

/// A tool's table as the tool makes it, in the states in which it may be found.
struct Tool {
    std::string name;
    std::string history;
    std::vector<std::string> arguments; ///< of import
    std::string table;                  ///< as messages name it
    std::string make;                   ///< the SQL that makes it, empty
    std::string applied;                ///< rows: what `version` says is applied
    std::string version;
    std::string unknown; ///< one more row: a migration that the folder lacks
    std::string failed;  ///< SQL that makes of these rows a failure; empty: the table cannot tell
    std::string gap;     ///< SQL that takes an early one away; empty: there can be none
};

const std::vector<Tool> k_tools{
    {"atlas",
     "atlas",
     {},
     "atlas_schema_revisions.atlas_schema_revisions",
     "CREATE SCHEMA atlas_schema_revisions; CREATE TABLE atlas_schema_revisions.atlas_schema_revisions ("
     "version varchar PRIMARY KEY, description varchar NOT NULL, type bigint NOT NULL DEFAULT 2,"
     " applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, executed_at timestamptz NOT NULL,"
     " execution_time bigint NOT NULL, error text, error_stmt text, hash varchar NOT NULL,"
     " partial_hashes jsonb, operator_version varchar NOT NULL)",
     "INSERT INTO atlas_schema_revisions.atlas_schema_revisions SELECT v, '', 2, 1, 1, now(), 1, '', '', 'h',"
     " NULL, 'Atlas' FROM unnest(ARRAY['.atlas_cloud_identifier', '20240101000000', '20240102000000']) v",
     "20240102000000",
     "INSERT INTO atlas_schema_revisions.atlas_schema_revisions VALUES ('20990101000000', '', 2, 1, 1, now(),"
     " 1, '', '', 'h', NULL, 'Atlas')",
     "UPDATE atlas_schema_revisions.atlas_schema_revisions SET total = 2 WHERE version LIKE '20240102%'",
     "DELETE FROM atlas_schema_revisions.atlas_schema_revisions WHERE version = '20240101000000'"},
    {"dbmate",
     "dbmate",
     {},
     "public.schema_migrations",
     "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)",
     "INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000')",
     "20240102000000",
     "INSERT INTO schema_migrations VALUES ('20990101000000')",
     "",
     "DELETE FROM schema_migrations WHERE version = '20240101000000'"},
    {"diesel",
     "diesel",
     {},
     "public.__diesel_schema_migrations",
     "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL"
     " DEFAULT CURRENT_TIMESTAMP)",
     "INSERT INTO __diesel_schema_migrations VALUES ('00000000000000'), ('20240131235959')",
     "20240131235959",
     "INSERT INTO __diesel_schema_migrations VALUES ('20990101000000')",
     "",
     "DELETE FROM __diesel_schema_migrations WHERE version = '00000000000000'"},
    {"flyway",
     "flyway",
     {},
     "public.flyway_schema_history",
     "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),"
     " description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL,"
     " checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),"
     " execution_time int NOT NULL, success boolean NOT NULL)",
     "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
     " execution_time, success) VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '', 'me', 0, "
     "true),"
     " (1, '1', 'create shops', 'SQL', 'V1__create_shops.sql', 'me', 1, true),"
     " (2, '1.2', 'add city', 'SQL', 'V1.2__add_city.sql', 'me', 1, true),"
     " (3, '1.2', 'add city', 'UNDO_SQL', 'U1.2__add_city.sql', 'me', 1, true),"
     " (4, '1.2', 'add city', 'SQL', 'V1.2__add_city.sql', 'me', 1, true),"
     " (5, '1.10', 'add name', 'SQL', 'V1_10__add_name.sql', 'me', 1, true),"
     " (6, '2', 'index', 'SQL', 'V2__index.sql', 'me', 1, true),"
     " (7, '3', 'raw', 'SQL', 'V3__raw.sql', 'me', 1, true),"
     " (8, '4', 'in java', 'JDBC', 'V4__in_java', 'me', 1, true),"
     " (9, '5', 'gone', 'SQL', 'V5__gone.sql', 'me', 1, true),"
     " (10, '5', 'gone', 'DELETE', 'V5__gone.sql', 'me', 0, true)",
     "4",
     "INSERT INTO flyway_schema_history VALUES (11, '9', 'nine', 'SQL', 'V9__nine.sql', 0, 'me', now(), 1,"
     " true)",
     "UPDATE flyway_schema_history SET success = false WHERE version = '1.10'",
     "DELETE FROM flyway_schema_history WHERE version = '1.2'"},
    {"golang-migrate",
     "golang_migrate",
     {},
     "public.schema_migrations",
     "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)",
     "INSERT INTO schema_migrations VALUES (10, false)",
     "000010",
     "UPDATE schema_migrations SET version = 99",
     "UPDATE schema_migrations SET dirty = true",
     ""},
    {"goose",
     "goose",
     {"--placeholder", "FIRST=1"},
     "public.goose_db_version",
     "CREATE TABLE goose_db_version (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
     " version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now())",
     "INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true), (3, "
     "true),"
     " (3, false)",
     "00002",
     "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)",
     "",
     "INSERT INTO goose_db_version (version_id, is_applied) VALUES (1, false)"},
    {"graphile-migrate",
     "graphile_migrate",
     {"--placeholder", "DATABASE_OWNER=current_user"},
     "graphile_migrate.migrations",
     "CREATE SCHEMA graphile_migrate; CREATE TABLE graphile_migrate.migrations (hash text PRIMARY KEY,"
     " previous_hash text REFERENCES graphile_migrate.migrations, filename text NOT NULL,"
     " date timestamptz NOT NULL DEFAULT now())",
     "INSERT INTO graphile_migrate.migrations VALUES ('sha1:1111', NULL, '000001-create-people.sql')",
     "000001",
     "INSERT INTO graphile_migrate.migrations VALUES ('sha1:9', 'sha1:1111', '000009.sql')",
     "",
     "UPDATE graphile_migrate.migrations SET filename = '000002.sql'"},
    {"liquibase",
     "liquibase",
     {},
     "public.databasechangelog",
     "CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL,"
     " filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL,"
     " exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255), comments varchar(255),"
     " tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255),"
     " deployment_id varchar(10))",
     "INSERT INTO databasechangelog SELECT id, author, 'db/changelog/changes/0' || n || '.sql', now(), n,"
     " 'EXECUTED' FROM (VALUES ('1', 'alice', 1), ('1', 'bob', 2)) v (id, author, n)",
     "bob_1",
     "INSERT INTO databasechangelog VALUES ('9', 'eve', 'x.sql', now(), 9, 'EXECUTED')",
     "UPDATE databasechangelog SET exectype = 'FAILED' WHERE author = 'bob'",
     "DELETE FROM databasechangelog WHERE author = 'alice'"},
    {"node-pg-migrate",
     "node_pg_migrate",
     {},
     "public.pgmigrations",
     "CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL"
     " DEFAULT now())",
     "INSERT INTO pgmigrations (name) VALUES ('1700000000000_create-pets'), ('1700000000001_add-name')",
     "1700000000001",
     "INSERT INTO pgmigrations (name) VALUES ('1800000000000_later')",
     "",
     "DELETE FROM pgmigrations WHERE name LIKE '%pets'"},
    {"prisma",
     "prisma",
     {},
     "public._prisma_migrations",
     "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,"
     " finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,"
     " started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0)",
     "INSERT INTO _prisma_migrations VALUES ('1', 'c', now(), '20240101000000_init', NULL, NULL), ('2', 'c',"
     " NULL, '20240102000000_add_name', 'it failed', now()), ('3', 'c', now(), '20240102000000_add_name', "
     "NULL,"
     " NULL)",
     "20240102000000",
     "INSERT INTO _prisma_migrations VALUES ('9', 'c', now(), '20990101000000_later')",
     "UPDATE _prisma_migrations SET finished_at = NULL WHERE id = '3'",
     "DELETE FROM _prisma_migrations WHERE id = '1'"},
    {"rails",
     "rails",
     {},
     "public.schema_migrations",
     "CREATE TABLE schema_migrations (version varchar PRIMARY KEY);"
     "CREATE TABLE ar_internal_metadata (key varchar PRIMARY KEY, value varchar)",
     "INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000')",
     "20240102000000",
     "INSERT INTO schema_migrations VALUES ('20990101000000')",
     "",
     ""},
    {"refinery",
     "refinery",
     {},
     "public.refinery_schema_history",
     "CREATE TABLE refinery_schema_history (version int PRIMARY KEY, name varchar(255), applied_on"
     " varchar(255), checksum varchar(255))",
     "INSERT INTO refinery_schema_history VALUES (1), (2)",
     "2",
     "INSERT INTO refinery_schema_history VALUES (99)",
     "",
     "DELETE FROM refinery_schema_history WHERE version = 1"},
    {"sqitch",
     "sqitch",
     {"--placeholder", "who=Marge"},
     "sqitch.changes",
     "CREATE SCHEMA sqitch; CREATE TABLE sqitch.changes (change_id text PRIMARY KEY, script_hash text,"
     " change text NOT NULL, project text NOT NULL, note text NOT NULL DEFAULT '',"
     " committed_at timestamptz NOT NULL DEFAULT clock_timestamp(), committer_name text NOT NULL,"
     " committer_email text NOT NULL, planned_at timestamptz NOT NULL, planner_name text NOT NULL,"
     " planner_email text NOT NULL)",
     "INSERT INTO sqitch.changes SELECT n::text, NULL, change, 'flipr', '', now() + n * interval '1 s', 'm',"
     " 'm', now(), 'm', 'm' FROM unnest(ARRAY['appschema', 'users', 'insert-user', 'users']) WITH ORDINALITY"
     " v (change, n)",
     "users_2",
     "INSERT INTO sqitch.changes VALUES ('9', NULL, 'later', 'flipr', '', now() + interval '1 h', 'm', 'm',"
     " now(), 'm', 'm')",
     "",
     "DELETE FROM sqitch.changes WHERE change = 'appschema'"},
    {"sql-migrate",
     "sql_migrate",
     {},
     "public.gorp_migrations",
     "CREATE TABLE gorp_migrations (id text PRIMARY KEY, applied_at timestamptz)",
     "INSERT INTO gorp_migrations VALUES ('1-create_tills.sql', now()), ('2_index_tills.sql', now()),"
     " ('10_one.sql', now())",
     "10_one",
     "INSERT INTO gorp_migrations VALUES ('99_later.sql', now())",
     "",
     "DELETE FROM gorp_migrations WHERE id = '1-create_tills.sql'"},
    {"sqlx",
     "sqlx",
     {},
     "public._sqlx_migrations",
     "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, installed_on"
     " timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, checksum bytea NOT NULL,"
     " execution_time bigint NOT NULL)",
     "INSERT INTO _sqlx_migrations VALUES (20240101000000, 'create cars', now(), true, '', 1),"
     " (20240102000000, 'index', now(), true, '', 1)",
     "20240102000000",
     "INSERT INTO _sqlx_migrations VALUES (20990101000000, 'later', now(), true, '', 1)",
     "UPDATE _sqlx_migrations SET success = false WHERE version = 20240102000000",
     "DELETE FROM _sqlx_migrations WHERE version = 20240101000000"},
    {"tern",
     "tern",
     {},
     "public.schema_version",
     "CREATE TABLE schema_version (version int NOT NULL)",
     "INSERT INTO schema_version VALUES (1)",
     "001",
     "UPDATE schema_version SET version = 99",
     "",
     ""},
};

struct Adopting : OtherProject {
    explicit Adopting(const Tool& tool)
        : OtherProject(tool.history) {
        auto arguments = tool.arguments;
        REQUIRE(import(std::move(arguments)).status == 0);
        database.execute(tool.make);
    }

    /// What is refused changes nothing.
    void check_refused(const Tool& tool, const std::string& words) {
        const auto before = snapshot();
        const auto outcome = headstart({"stamp", "--from", tool.name});
        CAPTURE(outcome.err);
        CHECK(outcome.status == 1);
        CHECK(outcome.err.find("HS1204") != std::string::npos);
        CHECK(outcome.err.find(words) != std::string::npos);
        CHECK(snapshot() == before);
    }
};

} // namespace

TEST_CASE("what a tool has applied is taken over, told by name or by itself, and its table stays") {
    for (const auto& tool : k_tools) {
        for (const auto& from : {tool.name, std::string("auto")}) {
            DYNAMIC_SECTION(tool.name << ", as " << from) {
                Adopting project(tool);
                project.database.execute(tool.applied);
                const auto rows = project.database.text("TABLE " + tool.table);
                const auto outcome = project.headstart({"stamp", "--from", from});
                INFO(outcome.err);
                REQUIRE(outcome.status == 0);
                CHECK(project.version() == tool.version);
                CHECK(project.database.text("TABLE " + tool.table) == rows);
                CHECK(project.database.text("SELECT direction || ' ' || revision || ': ' || message FROM"
                                            " headstart_journal") ==
                      "stamp " + tool.version + ": " +
                          project.database.text("SELECT message FROM headstart_journal"));
                CHECK(project.database.text("SELECT message FROM headstart_journal").find(tool.table) !=
                      std::string::npos);
                CHECK(project.headstart({"stamp", "--from", from}).status == 0);
            }
        }
    }
}

TEST_CASE("a table under a name that the tool was told to use is taken over, in whatever schema it is") {
    for (const auto& tool : k_tools) {
        DYNAMIC_SECTION(tool.name) {
            Adopting project(tool);
            const auto name = tool.table.substr(tool.table.find('.') + 1);
            project.database.execute(tool.applied + "; CREATE SCHEMA \"Audit\"; ALTER TABLE " + tool.table +
                                     " SET SCHEMA \"Audit\"; ALTER TABLE \"Audit\"." + name +
                                     " RENAME TO \"Hist\"");
            CHECK(project.headstart({"stamp", "--from", tool.name}).status == 1);
            const auto outcome = project.headstart({"stamp", "--from", tool.name, "--table", "Audit.Hist"});
            INFO(outcome.err);
            CHECK(outcome.status == 0);
            CHECK(project.version() == tool.version);
            project.database.execute(
                "ALTER TABLE \"Audit\".\"Hist\" SET SCHEMA public; DELETE FROM alembic_version");
            CHECK(project.headstart({"stamp", "--from", tool.name, "--table", "Hist"}).status == 0);
            CHECK(project.version() == tool.version);
            const auto gone = project.headstart({"stamp", "--from", tool.name, "--table", "Audit.Hist"});
            CHECK(gone.status == 1);
            CHECK(gone.err.find("Audit.Hist") != std::string::npos);
        }
    }
}

TEST_CASE("a database that is older than a checkpoint of Atlas's has what the checkpoint stands for") {
    const auto& atlas =
        *std::find_if(k_tools.begin(), k_tools.end(), [](const Tool& tool) { return tool.name == "atlas"; });
    OtherProject project("atlas_checkpoint");
    REQUIRE(project.import({}).status == 0);
    project.database.execute(atlas.make);
    const auto apply = [&](const std::string& version) {
        project.database.execute("INSERT INTO " + atlas.table + " VALUES ('" + version +
                                 "', '', 2, 1, 1, now(), 1, '', '', 'h', NULL, 'Atlas')");
    };
    apply("20240101000000");
    CHECK(project.headstart({"stamp", "--from", "atlas"}).status == 1);
    apply("20240102000000");
    CHECK(project.headstart({"stamp", "--from", "atlas"}).status == 0);
    CHECK(project.version() == "20240103000000");
    apply("20240104000000");
    CHECK(project.headstart({"stamp", "--from", "atlas"}).status == 0);
    CHECK(project.version() == "20240104000000");
}

TEST_CASE("of two tables of one tool the line that takes over one of them is shown") {
    const auto& flyway =
        *std::find_if(k_tools.begin(), k_tools.end(), [](const Tool& tool) { return tool.name == "flyway"; });
    Adopting project(flyway);
    project.database.execute(flyway.applied + "; CREATE SCHEMA app; CREATE TABLE app.flyway_schema_history AS"
                                              " TABLE flyway_schema_history");
    project.check_refused(flyway,
                          "hint: say which: headstart stamp --from flyway --table app.flyway_schema_history");
}

TEST_CASE("the changes of another project in one Sqitch registry are no concern of this one's") {
    const auto& sqitch =
        *std::find_if(k_tools.begin(), k_tools.end(), [](const Tool& tool) { return tool.name == "sqitch"; });
    Adopting project(sqitch);
    project.database.execute(
        sqitch.applied +
        "; INSERT INTO sqitch.changes VALUES ('77', NULL, 'later', 'billing', '', now(), 'm',"
        " 'm', now(), 'm', 'm')");
    REQUIRE(project.headstart({"stamp", "--from", "sqitch"}).status == 0);
    CHECK(project.version() == sqitch.version);
    project.database.execute(
        "DELETE FROM alembic_version; UPDATE sqitch.changes SET project = 'billing' WHERE change = 'users'");
    project.check_refused(sqitch, "were applied out of order");
    project.database.execute("DELETE FROM sqitch.changes WHERE project = 'flipr'");
    project.check_refused(sqitch, "has nothing of the project flipr");
}

TEST_CASE("a tool's table is refused with the reason where it does not fit the folder") {
    for (const auto& tool : k_tools) {
        DYNAMIC_SECTION(tool.name) {
            Adopting project(tool);
            project.database.execute(tool.applied);
            SECTION("a migration that the folder lacks") {
                project.database.execute(tool.unknown);
                project.check_refused(tool, "knows migrations that the folder lacks");
            }
            SECTION("a failure") {
                if (!tool.failed.empty()) {
                    project.database.execute(tool.failed);
                    project.check_refused(tool, "not applied as it should be");
                }
            }
            SECTION("a gap") {
                if (!tool.gap.empty()) {
                    project.database.execute(tool.gap);
                    project.check_refused(tool, "were applied out of order");
                }
            }
        }
    }
}

TEST_CASE("a migration in code keeps its place, so that what is behind it is taken over, too") {
    auto goose = k_tools.at(5);
    goose.history = "in_code";
    goose.arguments = {};
    Adopting project(goose);
    project.database.execute(
        "INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true),"
        " (3, true)");
    const auto outcome = project.headstart({"stamp", "--from", "goose"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.version() == "00003");
}

TEST_CASE("a database behind the dump that the folder begins with is not taken for an empty one") {
    const auto& rails =
        *std::find_if(k_tools.begin(), k_tools.end(), [](const Tool& tool) { return tool.name == "rails"; });
    Adopting project(rails);
    project.database.execute("INSERT INTO schema_migrations VALUES ('20240101000000')");
    project.check_refused(rails, "and the folder begins with 20240102000000");
}

TEST_CASE("a database that lacks a part of Rails' dump is told which") {
    const auto& rails =
        *std::find_if(k_tools.begin(), k_tools.end(), [](const Tool& tool) { return tool.name == "rails"; });
    Adopting project(rails);
    project.database.execute("INSERT INTO schema_migrations VALUES ('20240102000000')");
    project.check_refused(rails, "20240101000000 is part of 20240102000000, and not applied");
}

TEST_CASE("the table of an old Rails is dbmate's to look at, and Rails' to who says so") {
    const auto& rails =
        *std::find_if(k_tools.begin(), k_tools.end(), [](const Tool& tool) { return tool.name == "rails"; });
    Adopting project(rails);
    project.database.execute("DROP TABLE ar_internal_metadata; " + rails.applied);
    CHECK(project.headstart({"stamp", "--from", "rails"}).status == 0);
    CHECK(project.version() == rails.version);
}

TEST_CASE("a table without rows says that nothing is applied") {
    for (const auto& tool : k_tools) {
        DYNAMIC_SECTION(tool.name) {
            Adopting project(tool);
            const auto outcome = project.headstart({"stamp", "--from", tool.name});
            INFO(outcome.err);
            CHECK(outcome.status == 0);
            CHECK(project.version() == "");
        }
    }
}

TEST_CASE("a database at something else already is not stamped back") {
    const auto& dbmate = k_tools.at(1);
    Adopting project(dbmate);
    project.database.execute("INSERT INTO schema_migrations VALUES ('20240101000000')");
    REQUIRE(project.headstart({"stamp", "20240102000000"}).status == 0);
    project.check_refused(dbmate, "the version table is further");
}

TEST_CASE("an upgrade that finds another tool's table names what to type") {
    const auto& goose = k_tools.at(5);
    Adopting project(goose);
    project.database.execute(goose.applied + "; CREATE TABLE items (id int)");
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("HS0408") != std::string::npos);
    CHECK(outcome.err.find("headstart import goose") != std::string::npos);
    CHECK(outcome.err.find("headstart stamp --from goose") != std::string::npos);
    REQUIRE(project.headstart({"stamp", "--from", "goose"}).status == 0);
    CHECK(project.headstart({"upgrade", "head", "--dry-run"}).status == 0);
}

TEST_CASE("stamp --from is refused where it makes no sense") {
    Adopting project(k_tools.at(1));
    CHECK(project.transcript({"stamp", "--from", "dbmate", "head"}) ==
          R"(2| error[HS0001]: Can't use --from with a revision, --purge or --sql
2| hint: the other tool's table says which revisions are applied: leave the rest out
exit 2
)");
    CHECK(project.headstart({"stamp", "--from", "nothing"}).status == 2);
    CHECK(project.transcript({"stamp", "--from", "auto", "--table", "t"}) ==
          R"(2| error[HS0001]: --table needs the tool whose table it is
2| hint: headstart stamp --from TOOL --table t
exit 2
)");
    CHECK(project.transcript({"stamp", "head", "--table", "t"}) ==
          R"(2| error[HS0001]: --table needs --from
2| hint: headstart stamp --from TOOL --table TABLE
exit 2
)");
    project.database.execute("DROP TABLE schema_migrations");
    project.check_refused(k_tools.at(1), "no table of dbmate was found");
}
