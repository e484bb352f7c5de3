#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Policy;

std::string policy_designation(const Object& object) {
    return fmt::format("POLICY {} ON {}", object.name, object.parent_name);
}

Statements create_policy(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& policy = object.as<Policy>();
    auto sql = "CREATE " + policy_designation(object);
    if (!policy.is_permissive) {
        sql += " AS RESTRICTIVE";
    }
    if (policy.command != "ALL") {
        sql += " FOR " + policy.command;
    }
    if (policy.roles != std::vector<std::string>{"PUBLIC"}) {
        sql += " TO " + base::join(policy.roles, ", ");
    }
    if (policy.usage) {
        sql += fmt::format(" USING ({})", *policy.usage);
    }
    if (policy.check) {
        sql += fmt::format(" WITH CHECK ({})", *policy.check);
    }
    return {{sql}};
}

Statements drop_policy(const Object& object) {
    return {{"DROP " + policy_designation(object)}};
}

/// ALTER POLICY gives expressions others, but takes none away.
std::vector<Way> alter_policy(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Policy>();
    const auto& after = to.as<Policy>();
    if (before.is_permissive != after.is_permissive || before.command != after.command ||
        (before.usage && !after.usage) || (before.check && !after.check)) {
        return {};
    }
    auto sql = "ALTER " + policy_designation(to);
    if (before.roles != after.roles) {
        sql += " TO " + base::join(after.roles, ", ");
    }
    if (before.usage != after.usage) {
        sql += fmt::format(" USING ({})", *after.usage);
    }
    if (before.check != after.check) {
        sql += fmt::format(" WITH CHECK ({})", *after.check);
    }
    return {{{sql}}};
}

} // namespace

const Rules k_policy_rules{
    .kind = Kind::policy,
    .designation = policy_designation,
    .create = create_policy,
    .drop = drop_policy,
    .alter = alter_policy,
};

} // namespace headstart::diff
