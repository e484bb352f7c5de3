#include "faults/history.hpp"

#include "support/catch.hpp"
#include "support/server_version.hpp"

#include <array>

namespace headstart::test {

namespace {

constexpr std::array k_marks{"a1", "b2", "c3", "d4 before", "d4 inside", "d4 behind", "e5"};

} // namespace

void write_history(Project& project) {
    project.migration("a1", "",
                      "CREATE TABLE mark (what text NOT NULL);\n"
                      "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);\n"
                      "CREATE INDEX account_balance ON account (balance);\n"
                      "CREATE TYPE mood AS ENUM ('good');\n"
                      "CREATE TABLE event (id int NOT NULL) PARTITION BY RANGE (id);\n"
                      "CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (0) TO (10);\n"
                      "INSERT INTO account VALUES (1, 100), (2, 200), (3, 300);\n"
                      "INSERT INTO mark VALUES ('a1');");
    project.migration("b2", "a1",
                      "CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL);\n"
                      "COPY country FROM stdin;\nAT\tAustria\nCH\tSwitzerland\nDE\tGermany\n\\.\n"
                      "INSERT INTO mark VALUES ('b2');");
    project.migration("c3", "b2",
                      "UPDATE account SET balance = balance + 1;\n"
                      "INSERT INTO mark VALUES ('c3');");
    const std::string detach = server_has(Since::partitions_leave_concurrently)
                                   ? "ALTER TABLE event DETACH PARTITION event_old CONCURRENTLY;\n"
                                   : "";
    project.migration("d4", "c3",
                      "ALTER TABLE account ADD COLUMN country text REFERENCES country;\n"
                      "INSERT INTO mark VALUES ('d4 before');\n"
                      "CREATE INDEX CONCURRENTLY account_country ON account (country);\n"
                      "BEGIN;\n"
                      "UPDATE account SET balance = balance * 2, country = 'AT';\n"
                      "INSERT INTO mark VALUES ('d4 inside');\n"
                      "COMMIT;\n"
                      "VACUUM account;\n"
                      "ALTER TYPE mood ADD VALUE 'bad';\n"
                      "REINDEX INDEX CONCURRENTLY account_country;\n"
                      "DROP INDEX CONCURRENTLY account_balance;\n" +
                          detach + "INSERT INTO mark VALUES ('d4 behind');",
                      {}, "transaction:false");
    project.migration("e5", "d4",
                      "ALTER TABLE account ALTER COLUMN country SET NOT NULL;\n"
                      "CREATE TABLE total AS SELECT sum(balance) FROM account;\n"
                      "INSERT INTO mark VALUES ('e5');");
}

void clear(Project& project) {
    // Of its own: a session that stays would not outlive a crash of the server.
    Session(project.database.url()).query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

Aftermath look_at(Project& project) {
    Aftermath aftermath;
    // The journal's ids have gaps where a transaction was taken back, and rows that only say that the server
    // went down meanwhile.
    aftermath.dump = project.database.dump(
        {"--exclude-table-data=headstart_journal", "--exclude-table-data=headstart_journal_id_seq"});
    aftermath.journal = project.database.text(
        "SELECT direction, revision, parents, state, statements_done, statements, checksum, error"
        " FROM headstart_journal WHERE NOT (state = 'failed' AND crashes > 0) ORDER BY id");
    for (const std::string mark : k_marks) {
        const auto count =
            std::stoi(project.database.text("SELECT count(*) FROM mark WHERE what = '" + mark + "'"));
        aftermath.lost += count == 0 ? 1 : 0;
        aftermath.repeated += count > 1 ? 1 : 0;
    }
    return aftermath;
}

void check_same(const Aftermath& one, const Aftermath& other) {
    CHECK(one.lost == other.lost);
    CHECK(one.repeated == other.repeated);
    CHECK(one.journal == other.journal);
    CHECK(one.dump == other.dump);
}

} // namespace headstart::test
