#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Transform;

std::string transform_text(std::string_view create, const Object& object) {
    return fmt::format("{} TRANSFORM {} ({})", create, object.name,
                       base::join(object.as<Transform>().functions, ", "));
}

std::string transform_designation(const Object& object) {
    return "TRANSFORM " + object.name;
}

Statements create_transform(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{transform_text("CREATE", object)}};
}

Statements drop_transform(const Object& object) {
    return {{fmt::format("DROP TRANSFORM {}", object.name)}};
}

std::vector<Way> alter_transform(const Object& /*from*/, const Object& to, const Context& /*context*/) {
    return {{{transform_text("CREATE OR REPLACE", to)}}};
}

} // namespace

const Rules k_transform_rules{
    .kind = Kind::transform,
    .designation = transform_designation,
    .create = create_transform,
    .drop = drop_transform,
    .alter = alter_transform,
};

} // namespace headstart::diff
