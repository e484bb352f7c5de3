#include "faults/moves.hpp"

#include "support/catch.hpp"

#include <iterator>
#include <sstream>

namespace headstart::test {

namespace {

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

std::string mark(const std::string& what) {
    return "INSERT INTO aside.mark VALUES ('" + what + "');\n";
}

void write_revision(Project& project, const std::string& id, const std::string& revises) {
    project.migration(id, revises, mark("up " + id), mark("down " + id));
}

/// Outside of a transaction, both ways.
void write_stepwise(Project& project, const std::string& id, const std::string& revises) {
    const auto section = [&](const std::string& way, const std::string& statement) {
        return mark(way + id) + statement + mark(way + id + " behind");
    };
    project.migration(id, revises,
                      section("up ", "CREATE INDEX CONCURRENTLY mark_what ON aside.mark (what);\n") +
                          "-- migrate:down transaction:false\n" +
                          section("down ", "DROP INDEX CONCURRENTLY aside.mark_what;\n"),
                      {}, "transaction:false");
}

void write_line(Project& project) {
    write_revision(project, "a1", "");
    write_revision(project, "a2", "a1");
    write_stepwise(project, "a3", "a2");
    write_revision(project, "a4", "a3");
    write_revision(project, "a5", "a4");
}

void write_fork(Project& project) {
    write_revision(project, "a1", "");
    write_revision(project, "b1", "a1\n-- Branch Labels: b");
    write_revision(project, "b2", "b1");
    write_revision(project, "c1", "a1\n-- Branch Labels: c");
    write_revision(project, "c2", "c1");
}

void write_merge(Project& project) {
    write_fork(project);
    write_revision(project, "m", "b2, c2");
    write_revision(project, "n", "m");
}

/// Without what only says that the server went down meanwhile.
const std::string k_look =
    "SELECT coalesce((SELECT string_agg(version_num, ' ' ORDER BY version_num) FROM"
    " alembic_version), ''), coalesce((SELECT string_agg(rtrim(direction || ' ' ||"
    " revision) || CASE state WHEN 'done' THEN '' ELSE ' ' || state END, ', ' ORDER"
    " BY id) FROM headstart_journal WHERE NOT (state = 'failed' AND crashes > 0)), '')";

std::string joined(const std::string& journal, const std::string& steps) {
    return journal + (journal.empty() || steps.empty() ? "" : ", ") + steps;
}

/// Those that the steps leave, each once.
std::vector<std::string> marks_of(const std::string& steps) {
    std::vector<std::string> marks;
    std::istringstream stream(steps);
    for (std::string step; std::getline(stream >> std::ws, step, ',');) {
        if (!step.starts_with("stamp")) {
            marks.push_back(step);
        }
        if (step.ends_with("a3") && !step.starts_with("stamp")) {
            marks.push_back(step + " behind");
        }
    }
    return marks;
}

} // namespace

const std::vector<Move>& moves() {
    static const std::vector<Move> all{
        {"line", "", "upgrade", "up a1, up a2, up a3, up a4, up a5", "a5", "upgrade"},
        {"line", "", "upgrade +1", "up a1", "a1", "upgrade a1"},
        {"line", "a1", "upgrade +1", "up a2", "a2", "upgrade a2"},
        {"line", "a2", "upgrade +1", "up a3", "a3", "upgrade a3"},
        {"line", "a2", "upgrade +2", "up a3, up a4", "a4", "upgrade a4"},
        {"line", "a3", "upgrade +2", "up a4, up a5", "a5", "upgrade a5"},
        {"line", "a3", "upgrade a5", "up a4, up a5", "a5", "upgrade a5"},
        {"line", "a3", "upgrade a4+1", "up a4, up a5", "a5", "upgrade a4+1"},
        {"line", "a1", "run --target +1 -- true", "up a2", "a2", "upgrade a2"},
        {"line", "a3", "upgrade head --transaction-per-migration=false", "up a4, up a5", "a5", "upgrade"},
        {"line", "a4", "downgrade -1", "down a4", "a3", "downgrade a3"},
        {"line", "a3", "downgrade -1", "down a3", "a2", "downgrade a2"},
        {"line", "a1", "downgrade -1", "down a1", "", "downgrade base"},
        {"line", "a5", "downgrade -2", "down a5, down a4", "a3", "downgrade a3"},
        {"line", "a4", "downgrade -2", "down a4, down a3", "a2", "downgrade a2"},
        {"line", "a4", "downgrade base", "down a4, down a3, down a2, down a1", "", "downgrade base"},
        {"line", "a5", "downgrade a3", "down a5, down a4", "a3", "downgrade a3"},
        {"line", "a5", "downgrade a5-2", "down a5, down a4", "a3", "downgrade a5-2"},
        {"line", "a4", "redo", "down a4, up a4", "a4", "", "a3"},
        {"line", "a1", "redo a1", "down a1, up a1", "a1", "", "none"},
        {"line", "a4", "stamp a2", "stamp a2", "a2", "stamp a2"},
        {"line", "", "stamp head", "stamp a5", "a5", "stamp head"},
        {"line", "", "stamp -1", "stamp a4", "a4", "stamp a4"},
        {"line", "a4", "stamp base", "stamp", "", "stamp base"},
        {"line", "", "stamp --from dbmate --table aside.applied", "stamp a2", "a2",
         "stamp --from dbmate --table aside.applied"},
        {"line", "", "ensure-version", "", "", "ensure-version"},
        {"line", "a4", "stamp --purge a2", "stamp a2", "a2", ""},
        {"line", "a4", "stamp --purge base", "", "", "stamp --purge base"},
        {"fork", "", "upgrade heads", "up a1, up c1, up c2, up b1, up b2", "b2 c2", "upgrade heads"},
        {"fork", "a1", "upgrade b@head", "up b1, up b2", "b2", "upgrade b@head"},
        {"fork", "b1 c1", "upgrade b@+1", "up b2", "b2 c1", "upgrade b2"},
        {"fork", "a1", "upgrade b@+1", "up b1", "b1", "upgrade b1"},
        {"fork", "a1", "upgrade b2 c1", "up c1, up b1, up b2", "b2 c1", "upgrade b2 c1"},
        {"fork", "b2 c2", "downgrade b@-1", "down b2", "b1 c2", "downgrade b1"},
        {"fork", "b1 c2", "downgrade b@-1", "down b1", "c2", ""},
        {"fork", "b1 c2", "downgrade b@a1", "down b1", "c2", ""},
        {"fork", "b1 c1", "downgrade a1", "down b1, down c1", "a1", "downgrade a1"},
        {"fork", "b1 c1", "downgrade base", "down b1, down c1, down a1", "", "downgrade base"},
        {"fork", "", "stamp b2 c1", "stamp b2, stamp c1", "b2 c1", "stamp b2 c1"},
        {"fork", "b2 c2", "stamp b1", "stamp b1", "b1 c2", "stamp b1"},
        {"fork", "b2 c2", "stamp b@base", "stamp", "c2", "stamp b@base"},
        {"merge", "b2 c2", "upgrade head", "up m, up n", "n", "upgrade head"},
        {"merge", "b2 c2", "upgrade b2@+1", "up m", "m", "upgrade m"},
        {"merge", "n", "downgrade -1", "down n", "m", "downgrade m"},
        {"merge", "m", "redo", "down m, up m", "m", "", "b2 c2"},
        {"merge", "m", "redo m", "down m, up m", "m", "", "b2 c2"},
        {"merge", "m", "downgrade b2", "down m", "b2 c2", "downgrade b2"},
        {"merge", "n", "downgrade b1", "down n, down m, down b2", "b1 c2", "downgrade b1"},
        {"merge", "b2 c2", "stamp m", "stamp m", "m", "stamp m"},
        {"merge", "m", "stamp b2 c2", "stamp b2, stamp c2", "b2 c2", "stamp b2 c2"},
    };
    return all;
}

std::string describe(const Move& move) {
    return move.arguments + (move.from.empty() ? " of a new database" : " at " + move.from);
}

Call Stage::call(const std::string& arguments, const std::string& url) {
    return {words(arguments),
            {{"DATABASE_URL", url}, {"HEADSTART_WAIT_TIMEOUT", "60s"}, {"HEADSTART_CRASH_PAUSE", "50ms"}}};
}

Stage::Stage(const Move& move) {
    (move.history == "line" ? write_line : move.history == "fork" ? write_fork : write_merge)(project);
    Session session(project.database.url());
    session.query("CREATE SCHEMA aside; CREATE TABLE aside.mark (what text);"
                  " CREATE TABLE aside.applied (version text);" // what another tool has applied
                  " INSERT INTO aside.applied VALUES ('a1'), ('a2')");
    m_reset = "TRUNCATE aside.mark; DROP INDEX IF EXISTS aside.mark_what;";
    if (move.from.empty()) {
        m_reset += "DROP TABLE IF EXISTS alembic_version, headstart_journal";
    } else {
        const auto outcome = project.headstart(call("upgrade " + move.from, project.database.url()));
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        m_before = look();
        m_before.marks.clear();
        session.query("CREATE TABLE aside.version AS TABLE alembic_version;"
                      " CREATE TABLE aside.journal AS TABLE headstart_journal");
        m_reset += "TRUNCATE alembic_version, headstart_journal;"
                   "INSERT INTO alembic_version TABLE aside.version;"
                   "INSERT INTO headstart_journal OVERRIDING SYSTEM VALUE TABLE aside.journal;";
        if (session.text("SELECT to_regclass('aside.mark_what') IS NOT NULL") == "t") {
            m_reset += "CREATE INDEX mark_what ON aside.mark (what)";
        }
    }
    m_after = {move.rows, joined(m_before.journal, move.steps), marks_of(move.steps)};
    m_stops = {m_before, m_after};
    if (!move.halfway.empty()) {
        const auto first = move.steps.substr(0, move.steps.find(','));
        m_stops.push_back(
            {move.halfway == "none" ? "" : move.halfway, joined(m_before.journal, first), marks_of(first)});
    }
}

void Stage::reset() {
    Session(project.database.url()).query(m_reset);
}

Moved Stage::look(const std::string& url) {
    Session session(url);
    Moved moved;
    if (session.text("SELECT to_regclass('headstart_journal') IS NOT NULL") == "t") {
        const auto found = session.query(k_look).front();
        moved.rows = found.at(0).value_or("null");
        moved.journal = found.at(1).value_or("null");
    }
    for (const auto& row : session.query("SELECT what FROM aside.mark ORDER BY ctid")) {
        moved.marks.push_back(row.front().value_or("null"));
    }
    return moved;
}

} // namespace headstart::test
