#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"
#include "support/server_version.hpp"

/// A version table or journal that somebody else has made before us, or something else by its name.
namespace headstart::test {

namespace {

/// `made` by another user, who may create in the schema. The trap tells who called it.
struct Relation {
    std::string what;
    std::string made;
    std::string refused; ///< a part of the message
};

const std::string k_plain = "CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY);";

/// Reading these could run something, or hides something.
const std::vector<Relation> k_not_to_be_read{
    {"view", "CREATE VIEW public.alembic_version AS SELECT trap.text() AS version_num", "is a view"},
    {"materialized view",
     "CREATE MATERIALIZED VIEW public.alembic_version AS SELECT 'a1'::text AS version_num",
     "is a materialized view"},
    {"sequence", "CREATE SEQUENCE public.alembic_version", "is a sequence"},
    {"partitioned table",
     "CREATE TABLE public.alembic_version (version_num varchar(32)) PARTITION BY LIST (version_num)",
     "is a partitioned table"},
    {"partition",
     "CREATE TABLE trap.parent (version_num varchar(32)) PARTITION BY LIST (version_num);"
     "CREATE TABLE public.alembic_version PARTITION OF trap.parent DEFAULT",
     "is a partition"},
    {"parent", k_plain + "CREATE TABLE trap.child () INHERITS (public.alembic_version)", "has child tables"},
    {"check", "CREATE TABLE public.alembic_version (version_num varchar(32) CHECK (trap.text() IS NOT NULL))",
     "constraint alembic_version_check"},
    {"operator in a check",
     "CREATE TABLE public.alembic_version (version_num varchar(32) CHECK (version_num OPERATOR(trap.<<<) "
     "'x'))",
     "constraint alembic_version_version_num_check"},
    {"index on an expression", k_plain + "CREATE INDEX i ON public.alembic_version (trap.same(version_num))",
     "index i"},
    {"index with a condition",
     k_plain + "CREATE INDEX i ON public.alembic_version (version_num) WHERE trap.same(version_num) = 'x'",
     "index i"},
    {"index that the planner evaluates",
     k_plain + "CREATE INDEX i ON public.alembic_version ((version_num || trap.same('x')))", "index i"},
    {"index on a condition that the planner evaluates",
     k_plain + "CREATE INDEX i ON public.alembic_version (version_num) WHERE version_num <> trap.same('x')",
     "index i"},
    {"domain",
     "CREATE DOMAIN trap.checked AS varchar(32) CHECK (trap.same(VALUE) IS NOT NULL);"
     "CREATE TABLE public.alembic_version (version_num trap.checked)",
     "column version_num of type"},
    {"row security",
     k_plain + "ALTER TABLE public.alembic_version ENABLE ROW LEVEL SECURITY;"
               "CREATE POLICY p ON public.alembic_version USING (trap.text() = 'x')",
     "row-level security"},
};

/// Writing these runs something.
const std::vector<Relation> k_not_to_be_written{
    {"trigger",
     k_plain + "CREATE TRIGGER t BEFORE INSERT OR UPDATE OR DELETE ON public.alembic_version FOR EACH ROW"
               " EXECUTE FUNCTION trap.trigger()",
     "trigger t"},
    {"statement trigger",
     k_plain +
         "CREATE TRIGGER t AFTER INSERT OR UPDATE OR DELETE ON public.alembic_version FOR EACH STATEMENT"
         " EXECUTE FUNCTION trap.trigger()",
     "trigger t"},
    {"rule", k_plain + "CREATE RULE r AS ON INSERT TO public.alembic_version DO ALSO SELECT trap.text()",
     "rule r"},
    {"default",
     "CREATE TABLE public.alembic_version (version_num varchar(32), more text DEFAULT trap.text())",
     "default value for column more"},
    {"generated column",
     "CREATE TABLE public.alembic_version (version_num varchar(32), more text GENERATED ALWAYS AS"
     " (trap.same(version_num)) STORED)",
     "column more"},
    {"default that runs SQL",
     "CREATE TABLE public.alembic_version (version_num varchar(32), more text DEFAULT"
     " query_to_xml('SELECT trap.text()', true, false, '')::text)",
     "default value for column more"},
    {"check that runs SQL",
     "CREATE TABLE public.alembic_version (version_num varchar(32), CHECK"
     " (query_to_xml('SELECT trap.text()', true, false, '') IS NOT NULL))",
     "constraint alembic_version_check"},
    {"foreign key to another table",
     "CREATE TABLE trap.revisions (r varchar(32) PRIMARY KEY); INSERT INTO trap.revisions VALUES ('a1');"
     "CREATE TABLE public.alembic_version (version_num varchar(32) REFERENCES trap.revisions)",
     "foreign key alembic_version_version_num_fkey"},
    {"foreign key",
     k_plain +
         "CREATE TABLE trap.follower (f varchar(32) REFERENCES public.alembic_version ON UPDATE CASCADE)",
     "foreign key follower_f_fkey"},
};

const std::string k_trap = R"sql(
CREATE SCHEMA trap;
CREATE FUNCTION trap.text() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'CALLED by %', current_user; RETURN 'a1'; END $$;
CREATE FUNCTION trap.same(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'CALLED'; RETURN $1; END $$;
CREATE FUNCTION trap.less(text, text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'CALLED'; RETURN true; END $$;
CREATE OPERATOR trap.<<< (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.less);
CREATE FUNCTION trap.trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'CALLED by %', current_user; RETURN NEW; END $$;
)sql";

/// The planner evaluates what is constant in them, for a SELECT too.
const Relation k_statistics{"statistics",
                            k_plain + "CREATE STATISTICS trap.s ON (version_num || trap.same('x')), "
                                      "version_num FROM public.alembic_version",
                            "statistics object trap.s"};

/// A database in which mallory may create, as in every `public` up to PostgreSQL 14.
struct SharedProject : Project {
    SharedProject()
        : mallory(database.role("mallory"))
        , owner(database.role("owner"))
        , reader(database.role("reader")) {
        migration("a1", "", "CREATE TABLE a (id int)", "DROP TABLE a");
        migration("a2", "a1", "CREATE INDEX CONCURRENTLY i ON a (id)", "DROP INDEX CONCURRENTLY i",
                  "transaction:false");
        database.execute("GRANT ALL ON SCHEMA public TO PUBLIC; GRANT CREATE ON DATABASE " + database.name() +
                         " TO " + mallory + "; SET SESSION AUTHORIZATION " + mallory + ";" + k_trap +
                         "RESET SESSION AUTHORIZATION");
    }

    void as_mallory(const std::string& sql) {
        database.execute("SET SESSION AUTHORIZATION " + mallory + ";" + sql + ";RESET SESSION AUTHORIZATION");
    }

    Outcome call(const std::string& role, std::vector<std::string> arguments) {
        Call call{std::move(arguments)};
        if (!role.empty()) {
            call.variables["DATABASE_URL"] = database.url_as(role, "secret");
        }
        return headstart(std::move(call));
    }

    void clear() {
        database.execute("DROP SCHEMA trap CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
                         "GRANT ALL ON SCHEMA public TO PUBLIC");
        as_mallory(k_trap);
    }

    std::string mallory;
    std::string owner;
    std::string reader;
};

const std::vector<std::vector<std::string>> k_reading{{"status"},
                                                      {"current"},
                                                      {"check"},
                                                      {"wait", "--for", "head", "--wait-timeout", "1s"},
                                                      {"upgrade", "--dry-run"}};
const std::vector<std::vector<std::string>> k_writing{{"upgrade"},
                                                      {"run", "--", "echo", "started"},
                                                      {"stamp", "a1"},
                                                      {"stamp", "--purge", "a1"},
                                                      {"ensure-version"}};

void check_refused(SharedProject& project, const Relation& relation, const std::string& role,
                   const std::vector<std::string>& command) {
    const auto outcome = project.call(role, command);
    INFO(relation.what << " " << command.front() << "\n" << outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.out == "");
    CHECK(outcome.err.find("HS0410") != std::string::npos);
    CHECK(outcome.err.find(relation.refused) != std::string::npos);
    CHECK(outcome.err.find("CALLED") == std::string::npos);
}

} // namespace

TEST_CASE("a version table that runs others' code when it is read is not read, by a superuser or anybody") {
    SharedProject project;
    for (const auto& relation : k_not_to_be_read) {
        project.as_mallory(relation.made);
        project.as_mallory("GRANT ALL ON public.alembic_version TO PUBLIC");
        const auto before = project.snapshot();
        const bool hides_from_all = relation.what != "row security"; // from a superuser it hides nothing
        for (const auto& command : k_reading) {
            if (hides_from_all) {
                check_refused(project, relation, "", command);
            }
            check_refused(project, relation, project.reader, command);
        }
        for (const auto& command : k_writing) {
            check_refused(project, relation, project.owner, command);
        }
        CHECK(project.snapshot() == before);
        project.clear();
    }
}

TEST_CASE("a version table with statistics of others' functions is not read") {
    if (!server_has(Since::expressions_have_statistics)) {
        return;
    }
    SharedProject project;
    project.as_mallory(k_statistics.made);
    for (const auto* commands : {&k_reading, &k_writing}) {
        for (const auto& command : *commands) {
            check_refused(project, k_statistics, "", command);
        }
    }
}

TEST_CASE("a table that is being replaced is not read, whatever else is named as trusted") {
    SharedProject project;
    project.environment["HEADSTART_TRUSTED_RELATIONS"] = "other.thing";
    project.as_mallory(k_plain);
    Session other(project.database.url());
    other.query("SET SESSION AUTHORIZATION " + project.mallory +
                "; BEGIN; ALTER TABLE public.alembic_version RENAME TO"
                " old; CREATE VIEW public.alembic_version AS SELECT trap.text()::varchar(32) AS version_num");
    const auto status = project.start({"status"});
    REQUIRE(eventually(k_promptly, [&] {
        return project.database.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                                     " 'public.alembic_version'::regclass") == "1";
    }));
    other.query("COMMIT");
    const auto outcome = status->wait(k_promptly);
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("HS0410") != std::string::npos);
    CHECK(outcome.err.find("CALLED") == std::string::npos);
}

