#include "sql/statement_traits.hpp"
#include "support/catch.hpp"
#include "support/sql.hpp"

using namespace headstart;
using enum sql::TransactionUse;

namespace {

sql::StatementTraits traits_of(const std::string& text) {
    const auto parsed = sql::parse_statements(text);
    INFO(text << " -> " << test::texts(text, parsed).front());
    REQUIRE(std::holds_alternative<sql::StatementList>(parsed));
    REQUIRE(std::get<sql::StatementList>(parsed).size() == 1);
    return std::get<sql::StatementList>(parsed).front().traits;
}

struct Case {
    std::string text;
    sql::TransactionUse use;
    std::string name;
};

void check(const std::vector<Case>& cases) {
    for (const auto& [text, use, name] : cases) {
        INFO(text);
        const auto traits = traits_of(text);
        CHECK(traits.transaction_use == use);
        CHECK(traits.name == name);
    }
}

} // namespace

TEST_CASE("what the server refuses inside a transaction is known by its tree") {
    check({
        {"CREATE INDEX CONCURRENTLY i ON t (a)", forbidden, "CREATE INDEX CONCURRENTLY"},
        {"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t (a)", forbidden,
         "CREATE INDEX CONCURRENTLY"},
        {"DROP INDEX CONCURRENTLY i", forbidden, "DROP INDEX CONCURRENTLY"},
        {"REINDEX INDEX CONCURRENTLY i", forbidden, "REINDEX CONCURRENTLY"},
        {"REINDEX (CONCURRENTLY) TABLE t", forbidden, "REINDEX CONCURRENTLY"},
        {"REINDEX SCHEMA s", forbidden, "REINDEX SCHEMA"},
        {"REINDEX SYSTEM d", forbidden, "REINDEX SYSTEM"},
        {"REINDEX DATABASE d", forbidden, "REINDEX DATABASE"},
        {"ALTER TABLE p DETACH PARTITION c CONCURRENTLY", forbidden,
         "ALTER TABLE … DETACH PARTITION CONCURRENTLY"},
        {"VACUUM", forbidden, "VACUUM"},
        {"VACUUM (ANALYZE) t", forbidden, "VACUUM"},
        {"CLUSTER", forbidden, "CLUSTER"},
        {"CLUSTER VERBOSE", forbidden, "CLUSTER"},
        {"DISCARD ALL", forbidden, "DISCARD ALL"},
        {"CREATE DATABASE d", forbidden, "CREATE DATABASE"},
        {"DROP DATABASE IF EXISTS d WITH (FORCE)", forbidden, "DROP DATABASE"},
        {"ALTER DATABASE d SET TABLESPACE t", forbidden, "ALTER DATABASE … SET TABLESPACE"},
        {"CREATE TABLESPACE t LOCATION '/x'", forbidden, "CREATE TABLESPACE"},
        {"DROP TABLESPACE t", forbidden, "DROP TABLESPACE"},
        {"ALTER SYSTEM SET work_mem = '1GB'", forbidden, "ALTER SYSTEM"},
        {"ALTER SYSTEM RESET ALL", forbidden, "ALTER SYSTEM"},
        {"COMMIT PREPARED 'x'", forbidden, "COMMIT PREPARED"},
        {"ROLLBACK PREPARED 'x'", forbidden, "ROLLBACK PREPARED"},
        {"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", forbidden, "CREATE SUBSCRIPTION"},
        {"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot)", forbidden,
         "CREATE SUBSCRIPTION"},
        {"CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = on)", forbidden,
         "CREATE SUBSCRIPTION"},
        {"ALTER SUBSCRIPTION s REFRESH PUBLICATION", forbidden, "ALTER SUBSCRIPTION … REFRESH PUBLICATION"},
        {"ALTER SUBSCRIPTION s SET PUBLICATION p", forbidden, "ALTER SUBSCRIPTION with refresh"},
        {"ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (copy_data = false)", forbidden,
         "ALTER SUBSCRIPTION with refresh"},
        {"ALTER SUBSCRIPTION s DROP PUBLICATION p WITH (refresh = true)", forbidden,
         "ALTER SUBSCRIPTION with refresh"},
        {"ALTER SUBSCRIPTION s SET (failover = true)", depends,
         "ALTER SUBSCRIPTION … SET (failover, two_phase)"},
    });
}

TEST_CASE("what the server refuses inside a transaction or not, by what it finds") {
    check({
        {"REINDEX TABLE t", depends, "REINDEX TABLE"},
        {"REINDEX (CONCURRENTLY false) TABLE t", depends, "REINDEX TABLE"},
        {"REINDEX (CONCURRENTLY off) INDEX i", depends, "REINDEX INDEX"},
        {"CLUSTER t USING i", depends, "CLUSTER"},
        {"CLUSTER i ON t", depends, "CLUSTER"},
        {"DROP SUBSCRIPTION s", depends, "DROP SUBSCRIPTION"},
    });
}

