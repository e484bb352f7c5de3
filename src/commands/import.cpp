#include "commands/import_alembic.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int import_history(Context& context, const Arguments& arguments) {
    return import_alembic(context, arguments);
}

} // namespace headstart::commands