TEST_CASE("a version table that runs others' code when it is written is read, and not written") {
    SharedProject project;
    for (const auto& relation : k_not_to_be_written) {
        project.as_mallory(relation.made);
        const auto before = project.snapshot();
        const auto status = project.call("", {"status"});
        INFO(status.err);
        CHECK(status.status == 0);
        CHECK(status.err.find("CALLED") == std::string::npos);
        for (const auto& command : k_writing) {
            check_refused(project, relation, "", command);
        }
        CHECK(project.snapshot() == before);
        project.clear();
    }
}

TEST_CASE("a plain version table of a stranger is read by anybody, and written by a superuser alone") {
    SharedProject project;
    project.as_mallory(k_plain + "GRANT ALL ON public.alembic_version TO PUBLIC");
    CHECK(project.call(project.owner, {"status"}).status == 0);
    const Relation stranger{"a stranger's", "", "belongs to a role that this one is no member of"};
    for (const auto& command : k_writing) {
        check_refused(project, stranger, project.owner, command);
    }
    project.database.execute("GRANT " + project.mallory + " TO " + project.owner);
    CHECK(project.call(project.owner, {"stamp", "a1"}).status == 0);
    CHECK(project.call("", {"stamp", "--purge", "base"}).status == 0);
}

TEST_CASE("a journal that somebody else has made is neither read nor written") {
    SharedProject project;
    const std::string columns =
        "(id bigint GENERATED ALWAYS AS IDENTITY, direction text, revision text, parents text[],"
        " message text, checksum text, state text, statements int, statements_done int,"
        " attempt jsonb, started_at timestamptz, finished_at timestamptz, duration_ms bigint,"
        " database_user text, host text, headstart_version text, error text,"
        " format int DEFAULT 2)";
    project.as_mallory("CREATE TABLE trap.journal " + columns +
                       "; CREATE VIEW public.headstart_journal AS SELECT *, trap.text() FROM trap.journal");
    const Relation view{"journal", "", "public.headstart_journal is a view"};
    for (const auto& command : k_writing) {
        check_refused(project, view, "", command);
    }
    project.as_mallory(
        "DROP VIEW public.headstart_journal; CREATE TABLE public.headstart_journal " + columns +
        "; CREATE TRIGGER t BEFORE INSERT ON public.headstart_journal FOR EACH ROW EXECUTE FUNCTION"
        " trap.trigger()");
    const Relation trigger{
        "journal", "",
        "writing to public.headstart_journal runs what headstart has not put there: trigger t"};
    for (const auto& command : k_writing) {
        check_refused(project, trigger, "", command);
    }
}

