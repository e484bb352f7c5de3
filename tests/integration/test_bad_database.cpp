#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <regex>

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
                   {"run", "--wait-timeout", "1h"}) ==
          R"(2| error[HS0302]: cannot connect to the database: the password is wrong or missing
2| sqlstate: 28P01
2| note: 127.0.0.1:<port> said: password authentication failed for user "postgres"
2| note: the database URL: postgresql://postgres:***@127.0.0.1:<port>/<database>
2| hint: check user and password of the database URL; waiting cannot help
exit 1
)");
    CHECK(with_url(project, "postgresql://no_such_role:s3cret" + at + database.name()) ==
          R"(2| error[HS0302]: cannot connect to the database: the password is wrong or missing
2| sqlstate: 28P01
2| note: 127.0.0.1:<port> said: password authentication failed for user "no_such_role"
2| note: the database URL: postgresql://no_such_role:***@127.0.0.1:<port>/<database>
2| hint: check user and password of the database URL; waiting cannot help
exit 1
)");
    CHECK(with_url(project, "postgresql://postgres:" + database.password() + at + "no_such_database") ==
          R"(2| error[HS0302]: cannot connect to the database: there is no such database
2| sqlstate: 3D000
2| note: 127.0.0.1:<port> said: database "no_such_database" does not exist
2| note: the database URL: postgresql://postgres:***@127.0.0.1:<port>/no_such_database
2| hint: create the database (`headstart database create`), or correct its name in the database URL; waiting cannot help
exit 1
)");
    CHECK(with_url(project, database.url() + "?sslmode=require") ==
          R"(2| error[HS0302]: cannot connect to the database: TLS was not agreed on
2| note: 127.0.0.1:<port> said: server does not support SSL, but SSL was required
2| note: the database URL: postgresql://postgres:***@127.0.0.1:<port>/<database>
2| hint: check sslmode and sslrootcert, and that the server's certificate is signed by that CA, bears the host's name and has not expired; waiting cannot help
exit 1
)");
    const auto role = database.role("outsider", "LOGIN PASSWORD 's3cret'");
    database.execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC");
    CHECK(with_url(project, database.url_as(role, "s3cret")) ==
          R"(2| error[HS0302]: cannot connect to the database: the server does not let us in
2| sqlstate: 42501
2| note: 127.0.0.1:<port> said: permission denied for database "<database>"
2| note: the database URL: postgresql://outsider:***@127.0.0.1:<port>/<database>
2| hint: look at pg_hba.conf and at the role's rights; waiting cannot help
exit 1
)");
}

TEST_CASE("settings that no server can be reached with end at once, in English whatever the locale") {
    LinearProject project;
    const auto services = project.folder.write("services", "[app]\nhost=/nowhere\nbroken\n");
    const std::string url = project.database.url() + "?";

    struct Row {
        std::string url;
        std::string said;
        int status;
    };

    const std::vector<Row> rows{
        {"service=nope", "definition of service \"nope\" not found", 2},
        {"service=app", "syntax error in service file \"" + services.string() + "\", line 3", 2},
        {url + "sslcert=/nowhere.crt&sslmode=require", "server does not support SSL, but SSL was required",
         1},
        {url + "channel_binding=maybe", "invalid channel_binding value: \"maybe\"", 2},
        {url + "keepalives=soon", "invalid integer value \"soon\" for connection option \"keepalives\"", 2},
        {url + "hostaddr=localhost",
         "could not parse network address \"localhost\": Name or service not known", 2},
        {url + "ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=TLSv1.2",
         "invalid SSL protocol version range", 2},
        {"host=/" + std::string(120, 'x'),
         "Unix-domain socket path \"/" + std::string(120, 'x') +
             "/.s.PGSQL.5432\" is too long (maximum 107 bytes)",
         2},
    };
    for (const auto& row : rows) {
        INFO(row.url);
        // libpq has a catalogue of German, and would speak it in a process that asks for its locale.
        const auto outcome = project.headstart(Call{{"upgrade", "--wait-timeout", "1h"},
                                                    {{"DATABASE_URL", row.url},
                                                     {"PGSERVICEFILE", services},
                                                     {"LC_ALL", "C.UTF-8"},
                                                     {"LANGUAGE", "de"}}});
        CHECK(outcome.status == row.status);
        INFO(outcome.err);
        CHECK(outcome.err.starts_with("error[HS0302]: cannot connect to the database: "));
        CHECK(outcome.err.find(" said: " + row.said + "\n") != std::string::npos);
    }
    CHECK(project.version() == "no table");
}

