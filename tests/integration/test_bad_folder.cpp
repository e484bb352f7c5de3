#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/server_version.hpp"

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
    CHECK(refused(project, Call{{"upgrade", "--dir", "none"}}) ==
          R"(2| error[HS0101]: cannot read the migrations folder <project>/none: No such file or directory
2| hint: is it mounted or copied into the image? name it with --dir or HEADSTART_DIR; `headstart init` makes a new one
exit 2
)");
}

TEST_CASE("an empty folder has nothing to upgrade to") {
    Project project;
    CHECK(refused(project) == R"(2| error[HS0101]: there are no migrations (*.sql) in <project>/migrations
2| hint: is it the right folder (--dir, HEADSTART_DIR), and is it mounted? `headstart revision -m "…"` makes the first migration
exit 2
)");
    CHECK(refused(project, Call{{"run", "--", "/bin/echo", "started"}}) ==
          R"(2| error[HS0101]: there are no migrations (*.sql) in <project>/migrations
2| hint: is it the right folder (--dir, HEADSTART_DIR), and is it mounted? `headstart revision -m "…"` makes the first migration
exit 2
)");
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
    CHECK(refused(project, call) == R"(2| error[HS0101]: cannot read migrations/b2.sql: Permission denied
2| hint: check the file's owner and mode, and the user that headstart runs as
exit 2
)");
    std::filesystem::permissions(project.folder.path() / "migrations", std::filesystem::perms::none);
    CHECK(refused(project, call) ==
          R"(2| error[HS0101]: cannot read the migrations folder <project>/migrations: Permission denied
2| hint: check the folder's owner and mode, and the user that headstart runs as
exit 2
)");
    std::filesystem::permissions(project.folder.path() / "migrations", std::filesystem::perms::owner_all);
}

TEST_CASE("a header without a revision id, or that names a parent that is none, is shown") {
    LinearProject project;
    project.folder.write("migrations/d4.sql", "-- Make d4\n--\n-- Revises: c3\n\n-- migrate:up\nSELECT 1;\n");
    CHECK(refused(project) == R"(2| migrations/d4.sql:1:1: error[HS0102]: the header has no `Revision ID`
2|     1 | -- Make d4
2|       | ^~~~~~~~~~
2| hint: write `-- Revision ID: …` at the top of the file; `headstart revision -m …` makes a file with one
exit 2
)");
    project.folder.write("migrations/d4.sql",
                         "-- Make d4\n--\n-- Revision ID: d4\n-- Revises: c 3\n\n-- migrate:up\nSELECT 1;\n");
    CHECK(refused(project) == R"(2| error[HS0105]: Revision c referenced from d4 is not present
2| note: d4 is in migrations/d4.sql
2| hint: only full identifiers are understood here: did you mean 'c3'?
2| error[HS0105]: Revision 3 referenced from d4 is not present
2| note: d4 is in migrations/d4.sql
2| hint: did you mean 'c3'?
exit 2
)");
}

TEST_CASE("a header with a key that nobody knows is shown") {
    LinearProject project;
    project.folder.write("migrations/d4.sql",
                         "-- d4\n--\n-- Revision ID: d4\n-- Revises: c3\n-- Dependson: a1\n"
                         "\n-- migrate:up\nSELECT 1;\n");
    CHECK(refused(project) == R"(2| migrations/d4.sql:5:1: error[HS0102]: `Dependson` is no key of the header
2|     5 | -- Dependson: a1
2|       | ^~~~~~~~~~~~~~~~
2| hint: did you mean `Depends On`?
exit 2
)");
}

TEST_CASE("an id that is there twice is named with both files") {
    LinearProject project;
    project.folder.write("migrations/other.sql",
                         "-- x\n--\n-- Revision ID: b2\n-- Revises: a1\n\n-- migrate:up\n");
    CHECK(refused(project) == R"(2| error[HS0105]: Revision b2 is present more than once
2| note: b2 is in migrations/b2.sql
2| note: b2 is in migrations/other.sql
2| hint: delete one of the files or give it another 'Revision ID'
exit 2
)");
}

TEST_CASE("a parent that is missing is named") {
    LinearProject project;
    project.migration("d4", "lost", "SELECT 1;");
    CHECK(refused(project) == R"(2| error[HS0105]: Revision lost referenced from d4 is not present
2| note: d4 is in migrations/d4.sql
2| hint: restore the missing file, or correct the reference
exit 2
)");
}

TEST_CASE("revisions that go round in a circle are named") {
    Project project;
    project.migration("a1", "c3", "SELECT 1;");
    project.migration("b2", "a1", "SELECT 1;");
    project.migration("c3", "b2", "SELECT 1;");
    CHECK(refused(project) == R"(2| error[HS0105]: Cycle is detected in revisions (a1, b2, c3)
2| note: a1, in migrations/a1.sql, comes after c3
2| note: c3, in migrations/c3.sql, comes after b2
2| note: b2, in migrations/b2.sql, comes after a1
2| hint: correct 'Revises' or 'Depends On' in one of these files
exit 2
)");
}

TEST_CASE("several heads are named, and heads takes them all") {
    LinearProject project;
    project.migration("d4", "b2", "SELECT 1;");
    CHECK(
        refused(project) ==
        R"(2| error[HS0108]: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
2| note: c3, migrations/c3.sql, 2025-10-03 23:15:00+00:00: Make c3
2| note: d4, migrations/d4.sql, 2025-10-03 23:15:00+00:00: Make d4
2| hint: headstart merge -m "merge heads" c3 d4
exit 2
)");
    CHECK(project.headstart({"upgrade", "heads"}).status == 0);
    CHECK(project.version() == "c3 d4");
}

