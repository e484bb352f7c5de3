#include "commands/inspection.hpp"
#include "commands/listing.hpp"
#include "commands/nothing_to_show.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "migrate/half_done.hpp"
#include "revision/describe.hpp"
#include "revision/history.hpp"

#include <fmt/format.h>

#include <array>

namespace headstart::commands {

namespace {

void require_at_heads(const revision::RevisionGraph& graph, const database::Standing& standing) {
    if (!standing.half_done.empty()) {
        throw diag::Error(diag::ExitCode::findings, migrate::describe_all(standing, graph));
    }
    if (revision::is_at_heads(graph, standing.rows)) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::pending;
    problem.message = "Database is not on all head revisions";
    problem.hint = hint_to_upgrade(graph);
    throw diag::Error(diag::ExitCode::findings, std::move(problem));
}

int current(Context& context, const Arguments& arguments) {
    const auto format = format_of(arguments);
    const auto scripts = load_scripts(context);
    const auto& graph = scripts.graph();
    const auto session = open_session(context, Patience::asks_once, false);
    const auto standing = session->read_standing();
    const auto revisions = revision::select_current(graph, standing.rows);
    if (arguments.flag("--check-heads")) {
        require_at_heads(graph, standing);
    }
    migrate::warn_of_half_done(standing, graph, session->reporter());
    if (format == Format::json) {
        auto json = nlohmann::ordered_json::array();
        for (const auto* revision : revisions) {
            json.push_back(to_json(graph, *revision));
            json.back()["is_half_done"] = is_half_done(standing, revision->id);
        }
        print_json(json);
        return 0;
    }
    if (arguments.flag("--verbose")) {
        print_line(fmt::format("Current revision(s) for {}:", session->describe()));
    }
    if (revisions.empty()) {
        say_nothing_to_show(standing.has_version_table
                                ? "the database is at base: no revision is applied"
                                : "the database has no version table: no revision is applied");
    }
    for (const auto* revision : revisions) {
        const revision::Marks marks{.is_half_done = is_half_done(standing, revision->id)};
        print(arguments.flag("--verbose") ? long_block(graph, *revision, marks)
                                          : revision::current_line(graph, *revision, marks) + "\n");
    }
    return 0;
}

constexpr std::array k_current_options{
    k_verbose,
    OptionSpec{"--check-heads", "", "fail (exit code 5) unless the database is at all heads"},
    k_format,
};

} // namespace

const Command k_current_command{
    .name = "current",
    .summary = "show what the database is at",
    .examples = "headstart current\n"
                "headstart current --format json",
    .options = k_current_options,
    .run = current,
};

} // namespace headstart::commands
