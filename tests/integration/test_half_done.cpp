#include "support/catch.hpp"
#include "support/project.hpp"

#include <filesystem>
#include <functional>

using namespace headstart::test;

namespace {

constexpr auto k_outside = "transaction:false";
constexpr auto k_ok = 0;
constexpr auto k_refused = 1;
constexpr auto k_findings = 5;

/// a1 <- b2 <- c3, where b2 runs outside of a transaction, up and down.
struct HalfDoneProject : Project {
    HalfDoneProject() {
        migration("a1", "", "CREATE TABLE a (id int);", "DROP TABLE a;");
        write_b2("CREATE INDEX CONCURRENTLY ix_b ON missing (id);", "DELETE FROM missing;");
        migration("c3", "b2", "CREATE TABLE c (id int);", "DROP TABLE c;");
    }

    void write_b2(const std::string& second_of_up, const std::string& second_of_down) {
        migration("b2", "a1", "INSERT INTO a VALUES (1), (2);\n" + second_of_up,
                  "DELETE FROM a;\n" + second_of_down, k_outside);
        take_down_outside("b2");
    }

    void take_down_outside(const std::string& id) {
        const auto name = "migrations/" + id + ".sql";
        const std::string marker = "-- migrate:down";
        auto text = folder.read(name);
        text.insert(text.find(marker) + marker.size(), " transaction:false");
        folder.write(name, text);
    }

    void mend() { write_b2("CREATE INDEX CONCURRENTLY ix_b ON a (id);", "SELECT 1;"); }

    std::string rows() { return database.text("SELECT count(*) FROM a"); }
};

/// A way in which something can be left half-done.
struct State {
    std::string name;
    std::function<void(HalfDoneProject& project)> bring;
    std::string revision;
    std::string progress; ///< as messages have it
    std::string finish;   ///< the command that does what is left, once the file is right
    std::string by_hand;  ///< what `stamp` takes when it has been done by hand
    std::string other;    ///< a target of `stamp` that says it has been undone by hand
};

void begin_up(HalfDoneProject& project) {
    REQUIRE(project.headstart({"upgrade", "b2"}).status == k_refused);
}

void begin_down(HalfDoneProject& project) {
    project.write_b2("SELECT 1;", "DELETE FROM missing;");
    REQUIRE(project.headstart({"upgrade", "b2"}).status == k_ok);
    REQUIRE(project.headstart({"downgrade", "a1"}).status == k_refused);
}

const std::vector<State> k_states{
    {"an up behind its first statement", begin_up, "b2", "1 of 2 statements of its up done", "upgrade b2",
     "b2", "a1"},
    {"an up whose next statement is in doubt",
     [](HalfDoneProject& project) {
         begin_up(project);
         project.database.execute(
             "UPDATE headstart_journal SET state = 'running', error = NULL, attempt = "
             "jsonb_build_object('format',"
             " 1, 'journal', tableoid::bigint, 'before', '[]'::jsonb) WHERE revision = 'b2'");
     },
     "b2", "1 of 2 statements of its up done, the next one in doubt", "upgrade b2", "b2", "a1"},
    {"a first statement that may have left an index behind",
     [](HalfDoneProject& project) {
         project.migration("b2", "a1", "CREATE UNIQUE INDEX CONCURRENTLY ix_b ON a (id);", "DROP INDEX ix_b;",
                           k_outside);
         REQUIRE(project.headstart({"upgrade", "a1"}).status == k_ok);
         project.database.execute("INSERT INTO a VALUES (1), (1)");
         REQUIRE(project.headstart({"upgrade", "b2"}).status == k_refused);
     },
     "b2", "0 of 1 statement of its up done", "upgrade b2", "b2", "a1"},
    {"a down behind its first statement", begin_down, "b2", "1 of 2 statements of its down done",
     "downgrade a1", "a1", "b2"},
    {"the down of the first revision",
     [](HalfDoneProject& project) {
         project.migration("a1", "", "CREATE TABLE a (id int);", "DELETE FROM a;\nDELETE FROM missing;");
         project.take_down_outside("a1");
         REQUIRE(project.headstart({"upgrade", "a1"}).status == k_ok);
         REQUIRE(project.headstart({"downgrade", "base"}).status == k_refused);
     },
     "a1", "1 of 2 statements of its down done", "downgrade base", "base", "a1"},
};

/// Whatever does not begin with finishing it.
const std::vector<std::vector<std::string>> k_other_moves{
    {"upgrade", "a1"},
    {"upgrade", "+1", "--dry-run"},
    {"downgrade", "base"},
    {"downgrade", "-1"},
    {"downgrade", "base", "--dry-run"},
    {"upgrade", "head"},
    {"upgrade", "head", "--dry-run"},
    {"run", "--", "/bin/echo", "started"},
};

struct Reading {
    std::vector<std::string> arguments;
    int status;
};

const std::vector<Reading> k_readings{
    {{"status"}, k_ok},
    {{"status", "--format", "json"}, k_ok},
    {{"current"}, k_ok},
    {{"current", "--format", "json"}, k_ok},
    {{"current", "--verbose"}, k_ok},
    {{"current", "--check-heads"}, k_findings},
    {{"history", "-i"}, k_ok},
    {{"history", "-i", "--format", "json"}, k_ok},
    {{"history", "-i", "--graph"}, k_ok},
    {{"check"}, k_findings},
    {{"check", "--format", "json"}, k_findings},
    {{"validate"}, k_findings},
    {{"validate", "--format", "json"}, k_findings},
};

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
        all.push_back(word);
    }
    return all;
}

