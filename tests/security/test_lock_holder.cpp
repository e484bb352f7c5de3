#include "support/catch.hpp"
#include "support/project.hpp"

#include <regex>

/// Any user of the database can take the upgraders' lock: those who wait are told who has it.
namespace headstart::test {

TEST_CASE("who waits for the lock is told who holds it, as far as may be seen, and how to end it") {
    Project project;
    project.migration("a1", "", "CREATE TABLE a (id int)");
    const auto owner = project.database.role("owner");
    const auto mallory = project.database.role("mallory");
    project.database.execute("GRANT ALL ON SCHEMA public TO " + owner);
    const auto as_owner = [&](std::vector<std::string> arguments) {
        return project.headstart(
            Call{std::move(arguments), {{"DATABASE_URL", project.database.url_as(owner, "secret")}}});
    };
    REQUIRE(as_owner({"ensure-version"}).status == 0);
    // The key is a hash of the table's place: taken from an upgrader's own lock.
    project.migration("a1", "",
                      "CREATE TABLE key AS SELECT classid::bigint << 32 | objid::bigint AS key FROM pg_locks"
                      " WHERE locktype = 'advisory' AND pid = pg_backend_pid()");
    REQUIRE(as_owner({"upgrade"}).status == 0);
    const auto key = project.database.text("SELECT key FROM key");
    project.migration("a2", "a1", "SELECT 1");

    struct Seer {
        std::string role;
        std::string facts;
    };

    Session holder(project.database.url_as(mallory, "secret") + "?application_name=psql");
    holder.query("SELECT pg_advisory_lock(" + key + ")");
    const std::string seen = ", from 127.0.0.1, connected since <time>, idle)";
    const std::string hidden = ", the rest is shown to members of pg_read_all_stats only)";
    for (const auto& seer : {Seer{"", seen}, Seer{owner, hidden}}) {
        Call call{{"upgrade", "--lock-wait-timeout", "300ms"}};
        if (!seer.role.empty()) {
            call.variables["DATABASE_URL"] = project.database.url_as(seer.role, "secret");
        }
        const auto outcome = project.headstart(std::move(call));
        CHECK(outcome.status == 4);
        const auto pid = std::to_string(holder.backend_pid());
        static const std::regex log_prefix(R"((^|\n)[-0-9]+ [.:0-9]+ info +)");
        static const std::regex time(R"(since [-0-9]+ [:0-9]+[+0-9]+)");
        const auto err =
            std::regex_replace(std::regex_replace(outcome.err, time, "since <time>"), log_prefix, "$1info: ");
        const auto who = "pid " + pid + " (user " + mallory + ", application psql" + seer.facts;
        CHECK(err == "info: another upgrader holds the lock; waiting for it: " + who +
                         "\nerror[HS0304]: another upgrader held the lock for longer than 300 ms\n"
                         "note: the lock is held by " +
                         who +
                         "\nhint: wait longer (--lock-wait-timeout), or end that session: SELECT "
                         "pg_terminate_backend(" +
                         pid + "), as its user or as a superuser\n");
    }
}

} // namespace headstart::test
