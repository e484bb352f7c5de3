#pragma once

#include "base/text.hpp"
#include "revision/graph.hpp"
#include "revision/plan.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// Revision graphs in a line of text, for tests. Parts are separated by commas:
///
///     a              a revision without parents
///     a->b->c        b follows a, c follows b; "a->m, b->m" makes m a merge of a and b, in that order
///     a ~> b         b depends on a; "[L] ~> b" says so by label
///     b[L M]         b declares the labels L and M (where it is first named or later)
///
/// Load order is the order in which the ids are first named. Files are called "<id>.sql".
namespace headstart::testing {

inline revision::Revision& revision_named(std::vector<revision::Revision>& revisions, std::string_view text) {
    const auto bracket = text.find('[');
    const auto id = base::trim(text.substr(0, bracket));
    auto at = std::find_if(revisions.begin(), revisions.end(), [&](const auto& r) { return r.id == id; });
    if (at == revisions.end()) {
        revision::Revision revision;
        revision.id = id;
        revision.path = std::string(id) + ".sql";
        at = revisions.insert(revisions.end(), std::move(revision));
    }
    if (bracket != std::string_view::npos) {
        for (const auto label :
             base::split_list(text.substr(bracket + 1, text.find(']') - bracket - 1), " ")) {
            at->branch_labels.emplace_back(label);
        }
    }
    return *at;
}

inline std::vector<revision::Revision> revisions_of(std::string_view notation) {
    std::vector<revision::Revision> revisions;
    for (auto part : base::split_list(notation, ",")) {
        if (const auto tilde = part.find("~>"); tilde != std::string_view::npos) {
            auto dependency = base::trim(part.substr(0, tilde));
            if (dependency.starts_with('[')) {
                dependency = dependency.substr(1, dependency.size() - 2);
            } else {
                dependency = base::trim(revision_named(revisions, dependency).id);
            }
            const std::string name(dependency);
            revision_named(revisions, part.substr(tilde + 2)).depends_on.push_back(name);
            continue;
        }
        std::string parent;
        while (!part.empty()) {
            const auto arrow = std::min(part.find("->"), part.size());
            auto& revision = revision_named(revisions, part.substr(0, arrow));
            if (!parent.empty()) {
                revision.down_revisions.push_back(parent);
            }
            parent = revision.id;
            part.remove_prefix(std::min(arrow + 2, part.size()));
        }
    }
    return revisions;
}

inline revision::RevisionGraph graph(std::string_view notation) {
    return revision::RevisionGraph::build(revisions_of(notation));
}

inline std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> parts;
    for (const auto part : base::split_list(text, " ,")) {
        parts.emplace_back(part);
    }
    return parts;
}

/// "a b" for nodes, in their order.
inline std::string ids(const revision::RevisionGraph& graph, const revision::Nodes& nodes) {
    std::vector<std::string> names;
    for (const auto node : nodes) {
        names.push_back(graph.id(node));
    }
    return base::join(names, " ");
}

/// "+b" inserted, "-b" erased, "a>b" updated.
inline std::string show(const std::vector<revision::VersionRowChange>& changes) {
    std::vector<std::string> shown;
    for (const auto& change : changes) {
        using Kind = revision::VersionRowChange::Kind;
        shown.push_back(change.kind == Kind::insert  ? "+" + change.to
                        : change.kind == Kind::erase ? "-" + change.from
                                                     : change.from + ">" + change.to);
    }
    return base::join(shown, " ");
}

/// Applies the changes as the version table would: each must hit exactly one row. Sorted.
inline std::vector<std::string> apply(std::vector<std::string> rows,
                                      const std::vector<revision::VersionRowChange>& changes) {
    for (const auto& change : changes) {
        if (!change.from.empty()) {
            const auto at = std::find(rows.begin(), rows.end(), change.from);
            if (at == rows.end()) {
                return {"no row " + change.from};
            }
            rows.erase(at);
        }
        if (!change.to.empty()) {
            if (std::find(rows.begin(), rows.end(), change.to) != rows.end()) {
                return {"row twice: " + change.to};
            }
            rows.push_back(change.to);
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// "b: a>b; c: b>c => c": each step with its changes, and the rows at the end.
inline std::string show(const std::vector<revision::Step>& steps, const std::vector<std::string>& rows) {
    auto at_end = apply(rows, {});
    std::string shown;
    for (const auto& step : steps) {
        if (step.rows_before != at_end) {
            return shown + " rows before " + step.revision->id + ": " +
                   base::join(step.rows_before.ids(), " ");
        }
        shown += (shown.empty() ? "" : "; ") + step.revision->id + ": " + show(step.row_changes);
        at_end = apply(std::move(at_end), step.row_changes);
    }
    return shown + (shown.empty() ? "=> " : " => ") + base::join(at_end, " ");
}

} // namespace headstart::testing
