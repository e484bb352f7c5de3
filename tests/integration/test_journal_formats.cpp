#include "integration/linear.hpp"
#include "support/catch.hpp"
#include "support/server_program.hpp"

#include <filesystem>

using namespace headstart::test;

namespace {

/// A journal as an older build made it, word for word; those of headstart 0.1.0 have no number.
struct Form {
    std::string name;
    std::string table;
    bool keeps_attempts; ///< notes what is there before it runs a statement outside a transaction
};

const std::vector<Form> k_old_forms{
    {"without attempts",
     "CREATE TABLE \"public\".\"headstart_journal\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
     " direction text NOT NULL CHECK (direction IN ('up', 'down', 'stamp')), revision text NOT NULL,"
     " parents text[] NOT NULL, message text NOT NULL, checksum text NOT NULL,"
     " state text NOT NULL CHECK (state IN ('running', 'done', 'failed')), statements int NOT NULL,"
     " statements_done int NOT NULL, started_at timestamptz NOT NULL, finished_at timestamptz,"
     " duration_ms bigint, database_user text NOT NULL, host text NOT NULL, headstart_version text NOT NULL,"
     " error text)",
     false},
    {"with attempts",
     "CREATE TABLE \"public\".\"headstart_journal\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
     " direction text NOT NULL CHECK (direction IN ('up', 'down', 'stamp')), revision text NOT NULL,"
     " parents text[] NOT NULL, message text NOT NULL, checksum text NOT NULL,"
     " state text NOT NULL CHECK (state IN ('running', 'done', 'failed')), statements int NOT NULL,"
     " statements_done int NOT NULL, attempt jsonb, started_at timestamptz NOT NULL, finished_at timestamptz,"
     " duration_ms bigint, database_user text NOT NULL, host text NOT NULL, headstart_version text NOT NULL,"
     " error text)",
     true},
    {"with attempts, and files that were accepted",
     "CREATE TABLE \"public\".\"headstart_journal\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
     " direction text NOT NULL CHECK (direction IN ('up', 'down', 'stamp', 'accept')), revision text NOT"
     " NULL, parents text[] NOT NULL, message text NOT NULL, checksum text NOT NULL,"
     " state text NOT NULL CHECK (state IN ('running', 'done', 'failed')), statements int NOT NULL,"
     " statements_done int NOT NULL, attempt jsonb, started_at timestamptz NOT NULL, finished_at timestamptz,"
     " duration_ms bigint, database_user text NOT NULL, host text NOT NULL, headstart_version text NOT NULL,"
     " error text)",
     true},
    {"format 2",
     "CREATE TABLE \"public\".\"headstart_journal\" (id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT"
     " headstart_journal_pkey PRIMARY KEY, direction pg_catalog.text NOT NULL CONSTRAINT"
     " headstart_journal_direction CHECK (direction OPERATOR(pg_catalog.=) ANY (ARRAY['up', 'down', 'stamp',"
     " 'accept']::pg_catalog.text[])), revision pg_catalog.text NOT NULL, parents pg_catalog.text[] NOT NULL,"
     " message pg_catalog.text NOT NULL, checksum pg_catalog.text NOT NULL, state pg_catalog.text NOT NULL"
     " CONSTRAINT headstart_journal_state CHECK (state OPERATOR(pg_catalog.=) ANY (ARRAY['running', 'done',"
     " 'failed']::pg_catalog.text[])), statements int NOT NULL, statements_done int NOT NULL, attempt"
     " pg_catalog.jsonb, started_at pg_catalog.timestamptz NOT NULL, finished_at pg_catalog.timestamptz,"
     " duration_ms bigint, database_user pg_catalog.text NOT NULL, host pg_catalog.text NOT NULL,"
     " headstart_version pg_catalog.text NOT NULL, error pg_catalog.text, format int NOT NULL DEFAULT 2)",
     true},
    {"format 3",
     "CREATE TABLE \"public\".\"headstart_journal\" (id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT"
     " headstart_journal_pkey PRIMARY KEY, direction pg_catalog.text NOT NULL CONSTRAINT"
     " headstart_journal_direction CHECK (direction OPERATOR(pg_catalog.=) ANY (ARRAY['up', 'down', 'stamp',"
     " 'accept']::pg_catalog.text[])), revision pg_catalog.text NOT NULL, parents pg_catalog.text[] NOT NULL,"
     " message pg_catalog.text NOT NULL, checksum pg_catalog.text NOT NULL, state pg_catalog.text NOT NULL"
     " CONSTRAINT headstart_journal_state CHECK (state OPERATOR(pg_catalog.=) ANY (ARRAY['running', 'done',"
     " 'failed']::pg_catalog.text[])), statements int NOT NULL, statements_done int NOT NULL, attempt"
     " pg_catalog.jsonb, started_at pg_catalog.timestamptz NOT NULL, finished_at pg_catalog.timestamptz,"
     " duration_ms bigint, database_user pg_catalog.text NOT NULL, host pg_catalog.text NOT NULL,"
     " headstart_version pg_catalog.text NOT NULL, error pg_catalog.text, format int NOT NULL DEFAULT 3,"
     " version_table pg_catalog.text, statement_checksums pg_catalog.text[])",
     true},
};

/// What 0.1.0 left in it when it was killed in the second statement of d4. Its checksums have no version.
const std::string k_old_rows =
    "INSERT INTO headstart_journal (direction, revision, parents, message, checksum, state, statements,"
    " statements_done, started_at, finished_at, duration_ms, database_user, host, headstart_version) VALUES"
    " ('up', 'a1', '{}', 'Make a1', 'a93ea23562e552e4f3503d5c2ee0ae291c5901e4dc76f5dad35a7b9c350211da',"
    "  'done', 1, 1, '2026-01-02 03:04:05+00', '2026-01-02 03:04:06+00', 1000, 'app', 'old', '0.1.0'),"
    " ('up', 'b2', '{a1}', 'Make b2', '66f45cca20ea52e7d427bb542aa64a93bdf7354bc1f202ad8888804e36ee2725',"
    "  'done', 1, 1, '2026-01-02 03:04:06+00', '2026-01-02 03:04:07+00', 1000, 'app', 'old', '0.1.0'),"
    " ('up', 'c3', '{b2}', 'Make c3', '2dbadb9fbbb9f2104e6134f5c3e3731bc5b8c07c21babc0623f6e028db704cac',"
    "  'done', 1, 1, '2026-01-02 03:04:07+00', '2026-01-02 03:04:08+00', 1000, 'app', 'old', '0.1.0'),"
    " ('up', 'd4', '{c3}', 'Make d4', 'b688ea89fe2d9884be559f7e4ea06f7221e87623d00c3c13c2b920f8d71e2aac',"
    "  'running', 3, 1, '2026-01-02 03:04:08+00', NULL, NULL, 'app', 'old', '0.1.0')";

/// The oids of the indexes that the table had, as 0.1.0 noted them before CREATE INDEX CONCURRENTLY.
const std::string k_old_attempt =
    "UPDATE headstart_journal SET attempt = (SELECT coalesce(jsonb_agg(indexrelid::bigint), '[]') FROM"
    " pg_catalog.pg_index WHERE indrelid = pg_catalog.to_regclass('\"a\"')) WHERE revision = 'd4'";

/// A database at c3, with d4 begun, and a folder that goes to d4.
struct HalfDoneProject : LinearProject {
    /// `journal` makes the table.
    explicit HalfDoneProject(const std::string& journal) {
        migration("a1", "", "CREATE TABLE a (id int PRIMARY KEY);", "DROP TABLE a;");
        migration("d4", "c3",
                  "INSERT INTO a VALUES (1);\nCREATE INDEX CONCURRENTLY ix_a ON a (id);\n"
                  "INSERT INTO a VALUES (2);",
                  "DROP INDEX ix_a;\nDELETE FROM a;", "transaction:false");
        environment["PGTZ"] = "UTC";
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT"
                         " alembic_version_pkc PRIMARY KEY (version_num));"
                         " INSERT INTO alembic_version VALUES ('c3');"
                         " CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1);"
                         " CREATE TABLE b (id int); CREATE TABLE c (id int); " +
                         journal);
        database.execute(k_old_rows);
    }

