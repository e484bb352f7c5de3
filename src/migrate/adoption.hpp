#pragma once

#include "database/session.hpp"

#include <span>

namespace headstart::migrate {

/// Only its owner knows what a database with tables but without a version table is at: throws diag::Error
/// (not_adopted) with the tables, and with what else keeps a history there: a version table in another schema
/// or under another name, another tool. PlanOutdated where another upgrader has made the version table
/// meanwhile. `migrations`: what would be run; tables of services with version tables of their own are no
/// reason to refuse them.
void require_adopted(database::Session& session, std::span<const database::Migration> migrations);

} // namespace headstart::migrate
