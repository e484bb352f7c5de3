#include "commands/listing.hpp"
#include "commands/nothing_to_show.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "revision/describe.hpp"
#include "revision/history.hpp"
#include "scripts/heads_file.hpp"

#include <array>

namespace headstart::commands {

namespace {

int heads(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    const auto revisions = revision::select_heads(graph, arguments.flag("--resolve-dependencies"));
    if (arguments.flag("--write-file")) {
        scripts::write_heads_file(scripts::heads_file_path(scripts.folders().front()),
                                  scripts::heads_text(graph));
    }
    if (format == Format::json) {
        print_json(to_json(graph, revisions));
        return 0;
    }
    if (revisions.empty()) {
        say_nothing_to_show("no revisions");
    }
    for (const auto* revision : revisions) {
        print(arguments.flag("--verbose") ? long_block(graph, *revision)
                                          : revision::heads_line(graph, *revision) + "\n");
    }
    return 0;
}

constexpr std::array k_heads_options{
    k_verbose,
    OptionSpec{"--resolve-dependencies", "", "leave out heads that another revision depends on"},
    OptionSpec{"--write-file", "", "write heads.txt anew (see the setting heads_file)"},
    k_format,
};

} // namespace

const Command k_heads_command{
    .name = "heads",
    .summary = "list the newest revisions",
    .examples = "headstart heads",
    .options = k_heads_options,
    .run = heads,
};

} // namespace headstart::commands
