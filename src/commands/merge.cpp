#include "commands/new_file.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"

#include <array>

namespace headstart::commands {

namespace {

int merge(Context& context, const Arguments& arguments) {
    return write_new_file(
        context, arguments,
        {.parents = arguments.positionals(), .message = arguments.value("--message"), .joins = true});
}

constexpr std::array k_merge_options{
    k_message,
    k_rev_id,
    k_branch_label,
    OptionSpec{"--splice", "", "allow a revision that is no head"},
};

} // namespace

const Command k_merge_command{
    .name = "merge",
    .summary = "write a file that joins heads",
    .examples = "headstart merge heads                # the message names them\n"
                "headstart merge -m \"join billing and users\" 3f2a1c 9b1e04",
    .options = k_merge_options,
    .positional = {"revision", "the heads to join, in this order", PositionalSpec::Count::many, "heads"},
    .run = merge,
};

} // namespace headstart::commands