TEST_CASE("a trigger that comes while a migration runs is not run either") {
    SharedProject project;
    REQUIRE(project.call(project.owner, {"upgrade", "a1"}).status == 0);
    project.database.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + project.mallory);
    // As a migration could, and as anybody can who was given TRIGGER with GRANT ALL.
    project.migration(
        "a3", "a2",
        "CREATE TRIGGER t BEFORE INSERT OR UPDATE ON headstart_journal FOR EACH ROW EXECUTE FUNCTION"
        " trap.trigger(); SELECT 1",
        {}, "transaction:false");
    const auto outcome = project.call("", {"upgrade"});
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.err.find("HS0410") != std::string::npos);
    CHECK(outcome.err.find("CALLED") == std::string::npos);
}

TEST_CASE("the script for psql makes sure of the tables, too") {
    SharedProject project;
    const auto script = project.headstart({"upgrade", "head", "--sql"});
    REQUIRE(script.status == 0);
    const auto file = project.folder.write("script.sql", script.out);
    for (const auto* relations : {&k_not_to_be_read, &k_not_to_be_written}) {
        for (const auto& relation : *relations) {
            if (relation.what == "row security") {
                continue; // psql runs it as a superuser, from whom it hides nothing
            }
            project.as_mallory(relation.made);
            const auto outcome = run(Command{{"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d",
                                              project.database.url(), "-f", file.string()},
                                             project.environment});
            INFO(relation.what << "\n" << outcome.err);
            CHECK(outcome.status == 3);
            CHECK(outcome.err.find("CALLED") == std::string::npos);
            project.clear();
        }
    }
}

