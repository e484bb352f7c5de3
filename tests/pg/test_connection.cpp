#include "pg/session.hpp"
#include "support/catch.hpp"
#include "support/listener.hpp"
#include "support/test_database.hpp"

#include <csignal>
#include <vector>

using namespace headstart;
using namespace headstart::test;
using namespace std::chrono_literals;

namespace {

using Call = std::function<void(pg::Connection&)>;

/// A call, what it throws, and where it leaves the session, if that was idle, and if it was in a transaction.
struct Row {
    std::string what;
    Call call;
    std::string thrown;
    std::string from_idle;
    std::string from_transaction;
};

constexpr const char* k_failed = "in a failed transaction";
constexpr const char* k_open = "in a transaction";

Call exec(const std::string& sql) {
    return [sql](pg::Connection& connection) { connection.exec(sql); };
}

Call copy_in(const std::string& sql, const std::string& data) {
    return [sql, data](pg::Connection& connection) { connection.copy_in(sql, data); };
}

/// The commands in one pipeline.
Call pipeline(const std::vector<std::string>& texts) {
    return [texts](pg::Connection& connection) {
        std::vector<pg::Command> commands;
        for (const auto& text : texts) {
            commands.push_back({text});
        }
        connection.run_pipeline(commands);
    };
}

Call within(base::milliseconds span, Call call,
            pg::AnswerLimit::Overdue when_overdue = pg::AnswerLimit::Overdue::cancelled) {
    return [span, call = std::move(call), when_overdue](pg::Connection& connection) {
        const pg::LimitAnswers limit(connection, {base::Deadline::after(span), when_overdue});
        call(connection);
    };
}

Call stopped(Call call) {
    return [call = std::move(call)](pg::Connection& connection) {
        StopAtFirstWait stop;
        connection.obey(stop.token());
        call(connection);
    };
}

void check(const std::string& url, const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        INFO(row.what);
        for (const bool in_transaction : {false, true}) {
            INFO((in_transaction ? "in a transaction" : "idle"));
            auto connection = connect(url);
            if (in_transaction) {
                connection.exec("BEGIN");
            }
            const auto begin = base::Clock::now();
            CHECK(thrown_by([&] { row.call(connection); }) == row.thrown);
            CHECK(base::Clock::now() - begin < 10s);
            CHECK(state_of(connection) == (in_transaction ? row.from_transaction : row.from_idle));
            if (connection.is_open()) {
                connection.exec("ROLLBACK");
                CHECK(state_of(connection) == "idle");
                CHECK(thrown_by([&] { pipeline({"BEGIN", "SELECT 1", "COMMIT"})(connection); }) == "");
                CHECK(thrown_by([&] { copy_in("COPY t FROM STDIN", "7\n")(connection); }) == "");
                CHECK(state_of(connection) == "idle");
            }
        }
    }
}

const std::string k_many_rows = [] {
    std::string rows;
    for (int i = 0; i < 300'000; ++i) {
        rows += std::to_string(i) + "\n";
    }
    return rows;
}();

const std::string k_divides = "(SELECT 1 / (5000 - i) FROM generate_series(1, 10000) i)";
const std::string k_no_such_table = R"(ServerError 42P01: relation "nothing" does not exist)";
const std::string k_no_rows = "COPY from stdin failed: no rows stand below the statement";
const std::string k_terminated =
    "ConnectionLost ended_by_server 57P01: terminating connection due to administrator command";
const std::string k_dies = "SELECT pg_terminate_backend(pg_backend_pid())";
const std::string k_sleeps = "SELECT pg_sleep(60)";

} // namespace

