#include "commands/new_file.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int new_revision(Context& context, const Arguments& arguments) {
    return write_new_file(context, arguments, {arguments.value("--head").value_or("head")});
}

} // namespace headstart::commands
