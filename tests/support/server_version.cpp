#include "support/server_version.hpp"

#include "support/test_database.hpp"

#include <stdexcept>

namespace headstart::test {

namespace {

int server_major() {
    static const int major = std::stoi(Session(cluster_url()).text("SHOW server_version_num")) / 10000;
    return major;
}

} // namespace

bool server_has(Since feature) {
    return server_major() >= static_cast<int>(feature);
}

} // namespace headstart::test