    explicit HalfDoneProject(const Form& form)
        : HalfDoneProject(form.table) {
        if (form.keeps_attempts) {
            database.execute(k_old_attempt);
        }
    }

    /// What a row says, in every form.
    std::string rows(const std::string& condition = "true") {
        return database.text("SELECT id, direction, revision, parents, message, checksum, state, statements,"
                             " statements_done, started_at, finished_at, duration_ms, database_user, host,"
                             " headstart_version, error FROM headstart_journal WHERE " +
                             condition + " ORDER BY id");
    }

    /// All that the catalogue knows of the journal but the order of its columns, which ALTER TABLE cannot
    /// change.
    std::string journal_catalogue() {
        return database.text(
                   "SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity,"
                   " attstorage, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)"
                   " FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
                   " WHERE attrelid = 'headstart_journal'::regclass AND attnum > 0 AND NOT"
                   " attisdropped ORDER BY attname") +
               "\n" +
               database.text(
                   "SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint WHERE"
                   " conrelid = 'headstart_journal'::regclass AND contype <> 'n' ORDER BY conname") +
               "\n" +
               database.text("SELECT relname, relkind, pg_get_userbyid(relowner), relacl, reloptions,"
                             " obj_description(oid) FROM pg_class WHERE relname LIKE 'headstart_journal%'"
                             " ORDER BY relname");
    }

