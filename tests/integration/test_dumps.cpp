/// Files of pg_dump, as this server's makes them, are migrations as they are.

#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"

using namespace headstart::test;

namespace {

std::string pg_dump(const TestDatabase& database, const std::vector<std::string>& options) {
    std::vector<std::string> command{server_program("pg_dump")};
    command.insert(command.end(), options.begin(), options.end());
    command.push_back(database.url());
    const auto outcome = run({command, {}});
    REQUIRE(outcome.err == "");
    return outcome.out;
}

constexpr std::string_view k_schema = R"sql(
CREATE SCHEMA sales;
CREATE TYPE mood AS ENUM ('sad', 'it''s \fine');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mail email, m mood,
    loud text GENERATED ALWAYS AS (upper(name)) STORED, b bytea);
CREATE TABLE sales."Weird; ""Table" (at date NOT NULL, "user" bigint REFERENCES users) PARTITION BY RANGE (at);
CREATE TABLE sales.weird_2024 PARTITION OF sales."Weird; ""Table" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX ON sales."Weird; ""Table" (at);
CREATE FUNCTION f(x int) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE v text := $q$inner; 'quote'$q$;
BEGIN
  IF x > 1 THEN RETURN 'COPY t FROM stdin;'; END IF;
  RETURN v || E'\\restrict';
END $body$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW v AS SELECT name, m FROM users;
CREATE MATERIALIZED VIEW mv AS SELECT name, length(name) FROM users;
CREATE RULE r AS ON DELETE TO users WHERE OLD.id < 0 DO ALSO (SELECT 1; SELECT 2);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON users USING (name = current_user);
COMMENT ON TABLE users IS E'it''s; a\n-- migrate:down\n \\restrict comment';
INSERT INTO users (name, mail, m, b) VALUES (E'tab\tnew\nline \\ "quote'' $$ é漢', 'a@b', 'sad', '\x00ff5c'),
    ('\.', NULL, NULL, NULL), ('\N', NULL, NULL, NULL), (E'\n\\.\n-- migrate:down\n', NULL, NULL, NULL), ('', NULL, NULL, '');
INSERT INTO sales."Weird; ""Table" VALUES ('2024-02-03', 1);
SELECT lo_from_bytea(4242, decode(repeat('5c27', 3000), 'hex'));
REFRESH MATERIALIZED VIEW mv;
)sql";

constexpr std::string_view k_rows =
    "SELECT string_agg(u::text, '|' ORDER BY id) FROM users u"
    " UNION ALL SELECT count(*)::text FROM sales.weird_2024 UNION ALL SELECT count(*)::text FROM mv"
    " UNION ALL SELECT md5(lo_get(4242))";

/// The schema of all but our tables.
std::string schema_of(TestDatabase& database) {
    return database.dump(
        {"--schema-only", "--exclude-table=alembic_version", "--exclude-table=headstart_journal"});
}

} // namespace

TEST_CASE("a dump is a migration as it is, whatever its form, and leaves the search_path alone") {
    TestDatabase source;
    source.execute(k_schema);
    const std::vector<std::vector<std::string>> forms{
        {}, {"--inserts"}, {"--column-inserts"}, {"--clean", "--if-exists"}, {"-Ox"}};
    for (const auto& form : forms) {
        for (const std::string marker : {"", "transaction:false"}) {
            INFO((form.empty() ? "plain" : form.front()) << ", " << marker);
            Project project;
            project.migration("a1", "", pg_dump(source, form), {}, marker);
            project.migration("b2", "a1",
                              "CREATE TABLE next_one (path text DEFAULT current_setting('search_path'));\n"
                              "INSERT INTO next_one DEFAULT VALUES;");
            const auto outcome = project.headstart({"upgrade"});
            INFO(outcome.err);
            REQUIRE(outcome.status == 0);
            CHECK(project.database.text(k_rows) == source.text(k_rows));
            CHECK(project.database.text("SELECT path FROM public.next_one") == "\"$user\", public");
            project.database.execute("DROP TABLE next_one");
            CHECK(schema_of(project.database) == schema_of(source));
        }
    }
}

