#pragma once

/// Catch2 under one name: version 2 (bookworm) is one header, version 3 (trixie) is many.
#if HEADSTART_CATCH2_MAJOR >= 3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>

namespace Catch::Matchers {
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;
} // namespace Catch::Matchers
#endif
