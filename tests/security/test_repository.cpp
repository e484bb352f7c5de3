#include "support/catch.hpp"
#include "support/project.hpp"

#include <filesystem>

namespace fs = std::filesystem;
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A repository in the project's folder, with two heads in it so that their authors are looked for, and a
/// program that leaves a trace when anything runs it.
class HostileRepository {
public:
    HostileRepository() {
        project.migration("a1", "", "SELECT 1;");
        project.migration("b2", "", "SELECT 1;");
        evil = project.folder.write("evil", "#!/bin/sh\nenv >> '" + trace().string() + "'\nexit 1\n");
        fs::permissions(evil, fs::perms::owner_all);
        git({"init", "-q", "-b", "main"});
        git({"add", "migrations"});
        git({"-c", "user.name=Ada", "-c", "user.email=a@example.org", "commit", "-q", "-m", "Add both"});
    }

    std::string git(std::vector<std::string> arguments, const fs::path& folder = {}) {
        arguments.insert(arguments.begin(), "git");
        auto environment = project.environment;
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        return run({arguments, environment, folder.empty() ? project.folder.path() : folder}).out;
    }

    /// Whether something ran since it was asked last.
    bool has_run() { return fs::remove(trace()); }

    /// The least that git is asked, without any care: shows that the trap works.
    void look_up_carelessly(const fs::path& folder = {}) {
        git({"log", "-1", "--format=%aN", "--", "a1.sql"}, folder);
        git({"status"}, folder);
    }

    /// Every command that names authors, each of which the owner's credentials are given.
    std::string run_all() {
        project.environment["MIGRATION_DATABASE_URL"] = project.environment.at("DATABASE_URL");
        std::string shown;
        for (const auto& arguments : {std::vector<std::string>{"check"},
                                      {"upgrade", "head"},
                                      {"upgrade", "head", "--sql"},
                                      {"upgrade", "head", "--dry-run"},
                                      {"show", "head"},
                                      {"status"},
                                      {"run", "--", "true"}}) {
            shown += project.headstart_at_terminal({arguments}).err;
            shown += project.headstart({arguments}).err;
        }
        // Every command that asks which branch has a revision.
        project.database.execute("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);"
                                 "INSERT INTO alembic_version VALUES ('feed')");
        for (const auto& arguments :
             {std::vector<std::string>{"check"}, {"validate"}, {"status"}, {"current"}, {"upgrade"}}) {
            shown += project.headstart_at_terminal({arguments}).err;
        }
        project.database.execute("DROP TABLE alembic_version");
        return shown;
    }

    [[nodiscard]] fs::path trace() const { return project.folder.path() / "ran"; }

    Project project;
    fs::path evil;
};

/// The commit at the head, with a signature that nobody made.
void sign_head(HostileRepository& repository) {
    auto commit = repository.git({"cat-file", "commit", "HEAD"});
    commit.insert(commit.find("\n\n"),
                  "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----");
    repository.project.folder.write("commit", commit);
    auto id = repository.git({"hash-object", "-t", "commit", "-w", "commit"});
    id.pop_back();
    repository.git({"update-ref", "refs/heads/main", id});
}

/// A head that is only at a remote, which git fetches when it needs it: by running `uploadpack`.
void promise_head(HostileRepository& repository) {
    for (const auto& [key, value] : std::initializer_list<std::pair<std::string, std::string>>{
             {"core.repositoryformatversion", "1"},
             {"extensions.partialClone", "origin"},
             {"remote.origin.url", repository.project.folder.path().string()},
             {"remote.origin.promisor", "true"},
             {"remote.origin.uploadpack", repository.evil.string()},
             {"protocol.file.allow", "always"}}) {
        repository.git({"config", key, value});
    }
    repository.project.folder.write(".git/refs/heads/main", std::string(40, '1') + "\n");
}

} // namespace

TEST_CASE("a bare repository's files in the migrations folder run nothing") {
    HostileRepository repository;
    auto& project = repository.project;
    fs::remove_all(project.folder.path() / ".git");
    const auto folder = project.folder.path() / "migrations";
    fs::create_directories(folder / "objects");
    project.folder.write("migrations/HEAD", "ref: refs/heads/main\n");
    project.folder.write("migrations/refs/heads/main", std::string(40, '1') + "\n");
    project.folder.write("migrations/config", "[core]\nrepositoryformatversion = 1\nbare = true\n"
                                              "[extensions]\npartialClone = origin\n"
                                              "[remote \"origin\"]\nurl = " +
                                                  folder.string() + "\npromisor = true\nuploadpack = " +
                                                  repository.evil.string() + "\n");
    repository.look_up_carelessly(folder);
    CHECK(repository.has_run());
    repository.run_all();
    CHECK_FALSE(repository.has_run());
}

