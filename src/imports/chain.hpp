#pragma once

#include "database/other_history.hpp"
#include "imports/history.hpp"

#include <string_view>

/// Histories that are a list.
namespace headstart::imports {

/// Each revision gets the one before it as its parent. Throws diag::Error (usage) for two of one version,
/// which the tool could not tell apart either; `plain` is Table::plain of the format.
void make_chain(History& history, std::string (*plain)(std::string_view) = nullptr);

/// Adds the place of a migration that has no SQL to import: an empty revision of its id, which says so and is
/// to be reviewed. Without it the tool's table would know a migration that the folder lacks. `what` it is:
/// "a migration in Go"; `how` its SQL can be had, with what is to be done.
void keep_place(History& history, Revision revision, std::string_view what,
                std::string_view how = "write what it does as SQL");

/// What a section of no SQL says where the tool goes back over a migration and does nothing.
Sql nothing_to_undo(Place origin, std::string_view tool);

/// Of a table that has the version alone: the id that id_for() makes of it.
std::vector<std::string> ids_of_version(const database::OtherRow& row, std::size_t occurrence);

} // namespace headstart::imports
