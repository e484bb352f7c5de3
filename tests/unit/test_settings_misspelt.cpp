#include "settings/misspelt.hpp"
#include "support/catch.hpp"
#include "support/temp_folder.hpp"

using namespace headstart;
using settings::Environment;

namespace {

/// `NAME -> MEANT` a line.
std::string misspelt(const Environment& environment) {
    std::string lines;
    for (const auto& [name, meant] : settings::misspelt_variables(environment)) {
        lines += name + " -> " + meant + "\n";
    }
    return lines;
}

} // namespace

TEST_CASE("a variable a slip away from one of ours is named with the one that is meant") {
    const settings::Variables given{{"HEADSTART_WAIT_TIMOUT", "60s"},
                                    {"HEADSTART_ADOPTAS", "base"},
                                    {"HEADSTART_URI", "postgres://h/d"},
                                    {"HEADSTART_MODE", "wait"}};
    CHECK(misspelt(Environment(given)) == "HEADSTART_ADOPTAS -> HEADSTART_ADOPT_AS\n"
                                          "HEADSTART_URI -> HEADSTART_URL\n"
                                          "HEADSTART_WAIT_TIMOUT -> HEADSTART_WAIT_TIMEOUT\n");
}

TEST_CASE("a variable that is another's is let be, however it begins") {
    // Kubernetes, of a service that is called headstart.
    const settings::Variables given{{"HEADSTART_SERVICE_HOST", "10.0.0.1"},
                                    {"HEADSTART_SERVICE_PORT", "80"},
                                    {"HEADSTART_PORT", "tcp://10.0.0.1:80"},
                                    {"HEADSTART_PORT_80_TCP_ADDR", "10.0.0.1"},
                                    {"HEADSTART_VERSION", "1.2"},
                                    {"HEADSTART_", ""},
                                    {"HEADSTARTED", "yes"},
                                    {"WAIT_TIMOUT", "1"}};
    CHECK(misspelt(Environment(given)) == "");
}

TEST_CASE("a misspelt variable of a file of variables is named, once where both have it") {
    const test::TempFolder folder;
    folder.write(".env", "HEADSTART_LOCK_TIMEOT=1s\nHEADSTART_DIRR=sql\n");
    Environment environment(settings::Variables{{"HEADSTART_DIRR", "other"}});
    environment.read_file(folder.path() / ".env", true);
    CHECK(misspelt(environment) == "HEADSTART_DIRR -> HEADSTART_DIR\n"
                                   "HEADSTART_LOCK_TIMEOT -> HEADSTART_LOCK_TIMEOUT\n");
}
