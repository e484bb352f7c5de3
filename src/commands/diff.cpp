#include "commands/comparison.hpp"
#include "commands/plan_text.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"

namespace headstart::commands {

int diff(Context& context, const Arguments& arguments) {
    const auto from = arguments.value("--from");
    const auto to = arguments.value("--to");
    if (!from && !to) {
        throw usage_error("diff needs a schema to compare", "name one with --from, --to, or both");
    }
    const diff::Compared compared{.privileges = true, .owners = arguments.flag("--owners")};
    Comparison comparison(context, read_schema_source(context, from.value_or("migrations")),
                          read_schema_source(context, to.value_or("schema")), compared);
    if (!comparison.is_same()) {
        print_as_is(plan_text(comparison.prove_up().steps));
    }
    return 0;
}

} // namespace headstart::commands
