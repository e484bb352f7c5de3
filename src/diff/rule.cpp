#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Rule;

std::string rule_designation(const Object& object) {
    return fmt::format("RULE {} ON {}", object.name, object.parent_name);
}

Statement enable_rule(const Object& object) {
    const char enabled = object.as<Rule>().enabled;
    const auto* const change = enabled == 'D'   ? "DISABLE"
                               : enabled == 'R' ? "ENABLE REPLICA"
                               : enabled == 'A' ? "ENABLE ALWAYS"
                                                : "ENABLE";
    return {fmt::format("ALTER TABLE {} {} RULE {}", object.parent_name, change, object.name)};
}

Statements create_rule(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    Statements statements{{"CREATE RULE " + object.as<Rule>().definition}};
    if (object.as<Rule>().enabled != 'O') {
        statements.push_back(enable_rule(object));
    }
    return statements;
}

Statements drop_rule(const Object& object) {
    return {{fmt::format("DROP RULE {} ON {}", object.name, object.parent_name)}};
}

/// A rule that is replaced stays enabled or not.
std::vector<Way> alter_rule(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Rule>();
    const auto& after = to.as<Rule>();
    Way way;
    if (before.definition != after.definition) {
        way.push_back({"CREATE OR REPLACE RULE " + after.definition});
    }
    if (before.enabled != after.enabled) {
        way.push_back(enable_rule(to));
    }
    return {way};
}

} // namespace

const Rules k_rule_rules{
    .kind = Kind::rule,
    .designation = rule_designation,
    .create = create_rule,
    .drop = drop_rule,
    .alter = alter_rule,
};

} // namespace headstart::diff
