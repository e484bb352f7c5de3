#include "commands/listing.hpp"
#include "commands/nothing_to_show.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "revision/identifier.hpp"

#include <algorithm>

namespace headstart::commands {

namespace {

int show(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    const auto& names = arguments.positionals();
    std::vector<std::string> rows;
    if (std::any_of(names.begin(), names.end(), revision::refers_to_current)) {
        rows = open_session(context, Patience::asks_once, false)->read_standing().rows;
    }
    std::vector<const revision::Revision*> revisions;
    for (const auto& name : names) {
        const auto found = revision::resolve(graph, name, rows);
        revisions.insert(revisions.end(), found.begin(), found.end());
    }
    if (format == Format::text) {
        if (revisions.empty()) {
            say_nothing_to_show("nothing to show: that is before the first revision");
        }
        for (const auto* revision : revisions) {
            print(long_block(graph, *revision));
        }
        return 0;
    }
    auto json = to_json(graph, revisions);
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        json[i]["description"] = revisions[i]->description;
    }
    print_json(json);
    return 0;
}

} // namespace

const Command k_show_command{
    .name = "show",
    .summary = "show revisions in full",
    .examples = "headstart show head\n"
                "headstart show 3f2a1c --format json\n"
                "headstart show current               # connects",
    .options = k_reading_options,
    .positional = {"revision", "which: an id or its beginning, a label, head, heads, -N, current",
                   PositionalSpec::Count::many, "head,heads,current"},
    .run = show,
};

} // namespace headstart::commands
