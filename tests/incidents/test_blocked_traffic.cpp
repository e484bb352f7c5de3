#include "e2e/cluster.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <string_view>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What readers of a table have waited.
struct Traffic {
    milliseconds longest{0};
    milliseconds held{0}; ///< in waits of more than 50 ms
    milliseconds all{0};
};

/// One reader after the other, until told to stop.
Traffic read_until(const std::string& url, std::atomic<bool>& is_over) {
    Session reader(url);
    Traffic traffic;
    const auto begin = Clock::now();
    while (!is_over) {
        const auto before = Clock::now();
        reader.query("SELECT count(*) FROM aside.t");
        const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - before);
        traffic.longest = std::max(traffic.longest, waited);
        traffic.held += waited > milliseconds{50} ? waited : milliseconds{0};
    }
    traffic.all = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    return traffic;
}

int count_of(std::string_view text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

// Its figures are those of a machine that does nothing else: the herd's label has it run alone.
TEST_CASE("behind a long transaction traffic is held up for a tenth of the time at most", "[herd]") {
    Project project;
    project.database.execute("CREATE SCHEMA aside; CREATE TABLE aside.t (id int)");
    Session blocker(project.database.url());
    blocker.query("BEGIN; SELECT * FROM aside.t");
    project.migration("a1", "", "ALTER TABLE aside.t ADD COLUMN b int;");
    std::atomic<bool> is_over = false;
    auto traffic = std::async(std::launch::async, read_until, project.database.url(), std::ref(is_over));
    const auto running = project.start({"upgrade"});
    // 300, 600 and 1,200 ms, and what lies between.
    REQUIRE(eventually(60s, [&] { return count_of(running->err(), "gave way") == 3; }));
    is_over = true;
    const auto seen = traffic.get();
    blocker.query("COMMIT");
    CHECK(running->wait().status == 0);
    INFO("held " << seen.held.count() << " of " << seen.all.count() << " ms, " << seen.longest.count()
                 << " ms at once");
    CHECK(seen.longest < 2s);
    // The last try counts in full, and its pause not at all.
    CHECK(seen.held * 5 < seen.all);
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
        const auto outcome = project.headstart({"upgrade", "--lock-retry-timeout", "300ms"});
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
