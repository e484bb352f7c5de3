#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"

using namespace headstart::test;

namespace {

/// One way to tell libpq, or the server, of another encoding than the files'.
struct Way {
    std::string what;
    std::string query; ///< of the URL
    Environment variables = {};
    std::string statement = ""; ///< run before
};

/// A statement with the database and its user in the places of %d and %u.
std::string filled_in(std::string statement, const TestDatabase& database) {
    for (const auto& [mark, name] : {std::pair{"%d", database.name()}, {"%u", database.user()}}) {
        if (const auto at = statement.find(mark); at != std::string::npos) {
            statement.replace(at, 2, name);
        }
    }
    return statement;
}

} // namespace

TEST_CASE("files arrive as UTF-8, whatever client_encoding anybody asks for") {
    Project project;
    project.migration(
        "a1", "",
        "CREATE TABLE names (id int, name text);\nINSERT INTO names VALUES (1, 'Gr\xc3\xbc\xc3\x9f"
        "e');\n"
        "COPY names FROM stdin;\n2\t\xc3\x84\xc3\xa9\n\\.\n");
    const auto services = project.folder.write(
        "services", "[latin]\nclient_encoding=latin1\noptions=-c client_encoding=latin1\n");
    const std::vector<Way> ways{
        {"nothing", ""},
        {"the URL", "?client_encoding=latin1"},
        {"the URL's options", "?options=-c%20client_encoding%3Dlatin1"},
        {"auto", "?client_encoding=auto", {{"LC_ALL", "C"}}},
        {"the environment", "", {{"PGCLIENTENCODING", "latin1"}}},
        {"the environment's options", "", {{"PGOPTIONS", "-c client_encoding=latin1"}}},
        {"the service", "?service=latin", {{"PGSERVICEFILE", services}}},
        {"the database", "", {}, "ALTER DATABASE %d SET client_encoding = 'latin1'"},
        {"the role", "", {}, "ALTER ROLE %u IN DATABASE %d SET client_encoding = 'latin1'"},
    };
    for (const std::string options : {"", "ENCODING 'LATIN1' LOCALE 'C'"}) {
        for (const auto& way : ways) {
            INFO(way.what << " " << options);
            TestDatabase database(options);
            if (!way.statement.empty()) {
                database.execute(filled_in(way.statement, database));
            }
            Call call{{"upgrade"}, way.variables};
            call.variables["DATABASE_URL"] = database.url() + way.query;
            const auto outcome = project.headstart(call);
            INFO(outcome.err);
            CHECK(outcome.status == 0);
            Session reader(database.url() + "?client_encoding=utf8");
            CHECK(reader.text("SELECT name, char_length(name) FROM names ORDER BY id") ==
                  "Gr\xc3\xbc\xc3\x9f"
                  "e|5\n\xc3\x84\xc3\xa9|2");
        }
    }
}

TEST_CASE("a file that sets another client_encoding is refused before anything runs") {
    const std::vector<std::pair<std::string, bool>> statements{
        {"SET client_encoding = 'LATIN1'", true},
        {"set local CLIENT_ENCODING to latin1", true},
        {"SET NAMES 'SQL_ASCII'", true},
        {"SELECT pg_catalog.set_config('client_encoding', 'WIN1252', false)", true},
        {"SET client_encoding = 'UTF8'", false},
        {"SET NAMES 'utf-8'", false},
        {"SET client_encoding TO unicode", false},
        {"RESET client_encoding", false},
        {"SELECT set_config('client_encoding', 'Unicode', true)", false},
    };
    for (const auto& [statement, is_refused] : statements) {
        for (const std::string options : {"", "transaction:false"}) {
            INFO(statement << " " << options);
            Project project;
            project.migration("a1", "",
                              statement + ";\nCREATE TABLE names (name text);\n"
                                          "INSERT INTO names VALUES ('Z\xc3\xbcrich');",
                              {}, options);
            const auto outcome = project.headstart({"upgrade"});
            INFO(outcome.err);
            CHECK(outcome.status == (is_refused ? 2 : 0));
            CHECK((outcome.err.find(
                       "error[HS0207]: client_encoding is set to another encoding than UTF-8, which the "
                       "file is in\n") != std::string::npos) == is_refused);
            CHECK(project.headstart({"upgrade", "--sql"}).status == (is_refused ? 2 : 0));
            CHECK(project.database.text("SELECT pg_catalog.to_regclass('names') IS NULL") ==
                  (is_refused ? "t" : "f"));
            if (!is_refused) {
                Session reader(project.database.url() + "?client_encoding=utf8");
                CHECK(reader.text("SELECT name FROM names") == "Z\xc3\xbcrich");
            }
        }
    }
}

TEST_CASE("an encoding that only the server sees set stores nothing") {
    for (const std::string hidden :
         {"DO $$ BEGIN PERFORM set_config('client_encoding', 'LATIN1', false); END $$",
          "SELECT length(set_config('client_encoding', 'LATIN1', false))"}) {
        for (const std::string options : {"", "transaction:false"}) {
            INFO(hidden << " " << options);
            Project project;
            project.migration("a1", "", "CREATE TABLE names (name text);");
            project.migration("b2", "a1", hidden + ";\nINSERT INTO names VALUES ('Z\xc3\xbcrich');", {},
                              options);
            const auto outcome = project.headstart({"upgrade"});
            INFO(outcome.err);
            CHECK(outcome.status == 1);
            CHECK(outcome.err.find("error[HS0207]: client_encoding changed while revision b2 ran, and its "
                                   "file is UTF-8\n") != std::string::npos);
            Session reader(project.database.url() + "?client_encoding=utf8");
            CHECK(reader.text("SELECT count(*) FROM names") == "0");
        }
    }
}

