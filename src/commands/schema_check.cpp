#include "commands/schema_check.hpp"

#include "base/text.hpp"
#include "commands/comparison.hpp"
#include "commands/plan_text.hpp"
#include "diag/codes.hpp"
#include "diff/announcement.hpp"

#include <fmt/format.h>

namespace headstart::commands {

namespace {

/// The statements as notes, one line each.
std::vector<std::string> sql_lines(const prove::Proof& proof) {
    std::vector<std::string> lines;
    const auto text = plan_text(proof.steps);
    for (const auto line : base::split_list(text, "\n")) {
        lines.emplace_back(line);
    }
    return lines;
}

diag::Diagnostic finding(std::string_view code, std::string message, std::vector<std::string> notes,
                         std::string hint) {
    diag::Diagnostic one;
    one.code = code;
    one.message = std::move(message);
    one.notes = std::move(notes);
    one.hint = std::move(hint);
    return one;
}

} // namespace

bool is_schema_declared(const Context& context) {
    return !context.settings.schema->empty() || !context.settings.schema_command->empty();
}

std::vector<diag::Diagnostic> find_undone_declarations(Context& context) {
    Comparison comparison(context, migrated_schema(), declared_schema(context),
                          {.grants = GrantsCount::if_goal_has_any});
    if (comparison.is_same()) {
        return {};
    }
    return {finding(diag::code::schema_differs,
                    fmt::format("New upgrade operations detected: {}",
                                base::join(diff::announce(comparison.context(), comparison.renames()), ", ")),
                    sql_lines(comparison.prove_up()),
                    "`headstart revision --autogenerate -m \"…\"` writes them into a new migration")};
}

std::vector<diag::Diagnostic> find_drift(Context& context, const std::vector<std::string>& rows) {
    const SchemaSource expected{SchemaSource::Kind::migrations, base::join(rows, " ")};
    Comparison comparison(context, expected, read_schema_source(context, "database"),
                          {.grants = GrantsCount::if_present_has_any});
    if (comparison.is_same()) {
        return {};
    }
    return {
        finding(diag::code::drift,
                fmt::format("the database is not what its revision{} {} should be: {}",
                            rows.size() == 1 ? "" : "s", base::join(rows, ", "),
                            base::join(diff::announce(comparison.context(), comparison.renames()), ", ")),
                sql_lines(comparison.prove_down()),
                "these statements take it back; or write a migration that does what was done by hand, and "
                "`headstart stamp` it")};
}

} // namespace headstart::commands
