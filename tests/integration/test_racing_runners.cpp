#include "integration/raced.hpp"

using namespace headstart::test;

namespace {

/// What happens while another runner moves the database behind the first look.
struct Race {
    std::string from;      ///< where the database stands when the command is typed
    std::string arguments; ///< as in a shell
    std::string other;     ///< what the other one does, in SQL
    std::string begun;     ///< the lines with which the work begins that turns out to be outdated
    std::string says;      ///< all that is said behind that, and the exit code
    std::string rows;      ///< the version rows in the end
    std::string ran;       ///< the sections that ran
};

const std::string k_to_base = "DELETE FROM alembic_version";

/// As a newer headstart would leave it, with a revision that our folder does not have.
const std::string k_ahead =
    to("z9") +
    "; INSERT INTO headstart_journal (direction, revision, parents, message, checksum, state,"
    " statements, statements_done, started_at, finished_at, database_user, host, headstart_version)"
    " VALUES ('up', 'z9', '{a5}', '', '', 'done', 1, 1, 'epoch', 'epoch', 'app', 'web-1', '9.0.0')";

std::string up(const std::string& from, const std::string& id) {
    return "2| info: Running upgrade " + from + " -> " + id + ", Make " + id + "\n";
}

std::string down(const std::string& id, const std::string& target) {
    return "2| info: Running downgrade " + id + " -> " + target + ", Make " + id + "\n";
}

std::string applied(int count) {
    return "2| info: " + std::to_string(count) + (count == 1 ? " revision" : " revisions") +
           " applied in <time>\nexit 0\n";
}

const std::string k_nothing = "2| info: nothing to do: the database is there already\nexit 0\n";
const std::string k_is_ahead = "the database is ahead of this image: it is at z9, which this folder does not "
                               "have, and our head is below it\n";
const std::string k_origin =
    "2| note: z9: applied 1970-01-01 00:00:00+00 by app from web-1, headstart 9.0.0\n"
    "2| hint: use the newer image, or the git branch that has it; on_ahead = \"warn\" (HEADSTART_ON_AHEAD) "
    "lets "
    "`run` start the application all the same\nexit 1\n";

const std::vector<Race>& races() {
    static const std::vector<Race> all{
        {"a4", "downgrade -1", to("a3"), down("a4", "a3"), k_nothing, "a3", ""},
        {"a4", "downgrade -1", to("a2"), down("a4", "a3"), moved("-1", "a4", "a2"), "a2", ""},
        {"a4", "downgrade -1", to("a5"), down("a4", "a3"), moved("-1", "a4", "a5"), "a5", ""},
        {"a4", "downgrade -1", k_to_base, down("a4", "a3"), moved("-1", "a4", "base"), "", ""},
        {"a1", "downgrade -1", k_to_base, down("a1", ""), k_nothing, "", ""},
        {"a4", "downgrade -2", to("a3"), down("a4", "a3"), down("a3", "a2") + applied(1), "a2", "down a3"},
        {"a4", "downgrade -2", to("a1"), down("a4", "a3"), moved("-2", "a4", "a1"), "a1", ""},
        {"a4", "downgrade a2", to("a3"), down("a4", "a3"), down("a3", "a2") + applied(1), "a2", "down a3"},
        {"a4", "downgrade a2", to("a2"), down("a4", "a3"), k_nothing, "a2", ""},
        {"a4", "downgrade a2", to("a1"), down("a4", "a3"), moved("a2", "a4", "a1"), "a1", ""},
        {"a4", "downgrade a2", to("a5"), down("a4", "a3"), moved("a2", "a4", "a5"), "a5", ""},
        {"a4", "downgrade base", to("a5"), down("a4", "a3"), moved("base", "a4", "a5"), "a5", ""},
        {"a4", "downgrade -1", k_ahead, down("a4", "a3"), "2| error[HS0403]: " + k_is_ahead + k_origin, "z9",
         ""},
        {"a2", "upgrade +1", to("a3"), up("a2", "a3"), k_nothing, "a3", ""},
        {"a2", "upgrade +1", to("a4"), up("a2", "a3"), k_nothing, "a4", ""},
        {"a2", "upgrade +1", to("a1"), up("a2", "a3"), moved("+1", "a2", "a1"), "a1", ""},
        {"a2", "upgrade +1", k_to_base, up("a2", "a3"), moved("+1", "a2", "base"), "", ""},
        {"a1", "upgrade +2", to("a2"), up("a1", "a2"), up("a2", "a3") + applied(1), "a3", "up a3"},
        {"a2", "upgrade +1", k_ahead, up("a2", "a3"), "2| warning: " + k_is_ahead + "exit 0\n", "z9", ""},
        {"a2", "run --target +1 --on-ahead refuse", k_ahead, up("a2", "a3"),
         "2| error[HS0403]: " + k_is_ahead + k_origin, "z9", ""},
        {"a2", "run --target +1", to("a3"), up("a2", "a3"),
         "2| info: the database is at +1 already\nexit 0\n", "a3", ""},
        {"a1", "upgrade head", to("a3"), up("a1", "a2"), up("a3", "a4") + up("a4", "a5") + applied(2), "a5",
         "up a4, up a5"},
        {"a3", "upgrade head", to("a2"), up("a3", "a4"),
         up("a2", "a3") + up("a3", "a4") + up("a4", "a5") + applied(3), "a5", "up a3, up a4, up a5"},
        {"a1", "upgrade a3", to("a5"), up("a1", "a2"), k_nothing, "a5", ""},
        {"a4", "stamp a2", to("a5"), stamped("a4", "a2"),
         stamped("a5", "a2") + stamped_all("a5", "a2") + "exit 0\n", "a2", ""},
        {"a4", "stamp a2", to("a2"), stamped("a4", "a2"),
         "2| info: stamped: nothing to change, the database is at a2\nexit 0\n", "a2", ""},
        {"a4", "stamp base", to("a1"), stamped("a4", ""),
         stamped("a1", "") + stamped_all("a1", "base") + "exit 0\n", "", ""},
        {"b1 c1", "upgrade b@+1", to("c2") + " WHERE version_num = 'c1'", up("b1", "b2"),
         up("b1", "b2") + applied(1), "b2 c2", "up b2"},
        {"b1 c1", "upgrade b@+1", to("b2") + " WHERE version_num = 'b1'", up("b1", "b2"), k_nothing, "b2 c1",
         ""},
        {"b1 c1", "downgrade b@-1", k_to_base + " WHERE version_num = 'b1'", down("b1", "a1"), k_nothing,
         "c1", ""},
        {"b1 c1", "downgrade b@-1", k_to_base, down("b1", "a1"), moved("b@-1", "b1, c1", "base"), "", ""},
        {"b1 c1", "downgrade b@-1", to("b2") + " WHERE version_num = 'b1'", down("b1", "a1"),
         moved("b@-1", "b1, c1", "b2, c1"), "b2 c1", ""},
    };
    return all;
}

const std::string k_outdated = "2| info: another upgrader moved the database meanwhile; looking again\n";

/// One of each history, for all races.
struct RacedProjects {
    RacedProject line{"a1"};
    RacedProject fork{"b1 c1"};

