#pragma once

#include "diag/diagnostic.hpp"
#include "revision/graph.hpp"

#include <vector>

/// What RevisionGraph::build refuses. Each check adds one diagnostic per problem and goes on.
namespace headstart::revision {

using Problems = std::vector<diag::Diagnostic>;

/// A bad_graph problem, with one note per file that has to be looked at.
diag::Diagnostic folder_problem(std::string message, const std::vector<const Revision*>& files,
                                std::string hint);

/// What is wrong with an id for a new or an existing revision; empty if nothing. Alembic's wording.
std::string complaint_about_id(std::string_view id);
/// The same for a branch label, whatever other labels there are.
std::string complaint_about_label(std::string_view label);

/// Ids that cannot be typed, that the version table cannot hold, that stand for something else.
void check_names(const std::vector<Revision>& revisions, Problems& problems);

/// Self-loops first; then cycles by lineage; only where there are none, cycles that a dependency closes.
void check_cycles(const std::vector<Revision>& revisions, const std::vector<Links>& links,
                  Problems& problems);

} // namespace headstart::revision
