#include "support/catch.hpp"
#include "support/project.hpp"

#include <filesystem>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A folder that everybody may write to, as /tmp is. A stranger has made it a repository with a configuration
/// whose hook leaves a trace; the user's own folder is below.
struct PlantedAbove : Project {
    PlantedAbove() {
        fs::permissions(folder.path(), fs::perms::all | fs::perms::sticky_bit);
        fs::create_directories(folder.path() / ".git");
        fs::create_directories(folder.path() / "app/migrations");
        folder.write("headstart.toml",
                     "[[post_write_hooks]]\nname = \"x\"\nexecutable = \"touch\"\noptions = \"'" +
                         trace().string() + "' REVISION_SCRIPT_FILENAME\"\n");
    }

    [[nodiscard]] fs::path trace() const { return folder.path() / "trace"; }

    [[nodiscard]] static Call write_revision() {
        return {{"revision", "Create users"}, {}, {"HEADSTART_DIR"}, {}, "app"};
    }
};

} // namespace

TEST_CASE("a hook that a stranger configures above the working folder does not run") {
    PlantedAbove project;
    const auto outcome = project.headstart(PlantedAbove::write_revision());
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err,
               ContainsSubstring("error[HS0003]: ") && ContainsSubstring("/headstart.toml is not read"));
    CHECK_FALSE(fs::exists(project.trace()));
    CHECK(fs::is_empty(project.folder.path() / "app/migrations"));
    // The trap works: whoever names the file has it obeyed.
    auto named = PlantedAbove::write_revision();
    named.arguments.insert(named.arguments.begin(), {"--config", "../headstart.toml"});
    CHECK(project.headstart(named).status == 0);
    CHECK(fs::exists(project.trace()));
}

TEST_CASE("neither does a stranger's file of variables name the database") {
    PlantedAbove project;
    fs::remove(project.folder.path() / "headstart.toml");
    project.folder.write(".env", "DATABASE_URL=postgresql://evil.example.org/x\n");
    auto call = PlantedAbove::write_revision();
    const auto outcome = project.headstart(call);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, ContainsSubstring("/.env is not read") && ContainsSubstring("--env-file"));
    // A user's own repository below ends the search before it.
    fs::create_directories(project.folder.path() / "app/.git");
    CHECK(project.headstart(call).status == 0);
}
