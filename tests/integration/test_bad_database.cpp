#include "integration/linear.hpp"
#include "support/catch.hpp"

using namespace headstart::test;

namespace {

std::string with_url(Project& project, const std::string& url,
                     std::vector<std::string> arguments = {"upgrade"}) {
    const auto before = project.snapshot();
    auto text = project.transcript(Call{std::move(arguments), {{"DATABASE_URL", url}}});
    CHECK(text.find("s3cret") == std::string::npos);
    CHECK(project.snapshot() == before);
    return text;
}

} // namespace

TEST_CASE("what waiting cannot help fails at once, whatever the time-out") {
    LinearProject project;
    auto& database = project.database;
    const auto at = "@127.0.0.1:" + database.port() + "/";
    CHECK(with_url(project, "postgresql://postgres:s3cret" + at + database.name(),
                   {"run", "--wait-timeout", "1h"}) == R"(?)");
    CHECK(with_url(project, "postgresql://no_such_role:s3cret" + at + database.name()) == R"(?)");
    CHECK(with_url(project, "postgresql://postgres:" + database.password() + at + "no_such_database") ==
          R"(?)");
    CHECK(with_url(project, database.url() + "?sslmode=require") == R"(?)");
    const auto role = database.role("outsider", "LOGIN PASSWORD 's3cret'");
    database.execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC");
    CHECK(with_url(project, database.url_as(role, "s3cret")) == R"(?)");
}

TEST_CASE("a host that nobody knows is waited for as long as was said") {
    LinearProject project;
    const std::string url = "postgresql://app:s3cret@db.invalid/app";
    CHECK(with_url(project, url, {"upgrade", "--wait-timeout", "0"}) == R"(?)");
    CHECK(with_url(project, url, {"upgrade", "--wait-timeout", "300ms"}) == R"(?)");
}

TEST_CASE("a port where nothing listens is not ready") {
    LinearProject project;
    CHECK(with_url(project, "postgresql://app:s3cret@127.0.0.1:1/app") == R"(?)");
    CHECK(with_url(project, "host=/nonexistent user=app password=s3cret dbname=app") == R"(?)");
}

TEST_CASE("an application that cannot be executed costs no migration") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"run", "--", "no-such-command"}) == R"(?)");
    CHECK(project.transcript({"run", "--", "./no-such-command"}) == R"(?)");
    project.folder.write("plain.txt", "x");
    CHECK(project.transcript({"run", "--", "./plain.txt"}) == R"(?)");
    CHECK(project.transcript({"run", "--", "/tmp"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a revision in the version table that no file has is refused") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("UPDATE alembic_version SET version_num = 'deadbeef'");
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    CHECK(project.transcript({"run", "--", "/bin/echo", "started"}) == R"(?)");
    CHECK(project.transcript({"downgrade", "-1"}) == R"(?)");
    CHECK(project.transcript({"check"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a role without rights on the version table is told so") {
    LinearProject project;
    auto& database = project.database;
    REQUIRE(project.headstart({"upgrade", "+1"}).status == 0);
    const auto role = database.role("app");
    project.environment["DATABASE_URL"] = database.url_as(role, "secret");
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    database.execute("GRANT SELECT ON alembic_version TO " + role);
    CHECK(project.transcript({"current"}) == "1| a1\nexit 0\n");
    const auto granted = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    CHECK(project.snapshot() == granted);
    CHECK(before != granted);
    database.execute("REVOKE SELECT ON alembic_version FROM " + role);
}

TEST_CASE("a role that may not create tables cannot make the version table") {
    LinearProject project;
    auto& database = project.database;
    database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const auto role = database.role("app");
    project.environment["DATABASE_URL"] = database.url_as(role, "secret");
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a schema for the version table that is not there is named") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "--version-table-schema", "nowhere"}) == R"(?)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("an error in the middle of the third of five keeps the first two and nothing of the third") {
    LinearProject project;
    project.migration("c3", "b2",
                      "CREATE TABLE c (id int);\nINSERT INTO c VALUES (1), (2);\n"
                      "INSERT INTO c VALUES ('three');\nCREATE TABLE later (id int);");
    project.migration("d4", "c3", "SELECT 1;");
    project.migration("e5", "d4", "SELECT 1;");
    CHECK(project.transcript({"upgrade", "head"}) == R"(?)");
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done");
    // Once the file is right, the same command goes on.
    project.migration("c3", "b2", "CREATE TABLE c (id int);");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "e5");
}
