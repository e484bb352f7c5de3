#include "commands/successor.hpp"

#include "commands/output.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace headstart::commands {

namespace {

bool is_headstart(const std::vector<std::string>& command) {
    return std::filesystem::path(command.front()).filename() == "headstart";
}

/// An image may hold it where no PATH leads to.
process::Application headstart_of(const std::vector<std::string>& command) {
    const auto& name = command.front();
    const bool is_found = name.find('/') != std::string::npos || process::is_in_path(name);
    return is_found ? process::find_application(command) : process::Application{"/proc/self/exe", command};
}

} // namespace

std::optional<process::Application> find_successor(Context& context, const Arguments& arguments) {
    const auto& command = arguments.application;
    if (command.empty()) {
        if (arguments.has_separator) {
            diag::log_warning("no command stands behind `--`, so none will be started",
                              {{"event", "no_command"}});
        }
        return std::nullopt;
    }
    if (is_headstart(command)) {
        const auto headstart = headstart_of(command);
        context.signals.reset(); // its own affair
        process::exec_application(headstart, {});
    }
    return process::find_application(command);
}

int give_way(Context& context, const std::optional<process::Application>& application) {
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
