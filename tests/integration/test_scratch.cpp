#include "integration/declared.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"
#include "support/server_program.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

namespace fs = std::filesystem;

/// Scratch databases on a server of headstart's own, whose folder is made in this project's.
struct LocalProject : Project {
    LocalProject() {
        // The server is another user's where this one is root.
        fs::permissions(folder.path(), fs::perms::all);
        environment["TMPDIR"] = folder.path();
        environment["PGBIN"] = fs::path(server_program("postgres")).parent_path();
        environment["HEADSTART_SCRATCH"] = "local";
        environment.erase("DATABASE_URL");
        folder.write("a.sql", "CREATE TABLE a (id int);\n");
        folder.write("slow.sql", "SELECT pg_sleep(60);\n");
    }

    /// Of servers that are there, or were.
    [[nodiscard]] std::vector<fs::path> servers() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(folder.path())) {
            if (entry.path().filename().string().starts_with("headstart-postgres-")) {
                found.push_back(entry.path());
            }
        }
        return found;
    }

    /// A shell script in its place, and nothing that could be a server.
    void take_initdb(const std::string& script) {
        const auto programs = folder.path() / "bin";
        folder.write("bin/initdb", "#!/bin/sh\n" + script);
        folder.write("bin/postgres", "");
        fs::permissions(programs / "initdb", fs::perms::all);
        fs::permissions(programs / "postgres", fs::perms::all);
        environment["PGBIN"] = programs;
    }

    /// Once a server runs, and is at work.
    std::unique_ptr<Process> start_slow() {
        auto running = start({"diff", "--from", "a.sql", "--to", "slow.sql"});
        REQUIRE(eventually(
            30s, [&] { return !servers().empty() && fs::exists(servers().front() / ".s.PGSQL.5432"); }));
        return running;
    }
};

pid_t server_of(const fs::path& folder) {
    std::ifstream file(folder / "data/postmaster.pid");
    pid_t pid = 0;
    file >> pid;
    return pid;
}

} // namespace

TEST_CASE("scratch: a local server needs no database to be named, and is gone afterwards") {
    LocalProject project;
    const auto outcome = project.headstart({"diff", "--from", "/dev/null", "--to", "a.sql"});
    CHECK(outcome.err == "");
    CHECK(outcome.out == "CREATE TABLE a (\n    id integer\n);\n");
    CHECK(project.servers().empty());
    project.migration("a1", "", "CREATE TABLE t (id int);", "DROP TABLE t;");
    CHECK(project.headstart({"test"}).status == 0);
    CHECK(project.servers().empty());
}

TEST_CASE("scratch: a local server ends with headstart, whatever ends that") {
    for (const int signal : {SIGTERM, SIGINT, SIGKILL}) {
        LocalProject project;
        const auto running = project.start_slow();
        const auto server = server_of(project.servers().front());
        REQUIRE(server > 0);
        running->send(signal);
        CHECK(running->wait(20s).status != 0);
        CHECK(eventually(10s, [&] { return project.servers().empty(); }));
        CHECK(eventually(10s, [&] { return ::kill(server, 0) != 0; }));
    }
}

TEST_CASE("scratch: without PostgreSQL's programs it is said where they are looked for") {
    LocalProject project;
    project.environment["PGBIN"] = "/nowhere";
    project.take_initdb("echo 'no room' >&2\nexit 1\n");
    const auto outcome = project.headstart({"diff", "--from", "/dev/null", "--to", "a.sql"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("error[HS1002]: no local server can be made: initdb: no room"));
    CHECK(project.servers().empty());
}

TEST_CASE("scratch: programs that never come to an end do not keep headstart, nor outlive it") {
    LocalProject project;
    project.take_initdb("echo $$ > \"$2.pid\"\nmkfifo \"$2.never\"\ncat \"$2.never\"\n");
    const auto running = project.start({"diff", "--from", "/dev/null", "--to", "a.sql"});
    const auto written = [&] { return project.servers().front() / "data.pid"; };
    REQUIRE(eventually(30s, [&] { return !project.servers().empty() && fs::exists(written()); }));
    pid_t initdb = 0;
    REQUIRE(eventually(30s, [&] { return bool(std::ifstream(written()) >> initdb); }));
    running->send(SIGINT);
    CHECK(running->wait(20s).status == 130);
    CHECK(project.servers().empty());
    CHECK(eventually(10s, [&] { return ::kill(-initdb, 0) != 0; }));
}

TEST_CASE("scratch: without the right to make databases all three ways are told") {
    Project project;
    const auto poor = project.database.role("poor");
    project.folder.write("a.sql", "CREATE TABLE a (id int);\n");
    Call call{{"diff", "--from", "/dev/null", "--to", "a.sql"}};
    call.variables["DATABASE_URL"] = project.database.url_as(poor, "secret");
    const auto outcome = project.headstart(call);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err,
               ContainsSubstring(
                   "hint: grant the role CREATEDB; or name another server with `scratch_url`, where "
                   "it may make one; or take a server of the programs installed here: --scratch local"));
}

TEST_CASE("scratch: databases have the locale and its provider of the one they are for") {
    Project project;
    if (project.database.text("SELECT current_setting('server_version_num')::int < 150000") == "t") {
        return; // no database has a provider of its own there
    }
    const TestDatabase icu("LOCALE_PROVIDER icu ICU_LOCALE 'de' LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
    const std::string column =
        project.database.text("SELECT current_setting('server_version_num')::int < 170000") == "t"
            ? "daticulocale"
            : "datlocale";
    project.folder.write("a.sql", "DO $$ BEGIN\n"
                                  "  IF (SELECT datlocprovider::text || " +
                                      column +
                                      " || datcollate FROM pg_database WHERE datname = current_database()) "
                                      "IS DISTINCT FROM 'ideC' THEN\n"
                                      "    RAISE EXCEPTION 'another locale';\n"
                                      "  END IF;\nEND $$;\n");
    Call call{{"diff", "--from", "/dev/null", "--to", "a.sql"}};
    call.variables["DATABASE_URL"] = icu.url();
    const auto outcome = project.headstart(call);
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(project.headstart({"diff", "--from", "/dev/null", "--to", "a.sql"}).err,
               ContainsSubstring("another locale"));
}

TEST_CASE("the schema of the version table is no difference, whoever has made it") {
    DeclaredProject project("CREATE TABLE t (id int);");
    project.folder.write("headstart.toml", "schema = \"schema.sql\"\nversion_table_schema = \"history\"\n");
    project.database.execute("CREATE SCHEMA history");
    CHECK(project.autogenerate("a1").status == 0);
    CHECK(project.sections("a1") ==
          "-- migrate:up\n\nCREATE TABLE t (\n    id integer\n);\n\n-- migrate:down\n\n"
          "-- hazard: deletes-data: what is stored there is gone afterwards, and no "
          "downgrade brings it back\nDROP TABLE t;\n");
    project.migration("b2", "a1", "COMMENT ON TABLE history.alembic_version IS 'ours';",
                      "COMMENT ON TABLE history.alembic_version IS NULL;");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.headstart({"check"}).status == 0);
    CHECK(project.headstart({"test"}).status == 0);
    project.declare("CREATE SCHEMA history; CREATE TABLE t (id int);");
    CHECK(project.headstart({"check"}).status == 0);
}
