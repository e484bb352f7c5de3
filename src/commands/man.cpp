#include "commands/context.hpp"
#include "commands/manual.hpp"
#include "commands/table.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

namespace {

int manual_page(Context& /*context*/, const Arguments& /*arguments*/) {
    print_as_is(manual(all_commands()));
    return 0;
}

} // namespace

const Command k_man_command{
    .name = "man",
    .summary = "print the manual page",
    .examples = "headstart man | man -l -",
    .run = manual_page,
};

} // namespace headstart::commands
