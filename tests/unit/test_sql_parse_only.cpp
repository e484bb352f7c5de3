#include "sql/parse_only.hpp"
#include "support/catch.hpp"

using namespace headstart;

TEST_CASE("what a server would look up while it parses is given to it so that it does not") {
    const auto asked = [](const std::string& statement) {
        const auto question = sql::parse_only(statement);
        return question.sql + "|" + std::to_string(question.shift) + (question.is_refused ? " refused" : "");
    };
    for (const std::string rows :
         {"SELECT 1", "insert into t values (1)", "WITH a AS (SELECT 1) DELETE FROM t", "TABLE t",
          "VALUES (1)", "(SELECT 1) UNION SELECT 2", "merge into t", "UPDATE t"}) {
        CHECK(asked(rows) == "PREPARE headstart AS " + rows + "|21");
    }
    for (const std::string query :
         {"EXPLAIN SELECT 1", "DECLARE c CURSOR FOR SELECT 1", "CALL p()", "CREATE TABLE t AS SELECT 1",
          "CREATE GLOBAL TEMPORARY TABLE t (a) WITH (fillfactor = 10) AS TABLE u",
          "CREATE MATERIALIZED VIEW v AS SELECT 1", "/* a */ CREATE UNLOGGED TABLE t AS VALUES (1)"}) {
        CHECK(asked(query) == query + "\n;SELECT 1|0 refused");
    }
    for (const std::string other :
         {"CREATE TABLE t (a int GENERATED ALWAYS AS (1) STORED)", "CREATE VIEW v AS SELECT 1", "VACUUM", "",
          "CREATE FUNCTION f() RETURNS TABLE (a int) LANGUAGE sql AS 'SELECT 1'", "ALTER TABLE t ADD a int",
          "GRANT SELECT ON t TO u", "DO 'BEGIN END'"}) {
        CHECK(asked(other) == other + "|0");
    }
}
