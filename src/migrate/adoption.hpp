#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "scripts/script_directory.hpp"

#include <optional>

namespace headstart::migrate {

/// Only its owner knows what a database with tables but without a version table is at: a diagnostic
/// (not_adopted) with the tables, and with what else keeps a history there: a version table in another schema
/// or under another name, another tool. Nothing where there are no tables, or only those of services with
/// version tables of their own. For a session that has found no version table.
std::optional<diag::Diagnostic> find_not_adopted(database::Session& session,
                                                 const scripts::ScriptDirectory& scripts);

/// Throws it as diag::Error. PlanOutdated where another upgrader has made the version table meanwhile.
void require_adopted(database::Session& session, const scripts::ScriptDirectory& scripts);

} // namespace headstart::migrate
