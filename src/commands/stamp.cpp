#include "commands/context.hpp"
#include "commands/run_mode.hpp"
#include "commands/shared_options.hpp"
#include "commands/stamp_from.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"

#include <array>

namespace headstart::commands {

namespace {

/// What is stamped is told by the revisions, or by another tool's table, and not by both.
void check_target(const Arguments& arguments) {
    const bool is_from = arguments.value("--from").has_value();
    if (!is_from && arguments.positionals().empty()) {
        throw usage_error("headstart stamp needs a revision", "\"headstart stamp --help\" shows examples");
    }
    if (!is_from && arguments.value("--table")) {
        throw usage_error("--table needs --from", "headstart stamp --from TOOL --table TABLE");
    }
    if (is_from &&
        (!arguments.positionals().empty() || arguments.flag("--purge") || arguments.flag("--sql"))) {
        throw usage_error("Can't use --from with a revision, --purge or --sql",
                          "the other tool's table says which revisions are applied: leave the rest out");
    }
}

int stamp(Context& context, const Arguments& arguments) {
    check_target(arguments);
    const auto mode = run_mode_of(arguments);
    if (mode == RunMode::runs) {
        start_metrics(context);
    }
    const auto scripts = load_scripts(context);
    if (const auto tool = arguments.value("--from")) {
        return stamp_from(context, arguments, scripts, *tool);
    }
    if (mode == RunMode::writes_script) {
        if (arguments.flag("--purge")) {
            throw usage_error("Can't use --purge with --sql mode",
                              "--purge looks at the rows there are; leave out one of the two");
        }
        const auto script = begin_script(context);
        migrate::write_stamp(*script, scripts, arguments.positionals(), script_options(context, arguments));
        script->finish();
        return 0;
    }
    start_heartbeat(context);
    const auto session = open_session(context, Patience::asks_once);
    look_for_metrics(context, *session, scripts, [&] {
        migrate::stamp(*session, scripts, arguments.positionals(), arguments.flag("--purge"),
                       run_options(context));
    });
    return 0;
}

constexpr std::array k_stamp_options{
    k_sql,
    k_tag,
    OptionSpec{"--purge", "", "delete all rows of the version table first, whatever they are"},
    OptionSpec{"--from", "TOOL", "what another tool's own table says is applied: flyway, goose, …, auto"},
    OptionSpec{"--table", "TABLE",
               "with --from: that table, where the tool was told to use another than its own"},
};

int ensure_version(Context& context, const Arguments& arguments) {
    if (run_mode_of(arguments) == RunMode::writes_script) {
        const auto script = begin_script(context);
        migrate::write_ensure_version(*script, script_options(context, arguments));
        script->finish();
        return 0;
    }
    start_heartbeat(context);
    const auto session = open_session(context, Patience::asks_once);
    migrate::ensure_version(*session, run_options(context));
    return 0;
}

constexpr std::array k_ensure_version_options{k_sql};

} // namespace

const Command k_stamp_command{
    .name = "stamp",
    .summary = "change the version table and run nothing",
    .examples = "headstart stamp head                # adopt a database that is there already\n"
                "headstart stamp --purge 3f2a1c\n"
                "headstart stamp --from flyway        # what Flyway has applied",
    .options = k_stamp_options,
    .positional = {"revision", "what the database shall be said to be at", PositionalSpec::Count::any,
                   "head,heads,base"},
    .run = stamp,
};

const Command k_ensure_version_command{
    .name = "ensure-version",
    .summary = "create the version table and the journal if they are not there",
    .examples = "headstart ensure-version",
    .options = k_ensure_version_options,
    .run = ensure_version,
};

} // namespace headstart::commands
