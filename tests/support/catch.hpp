#pragma once

/// Catch2 under one name: version 2 (bookworm) is one header, version 3 (trixie) is many.
#if HEADSTART_CATCH2_MAJOR >= 3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>

namespace Catch::Matchers {
using Catch::EndsWith;
using Catch::StartsWith;

/// Version 3's name: there, Contains looks for an element of a range.
inline auto ContainsSubstring(const std::string& text) {
    return Catch::Contains(text);
}
} // namespace Catch::Matchers
#endif
