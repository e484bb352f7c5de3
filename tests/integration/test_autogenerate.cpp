#include "integration/declared.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>

using namespace headstart::test;

TEST_CASE("a migration is written from the declared schema, and its way back too") {
    DeclaredProject project("CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE);\n");
    const auto first = project.autogenerate("a1");
    CHECK(first.status == 0);
    CHECK(project.steady(first.err) == "info: Detected added sequence 'users_id_seq'\n"
                                       "info: Detected added table 'users'\n");
    CHECK(project.sections("a1") == R"(-- migrate:up

CREATE TABLE users (
    id serial PRIMARY KEY,
    email text NOT NULL UNIQUE
);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE users;
)");
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("INSERT INTO users (email) VALUES ('a@b.c')");
    project.declare("CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, phone text);\n");
    const auto second = project.autogenerate("b2");
    CHECK(project.steady(second.err) == "info: Detected added column 'users.phone'\n");
    CHECK(project.sections("b2") == R"(-- migrate:up

ALTER TABLE users ADD COLUMN phone text;

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
ALTER TABLE users DROP COLUMN phone;
)");
    CHECK(project.headstart({"check"}).status == 5); // not applied yet
    const auto json = nlohmann::json::parse(project.headstart({"check", "--format", "json"}).out);
    CHECK(json.at("schema") == nullptr);
    CHECK(json.at("drift") == nullptr);
    CHECK(json.at("ok") == false);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.transcript({"check"}) == "1| No pending revisions, one head.\nexit 0\n");
    REQUIRE(project.headstart({"downgrade", "-1"}).status == 0);
    CHECK(project.database.text("SELECT * FROM users") == "1|a@b.c");
}

TEST_CASE("where nothing differs the new file is empty, and says so") {
    DeclaredProject project("CREATE TABLE t (id int);\n");
    REQUIRE(project.autogenerate("a1").status == 0);
    const auto outcome = project.autogenerate("b2");
    CHECK(project.steady(outcome.err) ==
          "info: no difference between the migrations and the declared schema: the new file is empty\n");
    CHECK(project.sections("b2") == "-- migrate:up\n\n\n-- migrate:down\n\n");
}

TEST_CASE("the database need not be up to date, and is not touched") {
    DeclaredProject project("CREATE TABLE t (id int);\n");
    const auto before = project.snapshot();
    REQUIRE(project.autogenerate("a1").status == 0);
    project.declare("CREATE TABLE t (id int, b text);\n");
    REQUIRE(project.autogenerate("b2").status == 0);
    CHECK(project.sections("b2").find("ADD COLUMN b text") != std::string::npos);
    CHECK(project.snapshot() == before);
}

TEST_CASE("no scratch database is left behind, whether it went well or not") {
    DeclaredProject project("CREATE TABLE t (id int);\n");
    const auto owner = project.database.role("maker", "LOGIN CREATEDB PASSWORD 'secret'");
    project.environment["DATABASE_URL"] = project.database.url_as(owner, "secret");
    const auto left = [&] {
        return project.database.text("SELECT count(*) FROM pg_database WHERE pg_get_userbyid(datdba) = '" +
                                     owner + "'");
    };
    REQUIRE(project.autogenerate("a1").status == 0);
    CHECK(left() == "0");
    project.declare("CREATE TABLE t (id nothing);\n");
    REQUIRE(project.autogenerate("b2").status == 2);
    CHECK(left() == "0");
}

TEST_CASE("no scratch database is left behind by a run that is stopped while it makes one") {
    DeclaredProject project("CREATE TABLE t (id int);\n");
    project.migration("a1", "", "CREATE TABLE t (id int);\nSELECT pg_sleep(60);", "DROP TABLE t;");
    const auto owner = project.database.role("stopped", "LOGIN CREATEDB PASSWORD 'secret'");
    project.environment["DATABASE_URL"] = project.database.url_as(owner, "secret");
    const auto left = [&] {
        return project.database.text("SELECT count(*) FROM pg_database WHERE pg_get_userbyid(datdba) = '" +
                                     owner + "'");
    };
    for (const std::string command : {"test", "diff", "check"}) {
        INFO(command);
        const auto running = project.start({command});
        // As soon as it is there, which is before headstart hears of it.
        REQUIRE(eventually(30s, [&] { return left() != "0"; }));
        running->send(SIGINT);
        CHECK(running->wait(20s).status == 130);
        CHECK(left() == "0");
    }
}

TEST_CASE("a table with deferred keys is altered for a role that cannot switch off its triggers") {
    DeclaredProject project(
        "CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE c (id int PRIMARY KEY, p int NOT NULL "
        "REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n");
    const auto owner = project.database.role("plain", "LOGIN CREATEDB PASSWORD 'secret'");
    project.environment["DATABASE_URL"] = project.database.url_as(owner, "secret");
    REQUIRE(project.autogenerate("a1").status == 0);
    project.declare(
        "CREATE TABLE p (id int PRIMARY KEY, n int);\nCREATE TABLE c (id int PRIMARY KEY, p int NOT NULL "
        "REFERENCES p DEFERRABLE INITIALLY DEFERRED, title text);\n");
    const auto outcome = project.autogenerate("b2");
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(project.sections("b2").find("ALTER TABLE c ADD COLUMN title text;") != std::string::npos);
}

