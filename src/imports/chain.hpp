#pragma once

#include "database/other_history.hpp"
#include "imports/history.hpp"

#include <string_view>

/// Histories that are a list.
namespace headstart::imports {

/// Each revision gets the one before it as its parent. Throws diag::Error (usage) for two of one version,
/// which the tool could not tell apart either; `plain` is Table::plain of the format.
void make_chain(History& history, std::string (*plain)(std::string_view) = nullptr);

/// What a section of no SQL says where the tool goes back over a migration and does nothing.
Sql nothing_to_undo(Place origin, std::string_view tool);

/// Of a table that has the version alone: the id that id_for() makes of it.
std::vector<std::string> ids_of_version(const database::OtherRow& row, std::size_t occurrence);

} // namespace headstart::imports
