#include "commands/context.hpp"
#include "commands/schema_wait.hpp"
#include "commands/shared_options.hpp"
#include "commands/successor.hpp"
#include "commands/verbs.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <array>

namespace headstart::commands {

namespace {

void migrate_to(Context& context, const Arguments& arguments, const std::string& target) {
    start_heartbeat(context);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();
    context.creates_database = arguments.flag("--create-database");
    const auto session = open_session(context, Patience::waits);
    migrate::Outcome outcome;
    look_for_metrics(context, *session, scripts, [&] {
        outcome = migrate::upgrade(*session, scripts, {target}, run_options(context, Patience::waits));
    });
    if (outcome.applied == 0 && !outcome.is_ahead) {
        diag::log_info(fmt::format("the database is at {} already", target), {{"event", "up_to_date"}});
    }
}

/// Sees to the schema, as the mode has it. The session, and with it the lock, has ended when it returns: the
/// application starts with nothing of ours open.
void see_to_schema(Context& context, const Arguments& arguments) {
    const auto target = arguments.value("--target").value_or("head");
    switch (*context.settings.mode) {
    case settings::StartMode::upgrade:
        migrate_to(context, arguments, target);
        return;
    case settings::StartMode::wait: {
        const auto deadline = base::Deadline::after(*context.settings.wait_timeout);
        start_heartbeat(context);
        const auto session = open_session(context, Patience::waits, false);
        wait_for_revision(context, *session, target, deadline);
        return;
    }
    case settings::StartMode::check: {
        start_heartbeat(context);
        const auto session = open_session(context, Patience::waits, false);
        require_revision(context, *session, target);
        return;
    }
    case settings::StartMode::off:
        return;
    }
}

} // namespace

/// The main job: wait, lock, upgrade head, exec; or what else the mode says in place of the first three.
namespace {

int run(Context& context, const Arguments& arguments) {
    if (*context.settings.mode == settings::StartMode::upgrade) {
        start_metrics(context); // an application that cannot be started is a run that has failed
    }
    const auto application = find_successor(context, arguments);
    see_to_schema(context, arguments);
    return give_way(context, application);
}

constexpr std::array k_run_options{
    OptionSpec{"--target", "REVISION", "upgrade to this revision instead of head"},
    k_create_database,
};

} // namespace

const Command k_run_command{
    .name = "run",
    .summary = "wait, lock, upgrade, then become the application",
    .examples = "headstart run -- uvicorn app:main\n"
                "headstart run                       # an init container: no command, exit 0 at head\n"
                "headstart run --target 3f2a1c -- ./server\n"
                "headstart run --mode wait -- ./server    # or HEADSTART_MODE: wait for who migrates",
    .options = k_run_options,
    .takes_application = true,
    .run = run,
};

} // namespace headstart::commands
