#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sys/stat.h>

using namespace headstart::test;

namespace {

/// Runs migrations with a file for their metrics.
struct MeasuredProject : LinearProject {
    MeasuredProject() { environment["HEADSTART_METRICS_FILE"] = "metrics/app.prom"; }

    std::string text() { return folder.read("metrics/app.prom"); }

    /// The value of each sample with this name, joined by spaces; of a revision with its id before it.
    std::string values(const std::string& name) {
        const std::regex sample("headstart_" + name +
                                R"re(\{database="[^"]*",version_table="alembic_version")re"
                                R"re((?:,revision="([^"]*)")?\} (\S+))re");
        std::string joined;
        const auto all = text();
        for (std::sregex_iterator at(all.begin(), all.end(), sample), end; at != end; ++at) {
            const auto revision = at->str(1);
            joined += (joined.empty() ? "" : " ") + (revision.empty() ? "" : revision + "=") + at->str(2);
        }
        return joined;
    }

    /// "revision | pending | applied | success | exit code"
    std::string summary() {
        return values("revision_info") + " | " + values("pending_revisions") + " | " +
               values("last_run_applied_revisions") + " | " + values("last_run_success") + " | " +
               values("last_run_exit_code");
    }
};

} // namespace

TEST_CASE("each run leaves its metrics, whatever its verb") {
    MeasuredProject project;
    CHECK(project.headstart({"upgrade", "+2"}).status == 0);
    CHECK(project.summary() == "b2=1 | 1 | 2 | 1 | 0");
    CHECK(project.values("last_success_timestamp_seconds") == project.values("last_run_timestamp_seconds"));
    CHECK(project.headstart({"downgrade", "-1"}).status == 0);
    CHECK(project.summary() == "a1=1 | 2 | 1 | 1 | 0");
    CHECK(project.headstart({"stamp", "b2"}).status == 0);
    CHECK(project.summary() == "b2=1 | 1 | 0 | 1 | 0");
    CHECK(project.headstart({"run"}).status == 0);
    CHECK(project.summary() == "c3=1 | 0 | 1 | 1 | 0");
    project.database.execute("DELETE FROM alembic_version; CREATE TABLE schema_migrations (version text);"
                             " INSERT INTO schema_migrations VALUES ('a1'), ('b2')");
    CHECK(project.headstart({"stamp", "--from", "dbmate"}).status == 0);
    CHECK(project.summary() == "b2=1 | 1 | 0 | 1 | 0");
    CHECK(project.text().find("database=\"" + project.database.name() + "\"") != std::string::npos);
}

TEST_CASE("the application finds the metrics of the run before it, and only them in their folder") {
    MeasuredProject project;
    const auto outcome = project.headstart(
        {"run", "--", "sh", "-c", "cat metrics/app.prom; ls metrics; stat -c %a metrics/app.prom"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == project.text() + "app.prom\n644\n");
    CHECK(project.summary() == "c3=1 | 0 | 3 | 1 | 0");
}

TEST_CASE("others can read the metrics under any umask") {
    MeasuredProject project;
    Call call{{"upgrade"}};
    call.wrapper = {"sh", "-c", "umask 077; exec \"$0\" \"$@\""};
    CHECK(project.headstart(std::move(call)).status == 0);
    struct stat info{};
    REQUIRE(::stat((project.folder.path() / "metrics/app.prom").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0644U);
}

TEST_CASE("a run that fails keeps the last success, and says what is known") {
    MeasuredProject project;
    CHECK(project.headstart({"upgrade", "a1"}).status == 0);
    const auto success = project.values("last_success_timestamp_seconds");
    project.migration("c3", "b2", "SELECT 1/0;");
    CHECK(project.headstart({"upgrade"}).status == 1);
    CHECK(project.summary() == "b2=1 | 1 | 1 | 0 | 1");
    CHECK(project.values("last_success_timestamp_seconds") == success);
    CHECK(project.values("last_run_timestamp_seconds") > success);
    project.folder.write("migrations/c3.sql", "no header\n");
    CHECK(project.headstart({"upgrade"}).status == 2);
    // It has not come as far as to know the database: the series are those of before all the same.
    CHECK(project.summary() == " |  | 0 | 0 | 2");
    CHECK(project.values("last_success_timestamp_seconds") == success);
    project.migration("c3", "b2", "SELECT 1;");
    Call unreachable{{"run", "--wait-timeout", "10ms", "--", "true"}};
    unreachable.variables = {{"DATABASE_URL", "postgresql://nobody@127.0.0.1:1/" + project.database.name()}};
    CHECK(project.headstart(std::move(unreachable)).status == 3);
    CHECK(project.summary() == " |  | 0 | 0 | 3");
    CHECK(project.values("last_success_timestamp_seconds") == success);
}

TEST_CASE("a run that a signal ends, and one whose application cannot be started, have not succeeded") {
    MeasuredProject project;
    project.migration("b2", "a1", "SELECT pg_sleep(300);");
    const auto running = project.start({"run", "--", "true"});
    REQUIRE(eventually(20s, [&] {
        return project.database.text(
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                   " AND datname = current_database() AND state = 'active'") == "1";
    }));
    running->send(SIGTERM);
    CHECK(running->wait(k_promptly).status == 128 + SIGTERM);
    CHECK(project.summary() == " |  | 1 | 0 | 143");
    project.folder.write("script", "#!/nonexistent/interpreter\n");
    std::filesystem::permissions(project.folder.path() / "script", std::filesystem::perms(0755));
    CHECK(project.headstart({"run", "--target", "a1", "--", "./script"}).status == 126);
    CHECK(project.values("last_run_exit_code") == "126");
    CHECK(project.values("last_run_success") == "0");
}

TEST_CASE("what reads, previews or writes a script leaves no metrics") {
    MeasuredProject project;
    for (const auto& arguments :
         {std::vector<std::string>{"status"}, {"current"}, {"upgrade", "--dry-run"}, {"upgrade", "--sql"}}) {
        CHECK(project.headstart(arguments).status == 0);
    }
    CHECK(!std::filesystem::exists(project.folder.path() / "metrics"));
}

TEST_CASE("metrics that cannot be written are a warning, and the application starts") {
    MeasuredProject project;
    project.folder.write("target", "kept\n");
    std::filesystem::create_symlink("target", project.folder.path() / "link");
    std::filesystem::create_directory(project.folder.path() / "folder");
    const auto call = [&](const std::string& file) {
        return project.transcript({"run", "--metrics-file", file, "--", "echo", "started"});
    };
    CHECK(project.headstart({"run"}).status == 0);
    const std::string no_file = "a file is meant there, and what is there is none; a link is not followed";
    for (const auto& [file, reason] : {std::pair<std::string, std::string>{"link", no_file},
                                       {"folder", no_file},
                                       {"/dev/null", no_file},
                                       {"target/app.prom", "Not a directory"}}) {
        CHECK(call(file) ==
              "1| started\n2| info: the database is at head already\n2| warning: the metrics are not "
              "written to " +
                  file + ": " + reason + "\n2| info: starting echo\nexit 0\n");
    }
    CHECK(project.folder.read("target") == "kept\n");
    CHECK(std::filesystem::is_symlink(project.folder.path() / "link"));
}

TEST_CASE("the version table is named in the metrics with its schema") {
    MeasuredProject project;
    project.database.execute("CREATE SCHEMA app");
    CHECK(project.headstart({"upgrade", "--version-table-schema", "app", "--version-table", "versions"})
              .status == 0);
    CHECK(project.text().find("version_table=\"app.versions\"") != std::string::npos);
}
