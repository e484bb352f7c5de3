#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <regex>

using namespace headstart::test;

namespace {

/// True when the database is reached: its name is what the test made.
void check_reaches(LinearProject& project, const Environment& variables) {
    Call call{{"status"}, variables, {"DATABASE_URL"}};
    for (const auto& [name, value] : variables) {
        std::erase(call.unset, name);
    }
    const auto outcome = project.headstart(std::move(call));
    CHECK(outcome.err == "");
    CHECK(outcome.status == 0);
    CHECK(outcome.out.find(project.database.name()) != std::string::npos);
    CHECK(outcome.out.find(project.database.password()) == std::string::npos);
}

std::string with_scheme(const std::string& url, const std::string& scheme) {
    return scheme + url.substr(url.find("://"));
}

} // namespace

TEST_CASE("every form of URL that applications share reaches the database") {
    LinearProject project;
    const auto& database = project.database;
    for (const auto* scheme : {"postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg",
                               "postgresql+psycopg2", "postgresql+pg8000"}) {
        INFO(scheme);
        check_reaches(project, {{"DATABASE_URL", with_scheme(database.url(), scheme)}});
    }
    check_reaches(project, {{"DATABASE_URL", database.url() + "?ssl=disable"}});
    check_reaches(project, {{"DATABASE_URL", database.url() + "?sslmode=prefer&application_name=app"}});
    check_reaches(project, {{"DATABASE_URL", "host=" + database.host() + " port=" + database.port() +
                                                 " user=" + database.user() + " password=" +
                                                 database.password() + " dbname=" + database.name()}});
    // The first of several hosts does not listen.
    check_reaches(project,
                  {{"DATABASE_URL", "postgresql://" + database.user() + ":" + database.password() +
                                        "@127.0.0.1:1," + database.host() + ":" + database.port() + "/" +
                                        database.name() + "?target_session_attrs=read-write"}});
}

TEST_CASE("a Unix socket needs no host, in a URL or as words") {
    LinearProject project;
    const auto& database = project.database;
    const auto socket = cluster_socket();
    check_reaches(project, {{"DATABASE_URL", "postgresql://postgres@/" + database.name() + "?host=" + socket +
                                                 "&port=" + database.port()}});
    check_reaches(project, {{"DATABASE_URL", "host=" + socket + " port=" + database.port() +
                                                 " user=postgres dbname=" + database.name()}});
}

TEST_CASE("only libpq's own variables are enough") {
    LinearProject project;
    const auto& database = project.database;
    check_reaches(project, {{"PGHOST", database.host()},
                            {"PGPORT", database.port()},
                            {"PGUSER", database.user()},
                            {"PGPASSWORD", database.password()},
                            {"PGDATABASE", database.name()}});
}

TEST_CASE("the URL may be in a file, as a mounted secret is") {
    LinearProject project;
    const auto path = project.folder.write("secret", project.database.url() + "\n");
    check_reaches(project, {{"DATABASE_URL_FILE", path}});
    check_reaches(project, {{"MIGRATION_DATABASE_URL_FILE", path}});
    CHECK(
        project.transcript(Call{{"status"}, {{"DATABASE_URL_FILE", "no-such-file"}}, {"DATABASE_URL"}}) ==
        R"(2| error[HS0006]: the file no-such-file (from DATABASE_URL_FILE) cannot be read: No such file or directory
2| hint: mount the secret there, readable for this user, or unset DATABASE_URL_FILE
exit 2
)");
}

TEST_CASE("the owner's URL is preferred to the application's, and a flag to both") {
    LinearProject project;
    const auto url = project.database.url();
    const std::string nowhere = "postgresql://nobody@127.0.0.1:1/none";
    check_reaches(project, {{"MIGRATION_DATABASE_URL", url}, {"DATABASE_URL", nowhere}});
    check_reaches(project,
                  {{"HEADSTART_URL", url}, {"MIGRATION_DATABASE_URL", nowhere}, {"DATABASE_URL", nowhere}});
    CHECK(project.headstart({{"status", "--url", url}, {{"HEADSTART_URL", nowhere}}}).status == 0);
}

