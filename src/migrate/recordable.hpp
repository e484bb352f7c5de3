#pragma once

#include "database/session.hpp"

#include <span>

/// What would run and could not be recorded, or would spoil the record: refused before anything runs.
namespace headstart::migrate {

/// Throws diag::Error (narrow_version_table) where the version table's column cannot hold an id that would be
/// written, with the ALTER TABLE to type. Without a version table there is nothing to refuse: it is made wide
/// enough.
void require_wide_enough(const database::Standing& standing,
                         std::span<const revision::VersionRowChange> changes);

/// The same of all changes of a plan; and throws diag::Error (own_table) where a statement makes, drops or
/// fills the version table or the journal, as a pg_dump file of a migrated database does.
void require_recordable(const database::Session& session, const database::Standing& standing,
                        std::span<const database::Migration> migrations);

} // namespace headstart::migrate
