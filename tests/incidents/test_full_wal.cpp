#include "e2e/cluster.hpp"
#include "e2e/scenario.hpp"
#include "incidents/small_disk.hpp"
#include "support/catch.hpp"
#include "support/skip.hpp"

using namespace headstart::test;

namespace {

/// A server whose write-ahead log has a disk of its own, which the second revision fills: it writes 40 MB
/// before a checkpoint gives any of it back.
struct FullWal : Project {
    SmallDisk disk{24};
    Cluster cluster{{"max_wal_size=1GB", "checkpoint_timeout=1h", "full_page_writes=off"}};

    FullWal() {
        environment["DATABASE_URL"] = cluster.url();
        environment["HEADSTART_LOG_FORMAT"] = "json";
        cluster.stop();
        const auto log = cluster.data() / "pg_wal";
        std::filesystem::copy(log, disk.path() / "wal", std::filesystem::copy_options::recursive);
        std::filesystem::remove_all(log);
        std::filesystem::create_directory_symlink(disk.path() / "wal", log);
        const auto outcome = run(
            {{"chown", "-R", "-h", "postgres:", disk.path() / "wal", log}, {{"PATH", std::getenv("PATH")}}});
        REQUIRE(outcome.status == 0);
        cluster.start();
        migration("a1", "", "CREATE TABLE event (id int, note text); INSERT INTO event VALUES (0, 'kept');");
        migration("b2", "a1",
                  "INSERT INTO event SELECT n, repeat('x', 1000) FROM generate_series(1, 40000) n;");
    }

    void make_room() const {
        disk.grow_to(200);
        cluster.start();
    }

    [[nodiscard]] std::string state() const {
        Session session(cluster.url());
        return session.text(
            "SELECT version_num, (SELECT string_agg(revision || ' ' || state, ', ' ORDER BY id)"
            " FROM headstart_journal), (SELECT count(*) || ' ' || count(DISTINCT id) FROM event)"
            " FROM alembic_version");
    }

    [[nodiscard]] bool is_down() const { return !std::filesystem::exists(cluster.data() / "postmaster.pid"); }
};

} // namespace

TEST_CASE("a server that a full disk of its log has brought down is waited for, and nothing is lost") {
    if (skips_without("the right to mount a file system", can_mount())) {
        return;
    }
    FullWal project;
    const auto outcome = project.headstart({"upgrade", "--wait-timeout", "2s"});
    INFO(outcome.err);
    INFO(project.cluster.log());
    CHECK(project.is_down());
    CHECK(outcome.status == 3);
    CHECK(error_record(outcome.err).at("code") == "HS0301");
    project.make_room();
    CHECK(project.state() == "a1|a1 done|1 1");
    const auto again = project.headstart({"run", "--", "echo", "started"});
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out == "started\n");
    CHECK(project.state() == "b2|a1 done, b2 done|40001 40001");
}