TEST_CASE("no key of a repository's configuration runs a program") {
    HostileRepository repository;
    repository.project.folder.write(".gitattributes", "* diff=evil filter=evil merge=evil\n");
    fs::create_directories(repository.project.folder.path() / "hooks");
    for (const auto* const hook : {"post-index-change", "reference-transaction", "fsmonitor-watchman"}) {
        fs::copy_file(repository.evil, repository.project.folder.path() / "hooks" / hook);
    }
    const auto evil = repository.evil.string();
    for (const std::string key : {"core.fsmonitor",
                                  "core.pager",
                                  "pager.log",
                                  "core.editor",
                                  "core.sshCommand",
                                  "core.gitProxy",
                                  "core.askPass",
                                  "core.alternateRefsCommand",
                                  "credential.helper",
                                  "diff.external",
                                  "diff.evil.command",
                                  "diff.evil.textconv",
                                  "filter.evil.clean",
                                  "filter.evil.smudge",
                                  "filter.evil.process",
                                  "merge.evil.driver",
                                  "gpg.program",
                                  "gpg.openpgp.program",
                                  "gpg.x509.program",
                                  "gpg.ssh.program",
                                  "gpg.ssh.defaultKeyCommand",
                                  "interactive.diffFilter",
                                  "uploadpack.packObjectsHook"}) {
        repository.git({"config", key, evil});
    }
    repository.git({"config", "alias.log", "!" + evil});
    repository.git({"config", "core.hooksPath", (repository.project.folder.path() / "hooks").string()});
    repository.git({"config", "log.showSignature", "true"});
    repository.git({"config", "log.follow", "true"});
    repository.git({"config", "log.diffMerges", "on"});
    sign_head(repository);
    repository.look_up_carelessly();
    CHECK(repository.has_run());
    // It is asked all the same, and answers.
    CHECK_THAT(repository.run_all(), ContainsSubstring("Make a1 (by Ada)"));
    CHECK_FALSE(repository.has_run());
}

TEST_CASE("a commit that is only at a remote is not fetched") {
    HostileRepository repository;
    promise_head(repository);
    repository.look_up_carelessly();
    CHECK(repository.has_run());
    repository.run_all();
    CHECK_FALSE(repository.has_run());
}

TEST_CASE("the caller's variables do not lead git elsewhere") {
    HostileRepository repository;
    repository.git({"clone", "-q", "--bare", ".", "elsewhere"});
    repository.git({"config", "-f", "elsewhere/config", "core.fsmonitor", repository.evil.string()});
    const auto config = repository.project.folder.write(
        "gitconfig", "[log]\nshowSignature = true\n[gpg]\nprogram = " + repository.evil.string() + "\n");
    sign_head(repository);
    for (const auto& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
             {"GIT_CONFIG_GLOBAL", config.string()},
             {"GIT_CONFIG_SYSTEM", config.string()},
             {"GIT_DIR", (repository.project.folder.path() / "elsewhere").string()},
             {"GIT_EXTERNAL_DIFF", repository.evil.string()},
             {"GIT_PAGER", repository.evil.string()},
             {"GIT_SSH_COMMAND", repository.evil.string()},
             {"GIT_TRACE", (repository.project.folder.path() / "ran").string()}}) {
        repository.project.environment[name] = value;
    }
    CHECK_THAT(repository.run_all(), ContainsSubstring("Make a1 (by Ada)"));
    CHECK_FALSE(repository.has_run());
}

TEST_CASE("a program called git that stands in the folder is not git") {
    HostileRepository repository;
    fs::copy_file(repository.evil, repository.project.folder.path() / "migrations/git");
    fs::copy_file(repository.evil, repository.project.folder.path() / "git");
    for (const std::string before : {"", ".", "migrations"}) {
        auto& path = repository.project.environment["PATH"];
        path = before + ":" + path;
    }
    repository.run_all();
    CHECK_FALSE(repository.has_run());
}

TEST_CASE("git is asked for people at a terminal only, never by run, and given no secret") {
    HostileRepository repository;
    auto& project = repository.project;
    fs::create_directories(project.folder.path() / "bin");
    fs::copy_file(repository.evil, project.folder.path() / "bin/git");
    project.environment["PATH"] =
        (project.folder.path() / "bin").string() + ":" + project.environment.at("PATH");
    project.environment["MIGRATION_DATABASE_URL"] = project.environment.at("DATABASE_URL");
    project.environment["PGPASSWORD"] = "hidden";
    project.environment["OTHER_SECRET"] = "hidden";
    CHECK(project.headstart({"check"}).status == 5);
    CHECK(project.headstart_at_terminal({{"run", "--", "true"}}).status == 2);
    CHECK(project.headstart_at_terminal({{"check", "--log-format", "json"}}).status == 5);
    CHECK_FALSE(repository.has_run());

    CHECK(project.headstart_at_terminal({{"check"}}).status == 5);
    const auto seen = project.folder.read("ran");
    CHECK_THAT(seen, ContainsSubstring("PATH=") && ContainsSubstring("GIT_ALLOW_PROTOCOL=none"));
    for (const auto* const name : {"URL=", "PGPASSWORD=", "OTHER_SECRET=", "HOME="}) {
        CHECK_THAT(seen, !ContainsSubstring(name));
    }
}
