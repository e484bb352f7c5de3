#include "commands/listing.hpp"
#include "commands/nothing_to_show.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "revision/describe.hpp"
#include "revision/history.hpp"

#include <array>

namespace headstart::commands {

namespace {

/// A branchpoint with what branches from it.
nlohmann::ordered_json branch_json(const revision::RevisionGraph& graph,
                                   const revision::Revision& branchpoint) {
    std::vector<const revision::Revision*> children;
    for (const auto child : graph.links(graph.node_of(branchpoint)).children) {
        children.push_back(&graph.revision(child));
    }
    auto json = to_json(graph, branchpoint);
    json["children"] = to_json(graph, children);
    return json;
}

int branches(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    auto json = nlohmann::ordered_json::array();
    const auto branchpoints = revision::select_branchpoints(graph);
    if (branchpoints.empty() && format == Format::text) {
        say_nothing_to_show("no revision has several children");
    }
    for (const auto* branchpoint : branchpoints) {
        if (format == Format::json) {
            json.push_back(branch_json(graph, *branchpoint));
        } else if (arguments.flag("--verbose")) {
            print(revision::branch_lines(graph, *branchpoint, long_block(graph, *branchpoint)));
        } else {
            print(revision::branch_lines(graph, *branchpoint));
        }
    }
    if (format == Format::json) {
        print_json(json);
    }
    return 0;
}

constexpr std::array k_branches_options{k_verbose, k_format};

} // namespace

const Command k_branches_command{
    .name = "branches",
    .summary = "list the revisions that branch",
    .examples = "headstart branches --verbose",
    .options = k_branches_options,
    .run = branches,
};

} // namespace headstart::commands
