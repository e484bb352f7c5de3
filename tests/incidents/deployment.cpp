#include "incidents/deployment.hpp"

#include "e2e/scenario.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

#include <csignal>

namespace headstart::test {

Deployment::Deployment() {
    environment["HEADSTART_LOG_FORMAT"] = "json";
    migration("a1", "", "CREATE TABLE account (id bigserial PRIMARY KEY, name text);");
    migration("b2", "a1", "INSERT INTO account (name) VALUES ('first');");
    std::filesystem::copy(folder.path() / k_new_image, folder.path() / k_old_image);
}

std::unique_ptr<Process> Deployment::start_container(const std::string& image, const Environment& more) {
    auto variables = more;
    variables["HEADSTART_DIR"] = image;
    return start(Call{{"run", "--", "sh", "-c", "echo started; exec tail -f /dev/null"}, variables});
}

Containers Deployment::start_containers(const std::string& image) {
    constexpr int k_count = 6;
    Containers containers;
    for (int i = 0; i < k_count; ++i) {
        containers.push_back(start_container(image));
    }
    return containers;
}

void Deployment::replace(std::unique_ptr<Process>& container, const std::string& image) {
    container->send(SIGTERM);
    CHECK(container->wait().signal == SIGTERM); // the application's own end
    container = start_container(image);
}

void check_started(Containers& containers) {
    for (auto& one : containers) {
        const bool has_started = one->wait_for_text("started\n");
        INFO(one->err());
        CHECK(has_started);
        CHECK(one->out() == "started\n");
        CHECK(one->running());
    }
}

std::string migrated_by(Containers& containers) {
    std::string migrated;
    for (auto& one : containers) {
        migrated += values(one->err(), "upgrade", "revision");
    }
    return migrated;
}

Traffic::Traffic(std::string url)
    : m_url(std::move(url))
    , m_thread([this] { serve(); }) {}

void Traffic::end() {
    m_ends = true;
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

bool Traffic::goes_on() const {
    return eventually(30s, [&, until = served() + 20] { return served() >= until; });
}

void Traffic::serve() {
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

} // namespace headstart::test