TEST_CASE("a role that does not exist is named where no password stands in between") {
    LinearProject project;
    const auto& database = project.database;
    auto text = with_url(project, "host=" + cluster_socket() + " port=" + database.port() +
                                      " user=no_such_role dbname=" + database.name());
    CHECK(std::regex_replace(text, std::regex(R"((note: |@)(/|%2F)[^ :\n]*)"), "$1<socket>") ==
          R"(2| error[HS0302]: cannot connect to the database: there is no such role
2| sqlstate: 28000
2| note: <socket> said: role "no_such_role" does not exist
2| note: the database URL: postgresql://no_such_role:***@<socket>:<port>/<database>
2| hint: create the role, or correct the user in the database URL; waiting cannot help
exit 1
)");
}

TEST_CASE("a host that nobody knows is waited for as long as was said") {
    LinearProject project;
    const std::string url = "postgresql://app:s3cret@db.invalid/app";
    // How the resolver says it depends on the network that the test runs in.
    static const std::regex words(R"((said: |not found \()[^\n)]*)");
    const auto say = [&](const std::string& timeout) {
        return std::regex_replace(with_url(project, url, {"upgrade", "--wait-timeout", timeout}), words,
                                  "$1…");
    };
    CHECK(say("0") == R"(2| error[HS0301]: the database is not ready: the host name is not found
2| note: db.invalid:5432 said: …
2| note: the database URL: postgresql://app:***@db.invalid:5432/app
2| hint: check the host of the database URL, and that this container is in the database's network; if it is still starting, wait for it: --wait-timeout 60s, or HEADSTART_WAIT_TIMEOUT; `headstart run -- COMMAND` waits, upgrades and starts the command
exit 3
)");
    CHECK(say("2s") ==
          R"(2| info: waiting for the database at db.invalid:5432: the host name is not found (…)
2| error[HS0301]: the database was not ready within 2.0 s: the host name is not found
2| note: db.invalid:5432 said: …
2| note: the database URL: postgresql://app:***@db.invalid:5432/app
2| hint: check the host of the database URL, and that this container is in the database's network
exit 3
)");
}

TEST_CASE("a port where nothing listens is not ready") {
    LinearProject project;
    CHECK(with_url(project, "postgresql://app:s3cret@127.0.0.1:1/app") ==
          R"(2| error[HS0301]: the database is not ready: nothing listens there yet
2| note: 127.0.0.1:1 said: Connection refused
2| note: the database URL: postgresql://app:***@127.0.0.1:1/app
2| hint: check host and port of the database URL, and that the server is started; if it is still starting, wait for it: --wait-timeout 60s, or HEADSTART_WAIT_TIMEOUT; `headstart run -- COMMAND` waits, upgrades and starts the command
exit 3
)");
    CHECK(with_url(project, "host=/nonexistent user=app password=s3cret dbname=app") ==
          R"(2| error[HS0301]: the database is not ready: nothing listens there yet
2| note: /nonexistent said: No such file or directory
2| note: the database URL: postgresql://app:***@%2Fnonexistent/app
2| hint: check host and port of the database URL, and that the server is started; if it is still starting, wait for it: --wait-timeout 60s, or HEADSTART_WAIT_TIMEOUT; `headstart run -- COMMAND` waits, upgrades and starts the command
exit 3
)");
}

TEST_CASE("an application that cannot be executed costs no migration") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"run", "--", "no-such-command"}) ==
          R"(2| error[HS0501]: command not found: no-such-command
2| hint: the command stands after `--`; is it in the image, and its folder in PATH?
exit 127
)");
    CHECK(project.transcript({"run", "--", "./no-such-command"}) ==
          R"(2| error[HS0501]: command not found: ./no-such-command
2| hint: the command stands after `--`; is it in the image, and its folder in PATH?
exit 127
)");
    project.folder.write("plain.txt", "x");
    CHECK(project.transcript({"run", "--", "./plain.txt"}) ==
          R"(2| error[HS0502]: cannot execute ./plain.txt: Permission denied
2| hint: is the file executable (chmod +x), and built for this machine?
exit 126
)");
    CHECK(project.transcript({"run", "--", "/tmp"}) ==
          R"(2| error[HS0502]: cannot execute /tmp: Is a directory
2| hint: is the file executable (chmod +x), and built for this machine?
exit 126
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a revision in the version table that no file has is refused") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    project.database.execute("UPDATE alembic_version SET version_num = 'deadbeef'");
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) ==
          R"(2| error[HS0403]: Can't locate revision identified by 'deadbeef'
