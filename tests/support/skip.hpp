#pragma once

#include <string>

namespace headstart::test {

/// True when the machine lacks what a test case needs: the case then returns at once, and ctest shows it as
/// skipped with the reason. Where HEADSTART_NO_SKIP=1 says that everything is there, the case fails instead.
[[nodiscard]] bool skips_without(const std::string& what, bool is_there);

} // namespace headstart::test
