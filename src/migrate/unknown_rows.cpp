#include "migrate/unknown_rows.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "revision/traversal.hpp"
#include "revision/version_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace headstart::migrate {

using database::Ancestry;

namespace {

/// That are shown: a table of something else may have any number of rows.
constexpr std::size_t k_most_shown = 20;

std::vector<std::string> some_of(std::vector<std::string> all) {
    if (all.size() > k_most_shown) {
        const auto left_out = all.size() - k_most_shown;
        all.resize(k_most_shown);
        all.push_back(fmt::format("and {} more", left_out));
    }
    return all;
}

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

std::vector<const revision::Revision*> missing_from(const revision::RevisionGraph& graph,
                                                    const revision::NodeSet& applied) {
    revision::Nodes nodes;
    for (revision::Node node = 0; node < graph.size(); ++node) {
        if (!applied.contains(node)) {
            nodes.push_back(node);
        }
    }
    std::sort(nodes.begin(), nodes.end(),
              [&](auto a, auto b) { return std::pair(graph.height(a), a) < std::pair(graph.height(b), b); });
    std::vector<const revision::Revision*> revisions;
    for (const auto node : nodes) {
        revisions.push_back(&graph.revision(node));
    }
    return revisions;
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
        comparison.missing = missing_from(graph, revision::ancestors(graph, known, revision::Edges::all));
        comparison.lineage = ends_here && comparison.missing.empty() ? Lineage::ahead : Lineage::foreign;
    }
    return comparison;
}

Comparison compare_rows(const revision::RevisionGraph& graph, const std::vector<std::string>& rows,
                        database::Session& session) {
    if (revision::unknown_rows(graph, rows).empty()) {
        return {};
    }
    if (!session.may_read_journal()) {
        auto untold = compare_rows(graph, rows, std::vector<Ancestry>{});
        untold.lineage = Lineage::untold;
        untold.origins = {
            "this role may not read the journal, which tells whether a newer image has migrated: GRANT "
            "SELECT ON headstart_journal to it"};
        return untold;
    }
    return compare_rows(graph, rows, session.read_ancestry());
}

std::string describe_ahead(const Comparison& comparison) {
    if (comparison.lineage == Lineage::untold) {
        return fmt::format(
            "the database is at {}, which this folder does not have; taken for ahead of this image, "
            "since this role may not read the journal, which would tell",
            base::join(some_of(comparison.unknown), ", "));
    }
    return fmt::format(
        "the database is ahead of this image: it is at {}, which this folder does not have, and our head is "
        "below it",
        base::join(some_of(comparison.unknown), ", "));
}

revision::UnknownRows refusal(const Comparison& comparison) {
    diag::Diagnostic problem;
    problem.code = diag::code::foreign_revision;
    problem.notes = some_of(comparison.origins);
    if (comparison.lineage != Lineage::foreign) {
        problem.message = describe_ahead(comparison);
        problem.hint = "use the newer image, or the git branch that has it; on_ahead = \"warn\" "
                       "(HEADSTART_ON_AHEAD) lets `run` start the application "
                       "all the same";
    } else {
        problem.message = fmt::format("Can't locate revision identified by '{}'",
                                      base::join(some_of(comparison.unknown), "', '"));
        problem.notes.insert(
            problem.notes.begin(),
            "the database is at a revision that is neither in this folder nor ahead of its heads");
        problem.hint = revision::hint_about_unknown_rows();
    }
    return {comparison.unknown, {std::move(problem)}};
}

} // namespace headstart::migrate
