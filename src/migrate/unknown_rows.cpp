#include "migrate/unknown_rows.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "revision/traversal.hpp"
#include "revision/version_rows.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

namespace headstart::migrate {

using database::Ancestry;

namespace {

using Journal = std::map<std::string, const Ancestry*, std::less<>>;

/// Walks from unknown rows down through the journal. True if every way ends at revisions of the folder.
bool walk_down(const revision::RevisionGraph& graph, const Journal& journal, std::vector<std::string> todo,
               revision::Nodes& known) {
    std::set<std::string> seen;
    while (!todo.empty()) {
        const auto id = std::move(todo.back());
        todo.pop_back();
        if (!seen.insert(id).second) {
            continue;
        }
        if (const auto node = graph.find(id)) {
            known.push_back(*node);
            continue;
        }
        const auto entry = journal.find(id);
        if (entry == journal.end() || entry->second->parents.empty()) {
            return false; // nobody knows what it stands on, or it begins a history of its own
        }
        todo.insert(todo.end(), entry->second->parents.begin(), entry->second->parents.end());
    }
    return true;
}

bool covers_heads(const revision::RevisionGraph& graph, const revision::Nodes& known) {
    const auto applied = revision::ancestors(graph, known, revision::Edges::all);
    for (const auto head : graph.effective_heads()) {
        if (!applied.contains(head)) {
            return false;
        }
    }
    return true;
}

} // namespace

Comparison compare_rows(const revision::RevisionGraph& graph, const std::vector<std::string>& rows,
                        const std::vector<Ancestry>& ancestry) {
    Comparison comparison;
    comparison.unknown = revision::unknown_rows(graph, rows);
    Journal journal;
    for (const auto& entry : ancestry) {
        journal.emplace(entry.revision, &entry);
    }
    revision::Nodes known;
    const bool ends_here = walk_down(graph, journal, rows, known);
    for (const auto& id : comparison.unknown) {
        const auto entry = journal.find(id);
        comparison.origins.push_back(
            fmt::format("{}: {}", id,
                        entry != journal.end() ? entry->second->origin : "the journal knows nothing of it"));
    }
    if (!comparison.unknown.empty()) {
        comparison.lineage = ends_here && covers_heads(graph, known) ? Lineage::ahead : Lineage::foreign;
    }
    return comparison;
}

Comparison compare_rows(const revision::RevisionGraph& graph, const std::vector<std::string>& rows,
                        database::Session& session) {
    auto unknown = revision::unknown_rows(graph, rows);
    if (unknown.empty()) {
        return {};
    }
    if (!session.may_read_journal()) {
        return {Lineage::untold,
                std::move(unknown),
                {"this role may not read the journal, which tells whether a newer image has migrated: GRANT "
                 "SELECT ON "
                 "headstart_journal to it"}};
    }
    return compare_rows(graph, rows, session.read_ancestry());
}

std::string describe_ahead(const Comparison& comparison) {
    if (comparison.lineage == Lineage::untold) {
        return fmt::format(
            "the database is at {}, which this folder does not have; taken for ahead of this image, "
            "since this role may not read the journal, which would tell",
            base::join(comparison.unknown, ", "));
    }
    return fmt::format(
        "the database is ahead of this image: it is at {}, which this folder does not have, and our head is "
        "below it",
        base::join(comparison.unknown, ", "));
}

diag::Error refusal(const Comparison& comparison) {
    diag::Diagnostic problem;
    problem.code = diag::code::foreign_revision;
    problem.notes = comparison.origins;
    if (comparison.lineage != Lineage::foreign) {
        problem.message = describe_ahead(comparison);
        problem.hint =
            "use the newer image; on_ahead = \"warn\" (HEADSTART_ON_AHEAD) lets `run` start the application "
            "all the same";
    } else {
        problem.message =
            fmt::format("Can't locate revision identified by '{}'", base::join(comparison.unknown, "', '"));
        problem.notes.insert(
            problem.notes.begin(),
            "the database is at a revision that is neither in this folder nor ahead of its heads");
        problem.hint =
            "is it the right database and the right folder? If this folder's history is to take over: "
            "`headstart stamp --purge REVISION`";
    }
    return {diag::ExitCode::failed, std::move(problem)};
}

} // namespace headstart::migrate
