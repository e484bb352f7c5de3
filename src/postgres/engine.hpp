#pragma once

#include "database/engine.hpp"

namespace headstart::postgres {

/// PostgreSQL: `postgres://` and `postgresql://`, libpq's keywords, the PG* variables.
const database::Engine& engine();

} // namespace headstart::postgres
