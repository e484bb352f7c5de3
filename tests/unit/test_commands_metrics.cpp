#include "commands/metrics.hpp"
#include "support/catch.hpp"

using namespace headstart::commands;
using namespace std::chrono_literals;

namespace {

RunMetrics all_known() {
    RunMetrics metrics;
    metrics.database = "app";
    metrics.version_table = "alembic_version";
    metrics.revisions = {"a1", "b2"};
    metrics.pending = 3;
    metrics.applied = 2;
    metrics.duration = 1042ms;
    metrics.end = RunMetrics::Time(1'764'462'846'123ms);
    return metrics;
}

} // namespace

TEST_CASE("metrics of a run are in Prometheus's text format") {
    CHECK(metrics_text(all_known()) ==
          R"(# HELP headstart_revision_info Revision that the database is at, one for each head.
# TYPE headstart_revision_info gauge
headstart_revision_info{database="app",version_table="alembic_version",revision="a1"} 1
headstart_revision_info{database="app",version_table="alembic_version",revision="b2"} 1
# HELP headstart_pending_revisions Revisions of the folder that are not applied.
# TYPE headstart_pending_revisions gauge
headstart_pending_revisions{database="app",version_table="alembic_version"} 3
# HELP headstart_last_run_applied_revisions Revisions that the last run applied or took back.
# TYPE headstart_last_run_applied_revisions gauge
headstart_last_run_applied_revisions{database="app",version_table="alembic_version"} 2
# HELP headstart_last_run_duration_seconds How long the last run took.
# TYPE headstart_last_run_duration_seconds gauge
headstart_last_run_duration_seconds{database="app",version_table="alembic_version"} 1.042
# HELP headstart_last_run_timestamp_seconds When the last run ended.
# TYPE headstart_last_run_timestamp_seconds gauge
headstart_last_run_timestamp_seconds{database="app",version_table="alembic_version"} 1764462846.123
# HELP headstart_last_run_success Whether the last run succeeded.
# TYPE headstart_last_run_success gauge
headstart_last_run_success{database="app",version_table="alembic_version"} 1
# HELP headstart_last_run_exit_code Exit code of the last run.
# TYPE headstart_last_run_exit_code gauge
headstart_last_run_exit_code{database="app",version_table="alembic_version"} 0
# HELP headstart_last_success_timestamp_seconds When a run ended successfully for the last time.
# TYPE headstart_last_success_timestamp_seconds gauge
headstart_last_success_timestamp_seconds{database="app",version_table="alembic_version"} 1764462846.123
)");
}

TEST_CASE("what a failed run does not know is left out, and the last success is the one before") {
    auto metrics = all_known();
    metrics.revisions.reset();
    metrics.pending.reset();
    metrics.exit_code = 3;
    CHECK(last_success_in(metrics_text(metrics)).empty());
    CHECK(metrics_text(metrics).find("pending") == std::string::npos);
    CHECK(metrics_text(metrics).find("revision_info") == std::string::npos);
    metrics.last_success = last_success_in(metrics_text(all_known()));
    CHECK(metrics.last_success == "1764462846.123");
    CHECK(last_success_in(metrics_text(metrics)) == "1764462846.123");
}

TEST_CASE("labels hold any name, and are read again as they were") {
    auto metrics = all_known();
    metrics.database = "a \"b\"\\n\nc";
    const auto text = metrics_text(metrics);
    CHECK(text.find(R"({database="a \"b\"\\n\nc",version_table=)") != std::string::npos);
    CHECK(database_in(text) == metrics.database);
    metrics.database.clear();
    CHECK(metrics_text(metrics).find("_pending_revisions{version_table=\"alembic_version\"} 3\n") !=
          std::string::npos);
    CHECK(database_in(metrics_text(metrics)).empty());
}

TEST_CASE("a file that somebody else wrote tells nothing") {
    CHECK(last_success_in("").empty());
    CHECK(last_success_in("\nheadstart_last_success_timestamp_seconds{a=\"b\"} NaN\n").empty());
    CHECK(last_success_in("\nheadstart_last_success_timestamp_seconds{").empty());
    CHECK(database_in("{database=\"open").size() == 4);
    CHECK(database_in("up 1\n").empty());
}
