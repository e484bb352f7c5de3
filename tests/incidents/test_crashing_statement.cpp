#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "support/catch.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// The server's own program kills the session that runs it, as the system does with one that takes too much
/// memory. While the gate is shut.
constexpr const char* k_crash =
    "DO $$ BEGIN IF EXISTS (SELECT FROM aside.gate) THEN COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID';"
    " PERFORM pg_sleep(60); END IF; END $$;";

/// The second revision brings the server down.
struct CrashingProject : Project {
    Cluster cluster;

    explicit CrashingProject(const std::string& mode) {
        environment["DATABASE_URL"] = cluster.url();
        environment["HEADSTART_LOG_FORMAT"] = "json";
        environment["HEADSTART_CRASH_PAUSE"] = "500ms";
        query("CREATE SCHEMA aside; CREATE TABLE aside.gate AS SELECT 1; CREATE TABLE aside.ran (what text)");
        migration("a1", "", "INSERT INTO aside.ran VALUES ('a1');");
        write_b2(mode, "");
    }

    void write_b2(const std::string& mode, const std::string& more) {
        migration("b2", "a1",
                  std::string("INSERT INTO aside.ran VALUES ('b2');\n") + k_crash +
                      "\nINSERT INTO aside.ran VALUES ('b2 end" + more + "');",
                  {}, mode);
    }

    std::string query(const std::string& sql) const { return Session(cluster.url()).text(sql); }

    /// How often the server has gone down.
    [[nodiscard]] std::size_t crashes() const {
        constexpr std::string_view k_words = "all server processes terminated; reinitializing";
        const auto log = cluster.log();
        std::size_t count = 0;
        for (auto at = log.find(k_words); at != std::string::npos; at = log.find(k_words, at + 1)) {
            ++count;
        }
        return count;
    }

    [[nodiscard]] std::string state() const {
        return query(
            "SELECT (SELECT string_agg(what, ' ' ORDER BY what) FROM aside.ran) || ', at ' || version_num"
            " FROM alembic_version");
    }

    /// Of the pauses that were announced.
    static std::vector<int> delays(const std::string& log) {
        std::vector<int> found;
        std::istringstream lines(log);
        for (std::string line; std::getline(lines, line);) {
            const auto record = nlohmann::json::parse(line);
            if (record.value("event", "") == "crashed") {
                CHECK(record.at("revision") == "b2");
                found.push_back(record.at("delay_ms").get<int>());
            }
        }
        return found;
    }
};

} // namespace

TEST_CASE("a statement that brings the server down is tried once more, and not by each start at once") {
    const std::string mode = GENERATE("", "transaction:false");
    CrashingProject project(mode);
    const auto first = project.headstart({"run", "--", "echo", "started"});
    INFO(first.err);
    CHECK(first.status == 1);
    CHECK(first.out == "");
    CHECK(project.crashes() == 2);
    REQUIRE(CrashingProject::delays(first.err).size() == 1);
    CHECK(CrashingProject::delays(first.err)[0] <= 500);
    const auto error = error_record(first.err);
    CHECK(error.at("code") == "HS0303");
    CHECK(error.at("line") == 9);
    CHECK(error.at("while") == nlohmann::json{"applying revision b2 (up), at statement 2 of 3"});
    CHECK_THAT(error.at("notes").dump(), ContainsSubstring("applied before it in this run, and kept: a1") &&
                                             ContainsSubstring("the server went down while it ran, 2 times"));
    CHECK_THAT(error.at("hint").get<std::string>(), ContainsSubstring("see the server's log"));
    CHECK(project.state() == (mode.empty() ? "a1, at a1" : "a1 b2, at a1"));

    const auto next = project.headstart({"upgrade"});
    INFO(next.err);
    CHECK(next.status == 1);
    CHECK(project.crashes() == 3);
    REQUIRE(CrashingProject::delays(next.err).size() == 1);
    CHECK(CrashingProject::delays(next.err)[0] <= 1000);
    CHECK(project.query("SELECT crashes FROM headstart_journal WHERE revision = 'b2'") == "3");

    // Another file is another migration, and what is mended runs at once.
    project.write_b2(mode, " of the mended file");
    project.query("DELETE FROM aside.gate");
    const auto mended = project.headstart({"upgrade"});
    INFO(mended.err);
    CHECK(mended.status == 0);
    CHECK(CrashingProject::delays(mended.err).empty());
    CHECK(project.state() == "a1 b2 b2 end of the mended file, at b2");
}

TEST_CASE("what brought the server down once, and does not again, is applied") {
    const std::string mode = GENERATE("", "transaction:false");
    CrashingProject project(mode);
    project.environment["HEADSTART_CRASH_PAUSE"] = "3s";
    const auto running = project.start({"run", "--", "echo", "started"});
    REQUIRE(running->wait_for_text("crashed"));
    project.query("DELETE FROM aside.gate");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "started\n");
    CHECK(project.crashes() == 1);
    CHECK(project.state() == "a1 b2 b2 end, at b2");
}
