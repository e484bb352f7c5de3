#pragma once

#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/project.hpp"

#include <iterator>
#include <sstream>

namespace headstart::test {

inline void write_revision(Project& project, const std::string& id, const std::string& revises) {
    project.migration(id, revises, "INSERT INTO aside.ran VALUES ('up " + id + "');",
                      "INSERT INTO aside.ran VALUES ('down " + id + "');");
}

/// A database that stands where a race begins: on a line, or on both sides of a fork.
struct RacedProject : Project {
    explicit RacedProject(const std::string& from) {
        database.execute("CREATE SCHEMA aside; CREATE TABLE aside.ran (what text)");
        write_revision(*this, "a1", "");
        if (from.starts_with("a")) {
            for (const std::string id : {"2", "3", "4", "5"}) {
                write_revision(*this, "a" + id, "a" + std::to_string(std::stoi(id) - 1));
            }
        } else {
            write_revision(*this, "b1", "a1\n-- Branch Labels: b");
            write_revision(*this, "b2", "b1");
            write_revision(*this, "c1", "a1\n-- Branch Labels: c");
            write_revision(*this, "c2", "c1");
        }
        REQUIRE(headstart(words("upgrade " + from)).status == 0);
        database.execute("TRUNCATE aside.ran");
        environment["PGTZ"] = "UTC";
    }

    static std::vector<std::string> words(const std::string& text) {
        std::istringstream stream(text);
        return {std::istream_iterator<std::string>(stream), {}};
    }

    /// Puts it where another race begins.
    void stand_at(const std::string& rows) {
        database.execute("TRUNCATE alembic_version, headstart_journal, aside.ran");
        for (const auto& row : words(rows)) {
            database.execute("INSERT INTO alembic_version VALUES ('" + row + "')");
        }
    }

    std::string ran() {
        return database.text("SELECT coalesce(string_agg(what, ', ' ORDER BY ctid), '') FROM aside.ran");
    }

    /// As transcript() shows it.
    std::string shown(const Outcome& outcome) const {
        std::istringstream lines(steady(outcome.err));
        std::string text;
        for (std::string line; std::getline(lines, line);) {
            text += "2| " + line + "\n";
        }
        return text + "exit " + std::to_string(outcome.status) + "\n";
    }

    [[nodiscard]] bool has_waiters(int count) {
        return eventually(30s, [&] {
            return database.text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'headstart'"
                                 " AND datname = current_database() AND wait_event_type = 'Lock'") ==
                   std::to_string(count);
        });
    }
};

/// The key of the advisory lock that upgraders take, in SQL.
inline const std::string k_key =
    "(('x' || encode(substr(sha256('headstart\\000public\\000alembic_version\\000'), 1, 8), 'hex'))"
    "::bit(64)::bigint)";

/// SQL of another runner, which knows of the version table alone, as Alembic does.
inline std::string to(const std::string& row) {
    return "UPDATE alembic_version SET version_num = '" + row + "'";
}

// What headstart says, as RacedProject::shown() has it.

inline std::string stamped(const std::string& from, const std::string& id) {
    return "2| info: Running stamp_revision " + from + " -> " + id + "\n";
}

/// What a stamp ends with.
inline std::string stamped_all(const std::string& from, const std::string& to) {
    return "2| info: stamped: " + from + " -> " + to + "\n";
}

inline std::string moved(const std::string& typed, const std::string& then, const std::string& now) {
    return "2| error[HS0409]: another runner has moved the database: '" + typed + "' was typed for " + then +
           ", and it is at " + now +
           " now\n"
           "2| note: going on would do what was not asked for\n"
           "2| hint: look where it stands (`headstart current`), and say again what is wanted\n"
           "exit 1\n";
}

inline const std::string k_waits = "2| info: another upgrader holds the lock; waiting for it\n";

} // namespace headstart::test