bool says(const Outcome& outcome, const std::string& text) {
    return (outcome.out + outcome.err).find(text) != std::string::npos;
}

/// A move may begin with finishing it: that is no other move then.
bool is_finishing(const State& state, const std::vector<std::string>& arguments) {
    const bool goes_up = arguments.front() != "downgrade";
    return goes_up == (state.finish.rfind("upgrade", 0) == 0) &&
           (goes_up ? arguments.back() != "a1" && arguments[1] != "a1" : true);
}

} // namespace

TEST_CASE("what is half-done is shown by everything that looks") {
    for (const auto& state : k_states) {
        HalfDoneProject project;
        state.bring(project);
        const auto before = project.snapshot();
        for (const auto& [arguments, status] : k_readings) {
            const auto outcome = project.headstart(arguments);
            INFO(state.name << ": " << arguments.front() << "\n" << outcome.out << outcome.err);
            CHECK(outcome.status == status);
            CHECK((says(outcome, "half-done") || says(outcome, "half_done")));
            CHECK((says(outcome, state.progress) || says(outcome, "\"statements_done\"")));
        }
        CHECK(project.snapshot() == before);
    }
}

TEST_CASE("a dry run of what finishes it says that it goes on") {
    for (const auto& state : k_states) {
        HalfDoneProject project;
        state.bring(project);
        auto arguments = words(state.finish);
        arguments.emplace_back("--dry-run");
        const auto outcome = project.headstart(arguments);
        INFO(state.name << "\n" << outcome.out << outcome.err);
        CHECK(outcome.status == k_ok);
        CHECK(says(outcome, state.progress));
    }
}

TEST_CASE("who waits for what is half undone waits on, and is told what it is") {
    HalfDoneProject project;
    begin_down(project);
    const auto waiting = [&](const std::string& target) {
        return project.transcript({"wait", "--for", target, "--wait-timeout", "100ms"});
    };
    CHECK(waiting("a1") == "exit 0\n");
    CHECK(waiting("b2") == R"(2| error[HS0406]: the schema was not at b2 within 100 ms
2| note: the database is at b2
2| note: revision b2 is half-done: 1 of 2 statements of its down done
2| hint: does the container that migrates run, and on the same database?
exit 3
)");
}

