#pragma once

#include "postgres/version_table.hpp"

#include <vector>

namespace headstart::postgres {

/// Where the database stands: the version rows, and what the journal beside them holds half-done, in one
/// round trip where both are there. `table` knows its schema from then on. Throws as VersionTable::look(),
/// and diag::Error (untrusted_relation) for a journal that may not be read because of what it is; one that
/// this role has no right to read is `is_journal_hidden`.
VersionTable::Look look_at_standing(pg::Connection& connection, VersionTable& table,
                                    const std::vector<pg::ServerSetting>& settings,
                                    const TrustedNames& trusted);

} // namespace headstart::postgres
