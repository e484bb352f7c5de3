#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A history that grants something, and a declared schema that says nothing of it.
struct GrantingProject : Project {
    std::string reader = database.role("reader");

    GrantingProject() {
        database.open_public();
        migration("a1", "", "CREATE TABLE t (id int);\nGRANT SELECT ON t TO " + reader + ";",
                  "DROP TABLE t;");
        declare("CREATE TABLE t (id int);\n");
        environment["HEADSTART_SCHEMA"] = "schema.sql";
    }

    void declare(const std::string& schema) { folder.write("schema.sql", schema); }

    /// The differences as SQL.
    std::string detected(const std::string& privileges = "auto") {
        return headstart({"revision", "--autogenerate", "-m", "x", "--rev-id", "b2", "--sql", "--privileges",
                          privileges})
            .out;
    }
};

} // namespace

TEST_CASE("privileges: a declared schema without grants revokes none") {
    GrantingProject project;
    CHECK_THAT(project.detected(), !ContainsSubstring("REVOKE"));
    CHECK_THAT(project.detected("always"),
               ContainsSubstring("REVOKE SELECT ON t FROM " + project.reader + ";"));
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.headstart({"check"}).status == 0);
    CHECK(project.headstart({"check", "--privileges", "always"}).status == 5);
}

TEST_CASE("privileges: one with grants is meant with all of them") {
    GrantingProject project;
    project.declare("CREATE TABLE t (id int);\nGRANT INSERT ON t TO " + project.reader + ";\n");
    CHECK_THAT(project.detected(),
               ContainsSubstring("REVOKE SELECT ON t FROM") && ContainsSubstring("GRANT INSERT ON t TO"));
    CHECK_THAT(project.detected("never"), !ContainsSubstring("GRANT") && !ContainsSubstring("REVOKE"));
}

TEST_CASE("privileges: what an administrator grants is no drift where no migration grants anything") {
    GrantingProject project;
    project.migration("a1", "", "CREATE TABLE t (id int);", "DROP TABLE t;");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("GRANT SELECT ON t TO " + project.reader);
    CHECK(project.headstart({"check"}).status == 0);
    CHECK(project.headstart({"check", "--privileges", "always"}).status == 5);
}

TEST_CASE("privileges: diff and dump count them unless they are told not to") {
    GrantingProject project;
    const std::vector<std::string> diff{"diff", "--from", "migrations", "--to", "schema.sql"};
    CHECK_THAT(project.headstart(diff).out,
               ContainsSubstring("REVOKE SELECT ON t FROM " + project.reader + ";"));
    project.environment["HEADSTART_PRIVILEGES"] = "never";
    CHECK(project.headstart(diff).out == "");
    CHECK(project.headstart({"dump", "--from", "migrations"}).out ==
          "CREATE TABLE t (\n    id integer\n);\n");
    CHECK(project.headstart({"dump", "--privileges", "sometimes"}).status == 2);
}

TEST_CASE("privileges: what the owner on the one side is granted on the other is no difference") {
    Project project;
    const auto role = project.database.role("owner");
    project.folder.write("from.sql", "CREATE TABLE t (a int);\nALTER TABLE t OWNER TO " + role + ";\n");
    project.folder.write("to.sql", "CREATE TABLE t (a int);\nGRANT SELECT ON t TO " + role + ";\n");
    CHECK(project.transcript({"diff", "--from", "from.sql", "--to", "to.sql"}) == "exit 0\n");
    CHECK(project.transcript({"diff", "--from", "to.sql", "--to", "from.sql"}) == "exit 0\n");
    CHECK(project.headstart({"diff", "--from", "to.sql", "--to", "from.sql", "--owners"}).out != "");
}
