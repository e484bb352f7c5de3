#include "base/background.hpp"
#include "base/long_work.hpp"
#include "base/openssl.hpp"
#include "base/text.hpp"
#include "build_info.hpp"
#include "commands/authors.hpp"
#include "commands/branches_with.hpp"
#include "commands/context.hpp"
#include "commands/table.hpp"
#include "diag/codes.hpp"
#include "diag/last_word.hpp"
#include "diag/log.hpp"
#include "diag/progress_bar.hpp"
#include "diag/refusal.hpp"
#include "process/private_memory.hpp"
#include "process/standard_streams.hpp"
#include "revision/errors.hpp"
#include "settings/env_file.hpp"
#include "settings/misspelt.hpp"
#include "static/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <malloc.h>
#include <memory>
#include <new>
#include <system_error>
#include <unistd.h>

using namespace headstart;

namespace {

/// Before their first use: nothing that the environment or the machine's files name is loaded into this
/// process.
void keep_libraries_to_themselves() {
    base::ignore_openssl_configuration();
    if constexpr (build_info::k_is_static) {
        static_binary::look_names_up_without_plugins();
    }
}

int run_command(int argc, char** argv, commands::Context& context) {
    const auto line = commands::parse_command_line(argc, argv, commands::all_commands());
    if (line.command == nullptr) {
        if (line.exit_code == diag::ExitCode::ok) {
            commands::print_as_is(line.text); // ours, and perhaps painted
        } else {
            std::fputs(line.text.c_str(), stderr);
        }
        return static_cast<int>(line.exit_code);
    }
    context.settings = settings::load(line.flags, settings::Environment::of_process(), {}, context.stop());
    diag::choose_colour(*context.settings.color);
    diag::configure_log(*context.settings.log_level, *context.settings.log_format);
    if (const auto complaint = settings::complaint_about_env_file(context.settings)) {
        diag::log_warning(*complaint, {{"event", "env_file"}});
    }
    for (const auto& [name, meant] : settings::misspelt_variables(context.settings.environment)) {
        diag::log_warning(fmt::format("{} is no setting, and is passed over: did you mean {}?", name, meant),
                          {{"event", "misspelt_variable"}, {"variable", name}, {"meant", meant}});
    }
    try {
        context.pulses->add(std::make_unique<diag::ProgressPulse>());
        return line.command->run(context, line.arguments);
    } catch (revision::SeveralHeads& error) {
        if (!line.command->takes_application) { // which starts at once, whatever is told of
            error.name_authors(commands::authors_of(error.files(), context.stop()));
        }
        throw;
    } catch (revision::UnknownRows& error) {
        if (!line.command->takes_application) {
            for (const auto& note :
                 commands::notes_about_branches(error.ids(), *context.settings.dir, context.stop())) {
                error.add_note(note);
            }
        }
        throw;
    }
}

int report(const diag::Error& error) {
    constexpr std::size_t k_most =
        100; // of a folder that is none there may be one for each line of each file
    const auto& diagnostics = error.diagnostics();
    const auto shown = std::min(diagnostics.size(), k_most);
    std::for_each_n(diagnostics.begin(), shown - 1, diag::log_diagnostic);
    diag::log_failure(diagnostics[shown - 1], error.exit_code());
    if (const auto more = diagnostics.size() - shown; more > 0) {
        diag::log_warning(
            fmt::format("and {} like {}", base::counted(more, "more error"), more == 1 ? "this" : "these"),
            {{"event", "problems_left_out"}, {"count", diag::count_of(more)}});
    }
    return static_cast<int>(error.exit_code());
}

int report_stop(commands::Context& context) {
    const int signal = context.signals ? context.signals->take_signal().value_or(SIGTERM) : SIGTERM;
    diag::log_warning(fmt::format("stopped by signal {} ({})", signal, strsignal(signal)),
                      {{"event", "stopped"},
                       {"signal", std::int64_t{signal}},
                       {"exit_code", std::int64_t{diag::exit_status_of_signal(signal)}}});
    return diag::exit_status_of_signal(signal);
}

int report_internal(const std::exception& error) {
    diag::Diagnostic problem;
    problem.code = diag::code::internal;
    problem.message = error.what();
    problem.hint = "this is a fault of headstart: please report it, with the command and the log";
    diag::log_failure(problem, diag::ExitCode::failed);
    return static_cast<int>(diag::ExitCode::failed);
}

int report_out_of_memory() {
    diag::write_last_word(diag::code::out_of_memory, "there is not enough memory", diag::k_more_memory);
    return static_cast<int>(diag::ExitCode::failed);
}

int report_system(const std::system_error& error) {
    if (error.code() == std::errc::not_enough_memory) {
        return report_out_of_memory();
    }
    diag::log_failure(diag::refused_by_system(error), diag::ExitCode::failed);
    return static_cast<int>(diag::ExitCode::failed);
}

int run(int argc, char** argv, commands::Context& context) {
    try {
        keep_libraries_to_themselves();
        const int status = run_command(argc, argv, context);
        // It came when nothing was waited for any more: else it would end us on our way out, without a word.
        const bool is_stopped = context.signals && context.signals->wait_context().is_stop_requested();
        return is_stopped ? report_stop(context) : status;
    } catch (const base::Stopped&) {
        return report_stop(context);
    } catch (const diag::Error& error) {
        return report(error);
    } catch (const std::bad_alloc&) {
        return report_out_of_memory();
    } catch (const std::system_error& error) {
        return report_system(error);
    } catch (const std::exception& error) {
        return report_internal(error);
    }
}

/// The exit code, once the result has left us or has not.
int finish(int status) {
    try {
        commands::finish_output();
        return status;
    } catch (const diag::Error& error) {
        const int lost = report(error);
        return status == 0 ? lost : status;
    }
}

/// What is freed of a large file goes back to the system; else glibc keeps up to 64 MB of it for later.
constexpr int k_large_block = 1024 * 1024;

/// The whole program, but for its end.
int run_program(int argc, char** argv) {
    diag::say_why_we_terminate();
    diag::choose_colour(commands::colour_before_settings(argc, argv));
    diag::configure_log(diag::LogLevel::info, commands::format_before_settings(argc, argv));
    process::hold_standard_streams();
    process::keep_memory_private();
    commands::Context context;
    try {
        context.signals.emplace(); // before the first thread, and before anything that waits
    } catch (const std::system_error& error) {
        return report_system(error);
    }
    const base::LongWorkGuard guard(context.signals->wait_context(), [&] { ::_exit(report_stop(context)); });
    const int status = finish(run(argc, argv, context));
    commands::write_metrics(context, status);
    return status;
}

} // namespace

int main(int argc, char** argv) {
    ::mallopt(M_MMAP_THRESHOLD, k_large_block);
    const int status = run_program(argc, argv);
    if (!base::join_background()) {
        // A look-up or a request to cancel is still under way, on a thread that may use what exit() destroys.
        std::fflush(nullptr);
        ::_exit(status);
    }
    return status;
}
