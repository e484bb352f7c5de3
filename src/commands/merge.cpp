#include "commands/new_file.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int merge(Context& context, const Arguments& arguments) {
    return write_new_file(
        context, arguments,
        {.parents = arguments.positionals(), .message = arguments.value("--message"), .joins = true});
}

} // namespace headstart::commands
