#include "sql/session_state.hpp"
#include "support/catch.hpp"

#include <string>

using namespace headstart;

TEST_CASE("a section that speaks of read-only transactions is told by its text") {
    for (const std::string text : {
             "BEGIN READ ONLY;",
             "SELECT 1; begin isolation level serializable, Read\n  Only;",
             "SET TRANSACTION READ /* why */ ONLY;",
             "SET TRANSACTION READ -- why\nONLY;",
             "SET LOCAL transaction_read_only = on;",
             "SET default_transaction_read_only TO on;",
             "SET \"Transaction_Read_Only\" TO on;",
             "SELECT set_config('transaction_read_only', 'on', true);",
             "DO $$ BEGIN SET TRANSACTION READ  ONLY; END $$;",
             "SELECT 'spread only';",
             "SET U&\"transaction_read\\005fonly\" = on;",
             "SELECT set_config(E'transaction_read\\x5fonly', 'on', true);",
             "SELECT set_config(E'\\n', E'transaction_rea\\d_only', true);",
             "SELECT set_config('transaction_read'\n'_only', 'on', true);",
         }) {
        INFO(text);
        CHECK(sql::mentions_read_only(text));
    }
    for (const std::string text : {
             "",
             "-- read only\nSELECT 1;",
             "SELECT 1 /* read_only */;",
             "SELECT read, only FROM t;",
             "SELECT 'only read';",
             "SELECT readonly FROM t;",
             "BEGIN READ WRITE;",
             "SELECT 'read';",
             "SELECT read",
             "SELECT E'\\n\\\\it\\'s', E'';",
         }) {
        INFO(text);
        CHECK_FALSE(sql::mentions_read_only(text));
    }
}

TEST_CASE("a section that may leave the session otherwise is told by its text") {
    for (const std::string text : {
             "SET a.b = 1;",
             "SELECT 1;\n-- why\nset local a.b = 1;",
             "RESET ALL;",
             "DISCARD TEMP;",
             "SELECT pg_catalog.set_config('search_path', '', false);",
             "SELECT \"set_config\"('search_path', '', false);",
             "CREATE TEMP TABLE t (a int);",
             "SELECT 1 INTO TEMPORARY t;",
             "CREATE TABLE pg_temp.t (a int);",
             "PREPARE p AS SELECT 1;",
             "LISTEN c;",
             "SELECT pg_advisory_lock(1);",
             "DECLARE c CURSOR WITH HOLD FOR SELECT 1;",
             "DO 'BEGIN END';",
             "CALL p();",
             "SELECT f('RESET ROLE');",
             "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET ROLE a; END $$;",
         }) {
        INFO(text);
        CHECK(sql::changes_session(text));
    }
    for (const std::string text : {
             "",
             "-- SET a = 1\nSELECT 1;",
             "UPDATE t SET a = 1;",
             "ALTER TABLE t ALTER COLUMN a SET NOT NULL;",
             "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1';",
             "INSERT INTO t VALUES ('unset', 'offset', 'template');",
             "SELECT pg_advisory_xact_lock(1);",
         }) {
        INFO(text);
        CHECK_FALSE(sql::changes_session(text));
    }
}

TEST_CASE("what stands in the rows of a COPY hides nothing behind them") {
    const std::string rows = "COPY t FROM stdin;\n/\"\t'\n\\.\n";
    CHECK(sql::changes_session(rows + "DISCARD ALL;"));
    CHECK(sql::mentions_read_only(rows + "SET TRANSACTION READ ONLY;"));
    CHECK_FALSE(sql::changes_session("COPY t FROM stdin;\nset\n\\.\nSELECT 1;"));
}

TEST_CASE("a statement that makes what ends with the session is told by its words") {
    for (const auto* statement :
         {"CREATE TEMP TABLE t (id int)", "create /* x */ local temporary table t (id int)",
          "CREATE OR REPLACE TEMP VIEW v AS SELECT 1", "SELECT 1 INTO TEMP t", "CREATE TEMPORARY SEQUENCE s",
          "INSERT INTO pg_temp.t VALUES (1)", "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
          "DO $$ BEGIN CREATE TEMP TABLE t (id int); END $$",
          "DO 'BEGIN EXECUTE ''CREATE TEMP TABLE t ()''; END'",
          "DO $x$ BEGIN PERFORM set_config('a.b', 'c', false); END $x$"}) {
        INFO(statement);
        CHECK(sql::makes_session_object(statement));
    }
    for (const auto* statement :
         {"CREATE TABLE temp (temporary int)", "SELECT temp FROM weather",
          "SELECT set_config('a.b', 'c', false)", "SET a.b = 'c'",
          "INSERT INTO t VALUES ('CREATE TEMP TABLE t')", "DECLARE c CURSOR FOR SELECT 1",
          "COMMENT ON TABLE t IS 'pg_temp'", "DO $$ BEGIN INSERT INTO t VALUES (1); END $$", ""}) {
        INFO(statement);
        CHECK_FALSE(sql::makes_session_object(statement));
    }
}
