#include "base/duration.hpp"
#include "commands/context.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "process/application.hpp"
#include "process/heartbeat.hpp"

#include <fmt/format.h>

#include <array>

namespace headstart::commands {

using namespace std::chrono_literals;

namespace {

base::milliseconds patience_of(const Arguments& arguments) {
    const auto text = arguments.value("--within");
    const auto patience = text ? base::parse_duration(*text) : 30s;
    if (!patience) {
        throw usage_error(fmt::format("--within {} is not a duration", shown(*text)),
                          "write a number of seconds, or 30s, 5m, 1h");
    }
    return *patience;
}

[[noreturn]] void report_silence(const std::filesystem::path& file, base::milliseconds age) {
    diag::Diagnostic problem;
    problem.code = diag::code::no_heartbeat;
    problem.message = fmt::format("headstart has given no sign of life for {}", base::format_duration(age));
    problem.notes = {fmt::format("the heartbeat file is {}", file.string())};
    problem.hint = "it touches the file every second while it works or waits: it hangs, or was killed";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

} // namespace

/// One probe for both lives of a container: while the file is there headstart is asked, behind that the
/// application. In an image without a shell nothing else could tell the two apart.
namespace {

int alive(Context& context, const Arguments& arguments) {
    const auto& file = *context.settings.heartbeat_file;
    if (file.empty()) {
        throw usage_error("no heartbeat file is named",
                          "give --heartbeat-file, or HEADSTART_HEARTBEAT_FILE to the whole container");
    }
    const auto patience = patience_of(arguments);
    const auto age = process::age_of_heartbeat(file);
    if (age && *age > patience) {
        report_silence(file, *age);
    }
    if (age || arguments.application.empty()) {
        return 0;
    }
    start_application(context, process::find_application(arguments.application));
}

constexpr std::array k_alive_options{
    OptionSpec{"--within", "DURATION", "how old the last sign of life may be; default 30s"},
};

} // namespace

const Command k_alive_command{
    .name = "alive",
    .summary = "for a liveness probe: does the heartbeat file say that headstart is at work?",
    .examples = "headstart alive --heartbeat-file /tmp/headstart --within 30s\n"
                "headstart alive -- /server --ping    # once headstart has ended, ask the application",
    .options = k_alive_options,
    .takes_application = true,
    .run = alive,
};

} // namespace headstart::commands
