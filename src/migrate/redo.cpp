#include "migrate/redo.hpp"

#include "base/text.hpp"
#include "diag/diagnostic.hpp"
#include "migrate/acquire_lock.hpp"
#include "migrate/persistence.hpp"
#include "migrate/prepare.hpp"
#include "revision/identifier.hpp"
#include "revision/plan.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace headstart::migrate {

namespace {

using RowIds = std::vector<std::string>;

/// The rows behind the last step.
RowIds rows_behind_all(const std::vector<database::Migration>& migrations) {
    const auto& last = migrations.back().step;
    return revision::rows_after(last.rows_before.ids(), last.row_changes);
}

/// The target of the way down. Of a merge it is one of its parents: the rows of the others come back with it.
std::string target_below(const revision::RevisionGraph& graph, const std::string& name, const RowIds& rows) {
    const bool is_last = name == "-1" && rows.size() == 1 && graph.find(rows.front());
    if (name == "base" || (name.starts_with('-') && !is_last)) {
        return name;
    }
    const auto* const first = revision::resolve_one(graph, is_last ? rows.front() : name);
    if (first == nullptr || first->down_revisions.empty()) {
        return "base";
    }
    return first->down_revisions.size() > 1 ? first->down_revisions.front() : first->id + "-1";
}

/// What is wrong in a section of the way up must be known before anything is undone for it.
void check_way_up(database::Session& session, const scripts::ScriptDirectory& scripts,
                  const std::vector<database::Migration>& down, const RowIds& goal) {
    prepare(scripts, revision::plan_upgrade(scripts.graph(), rows_behind_all(down), goal), session);
}

} // namespace

Outcome redo(database::Session& session, const scripts::ScriptDirectory& scripts, const std::string& first,
             const RunOptions& options) {
    RowIds goal;
    std::string target;
    bool is_any = false;
    across_reconnects(session, [&] {
        goal = session.read_standing().rows; // finds the version table, from which the lock has its key
        // Nobody else migrates from here on, so that what is looked at now is what will be done.
        acquire_lock(session, options.lock, base::Deadline::after(options.lock.timeout),
                     [] { return false; });
        goal = session.read_standing().rows;
        target = target_below(scripts.graph(), first, goal);
        const auto down = preview_downgrade(session, scripts, target);
        is_any = !down.empty();
        if (is_any) {
            check_way_up(session, scripts, down, goal);
        }
    });
    if (!is_any || downgrade(session, scripts, target, options).applied == 0) {
        return {};
    }
    try {
        return upgrade(session, scripts, goal, options);
    } catch (diag::Error& error) {
        error.add_note(fmt::format("what was to be done again is undone: the database was at {} before",
                                   base::join(goal, ", ")));
        throw;
    }
}

} // namespace headstart::migrate
