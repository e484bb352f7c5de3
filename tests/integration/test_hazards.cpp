#include "integration/declared.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

using namespace headstart::test;

namespace {

struct HazardRow {
    std::string_view from;
    std::string_view to;
    std::string_view hazards; ///< of all statements, in their order
};

constexpr HazardRow k_rows[]{
    {"CREATE TABLE t (a int);", "", "deletes-data"},
    {"CREATE TABLE t (a int, b int);", "CREATE TABLE t (a int);", "deletes-data"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int, b int);", ""},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int, b int NOT NULL DEFAULT 0);", ""},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int, b int NOT NULL);", "may-fail-on-rows"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int, b timestamptz DEFAULT clock_timestamp());",
     "rewrites-table"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a bigint);", "rewrites-table"},
    {"CREATE TABLE t (a varchar(10));", "CREATE TABLE t (a varchar(20));", ""},
    {"CREATE TABLE t (a varchar(10));", "CREATE TABLE t (a text);", ""},
    {"CREATE TABLE t (a varchar(20));", "CREATE TABLE t (a varchar(10));", "rewrites-table may-fail-on-rows"},
    {"CREATE TABLE t (a bigint);", "CREATE TABLE t (a int);", "rewrites-table may-fail-on-rows"},
    {"CREATE TABLE t (a numeric(12,4));", "CREATE TABLE t (a numeric(12,1));",
     "rewrites-table deletes-data may-fail-on-rows"},
    {"CREATE TABLE t (a numeric(8,1));", "CREATE TABLE t (a numeric(12,4));", "rewrites-table"},
    {"CREATE TABLE t (a timestamp);", "CREATE TABLE t (a date);",
     "rewrites-table deletes-data may-fail-on-rows"},
    {"CREATE TABLE t (a text);", "CREATE TABLE t (a int);", "rewrites-table may-fail-on-rows"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int NOT NULL);", "scans-table may-fail-on-rows"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int CHECK (a > 0));", "scans-table may-fail-on-rows"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int UNIQUE);", "blocks-reads may-fail-on-rows"},
    {"CREATE TABLE t (a int);", "CREATE TABLE t (a int); CREATE INDEX ON t (a);", "blocks-writes"},
    {"CREATE TABLE t (a int); CREATE TABLE u (id int PRIMARY KEY);",
     "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES u);",
     "blocks-writes may-fail-on-rows"},
    {"", "CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0)); CREATE INDEX ON t (b);", ""},
    {"CREATE TABLE t (a int);", "CREATE UNLOGGED TABLE t (a int);", "rewrites-table"},
    {"CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED);", "CREATE TABLE t (a int);", ""},
    {"CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE other PARTITION OF t DEFAULT;",
     "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE other PARTITION OF t DEFAULT;"
     "CREATE TABLE one PARTITION OF t FOR VALUES IN (1);",
     "scans-table may-fail-on-rows"},
};

std::string hazards_of(const std::string& text) {
    std::string names;
    const auto json = nlohmann::json::parse(text);
    for (const auto& statement : json.at("statements")) {
        for (const auto& hazard : statement.at("hazards")) {
            names += (names.empty() ? "" : " ") + hazard.at("name").get<std::string>();
            CHECK(!hazard.at("sentence").get<std::string>().empty());
            CHECK(!hazard.at("instead").get<std::string>().empty());
        }
    }
    return names;
}

} // namespace

TEST_CASE("each statement is told with what it does to a database in use") {
    for (const auto& row : k_rows) {
        DYNAMIC_SECTION(row.from << " → " << row.to) {
            DeclaredProject project;
            CHECK(hazards_of(project.difference(row.from, row.to, {"--format", "json"})) == row.hazards);
        }
    }
}

TEST_CASE("with --strict hazards are refused but for those that are allowed, and nothing is written then") {
    DeclaredProject project("CREATE TABLE t (a int, b int);\n");
    REQUIRE(project.autogenerate("a1").status == 0);
    project.declare("CREATE TABLE t (a bigint);\n");
    const auto refused = project.autogenerate("b2", {"--strict"});
    CHECK(refused.status == 5);
    CHECK(refused.err.find("error[HS1011]: --strict refuses deletes-data, rewrites-table") !=
          std::string::npos);
    CHECK(refused.err.find("--allow deletes-data --allow rewrites-table") != std::string::npos);
    CHECK(!std::filesystem::exists(project.folder.path() / "migrations/b2_change.sql"));
    CHECK(project.autogenerate("b2", {"--strict", "--allow", "deletes-data"}).status == 5);
    CHECK(project.autogenerate("b2", {"--strict", "--allow", "deletes-data", "--allow", "rewrites-table"})
              .status == 0);
    const auto unknown = project.autogenerate("c3", {"--strict", "--allow", "data"});
    CHECK(unknown.status == 2);
    CHECK(unknown.err.find("there are deletes-data, ") != std::string::npos);
}
