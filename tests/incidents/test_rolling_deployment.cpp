#include "e2e/scenario.hpp"
#include "incidents/gate.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <atomic>
#include <csignal>
#include <thread>

using namespace headstart::test;

namespace {

using Containers = std::vector<std::unique_ptr<Process>>;

constexpr std::size_t k_containers = 6;

/// An application that has two migrations in its old image, and three more in the new one.
struct Deployment : Project {
    Gates gates{database.url(), "c3"};

    Deployment() {
        environment["HEADSTART_LOG_FORMAT"] = "json";
        migration("a1", "", "CREATE TABLE account (id bigserial PRIMARY KEY, name text);");
        migration("b2", "a1", "INSERT INTO account (name) VALUES ('first');");
        std::filesystem::copy(folder.path() / "migrations", folder.path() / "old");
        migration("c3", "b2", Gates::wait_at("c3") + "ALTER TABLE account ADD COLUMN email text;");
        migration("d4", "c3", "CREATE INDEX CONCURRENTLY account_name ON account (name);", {},
                  "transaction:false");
        migration("e5", "d4", "UPDATE account SET email = name || '@example.org' WHERE name = 'first';");
    }

    std::unique_ptr<Process> start_container(const std::string& image, const Environment& more = {}) {
        auto variables = more;
        variables["HEADSTART_DIR"] = image;
        return start(Call{{"run", "--", "sh", "-c", "echo started; exec tail -f /dev/null"}, variables});
    }

    Containers start_containers(const std::string& image) {
        Containers containers;
        for (std::size_t i = 0; i < k_containers; ++i) {
            containers.push_back(start_container(image));
        }
        return containers;
    }

    /// Ends it as an orchestrator does, and starts another one in its place.
    void replace(std::unique_ptr<Process>& container, const std::string& image) {
        container->send(SIGTERM);
        CHECK(container->wait().signal == SIGTERM); // the application's own end
        container = start_container(image);
    }
};

/// Customers of the old image, until it is gone.
class Traffic {
public:
    explicit Traffic(std::string url)
        : m_url(std::move(url)) {}

    Traffic(const Traffic&) = delete;
    Traffic& operator=(const Traffic&) = delete;

    ~Traffic() { end(); }

    void end() {
        m_ends = true;
        if (m_thread.joinable()) {
            m_thread.join();
        }
    }

    [[nodiscard]] int served() const { return m_served; }

    [[nodiscard]] int failed() const { return m_failed; }

    /// Waits until as many more have been served.
    [[nodiscard]] bool goes_on() const {
        return eventually(30s, [&, until = served() + 20] { return served() >= until; });
    }

private:
    void serve() {
        Session session(m_url);
        while (!m_ends) {
            try {
                session.query("BEGIN; INSERT INTO account (name) VALUES ('customer');"
                              " SELECT id, name FROM account ORDER BY id DESC LIMIT 1; COMMIT");
                ++m_served;
            } catch (const std::runtime_error&) {
                ++m_failed;
            }
        }
    }

    std::string m_url;
    std::atomic<bool> m_ends = false;
    std::atomic<int> m_served = 0;
    std::atomic<int> m_failed = 0;
    std::thread m_thread{[this] { serve(); }};
};

void check_started(Containers& containers) {
    for (auto& one : containers) {
        const bool has_started = one->wait_for_text("started\n");
        INFO(one->err());
        CHECK(has_started);
        CHECK(one->out() == "started\n");
        CHECK(one->running());
    }
}

} // namespace

TEST_CASE("a rolling deployment of six and six under traffic: one migrates, old and new ones start",
          "[herd]") {
    Deployment project;
    auto old_ones = project.start_containers("old");
    check_started(old_ones);
    Traffic traffic(project.database.url());
    REQUIRE(traffic.goes_on());

    auto new_ones = project.start_containers("migrations");
    REQUIRE(Gates::is_reached(project.database.url(), "c3"));
    // The database is still where the old ones want it: nobody waits for the lock.
    project.replace(old_ones[0], "old");
    check_started(old_ones);
    CHECK(traffic.goes_on());
    Gates::open(project.database.url(), "c3");
    check_started(new_ones);
    CHECK(traffic.goes_on());
    std::string migrated;
    for (auto& one : new_ones) {
        migrated += values(one->err(), "upgrade", "revision");
    }
    CHECK(migrated == "c3 d4 e5"); // of one of them

    // Now it is ahead of the old ones, and another one of them dies before its turn comes.
    project.replace(old_ones[1], "old");
    check_started(old_ones);
    CHECK(
        values(old_ones[1]->err(), "ahead", "message") ==
        "the database is ahead of this image: it is at e5, which this folder does not have, and our head is "
        "below it");
    CHECK(values(old_ones[1]->err(), "ahead", "level") == "warning");
    const auto refused = project.start_container("old", {{"HEADSTART_ON_AHEAD", "refuse"}})->wait();
    INFO(refused.err);
    CHECK(refused.status == 1);
    CHECK(error_record(refused.err).at("code") == "HS0403");

    traffic.end();
    CHECK(traffic.failed() == 0);
    CHECK(project.database.text("SELECT count(*) FROM account WHERE name = 'customer'") ==
          std::to_string(traffic.served()));
    CHECK(project.database.text("SELECT name, email FROM account WHERE email IS NOT NULL") ==
          "first|first@example.org");
    CHECK(project.version() == "e5");
    CHECK(project.journal() == "up a1 done, up b2 done, up c3 done, up d4 done, up e5 done");
    CHECK(is_gone(project));
}
