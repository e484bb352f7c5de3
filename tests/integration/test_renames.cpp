#include "integration/declared.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

struct RenameRow {
    std::string_view what;
    std::string_view from;
    std::string_view to; ///< with marks
    std::string_view up;
};

/// Each kind of object that has a name, with the mark above it and at the end of its line.
constexpr RenameRow k_rows[]{
    {"a table, and what the server has named after it",
     "CREATE TABLE people (id serial PRIMARY KEY, mail text UNIQUE);\nCREATE INDEX ON people (mail, id);\n",
     "-- @renamed from=people\nCREATE TABLE users (id serial PRIMARY KEY, mail text UNIQUE);\n"
     "CREATE INDEX ON users (mail, id);\n",
     "ALTER TABLE people RENAME TO users;\n"
     "ALTER SEQUENCE people_id_seq RENAME TO users_id_seq;\n"
     "ALTER TABLE users RENAME CONSTRAINT people_mail_key TO users_mail_key;\n"
     "ALTER TABLE users RENAME CONSTRAINT people_pkey TO users_pkey;\n"
     "ALTER INDEX people_mail_id_idx RENAME TO users_mail_id_idx;\n"},
    {"a column, above", "CREATE TABLE t (a int, b text);\n",
     "CREATE TABLE t (\n  a int,\n  -- @renamed from=b\n  c text);\n",
     "ALTER TABLE t RENAME COLUMN b TO c;\n"},
    {"a column, at the end", "CREATE TABLE t (a int, b text);\n",
     "CREATE TABLE t (\n  c int, -- @renamed from=a\n  b text);\n", "ALTER TABLE t RENAME COLUMN a TO c;\n"},
    {"a column with a comma before it", "CREATE TABLE t (a int, b text);\n",
     "CREATE TABLE t (\n  a int\n, c text -- @renamed from=b\n);\n", "ALTER TABLE t RENAME COLUMN b TO c;\n"},
    {"quoted names", "CREATE TABLE t (\"A b\" int);\n",
     "CREATE TABLE t (\n  \"C d\" int -- @renamed from=\"A b\"\n);\n",
     "ALTER TABLE t RENAME COLUMN \"A b\" TO \"C d\";\n"},
    {"a chain: each name is free when it is given", "CREATE TABLE t (a int, b int);\n",
     "CREATE TABLE t (\n  b int, -- @renamed from=a\n  c int -- @renamed from=b\n);\n",
     "ALTER TABLE t RENAME COLUMN b TO c;\nALTER TABLE t RENAME COLUMN a TO b;\n"},
    {"a chain of three", "CREATE TABLE t (a int, b int, c int);\n",
     "CREATE TABLE t (\n  b int, -- @renamed from=a\n  c int, -- @renamed from=b\n"
     "  d int -- @renamed from=c\n);\n",
     "ALTER TABLE t RENAME COLUMN c TO d;\nALTER TABLE t RENAME COLUMN b TO c;\n"
     "ALTER TABLE t RENAME COLUMN a TO b;\n"},
    {"a column on the line that opens its table", "CREATE TABLE t (a int, b int);\n",
     "CREATE TABLE t (c int, -- @renamed from=a\n  b int);\n", "ALTER TABLE t RENAME COLUMN a TO c;\n"},
    {"a label on the line that opens its type", "CREATE TYPE e AS ENUM ('a', 'b');\n",
     "CREATE TYPE e AS ENUM ('c', -- @renamed from='a'\n  'b');\n",
     "ALTER TYPE e RENAME VALUE 'a' TO 'c';\n"},
    {"a name that is another one's so far", "CREATE TABLE t (mail text, mail_new text);\n",
     "CREATE TABLE t (\n  mail text -- @renamed from=mail_new\n);\n",
     "-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back\n"
     "ALTER TABLE t DROP COLUMN mail;\nALTER TABLE t RENAME COLUMN mail_new TO mail;\n"},
    {"a column whose type changes, too", "CREATE TABLE t (a int);\n",
     "CREATE TABLE t (\n  b bigint -- @renamed from=a\n);\n",
     "ALTER TABLE t RENAME COLUMN a TO b;\n"
     "-- hazard: rewrites-table: every row is written anew, and nobody reads or writes the table meanwhile\n"
     "ALTER TABLE t ALTER COLUMN b TYPE bigint;\n"},
    {"an index", "CREATE TABLE t (a int);\nCREATE INDEX x ON t (a);\n",
     "CREATE TABLE t (a int);\nCREATE INDEX y ON t (a); -- @renamed from=x\n",
     "ALTER INDEX x RENAME TO y;\n"},
    {"a constraint", "CREATE TABLE t (a int CONSTRAINT x CHECK (a > 0));\n",
     "CREATE TABLE t (\n  a int,\n  CONSTRAINT y CHECK (a > 0) -- @renamed from=x\n);\n",
     "ALTER TABLE t RENAME CONSTRAINT x TO y;\n"},
    {"a constraint that is added by a statement of its own",
     "CREATE TABLE t (a int);\nALTER TABLE ONLY t ADD CONSTRAINT x UNIQUE (a);\n",
     "CREATE TABLE t (a int);\n-- @renamed from=x\nALTER TABLE ONLY t\n    ADD CONSTRAINT y UNIQUE (a);\n",
     "ALTER TABLE t RENAME CONSTRAINT x TO y;\n"},
    {"a type and a label of it", "CREATE TYPE a AS ENUM ('x', 'y');\nCREATE TABLE t (m a);\n",
     "-- @renamed from=a\nCREATE TYPE b AS ENUM (\n  'x',\n  'z' -- @renamed from='y'\n);\n"
     "CREATE TABLE t (m b);\n",
     "ALTER TYPE a RENAME TO b;\nALTER TYPE b RENAME VALUE 'y' TO 'z';\n"},
    {"an attribute of a composite type", "CREATE TYPE pair AS (a int, b int);\n",
     "CREATE TYPE pair AS (\n  a int,\n  c int -- @renamed from=b\n);\n",
     "ALTER TYPE pair RENAME ATTRIBUTE b TO c;\n"},
    {"a domain", "CREATE DOMAIN a AS int CHECK (VALUE > 0);\nCREATE TABLE t (m a);\n",
     "CREATE DOMAIN b AS int CHECK (VALUE > 0); -- @renamed from=a\nCREATE TABLE t (m b);\n",
     "ALTER DOMAIN a RENAME TO b;\nALTER DOMAIN b RENAME CONSTRAINT a_check TO b_check;\n"},
    {"functions of one name",
     "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';\n"
     "CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS 'SELECT $1';\n",
     "-- @renamed from=f\nCREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT $1';\n"
     "CREATE FUNCTION g(text) RETURNS text LANGUAGE sql AS 'SELECT $1';\n",
     "ALTER FUNCTION f(integer) RENAME TO g;\nALTER FUNCTION f(text) RENAME TO g;\n"},
    {"views", "CREATE VIEW v AS SELECT 1 AS a;\nCREATE MATERIALIZED VIEW m AS SELECT 1 AS a;\n",
     "CREATE VIEW w AS SELECT 1 AS a; -- @renamed from=v\n"
     "-- @renamed from=m\nCREATE MATERIALIZED VIEW IF NOT EXISTS n AS SELECT 1 AS a;\n",
     "ALTER VIEW v RENAME TO w;\nALTER MATERIALIZED VIEW m RENAME TO n;\n"},
    {"a sequence", "CREATE SEQUENCE a;\n", "CREATE SEQUENCE b; -- @renamed from=a\n",
     "ALTER SEQUENCE a RENAME TO b;\n"},
    {"a trigger and a policy",
     "CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; "
     "END';\n"
     "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\nCREATE POLICY x ON t;\n",
     "CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; "
     "END';\n"
     "-- @renamed from=x\nCREATE TRIGGER y BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\n"
     "-- @renamed from=x\nCREATE POLICY y ON t;\n",
     "ALTER TRIGGER x ON t RENAME TO y;\nALTER POLICY x ON t RENAME TO y;\n"},
    {"a schema, and a table in it", "CREATE SCHEMA a;\nCREATE TABLE a.t (x int);\n",
     "CREATE SCHEMA b; -- @renamed from=a\nCREATE TABLE b.u (x int); -- @renamed from=t\n",
     "ALTER SCHEMA a RENAME TO b;\nALTER TABLE b.t RENAME TO u;\n"},
    {"a table that goes to another schema", "CREATE SCHEMA a;\nCREATE TABLE a.t (x int);\n",
     "CREATE SCHEMA a;\nCREATE SCHEMA b;\n-- @renamed from=a.t\nCREATE TABLE b.u (x int);\n",
     "ALTER TABLE a.t RENAME TO u;\nCREATE SCHEMA b;\nALTER TABLE a.u SET SCHEMA b;\n"},
    {"an identity column's sequence goes along", "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY);\n",
     "-- @renamed from=a\nCREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY);\n",
     "ALTER TABLE a RENAME TO b;\nALTER SEQUENCE a_id_seq RENAME TO b_id_seq;\n"},
};

} // namespace

