#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "revision/errors.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace headstart::migrate {

/// How a database stands to this folder when its version table names revisions that the folder does not have.
enum class Lineage {
    known,   ///< it has them all
    ahead,   ///< a newer image has migrated: what we want is below what is there
    foreign, ///< the database belongs to another history
    untold,  ///< one of the last two: the journal would tell, but this role may not read it
};

struct Comparison {
    Lineage lineage = Lineage::known;
    std::vector<std::string> unknown; ///< rows that no file of the folder bears
    std::vector<std::string>
        origins; ///< what the journal says of each: "3f2a: applied … by …", or that it knows nothing
    /// Revisions of the folder that the database lacks, as far as rows and journal tell, from base up. Filled
    /// where a row is unknown; else a plan says it.
    std::vector<const revision::Revision*> missing;
};

/// Alembic has one error for both, and images that are rolled back crash-loop on it. The journal keeps each
/// revision's parents, so that the way from an unknown row down to this folder can be walked.
Comparison compare_rows(const revision::RevisionGraph& graph, const std::vector<std::string>& rows,
                        const std::vector<database::Ancestry>& ancestry);

/// The same, reading the journal only where a row is unknown.
Comparison compare_rows(const revision::RevisionGraph& graph, const std::vector<std::string>& rows,
                        database::Session& session);

/// The refusal of a foreign database (exit code 1), or of one that is ahead where that is not wanted.
revision::UnknownRows refusal(const Comparison& comparison);

/// The warning with which an application is started on a database that is ahead, or may be.
std::string describe_ahead(const Comparison& comparison);

} // namespace headstart::migrate
