#pragma once

#include <filesystem>

namespace headstart::test {

/// Where folders of servers are made: in memory where there is room (cluster.sh says why), else in /tmp. Any
/// user can enter it.
std::filesystem::path folder_for_servers();

} // namespace headstart::test
