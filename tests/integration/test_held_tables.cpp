#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <regex>

using namespace headstart::test;

// Somebody else's transaction holds our own tables: an administrator's LOCK, a VACUUM FULL, another tool.

namespace {

/// At b2, with edits to accept, and somebody who locks a table.
struct HeldProject : LinearProject {
    std::unique_ptr<Session> holder;

    HeldProject() {
        REQUIRE(headstart({"upgrade", "b2"}).status == 0);
        migration("b2", "a1", "CREATE TABLE b (id bigint);", "DROP TABLE b;");
        migration("d4", "c3", "CREATE TABLE d (id int);", {}, "transaction:false");
    }

    void lock(const std::string& table, const std::string& mode) {
        holder = std::make_unique<Session>(database.url());
        holder->query("SET application_name = 'psql'; BEGIN");
        holder->query("LOCK TABLE " + table + " IN " + mode + " MODE");
    }

    /// What a user sees, and with names for what differs: <time> of a transaction, <holder>.
    [[nodiscard]] std::string shown(const Outcome& outcome) const {
        auto text = steady(outcome.err) + "exit " + std::to_string(outcome.status) + "\n";
        text =
            std::regex_replace(text, std::regex("(open for|again in|times in) [0-9.]+ (ms|s)"), "$1 <time>");
        return std::regex_replace(text, std::regex("pid " + std::to_string(holder->backend_pid())),
                                  "<holder>");
    }
};

std::string blocked_by_lock(const std::string& table, const std::string& mode) {
    return "blocked by <holder> (user postgres, application psql, idle in transaction, transaction open for"
           " <time>): LOCK TABLE " +
           table + " IN " + mode + " MODE";
}

/// `note`: of what was applied, a line.
std::string gave_way(const std::string& line, const std::string& doing, const std::string& blocked,
                     const std::string& note) {
    return "info: " + line + "\nwarning: " + doing + " gave way (canceling statement due to lock timeout; " +
           blocked + "); trying again in <time>\nerror[HS0401]: canceling statement due to lock timeout\n" +
           "sqlstate: 55P03\nnote: " + blocked + "\nnote: tried 2 times in <time>\n" + note +
           "while: " + doing + "\nexit 1\n";
}

} // namespace

TEST_CASE("a first look at a table that is held ends in time, with who holds it") {
    struct Look {
        std::vector<std::string> arguments;
        bool takes_lock = false;
    };

    const std::vector<Look> looks{
        {{"current"}},
        {{"history", "-i"}},
        {{"wait", "--for", "b2"}},
        {{"upgrade", "--dry-run"}},
        {{"status"}},
        {{"check"}},
        {{"validate"}},
        {{"validate", "--accept", "b2"}},
        {{"upgrade"}, true},
        {{"run", "--", "/bin/true"}, true},
        {{"downgrade", "-1"}, true},
        {{"stamp", "a1"}, true},
        {{"ensure-version"}, true},
    };
    HeldProject project;
    project.environment["HEADSTART_WAIT_TIMEOUT"] = "2s"; // time to look who is in the way
    for (const std::string table : {"alembic_version", "headstart_journal"}) {
        project.lock(table, "ACCESS EXCLUSIVE");
        std::vector<std::unique_ptr<Process>> running;
        for (const auto& look : looks) {
            // All at once, but for those that would wait for each other.
            if (table == "alembic_version" || !look.takes_lock) {
                running.push_back(project.start(look.arguments));
            }
        }
        for (std::size_t i = 0; i < looks.size(); ++i) {
            const auto& arguments = looks[i].arguments;
            INFO(table << ", " << arguments.front());
            const auto outcome =
                (i < running.size() ? std::move(running[i]) : project.start(arguments))->wait();
            CHECK(project.shown(outcome) ==
                  "error[HS0301]: the database gave no answer within 2.0 s\nnote: " +
                      blocked_by_lock(table, "ACCESS EXCLUSIVE") +
                      "\nhint: a session that holds the version table or the journal, or a pooler whose"
                      " connections are all taken, keeps it from answering; wait longer with"
                      " --answer-timeout\nwhile: reading the version table and the journal\nexit 3\n");
        }
        project.holder->query("COMMIT");
        CHECK(project.state() == "a b | b2 | up a1 done, up b2 done");
    }
}

TEST_CASE("who writes while our tables are held gives way, and says to whom") {
    struct Write {
        std::vector<std::string> arguments;
        std::string line;
        std::string doing;
        std::string note;
    };

    const std::string none_applied = "note: no other revision was applied in this run\n";
    const std::vector<Write> writes{
        {{"stamp", "a1"}, "Running stamp_revision b2 -> a1", "stamping", ""},
        {{"stamp", "--purge", "a1"}, "Running stamp_revision  -> a1", "stamping", ""},
        {{"upgrade", "c3"}, "Running upgrade b2 -> c3, Make c3", "applying revision c3 (up)", none_applied},
        {{"downgrade", "a1"},
         "Running downgrade b2 -> a1, Make b2",
         "applying revision b2 (down)",
         "note: no other revision was undone in this run\n"},
    };
    HeldProject project;
    project.migration("b2", "a1", "CREATE TABLE b (id int);", "DROP TABLE b;");
    project.environment["HEADSTART_LOCK_TIMEOUT"] = "1s"; // half of it, to see who holds them
    project.environment["HEADSTART_LOCK_RETRY_TIMEOUT"] = "1200ms";
    for (const std::string table : {"alembic_version", "headstart_journal"}) {
        project.lock(table, "SHARE ROW EXCLUSIVE");
        const auto blocked = blocked_by_lock(table, "SHARE ROW EXCLUSIVE");
        for (const auto& [arguments, line, doing, note] : writes) {
            INFO(table << ", " << arguments.front());
            CHECK(project.shown(project.headstart(arguments)) == gave_way(line, doing, blocked, note));
        }
        project.holder->query("COMMIT");
    }
    CHECK(project.state() == "a b | b2 | up a1 done, up b2 done");
}

TEST_CASE("who writes while our tables are held is done once they are free") {
    const std::vector<std::pair<std::vector<std::string>, std::string>> writes{
        {{"stamp", "a1"}, "a b | a1 | up a1 done, up b2 done, stamp a1 done"},
        {{"upgrade", "c3"}, "a b c | c3 | up a1 done, up b2 done, up c3 done"},
        {{"downgrade", "a1"}, "a | a1 | up a1 done, up b2 done, down b2 done"},
    };
    for (const std::string table : {"alembic_version", "headstart_journal"}) {
        for (const auto& [arguments, state] : writes) {
            INFO(table << ", " << arguments.front());
            HeldProject project;
            project.environment["HEADSTART_LOCK_TIMEOUT"] = "1s";
            project.lock(table, "SHARE ROW EXCLUSIVE");
            const auto writing = project.start(arguments);
            REQUIRE(writing->wait_for_text("gave way (canceling statement due to lock timeout; blocked by"));
            project.holder->query("COMMIT");
            CHECK(writing->wait().status == 0);
            CHECK(project.state() == state);
        }
    }
}