TEST_CASE("what an administrator has named is taken as it is") {
    SharedProject project;
    for (const std::string named : {"public.alembic_version", "alembic_version"}) {
        project.environment["HEADSTART_TRUSTED_RELATIONS"] = named;
        project.as_mallory(k_plain +
                           "CREATE TRIGGER t AFTER INSERT ON public.alembic_version FOR EACH ROW EXECUTE"
                           " FUNCTION trap.trigger()");
        const auto outcome = project.call("", {"upgrade"});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.err.find("CALLED") != std::string::npos); // as it was meant
        CHECK(project.version() == "a2");
        project.clear();
    }
    project.environment["HEADSTART_TRUSTED_RELATIONS"] = "other.alembic_version";
    project.as_mallory(k_not_to_be_read.front().made);
    check_refused(project, k_not_to_be_read.front(), "", {"status"});
}

TEST_CASE("status warns of a schema in which others may create objects") {
    SharedProject project;
    REQUIRE(project.call("", {"upgrade", "a1"}).status == 0);
    const auto warning = [](const std::string& roles) {
        return "warning: others may create objects in the schema public, and migrations may find those in "
               "the place of "
               "what they name; take it from them: REVOKE CREATE ON SCHEMA public FROM " +
               roles + "\n";
    };
    CHECK(project.steady(project.call("", {"status"}).err) == warning("PUBLIC"));
    project.database.execute(
        "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC");
    CHECK(project.call("", {"status"}).err == "");
    project.database.execute("GRANT CREATE ON SCHEMA public TO " + project.mallory + ", " + project.reader +
                             "; GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC");
    CHECK(project.steady(project.call(project.owner, {"status"}).err) == warning("mallory, reader"));
    project.database.execute("GRANT " + project.mallory + " TO " + project.owner);
    CHECK(project.steady(project.call(project.owner, {"status"}).err) == warning("reader"));
}

} // namespace headstart::test