    void edit_b2() { migration("b2", "a1", "CREATE TABLE b (id bigint);", "DROP TABLE b;"); }

    /// The folder of an older image: it ends before the database does.
    void remove_newest() {
        for (const auto* id : {"c3", "d4"}) {
            std::filesystem::remove(folder.path() / "migrations" / (std::string(id) + ".sql"));
        }
    }
};

/// The table that this headstart makes, as it makes it.
const std::string& journal_of_today() {
    static const std::string sql = [] {
        Project project;
        const auto script = project.headstart({"ensure-version", "--sql"}).out;
        const auto begin = script.find("CREATE TABLE IF NOT EXISTS \"headstart_journal\"");
        return script.substr(begin, script.find(";\n", begin) - begin);
    }();
    return sql;
}

std::string shown(const std::vector<std::string>& arguments) {
    std::string text;
    for (const auto& argument : arguments) {
        text += argument + " ";
    }
    return text;
}

/// A command that has nothing to write.
struct Read {
    std::vector<std::string> arguments;
    bool looks_at_journal;
};

const std::vector<Read> k_reads{
    {{"current"}, false},
    {{"current", "--format", "json"}, false},
    {{"status"}, true},
    {{"status", "--format", "json"}, true},
    {{"history", "-i"}, true},
    {{"log"}, true},
    {{"log", "--format", "json"}, true},
    {{"check"}, true},
    {{"check", "--format", "json"}, true},
    {{"validate"}, true},
    {{"validate", "--format", "json"}, true},
    {{"wait", "--for", "b2"}, false},
    {{"upgrade", "b2"}, false},
    {{"upgrade", "--dry-run"}, false},
    {{"downgrade", "-1", "--dry-run"}, false}, // refused: d4 comes first
};

struct Write {
    std::vector<std::string> arguments;
    std::string version; ///< afterwards
    std::string added;   ///< to the journal, whose last row was "up d4 running"
};

const std::vector<Write> k_writes{
    {{"upgrade"}, "d4", ""},
    {{"run", "--", "/bin/true"}, "d4", ""},
    {{"stamp", "d4"}, "d4", "up d4 running, stamp d4 done"},
    {{"stamp", "--purge", "b2"}, "b2", "up d4 running, stamp d4 done, stamp b2 done"},
    {{"validate", "--accept", "b2"}, "c3", "up d4 running, accept b2 done"},
    {{"ensure-version"}, "c3", "up d4 running"},
};

/// A journal as a newer headstart may make it: a column more, a direction more.
struct NewerProject : HalfDoneProject {
    NewerProject()
        : HalfDoneProject(journal_of_today()) {
        database.execute(
            "ALTER TABLE headstart_journal DROP CONSTRAINT headstart_journal_direction,"
            " ADD CONSTRAINT headstart_journal_direction CHECK (direction IN ('up', 'down', 'stamp',"
            " 'accept', 'import')), ADD COLUMN origin text NOT NULL DEFAULT 'headstart',"
            " ALTER COLUMN format SET DEFAULT 5");
        database.execute(
            "INSERT INTO headstart_journal (direction, revision, parents, message, checksum, state,"
            " statements, statements_done, started_at, finished_at, duration_ms, database_user,"
            " host, headstart_version) VALUES ('import', 'c3', '{b2}', 'Make c3', '2:af', 'done', 1,"
            " 1, now(), now(), 0, 'app', 'new', '0.9.0')");
    }
};

const std::string k_told =
    "2| warning: the journal has format 5, which headstart 0.9.0 has made; this headstart"
    " knows format 4 and goes by what it finds of that\n";

} // namespace

