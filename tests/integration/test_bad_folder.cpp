#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <unistd.h>

using namespace headstart::test;

namespace {

/// Runs `upgrade head`, which must leave the database as it was.
std::string refused(Project& project, Call call = {{"upgrade", "head"}}) {
    const auto before = project.snapshot();
    auto text = project.transcript(std::move(call));
    CHECK(project.snapshot() == before);
    return text;
}

} // namespace

TEST_CASE("a folder that is not there is named") {
    Project project;
    CHECK(refused(project, Call{{"upgrade", "--dir", "none"}}) == R"(?)");
}

TEST_CASE("an empty folder has nothing to upgrade to") {
    Project project;
    CHECK(refused(project) == R"(?)");
    CHECK(refused(project, Call{{"run", "--", "/bin/echo", "started"}}) == R"(?)");
}

TEST_CASE("a folder or file that this user may not read is named") {
    LinearProject project;
    Call call{{"upgrade", "head"}};
    if (::getuid() == 0) { // root reads everything
        call.wrapper = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"};
        std::filesystem::permissions(project.folder.path(), std::filesystem::perms(0755));
    }
    const auto file = project.folder.path() / "migrations/b2.sql";
    std::filesystem::permissions(file, std::filesystem::perms::none);
    CHECK(refused(project, call) == R"(?)");
    std::filesystem::permissions(project.folder.path() / "migrations", std::filesystem::perms::none);
    CHECK(refused(project, call) == R"(?)");
    std::filesystem::permissions(project.folder.path() / "migrations", std::filesystem::perms::owner_all);
}

TEST_CASE("a header without a revision id, or with a word too many, is shown") {
    LinearProject project;
    project.folder.write("migrations/d4.sql", "-- Make d4\n--\n-- Revises: c3\n\n-- migrate:up\nSELECT 1;\n");
    CHECK(refused(project) == R"(?)");
    project.folder.write("migrations/d4.sql",
                         "-- Make d4\n--\n-- Revision ID: d4\n-- Revises: c 3\n\n-- migrate:up\nSELECT 1;\n");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("an id that is there twice is named with both files") {
    LinearProject project;
    project.folder.write("migrations/other.sql",
                         "-- x\n--\n-- Revision ID: b2\n-- Revises: a1\n\n-- migrate:up\n");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("a parent that is missing is named") {
    LinearProject project;
    project.migration("d4", "lost", "SELECT 1;");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("revisions that go round in a circle are named") {
    Project project;
    project.migration("a1", "c3", "SELECT 1;");
    project.migration("b2", "a1", "SELECT 1;");
    project.migration("c3", "b2", "SELECT 1;");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("several heads are named, and heads takes them all") {
    LinearProject project;
    project.migration("d4", "b2", "SELECT 1;");
    CHECK(refused(project) == R"(?)");
    CHECK(project.headstart({"upgrade", "heads"}).status == 0);
    CHECK(project.version() == "c3 d4");
}

TEST_CASE("a file without an up marker, or with a wrong one, is shown") {
    LinearProject project;
    project.folder.write("migrations/d4.sql", "-- d4\n--\n-- Revision ID: d4\n-- Revises: c3\n\nSELECT 1;\n");
    CHECK(refused(project) == R"(?)");
    project.migration("d4", "c3", "SELECT 1;", {}, "transaction:flase");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("a file that is not UTF-8 is named with its first wrong byte") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT 'caf\xe9';");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("a syntax error in the last of several pending files is found before the first runs") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT 1;\n\tALTER TABLE \"\xc3\xa4\" ADD COLUM x int,, y int;");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("every file that cannot run is shown, not only the first") {
    LinearProject project;
    project.migration("b2", "a1", "CREATE TABEL b (id int);");
    project.migration("d4", "c3", "SELECT (1;");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("a command of psql is named") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT 1;\n\\i other.sql\n");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("statements that cannot run in a transaction are named where the section runs in one") {
    LinearProject project;
    project.migration("d4", "c3", "CREATE INDEX CONCURRENTLY ix ON a (id);\nVACUUM a;\nCOMMIT;");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("rows of a COPY without an end are refused") {
    LinearProject project;
    project.migration("d4", "c3", "COPY a FROM stdin;\n1\n2\n");
    CHECK(refused(project) == R"(?)");
}

TEST_CASE("a section that will not run stops nothing") {
    LinearProject project;
    project.migration("c3", "b2", "CREATE TABLE c (id int);", "DROP TABEL c;");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(refused(project, Call{{"downgrade", "base"}}) == R"(?)");
}
