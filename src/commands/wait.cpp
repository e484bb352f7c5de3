#include "commands/context.hpp"
#include "commands/schema_wait.hpp"
#include "commands/successor.hpp"
#include "commands/verbs.hpp"

#include <array>

namespace headstart::commands {

namespace {

int wait(Context& context, const Arguments& arguments) {
    const auto application = find_successor(context, arguments);
    const auto deadline = base::Deadline::after(*context.settings.wait_timeout);
    start_heartbeat(context);
    {
        // Who only waits may talk to a standby; who migrates may not. An application that writes says so in
        // its URL (target_session_attrs=read-write), and is then waited for too.
        const auto session = open_session(context, Patience::waits, false);
        if (const auto target = arguments.value("--for")) {
            wait_for_revision(context, *session, *target, deadline);
        }
    }
    return give_way(context, application);
}

constexpr std::array k_wait_options{
    OptionSpec{"--for", "REVISION", "wait until another one has brought the schema to this revision"},
};

} // namespace

const Command k_wait_command{
    .name = "wait",
    .summary = "wait until the database is ready",
    .examples = "headstart wait --wait-timeout 2m\n"
                "headstart wait --for head           # until another container has migrated\n"
                "headstart wait --for head -- ./server    # and then become the application",
    .options = k_wait_options,
    .takes_application = true,
    .run = wait,
};

} // namespace headstart::commands
