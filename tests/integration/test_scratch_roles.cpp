#include "support/catch.hpp"
#include "support/project.hpp"

#include <random>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// Statements that name a role that is not there.
struct RoleProject : Project {
    std::string missing = "Missing " + std::to_string(std::random_device()());
    std::string quoted = '"' + missing + '"';

    RoleProject() {
        folder.write("a.sql", "CREATE TABLE a (id int);\nALTER TABLE a OWNER TO " + quoted + ";\n");
        folder.write("b.sql", "CREATE TABLE a (id int);\nGRANT SELECT ON a TO " + quoted +
                                  ";\nCREATE POLICY p ON a TO " + quoted + ";\n");
    }

    std::string roles() {
        return database.text("SELECT count(*) FROM pg_roles WHERE rolname LIKE '" + missing + "%'");
    }
};

} // namespace

TEST_CASE("roles: one that is missing is told by name, with the way to have it made") {
    RoleProject project;
    const auto outcome = project.headstart({"diff", "--from", "/dev/null", "--to", "a.sql"});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err,
               ContainsSubstring("error[HS1001]: role " + project.quoted + " does not exist") &&
                   ContainsSubstring("hint: make the role on the server, or have it made for as long as it "
                                     "takes: --create-roles true"));
}

TEST_CASE("roles: those that are missing are made for as long as it takes") {
    RoleProject project;
    project.folder.write("c.sql", "CREATE TABLE a (id int);\n");
    const auto outcome =
        project.headstart({"diff", "--from", "c.sql", "--to", "b.sql", "--create-roles", "true"});
    CHECK(outcome.err == "");
    CHECK(outcome.out ==
          "GRANT SELECT ON a TO " + project.quoted + ";\nCREATE POLICY p ON a TO " + project.quoted + ";\n");
    CHECK(project.roles() == "0");
}

TEST_CASE("roles: they are dropped when it fails, too") {
    RoleProject project;
    project.folder.write("c.sql", "CREATE TABLE c (id int);\nGRANT SELECT ON c TO " + project.quoted +
                                      ";\nSELECT 1/0;\n");
    CHECK(project.headstart({"diff", "--from", "a.sql", "--to", "c.sql", "--create-roles", "true"}).status ==
          2);
    CHECK(project.roles() == "0");
}

TEST_CASE("roles: what makes its roles itself is left to do so") {
    RoleProject project;
    const auto made = '"' + project.missing + " made\"";
    project.migration(
        "a1", "", "CREATE ROLE " + made + ";\nCREATE TABLE a (id int);\nALTER TABLE a OWNER TO " + made + ";",
        "DROP TABLE a;\nDROP ROLE " + made + ";");
    // On the database's own server it would be refused: a role is of the whole server.
    project.environment["HEADSTART_SCRATCH_URL"] = project.database.url();
    const auto outcome =
        project.headstart({"diff", "--from", "/dev/null", "--to", "migrations", "--create-roles", "true"});
    CHECK(outcome.err == "");
    CHECK(outcome.status == 0);
    CHECK(project.roles() == "1"); // as without the setting
    project.database.execute("DROP ROLE " + made);
}

TEST_CASE("roles: migrations are tested with them, and what a killed run has left goes") {
    RoleProject project;
    const auto left = '"' + project.missing + " left\"";
    project.database.execute("CREATE ROLE " + left + "; COMMENT ON ROLE " + left +
                             " IS 'headstart scratch role, 2020-01-01 00:00:00+00'");
    project.migration("a1", "", "CREATE TABLE a (id int);\nGRANT INSERT ON a TO " + project.quoted + ";",
                      "DROP TABLE a;");
    CHECK(project.headstart({"test"}).status == 5);
    const auto outcome = project.headstart({"test", "--create-roles", "true"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    CHECK(project.roles() == "0");
}

TEST_CASE("roles: who may not make any is told so") {
    RoleProject project;
    const auto poor = project.database.role("poor", "LOGIN CREATEDB PASSWORD 'secret'");
    Call call{{"diff", "--from", "a.sql", "--to", "b.sql", "--create-roles", "true"}};
    call.variables["DATABASE_URL"] = project.database.url_as(poor, "secret");
    const auto outcome = project.headstart(call);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("error[HS1002]: the roles " + project.quoted +
                                              " cannot be made for scratch databases"));
}
