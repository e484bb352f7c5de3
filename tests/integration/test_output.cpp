#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <fstream>

using namespace headstart::test;

namespace {

/// A way in which a stream takes nothing, as words of a shell; %s is the stream's number.
struct Refusal {
    std::string script;
    std::string reason;
};

const std::vector<Refusal> k_refusals{
    {"exec \"$@\" %s>/dev/full", "No space left on device"},
    // Only while somebody holds the other end can a pipe be opened.
    {"mkfifo \"$0\" && exec 3<>\"$0\" 4>\"$0\" 3>&- && rm \"$0\" && exec \"$@\" %s>&4 4>&-", "Broken pipe"},
    {"exec \"$@\" %s>&-", "Bad file descriptor"},
};

Call with_refusal(Project& project, std::vector<std::string> arguments, const Refusal& refusal, char stream) {
    auto script = refusal.script;
    script.replace(script.find("%s"), 2, 1, stream);
    return {std::move(arguments), {}, {}, {"sh", "-c", script, project.folder.path() / "pipe"}, {}};
}

std::string lost_output(const std::string& reason) {
    return "error[HS0801]: the result could not be written to standard output: " + reason +
           "\nhint: what stands there is not whole: do not use it, and run the command again where it can be "
           "written\n";
}

} // namespace

TEST_CASE("a result that cannot be written is an error, whichever command it is of") {
    LinearProject project;
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const std::vector<std::vector<std::string>> commands{
        {"--help"},
        {"--version"},
        {"upgrade", "--help"},
        {"upgrade", "--sql"},
        {"upgrade", "--dry-run"},
        {"upgrade", "--dry-run", "--format", "json"},
        {"downgrade", "--sql", "b2:a1"},
        {"downgrade", "--dry-run", "a1"},
        {"stamp", "--sql", "head"},
        {"ensure-version", "--sql"},
        {"revision", "--sql", "-m", "new"},
        {"history"},
        {"history", "--graph"},
        {"history", "--format", "json"},
        {"history", "--format", "mermaid"},
        {"history", "--format", "dot"},
        {"heads"},
        {"heads", "--format", "json"},
        {"branches", "--format", "json"},
        {"show", "b2"},
        {"current"},
        {"current", "--format", "json"},
        {"status"},
        {"status", "--format", "json"},
        {"validate"},
        {"validate", "--format", "json"},
        {"validate", "--accept", "b2"},
        {"check", "--format", "json"},
    };
    const auto before = project.snapshot();
    for (const auto& command : commands) {
        INFO(command[0] << " " << (command.size() > 1 ? command[1] : ""));
        const auto whole = project.headstart(command);
        CHECK(!whole.out.empty());
        for (const auto& refusal : k_refusals) {
            INFO(refusal.script);
            const auto outcome = project.headstart(with_refusal(project, command, refusal, '1'));
            CHECK(outcome.status == (whole.status == 0 ? 1 : whole.status));
            CHECK(outcome.err == whole.err + lost_output(refusal.reason));
        }
    }
    CHECK(project.snapshot() == before);
}

TEST_CASE("what a command does is done, whether or not its words can be written") {
    for (const auto& refusal : k_refusals) {
        INFO(refusal.script);
        LinearProject project;
        const auto init = project.headstart(with_refusal(project, {"init", "other"}, refusal, '1'));
        CHECK(init.err == lost_output(refusal.reason));
        CHECK(init.status == 1);
        CHECK(std::filesystem::exists(project.folder.path() / "headstart.toml"));
        const auto revision = project.headstart(
            with_refusal(project, {"revision", "-m", "new", "--rev-id", "d4"}, refusal, '1'));
        CHECK(revision.err == lost_output(refusal.reason));
        CHECK(revision.status == 1);
        CHECK(std::filesystem::exists(project.folder.path() / "migrations" / "d4_new.sql"));
        // What prints nothing has nothing to lose.
        CHECK(project.headstart(with_refusal(project, {"upgrade", "c3"}, refusal, '1')).status == 0);
        CHECK(project.version() == "c3");
    }
}

TEST_CASE("a long script that breaks off is an error too") {
    LinearProject project;
    project.migration("d4", "c3", "SELECT '" + std::string(300'000, 'x') + "';");
    Call call{{"upgrade", "--sql"},
              {},
              {},
              {"sh", "-c", R"({ "$@"; echo $? >"$0"; } | head -c 1)", project.folder.path() / "status"},
              {}};
    const auto outcome = project.headstart(call);
    CHECK(outcome.out.size() == 1);
    CHECK(outcome.err == lost_output("Broken pipe"));
    std::string status;
    std::getline(std::ifstream(project.folder.path() / "status"), status);
    CHECK(status == "1");
    const auto whole = project.headstart({"upgrade", "--sql"});
    CHECK(whole.status == 0);
    CHECK(whole.out.size() > 300'000);
}

TEST_CASE("a log that cannot be written is no reason for anything") {
    for (const auto& refusal : k_refusals) {
        INFO(refusal.script);
        LinearProject project;
        CHECK(project.headstart(with_refusal(project, {"upgrade"}, refusal, '2')).status == 0);
        CHECK(project.version() == "c3");
        const auto failed = project.headstart(with_refusal(project, {"upgrade", "nothing"}, refusal, '2'));
        CHECK(failed.status == 2);
        const auto history = project.headstart(with_refusal(project, {"history"}, refusal, '2'));
        CHECK(history.status == 0);
        CHECK(history.out == project.headstart({"history"}).out);
    }
}

TEST_CASE("streams that are closed are nobody else's, and closed for the application too") {
    LinearProject project;
    Call call{
        {"run", "--", "sh", "-c", R"(for fd in 0 1 2; do test -e /proc/$$/fd/$fd; printf $? >>found; done)"},
        {},
        {},
        {"sh", "-c", R"(exec "$@" <&- >&- 2>&-)", "sh"},
        {}};
    CHECK(project.headstart(call).status == 0);
    CHECK(project.version() == "c3");
    std::string found;
    std::getline(std::ifstream(project.folder.path() / "found"), found);
    CHECK(found == "111");
}