TEST_CASE("a statement that fails leaves a session that goes on, or is closed") {
    TestDatabase database;
    database.execute("CREATE TABLE t (id int)");
    check(database.url(),
          {
              {"it works", exec("INSERT INTO t VALUES (1)"), "", "idle", k_open},
              {"nothing", exec(""), "", "idle", k_open},
              {"a syntax error", exec("SELEKT"), R"(ServerError 42601: syntax error at or near "SELEKT")",
               "idle", k_failed},
              {"two statements", exec("SELECT 1; SELECT 2"),
               "ServerError 42601: cannot insert multiple commands into a prepared statement", "idle",
               k_failed},
              {"an error behind the first rows", exec("SELECT 1 / (5 - i) FROM generate_series(1, 10) i"),
               "ServerError 22012: division by zero", "idle", k_failed},
              {"COPY TO STDOUT", exec("COPY (SELECT generate_series(1, 100000)) TO STDOUT"), "", "idle",
               k_open},
              {"COPY TO STDOUT of a table that is missing", exec("COPY nothing TO STDOUT"), k_no_such_table,
               "idle", k_failed},
              {"COPY TO STDOUT that fails midway", exec("COPY " + k_divides + " TO STDOUT"),
               "ServerError 22012: division by zero", "idle", k_failed},
              {"COPY FROM STDIN without rows", exec("COPY t FROM STDIN"), "ServerError 57014: " + k_no_rows,
               "idle", k_failed},
              {"the server ends the session", exec(k_dies), k_terminated, "closed", "closed"},
          });
}

TEST_CASE("rows that cannot be copied leave a session that goes on, or is closed") {
    TestDatabase database;
    database.execute("CREATE TABLE t (id int);"
                     "CREATE TABLE positive (id int CHECK (id >= 0));"
                     "CREATE TABLE deadly (id int);"
                     "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
                     " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END$$;"
                     "CREATE TRIGGER die BEFORE INSERT ON deadly FOR EACH ROW EXECUTE FUNCTION die();"
                     "CREATE TABLE locked (id int)");
    Session holder(database.url());
    holder.query("BEGIN; LOCK TABLE locked");
    check(
        database.url(),
        {
            {"it works", copy_in("COPY t FROM STDIN", "1\n2\n"), "", "idle", k_open},
            {"no rows", copy_in("COPY t FROM STDIN", ""), "", "idle", k_open},
            {"a table that is missing", copy_in("COPY nothing FROM STDIN", "1\n"), k_no_such_table, "idle",
             k_failed},
            {"a table that is locked",
             [](pg::Connection& connection) {
                 connection.exec("SET lock_timeout = '50ms'");
                 connection.copy_in("COPY locked FROM STDIN", "1\n");
             },
             "ServerError 55P03: canceling statement due to lock timeout", "idle", k_failed},
            {"a wrong row, and many behind it", copy_in("COPY t FROM STDIN", "no number\n" + k_many_rows),
             R"(ServerError 22P02: invalid input syntax for type integer: "no number")", "idle", k_failed},
            {"a wrong row behind many", copy_in("COPY positive FROM STDIN", k_many_rows + "-1\n"),
             R"(ServerError 23514: new row for relation "positive" violates check constraint "positive_id_check")",
             "idle", k_failed},
            {"a statement that is another", copy_in("SELECT 1", "1\n"),
             "ServerError : the statement takes no rows, and rows stand below it", "idle", k_open},
            {"a statement that is another, and fails", copy_in("SELECT * FROM nothing", "1\n"),
             k_no_such_table, "idle", k_failed},
            {"COPY TO STDOUT", copy_in("COPY t TO STDOUT", "1\n"),
             "ServerError : the statement takes no rows, and rows stand below it", "idle", k_open},
            {"COPY TO STDOUT that fails midway", copy_in("COPY " + k_divides + " TO STDOUT", "1\n"),
             "ServerError 22012: division by zero", "idle", k_failed},
            {"the server ends the session", copy_in("COPY deadly FROM STDIN", k_many_rows), k_terminated,
             "closed", "closed"},
        });
}

TEST_CASE("a pipeline in which a command fails leaves a session that goes on, or is closed") {
    TestDatabase database;
    database.execute("CREATE TABLE t (id int)");
    const std::string insert = "INSERT INTO t VALUES (1)";
    check(database.url(),
          {
              {"it works", pipeline({insert, insert}), "", "idle", k_open},
              {"nothing", pipeline({}), "", "idle", k_open},
              {"the first", pipeline({"SELECT * FROM nothing", insert}), "command 0: " + k_no_such_table,
               "idle", k_failed},
              {"the last", pipeline({insert, "SELECT * FROM nothing"}), "command 1: " + k_no_such_table,
               "idle", k_failed},
              {"COPY FROM STDIN before others", pipeline({insert, "COPY t FROM STDIN", insert, insert}),
               "command 1: ServerError 08P01: " + k_no_rows, "closed", "closed"},
              {"COPY FROM STDIN as the last", pipeline({insert, "COPY t FROM STDIN"}),
               "command 1: ServerError 57014: " + k_no_rows, "idle", k_failed},
              {"COPY FROM STDIN of a table that is missing",
               pipeline({insert, "COPY nothing FROM STDIN", insert}), "command 1: " + k_no_such_table, "idle",
               k_failed},
              {"COPY TO STDOUT",
               pipeline({insert, "COPY (SELECT generate_series(1, 100000)) TO STDOUT", insert}), "", "idle",
               k_open},
              {"COPY TO STDOUT that fails midway",
               pipeline({insert, "COPY " + k_divides + " TO STDOUT", insert}),
               "command 1: ServerError 22012: division by zero", "idle", k_failed},
              {"the server ends the session", pipeline({insert, k_dies, insert}), k_terminated, "closed",
               "closed"},
          });
    // Of the two that worked; nothing of a pipeline that failed has stayed.
    CHECK(database.text("SELECT count(*) FROM t WHERE id = 1") == "4");
}

