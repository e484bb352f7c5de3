#pragma once

#include "database/session.hpp"
#include "diag/diagnostic.hpp"
#include "revision/plan.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::migrate {

/// The steps that bring a database with these version rows to where it is wanted; none if it is there.
///
/// What was typed is read at the first call, under the rows of that moment, and becomes revisions. Later
/// calls (behind the lock, after a lost connection, after another runner) plan from their rows to those
/// revisions: a step that is done already is done. They throw diag::Error (failed, moved) where that would
/// take a step that the first plan did not have: another runner has moved the database so that what was typed
/// no longer follows.
using Planner = std::function<std::vector<revision::Step>(const std::vector<std::string>& rows)>;

/// Up to the targets; to "head" and other absolute ones from wherever the database is. Nothing where the
/// database is ahead, with a warning, or an error if `refuses_ahead`; an error for a foreign database.
/// Session and graph must outlive the planner.
Planner upgrade_planner(database::Session& session, const revision::RevisionGraph& graph,
                        const std::vector<std::string>& targets, bool refuses_ahead);

/// Down to the target. Throws diag::Error (failed) for a database that is ahead or foreign.
Planner downgrade_planner(database::Session& session, const revision::RevisionGraph& graph,
                          std::string_view target);

/// The refusal of what was typed for some rows and would mean something else for those there are now.
diag::Error moved(std::string_view typed, const std::vector<std::string>& rows_then,
                  const std::vector<std::string>& rows_now);

} // namespace headstart::migrate