TEST_CASE("on top of what is half-done nothing else is done") {
    for (const auto& state : k_states) {
        HalfDoneProject project;
        state.bring(project);
        const auto before = project.snapshot();
        for (const auto& arguments : k_other_moves) {
            if (is_finishing(state, arguments)) {
                continue;
            }
            const auto outcome = project.headstart(arguments);
            INFO(state.name << ": " << arguments.front() << " " << arguments[1] << "\n" << outcome.err);
            CHECK(outcome.status == k_refused);
            CHECK(outcome.out.find("started") == std::string::npos);
            CHECK(says(outcome,
                       "error[HS0411]: revision " + state.revision + " is half-done: " + state.progress));
            CHECK(says(outcome, "`headstart " + state.finish + "`"));
            CHECK(says(outcome, "finished by hand: `headstart stamp " + state.by_hand + "`"));
            CHECK(says(outcome, "undone by hand: `headstart stamp " + state.other + "`"));
            CHECK(project.snapshot() == before);
        }
    }
}

TEST_CASE("what is half-done is finished by the command that the hint names") {
    for (const auto& state : k_states) {
        HalfDoneProject project;
        state.bring(project);
        project.database.execute("CREATE TABLE missing (id int); DELETE FROM a WHERE ctid <> '(0,1)'");
        const auto outcome = project.headstart(words(state.finish));
        INFO(state.name << "\n" << outcome.err);
        CHECK(outcome.status == k_ok);
        CHECK(project.headstart({"current"}).err.empty());
        CHECK(project.version() == (state.by_hand == "base" ? "" : state.by_hand));
        const auto check = project.headstart({"validate"});
        CHECK_FALSE(says(check, "half"));
    }
}

TEST_CASE("a stamp settles what is half-done, up or down, also where the database stands already") {
    for (const auto& state : k_states) {
        for (const auto& target : {state.by_hand, state.other}) {
            for (const bool purges : {false, true}) {
                HalfDoneProject project;
                state.bring(project);
                auto arguments = words("stamp " + target);
                if (purges) {
                    arguments.emplace_back("--purge");
                }
                const auto outcome = project.headstart(arguments);
                INFO(state.name << ": stamp " << target << (purges ? " --purge" : "") << "\n" << outcome.err);
                CHECK(outcome.status == k_ok);
                CHECK(project.version() == (target == "base" ? "" : target));
                CHECK_FALSE(says(project.headstart({"status"}), "half-done"));
                CHECK(project.headstart({"stamp", "c3"}).status == k_ok);
                CHECK(project.headstart({"upgrade", "head"}).status == k_ok);
            }
        }
    }
}

TEST_CASE("what stands behind the statements that are done may be mended, added and taken out") {
    const std::vector<std::string> mended{
        "CREATE INDEX CONCURRENTLY ix_b ON a (id);",
        "CREATE INDEX ix_b ON a (id);",
        "INSERT INTO a VALUES (3);\nCREATE INDEX CONCURRENTLY ix_b ON a (id);\nINSERT INTO a VALUES (4);",
        "",
        "-- nothing is left to do",
        "BEGIN;\nINSERT INTO a VALUES (3);\nCOMMIT;",
    };
    for (const auto& rest : mended) {
        HalfDoneProject project;
        begin_up(project);
        project.write_b2(rest, "DROP INDEX ix_b;");
        const auto outcome = project.headstart({"upgrade", "head"});
        INFO(rest << "\n" << outcome.err);
        CHECK(outcome.status == k_ok);
        CHECK(project.version() == "c3");
        CHECK(project.database.text("SELECT count(*) FROM a WHERE id < 3") == "2");
        CHECK(project.headstart({"check"}).status ==
              k_ok); // the file that is there now counts as what was run
    }
}

