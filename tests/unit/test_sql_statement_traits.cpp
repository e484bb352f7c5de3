#include "sql/statement_traits.hpp"
#include "support/catch.hpp"
#include "support/sql.hpp"

using namespace headstart;
using enum sql::TransactionUse;

namespace {

sql::StatementTraits traits_of(const std::string& text) {
    const auto parsed = sql::parse_statements(text);
    INFO(text << " -> " << test::texts(text, parsed).front());
    REQUIRE(std::holds_alternative<std::vector<sql::Statement>>(parsed));
    REQUIRE(std::get<std::vector<sql::Statement>>(parsed).size() == 1);
    return std::get<std::vector<sql::Statement>>(parsed).front().traits;
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
        {"ALTER SUBSCRIPTION s SET (failover = true)", forbidden,
         "ALTER SUBSCRIPTION … SET (failover, two_phase)"},
        {"DROP SUBSCRIPTION s", forbidden, "DROP SUBSCRIPTION"},
    });
}

TEST_CASE("their neighbours run inside a transaction") {
    for (const std::string text : {
             "CREATE INDEX i ON t (a)",
             "DROP INDEX i",
             "REINDEX TABLE t",
             "REINDEX (CONCURRENTLY false) TABLE t",
             "REINDEX (CONCURRENTLY off) INDEX i",
             "ALTER TABLE p DETACH PARTITION c",
             "ALTER TABLE p DETACH PARTITION c FINALIZE",
             "ALTER TABLE t ADD COLUMN a int, ALTER COLUMN b DROP NOT NULL",
             "ANALYZE t",
             "CLUSTER t USING i",
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

TEST_CASE("session settings, COPY's protocol and index builds are told apart") {
    CHECK(traits_of("SET search_path = a, b").sets_session);
    CHECK(traits_of("RESET ALL").sets_session);
    CHECK_FALSE(traits_of("SET LOCAL work_mem = '1MB'").sets_session);
    CHECK(traits_of("COPY t TO STDOUT").uses_copy_protocol);
    CHECK_FALSE(traits_of("COPY t FROM '/tmp/x'").uses_copy_protocol);
    CHECK_FALSE(traits_of("COPY t FROM PROGRAM 'cat'").uses_copy_protocol);
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
    const auto build = traits_of("CREATE INDEX CONCURRENTLY \"I\" ON s.t (a)").effect;
    CHECK(build.kind == Kind::builds_index);
    CHECK(build.relation.schema == "s");
    CHECK(build.relation.name == "t");
    CHECK(build.name == "I");
    const auto unnamed =
        traits_of("CREATE INDEX CONCURRENTLY ON t (a, lower(x), \"B\" DESC) INCLUDE (c)").effect;
    CHECK(unnamed.name == "");
    CHECK(unnamed.columns == std::vector<std::string>{"a", "", "B"});
    CHECK(traits_of("CREATE INDEX i ON t (a)").effect.kind == Kind::none);
    const auto drop = traits_of("DROP INDEX CONCURRENTLY IF EXISTS s.i").effect;
    CHECK(drop.kind == Kind::drops_index);
    CHECK(drop.relation.schema == "s");
    CHECK(drop.relation.name == "i");
    CHECK(traits_of("DROP INDEX CONCURRENTLY i").effect.relation.schema == "");
    const auto detach = traits_of("ALTER TABLE p DETACH PARTITION s.c CONCURRENTLY").effect;
    CHECK(detach.kind == Kind::detaches_partition);
    CHECK(detach.relation.name == "p");
    CHECK(detach.partition.schema == "s");
    CHECK(detach.partition.name == "c");
    CHECK(traits_of("REINDEX INDEX CONCURRENTLY i").effect.kind == Kind::rebuilds_index);
    CHECK(traits_of("REINDEX (CONCURRENTLY) TABLE t").effect.kind == Kind::rebuilds_table);
    CHECK(traits_of("REINDEX SCHEMA CONCURRENTLY s").effect.name == "s");
    CHECK(traits_of("REINDEX DATABASE CONCURRENTLY d").effect.kind == Kind::rebuilds_database);
    CHECK(traits_of("REINDEX INDEX i").effect.kind == Kind::none);
    CHECK(traits_of("CREATE DATABASE d").effect.kind == Kind::creates);
    CHECK(traits_of("DROP DATABASE d").effect.kind == Kind::drops);
    CHECK(traits_of("DROP TABLESPACE t").effect.catalogue == sql::Effect::Catalogue::tablespaces);
    CHECK(traits_of("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p").effect.catalogue ==
          sql::Effect::Catalogue::subscriptions);
    CHECK(traits_of("COMMIT PREPARED 'x'").effect.name == "x");
    CHECK(traits_of("VACUUM").effect.kind == Kind::none);
    CHECK(traits_of("COMMIT").commits);
    CHECK(traits_of("COMMIT AND CHAIN").chains);
    CHECK_FALSE(traits_of("ROLLBACK").commits);
}