TEST_CASE("what is marked as renamed is renamed, with its rows, and back") {
    for (const auto& row : k_rows) {
        DYNAMIC_SECTION(row.what) {
            DeclaredProject project(row.from);
            REQUIRE(project.autogenerate("a1").status == 0);
            REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
            const auto before = project.database.schema();
            project.declare(row.to);
            const auto outcome = project.autogenerate("b2");
            INFO(outcome.err);
            REQUIRE(outcome.status == 0);
            const auto sections = project.sections("b2");
            CHECK(sections.substr(0, sections.find("\n-- migrate:down")) ==
                  "-- migrate:up\n\n" + std::string(row.up));
            REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
            CHECK(project.headstart({"check"}).status == 0);
            // The mark stays in the file and means nothing any more.
            CHECK(project.headstart({"diff", "--to", "schema"}).out == "");
            const auto back = project.headstart({"downgrade", "-1"});
            INFO(back.err);
            CHECK(back.status == 0);
            if (row.up.find("DROP COLUMN") == std::string_view::npos) { // which comes back behind the others
                CHECK(project.database.schema() == before);
            }
        }
    }
}

TEST_CASE("rows go along with a rename, there and back") {
    DeclaredProject project("CREATE TABLE people (id int PRIMARY KEY, mail text);\n");
    REQUIRE(project.autogenerate("a1").status == 0);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("INSERT INTO people VALUES (1, 'a@b.c')");
    project.declare("-- @renamed from=people\nCREATE TABLE users (\n  id int PRIMARY KEY,\n"
                    "  email varchar(50) -- @renamed from=mail\n);\n");
    const auto outcome = project.autogenerate("b2");
    CHECK(outcome.err.find("Detected renamed table 'people' to 'users'") != std::string::npos);
    CHECK(outcome.err.find("Detected renamed column 'mail' on 'users' to 'email'") != std::string::npos);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT id, email FROM users") == "1|a@b.c");
    REQUIRE(project.headstart({"downgrade", "-1"}).status == 0);
    CHECK(project.database.text("SELECT id, mail FROM people") == "1|a@b.c");
}