TEST_CASE("a statement that has run may not be changed") {
    struct Change {
        std::string up;
        std::string said;
    };

    const std::vector<Change> changes{
        {"INSERT INTO a VALUES (7);\nCREATE INDEX CONCURRENTLY ix_b ON a (id);",
         R"(2| migrations/b2.sql:8:1: error[HS0405]: statement 1 of revision b2 has run, and has been changed since
2|     8 | INSERT INTO a VALUES (7);
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~
)"},
        {"SELECT 1;\nINSERT INTO a VALUES (1), (2);\nCREATE INDEX CONCURRENTLY ix_b ON a (id);",
         R"(2| migrations/b2.sql:8:1: error[HS0405]: statement 1 of revision b2 has run, and has been changed since
2|     8 | SELECT 1;
2|       | ^~~~~~~~
)"},
        {"-- all of it taken out",
         R"(2| migrations/b2.sql:1:1: error[HS0405]: statement 1 of revision b2 has run, and has been taken out since
2|     1 | -- Make b2
2|       | ^
)"},
    };
    for (const auto& [up, said] : changes) {
        HalfDoneProject project;
        begin_up(project);
        project.migration("b2", "a1", up, "SELECT 1;", k_outside);
        const auto before = project.snapshot();
        CHECK(project.transcript({"upgrade", "head"}) ==
              (up.starts_with("--")
                   ? "2| warning: revision b2 has no SQL in its up section (migrations/b2.sql): it"
                     " is recorded as applied, and changes nothing\n"
                   : "") +
                  std::string("2| info: Running upgrade a1 -> b2, Make b2\n") + said +
                  R"(2| note: 1 of its statements is applied
2| note: what stands behind it may be changed, added or taken out
2| note: no other revision was applied in this run
2| hint: either put the statement back as it was and run again; or finish by hand what is missing and say so with `headstart stamp b2`
2| while: applying revision b2 (up)
exit 1
)");
        CHECK(project.snapshot() == before);
    }
}

TEST_CASE("a statement that is in doubt may not be changed") {
    HalfDoneProject project;
    k_states[1].bring(project);
    project.mend();
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade", "head"}) == R"(2| info: Running upgrade a1 -> b2, Make b2
2| migrations/b2.sql:9:1: error[HS0405]: statement 2 of revision b2 was under way when the run ended, and has been changed since
2|     9 | CREATE INDEX CONCURRENTLY ix_b ON a (id);
2|       | ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
2| note: whether it was done is unknown, and only the statement itself tells
2| note: what stands behind it may be changed, added or taken out
2| note: no other revision was applied in this run
2| hint: either put the statement back as it was and run again; or finish by hand what is missing and say so with `headstart stamp b2`
2| while: applying revision b2 (up)
exit 1
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a section that is half-done goes on outside a transaction, or not at all") {
    HalfDoneProject project;
    begin_up(project);
    project.migration("b2", "a1", "INSERT INTO a VALUES (1), (2);\nCREATE INDEX ix_b ON a (id);",
                      "SELECT 1;");
    const auto before = project.snapshot();
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == k_refused);
    CHECK(says(outcome,
               "error[HS0405]: revision b2 was left half-done outside a transaction, and its file says no"
               " more that it runs there"));
    CHECK(project.snapshot() == before);
}

TEST_CASE("where the first statement was refused, the rest of the file may be anything") {
    for (const bool stays_outside : {true, false}) {
        HalfDoneProject project;
        k_states[2].bring(project); // its index is invalid, and has the name of the new one
        project.database.execute("DELETE FROM a");
        project.migration("b2", "a1",
                          std::string("CREATE UNIQUE INDEX ") + (stays_outside ? "CONCURRENTLY" : "") +
                              " ix_c ON a (id, id);",
                          "DROP INDEX ix_c;", stays_outside ? k_outside : "");
        const auto outcome = project.headstart({"upgrade", "head"});
        INFO(outcome.err);
        CHECK(outcome.status == k_ok);
        CHECK(project.database.text(
                  "SELECT string_agg(relname || ' ' || indisvalid, ', ') FROM pg_index JOIN"
                  " pg_class ON pg_class.oid = indexrelid WHERE indrelid = 'a'::regclass") == "ix_c true");
        CHECK_FALSE(says(project.headstart({"status"}), "half-done"));
    }
}

TEST_CASE("a first statement that leaves nothing behind when it is refused is no half-done work") {
    for (const auto* first : {"INSERT INTO missing VALUES (1);", "VACUUM missing;",
                              "ALTER SYSTEM SET no_such_setting = 1;", "DROP DATABASE no_such_database;"}) {
        HalfDoneProject project;
        project.migration("b2", "a1", first, "SELECT 1;", k_outside);
        begin_up(project);
        INFO(first);
        CHECK_FALSE(says(project.headstart({"status"}), "half-done"));
        CHECK(project.headstart({"downgrade", "base"}).status == k_ok);
        project.migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
        CHECK(project.headstart({"upgrade", "head"}).status == k_ok);
    }
}

