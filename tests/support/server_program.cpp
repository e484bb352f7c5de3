#include "support/server_program.hpp"

#include "support/source_folder.hpp"

#include <cstdlib>
#include <stdexcept>

namespace headstart::test {

std::string server_program(const std::string& name) {
    // Asked of the script that starts the servers: it is the one that chooses.
    static const std::string folder = [] {
        auto outcome =
            run({{source_folder() + "/scripts/throwaway-postgres.sh", "bindir"}, server_environment()});
        if (outcome.status != 0) {
            throw std::runtime_error(outcome.err);
        }
        outcome.out.pop_back(); // the end of the line
        return outcome.out;
    }();
    return folder + "/" + name;
}

Environment server_environment() {
    Environment environment{{"PATH", std::getenv("PATH")}, {"LC_ALL", "C.UTF-8"}};
    if (const char* given = std::getenv("PGBIN"); given != nullptr) {
        environment["PGBIN"] = given;
    }
    return environment;
}

} // namespace headstart::test
