#include "support/catch.hpp"
#include "support/project.hpp"

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
