#include "revision/history.hpp"

#include "commands/listing.hpp"
#include "commands/verbs.hpp"
#include "revision/describe.hpp"
#include "revision/identifier.hpp"

namespace headstart::commands {

int history(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    const auto range = arguments.value("--rev-range");
    const bool indicates_current = arguments.flag("--indicate-current");
    // The files know the whole history: only `current` and -i need the database.
    std::vector<std::string> rows;
    if (indicates_current || (range && revision::refers_to_current(*range))) {
        rows = open_session(context, Patience::asks_once, false)->read_standing().rows;
    }
    auto json = nlohmann::ordered_json::array();
    for (const auto* revision : revision::select_history(graph, range, rows)) {
        const bool is_current = indicates_current && contains(rows, revision->id);
        if (format == Format::json) {
            json.push_back(to_json(graph, *revision));
            if (indicates_current) {
                json.back()["is_current"] = is_current;
            }
        } else {
            print(arguments.flag("--verbose") ? long_block(graph, *revision, is_current)
                                              : revision::history_line(graph, *revision, is_current) + "\n");
        }
    }
    if (format == Format::json) {
        print_json(json);
    }
    return 0;
}

int heads(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    auto json = nlohmann::ordered_json::array();
    for (const auto* revision : revision::select_heads(graph, arguments.flag("--resolve-dependencies"))) {
        if (format == Format::json) {
            json.push_back(to_json(graph, *revision));
        } else {
            print(arguments.flag("--verbose") ? long_block(graph, *revision)
                                              : revision::heads_line(graph, *revision) + "\n");
        }
    }
    if (format == Format::json) {
        print_json(json);
    }
    return 0;
}

} // namespace headstart::commands
