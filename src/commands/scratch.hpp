#pragma once

#include "commands/context.hpp"
#include "diag/source.hpp"
#include "prove/scratch_database.hpp"
#include "schema/schema.hpp"

#include <memory>
#include <string>
#include <vector>

namespace headstart::commands {

/// The server on which scratch databases are made: the target's, if no other is named.
prove::ScratchServer scratch_server(const Context& context);

/// Migrations are run as they are. Throws diag::Error (usage, no_scratch_database) for a statement that acts
/// on the whole server, where that is the database's own: it would drop databases and make roles for good.
void require_no_server_wide_sql(const prove::ScratchServer& server, const scripts::ScriptDirectory& scripts);

/// Where roles are to be made that the server lacks: makes those that these texts, files or objects name.
void make_roles(const prove::ScratchServer& server,
                const std::vector<std::shared_ptr<const diag::SourceText>>& texts);
void make_roles(const prove::ScratchServer& server, const scripts::ScriptDirectory& scripts);
void make_roles(const prove::ScratchServer& server, const schema::Schema& schema);

/// The schema that is to hold the version table, where one is named and not there yet. headstart makes none
/// in the database itself, so migrations and declared schema may leave it to whoever has made that; what
/// stands for the database has it as well.
void make_schema_of_version_table(const Context& context, prove::ScratchDatabase& database);

/// Under which names are looked up there, as `SET search_path` takes it.
std::string search_path_of(const prove::ScratchServer& server);

} // namespace headstart::commands
