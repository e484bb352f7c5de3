#include "support/catch.hpp"
#include "support/project.hpp"

#include <csignal>
#include <filesystem>

namespace fs = std::filesystem;
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A project with a program that writes its environment to `seen`.
class Watched {
public:
    Watched() {
        program = project.folder.write("bin/look", "#!/bin/sh\nenv > '" +
                                                       (project.folder.path() / "seen").string() + "'\n");
        fs::permissions(program, fs::perms::owner_all);
        for (const auto* const name :
             {"HEADSTART_URL_FILE", "MIGRATION_DATABASE_URL_FILE", "DATABASE_URL_FILE"}) {
            project.environment[name] = "/run/secrets/" + std::string(name);
        }
        project.environment["HEADSTART_URL"] = project.environment.at("DATABASE_URL");
        project.environment["MIGRATION_DATABASE_URL"] = project.environment.at("DATABASE_URL");
        project.environment["PGPASSWORD"] = "from-the-environment";
        project.environment["PLAIN"] = "kept";
    }

    /// The names of `names` that the last child had, joined by spaces.
    std::string had(const std::vector<std::string>& names) {
        const auto seen = "\n" + project.folder.read("seen");
        std::string found;
        for (const auto& name : names) {
            if (seen.find("\n" + name + "=") != std::string::npos) {
                found += (found.empty() ? "" : " ") + name;
            }
        }
        fs::remove(project.folder.path() / "seen");
        return found;
    }

    void hook(const std::string& more) {
        project.folder.write("headstart.toml",
                             "[[post_write_hooks]]\nexecutable = \"" + program.string() + "\"\n" + more);
    }

    Project project;
    fs::path program;
};

const std::vector<std::string> k_names{"HEADSTART_URL",
                                       "HEADSTART_URL_FILE",
                                       "MIGRATION_DATABASE_URL",
                                       "MIGRATION_DATABASE_URL_FILE",
                                       "DATABASE_URL",
                                       "DATABASE_URL_FILE",
                                       "PGPASSWORD",
                                       "PGPASSFILE",
                                       "PLAIN",
                                       "PATH"};

} // namespace

TEST_CASE("a hook is given no credentials of the owner") {
    Watched watched;
    watched.hook("");
    CHECK(watched.project.headstart({"revision", "--rev-id", "a1"}).status == 0);
    CHECK(watched.had(k_names) == "DATABASE_URL DATABASE_URL_FILE PLAIN PATH");
    CHECK(watched.project.headstart({"merge", "--rev-id", "b2", "a1"}).status == 0);
    CHECK(watched.had(k_names) == "DATABASE_URL DATABASE_URL_FILE PLAIN PATH");
}

TEST_CASE("DATABASE_URL is the owner's where no other variable names the database") {
    Watched watched;
    watched.hook("");
    const Call call{
        {"revision", "--rev-id", "a1"},
        {},
        {"HEADSTART_URL", "HEADSTART_URL_FILE", "MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE"}};
    CHECK(watched.project.headstart(call).status == 0);
    CHECK(watched.had(k_names) == "PLAIN PATH");
}

TEST_CASE("a hook is given the secrets that it asks for by name, from .env too") {
    Watched watched;
    watched.project.folder.write(".env", "PGPASSFILE=/from/dotenv\n");
    watched.hook("pass_environment = [\"PGPASSWORD\", \"PGPASSFILE\", \"HEADSTART_URL\"]\n");
    CHECK(watched.project.headstart({"revision", "--rev-id", "a1"}).status == 0);
    CHECK(watched.had(k_names) ==
          "HEADSTART_URL DATABASE_URL DATABASE_URL_FILE PGPASSWORD PGPASSFILE PLAIN PATH");
    watched.hook("pass_environment = \"PGPASSWORD\"\n");
    const auto refused = watched.project.headstart({"revision", "--rev-id", "b2"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, ContainsSubstring("\"pass_environment\" must be a list of strings"));
}

TEST_CASE("a hook that ignores the request to stop holds nobody up") {
    Watched watched;
    watched.project.folder.write("headstart.toml", "[[post_write_hooks]]\nexecutable = \"sh\"\n"
                                                   "options = \"-c 'trap : TERM; echo hook >&2; while :; do "
                                                   "sleep 1; done' REVISION_SCRIPT_FILENAME\"\n");
    const auto running = watched.project.start({"revision", "--rev-id", "a1"});
    REQUIRE(running->wait_for_text("hook\n"));
    running->send(SIGTERM);
    CHECK(running->wait(20s).status == 128 + SIGTERM);
}

TEST_CASE("an editor is given no credentials, those of .env neither") {
    Watched watched;
    watched.project.migration("a1", "", "SELECT 1;");
    watched.project.environment["EDITOR"] = watched.program.string();
    CHECK(watched.project.headstart({"edit", "a1"}).status == 0);
    CHECK(watched.had(k_names) == "DATABASE_URL DATABASE_URL_FILE PLAIN PATH");

    // `current` connects, for which what .env holds for libpq is put into our own environment.
    CHECK(watched.project.headstart({"upgrade"}).status == 0);
    watched.project.environment.erase("PGPASSWORD");
    watched.project.folder.write(".env", "PGPASSWORD=from-dotenv\nPGAPPNAME=x\n");
    CHECK(watched.project.headstart({"edit", "current"}).status == 0);
    CHECK(watched.had({"PGPASSWORD", "PGAPPNAME", "PLAIN"}) == "PLAIN");
}
