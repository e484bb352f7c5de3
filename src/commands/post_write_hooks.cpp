#include "commands/post_write_hooks.hpp"

#include "base/shell_words.hpp"
#include "diag/log.hpp"
#include "process/child.hpp"

#include <fmt/format.h>

#include <optional>
#include <system_error>

namespace headstart::commands {

namespace {

constexpr std::string_view k_file_token = "REVISION_SCRIPT_FILENAME";

/// The hook's argv; nothing if its options cannot be split. The file's path is put in behind the split: it
/// may hold blanks. As in Alembic it comes first if the options do not name it.
std::optional<std::vector<std::string>> command_of(const settings::PostWriteHook& hook,
                                                   const std::string& file) {
    auto words = base::split_shell_words(hook.options);
    if (!words) {
        return std::nullopt;
    }
    bool names_file = false;
    for (auto& word : *words) {
        for (auto at = word.find(k_file_token); at != std::string::npos;
             at = word.find(k_file_token, at + file.size())) {
            word.replace(at, k_file_token.size(), file);
            names_file = true;
        }
    }
    if (!names_file) {
        words->insert(words->begin(), file);
    }
    words->insert(words->begin(), hook.executable);
    return words;
}

/// Empty if all went well.
std::string run_hook(const Context& context, const settings::PostWriteHook& hook, const std::string& file) {
    const auto command = command_of(hook, file);
    if (!command) {
        return fmt::format("a quote in its options does not end: {}", hook.options);
    }
    const auto outcome = process::run_child(
        *command, hook.cwd, environment_for_child(context, hook.pass_environment), context.stop());
    if (outcome.start_error != 0) {
        return fmt::format("cannot start {}: {}", hook.executable,
                           std::generic_category().message(outcome.start_error));
    }
    return outcome.status == 0 ? "" : fmt::format("{} ended with status {}", hook.executable, outcome.status);
}

} // namespace

void run_post_write_hooks(const Context& context, const std::filesystem::path& file) {
    for (const auto& hook : *context.settings.post_write_hooks) {
        const auto name = hook.name.empty() ? hook.executable : hook.name;
        print_line(fmt::format("Running post write hook '{}' ...", name));
        flush_output(); // the child writes to the same stream
        const auto failure = run_hook(context, hook, file.string());
        print(failure.empty() ? "  done\n" : "  FAILED\n");
        if (!failure.empty()) {
            flush_output();
            diag::log_warning(
                fmt::format("post write hook '{}': {}; {} stays as it is", name, failure, file.string()),
                {{"event", "hook_failed"}, {"hook", name}});
        }
    }
}

} // namespace headstart::commands
