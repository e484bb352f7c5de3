#pragma once

#include "database/engine.hpp"

#include <string_view>

namespace headstart::commands {

/// The engine that a database URL names by its scheme; PostgreSQL for everything else, which has other ways
/// to be named, and says what is wrong with a URL that is nobody's.
const database::Engine& engine_of(std::string_view url);

} // namespace headstart::commands
