#include "migrate/half_done.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "revision/identifier.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::migrate {

using database::HalfDone;
using database::Migration;
using revision::RevisionGraph;

namespace {

/// Where the database stands when it is finished, as `upgrade`, `downgrade` and `stamp` take it.
struct Place {
    std::string to_finish;
    std::string by_hand;
};

Place place_behind(const HalfDone& half_done, const RevisionGraph& graph) {
    if (half_done.is_up) {
        return {half_done.revision, half_done.revision};
    }
    const auto* const revision = graph.find_revision(half_done.revision);
    const auto& parents = revision != nullptr ? revision->down_revisions : half_done.parents;
    return parents.empty() ? Place{"base", "base"} : Place{parents.front(), base::join(parents, " ")};
}

std::string way_on(const HalfDone& half_done, const RevisionGraph& graph) {
    if (!concerns(half_done, graph)) {
        return fmt::format(
            "finish it from the folder that has {} (another branch, or a newer image); if nothing of "
            "it is left to do: `headstart stamp --purge` with where the database stands",
            half_done.revision);
    }
    const auto place = place_behind(half_done, graph);
    return fmt::format(
        "finish it with `headstart {} {}`; what is wrong in its file behind the statements that are "
        "done may be mended first. If it has been finished by hand: `headstart stamp {}`",
        half_done.is_up ? "upgrade" : "downgrade", place.to_finish, place.by_hand);
}

bool finishes(const Migration& migration, const HalfDone& half_done) {
    return migration.revision().id == half_done.revision && migration.is_up() == half_done.is_up;
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
    return fmt::format("{} of {} statement{} of its {} done{}", half_done.statements_done,
                       half_done.statements, half_done.statements == 1 ? "" : "s",
                       half_done.is_up ? "up" : "down",
                       half_done.is_in_doubt ? ", the next one in doubt" : "");
}

diag::Diagnostic describe(const HalfDone& half_done, const RevisionGraph& graph) {
    diag::Diagnostic finding;
    finding.code = diag::code::half_done;
    finding.message =
        fmt::format("revision {} is half-done: {}", half_done.revision, describe_progress(half_done));
    finding.notes = {half_done.origin};
    if (!half_done.error.empty()) {
        finding.notes.push_back(fmt::format("it stopped at: {}", half_done.error));
    }
    finding.hint = way_on(half_done, graph);
    return finding;
}

std::vector<diag::Diagnostic> describe_all(const std::vector<HalfDone>& half_done,
                                           const RevisionGraph& graph) {
    std::vector<diag::Diagnostic> findings;
    findings.reserve(half_done.size());
    for (const auto& one : half_done) {
        findings.push_back(describe(one, graph));
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
                                     way_on(one, graph)),
                         {{"event", "half_done"}, {"revision", one.revision}});
    }
}

void require_finishing_first(const std::vector<HalfDone>& half_done, const RevisionGraph& graph,
                             std::span<const Migration> migrations) {
    const auto begin = migrations.first(std::min(migrations.size(), half_done.size()));
    const bool begins_with_all = std::all_of(half_done.begin(), half_done.end(), [&](const HalfDone& one) {
        return std::any_of(begin.begin(), begin.end(),
                           [&](const Migration& migration) { return finishes(migration, one); });
    });
    const bool is_left_alone = migrations.empty() && !concerns_any(half_done, graph);
    if (!begins_with_all && !is_left_alone) {
        throw diag::Error(diag::ExitCode::failed, describe_all(half_done, graph));
    }
    for (const auto& migration : begin) {
        const auto one = std::find_if(half_done.begin(), half_done.end(),
                                      [&](const HalfDone& half) { return finishes(migration, half); });
        if (one != half_done.end() && migration.transactional && !one->is_undone()) {
            fail_transactional(migration, *one);
        }
    }
}

} // namespace headstart::migrate
