#include "e2e/cluster.hpp"
#include "security/own_sql.hpp"
#include "security/walk.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>
#include <sstream>

/// What headstart sends, as the server has heard it: no name in it depends on the search path.
namespace headstart::test {

namespace {

/// The statements that sessions of ours have sent, without those of the files.
std::set<std::string> own_statements(const std::string& log) {
    std::set<std::string> statements;
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("headstart")) {
            continue;
        }
        for (const std::string mark : {"LOG:  statement: ", "LOG:  execute <unnamed>: "}) {
            const auto at = line.find(mark);
            if (at != std::string::npos && line.find("theirs") == std::string::npos) {
                statements.insert(line.substr(at + mark.size()));
            }
        }
    }
    return statements;
}

bool names(const std::set<std::string>& statements, const std::string& part) {
    return std::any_of(statements.begin(), statements.end(),
                       [&](const auto& statement) { return statement.find(part) != std::string::npos; });
}

} // namespace

TEST_CASE("every name in what we send is qualified, whatever the command and the state") {
    const Cluster cluster({"log_statement=all", "log_line_prefix=%a|"});
    Project project;
    project.environment["DATABASE_URL"] = cluster.url();
    walk_all_commands(project, cluster.url());
    compare_schemas(project);
    auto statements = own_statements(cluster.log());
    // The walk has been where it was meant to go.
    for (const auto* part : {"pg_blocking_pids", "pg_stat_progress_create_index", "indisvalid",
                             "_cc(new|old)", "pg_try_advisory_lock", "'advisory'", "headstart.before",
                             "headstart.lock_timeout", "'accept'", "DISTINCT ON", "pg_trigger", "is_numbered",
                             "pg_backend_pid", "datname", "relkind", "installed_rank", "orderexecuted"}) {
        INFO(part);
        CHECK(names(statements, part));
    }
    // Where it is, only the path can say at first (Alembic's way); what it is, is made sure of before it is
    // read.
    for (const auto* first_look :
         {R"(LOCK TABLE "alembic_version" IN ACCESS SHARE MODE)",
          R"(SELECT version_num::pg_catalog.text FROM "alembic_version")",
          R"(LOCK TABLE "headstart_journal" IN ACCESS SHARE MODE)",
          R"(LOCK TABLE "alembic_version", "headstart_journal" IN ACCESS SHARE MODE)"}) {
        CHECK(statements.erase(first_look) == 1);
    }
    CHECK(std::erase_if(statements, [](const std::string& statement) {
              return statement.starts_with(R"(SELECT EXISTS (SELECT FROM "headstart_journal" WHERE state)");
          }) == 1);
    CHECK(std::erase_if(statements, [](const std::string& statement) {
              return statement.starts_with("SELECT place.nspname, h.* FROM") &&
                     statement.find(R"(FROM "headstart_journal" AS j)") != std::string::npos;
          }) == 1);
    // The catalogue is read by cursors that are declared while nothing but pg_catalog is on the path.
    CHECK(names(statements, "SET LOCAL search_path TO pg_catalog, pg_temp"));
    CHECK(std::erase_if(statements, [](const std::string& statement) {
              return statement.starts_with("DECLARE headstart_");
          }) > 40);
    for (const auto& statement : statements) {
        INFO(statement);
        CHECK(unqualified_names(statement) == std::vector<std::string>{});
    }
}

TEST_CASE("a name that is not qualified is found") {
    struct Example {
        std::string statement;
        std::vector<std::string> found;
    };

    const std::vector<Example> examples{
        {"SELECT 1 OPERATOR(pg_catalog.+) 1::int", {}},
        {"SELECT 1 + 1", {"operator +"}},
        {"SELECT now()", {"function now"}},
        {"SELECT $1::text", {"type text"}},
        {"SELECT 1 FROM pg_class", {"relation pg_class"}},
        {"WITH c AS (SELECT 1) SELECT FROM c", {}},
        {"SELECT 1 IN (2)", {"implied operator of AEXPR_IN"}},
        {"SELECT 1 IN (SELECT 2)", {"operator of a sub-select"}},
        {"SELECT CASE 1 WHEN 2 THEN 3 END", {"implied operator of CASE"}},
        {"SELECT nullif(1, 2)", {"implied operator of AEXPR_NULLIF"}},
        {"SELECT 'a' COLLATE \"C\"", {"collation C"}},
        {"SELECT FROM pg_catalog.pg_class a JOIN pg_catalog.pg_class b USING (oid)",
         {"implied operator of a join"}},
        {"CREATE TABLE s.t (a jsonb)", {"type jsonb"}},
        {"INSERT INTO t DEFAULT VALUES", {"relation t"}},
        {"DO $$ DECLARE a text; BEGIN IF 1 = 1 THEN a := (SELECT now()); END IF; END $$",
         {"operator =", "function now", "type text"}},
    };
    for (const auto& example : examples) {
        INFO(example.statement);
        CHECK(unqualified_names(example.statement) == example.found);
    }
}

} // namespace headstart::test