TEST_CASE("what a newer image has left half-done does not keep an older one from starting") {
    HalfDoneProject project;
    begin_up(project);
    for (const auto* id : {"b2", "c3"}) {
        std::filesystem::remove(project.folder.path() / "migrations" / (std::string(id) + ".sql"));
    }
    const auto before = project.snapshot();
    CHECK(project.transcript({"run", "--", "/bin/echo", "started"}) ==
          R"(1| started
2| warning: revision b2 is half-done: 1 of 2 statements of its up done; finish it from the folder that has b2 (another branch, or a newer image); if nothing of it is left to do: `headstart stamp --purge` with where the database stands
2| info: the database is at head already
2| info: starting /bin/echo
exit 0
)");
    CHECK(project.headstart({"downgrade", "base"}).status == k_refused);
    CHECK(project.headstart({"check"}).status == k_findings);
    CHECK(project.snapshot() == before);
    CHECK(project.headstart({"stamp", "--purge", "a1"}).status == k_ok);
    CHECK(project.headstart({"downgrade", "base"}).status == k_ok);
}

TEST_CASE("a branch is not settled by what is stamped on another") {
    HalfDoneProject project;
    project.migration("x1", "", "CREATE TABLE x (id int);", "DROP TABLE x;");
    begin_up(project);
    CHECK(project.headstart({"stamp", "x1"}).status == k_ok);
    CHECK(says(project.headstart({"status"}), "half-done b2"));
    CHECK(project.headstart({"stamp", "a1"}).status == k_ok);
    CHECK_FALSE(says(project.headstart({"status"}), "half-done"));
}

TEST_CASE("clearing up behind a dead run gives way to locks, at the statement's place, and names who is in "
          "the way") {
    HalfDoneProject project;
    k_states[2].bring(project);
    project.database.execute("DELETE FROM a");
    Session other(project.database.url());
    other.query("SET application_name = 'psql'; BEGIN");
    other.query("LOCK TABLE a IN SHARE MODE");
    const auto outcome = project.headstart(
        {"upgrade", "b2", "--concurrently-timeout", "1s", "--lock-retry-timeout", "1500ms"});
    INFO(outcome.err);
    CHECK(outcome.status == k_refused);
    CHECK(says(outcome, "trying again in"));
    CHECK(says(outcome, "migrations/b2.sql:8:1: error[HS0401]: canceling statement due to lock timeout"));
    CHECK(says(outcome, "note: while clearing up what an earlier run left behind here"));
    CHECK(says(outcome, "note: blocked by pid " + std::to_string(other.backend_pid())));
    other.query("ROLLBACK");
    CHECK(project.headstart({"upgrade", "b2"}).status == k_ok);
}