2| note: the database is at a revision that is neither in this folder nor ahead of its heads
2| note: deadbeef: the journal knows nothing of it
2| hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` there to what both have, and come back; else see whether it is the right database and the right folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`
exit 1
)");
    CHECK(project.transcript({"run", "--", "/bin/echo", "started"}) ==
          R"(2| error[HS0403]: Can't locate revision identified by 'deadbeef'
2| note: the database is at a revision that is neither in this folder nor ahead of its heads
2| note: deadbeef: the journal knows nothing of it
2| hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` there to what both have, and come back; else see whether it is the right database and the right folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`
exit 1
)");
    CHECK(project.transcript({"downgrade", "-1"}) ==
          R"(2| error[HS0403]: Can't locate revision identified by 'deadbeef'
2| note: the database is at a revision that is neither in this folder nor ahead of its heads
2| note: deadbeef: the journal knows nothing of it
2| hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` there to what both have, and come back; else see whether it is the right database and the right folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`
exit 1
)");
    CHECK(project.transcript({"check"}) == R"(2| error[HS0403]: Can't locate revision identified by 'deadbeef'
2| note: the database is at a revision that is neither in this folder nor ahead of its heads
2| note: deadbeef: the journal knows nothing of it
2| hint: if another git branch of this code has migrated here: check that out, `headstart downgrade` there to what both have, and come back; else see whether it is the right database and the right folder. Only where this folder's history is to take over: `headstart stamp --purge REVISION`
exit 5
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a role without rights on the version table is told so") {
    LinearProject project;
    auto& database = project.database;
    REQUIRE(project.headstart({"upgrade", "+1"}).status == 0);
    const auto role = database.role("app");
    project.environment["DATABASE_URL"] = database.url_as(role, "secret");
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) ==
          R"(2| error[HS0401]: permission denied for table alembic_version
2| sqlstate: 42501
2| hint: migrations need the rights of the schema's owner: set MIGRATION_DATABASE_URL to a role that has them; to look on, or to wait for another's upgrade, SELECT on the table and USAGE on its schema are enough
2| while: reading the version table and the journal
exit 1
)");
    database.execute("GRANT SELECT ON alembic_version TO " + role);
    CHECK(project.transcript({"current"}) == "1| a1\nexit 0\n");
    // Enough for a monitor: only what is in the journal stays unknown.
    CHECK(project.headstart({"status"})
              .out.find("pending   2\nhalf-done unknown: this role may not read the journal\n"
                        "applied   when and by whom is unknown: this role may not read the journal\n"
                        "edited    unknown: this role may not read the journal\n\n") != std::string::npos);
    const auto check = project.headstart({"check", "--format", "json"});
    CHECK(check.out.find("\"edited\": null") != std::string::npos);
    CHECK(check.err.find("warning edited and half-done migrations are not looked for: this role may not read "
                         "the journal\n") != std::string::npos);
    CHECK(project.headstart({"validate"})
              .err.starts_with("error[HS0401]: permission denied for table headstart_journal\n"));
    const auto granted = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade a1 -> b2, Make b2
2| error[HS0401]: permission denied for table alembic_version
2| sqlstate: 42501
2| note: no other revision was applied in this run
2| hint: migrations need the rights of the schema's owner: set MIGRATION_DATABASE_URL to a role that has them; the application does not get to see it
2| while: applying revision b2 (up)
exit 1
)");
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
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| error[HS0401]: permission denied for schema public
2| sqlstate: 42501
2| hint: migrations need the rights of the schema's owner: set MIGRATION_DATABASE_URL to a role that has them; the application does not get to see it
2| while: creating the version table and the journal
exit 1
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a schema for the version table that is not there is named") {
    LinearProject project;
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "--version-table-schema", "nowhere"}) ==
          R"(2| error[HS0002]: the schema "nowhere" for the version table does not exist
2| hint: create it first: CREATE SCHEMA "nowhere"
exit 2
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a search_path that leads nowhere is named, with who has set it and the way out") {
    LinearProject project;
    const auto told = [](const std::string& path, const std::string& source, const std::string& schema) {
        return "2| error[HS0002]: no schema of the search_path exists, so there is no place for the version "
               "table\n2| note: the search_path is " +
               path + "; it comes from " + source + "\n2| hint: create it: CREATE SCHEMA " + schema +
               "; or correct the search_path, or name an existing schema: version_table_schema in "
               "headstart.toml, HEADSTART_VERSION_TABLE_SCHEMA, or --version-table-schema\nexit 2\n";
    };
    const std::string url = "the database URL (schema, currentSchema, search_path or options) or PGOPTIONS";
    const auto with = [&](const std::string& query) {
        return project.transcript(
            Call{.arguments = {"upgrade"}, .variables = {{"DATABASE_URL", project.database.url() + query}}});
    };
    CHECK(with("?schema=missing") == told("\"missing\"", url, "\"missing\""));
    CHECK(with("?currentSchema=$user,%22a,b%22,c") == told("$user,\"a,b\",c", url, "\"a,b\""));
    project.database.execute("ALTER DATABASE " + project.database.name() + " SET search_path = nowhere");
    CHECK(with("") == told("nowhere", "ALTER DATABASE … SET search_path", "nowhere"));
}

