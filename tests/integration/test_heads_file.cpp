#include "support/catch.hpp"
#include "support/project.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

using namespace headstart::test;
using nlohmann::json;

namespace {

/// A repository of its own in the project's folder, with nobody's configuration.
class Repository {
public:
    explicit Repository(Project& project)
        : m_project(project) {
        git({"init", "-q", "-b", "main"});
    }

    Outcome git(std::vector<std::string> arguments) const {
        for (const auto* const word :
             {"commit.gpgsign=false", "-c", "user.email=a@example.org", "-c", "user.name=A", "-c"}) {
            arguments.insert(arguments.begin(), word);
        }
        arguments.insert(arguments.begin(), "git");
        auto environment = m_project.environment;
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        return run({arguments, environment, m_project.folder.path()});
    }

    void commit(const std::string& message, const std::string& author = "A") const {
        REQUIRE(git({"add", "-A"}).status == 0);
        REQUIRE(git({"commit", "-q", "-m", message, "--author=" + author + " <a@example.org>"}).status == 0);
    }

    /// A branch of main that adds a revision.
    void add_on_branch(const std::string& branch, const std::string& id,
                       std::vector<std::string> options = {}) const {
        REQUIRE(git({"checkout", "-q", "-b", branch, "main"}).status == 0);
        std::vector<std::string> arguments{"revision", "--rev-id", id, "-m", "Add " + id};
        arguments.insert(arguments.end(), options.begin(), options.end());
        REQUIRE(m_project.headstart(arguments).status == 0);
        commit("Add " + id);
    }

private:
    Project& m_project;
};

} // namespace

TEST_CASE("two branches that each add a head conflict in the heads file") {
    Project project;
    project.environment["HEADSTART_HEADS_FILE"] = "true";
    const Repository repository(project);
    CHECK(project.headstart({"revision", "--rev-id", "a1", "-m", "Add a1"}).status == 0);
    repository.commit("Add a1");
    repository.add_on_branch("one", "b2");
    repository.add_on_branch("two", "c3");

    const auto merge = repository.git({"merge", "one"});
    CHECK(merge.status == 1);
    CHECK(merge.out == "Auto-merging migrations/heads.txt\n"
                       "CONFLICT (content): Merge conflict in migrations/heads.txt\n"
                       "Automatic merge failed; fix conflicts and then commit the result.\n");
    const auto check = project.headstart({"check", "--heads-file"});
    CHECK(check.status == 5);
    CHECK(
        check.err ==
        "error[HS0605]: migrations/heads.txt holds an unresolved conflict of git\n"
        "hint: `headstart merge heads` joins the heads and writes the file; if several are meant, `headstart "
        "heads --write-file` writes it\n");

    // What the hint says resolves it.
    CHECK(project.headstart({"merge", "--rev-id", "d4", "heads"}).status == 0);
    CHECK(project.headstart({"check", "--heads-file"}).status == 0);
    repository.commit("Merge one");
    CHECK(project.headstart({"heads"}).out == "d4 (head)\n");
}

TEST_CASE("work on two branches of revisions does not conflict") {
    Project project;
    project.environment["HEADSTART_HEADS_FILE"] = "true";
    const Repository repository(project);
    CHECK(project.headstart({"revision", "--rev-id", "a1"}).status == 0);
    CHECK(project.headstart({"revision", "--rev-id", "x1", "--head", "base"}).status == 0);
    repository.commit("Two branches");
    repository.add_on_branch("one", "a2", {"--head", "a1"});
    repository.add_on_branch("two", "x2", {"--head", "x1"});
    CHECK(repository.git({"merge", "-q", "--no-edit", "one"}).status == 0);
    CHECK(project.headstart({"check", "--heads-file"}).status == 0);
}

