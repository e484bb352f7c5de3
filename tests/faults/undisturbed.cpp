#include "faults/undisturbed.hpp"

#include "support/catch.hpp"
#include "support/eventually.hpp"

namespace headstart::test {

Call run_through(const Proxy& proxy, const Project& project, std::string_view query) {
    return {{"run", "--", "echo", "started"},
            {{"DATABASE_URL", proxy.url(project.database.url(), query)},
             {"HEADSTART_WAIT_TIMEOUT", "60s"},
             {"HEADSTART_CRASH_PAUSE", "50ms"}}};
}

Undisturbed::Undisturbed(Project& project) {
    clear(project);
    const Proxy proxy(project.database.port());
    const auto outcome = project.headstart(run_through(proxy, project));
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    REQUIRE(eventually(30s, [&] { return proxy.traffic().client.types().ends_with('X'); }));
    traffic = proxy.traffic();
    aftermath = look_at(project);
    REQUIRE(aftermath.lost == 0);
    REQUIRE(aftermath.repeated == 0);
}

} // namespace headstart::test
