#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

std::string schema_designation(const Object& object) {
    return "SCHEMA " + object.name;
}

Statements create_schema(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE SCHEMA {}", object.name)}};
}

Statements drop_schema(const Object& object) {
    return {{fmt::format("DROP SCHEMA {}", object.name)}};
}

} // namespace

const Rules k_schema_rules{
    .kind = Kind::schema,
    .designation = schema_designation,
    .create = create_schema,
    .drop = drop_schema,
    .holds_rows = true,
};

} // namespace headstart::diff