TEST_CASE("upgrade to head names the heads there are and how to join them") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    project.migration("b2", "a1", "SELECT 1;");
    project.migration("c3", "a1", "SELECT 1;");
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == 2);
    CHECK(outcome.err ==
          "error[HS0108]: Multiple head revisions are present for given argument 'head'; please specify a "
          "specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all "
          "heads\n"
          "note: b2, migrations/b2.sql, 2025-10-03 23:15:00+00:00: Make b2\n"
          "note: c3, migrations/c3.sql, 2025-10-03 23:15:00+00:00: Make c3\n"
          "hint: headstart merge -m \"merge heads\" b2 c3\n");
    // The hint can be pasted as it is.
    CHECK(project.headstart({"merge", "--rev-id", "d4", "-m", "merge heads", "b2", "c3"}).status == 0);
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "d4");
}

TEST_CASE("whoever added a head to git is named beside it") {
    Project project;
    const Repository repository(project);
    project.migration("a1", "", "SELECT 1;");
    repository.commit("Add a1");
    project.migration("b2", "a1", "SELECT 1;");
    repository.commit("Add b2", "Ada Lovelace");
    project.migration("b2", "a1", "SELECT 2;");
    repository.commit("Change b2", "Somebody Else");
    project.migration("c3", "a1", "SELECT 1;");
    repository.commit("Add c3", "Grace Brewster Höpper");
    project.migration("d4", "a1", "SELECT 1;"); // not committed yet
    const std::string heads =
        "note: b2, migrations/b2.sql, 2025-10-03 23:15:00+00:00: Make b2 (by Ada Lovelace)\n"
        "note: c3, migrations/c3.sql, 2025-10-03 23:15:00+00:00: Make c3 (by Grace Brewster Höpper)\n"
        "note: d4, migrations/d4.sql, 2025-10-03 23:15:00+00:00: Make d4\n"
        "hint: headstart merge -m \"merge heads\" b2 c3 d4\n";
    const auto upgrade = project.headstart_at_terminal({{"upgrade", "head"}});
    CHECK(upgrade.status == 2);
    CHECK(upgrade.err.substr(upgrade.err.find('\n') + 1) == heads);
    const auto check = project.headstart_at_terminal({{"check"}});
    CHECK(check.status == 5);
    CHECK(check.err.starts_with("error[HS0108]: there are 3 heads: b2, c3, d4\n" + heads));
}

TEST_CASE("a git that does not answer holds no message back") {
    Project project;
    project.migration("a1", "", "SELECT 1;");
    project.migration("b2", "", "SELECT 1;");
    project.folder.write("bin/git", "#!/bin/sh\nsleep 600\n");
    std::filesystem::permissions(project.folder.path() / "bin/git", std::filesystem::perms::owner_all);
    const auto path = (project.folder.path() / "bin").string() + ":" + project.environment.at("PATH");
    const auto outcome = project.headstart_at_terminal({{"show", "head"}, {{"PATH", path}}});
    CHECK(outcome.status == 2);
    CHECK(outcome.err.ends_with("note: a1, migrations/a1.sql, 2025-10-03 23:15:00+00:00: Make a1\n"
                                "note: b2, migrations/b2.sql, 2025-10-03 23:15:00+00:00: Make b2\n"
                                "hint: headstart merge -m \"merge heads\" a1 b2\n"));
}

TEST_CASE("check compares the heads file where the setting asks for one") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int);");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.headstart({"check"}).status == 0);
    project.environment["HEADSTART_HEADS_FILE"] = "true";
    const auto missing = project.headstart({"check"});
    CHECK(missing.status == 5);
    CHECK(missing.err == "error[HS0605]: cannot read migrations/heads.txt: No such file or directory\n"
                         "hint: `headstart heads --write-file` writes it anew\n");
    const auto as_json = project.headstart({"check", "--format", "json"});
    CHECK(as_json.status == 5);
    CHECK(json::parse(as_json.out) ==
          json{{"ok", false},
               {"heads", {"a1"}},
               {"pending", json::array()},
               {"not_adopted", nullptr},
               {"unknown", json::array()},
               {"half_done", json::array()},
               {"edited", json::array()},
               {"problems", json::array()},
               {"heads_file", "cannot read migrations/heads.txt: No such file or directory"}});
    project.folder.write("migrations/heads.txt", "# by hand\r\na1\r\n");
    CHECK(project.headstart({"check"}).status == 0);
}
