#include "base/printable.hpp"
#include "commands/completing.hpp"
#include "commands/context.hpp"
#include "commands/table.hpp"
#include "commands/verbs.hpp"
#include "settings/environment.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace headstart::commands {

namespace {

/// How the scripts in src/commands/completion/ are told what the shell is to add.
constexpr std::array<std::pair<ShellKnows, std::string_view>, 3> k_directives{{
    {ShellKnows::files, ":files\n"},
    {ShellKnows::folders, ":folders\n"},
    {ShellKnows::programs, ":programs\n"},
}};

/// Ids, newest first, and labels. None where the folder cannot be read: whoever types is not to be
/// interrupted by an error.
std::vector<Candidate> revision_names(const settings::FlagValues& flags, Context& context) {
    std::vector<Candidate> names;
    try {
        context.settings = settings::load(flags, settings::Environment::of_process(), {}, context.stop());
        const auto scripts = load_scripts(context);
        const auto& revisions = scripts.graph().revisions();
        for (const auto& revision : revisions) {
            for (const auto& label : revision.branch_labels) {
                names.push_back({label, fmt::format("branch that begins with {}", revision.id)});
            }
        }
        for (auto revision = revisions.rbegin(); revision != revisions.rend(); ++revision) {
            names.push_back({revision->id, revision->message});
        }
    } catch (const diag::Error&) {
        names.clear();
    }
    return names;
}

int complete(Context& context, const Arguments& arguments) {
    diag::configure_log(diag::LogLevel::off, diag::LogFormat::text); // a prompt is no place for warnings
    const auto completion =
        complete_words(arguments.application, all_commands(),
                       [&](const settings::FlagValues& flags) { return revision_names(flags, context); });
    for (const auto& [word, description] : completion.candidates) {
        print_as_is(description.empty() ? word + "\n"
                                        : fmt::format("{}\t{}\n", word, base::printable(description)));
    }
    for (const auto& [others, directive] : k_directives) {
        if (others == completion.others) {
            print_as_is(directive);
        }
    }
    return 0;
}

} // namespace

const Command k_complete_command{
    .name = "complete",
    .summary = "for completion: what fits behind the words that follow, the last of which is being typed",
    .examples = "headstart complete -- upgrade 3f",
    .takes_application = true,
    .run = complete,
    .is_hidden = true,
};

} // namespace headstart::commands
