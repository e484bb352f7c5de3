#include "commands/context.hpp"
#include "commands/manual.hpp"
#include "commands/table.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int manual_page(Context& /*context*/, const Arguments& /*arguments*/) {
    print_as_is(manual(all_commands()));
    return 0;
}

} // namespace headstart::commands
