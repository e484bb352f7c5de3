#include "base/text.hpp"
#include "diff/constraint.hpp"
#include "diff/kinds.hpp"
#include "diff/type_replacement.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Domain;

std::string domain_designation(const Object& object) {
    return "DOMAIN " + object.name;
}

Statements create_domain(const Object& object, const Parts& parts, unsigned level) {
    const auto& domain = object.as<Domain>();
    std::vector<std::string> clauses;
    if (domain.default_value) {
        clauses.push_back("DEFAULT " + *domain.default_value);
    }
    if (domain.is_not_null) {
        clauses.push_back(domain.not_null_name ? fmt::format("CONSTRAINT {} NOT NULL", *domain.not_null_name)
                                               : "NOT NULL");
    }
    for (const auto* part : parts) {
        clauses.push_back(constraint_clause(*part, level > 0));
    }
    auto sql = fmt::format("CREATE DOMAIN {} AS {}", object.name, domain.base_type);
    if (domain.collation) {
        sql += " COLLATE " + *domain.collation;
    }
    if (!clauses.empty()) {
        const auto* const between = clauses.size() == 1 ? " " : "\n    ";
        sql += between + base::join(clauses, between);
    }
    return {{sql}};
}

Statements drop_domain(const Object& object) {
    return {{fmt::format("DROP DOMAIN {}", object.name)}};
}

Statement set_domain_not_null(const Object& object) {
    const auto& domain = object.as<Domain>();
    return {fmt::format("ALTER DOMAIN {} {}", object.name,
                        domain.not_null_name
                            ? fmt::format("ADD CONSTRAINT {} NOT NULL", *domain.not_null_name)
                            : "SET NOT NULL"),
            {Hazard::scans_table, Hazard::may_fail_on_rows}};
}

std::vector<Way> alter_domain(const Object& from, const Object& to, const Context& context) {
    const auto& before = from.as<Domain>();
    const auto& after = to.as<Domain>();
    std::vector<Way> ways;
    if (before.base_type == after.base_type && before.collation == after.collation) {
        Way way;
        if (before.default_value != after.default_value) {
            way.push_back(
                {fmt::format("ALTER DOMAIN {} {}", to.name,
                             after.default_value ? "SET DEFAULT " + *after.default_value : "DROP DEFAULT")});
        }
        const bool is_other_not_null =
            before.is_not_null != after.is_not_null || before.not_null_name != after.not_null_name;
        if (is_other_not_null && before.is_not_null) {
            way.push_back({fmt::format("ALTER DOMAIN {} DROP NOT NULL", to.name)});
        }
        if (is_other_not_null && after.is_not_null) {
            way.push_back(set_domain_not_null(to));
        }
        ways.push_back(std::move(way));
    }
    ways.push_back(replace_type(from, to, context, Conversion::assigned));
    ways.push_back(replace_type(from, to, context, Conversion::as_text));
    return ways;
}

} // namespace

const Rules k_domain_rules{
    .kind = Kind::domain,
    .designation = domain_designation,
    .create = create_domain,
    .create_levels = 2,
    .drop = drop_domain,
    .alter = alter_domain,
    .holds_rows = true,
};

} // namespace headstart::diff