TEST_CASE("their neighbours run inside a transaction") {
    for (const std::string text : {
             "CREATE INDEX i ON t (a)",
             "DROP INDEX i",
             "ALTER TABLE p DETACH PARTITION c",
             "ALTER TABLE p DETACH PARTITION c FINALIZE",
             "ALTER TABLE t ADD COLUMN a int, ALTER COLUMN b DROP NOT NULL",
             "ANALYZE t",
             "DISCARD TEMP",
             "ALTER DATABASE d SET work_mem = '1MB'",
             "ALTER DATABASE d CONNECTION LIMIT 3",
             "ALTER TYPE e ADD VALUE 'x'",
             "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
             "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = false)",
             "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = off)",
             "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = 0)",
             "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = 'FALSE')",
             "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
             "ALTER SUBSCRIPTION s SET (slot_name = NONE)",
             "ALTER SUBSCRIPTION s DISABLE",
             "SAVEPOINT a",
             "RELEASE SAVEPOINT a",
             "ROLLBACK TO SAVEPOINT a",
             "LOCK TABLE t",
             "SELECT 'VACUUM; COMMIT'",
         }) {
        check({{text, allowed, ""}});
    }
}

TEST_CASE("what begins and ends a transaction, in every spelling") {
    check({
        {"BEGIN", begins, "BEGIN"},
        {"START TRANSACTION ISOLATION LEVEL SERIALIZABLE", begins, "BEGIN"},
        {"COMMIT", ends, "COMMIT"},
        {"END", ends, "COMMIT"},
        {"COMMIT AND CHAIN", ends, "COMMIT AND CHAIN"},
        {"ROLLBACK", ends, "ROLLBACK"},
        {"ABORT", ends, "ROLLBACK"},
        {"PREPARE TRANSACTION 'x'", ends, "PREPARE TRANSACTION"},
        {"DO $$ BEGIN COMMIT; END $$", may_commit, "DO"},
        {"CALL p()", may_commit, "CALL"},
    });
}

