#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Cast;

std::string cast_designation(const Object& object) {
    return "CAST " + object.name;
}

Statements create_cast(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE CAST {} {}", object.name, object.as<Cast>().definition)}};
}

Statements drop_cast(const Object& object) {
    return {{fmt::format("DROP CAST {}", object.name)}};
}

} // namespace

const Rules k_cast_rules{
    .kind = Kind::cast,
    .designation = cast_designation,
    .create = create_cast,
    .drop = drop_cast,
};

} // namespace headstart::diff
