#pragma once

namespace headstart::sql {

/// The major version of PostgreSQL whose grammar is built in: 15.
int grammar_version();

} // namespace headstart::sql