TEST_CASE("what is not answered in time is cancelled, and the session goes on") {
    TestDatabase database;
    database.execute("CREATE TABLE t (id int)");
    const std::string trickle = "SELECT repeat('x', 10000), pg_sleep(0.01) FROM generate_series(1, 6000)";
    const auto abandoned = pg::AnswerLimit::Overdue::abandoned;
    check(database.url(),
          {
              {"in time", within(60s, exec("SELECT pg_sleep(0.01)")), "", "idle", k_open},
              {"a statement", within(100ms, exec(k_sleeps)), "AnswerOverdue", "idle", k_failed},
              {"a statement whose rows trickle in", within(300ms, exec(trickle)), "AnswerOverdue", "idle",
               k_failed},
              {"COPY TO STDOUT that trickles", within(300ms, exec("COPY (" + trickle + ") TO STDOUT")),
               "AnswerOverdue", "idle", k_failed},
              {"notices that trickle in",
               within(300ms, exec("DO $$BEGIN FOR i IN 1..6000 LOOP RAISE NOTICE '%', i;"
                                  " PERFORM pg_sleep(0.01); END LOOP; END$$")),
               "AnswerOverdue", "idle", k_failed},
              {"rows behind a slow trigger",
               [](pg::Connection& connection) {
                   connection.exec("CREATE TEMPORARY TABLE slow (id int CHECK (pg_sleep(0.01) IS NOT NULL))");
                   within(300ms, copy_in("COPY slow FROM STDIN", k_many_rows))(connection);
               },
               "AnswerOverdue", "idle", k_failed},
              {"a pipeline", within(100ms, pipeline({"SELECT 1", k_sleeps, "SELECT 1"})), "AnswerOverdue",
               "idle", k_failed},
              {"a pipeline whose limit is over before it begins",
               within(0ms, pipeline({"SELECT 1", k_sleeps})), "AnswerOverdue", "idle", k_failed},
              {"a statement that is not worth a cancel", within(100ms, exec(k_sleeps), abandoned),
               "ConnectionLost no_answer: no answer in time", "closed", "closed"},
              {"a pipeline that is not worth a cancel",
               within(100ms, pipeline({"SELECT 1", k_sleeps}), abandoned),
               "ConnectionLost no_answer: no answer in time", "closed", "closed"},
          });
}

TEST_CASE("a stop cancels what runs, and the session is usable for who may go on") {
    TestDatabase database;
    database.execute("CREATE TABLE t (id int)");
    check(database.url(),
          {
              {"a statement", stopped(exec(k_sleeps)), "Stopped", "idle", k_failed},
              {"COPY TO STDOUT",
               stopped(exec("COPY (SELECT pg_sleep(0.01) FROM generate_series(1, 6000)) TO STDOUT")),
               "Stopped", "idle", k_failed},
              {"rows", stopped(copy_in("COPY t FROM STDIN", k_many_rows)), "Stopped", "idle", k_failed},
              {"a pipeline", stopped(pipeline({"SELECT 1", k_sleeps, "SELECT 1"})), "Stopped", "idle",
               k_failed},
              {"a statement that is not worth a cancel",
               stopped(within(60s, exec(k_sleeps), pg::AnswerLimit::Overdue::abandoned)), "Stopped", "closed",
               "closed"},
          });
}

