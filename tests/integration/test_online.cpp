#include "integration/declared.hpp"
#include "support/catch.hpp"

#include <sstream>

using namespace headstart::test;

namespace {

struct OnlineRow {
    std::string_view what;
    std::string_view from;
    std::string_view to;
    std::string_view sql; ///< without the lines that tell hazards
};

constexpr OnlineRow k_rows[]{
    {"an index", "CREATE TABLE t (a int);", "CREATE TABLE t (a int); CREATE INDEX i ON t (a);",
     "CREATE INDEX CONCURRENTLY i ON t (a);\n"},
    {"an index that goes", "CREATE TABLE t (a int); CREATE INDEX i ON t (a);", "CREATE TABLE t (a int);",
     "DROP INDEX CONCURRENTLY i;\n"},
    {"a unique constraint", "CREATE TABLE t (a int);", "CREATE TABLE t (a int, UNIQUE (a) DEFERRABLE);",
     "CREATE UNIQUE INDEX CONCURRENTLY t_a_key ON t (a);\n"
     "ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key DEFERRABLE;\n"},
    {"a primary key", "CREATE TABLE t (a int);", "CREATE TABLE t (a int PRIMARY KEY);",
     "ALTER TABLE t ADD CONSTRAINT headstart_not_null CHECK (a IS NOT NULL) NOT VALID;\n"
     "ALTER TABLE t VALIDATE CONSTRAINT headstart_not_null;\n"
     "ALTER TABLE t ALTER COLUMN a SET NOT NULL;\n"
     "ALTER TABLE t DROP CONSTRAINT headstart_not_null;\n"
     "CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON t (a);\n"
     "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;\n"},
    {"a check", "CREATE TABLE t (a int);", "CREATE TABLE t (a int CHECK (a > 0));",
     "ALTER TABLE t ADD CHECK (a > 0) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT t_a_check;\n"},
    {"a foreign key", "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int);",
     "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES u);",
     "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u(id) NOT VALID;\n"
     "ALTER TABLE t VALIDATE CONSTRAINT t_a_fkey;\n"},
    {"NOT NULL", "CREATE TABLE t (a int);", "CREATE TABLE t (a int NOT NULL);",
     "ALTER TABLE t ADD CONSTRAINT headstart_not_null CHECK (a IS NOT NULL) NOT VALID;\n"
     "ALTER TABLE t VALIDATE CONSTRAINT headstart_not_null;\n"
     "ALTER TABLE t ALTER COLUMN a SET NOT NULL;\n"
     "ALTER TABLE t DROP CONSTRAINT headstart_not_null;\n"},
    {"a column with another value in each row", "CREATE TABLE t (a int);",
     "CREATE TABLE t (a int, b timestamptz DEFAULT clock_timestamp());",
     "ALTER TABLE t ADD COLUMN b timestamp with time zone;\n"
     "ALTER TABLE t ALTER COLUMN b SET DEFAULT clock_timestamp();\n"
     "UPDATE t SET b = DEFAULT WHERE b IS NULL;\n"},
    {"but not where triggers would run for each row",
     "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; "
     "END';"
     "CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();",
     "CREATE TABLE t (a int, b timestamptz DEFAULT clock_timestamp());"
     "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
     "CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();",
     "ALTER TABLE t ADD COLUMN b timestamp with time zone DEFAULT clock_timestamp();\n"},
    {"NOT NULL beside a constraint of the check's name",
     "CREATE TABLE t (a int, CONSTRAINT headstart_not_null CHECK (a > 0));",
     "CREATE TABLE t (a int NOT NULL, CONSTRAINT headstart_not_null CHECK (a > 0));",
     "ALTER TABLE t ADD CONSTRAINT headstart_not_null_ CHECK (a IS NOT NULL) NOT VALID;\n"
     "ALTER TABLE t VALIDATE CONSTRAINT headstart_not_null_;\n"
     "ALTER TABLE t ALTER COLUMN a SET NOT NULL;\n"
     "ALTER TABLE t DROP CONSTRAINT headstart_not_null_;\n"},
    {"a column with one value is no work", "CREATE TABLE t (a int);",
     "CREATE TABLE t (a int, b int DEFAULT 7);", "ALTER TABLE t ADD COLUMN b integer DEFAULT 7;\n"},
    {"an index of a partitioned table",
     "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t DEFAULT;",
     "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t DEFAULT;"
     "CREATE INDEX i ON t (a);",
     "CREATE INDEX i ON ONLY t (a);\nCREATE INDEX CONCURRENTLY t1_a_idx ON t1 (a);\n"
     "ALTER INDEX i ATTACH PARTITION t1_a_idx;\n"},
    {"a new table needs none of it", "", "CREATE TABLE t (a int PRIMARY KEY CHECK (a > 0));",
     "CREATE TABLE t (\n    a integer PRIMARY KEY,\n    CHECK (a > 0)\n);\n"},
    {"a label is committed before it is used", "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e);",
     "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'b');",
     "ALTER TYPE e ADD VALUE 'b';\nALTER TABLE t ALTER COLUMN x SET DEFAULT 'b'::e;\n"},
};

std::string without_hazards(const std::string& text) {
    std::string kept;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("-- hazard:")) {
            kept += line + "\n";
        }
    }
    return kept;
}

} // namespace

TEST_CASE("with --online there are statements that keep nobody waiting") {
    for (const auto& row : k_rows) {
        DYNAMIC_SECTION(row.what) {
            DeclaredProject project;
            CHECK(without_hazards(project.difference(row.from, row.to, {"--online"})) == row.sql);
        }
    }
}

TEST_CASE("a migration of --online runs statement by statement, keeps the rows and goes back") {
    DeclaredProject project("CREATE TABLE u (id int PRIMARY KEY);\nCREATE TABLE t (a int, b text);\n");
    REQUIRE(project.autogenerate("a1").status == 0);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("INSERT INTO u VALUES (1), (2); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    const auto before = project.database.schema();
    project.declare("CREATE TABLE u (id int PRIMARY KEY);\n"
                    "CREATE TABLE t (a int PRIMARY KEY REFERENCES u, b text UNIQUE, n serial);\n"
                    "CREATE INDEX ON t (b, a);\n");
    REQUIRE(project.autogenerate("b2", {"--online"}).status == 0);
    CHECK(project.sections("b2").starts_with("-- migrate:up transaction:false\n"));
    const auto upgraded = project.headstart({"upgrade", "head"});
    INFO(upgraded.err);
    REQUIRE(upgraded.status == 0);
    CHECK(project.headstart({"check"}).status == 0);
    CHECK(project.database.text("SELECT * FROM t ORDER BY a") == "1|x|1\n2|y|2");
    REQUIRE(project.headstart({"downgrade", "-1"}).status == 0);
    CHECK(project.database.schema() == before);
    CHECK(project.database.text("SELECT * FROM t ORDER BY a") == "1|x\n2|y");
}
