#pragma once

#include "diff/context.hpp"
#include "diff/statement.hpp"

#include <set>
#include <string>

namespace headstart::diff {

/// Where a table cannot become what it is to be: it is put aside under another name …
Statements put_aside(const Context& context, const Object& table, const std::set<Address>& moved);

/// … and its rows go into the one that was created in its place, as far as that has their columns.
Statements move_rows(const Context& context, const Address& table, const std::set<Address>& moved);

/// Where the rows of a table go: into itself, or into the whole that it is a partition of if that is made
/// anew, too, by another key perhaps.
const Address& receiver_of_rows(const Context& context, const Address& table, const std::set<Address>& moved);

/// The statement after which a sequence gives no value that a row has already in the column: a new one begins
/// at its start, whatever the rows are. Nothing changes for a table without rows. `sequence`: empty for the
/// column's own.
std::string go_on_behind_rows(const std::string& table, const std::string& column,
                              const std::string& sequence = {});

} // namespace headstart::diff