TEST_CASE("an older journal is read as today's is, and nothing is changed") {
    for (const auto& form : k_old_forms) {
        for (const bool is_ahead : {false, true}) {
            HalfDoneProject old(form);
            HalfDoneProject today(Form{"today's", journal_of_today(), form.keeps_attempts});
            for (auto* project : {&old, &today}) {
                is_ahead ? project->remove_newest() : project->edit_b2();
            }
            const auto before = old.snapshot();
            for (const auto& [arguments, looks] : k_reads) {
                INFO(form.name << (is_ahead ? ", ahead: " : ": ") << shown(arguments));
                CHECK(old.transcript(arguments) == today.transcript(arguments));
            }
            CHECK(old.snapshot() == before);
        }
    }
}

TEST_CASE("whatever writes to an older journal first makes it today's") {
    HalfDoneProject today(journal_of_today());
    const auto catalogue = today.journal_catalogue();
    for (const auto& form : k_old_forms) {
        for (const auto& [arguments, version, added] : k_writes) {
            HalfDoneProject project(form);
            if (arguments.front() == "validate") {
                project.edit_b2();
            }
            const auto rows = project.rows("revision <> 'd4'");
            const auto half_done = project.rows("revision = 'd4'");
            const auto outcome = project.headstart(arguments);
            INFO(form.name << ": " << shown(arguments) << "\n" << outcome.err);
            CHECK(outcome.status == 0);
            CHECK(project.journal_catalogue() == catalogue);
            CHECK(project.rows("id <= 3") == rows);
            if (!added.empty()) {
                CHECK(project.rows("id = 4") == half_done);
            }
            CHECK(project.version() == version);
            CHECK(project.journal() ==
                  "up a1 done, up b2 done, up c3 done, " + (added.empty() ? "up d4 done" : added));
        }
    }
}