TEST_CASE("a file without an up marker, or with a wrong one, is shown") {
    LinearProject project;
    project.folder.write("migrations/d4.sql", "-- d4\n--\n-- Revision ID: d4\n-- Revises: c3\n\nSELECT 1;\n");
    CHECK(refused(project) ==
          R"(2| migrations/d4.sql:1:1: error[HS0103]: the file has no `-- migrate:up` marker
2|     1 | -- d4
2|       | ^
2| hint: put `-- migrate:up` on a line of its own above the SQL
exit 2
)");
    project.migration("d4", "c3", "SELECT 1;", {}, "transaction:flase");
    CHECK(refused(project) ==
          R"(2| migrations/d4.sql:7:1: error[HS0103]: `transaction:flase` is no option of a marker
2|     7 | -- migrate:up transaction:flase
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| hint: the only option is `transaction:false`
exit 2
)");
}

TEST_CASE("a file that is not UTF-8 is named with its first wrong byte") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT 'caf\xe9';");
    CHECK(refused(project) ==
          R"(2| error[HS0104]: migrations/d4.sql:8:12: the file is not UTF-8: byte 0xe9 at offset 116
2| hint: save it as UTF-8, or convert it (iconv -f latin1 -t utf-8) and leave out its SET client_encoding; pg_dump -E UTF8 makes a dump of UTF-8
exit 2
)");
}

TEST_CASE("a syntax error in the last of several pending files is found before the first runs",
          "[known-syntax]") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT 1;\n\tALTER TABLE \"\xc3\xa4\" ADD COLUM x int,, y int;");
    CHECK(refused(project) == R"(2| migrations/d4.sql:9:30: error[HS0201]: syntax error at or near "int"
2|     9 | 	ALTER TABLE "ä" ADD COLUM x int,, y int;
2|       | 	                            ^~~
2| hint: nothing has been executed; correct the file and try again
exit 2
)");
}

TEST_CASE("what neither the grammar nor a newer server takes is refused before anything runs") {
    LinearProject project;
    project.migration("d4", "c3", "CREATE TABEL d (id int);");
    CHECK(refused(project) == R"(2| migrations/d4.sql:8:8: error[HS0201]: syntax error at or near "TABEL"
2|     8 | CREATE TABEL d (id int);
2|       |        ^~~~~
2| hint: nothing has been executed; correct the file and try again
exit 2
)");
    CHECK(project.version() == "no table");
}

TEST_CASE("every file that cannot run is shown, not only the first", "[known-syntax]") {
    LinearProject project;
    project.migration("b2", "a1", "CREATE TABEL b (id int);");
    project.migration("d4", "c3", "SELECT (1;");
    CHECK(refused(project) == R"(2| migrations/b2.sql:8:8: error[HS0201]: syntax error at or near "TABEL"
2|     8 | CREATE TABEL b (id int);
2|       |        ^~~~~
2| hint: nothing has been executed; correct the file and try again
2| migrations/d4.sql:8:10: error[HS0201]: syntax error at or near ";"
2|     8 | SELECT (1;
2|       |          ^
2| hint: nothing has been executed; correct the file and try again
exit 2
)");
}

TEST_CASE("a command of psql is named") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT 1;\n\\i other.sql\n");
    CHECK(refused(project) == R"(2| migrations/d4.sql:9:1: error[HS0202]: `\i` is a command of psql, not SQL
2|     9 | \i other.sql
2|       | ^~
2| hint: write that file's SQL here, or make a migration of it
exit 2
)");
}

TEST_CASE("statements that cannot run in a transaction are named where the section runs in one") {
    LinearProject project;
    project.migration("d4", "c3", "CREATE INDEX CONCURRENTLY ix ON a (id);\nVACUUM a;\nCOMMIT;");
    CHECK(
        refused(project) ==
        R"(2| migrations/d4.sql:8:1: error[HS0203]: CREATE INDEX CONCURRENTLY cannot run inside a transaction
2|     8 | CREATE INDEX CONCURRENTLY ix ON a (id);
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| hint: write `transaction:false` behind the section's marker; best in a revision of its own
2| migrations/d4.sql:9:1: error[HS0203]: VACUUM cannot run inside a transaction
2|     9 | VACUUM a;
2|       | ^~~~~~~~
2| hint: write `transaction:false` behind the section's marker; best in a revision of its own
2| migrations/d4.sql:10:1: error[HS0203]: COMMIT would end the transaction that headstart runs the section in
2|    10 | COMMIT;
2|       | ^~~~~~
2| hint: leave it out: the whole section is one transaction; or write `transaction:false` behind the section's marker
exit 2
)");
}

TEST_CASE("rows of a COPY without an end are refused") {
    LinearProject project;
    project.migration("d4", "c3", "COPY a FROM stdin;\n1\n2\n");
    CHECK(refused(project) ==
          R"(2| migrations/d4.sql:8:1: error[HS0204]: COPY … FROM stdin has no end of data
2|     8 | COPY a FROM stdin;
2|       | ^~~~
2| hint: end the data with a line that holds only `\.`, as pg_dump writes it
exit 2
)");
}

TEST_CASE("a section that will not run stops nothing", "[known-syntax]") {
    LinearProject project;
    project.migration("c3", "b2", "CREATE TABLE c (id int);", "DROP TABEL c;");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(refused(project, Call{{"downgrade", "base"}}) ==
          R"(2| migrations/c3.sql:11:6: error[HS0201]: syntax error at or near "TABEL"
2|    11 | DROP TABEL c;
2|       |      ^~~~~
2| hint: nothing has been executed; correct the file and try again
exit 2
)");
}
