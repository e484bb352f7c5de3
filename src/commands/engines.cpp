#include "commands/engines.hpp"

#include "base/text.hpp"
#include "postgres/engine.hpp"

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

/// A new one is a row here and a room of its own. The first is the one that is meant where no URL says.
constexpr std::array k_engines{&postgres::engine};

/// "postgresql" of "postgresql+asyncpg://…".
std::string scheme_of(std::string_view url) {
    const auto end = url.find("://");
    const auto scheme = url.substr(0, end == std::string_view::npos ? 0 : end);
    return base::to_lower(scheme.substr(0, scheme.find('+')));
}

} // namespace

const database::Engine& engine_of(std::string_view url) {
    const auto scheme = scheme_of(url);
    const auto* const found = std::find_if(k_engines.begin(), k_engines.end(), [&](const auto& engine) {
        const auto& schemes = engine().schemes;
        return std::find(schemes.begin(), schemes.end(), scheme) != schemes.end();
    });
    return found != k_engines.end() ? (*found)() : k_engines.front()();
}

} // namespace headstart::commands
