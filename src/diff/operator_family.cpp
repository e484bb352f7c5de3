#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::diff {

namespace {

using schema::OperatorFamily;

using Members = std::vector<std::string>;

void add_members(Statements& statements, const Object& object, const Members& members) {
    if (!members.empty()) {
        const auto* const between = members.size() == 1 ? " " : "\n    ";
        statements.push_back({fmt::format("ALTER OPERATOR FAMILY {} ADD{}{}", object.name, between,
                                          base::join(members, std::string(",") + between))});
    }
}

/// Only when it is made: it does not go with the class.
bool comes_with_its_class(const Object& object) {
    const auto& family = object.as<OperatorFamily>();
    return family.comes_with_class && family.members.empty() && !object.comment;
}

std::string operator_family_designation(const Object& object) {
    return "OPERATOR FAMILY " + object.name;
}

Statements create_operator_family(const Object& object, const Parts& /*parts*/, unsigned level) {
    if (level == 0 && comes_with_its_class(object)) {
        return {};
    }
    Statements statements{{fmt::format("CREATE OPERATOR FAMILY {}", object.name)}};
    add_members(statements, object, object.as<OperatorFamily>().members);
    return statements;
}

Statements drop_operator_family(const Object& object) {
    return {{fmt::format("DROP OPERATOR FAMILY {}", object.name)}};
}

std::vector<Way> alter_operator_family(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<OperatorFamily>();
    const auto& after = to.as<OperatorFamily>();
    Members gone;
    for (std::size_t i = 0; i < before.members.size(); ++i) {
        if (std::find(after.members.begin(), after.members.end(), before.members[i]) == after.members.end()) {
            gone.push_back(before.places[i]);
        }
    }
    Members added;
    for (const auto& member : after.members) {
        if (std::find(before.members.begin(), before.members.end(), member) == before.members.end()) {
            added.push_back(member);
        }
    }
    Way way;
    if (!gone.empty()) {
        way.push_back({fmt::format("ALTER OPERATOR FAMILY {} DROP {}", to.name, base::join(gone, ", "))});
    }
    add_members(way, to, added);
    return {way};
}

} // namespace

const Rules k_operator_family_rules{
    .kind = Kind::operator_family,
    .designation = operator_family_designation,
    .create = create_operator_family,
    .create_levels = 2,
    .drop = drop_operator_family,
    .alter = alter_operator_family,
};

} // namespace headstart::diff
