#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/listener.hpp"
#include "support/project.hpp"
#include "support/sockets.hpp"

#include <csignal>
#include <cstring>
#include <filesystem>
#include <functional>
#include <sys/stat.h>
#include <sys/un.h>

namespace fs = std::filesystem;
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// What may stand where a file is meant, and what is said of it.
struct Kind {
    const char* said;
    std::function<void(const fs::path&)> make;
};

const std::vector<Kind> k_kinds{
    {"it is a named pipe (FIFO), not a file",
     [](const fs::path& path) { checked(::mkfifo(path.c_str(), 0600), "mkfifo"); }},
    {"it is a socket, not a file",
     [](const fs::path& path) {
         const headstart::base::Fd socket(
             checked(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
         sockaddr_un address{};
         address.sun_family = AF_UNIX;
         std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
         const void* generic = &address;
         checked(::bind(socket.get(), static_cast<const sockaddr*>(generic), sizeof address), "bind");
     }},
    {"it is a device, not a file", [](const fs::path& path) { fs::create_symlink("/dev/zero", path); }},
    {"Is a directory", [](const fs::path& path) { fs::create_directory(path); }},
};

/// A call of the shell's, for what the shell alone can make.
Command in_shell(Project& project, const std::string& script) {
    auto command = project.command({{}});
    command.argv = {"bash", "-c", "headstart=$0; " + script, headstart_binary()};
    return command;
}

} // namespace

TEST_CASE("what is no file is refused at once where a file is meant, and named") {
    struct Place {
        std::string file;
        std::vector<std::string> arguments;
    };

    const std::vector<Place> places{
        {"migrations/b.sql", {"heads"}},
        {"migrations/template.sql", {"revision", "-m", "x"}},
        {"migrations/heads.txt", {"check", "--heads-file"}},
        {"headstart.toml", {"heads"}},
        {"named.toml", {"heads", "--config", "named.toml"}},
        {"named.env", {"heads", "--env-file", "named.env"}},
        {"url", {"current", "--url-file", "url"}},
    };
    Project project;
    project.migration("a1", "", "SELECT 1;");
    for (const auto& [file, arguments] : places) {
        for (const auto& [said, make] : k_kinds) {
            INFO(file << ": " << said);
            make(project.folder.path() / file);
            auto command = project.command({arguments});
            command.deadline = k_promptly;
            const auto outcome = run(command);
            CHECK((outcome.status == 2 || outcome.status == 5));
            CHECK_THAT(outcome.err, (ContainsSubstring(said) || ContainsSubstring("is a link out of")) &&
                                        ContainsSubstring(file));
            fs::remove_all(project.folder.path() / file);
        }
    }
    // A `.env` that nobody named is the application's: passed over as fast.
    for (const auto& [said, make] : k_kinds) {
        INFO(said);
        make(project.folder.path() / ".env");
        auto command = project.command({{"heads"}, {}, {"DATABASE_URL"}, {}, {}});
        command.deadline = k_promptly;
        const auto outcome = run(command);
        CHECK(outcome.status == 0);
        CHECK_THAT(outcome.err,
                   ContainsSubstring(".env cannot be read: " + std::string(said) + "; passed over\n"));
        fs::remove_all(project.folder.path() / ".env");
    }
    for (const auto* const variable :
         {"DATABASE_URL_FILE", "MIGRATION_DATABASE_URL_FILE", "HEADSTART_URL_FILE"}) {
        k_kinds.front().make(project.folder.path() / "url");
        const auto outcome = project.headstart({{"current"}, {{variable, "url"}}, {"DATABASE_URL"}});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring(k_kinds.front().said));
        fs::remove(project.folder.path() / "url");
    }
}

TEST_CASE("what libpq would read is a file, too") {
    Project project;
    const auto pipe = project.folder.path() / "pipe";
    k_kinds.front().make(pipe);
    for (const auto* const name :
         {"PGSERVICEFILE", "PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL"}) {
        INFO(name);
        auto command = project.command({{"current"}, {{name, pipe.string()}, {"PGSERVICE", "x"}}});
        command.deadline = k_promptly;
        const auto outcome = run(command);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring(std::string(name) +
                                                  " names what cannot be read: it is a named pipe (FIFO)"));
    }
    auto command = project.command(
        {{"current", "--url", project.environment.at("DATABASE_URL") + "?sslrootcert=" + pipe.string()}});
    command.deadline = k_promptly;
    const auto outcome = run(command);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err,
               ContainsSubstring("sslrootcert names what cannot be read: it is a named pipe (FIFO)"));
}

TEST_CASE("what is no file is refused also where a library would find it by itself") {
    for (const auto* name : {".pg_service.conf", ".pgpass", ".postgresql/root.crt"}) {
        Project project;
        fs::create_directory(project.folder.path() / ".postgresql");
        const auto path = project.folder.path() / name;
        checked(::mkfifo(path.c_str(), 0600), "mkfifo");
        const auto outcome =
            project.headstart(Call{{"status"}, {{"DATABASE_URL", "postgresql://u@127.0.0.1:1/d?service=a"}}});
        CHECK(outcome.status == 2);
        CHECK(outcome.err.find("error[HS0005]: " + path.string() + " names what cannot be read: ") == 0);
    }
}