TEST_CASE("on branches the hints name what finishes it and no more, and forget nothing") {
    struct Branched : HalfDoneProject {
        explicit Branched(const std::string& half_done) {
            migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
            migration("c3", "a1", "CREATE TABLE c (id int);", "DROP TABLE c;");
            migration("x1", "", "CREATE TABLE x (id int);", "DROP TABLE x;");
            const std::string table(1, half_done.front());
            migration(half_done, half_done == "x1" ? "" : "a1", "CREATE TABLE " + table + " (id int);",
                      "INSERT INTO " + table + " VALUES (1);\nINSERT INTO missing VALUES (1);\nDROP TABLE " +
                          table + ";");
            take_down_outside(half_done);
            REQUIRE(headstart({"upgrade", "heads"}).status == k_ok);
            REQUIRE(headstart({"downgrade", half_done + "@-1"}).status == k_refused);
        }

        std::string hinted(const std::string& before) {
            const auto told = headstart({"check"}).err;
            const auto begin = told.find(before + "`headstart ") + before.size() + 11;
            return told.substr(begin, told.find('`', begin) - begin);
        }

        std::string tables() {
            return database.text(
                "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r'"
                " AND relname IN ('a', 'b', 'c', 'x')");
        }
    };

    struct Row {
        std::string half_done;
        std::string rows_after;
        std::string tables_after;
    };

    for (const auto& [half_done, rows_after, tables_after] :
         std::vector<Row>{{"b2", "c3 x1", "a c x"}, {"c3", "b2 x1", "a b x"}, {"x1", "b2 c3", "a b c"}}) {
        INFO(half_done);
        {
            Branched project(half_done);
            project.database.execute("CREATE TABLE missing (id int)");
            const auto command = project.hinted("finish it with ");
            INFO(command);
            CHECK(project.headstart(words(command)).status == k_ok);
            CHECK(project.version() == rows_after);
            CHECK(project.tables() == tables_after);
        }
        for (const auto* way : {"finished by hand: ", "undone by hand: "}) {
            Branched project(half_done);
            const auto command = project.hinted(way);
            INFO(command);
            CHECK(project.headstart(words(command)).status == k_ok);
            CHECK(project.version() == (std::string(way) == "finished by hand: " ? rows_after : "b2 c3 x1"));
            CHECK_FALSE(says(project.headstart({"status"}), "half-done"));
        }
    }
}

TEST_CASE("a half-done revision whose file comes behind another one now is no dead end") {
    HalfDoneProject project;
    begin_up(project);
    project.migration("n1", "a1", "CREATE TABLE n (id int);", "DROP TABLE n;");
    auto text = project.folder.read("migrations/b2.sql");
    text.replace(text.find("Revises: a1"), 11, "Revises: n1");
    project.folder.write("migrations/b2.sql", text);
    const auto before = project.snapshot();
    const auto outcome = project.headstart({"upgrade", "head"});
    CHECK(outcome.status == k_refused);
    CHECK(says(outcome, "its file says now that it comes behind what is not applied"));
    CHECK(says(outcome, "undone by hand: `headstart stamp a1`"));
    CHECK(project.snapshot() == before);
    CHECK(project.headstart({"stamp", "a1"}).status == k_ok);
    CHECK_FALSE(says(project.headstart({"status"}), "half-done"));
}

TEST_CASE("what a session had made does not come back when the rest is run, so the rest is not run") {
    for (const auto* first : {"CREATE TEMP TABLE a (id int);", "SELECT 1 AS id INTO TEMPORARY a;",
                              "CREATE TABLE pg_temp.a (id int);", "DECLARE c CURSOR WITH HOLD FOR SELECT 1;",
                              "DO $$ BEGIN PERFORM set_config('search_path', 'x', false); END $$;"}) {
        HalfDoneProject project;
        project.migration("b2", "a1",
                          std::string(first) + "\nINSERT INTO missing VALUES (1);\nDELETE FROM a;", "",
                          k_outside);
        begin_up(project);
        project.database.execute("CREATE TABLE missing (id int); INSERT INTO public.a VALUES (7)");
        const auto outcome = project.headstart({"upgrade", "b2"});
        INFO(first << "\n" << outcome.err);
        CHECK(outcome.status == k_refused);
        CHECK(
            says(outcome,
                 "migrations/b2.sql:8:1: error[HS0405]: statement 1 of revision b2 has run, and made what"));
        CHECK(project.database.text("SELECT id FROM public.a") == "7");
    }
}

TEST_CASE("a file that gives all advisory locks away does not let another runner in") {
    HalfDoneProject project;
    project.migration(
        "b2", "a1",
        "SELECT pg_advisory_unlock_all();\nDO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; PERFORM"
        " pg_sleep(1); INSERT INTO a VALUES (2); COMMIT; END $$;",
        "SELECT 1;", k_outside);
    REQUIRE(project.headstart({"upgrade", "a1"}).status == k_ok);
    const auto first = project.start({"upgrade"});
    const auto second = project.start({"upgrade"});
    CHECK(first->wait().status == k_ok);
    CHECK(second->wait().status == k_ok);
    CHECK(project.database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM a") == "1 2");
}