TEST_CASE("a mark that means nothing is refused where it stands") {
    struct Row {
        std::string_view schema;
        std::string_view message;
        std::string_view place;
    };

    const auto row = GENERATE(Row{"CREATE TABLE t (a int); -- @renamed to=b\n",
                                  "does not say what the old name was", "schema.sql:1:25"},
                              Row{"CREATE TABLE t (a int); -- @renamed from=\n",
                                  "does not say what the old name was", "schema.sql:1:25"},
                              Row{"-- @renamed from=a\nGRANT SELECT ON pg_class TO PUBLIC;\n",
                                  "stands at nothing that has a name", "schema.sql:1:1"},
                              Row{"CREATE TABLE t (\n  a int,\n  -- @renamed from=x\n  CHECK (a > 0));\n",
                                  "stands at nothing that has a name", "schema.sql:3:3"},
                              Row{"CREATE TABLE t (a int); -- @renamed from=u\nDROP TABLE t;\n",
                                  "is not there when the whole schema", "schema.sql:1:25"});
    DeclaredProject project(row.schema);
    const auto outcome = project.autogenerate("a1");
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("HS1010") != std::string::npos);
    CHECK(outcome.err.find(row.message) != std::string::npos);
    CHECK(outcome.err.find(row.place) != std::string::npos);
}

TEST_CASE("a mark whose old name was never there is told") {
    DeclaredProject project("CREATE TABLE t (a int);\n");
    REQUIRE(project.autogenerate("a1").status == 0);
    project.declare("CREATE TABLE t (\n  b int -- @renamed from=aa\n);\n");
    const auto outcome = project.autogenerate("b2");
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find("@renamed from=aa is not followed") != std::string::npos);
}

TEST_CASE("what goes and comes and looks alike is told with the mark that makes a rename of it") {
    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view mark; ///< "" where nothing is alike
    };

    const auto row = GENERATE(
        Row{"CREATE TABLE t (a int, b text);", "CREATE TABLE t (a int, c text);", "-- @renamed from=b"},
        Row{"CREATE TABLE t (a int, b text);", "CREATE TABLE t (c text, a int);", "-- @renamed from=b"},
        Row{"CREATE TABLE t (a int, b text);", "CREATE TABLE t (a int, c int);", ""},
        Row{"CREATE TABLE t (a int, b text);", "CREATE TABLE u (a int, b text);", "-- @renamed from=t"},
        Row{"CREATE TABLE t (a int, b text);", "CREATE TABLE u (x int, y text);", ""},
        Row{"CREATE TYPE e AS ENUM ('a', 'b');", "CREATE TYPE e AS ENUM ('a', 'c');", "-- @renamed from='b'"},
        Row{"CREATE TYPE e AS ENUM ('a', 'b');", "CREATE TYPE f AS ENUM ('a', 'b');", "-- @renamed from=e"},
        Row{"CREATE TABLE t (a int); CREATE INDEX i ON t (a);",
            "CREATE TABLE t (a int); CREATE INDEX j ON t (a);", "-- @renamed from=i"},
        Row{"CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';",
            "CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT 1';", "-- @renamed from=f"},
        Row{"CREATE VIEW v AS SELECT 1 AS a;", "CREATE VIEW w AS SELECT 1 AS a;", "-- @renamed from=v"});
    DeclaredProject project;
    project.folder.write("from.sql", row.from);
    project.folder.write("to.sql", row.to);
    const auto outcome = project.headstart({"diff", "--from", "from.sql", "--to", "to.sql"});
    CHECK(outcome.status == 0);
    if (row.mark.empty()) {
        CHECK(outcome.err == "");
    } else {
        CHECK(outcome.err.find("\"" + std::string(row.mark) + "\"") != std::string::npos);
    }
    const auto json = project.headstart({"diff", "--from", "from.sql", "--to", "to.sql", "--format", "json"});
    CHECK((json.out.find("\"mark\": \"") != std::string::npos) == !row.mark.empty());
}