TEST_CASE("many that find an older journal at once bring it over once, and go on", "[race]") {
    HalfDoneProject today(journal_of_today());
    const auto catalogue = today.journal_catalogue();
    for (const auto& form : k_old_forms) {
        INFO(form.name);
        HalfDoneProject project(form);
        std::vector<std::unique_ptr<Process>> running;
        running.reserve(8);
        for (int i = 0; i < 8; ++i) { // those that make the tables alone meet the others' upgrade
            running.push_back(project.start({i % 2 == 0 ? "run" : "ensure-version"}));
        }
        for (const auto& one : running) {
            const auto outcome = one->wait();
            INFO(outcome.err);
            CHECK(outcome.status == 0);
        }
        CHECK(project.journal_catalogue() == catalogue);
        CHECK(project.journal() == "up a1 done, up b2 done, up c3 done, up d4 done");
        CHECK(project.database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM a") == "1 2");
    }
}

TEST_CASE("what an older headstart left half done is brought to its end") {
    struct Left {
        std::string sql;  ///< brings the index to where it was left
        std::string said; ///< about it
    };

    const std::string resuming = "2| info: Running upgrade c3 -> d4, Make d4\n"
                                 "2| info: resuming revision d4 (up) behind statement 1 of 3\n";
    const std::vector<Left> lefts{
        {"SELECT 1", ""},
        {"CREATE INDEX ix_a ON a (id)",
         "2| info: statement 2 of revision d4 had been done; going on behind it\n"},
        {"CREATE INDEX ix_a ON a (id); UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
         " 'ix_a'::regclass",
         "2| info: dropping the invalid index \"public\".\"ix_a\" that an interrupted run left behind\n"},
    };
    for (const auto& form : k_old_forms) {
        for (const auto& [sql, said] : lefts) {
            if (!form.keeps_attempts && !said.empty()) {
                continue; // it could not tell such an index from somebody else's
            }
            INFO(form.name << ": " << sql);
            HalfDoneProject project(form);
            project.database.execute(sql);
            CHECK(project.transcript({"upgrade"}) ==
                  resuming + said + "2| info: 1 revision applied in <time>\nexit 0\n");
            CHECK(project.database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM a") == "1 2");
            CHECK(project.database.text("SELECT indisvalid FROM pg_index WHERE indexrelid ="
                                        " 'ix_a'::regclass") == "t");
            CHECK(project.database.text("SELECT state, statements_done, attempt FROM headstart_journal"
                                        " WHERE revision = 'd4'") == "done|3|null");
        }
    }
}

TEST_CASE("an older journal of somebody else's is left to its owner") {
    HalfDoneProject project(k_old_forms.back());
    auto& database = project.database;
    const auto role = database.role("app");
    database.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role +
                     "; GRANT ALL ON SCHEMA public TO " + role);
    project.environment["DATABASE_URL"] = database.url_as(role, "secret");
    const auto before = project.snapshot();
    CHECK(project.transcript({"stamp", "b2"}) == R"(2| error[HS0401]: must be owner of table headstart_journal
2| sqlstate: 42501
2| hint: migrations need the rights of the schema's owner: set MIGRATION_DATABASE_URL to a role that has them; the application does not get to see it
2| while: creating the version table and the journal
exit 1
)");
    CHECK(project.snapshot() == before);
}

TEST_CASE("a newer journal is read as far as this headstart knows it, and told") {
    NewerProject newer;
    HalfDoneProject today(journal_of_today());
    const auto before = newer.snapshot();
    for (const auto& [arguments, looks_at_journal] : k_reads) {
        INFO(shown(arguments));
        auto text = newer.transcript(arguments);
        const auto told = text.find(k_told);
        CHECK((told != std::string::npos) == looks_at_journal);
        if (looks_at_journal) {
            text.erase(told, k_told.size());
        }
        if (arguments.front() == "log") { // which shows what is there, whoever understands it
            CHECK(text.find("import") != std::string::npos);
            CHECK(text.ends_with("exit 0\n"));
        } else {
            CHECK(text == today.transcript(arguments));
        }
    }
    CHECK(newer.snapshot() == before);
}

TEST_CASE("a newer journal is written to as it is, and its writer is told apart from us") {
    for (const auto& [arguments, version, added] : k_writes) {
        NewerProject project;
        if (arguments.front() == "validate") {
            project.edit_b2();
        }
        const auto catalogue = project.journal_catalogue();
        const auto rows = project.rows("id <> 4");
        INFO(shown(arguments));
        for (const auto& command : {arguments, {"status"}}) {
            const auto text = project.transcript(command);
            INFO(text);
            CHECK(text.find(k_told) != std::string::npos);
            CHECK(text.ends_with("exit 0\n"));
        }
        CHECK(project.journal_catalogue() == catalogue);
        CHECK(project.rows("id IN (1, 2, 3, 5)") == rows);
        CHECK(project.version() == version);
        CHECK(project.journal() == "up a1 done, up b2 done, up c3 done, " +
                                       (added.empty() ? "up d4 done, import c3 done"
                                                      : std::string(added).insert(13, ", import c3 done")));
    }
}

TEST_CASE("a newer journal that nobody newer has written to yet is told, too") {
    NewerProject project;
    project.database.execute("DELETE FROM headstart_journal WHERE direction = 'import'");
    CHECK(
        project.transcript({"check"}) ==
        R"(2| warning: the journal has format 5, which a newer headstart has made; this headstart knows format 4 and goes by what it finds of that
2| error[HS0411]: revision d4 is half-done: 1 of 3 statements of its up done
2| note: begun 2026-01-02 03:04:08+00 by app from old, headstart 0.1.0
2| hint: finish it with `headstart upgrade d4`; what is wrong in its file behind the statements that are done may be mended first. If it has been finished by hand: `headstart stamp d4`. If what is done has been undone by hand: `headstart stamp c3`
2| error[HS0601]: 1 revision is pending: d4
2| hint: run `headstart upgrade head`
exit 5
)");
}

TEST_CASE("what a newer headstart noted of a statement in a way of its own is left to it") {
    NewerProject project;
    project.database.execute("UPDATE headstart_journal SET headstart_version = '0.9.0', attempt ="
                             " '{\"format\": 2, \"of\": \"ix_a\"}' WHERE revision = 'd4'");
    const auto before = project.snapshot();
    CHECK(project.transcript({"upgrade"}) == k_told + R"(2| info: Running upgrade c3 -> d4, Make d4
2| migrations/d4.sql:1:1: error[HS0405]: revision d4 was left half-done by headstart 0.9.0, which keeps other notes of it than this one understands
2|     1 | -- Make d4
2|       | ^
2| note: 1 of its statements is applied
2| note: no other revision was applied in this run
2| hint: finish it with headstart 0.9.0 or a newer one
2| while: applying revision d4 (up)
exit 1
)");
    CHECK(project.snapshot() == before);
}
