#include "base/text.hpp"
#include "revision/folder_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::revision {

namespace {

/// One way of looking at the graph: with or without dependencies. Self-loops are left out.
struct View {
    std::vector<Nodes> down;
    std::vector<Nodes> up;
};

View make_view(const std::vector<Links>& links, bool with_dependencies) {
    View view{std::vector<Nodes>(links.size()), std::vector<Nodes>(links.size())};
    for (Node node = 0; node < links.size(); ++node) {
        auto below = links[node].parents;
        if (with_dependencies) {
            below.insert(below.end(), links[node].dependencies.begin(), links[node].dependencies.end());
        }
        for (const auto other : below) {
            auto& down = view.down[node];
            if (other != node && std::find(down.begin(), down.end(), other) == down.end()) {
                down.push_back(other);
                view.up[other].push_back(node);
            }
        }
    }
    return view;
}

/// Takes away, again and again, whatever nothing is left in front of. What stays is on a cycle or behind one.
void peel(const std::vector<Nodes>& before, const std::vector<Nodes>& after, std::vector<char>& left) {
    std::vector<std::size_t> waiting(before.size(), 0);
    Nodes free;
    for (Node node = 0; node < before.size(); ++node) {
        waiting[node] = static_cast<std::size_t>(std::count_if(before[node].begin(), before[node].end(),
                                                               [&](Node other) { return left[other] != 0; }));
        if (left[node] != 0 && waiting[node] == 0) {
            free.push_back(node);
        }
    }
    while (!free.empty()) {
        const auto node = free.back();
        free.pop_back();
        left[node] = 0;
        for (const auto next : after[node]) {
            if (left[next] != 0 && --waiting[next] == 0) {
                free.push_back(next);
            }
        }
    }
}

/// Marks what can be reached from every node that nothing precedes. Returns false if there is no such node.
bool reach(const std::vector<Nodes>& before, const std::vector<Nodes>& after, std::vector<char>& reached) {
    Nodes todo;
    for (Node node = 0; node < before.size(); ++node) {
        if (before[node].empty()) {
            todo.push_back(node);
        }
    }
    const bool any = !todo.empty();
    while (!todo.empty()) {
        const auto node = todo.back();
        todo.pop_back();
        if (reached[node] == 0) {
            reached[node] = 1;
            todo.insert(todo.end(), after[node].begin(), after[node].end());
        }
    }
    return any;
}

/// The ids Alembic lists: those not reachable both from the heads and from the bases. It misses a cycle that
/// both reach; then those that are on it or between two cycles.
std::vector<std::string> listed_ids(const std::vector<Revision>& revisions, const View& view,
                                    const std::vector<char>& on_cycle) {
    std::vector<std::string> ids;
    std::vector<char> from_heads(revisions.size(), 0);
    std::vector<char> from_bases(revisions.size(), 0);
    if (!reach(view.up, view.down, from_heads) || !reach(view.down, view.up, from_bases)) {
        for (const auto& revision : revisions) {
            ids.push_back(revision.id);
        }
        return ids;
    }
    for (Node node = 0; node < revisions.size(); ++node) {
        if (from_heads[node] == 0 || from_bases[node] == 0) {
            ids.push_back(revisions[node].id);
        }
    }
    const bool missed = ids.empty();
    for (Node node = 0; missed && node < revisions.size(); ++node) {
        if (on_cycle[node] != 0) {
            ids.push_back(revisions[node].id);
        }
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// One cycle, as a list of sentences a user can follow from file to file.
std::vector<std::string> describe_cycle(const std::vector<Revision>& revisions, const View& view,
                                        const std::vector<char>& on_cycle) {
    auto node = static_cast<Node>(std::find(on_cycle.begin(), on_cycle.end(), 1) - on_cycle.begin());
    Nodes path;
    while (std::find(path.begin(), path.end(), node) == path.end()) {
        path.push_back(node);
        const auto& down = view.down[node];
        node = *std::find_if(down.begin(), down.end(), [&](Node below) { return on_cycle[below] != 0; });
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), node));
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto& revision = revisions[path[i]];
        notes.push_back(fmt::format("{}, in {}, comes after {}", revision.id, revision.path,
                                    revisions[path[(i + 1) % path.size()]].id));
    }
    return notes;
}

bool check_view(const std::vector<Revision>& revisions, const View& view, std::string_view kind,
                Problems& problems) {
    std::vector<char> left(revisions.size(), 1);
    peel(view.down, view.up, left);
    if (std::find(left.begin(), left.end(), 1) == left.end()) {
        return true;
    }
    peel(view.up, view.down, left);
    auto problem = folder_problem(fmt::format("{} is detected in revisions ({})", kind,
                                              base::join(listed_ids(revisions, view, left), ", ")),
                                  {}, "correct 'Revises' or 'Depends On' in one of these files");
    problem.notes = describe_cycle(revisions, view, left);
    problems.push_back(std::move(problem));
    return false;
}

void check_self_loops(const std::vector<Revision>& revisions, const std::vector<Links>& links,
                      Problems& problems) {
    const auto contains = [](const Nodes& nodes, Node node) {
        return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
    };
    for (Node node = 0; node < revisions.size(); ++node) {
        if (contains(links[node].parents, node)) {
            problems.push_back(
                folder_problem(fmt::format("Self-loop is detected in revisions ({})", revisions[node].id),
                               {&revisions[node]}, "correct 'Revises': a revision cannot follow itself"));
        }
        if (contains(links[node].dependencies, node)) {
            problems.push_back(folder_problem(
                fmt::format("Dependency self-loop is detected in revisions ({})", revisions[node].id),
                {&revisions[node]}, "correct 'Depends On': a revision cannot depend on itself"));
        }
    }
}

} // namespace

void check_cycles(const std::vector<Revision>& revisions, const std::vector<Links>& links,
                  Problems& problems) {
    check_self_loops(revisions, links, problems);
    const bool is_acyclic = check_view(revisions, make_view(links, false), "Cycle", problems);
    const bool has_dependencies =
        std::any_of(links.begin(), links.end(), [](const Links& one) { return !one.dependencies.empty(); });
    if (is_acyclic && has_dependencies) { // without any it is the same view
        check_view(revisions, make_view(links, true), "Dependency cycle", problems);
    }
}

} // namespace headstart::revision
