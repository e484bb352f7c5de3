#pragma once

#include "database/other_history.hpp"
#include "imports/format.hpp"
#include "revision/graph.hpp"

#include <functional>
#include <string>
#include <vector>

namespace headstart::imports {

/// Of a table that projects share, takes out the rows of those of whom the folder has nothing. Whose it is
/// its files say (Table::owner_line); where they do not, `is_known` rows tell: unless there are none, and
/// then all rows stay, so that it is told what the folder lacks. Throws diag::Error (other_table): the table
/// has nothing of the folder's own.
void leave_out_strangers(std::vector<database::OtherRow>& rows, const revision::RevisionGraph& graph,
                         const Format& format, const std::string& table,
                         const std::function<bool(const database::OtherRow&)>& is_known);

} // namespace headstart::imports
