#include "commands/comparison.hpp"
#include "commands/listing.hpp"
#include "commands/plan_options.hpp"
#include "commands/plan_text.hpp"
#include "commands/shared_options.hpp"
#include "commands/verbs.hpp"
#include "diff/announcement.hpp"
#include "diff/look_alikes.hpp"

#include <array>

namespace headstart::commands {

namespace {

nlohmann::ordered_json look_alikes_json(const Comparison& comparison) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& one : diff::look_alikes(comparison.context())) {
        all.push_back({{"words", one.words}, {"mark", one.mark}});
    }
    return all;
}

/// `proof`: nothing where both are the same.
void print_diff_json(const Comparison& comparison, const std::optional<prove::Proof>& proof) {
    print_json({{"same", !proof},
                {"detected", diff::announce(comparison.context(), comparison.renames())},
                {"look_alikes", look_alikes_json(comparison)},
                {"transaction", !proof || !proof->needs_commits},
                {"statements", proof ? plan_json(proof->steps) : nlohmann::ordered_json::array()}});
}

int diff(Context& context, const Arguments& arguments) {
    const auto from = arguments.value("--from");
    const auto to = arguments.value("--to");
    const auto format = format_of(arguments);
    Comparison comparison(context, read_schema_source(context, from.value_or("migrations")),
                          read_schema_source(context, to.value_or("schema")), plan_options(arguments));
    std::optional<prove::Proof> proof;
    if (!comparison.is_same()) {
        proof = comparison.prove_up();
        refuse_hazards(arguments, proof->steps);
    }
    if (format == Format::json) {
        print_diff_json(comparison, proof);
        return 0;
    }
    warn_of_look_alikes(comparison);
    if (proof) {
        print_as_is(plan_text(proof->steps));
    }
    return 0;
}

constexpr std::array k_diff_options{
    OptionSpec{"--from", "SCHEMA",
               "what is there: file, folder, URL, migrations[@REV], database; default: migrations"},
    OptionSpec{"--to", "SCHEMA", "what is wanted, in the same forms; default: the declared schema"},
    k_owners,
    k_online,
    k_strict,
    k_allow,
    k_format,
};

} // namespace

const Command k_diff_command{
    .name = "diff",
    .summary = "print the statements that lead from one schema to another",
    .examples = "headstart diff --from schema.old.sql --to schema.sql",
    .options = k_diff_options,
    .run = diff,
};

} // namespace headstart::commands
