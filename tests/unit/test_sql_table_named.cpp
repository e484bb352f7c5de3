#include "sql/table_named.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace headstart;

namespace {

std::vector<std::string> named_by(const std::string& statement) {
    std::vector<std::string> names;
    for (const auto& table : sql::tables_made_or_filled(statement)) {
        names.push_back(table.schema + "." + table.name);
    }
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("the tables that a statement makes, drops or fills are told by its first words") {
    CHECK(named_by("CREATE TABLE public.alembic_version (version_num varchar(32))") ==
          Names{"public.alembic_version"});
    CHECK(named_by("create /* c */ unlogged table T ()") == Names{".t"});
    CHECK(named_by("DROP TABLE IF EXISTS a, \"B \"\"c\", s . d CASCADE") == Names{".a", ".B \"c", "s.d"});
    CHECK(named_by("COPY public.t (a, b) FROM stdin") == Names{"public.t"});
    CHECK(named_by("COPY t FROM stdout") == Names{".t"});
    CHECK(named_by("INSERT INTO \"S\".t VALUES (1)") == Names{"S.t"});
    for (const std::string other :
         {"", "CREATE TABLE IF NOT EXISTS t ()", "CREATE INDEX i ON t (a)", "COPY t TO stdout",
          "COPY (SELECT 1) TO stdout", "DROP INDEX t", "ALTER TABLE t OWNER TO o", "SELECT 1",
          "GRANT SELECT ON t TO o", "INSERT", "DROP", "COPY"}) {
        INFO(other);
        CHECK(named_by(other).empty());
    }
}