TEST_CASE("a script is UTF-8 to a psql whose own encoding is another") {
    Project project;
    TestDatabase latin("ENCODING 'LATIN1' LOCALE 'C'");
    project.migration("a1", "",
                      "CREATE TABLE names (name text);\nINSERT INTO names VALUES ('Z\xc3\xbcrich');");
    project.migration("b2", "a1", "INSERT INTO names VALUES ('K\xc3\xb6ln');", {}, "transaction:false");
    const auto script = project.headstart({"upgrade", "--sql"});
    REQUIRE(script.status == 0);
    const auto psql = run({{server_program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f",
                            project.folder.write("script.sql", script.out), "-d", latin.url()},
                           {{"PGCLIENTENCODING", "LATIN1"}}});
    INFO(psql.err);
    CHECK(psql.status == 0);
    Session reader(latin.url() + "?client_encoding=utf8");
    CHECK(reader.text("SELECT name FROM names ORDER BY 1") == "K\xc3\xb6ln\nZ\xc3\xbcrich");
}

TEST_CASE("a message that the database cannot hold is no reason to fail") {
    Project project;
    const auto write = [&](const std::string& id, const std::string& parent, const std::string& message,
                           const std::string& section) {
        project.folder.write("migrations/" + id + ".sql",
                             "-- " + message + "\n--\n-- Revision ID: " + id + "\n-- Revises: " + parent +
                                 "\n\n-- migrate:up" + section + "\n-- migrate:down\n");
    };
    write("a1", "", "add \xe2\x80\x93 the \xe2\x82\xac of \xc3\xa9", "\nCREATE TABLE a (id int);");
    write("b2", "a1", "\xf0\x9f\x98\x80", " transaction:false\nCREATE TABLE b (id int);");
    write("c3", "b2", "Make c3", " transaction:false\nSELECT 'nothing \xe2\x82\xac'::no_such_type;");

    struct Row {
        std::string encoding;
        std::string messages;
    };

    for (const auto& row :
         {Row{"UTF8", "add \xe2\x80\x93 the \xe2\x82\xac of \xc3\xa9|\xf0\x9f\x98\x80|Make c3"},
          Row{"SQL_ASCII", "add \xe2\x80\x93 the \xe2\x82\xac of \xc3\xa9|\xf0\x9f\x98\x80|Make c3"},
          Row{"LATIN1", "add \\u2013 the \\u20ac of \xe9|\\U0001f600|Make c3"},
          Row{"EUC_JP", "add \\u2013 the \\u20ac of \\u00e9|\\U0001f600|Make c3"}}) {
        DYNAMIC_SECTION(row.encoding) {
            TestDatabase database("ENCODING '" + row.encoding + "' LOCALE 'C'");
            Call call{{"upgrade", "b2"}};
            call.variables["DATABASE_URL"] = database.url();
            const auto done = project.headstart(call);
            INFO(done.err);
            CHECK(done.status == 0);
            call.arguments = {"upgrade"};
            CHECK(project.headstart(call).status == 1);
            CHECK(database.text("SELECT string_agg(message, '|' ORDER BY id) FROM headstart_journal") ==
                  row.messages);
        }
    }
}

TEST_CASE("an error that quotes bytes which are no UTF-8 is shown with them, and with its own SQLSTATE") {
    Project project;
    project.migration("a1", "",
                      "CREATE TABLE t (name text PRIMARY KEY);\nINSERT INTO t SELECT name FROM aside.names;\n"
                      "INSERT INTO t SELECT name FROM aside.names;");
    for (const auto& [encoding, byte] : {std::pair{"SQL_ASCII", "e9"}, std::pair{"WIN1252", "81"}}) {
        DYNAMIC_SECTION(encoding) {
            TestDatabase database(std::string("ENCODING '") + encoding + "' LOCALE 'C'");
            Session writer(database.url() + "?client_encoding=" + encoding);
            writer.query(std::string("CREATE SCHEMA aside; CREATE TABLE aside.names AS SELECT E'x\\x") +
                         byte + "'::text AS name");
            Call call{{"upgrade"}};
            call.variables["DATABASE_URL"] = database.url();
            const auto outcome = project.headstart(call);
            INFO(outcome.err);
            CHECK(outcome.status == 1);
            CHECK(outcome.err.find("duplicate key value violates unique constraint") != std::string::npos);
            CHECK(outcome.err.find(std::string("Key (name)=(x\\x") + byte + ") already exists.") !=
                  std::string::npos);
            CHECK(outcome.err.find("sqlstate: 23505") != std::string::npos);
            CHECK(database.text("SELECT to_regclass('t') IS NULL") ==
                  "t"); // it ran twice, and is rolled back
        }
    }
}

TEST_CASE("bytes that are none in UTF-8 are for a database to refuse which is in UTF-8") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t AS SELECT E'caf\\351' AS name;");
    for (const auto& [encoding, status] : {std::pair{"LATIN1", 0}, std::pair{"UTF8", 1}}) {
        DYNAMIC_SECTION(encoding) {
            TestDatabase database(std::string("ENCODING '") + encoding + "' LOCALE 'C'");
            Call call{{"upgrade"}};
            call.variables["DATABASE_URL"] = database.url();
            const auto outcome = project.headstart(call);
            INFO(outcome.err);
            CHECK(outcome.status == status);
            CHECK((outcome.err.find("invalid byte sequence") != std::string::npos) == (status == 1));
        }
    }
}
