#pragma once

#include <string>
#include <vector>

namespace headstart::revision {

/// One migration file as its header declares it.
struct Revision {
    std::string id;
    std::vector<std::string> down_revisions; ///< `Revises`: full ids in declared order; empty for a base
    std::vector<std::string> depends_on;     ///< `Depends On` as declared: full ids or branch labels
    std::vector<std::string> branch_labels;  ///< `Branch Labels` as declared here, not those inherited
    std::string message;                     ///< first line of the description
    std::string description;                 ///< the whole text above the header keys
    std::string create_date;                 ///< as written
    std::string path;                        ///< as messages show it
};

} // namespace headstart::revision
