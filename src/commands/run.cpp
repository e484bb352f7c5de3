#include "commands/context.hpp"
#include "commands/verbs.hpp"
#include "diag/log.hpp"
#include "process/application.hpp"

#include <fmt/format.h>

namespace headstart::commands {

/// The main job: wait, lock, upgrade head, exec.
int run(Context& context, const Arguments& arguments) {
    start_metrics(context);
    // The command is looked up first: a slip of the finger there must not cost a migration.
    std::optional<process::Application> application;
    if (!arguments.application.empty()) {
        application = process::find_application(arguments.application);
    }
    start_heartbeat(context);
    const auto scripts = load_scripts(context);
    scripts.require_revisions();

    // The session, and with it the lock, ends with this scope: the application starts with nothing of ours
    // open.
    {
        context.creates_database = arguments.flag("--create-database");
        const auto session = open_session(context, Patience::waits);
        const auto target = arguments.value("--target").value_or("head");
        migrate::Outcome outcome;
        look_for_metrics(context, *session, scripts, [&] {
            outcome = migrate::upgrade(*session, scripts, {target}, run_options(context, Patience::waits));
        });
        if (outcome.applied == 0 && !outcome.is_ahead) {
            diag::log_info(fmt::format("the database is at {} already", target), {{"event", "up_to_date"}});
        }
    }

    if (!application) {
        return 0;
    }
    context.stop().require_no_stop();
    write_metrics(context, 0);
    diag::log_info(fmt::format("starting {}", application->arguments.front()),
                   {{"event", "exec"}, {"command", application->arguments.front()}});
    // The log line takes as long as the reader of the log does.
    context.stop().require_no_stop();
    start_application(context, *application);
}

} // namespace headstart::commands
