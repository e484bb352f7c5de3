#include "commands/listing.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "revision/describe.hpp"
#include "revision/history.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

[[noreturn]] void fail_not_at_heads() {
    diag::Diagnostic problem;
    problem.code = diag::code::pending;
    problem.message = "Database is not on all head revisions";
    problem.hint = "run `headstart upgrade heads`";
    throw diag::Error(diag::ExitCode::findings, std::move(problem));
}

} // namespace

int current(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    const auto session = open_session(context, Patience::asks_once, false);
    const auto rows = session->read_standing().rows;
    const auto revisions = revision::select_current(graph, rows);
    if (arguments.flag("--check-heads") && !revision::is_at_heads(graph, rows)) {
        fail_not_at_heads();
    }
    if (format == Format::json) {
        auto json = nlohmann::ordered_json::array();
        for (const auto* revision : revisions) {
            json.push_back(to_json(graph, *revision));
        }
        print_json(json);
        return 0;
    }
    if (arguments.flag("--verbose")) {
        print_line(fmt::format("Current revision(s) for {}:", session->describe()));
    }
    for (const auto* revision : revisions) {
        print(arguments.flag("--verbose") ? long_block(graph, *revision)
                                          : revision::current_line(graph, *revision) + "\n");
    }
    return 0;
}

} // namespace headstart::commands
