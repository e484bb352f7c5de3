#include "e2e/cluster.hpp"
#include "support/catch.hpp"
#include "support/project.hpp"

#include <string>
#include <vector>

using namespace headstart::test;

namespace {

/// How often the server has logged an error.
std::size_t errors_in(const std::string& log) {
    std::size_t count = 0;
    for (auto at = log.find("ERROR:"); at != std::string::npos; at = log.find("ERROR:", at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("no command leaves an error in the server's log, whatever is there of our tables") {
    const Cluster cluster;
    const std::vector<std::vector<std::string>> commands{
        {"run", "--", "/bin/true"},
        {"upgrade", "head"},
        {"upgrade", "head", "--dry-run"},
        {"current"},
        {"status"},
        {"history", "-i"},
        {"check"},
        {"validate"},
        {"stamp", "head"},
        {"ensure-version"},
        {"downgrade", "base"},
    };
    const std::vector<std::string> states{
        "",
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)",
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); INSERT INTO alembic_version "
        "VALUES ('a1')",
    };
    Session server(cluster.url());
    for (const auto& state : states) {
        for (const auto& command : commands) {
            INFO(state << " / " << command.front());
            server.query("DROP DATABASE IF EXISTS quiet");
            server.query("CREATE DATABASE quiet");
            if (!state.empty()) {
                Session(cluster.url("quiet")).query(state);
            }
            Project project;
            project.migration("a1", "", "CREATE TABLE a (id int);", "SELECT 1;");
            project.migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
            project.environment["DATABASE_URL"] = cluster.url("quiet");
            const auto before = errors_in(cluster.log());
            const auto outcome = project.headstart(command);
            const auto log = cluster.log();
            INFO(outcome.err);
            INFO(log.substr(log.size() > 2000 ? log.size() - 2000 : 0));
            CHECK(errors_in(log) == before);
        }
    }
}