TEST_CASE("a server that does not even react to a cancel is left") {
    TestDatabase database;
    auto connection = connect(database.url());
    const auto pid = connection.backend_pid();
    REQUIRE(::kill(pid, SIGSTOP) == 0);
    const auto begin = base::Clock::now();
    CHECK(thrown_by([&] { within(100ms, exec("SELECT 1"))(connection); }) ==
          "ConnectionLost no_answer: no answer in time");
    CHECK(base::Clock::now() - begin < 6s);
    CHECK(::kill(pid, SIGCONT) == 0);
    CHECK(state_of(connection) == "closed");
    CHECK(connection.host().empty());
    CHECK(connection.parameter_status("server_version").empty());
}

TEST_CASE("a limit counts for its scope, and lets the pipeline's own errors through") {
    TestDatabase database;
    auto connection = connect(database.url());
    {
        const pg::LimitAnswers outer(connection, {base::Deadline::after(100ms)});
        {
            const pg::LimitAnswers inner(connection, {base::Deadline::after(60s)});
            CHECK(thrown_by([&] { connection.exec("SELECT pg_sleep(0.2)"); }) == "");
            CHECK(thrown_by([&] { connection.exec("SELECT 1 / 0"); }) ==
                  "ServerError 22012: division by zero");
        }
        CHECK(thrown_by([&] { connection.exec(k_sleeps); }) == "AnswerOverdue");
    }
    CHECK(thrown_by([&] { connection.exec("SELECT pg_sleep(0.2)"); }) == "");
    // Somebody else's cancel is no answer that came too late.
    CHECK(thrown_by([&] { connection.exec("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(5)"); }) ==
          "ServerError 57014: canceling statement due to user request");
}

TEST_CASE("what is no answer of a server costs the session, and says so") {
    using namespace std::string_literals;
    const Listener::Message parsed{'1', ""};
    const Listener::Message bound{'2', ""};
    const Listener::Message no_data{'n', ""};
    const Listener::Message ready{'Z', "I"};
    const Listener::Message failed{'E', "SERROR\0VERROR\0C22012\0Mdivision by zero\0\0"s};
    const Listener::Message expelled{'E',
                                     "SFATAL\0C08P01\0Mquery_wait_timeout\0\0"s}; // as PgBouncer writes it

    struct Manner {
        std::string what;
        std::vector<Listener::Message> messages;
        bool closes;
        std::string thrown;
        std::string state;
    };

    const std::vector<Manner> manners{
        {"it closes", {}, true, "ConnectionLost closed: server closed the connection unexpectedly", "closed"},
        {"it closes midway",
         {parsed, bound},
         true,
         "ConnectionLost closed: server closed the connection unexpectedly",
         "closed"},
        {"it closes behind an error of the statement",
         {failed},
         true,
         "ConnectionLost closed: server closed the connection unexpectedly",
         "closed"},
        {"a pooler ends it",
         {expelled},
         true,
         "ConnectionLost ended_by_server 08P01: query_wait_timeout",
         "closed"},
        {"a pooler ends it, and lets the socket be",
         {expelled, ready},
         false,
         "ConnectionLost ended_by_server 08P01: query_wait_timeout",
         "closed"},
        {"a message that nobody knows",
         {parsed, {'x', "???"}, ready},
         false,
         "ConnectionLost protocol: unexpected response from server; first received character was \"x\"",
         "closed"},
        {"a length that cannot be",
         {parsed, {'D', std::string(4, '\xff')}, ready},
         false,
         "ConnectionLost protocol: server sent data (\"D\" message) without prior row description (\"T\" "
         "message)",
         "closed"},
        {"no result at all",
         {parsed, bound, ready},
         false,
         "ConnectionLost protocol: the server gave no answer",
         "closed"},
        {"a replication in both directions",
         {parsed,
          bound,
          no_data,
          {'W', "\0\0\0"s},
          {'d', "w"},
          {'c', ""},
          {'C', "START_REPLICATION\0"s},
          ready},
         false,
         "",
         "idle"},
    };
    for (const auto& manner : manners) {
        INFO(manner.what);
        const Listener server(Listener::answers(manner.messages, manner.closes));
        auto connection = connect(server.url() + "?sslmode=disable");
        CHECK(thrown_by([&] {
                  within(10s, exec("SELECT 1"), pg::AnswerLimit::Overdue::abandoned)(connection);
              }) == manner.thrown);
        CHECK((connection.is_open() ? connection.is_idle() ? "idle" : "busy" : "closed") == manner.state);
    }
}
