#pragma once

#include "imports/format.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace headstart::imports {

/// What another tool has applied, as revisions of a folder.
struct Applied {
    std::vector<std::string> ids;   ///< in load order
    std::vector<std::string> heads; ///< those with none applied above them
};

/// Finds the revisions of a tool's rows. `table` is what messages call it. Throws diag::Error (failed,
/// other_table): a migration failed or is half done, there is no revision for a row, or one is applied
/// without one that comes before it.
Applied find_applied(const revision::RevisionGraph& graph, const Format& format, const std::string& table,
                     const std::vector<database::OtherRow>& rows);

} // namespace headstart::imports
