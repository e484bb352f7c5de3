#include "migrate/half_done.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "revision/identifier.hpp"
#include "revision/plan.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::migrate {

using database::HalfDone;
using database::Migration;
using revision::RevisionGraph;

namespace {

/// A half-done revision, for who wants to get on.
struct Case {
    const HalfDone& half_done;
    const RevisionGraph& graph;
    const std::vector<std::string>& rows;
};

using Rows = std::vector<std::string>;

Rows sorted(Rows rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// The steps to a target; none where it makes no sense from here.
std::vector<revision::Step> steps_to(const Case& of, const std::string& target) {
    try {
        return of.half_done.is_up ? revision::plan_upgrade(of.graph, of.rows, {target})
                                  : revision::plan_downgrade(of.graph, of.rows, target);
    } catch (const diag::Error&) {
        return {};
    }
}

bool finishes(const revision::Step& step, const HalfDone& half_done) {
    return step.revision->id == half_done.revision &&
           (step.direction == revision::Direction::up) == half_done.is_up;
}

/// How `upgrade` or `downgrade` is to be told to finish it: that and no more, where branches allow; empty
/// where its file comes behind what is not applied by now.
std::string target_to_finish(const Case& of) {
    const auto& id = of.half_done.revision;
    const auto* const revision = of.graph.find_revision(id);
    const auto& parents = revision->down_revisions;
    const auto candidates = of.half_done.is_up
                                ? Rows{id}
                                : Rows{parents.empty() ? "base" : parents.front(), id + "@-1", id + "@base"};
    std::string begins_with_it;
    for (const auto& candidate : candidates) {
        const auto steps = steps_to(of, candidate);
        if (steps.size() == 1 && finishes(steps.front(), of.half_done)) {
            return candidate;
        }
        if (begins_with_it.empty() && !steps.empty() && finishes(steps.front(), of.half_done)) {
            begins_with_it = candidate;
        }
    }
    return begins_with_it;
}

/// The rows when it is finished.
Rows rows_when_finished(const Case& of, const std::string& target) {
    return revision::rows_after(of.rows, steps_to(of, target).front().row_changes);
}

/// Whether a stamp with these targets leaves exactly these rows, and settles it.
bool stamps_to(const Case& of, const Rows& targets, const Rows& wanted) {
    try {
        const auto goal = revision::read_stamp_goal(of.graph, of.rows, targets, false);
        const auto steps = revision::plan_stamp(of.graph, of.rows, goal);
        return revision::speaks_about(of.graph, goal, of.half_done.revision) &&
               (steps.empty() ? sorted(of.rows) : revision::rows_after(steps.back())) == wanted;
    } catch (const diag::Error&) {
        return false;
    }
}

/// What `stamp` is to be told so that the database stands there, and nothing else is forgotten.
std::string stamp_for(const Case& of, const Rows& wanted) {
    const auto* const revision = of.graph.find_revision(of.half_done.revision);
    for (const auto& targets : {Rows{of.half_done.revision}, revision->down_revisions, Rows{"base"},
                                Rows{of.half_done.revision + "@base"}, wanted}) {
        if (!targets.empty() && stamps_to(of, targets, wanted)) {
            return base::join(targets, " ");
        }
    }
    return "--purge " + (wanted.empty() ? "base" : base::join(wanted, " "));
}

std::string way_on(const Case& of) {
    const auto& half_done = of.half_done;
    if (!concerns(half_done, of.graph)) {
        return fmt::format(
            "finish it from the folder that has {} (another branch, or a newer image); if nothing of "
            "it is left to do: `headstart stamp --purge` with where the database stands",
            half_done.revision);
    }
    const auto undone = fmt::format("If what is done has been undone by hand: `headstart stamp {}`",
                                    stamp_for(of, sorted(of.rows)));
    const auto target = target_to_finish(of);
    if (target.empty()) {
        return fmt::format(
            "its file says now that it comes behind what is not applied, or the database has moved: put "
            "its `Revises` back as it was to finish it. {}",
            undone);
    }
    return fmt::format(
        "finish it with `headstart {} {}`; what is wrong in its file behind the statements that are "
        "done may be mended first. If it has been finished by hand: `headstart stamp {}`. {}",
        half_done.is_up ? "upgrade" : "downgrade", target, stamp_for(of, rows_when_finished(of, target)),
        undone);
}

/// Its statements would run again from the first one.
[[noreturn]] void fail_transactional(const Migration& migration, const HalfDone& half_done) {
    diag::Diagnostic problem;
    problem.code = diag::code::cannot_resume;
    problem.span = diag::Span{migration.source, 0, 0};
    problem.message =
        fmt::format("revision {} was left half-done outside a transaction, and its file says no more that "
                    "it runs there",
                    half_done.revision);
    problem.notes = {describe_progress(half_done), half_done.origin};
    problem.hint =
        "put `transaction:false` back behind the section's marker and run again, to go on behind what is "
        "done";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

} // namespace

std::string describe_progress(const HalfDone& half_done) {
    return fmt::format("{} of {} of its {} done{}", base::grouped(half_done.statements_done),
                       base::counted(half_done.statements, "statement"), half_done.is_up ? "up" : "down",
                       half_done.is_in_doubt ? ", the next one in doubt" : "");
}

namespace {

diag::Diagnostic describe(const Case& of) {
    const auto& half_done = of.half_done;
    diag::Diagnostic finding;
    finding.code = diag::code::half_done;
    finding.message =
        fmt::format("revision {} is half-done: {}", half_done.revision, describe_progress(half_done));
    finding.notes = {half_done.origin};
    if (!half_done.error.empty()) {
        finding.notes.push_back(fmt::format("it stopped at: {}", half_done.error));
    }
    finding.hint = way_on(of);
    return finding;
}

} // namespace

std::vector<diag::Diagnostic> describe_all(const database::Standing& standing, const RevisionGraph& graph) {
    std::vector<diag::Diagnostic> findings;
    findings.reserve(standing.half_done.size());
    for (const auto& one : standing.half_done) {
        findings.push_back(describe({one, graph, standing.rows}));
    }
    return findings;
}

bool concerns(const HalfDone& half_done, const RevisionGraph& graph) {
    return graph.find_revision(half_done.revision) != nullptr;
}

bool concerns_any(const std::vector<HalfDone>& half_done, const RevisionGraph& graph) {
    return std::any_of(half_done.begin(), half_done.end(),
                       [&](const HalfDone& one) { return concerns(one, graph); });
}

std::optional<HalfDone> half_undone_below(const database::Standing& standing, const RevisionGraph& graph,
                                          std::string_view target) {
    if (standing.half_done.empty()) {
        return std::nullopt;
    }
    revision::Nodes wanted;
    for (const auto* revision : revision::resolve(graph, target, standing.rows)) {
        wanted.push_back(graph.node_of(*revision));
    }
    const auto needed = revision::ancestors(graph, wanted, revision::Edges::all);
    for (const auto& one : standing.half_done) {
        const auto node = graph.find(one.revision);
        if (!one.is_up && node && needed.contains(*node)) {
            return one;
        }
    }
    return std::nullopt;
}

void warn_of_half_done(const database::Standing& standing, const RevisionGraph& graph,
                       diag::Reporter& reporter) {
    for (const auto& one : standing.half_done) {
        reporter.warning(fmt::format("revision {} is half-done: {}; {}", one.revision, describe_progress(one),
                                     way_on({one, graph, standing.rows})),
                         {{"event", "half_done"},
                          {"revision", one.revision},
                          {"direction", std::string(one.is_up ? "up" : "down")},
                          {"statements_done", diag::count_of(one.statements_done)},
                          {"statements", diag::count_of(one.statements)}});
    }
}

void require_finishing_first(const database::Standing& standing, const RevisionGraph& graph,
                             std::span<const Migration> migrations) {
    const auto& half_done = standing.half_done;
    const auto begin = migrations.first(std::min(migrations.size(), half_done.size()));
    const bool begins_with_all = std::all_of(half_done.begin(), half_done.end(), [&](const HalfDone& one) {
        return std::any_of(begin.begin(), begin.end(),
                           [&](const Migration& migration) { return finishes(migration.step, one); });
    });
    const bool is_left_alone = migrations.empty() && !concerns_any(half_done, graph);
    if (!begins_with_all && !is_left_alone) {
        throw diag::Error(diag::ExitCode::failed, describe_all(standing, graph));
    }
    for (const auto& migration : begin) {
        const auto one = std::find_if(half_done.begin(), half_done.end(),
                                      [&](const HalfDone& half) { return finishes(migration.step, half); });
        if (one != half_done.end() && migration.transactional && !one->is_undone()) {
            fail_transactional(migration, *one);
        }
    }
}

} // namespace headstart::migrate