TEST_CASE("a password with every awkward character is written with escapes") {
    LinearProject project;
    const auto role = project.database.role("owner", "SUPERUSER LOGIN PASSWORD 'p@s/s#w%rd:?&='");
    check_reaches(project,
                  {{"DATABASE_URL", project.database.url_as(role, "p%40s%2Fs%23w%25rd%3A%3F%26%3D")}});
}

// A key of HMAC-SHA-256 longer than a block of 64 bytes is hashed first.
TEST_CASE("a password of any length is proved to the server") {
    LinearProject project;
    for (const std::size_t length : {1, 63, 64, 65, 200}) {
        const std::string password(length, 'p');
        const auto role = project.database.role("owner", "SUPERUSER LOGIN PASSWORD '" + password + "'");
        INFO(length);
        check_reaches(project, {{"DATABASE_URL", project.database.url_as(role, password)}});
        const Call wrong{{"status"}, {{"DATABASE_URL", project.database.url_as(role, password + "q")}}};
        CHECK(project.headstart(wrong).err.find("password authentication failed") != std::string::npos);
    }
}

TEST_CASE("a URL that cannot be read is explained without being shown") {
    LinearProject project;
    const auto say = [&](const std::string& url) {
        const auto text = project.transcript(Call{{"status"}, {{"DATABASE_URL", url}}});
        CHECK(text.find("s3cr") == std::string::npos);
        return text;
    };
    CHECK(
        say("postgresql://app:s3cr#t@db/app") ==
        R"(2| error[HS0005]: the database URL cannot be read: there is a "#" in it, where a URL ends for most programs
2| hint: the password probably holds a character that must be escaped: write "#" as %23
2| while: reading the database URL from DATABASE_URL
exit 2
)");
    CHECK(
        say("postgresql://app:s3cr%zt@db/app") ==
        R"(2| error[HS0005]: the database URL cannot be read: there is a "%" in it that is not followed by two hexadecimal digits
2| hint: the password probably holds a character that must be escaped: write "%" as %25
2| while: reading the database URL from DATABASE_URL
exit 2
)");
    CHECK(say("mysql://app:s3cret@db/app") ==
          R"(2| error[HS0005]: the database URL begins with "mysql://", which is not PostgreSQL's
2| hint: headstart migrates PostgreSQL: postgresql://user:password@host:5432/dbname
2| while: reading the database URL from DATABASE_URL
exit 2
)");
    CHECK(say("postgresql://app:s3cret@db:port/app") ==
          R"(2| error[HS0005]: the database URL cannot be read: its port is not a number from 1 to 65535
2| hint: the form is postgresql://user:password@host:5432/dbname; in user and password write "@" as %40, "/" as %2F, "#" as %23, "?" as %3F, ":" as %3A, "%" as %25, a space as %20
2| while: reading the database URL from DATABASE_URL
exit 2
)");
    CHECK(say("s3cret words") ==
          R"(2| error[HS0005]: this is neither a database URL nor libpq's key=value words
2| hint: the form is postgresql://user:password@host:5432/dbname
2| while: reading the database URL from DATABASE_URL
exit 2
)");
}

TEST_CASE("no database at all is said before anything else happens") {
    LinearProject project;
    CHECK(project.transcript(Call{{"upgrade"}, {}, {"DATABASE_URL"}}) ==
          R"(2| error[HS0004]: no database is named
2| hint: set DATABASE_URL=postgresql://user:password@host:5432/dbname in the environment or in .env; or DATABASE_URL_FILE, MIGRATION_DATABASE_URL, HEADSTART_URL, --url, "url" in headstart.toml, or PGHOST, PGUSER, PGPASSWORD and PGDATABASE
exit 2
)");
    CHECK(project.transcript(Call{{"upgrade"}, {{"DATABASE_URL", ""}}}) ==
          R"(2| error[HS0004]: no database is named
2| hint: set DATABASE_URL=postgresql://user:password@host:5432/dbname in the environment or in .env; or DATABASE_URL_FILE, MIGRATION_DATABASE_URL, HEADSTART_URL, --url, "url" in headstart.toml, or PGHOST, PGUSER, PGPASSWORD and PGDATABASE
exit 2
)");
}
