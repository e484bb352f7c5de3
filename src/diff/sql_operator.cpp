#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Operator;

std::string sql_operator_designation(const Object& object) {
    return "OPERATOR " + object.name;
}

Statements create_sql_operator(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& made = object.as<Operator>();
    std::vector<std::string> options{"FUNCTION = " + made.function};
    const auto add = [&](std::string_view name, const std::optional<std::string>& value) {
        if (value) {
            options.push_back(fmt::format("{} = {}", name, *value));
        }
    };
    add("LEFTARG", made.left);
    add("RIGHTARG", made.right);
    add("COMMUTATOR", made.commutator);
    add("NEGATOR", made.negator);
    add("RESTRICT", made.restriction);
    add("JOIN", made.join);
    if (made.hashes) {
        options.emplace_back("HASHES");
    }
    if (made.merges) {
        options.emplace_back("MERGES");
    }
    return {{fmt::format("CREATE OPERATOR {} (\n    {}\n)", made.sql_name, base::join(options, ",\n    "))}};
}

Statements drop_sql_operator(const Object& object) {
    return {{fmt::format("DROP OPERATOR {}", object.name)}};
}

/// The estimators; on 17 and newer also what was not said before.
std::vector<Way> alter_operator(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Operator>();
    const auto& after = to.as<Operator>();
    std::vector<std::string> changes;
    const auto add = [&](std::string_view name, const std::optional<std::string>& old,
                         const std::optional<std::string>& wanted) {
        if (old != wanted) {
            changes.push_back(fmt::format("{} = {}", name, wanted.value_or("NONE")));
        }
    };
    add("RESTRICT", before.restriction, after.restriction);
    add("JOIN", before.join, after.join);
    add("COMMUTATOR", before.commutator, after.commutator);
    add("NEGATOR", before.negator, after.negator);
    if (before.hashes != after.hashes) {
        changes.emplace_back("HASHES");
    }
    if (before.merges != after.merges) {
        changes.emplace_back("MERGES");
    }
    const bool can_be_set = before.function == after.function && !(before.hashes && !after.hashes) &&
                            !(before.merges && !after.merges) &&
                            (!before.commutator || before.commutator == after.commutator) &&
                            (!before.negator || before.negator == after.negator);
    if (!can_be_set) {
        return {};
    }
    return {{{fmt::format("ALTER OPERATOR {} SET ({})", to.name, base::join(changes, ", "))}}};
}

} // namespace

const Rules k_sql_operator_rules{
    .kind = Kind::sql_operator,
    .designation = sql_operator_designation,
    .create = create_sql_operator,
    .drop = drop_sql_operator,
    .alter = alter_operator,
};

} // namespace headstart::diff
