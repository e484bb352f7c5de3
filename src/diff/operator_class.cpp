#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::OperatorClass;

std::string operator_class_designation(const Object& object) {
    return "OPERATOR CLASS " + object.name;
}

Statements create_operator_class(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& made = object.as<OperatorClass>();
    auto sql = fmt::format("CREATE OPERATOR CLASS {}{} FOR TYPE {} USING {}", made.sql_name,
                           made.is_default ? " DEFAULT" : "", made.type, made.access_method);
    if (made.family) {
        sql += " FAMILY " + *made.family;
    }
    auto members = made.members;
    if (members.empty()) {
        members.push_back("STORAGE " + made.type);
    }
    return {{fmt::format("{} AS\n    {}", sql, base::join(members, ",\n    "))}};
}

Statements drop_operator_class(const Object& object) {
    return {{fmt::format("DROP OPERATOR CLASS {}", object.name)}};
}

} // namespace

const Rules k_operator_class_rules{
    .kind = Kind::operator_class,
    .designation = operator_class_designation,
    .create = create_operator_class,
    .drop = drop_operator_class,
};

} // namespace headstart::diff