    RacedProject& stand_at(const std::string& from) {
        auto& project = from.starts_with("a") ? line : fork;
        project.stand_at(from);
        return project;
    }
};

void check_race(const Race& race, RacedProject& project, const Outcome& outcome, const std::string& prefix) {
    CHECK(project.shown(outcome) == prefix + race.says);
    CHECK(project.version() == race.rows);
    CHECK(project.ran() == race.ran);
}

} // namespace

TEST_CASE("a target means what it was typed for when another runner moves the database before the lock") {
    RacedProjects projects;
    for (const auto& race : races()) {
        INFO(race.arguments << " at " << race.from << ", " << race.other);
        auto& project = projects.stand_at(race.from);
        Session other(project.database.url());
        other.query("SELECT pg_advisory_lock" + k_key);
        const auto headstart = project.start(RacedProject::words(race.arguments));
        REQUIRE(headstart->wait_for_text("waiting for it"));
        other.query(race.other);
        other.query("SELECT pg_advisory_unlock" + k_key);
        check_race(race, project, headstart->wait(), k_waits);
    }
}

TEST_CASE("a target means what it was typed for when another runner moves the database behind the lock") {
    RacedProjects projects;
    for (const auto& race : races()) {
        INFO(race.arguments << " at " << race.from << ", " << race.other);
        auto& project = projects.stand_at(race.from);
        Session other(project.database.url());
        other.query("BEGIN");
        other.query(race.other); // as Alembic, which knows no lock but that of the rows
        const auto headstart = project.start(RacedProject::words(race.arguments));
        REQUIRE(project.has_waiters(1));
        other.query("COMMIT");
        check_race(race, project, headstart->wait(), race.begun + k_outdated);
    }
}

TEST_CASE("two that are told to go one step, at once, go one step together", "[race]") {
    struct Twice {
        std::string arguments;
        std::string rows;
        std::string ran;
    };

    for (const auto& [arguments, rows, ran] :
         std::vector<Twice>{{"downgrade -1", "a2", "down a3"}, {"upgrade +1", "a4", "up a4"}}) {
        INFO(arguments);
        RacedProject project("a3");
        Session holder(project.database.url());
        holder.query("SELECT pg_advisory_lock" + k_key);
        const auto one = project.start(RacedProject::words(arguments));
        const auto two = project.start(RacedProject::words(arguments));
        REQUIRE(one->wait_for_text("waiting for it"));
        REQUIRE(two->wait_for_text("waiting for it"));
        holder.query("SELECT pg_advisory_unlock" + k_key);
        CHECK(one->wait().status == 0);
        CHECK(two->wait().status == 0);
        CHECK(project.version() == rows);
        CHECK(project.ran() == ran);
    }
}
