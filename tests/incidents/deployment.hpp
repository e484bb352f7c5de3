#pragma once

#include "support/project.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace headstart::test {

/// Each starts headstart, and behind it an application that runs until it is ended.
using Containers = std::vector<std::unique_ptr<Process>>;

/// An application whose image has two migrations; more are for the test to write, for its next image: an
/// image is the name of a folder. It logs in JSON.
struct Deployment : Project {
    Deployment();

    static constexpr const char* k_old_image = "old";
    static constexpr const char* k_new_image = "migrations"; ///< as Project::migration() writes them

    std::unique_ptr<Process> start_container(const std::string& image, const Environment& more = {});

    /// Six of them at once.
    Containers start_containers(const std::string& image);

    /// Ends one as an orchestrator does, and starts another one in its place.
    void replace(std::unique_ptr<Process>& container, const std::string& image);
};

/// Waits until all have started their application, and asserts it.
void check_started(Containers& containers);

/// The revisions that they have run, in the order of the containers: "b2 c3".
std::string migrated_by(Containers& containers);

/// Customers of the old image, until it is gone.
class Traffic {
public:
    explicit Traffic(std::string url);

    Traffic(const Traffic&) = delete;
    Traffic& operator=(const Traffic&) = delete;

    ~Traffic() { end(); }

    void end();

    [[nodiscard]] int served() const { return m_served; }

    [[nodiscard]] int failed() const { return m_failed; }

    /// Waits until some more have been served.
    [[nodiscard]] bool goes_on() const;

private:
    void serve();

    std::string m_url;
    std::atomic<bool> m_ends = false;
    std::atomic<int> m_served = 0;
    std::atomic<int> m_failed = 0;
    std::thread m_thread;
};

} // namespace headstart::test