TEST_CASE("a dump of the schema alone, and one for another database") {
    TestDatabase source;
    source.execute(k_schema);
    Project project;
    project.migration("a1", "", pg_dump(source, {"-s"}));
    CHECK(project.headstart({"upgrade"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM users") == "0");

    Project created;
    created.migration("a1", "", pg_dump(source, {"--create"}));
    const auto outcome = created.headstart({"upgrade"});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring(
                                "error[HS0202]: `\\connect` is a command of psql, not SQL\n"));
    CHECK_THAT(outcome.err,
               Catch::Matchers::EndsWith(
                   "hint: the database URL says which database is migrated: leave the line out; "
                   "pg_dump writes it, and CREATE DATABASE above it, for --create (-C): make the "
                   "dump without\n"));
    CHECK(created.version() == "no table");
}

TEST_CASE("a dump that holds headstart's own tables is refused with the flags to take") {
    Project source;
    source.migration("s1", "", "CREATE TABLE t (i int);");
    REQUIRE(source.headstart({"upgrade"}).status == 0);
    for (const std::vector<std::string>& form :
         {std::vector<std::string>{}, std::vector<std::string>{"--clean", "--if-exists", "--inserts"}}) {
        Project project;
        project.migration("a1", "", pg_dump(source.database, form));
        const auto outcome = project.headstart({"upgrade"});
        INFO(outcome.err);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring("error[HS0206]: public."));
        CHECK_THAT(outcome.err, Catch::Matchers::ContainsSubstring(
                                    " is headstart's own table: a migration neither makes, drops "
                                    "nor fills it\n"));
        CHECK_THAT(outcome.err, Catch::Matchers::EndsWith(
                                    "hint: leave the statements about it out; a dump comes without with: "
                                    "pg_dump -Ox -T alembic_version -T headstart_journal\n"));
        CHECK(project.version() == "no table");
    }
    Project project;
    project.migration("a1", "",
                      pg_dump(source.database, {"-Ox", "-T", "alembic_version", "-T", "headstart_journal"}));
    CHECK(project.headstart({"upgrade"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM t") == "0");
}

TEST_CASE("what a dump has of its own server is named with its line") {
    Project project;
    project.migration("a1", "",
                      "SET statement_timeout = 0;\nSET no_such_timeout = 0;\nCREATE TABLE t (i int);");
    CHECK(project.transcript({"upgrade"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| migrations/a1.sql:9:1: error[HS0401]: unrecognized configuration parameter "no_such_timeout"
2|     9 | SET no_such_timeout = 0;
2|       | ^~~~~~~~~~~~~~~~~~~~~~~
2| sqlstate: 42704
2| note: no other revision was applied in this run
2| hint: this server has no such setting; pg_dump writes those of its own version at the top of a file: delete the line, or make the dump with the pg_dump of this server's version
2| while: applying revision a1 (up)
exit 1
)");
    for (const std::string statement :
         {"ALTER TABLE t OWNER TO no_such_role;", "GRANT SELECT ON t TO no_such_role;",
          "ALTER DEFAULT PRIVILEGES FOR ROLE no_such_role GRANT SELECT ON TABLES TO PUBLIC;"}) {
        project.migration("a1", "", "CREATE TABLE t (i int);\n" + statement);
        CHECK_THAT(project.headstart({"upgrade"}).err,
                   Catch::Matchers::ContainsSubstring(
                       "hint: a dump comes without owners and rights with: pg_dump -Ox -T "
                       "alembic_version -T headstart_journal; or create the role"));
    }
    CHECK(project.version() == "");
}

TEST_CASE("rows follow COPY FROM stdout as they follow COPY FROM stdin, to any end that psql takes") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE t (a text, b text);\nCOPY t FROM stdout;\n1\tx\n\\.\n"
                      "COPY t (a, b) FROM STDIN WITH (FORMAT csv, HEADER);\na,b\n2,\"\\.\n\"\n\\.\n");
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    CHECK(project.database.text("SELECT a FROM t ORDER BY a") == "1\n2");
}