TEST_CASE("an error in the middle of the third of five keeps the first two and nothing of the third") {
    LinearProject project;
    project.migration("c3", "b2",
                      "CREATE TABLE c (id int);\nINSERT INTO c VALUES (1), (2);\n"
                      "INSERT INTO c VALUES ('three');\nCREATE TABLE later (id int);");
    project.migration("d4", "c3", "SELECT 1;");
    project.migration("e5", "d4", "SELECT 1;");
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade  -> a1, Make a1
2| info: Running upgrade a1 -> b2, Make b2
2| info: Running upgrade b2 -> c3, Make c3
2| migrations/c3.sql:10:23: error[HS0401]: invalid input syntax for type integer: "three"
2|    10 | INSERT INTO c VALUES ('three');
2|       |                       ^~~~~~~
2| sqlstate: 22P02
2| note: applied before it in this run, and kept: a1, b2
2| while: applying revision c3 (up)
exit 1
)");
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done");
    // Once the file is right, the same command goes on.
    project.migration("c3", "b2", "CREATE TABLE c (id int);");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "e5");
}

TEST_CASE("a row that stands twice in the version table is told before anything runs") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    project.database.execute("ALTER TABLE alembic_version DROP CONSTRAINT alembic_version_pkc");
    const auto warned = project.headstart({"status"});
    CHECK(warned.status == 0);
    CHECK(warned.err.find(
              "alembic_version has no primary key, which keeps a row from standing there twice: ALTER TABLE"
              " alembic_version ADD PRIMARY KEY (version_num)") != std::string::npos);
    project.database.execute("INSERT INTO alembic_version VALUES ('b2')");
    const auto before = project.snapshot();
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"upgrade"},
                                                      {"downgrade", "-1"},
                                                      {"run", "--", "/bin/echo"},
                                                      {"stamp", "a1"},
                                                      {"current"},
                                                      {"check"}}) {
        CHECK(project.transcript(arguments) ==
              R"(2| error[HS0404]: the version table holds the same row more than once: b2
2| note: it has lost its primary key, which keeps that from happening
2| hint: `headstart stamp --purge b2`, and give the table its key back: ALTER TABLE alembic_version ADD PRIMARY KEY (version_num), or what it is called
exit 1
)");
    }
    CHECK(project.snapshot() == before);
    CHECK(project.headstart({"stamp", "--purge", "b2"}).status == 0);
    CHECK(project.headstart({"upgrade"}).status == 0);
}

TEST_CASE("a migration that takes our tables away is told what it did, and is taken back") {
    for (const auto* sql : {"DO $$ BEGIN EXECUTE 'DROP TABLE alembic_version'; END $$;",
                            "ALTER TABLE alembic_version RENAME TO versions;",
                            "CREATE SCHEMA aside; ALTER TABLE headstart_journal SET SCHEMA aside;",
                            "DO $$ BEGIN EXECUTE 'DROP TABLE headstart_journal'; END $$;"}) {
        LinearProject project;
        REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
        project.migration("c3", "b2", sql, {});
        const auto before = project.snapshot();
        const auto text = project.transcript({"upgrade"});
        INFO(sql << "\n" << text);
        CHECK(
            text.find(
                "migrations/c3.sql:1:1: error[HS0402]: alembic_version or the journal beside it was dropped,"
                " renamed or moved while revision c3 ran") != std::string::npos);
        CHECK(project.snapshot() == before);
    }
}

TEST_CASE("status warns of others who may change the rows that migrations are planned from") {
    LinearProject project;
    auto& database = project.database;
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    const auto role = database.role("app");
    CHECK(project.headstart({"status"}).err.find("may change") == std::string::npos);
    database.execute("GRANT SELECT, UPDATE ON headstart_journal TO " + role +
                     "; GRANT INSERT ON alembic_version TO PUBLIC; GRANT SELECT ON alembic_version TO " +
                     role);
    const auto told = project.headstart({"status"}).err;
    const std::string revoke =
        "leave them to read it: REVOKE INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER ON public.";
    CHECK(told.find(revoke + "alembic_version FROM PUBLIC\n") != std::string::npos);
    CHECK(told.find(revoke + "headstart_journal FROM " + role + "\n") != std::string::npos);
}