TEST_CASE("a migration above the limit is named, and not read") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    const auto file = project.folder.write("migrations/b2.sql", "");
    fs::resize_file(file, (std::uintmax_t{1} << 30U) + 1); // sparse: takes no room
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == 2);
    CHECK(outcome.err ==
          "error[HS0101]: cannot read migrations/b2.sql: it is larger than max_migration_size allows (1 GB)\n"
          "hint: is it a migration? raise --max-migration-size if it is\n");
    fs::remove(file);
    CHECK(project.headstart({"upgrade", "head", "--max-migration-size", "100B"}).status == 2);
    project.folder.write("headstart.toml", "max_migration_size = \"64kB\"\n");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
}

TEST_CASE("a secret may come from the shell's <(…), and so may settings") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    const auto url = project.environment.at("DATABASE_URL");
    project.environment.erase("DATABASE_URL");
    CHECK(run(in_shell(project, "\"$headstart\" upgrade --url-file <(echo '" + url + "')")).status == 0);
    CHECK(run(in_shell(project, "DATABASE_URL_FILE=<(echo '" + url + "') \"$headstart\" current")).out ==
          "a1 (head)\n");
    CHECK(run(in_shell(project, "echo '" + url + "' | \"$headstart\" current --url-file /dev/stdin")).out ==
          "a1 (head)\n");
    CHECK(
        run(in_shell(project, "\"$headstart\" current --env-file <(echo 'DATABASE_URL=" + url + "')")).out ==
        "a1 (head)\n");
    CHECK(run(in_shell(project, "\"$headstart\" heads --config <(echo 'dir = \"migrations\"')")).out ==
          "a1 (head)\n");
    CHECK(run(in_shell(project, "\"$headstart\" heads --config /dev/null --env-file /dev/null")).out ==
          "a1 (head)\n");
}

TEST_CASE("a secret that does not come holds nobody up") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    for (const std::string option : {"--url-file", "--env-file", "--config"}) {
        INFO(option);
        auto command = in_shell(project, "exec \"$headstart\" run --wait-timeout 300ms " + option +
                                             " <(exec sleep 600)");
        command.deadline = k_promptly;
        auto outcome = run(command);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("its other end did not finish in time"));

        Process waiting(
            in_shell(project, "exec \"$headstart\" run " + option + " <(echo x >&2; exec sleep 600)"));
        REQUIRE(waiting.wait_for_text("x\n"));
        waiting.send(SIGTERM);
        outcome = waiting.wait(k_promptly);
        CHECK((outcome.status == 128 + SIGTERM || outcome.signal == SIGTERM));
    }
}

TEST_CASE("a link out of the migrations folder is named, and not shown") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    project.folder.write("elsewhere/secret", "-- Revision: s3cr3t\ns3cr3t\n");
    const auto target = fs::canonical(project.folder.path() / "elsewhere/secret").string();
    fs::create_symlink("../elsewhere/secret", project.folder.path() / "migrations/b2.sql");
    for (const auto* const format : {"text", "json"}) {
        const auto outcome = project.headstart({"check", "--log-format", format});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("migrations/b2.sql") && ContainsSubstring(target) &&
                                    !ContainsSubstring("s3cr3t"));
    }
    // One that is a migration is run, as tools that link files into place expect; and told.
    project.migration("c3", "a1", "SELECT 1;");
    fs::rename(project.folder.path() / "migrations/c3.sql", project.folder.path() / "elsewhere/c3.sql");
    fs::remove(project.folder.path() / "migrations/b2.sql");
    fs::create_symlink("../elsewhere/c3.sql", project.folder.path() / "migrations/c3.sql");
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err,
               ContainsSubstring("migrations/c3.sql is a link out of the migrations folder, to ") &&
                   ContainsSubstring("elsewhere/c3.sql"));
    CHECK(project.version() == "c3");
}

TEST_CASE("the files beside the migrations are not read through a link to elsewhere") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    project.folder.write("secret", "s3cr3t\n");
    fs::create_symlink("../secret", project.folder.path() / "migrations/heads.txt");
    fs::create_symlink("../secret", project.folder.path() / "migrations/template.sql");
    const auto check = project.headstart({"check", "--heads-file"});
    CHECK(check.status == 5);
    CHECK_THAT(check.err, ContainsSubstring("migrations/heads.txt is a link out of its folder, to ") &&
                              !ContainsSubstring("s3cr3t"));
    const auto revision = project.headstart({"revision", "-m", "x"});
    CHECK(revision.status == 2);
    CHECK_THAT(revision.err,
               ContainsSubstring("migrations/template.sql is a link out of the migrations folder, to "));
}
