#include "revision/version_rows.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "revision/errors.hpp"
#include "revision/traversal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

diag::Error rows_repeated(const std::vector<std::string>& repeated,
                          const std::vector<std::string>& distinct) {
    diag::Diagnostic problem;
    problem.code = diag::code::bad_version_rows;
    problem.message =
        fmt::format("the version table holds the same row more than once: {}", base::join(repeated, ", "));
    problem.notes = {"it has lost its primary key, which keeps that from happening"};
    problem.hint = fmt::format("`headstart stamp --purge {}`, and give the table its key back: ALTER TABLE "
                               "alembic_version ADD PRIMARY KEY (version_num), or what it is called",
                               base::join(distinct, " "));
    return {diag::ExitCode::failed, std::move(problem)};
}

} // namespace

std::vector<std::string> unknown_rows(const RevisionGraph& graph, const std::vector<std::string>& rows) {
    std::vector<std::string> unknown;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(unknown),
                 [&](const std::string& row) { return !graph.find(row); });
    return unknown;
}

Nodes require_known_rows(const RevisionGraph& graph, const std::vector<std::string>& rows) {
    std::vector<diag::Diagnostic> problems;
    for (const auto& row : unknown_rows(graph, rows)) {
        diag::Diagnostic problem;
        problem.code = diag::code::foreign_revision;
        problem.message = fmt::format("Can't locate revision identified by '{}'", row);
        problem.notes.push_back("the version table holds it, but no file of the migration folder does");
        problem.hint = hint_about_unknown_rows();
        problems.push_back(std::move(problem));
    }
    if (!problems.empty()) {
        throw UnknownRows(unknown_rows(graph, rows), std::move(problems));
    }
    NodeSet nodes(graph);
    std::vector<std::string> repeated;
    for (const auto& row : rows) {
        if (const auto node = graph.find(row); node && !nodes.add(*node)) {
            repeated.push_back(row);
        }
    }
    if (!repeated.empty()) {
        throw rows_repeated(repeated, graph.ids(nodes.nodes()));
    }
    return nodes.nodes();
}

void require_no_overlap(const RevisionGraph& graph, const Nodes& rows) {
    const auto overlap = find_overlap(graph, rows);
    if (overlap.below.empty()) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::bad_version_rows;
    problem.message = fmt::format("Requested revision {} overlaps with other requested revisions {}",
                                  graph.id(overlap.node), base::join(graph.ids(overlap.below), ", "));
    Nodes all_below;
    for (const auto row : rows) {
        const auto& down = graph.links(row).down;
        all_below.insert(all_below.end(), down.begin(), down.end());
    }
    const auto redundant = ancestors(graph, all_below, Edges::all);
    Nodes kept;
    for (const auto row : rows) {
        if (redundant.contains(row)) {
            problem.notes.push_back(fmt::format(
                "row {0} of the version table is redundant: another row implies it", graph.id(row)));
        } else {
            kept.push_back(row);
        }
    }
    problem.hint =
        fmt::format("delete what is redundant: headstart stamp --purge {}", base::join(graph.ids(kept), " "));
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

VersionRows::VersionRows(const RevisionGraph& graph, const Nodes& rows)
    : m_graph(graph)
    , m_rows(rows.begin(), rows.end())
    , m_set(graph, rows) {}

void VersionRows::insert(Node node, std::vector<VersionRowChange>& changes) {
    changes.push_back({VersionRowChange::Kind::insert, "", m_graph.id(node)});
    m_rows.insert(node);
    m_set = m_set.with(m_graph, node);
}

void VersionRows::update(Node from, Node to, std::vector<VersionRowChange>& changes) {
    changes.push_back({VersionRowChange::Kind::update, m_graph.id(from), m_graph.id(to)});
    m_rows.erase(from);
    m_rows.insert(to);
    m_set = m_set.without(m_graph, from).with(m_graph, to);
}

void VersionRows::erase(Node node, std::vector<VersionRowChange>& changes) {
    changes.push_back({VersionRowChange::Kind::erase, m_graph.id(node), ""});
    m_rows.erase(node);
    m_set = m_set.without(m_graph, node);
}

std::vector<VersionRowChange> VersionRows::upgraded(Node node) {
    std::vector<VersionRowChange> changes;
    Nodes replaced;
    for (const auto below : m_graph.links(node).down) {
        if (m_rows.contains(below)) {
            replaced.push_back(below);
        }
    }
    if (replaced.empty()) {
        insert(node, changes);
        return changes;
    }
    for (std::size_t i = 0; i + 1 < replaced.size(); ++i) {
        erase(replaced[i], changes);
    }
    update(replaced.back(), node, changes);
    return changes;
}

/// The down set of `node` less what stays implied by what stays applied. A member of the down set that
/// another one implies falls out as well: Alembic keeps it while other rows exist, and then blocks on its own
/// overlapping rows.
Nodes VersionRows::left_after_undoing(Node node) const {
    Nodes left;
    for (const auto member : m_graph.links(node).down) {
        const auto& above = m_graph.links(member).up;
        const bool is_implied =
            std::any_of(above.begin(), above.end(), [&](Node other) { return m_applied->contains(other); });
        // It is a row already only where the table held overlapping rows from the start.
        if (!is_implied && !m_rows.contains(member)) {
            left.push_back(member);
        }
    }
    return left;
}

std::vector<VersionRowChange> VersionRows::downgraded(Node node) {
    if (!m_applied) {
        m_applied = ancestors(m_graph, Nodes(m_rows.begin(), m_rows.end()), Edges::all);
    }
    m_applied->remove(node);
    std::vector<VersionRowChange> changes;
    const auto left = left_after_undoing(node);
    if (left.empty()) {
        erase(node, changes);
        return changes;
    }
    for (std::size_t i = 0; i + 1 < left.size(); ++i) {
        insert(left[i], changes);
    }
    update(node, left.back(), changes);
    return changes;
}

} // namespace headstart::revision
