#pragma once

#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/server_version.hpp"

#include <csignal>
#include <span>
#include <string>
#include <vector>

namespace headstart::test {

inline constexpr const char* k_indexes =
    "SELECT coalesce(string_agg(c.relname || CASE WHEN i.indisvalid THEN '' ELSE ' (invalid)' END, ', '"
    " ORDER BY c.relname), 'none') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE i.indrelid = 'a'::regclass";

inline constexpr const char* k_partitions =
    "SELECT coalesce(string_agg(inhrelid::regclass || CASE WHEN "
    "inhdetachpending THEN ' (pending)' ELSE '' END,"
    " ', '), 'none') FROM pg_inherits WHERE inhparent = 'p'::regclass";

/// A statement that waits for another transaction, and what killing headstart there leaves behind.
struct Case {
    std::string statement;
    std::string blocker; ///< what the other transaction has done
    std::string look;    ///< the query for the three states below
    std::string left;    ///< when the run died
    std::string by_hand; ///< how an administrator would bring it to its end
    std::string end;     ///< what the statement is for
};

inline const std::vector<Case> k_cases{
    {"CREATE INDEX CONCURRENTLY ix_v ON a (v)", "INSERT INTO a VALUES (9)", k_indexes,
     "a_pkey, ix_v (invalid)", "DROP INDEX ix_v; CREATE INDEX ix_v ON a (v)", "a_pkey, ix_v"},
    {"CREATE INDEX CONCURRENTLY ON a (v)", "INSERT INTO a VALUES (9)", k_indexes, "a_pkey, a_v_idx (invalid)",
     "DROP INDEX a_v_idx; CREATE INDEX ON a (v)", "a_pkey, a_v_idx"},
    {"CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_v ON a (v)", "INSERT INTO a VALUES (9)", k_indexes,
     "a_pkey, ix_v (invalid)", "DROP INDEX ix_v; CREATE INDEX ix_v ON a (v)", "a_pkey, ix_v"},
    {"DROP INDEX CONCURRENTLY ix_old", "INSERT INTO a VALUES (9)", k_indexes, "a_pkey, ix_old (invalid)",
     "DROP INDEX ix_old", "a_pkey"},
    {"REINDEX TABLE CONCURRENTLY a", "INSERT INTO a VALUES (9)", k_indexes,
     "a_pkey, a_pkey_ccnew (invalid), ix_old, ix_old_ccnew (invalid)",
     "DROP INDEX a_pkey_ccnew, ix_old_ccnew; REINDEX TABLE CONCURRENTLY a", "a_pkey, ix_old"},
    {"REINDEX INDEX CONCURRENTLY ix_old", "INSERT INTO a VALUES (9)", k_indexes,
     "a_pkey, ix_old, ix_old_ccnew (invalid)", "DROP INDEX ix_old_ccnew; REINDEX INDEX CONCURRENTLY ix_old",
     "a_pkey, ix_old"},
    {"ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "SELECT * FROM p", k_partitions, "p1 (pending)",
     "ALTER TABLE p DETACH PARTITION p1 FINALIZE", "none"},
};

/// Those that the server knows.
inline std::span<const Case> known_cases() {
    const std::span all(k_cases);
    return server_has(Since::partitions_leave_concurrently) ? all : all.first(all.size() - 1);
}

/// A project whose revision b2 runs the statement between two that would show if they ran twice.
struct Interrupted : Project {
    explicit Interrupted(const Case& one)
        : m_case(one) {
        const bool has_old = one.statement.find("CREATE INDEX") == std::string::npos;
        migration("a1", "",
                  "CREATE TABLE a (v int PRIMARY KEY); INSERT INTO a SELECT generate_series(10, 99);\n"
                  "CREATE TABLE p (v int) PARTITION BY LIST (v);\n"
                  "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);\nCREATE TABLE ran (what text);" +
                      std::string(has_old ? "CREATE INDEX ix_old ON a (v);" : ""));
        migration("b2", "a1",
                  "INSERT INTO ran VALUES ('before');\n" + one.statement +
                      ";\nINSERT INTO ran VALUES ('after');",
                  {}, "transaction:false");
        REQUIRE(headstart({"upgrade", "a1"}).status == 0);
    }

    /// Kills headstart when the statement waits for the blocker, and waits until its backend is gone.
    void kill_in_statement() {
        Session blocker(database.url());
        blocker.query("BEGIN; " + m_case.blocker);
        const auto running = start({"upgrade", "head"});
        const bool waits = eventually(30s, [&] {
            return database.text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart'"
                                 " AND datname = current_database() AND wait_event_type = 'Lock'") == "1";
        });
        INFO(running->err());
        REQUIRE(waits);
        running->send(SIGKILL);
        running->wait();
        end_sessions_of_the_dead(*this);
        REQUIRE(is_gone(*this));
    }

    std::string state() { return database.text(m_case.look); }

    /// `where`: that database, or a copy of it.
    void check_end(const Outcome& outcome, TestDatabase& where) {
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(where.text(m_case.look) == m_case.end);
        CHECK(where.text("SELECT version_num FROM alembic_version") == "b2");
        CHECK(where.text("SELECT string_agg(what, ' ' ORDER BY what DESC) FROM ran") == "before after");
        CHECK(where.text("SELECT state, statements_done, attempt FROM headstart_journal WHERE revision ="
                         " 'b2'") == "done|3|null");
    }

    void check_end(const Outcome& outcome) { check_end(outcome, database); }

    /// What a server does that does not notice its client's death.
    void end_by_hand() {
        for (std::string left = m_case.by_hand; !left.empty();) {
            const auto end = left.find(';');
            database.execute(left.substr(0, end));
            left = end == std::string::npos ? "" : left.substr(end + 1);
        }
    }

private:
    const Case& m_case;
};

} // namespace headstart::test
