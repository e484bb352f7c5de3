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

/// Of a session that is not adopted: how it would stand as `adopt_as` ("base", or a revision) says; what it
/// was else, and where that is empty. Throws diag::Error (usage) for a revision that is none.
database::Standing as_adopted(database::Session& session, const scripts::ScriptDirectory& scripts,
                              database::Standing standing, const std::string& adopt_as);

/// Makes it so: the version table is made and stamped, and told. Under the lock.
database::Standing adopted(database::Session& session, const scripts::ScriptDirectory& scripts,
                           database::Standing standing, const std::string& adopt_as);

/// Throws it as diag::Error. PlanOutdated where another upgrader has made the version table meanwhile.
void require_adopted(database::Session& session, const scripts::ScriptDirectory& scripts);

} // namespace headstart::migrate
