#include "base/shell_words.hpp"
#include "commands/context.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "process/child.hpp"
#include "revision/identifier.hpp"

#include <fmt/format.h>

#include <system_error>

namespace headstart::commands {

namespace {

/// $VISUAL, $EDITOR, or vi; each may come with options ("code --wait").
std::vector<std::string> choose_editor(const settings::Environment& environment) {
    for (const auto* const name : {"VISUAL", "EDITOR"}) {
        if (const auto found = environment.find(name)) {
            const auto words = base::split_shell_words(found->value);
            if (!words || words->empty()) {
                throw usage_error(fmt::format("{} is no command: {}", name, found->value),
                                  "a quote in it does not end");
            }
            return *words;
        }
    }
    return {"vi"};
}

[[noreturn]] void fail_to_start(const std::string& editor, const process::ChildOutcome& outcome) {
    diag::Diagnostic problem;
    problem.code = outcome.status == 127 ? diag::code::command_not_found : diag::code::cannot_execute;
    problem.message = fmt::format("cannot start the editor {}: {}", editor,
                                  std::generic_category().message(outcome.start_error));
    problem.hint = "set VISUAL or EDITOR to an editor that is installed";
    throw diag::Error(static_cast<diag::ExitCode>(outcome.status), std::move(problem));
}

diag::Error nothing_to_edit(const std::string& name) {
    if (name == "current") {
        return diag::refusal(diag::code::unknown_revision, "No current revisions",
                             "the database is at base: `headstart edit head` opens the newest file");
    }
    return diag::refusal(diag::code::unknown_revision,
                         fmt::format("No revision files indicated by symbol '{}'", name),
                         "`headstart history` lists the revisions of the folder");
}

int edit(Context& context, const Arguments& arguments) {
    const auto name = arguments.positionals().front();
    const auto scripts = load_scripts(context);
    std::vector<std::string> rows;
    if (revision::refers_to_current(name)) {
        rows = open_session(context, Patience::asks_once, false)->read_standing().rows;
    }
    const auto revisions = revision::resolve(scripts.graph(), name, rows);
    if (revisions.empty()) {
        throw nothing_to_edit(name);
    }
    auto command = choose_editor(context.settings.environment);
    const auto editor = command.front();
    for (const auto* revision : revisions) {
        command.push_back(revision->path);
    }
    const auto outcome =
        process::run_child(std::move(command), {}, environment_for_child(context), base::WaitContext::none());
    if (outcome.start_error != 0) {
        fail_to_start(editor, outcome);
    }
    return outcome.status;
}

} // namespace

const Command k_edit_command{
    .name = "edit",
    .summary = "open a migration file in $VISUAL or $EDITOR",
    .examples = "headstart edit head",
    .positional = {"revision", "which: as for show", PositionalSpec::Count::one, "head"},
    .run = edit,
};

} // namespace headstart::commands
