#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/type_replacement.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Collation;

std::string collation_designation(const Object& object) {
    return "COLLATION " + object.name;
}

Statements create_collation(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE COLLATION {} ({})", object.name,
                         base::join(object.as<Collation>().options, ", "))}};
}

Statements drop_collation(const Object& object) {
    return {{fmt::format("DROP COLLATION {}", object.name)}};
}

/// Columns that are sorted by it keep their rows.
std::vector<Way> alter_collation(const Object& from, const Object& to, const Context& context) {
    return {replace_type(from, to, context, Conversion::assigned)};
}

} // namespace

const Rules k_collation_rules{
    .kind = Kind::collation,
    .designation = collation_designation,
    .create = create_collation,
    .drop = drop_collation,
    .alter = alter_collation,
};

} // namespace headstart::diff
