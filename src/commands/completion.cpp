#include "commands/completion_scripts.hpp"
#include "commands/context.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::commands {

namespace {

int completion(Context& /*context*/, const Arguments& arguments) {
    const auto shell = arguments.positional().value_or("");
    const auto& scripts = completion_scripts::all;
    const auto* const found = std::find_if(scripts.begin(), scripts.end(),
                                           [&](const auto& script) { return script.first == shell; });
    if (found == scripts.end()) {
        throw usage_error(fmt::format("there is no completion for the shell {}", shown(shell)),
                          "for bash, zsh and fish there is: headstart completion bash");
    }
    print_as_is(found->second);
    return 0;
}

} // namespace

const Command k_completion_command{
    .name = "completion",
    .summary = "print what completes a command line of headstart in a shell",
    .examples = "source <(headstart completion bash)                  # in ~/.bashrc\n"
                "source <(headstart completion zsh)                   # in ~/.zshrc, behind compinit\n"
                "headstart completion fish | source                   # in ~/.config/fish/config.fish",
    .positional = {"shell", "bash, zsh or fish", PositionalSpec::Count::one, "bash,zsh,fish"},
    .run = completion,
};

} // namespace headstart::commands