TEST_CASE("what a statement leaves behind, and whose rights it takes on") {
    struct Row {
        std::string text;
        std::string traits;
    };

    const auto words = [](const sql::StatementTraits& traits) {
        std::string text;
        const auto add = [&](bool is_so, std::string_view word) {
            text += is_so ? (text.empty() ? "" : " ") + std::string(word) : "";
        };
        add(traits.uses_copy_protocol, "copy");
        add(traits.sets_session, "session");
        add(traits.sets_transaction, "transaction");
        add(traits.makes_read_only, "read-only");
        add(traits.sets_plain_mode, "plain");
        add(traits.changes_role, "role");
        add(traits.commits, "commits");
        add(traits.chains, "chains");
        add(traits.discards_session, "discards");
        return text;
    };
    for (const auto& [text, expected] : std::vector<Row>{
             {"SELECT 1", ""},
             {"COPY t TO STDOUT", "copy"},
             {"COPY t FROM '/tmp/x'", ""},
             {"COPY t FROM PROGRAM 'cat'", ""},
             {"SET search_path = a, b", "session"},
             {"SET SESSION search_path = a", "session"},
             {"RESET ALL", "session"},
             {"RESET search_path", "session"},
             {"SET TIME ZONE 'UTC'", "session"},
             {"SET LOCAL work_mem = '1MB'", ""},
             {"SET CONSTRAINTS ALL DEFERRED", ""},
             {"PREPARE p AS SELECT 1", "session"},
             {"EXECUTE p", ""},
             {"DEALLOCATE p", "session"},
             {"LOAD 'auto_explain'", "session"},
             {"DISCARD TEMP", ""},
             {"DISCARD ALL", "role discards"},
             // pg_dump sets the search path so.
             {"SELECT pg_catalog.set_config('search_path', '', false)", "session"},
             {"SELECT SET_CONFIG('a.b', 'x', 'off'), set_config('a.c', now()::text, true)", "session"},
             {"SELECT set_config('a.b', 'x', true)", ""},
             {"SELECT \"set_config\"('a.b', 'x', 1 = 2)", "session"}, // until proved otherwise
             {"SELECT set_config('a.b', 'x', false) FROM t", ""},     // may do more than set
             {"SELECT mine.set_config('a.b', 'x', false)", ""},
             {"SELECT 'set_config', set_config", ""},
             {"UPDATE t SET set_config = 1", ""},
             // Only what must come before the first query.
             {"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "transaction"},
             {"SET LOCAL TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE", "transaction plain"},
             {"SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED", "transaction"},
             {"SET transaction_isolation = 'serializable'", "transaction"},
             {"SET LOCAL \"Transaction_Isolation\" TO serializable", "transaction"},
             {"SET TRANSACTION DEFERRABLE", "transaction"},
             {"SET TRANSACTION NOT DEFERRABLE", "transaction"},
             {"SET SESSION transaction_deferrable = on", "transaction"},
             {"SET TRANSACTION SNAPSHOT '00000003-0000001B-1'", "transaction"},
             {"SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "plain"},
             {"SET TRANSACTION READ WRITE", "plain"},
             {"SET transaction_isolation = 'Read Committed'", "plain"},
             {"SET transaction_isolation TO DEFAULT", "plain"},
             {"SET TRANSACTION READ ONLY", "read-only"},
             {"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE", "transaction read-only"},
             {"SET LOCAL transaction_read_only = on", "read-only"},
             {"SET SESSION transaction_read_only TO 'yes'", "read-only"},
             {"SET transaction_read_only = 1", "read-only"},
             {"SET transaction_read_only = tr", "read-only"},
             {"SET transaction_read_only = off", "plain"},
             {"SELECT set_config('transaction_read_only', 'on', false)", "read-only"},
             // These are for the transactions that follow.
             {"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "session"},
             {"SET default_transaction_read_only = on", "session"},
             {"BEGIN", ""},
             {"BEGIN READ ONLY", "read-only"},
             {"START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY", "read-only"},
             {"BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE", ""},
             {"COMMIT", "commits"},
             {"COMMIT AND CHAIN", "commits chains"},
             {"ROLLBACK AND CHAIN", "chains"},
             {"SET ROLE app", "session role"},
             {"SET LOCAL ROLE app", "role"},
             {"SET role = 'app'", "session role"},
             {"SET ROLE NONE", "session role"},
             {"RESET ROLE", "session role"},
             {"SET SESSION AUTHORIZATION app", "session role"},
             {"SET LOCAL SESSION AUTHORIZATION app", "role"},
             {"RESET SESSION AUTHORIZATION", "session role"},
             {"SELECT set_config('role', 'app', true)", "role"},
         }) {
        INFO(text);
        CHECK(words(traits_of(text)) == expected);
    }
}

TEST_CASE("a DO shares a transaction with its progress unless it may commit") {
    check({
        {"DO $$ BEGIN PERFORM 1; END $$", allowed, ""},
        {"DO LANGUAGE plpgsql $$ BEGIN EXECUTE format('DROP TABLE %I', 'commit'); END $$", allowed, ""},
        {"DO $$ BEGIN PERFORM called_at FROM t; -- COMMIT\n END $$", allowed, ""},
        {"DO $$ BEGIN COMMIT; END $$", may_commit, "DO"},
        {"DO 'begin rollback; end'", may_commit, "DO"},
        {"DO $$ BEGIN CALL p(); END $$", may_commit, "DO"},
        {"DO $$ BEGIN EXECUTE 'CALL p()'; END $$", may_commit, "DO"},
        {"DO LANGUAGE plpython3u $$ plpy.commit() $$", may_commit, "DO"},
    });
}

TEST_CASE("what an interrupted statement may leave in the catalogue is read from its tree") {
    using Kind = sql::Effect::Kind;
    const sql::Effect build = *traits_of("CREATE INDEX CONCURRENTLY \"I\" ON s.t (a)").effect;
    CHECK(build.kind == Kind::builds_index);
    CHECK(build.relation.schema == "s");
    CHECK(build.relation.name == "t");
    CHECK(build.name == "I");
    const sql::Effect unnamed =
        *traits_of("CREATE INDEX CONCURRENTLY ON t (a, lower(x), \"B\" DESC) INCLUDE (c)").effect;
    CHECK(unnamed.name == "");
    CHECK(unnamed.columns == std::vector<std::string>{"a", "", "B"});
    CHECK(traits_of("CREATE INDEX i ON t (a)").effect->kind == Kind::none);
    const sql::Effect drop = *traits_of("DROP INDEX CONCURRENTLY IF EXISTS s.i").effect;
    CHECK(drop.kind == Kind::drops_index);
    CHECK(drop.relation.schema == "s");
    CHECK(drop.relation.name == "i");
    CHECK(traits_of("DROP INDEX CONCURRENTLY i").effect->relation.schema == "");
    const sql::Effect detach = *traits_of("ALTER TABLE p DETACH PARTITION s.c CONCURRENTLY").effect;
    CHECK(detach.kind == Kind::detaches_partition);
    CHECK(detach.relation.name == "p");
    CHECK(detach.partition.schema == "s");
    CHECK(detach.partition.name == "c");
    CHECK(traits_of("REINDEX INDEX CONCURRENTLY i").effect->kind == Kind::rebuilds_index);
    CHECK(traits_of("REINDEX (CONCURRENTLY) TABLE t").effect->kind == Kind::rebuilds_table);
    CHECK(traits_of("REINDEX SCHEMA CONCURRENTLY s").effect->name == "s");
    CHECK(traits_of("REINDEX DATABASE CONCURRENTLY d").effect->kind == Kind::rebuilds_database);
    CHECK(traits_of("REINDEX INDEX i").effect->kind == Kind::none);
    CHECK(traits_of("CREATE DATABASE d").effect->kind == Kind::creates);
    CHECK(traits_of("DROP DATABASE d").effect->kind == Kind::drops);
    CHECK(traits_of("DROP TABLESPACE t").effect->catalogue == sql::Effect::Catalogue::tablespaces);
    CHECK(traits_of("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p").effect->catalogue ==
          sql::Effect::Catalogue::subscriptions);
    CHECK(traits_of("COMMIT PREPARED 'x'").effect->name == "x");
    CHECK(traits_of("VACUUM").effect->kind == Kind::none);
}