TEST_CASE("a declared schema may be a folder, a command's output or an option") {
    DeclaredProject project;
    project.folder.write("headstart.toml", "schema = \"schema\"\n");
    std::filesystem::create_directory(project.folder.path() / "schema");
    project.folder.write("schema/1_types.sql", "CREATE TYPE mood AS ENUM ('good');\n");
    project.folder.write("schema/2_tables.sql", "CREATE TABLE t (m mood);\n");
    CHECK(project.headstart({"diff", "--to", "schema"}).out ==
          "CREATE TYPE mood AS ENUM ('good');\n\nCREATE TABLE t (\n    m mood\n);\n");
    project.folder.write("headstart.toml", "schema_command = \"cat schema/1_types.sql\"\n");
    CHECK(project.headstart({"diff", "--to", "schema"}).out == "CREATE TYPE mood AS ENUM ('good');\n");
}

TEST_CASE("an error in the declared schema is shown where it stands, and nothing is written") {
    DeclaredProject project("CREATE TABLE t (id int);\nCREATE TABLE u (id nothing);\n");
    const auto outcome = project.autogenerate("a1");
    CHECK(outcome.status == 2);
    CHECK(project.steady(outcome.err) == R"(schema.sql:2:20: error[HS1001]: type "nothing" does not exist
    2 | CREATE TABLE u (id nothing);
      |                    ^~~~~~~
sqlstate: 42704
hint: a schema is loaded from the top into an empty database: what is used here has to be made above it
while: loading schema.sql into a scratch database
)");
    CHECK(std::filesystem::is_empty(project.folder.path() / "migrations"));
}

TEST_CASE("the baseline of a database that is there is made from it") {
    DeclaredProject project;
    project.database.execute("CREATE TABLE old (id int PRIMARY KEY); INSERT INTO old VALUES (7)");
    const auto dumped = project.headstart({"dump"});
    CHECK(dumped.out == "CREATE TABLE old (\n    id integer PRIMARY KEY\n);\n");
    project.declare(dumped.out);
    REQUIRE(project.autogenerate("a1").status == 0);
    REQUIRE(project.headstart({"stamp", "head"}).status == 0);
    CHECK(project.headstart({"check"}).status == 0);
    CHECK(project.database.text("SELECT * FROM old") == "7");
    CHECK(project.headstart({"dump", "--verify", "schema.sql"}).status == 0);
    project.database.execute("CREATE INDEX by_hand ON old ((id + 1))");
    CHECK(project.headstart({"dump", "--verify", "schema.sql"}).status == 5);
    const auto drift = project.headstart({"check"});
    CHECK(drift.status == 5);
    CHECK(drift.err.find("HS1007") != std::string::npos);
    CHECK(drift.err.find("DROP INDEX by_hand") != std::string::npos);
    const auto json = nlohmann::json::parse(project.headstart({"check", "--format", "json"}).out);
    CHECK(json.at("drift").at("statements") == nlohmann::json::array({"DROP INDEX by_hand;"}));
}

TEST_CASE("what acts on the whole server is left out of a declared schema, and no migration with it is run "
          "for a look") {
    DeclaredProject project(
        "DROP DATABASE postgres;\nCREATE ROLE made_by_a_look;\nCREATE TABLE t (a int);\n");
    const auto outcome = project.headstart({"diff", "--to", "schema"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "CREATE TABLE t (\n    a integer\n);\n");
    CHECK(outcome.err.find("schema.sql:1: DROP DATABASE acts on the whole server") != std::string::npos);
    CHECK(project.database.text("SELECT count(*) FROM pg_roles WHERE rolname = 'made_by_a_look'") == "0");
    project.migration("a1", "", "CREATE TABLE t (a int);\nALTER ROLE CURRENT_USER SET jit = off;",
                      "DROP TABLE t;");
    const auto refused = project.headstart({"diff", "--to", "schema"});
    CHECK(refused.status == 2);
    CHECK(refused.err.find("migrations/a1.sql") != std::string::npos);
    CHECK(refused.err.find("ALTER ROLE acts on the whole server") != std::string::npos);
    CHECK(refused.err.find("--scratch local") != std::string::npos);
}

TEST_CASE("a sequence that is made for a column with rows goes on behind them, and rows of partitions stay") {
    DeclaredProject project(
        "CREATE TABLE t (a serial PRIMARY KEY, v text);\nCREATE TABLE e (id bigserial, k int);\n");
    REQUIRE(project.autogenerate("a1").status == 0);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("INSERT INTO t (v) VALUES ('a'), ('b'); INSERT INTO e (k) VALUES (1), (2)");
    project.declare("CREATE TABLE t (a int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, v text);\n"
                    "CREATE TABLE e (id bigserial, k int) PARTITION BY LIST (k);\n"
                    "CREATE TABLE e_rest PARTITION OF e DEFAULT;\n");
    REQUIRE(project.autogenerate("b2").status == 0);
    for (const auto* direction : {"upgrade", "downgrade"}) {
        REQUIRE(project.headstart({direction, direction[0] == 'u' ? "head" : "-1"}).status == 0);
        project.database.execute("INSERT INTO t (v) VALUES ('c'); INSERT INTO e (k) VALUES (3)");
    }
    CHECK(project.database.text("SELECT string_agg(a || v, ' ' ORDER BY a) FROM t") == "1a 2b 3c 4c");
    CHECK(project.database.text("SELECT string_agg(id || '-' || k, ' ' ORDER BY id) FROM e") ==
          "1-1 2-2 3-3 4-3");
}
