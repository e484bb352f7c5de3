#include "e2e/cluster.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

std::vector<std::int64_t> delays_in(const std::string& log) {
    std::vector<std::int64_t> delays;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        const auto record = nlohmann::json::parse(line);
        if (record.value("event", "") == "retry") {
            delays.push_back(record.at("delay_ms").get<std::int64_t>());
        }
    }
    return delays;
}

int count_of(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

// What readers see of it is measured by `make bench`.
TEST_CASE("each try waits longer for a lock than the one before, and each pause is nine times as long") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    Session blocker(project.database.url());
    blocker.query("BEGIN; SELECT * FROM aside.t");
    const std::string options = GENERATE("", "transaction:false");
    project.migration("a1", "", "ALTER TABLE aside.t ADD COLUMN b int;", {}, options);
    const auto running = project.start({"upgrade", "--log-format", "json"});
    REQUIRE(eventually(60s, [&] { return count_of(running->err(), "gave way") == 2; }));
    blocker.query("COMMIT");
    const auto outcome = running->wait();
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    const auto delays = delays_in(outcome.err);
    REQUIRE(delays.size() == 2);
    CHECK(delays[0] >= 9 * 300);
    CHECK(delays[1] >= 9 * 480); // twice as long, less a fifth
    CHECK(outcome.err.find("300 ms, headstart's for this try; 2.0 s at most") != std::string::npos);
}

TEST_CASE("a prepared transaction in the way is named, with what ends it") {
    const Cluster cluster({"max_prepared_transactions=2"});
    Project project;
    project.environment["DATABASE_URL"] = cluster.url();
    Session other(cluster.url());
    other.query("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    other.query("BEGIN; INSERT INTO aside.t VALUES (1)");
    other.query("PREPARE TRANSACTION 'order ''7'");
    for (const std::string restarted : {"", "behind a restart"}) {
        if (!restarted.empty()) {
            cluster.stop();
            cluster.start();
        }
        project.migration("a1", "", "ALTER TABLE aside.t ADD COLUMN b int;");
        const auto outcome = project.headstart({"upgrade", "--lock-retry-timeout", "2s"});
        INFO(outcome.err);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err,
                   ContainsSubstring("note: blocked by the prepared transaction 'order ''7' of postgres "
                                     "in database postgres, prepared ") &&
                       ContainsSubstring("end it there with COMMIT PREPARED 'order ''7' or ROLLBACK "
                                         "PREPARED 'order ''7'\n"));
    }
    Session(cluster.url()).query("ROLLBACK PREPARED 'order ''7'");
    CHECK(project.headstart({"upgrade"}).status == 0);
}
