#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

std::string conversion_designation(const Object& object) {
    return "CONVERSION " + object.name;
}

Statements create_conversion(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& conversion = object.as<schema::Conversion>();
    return {
        {fmt::format("CREATE {}CONVERSION {} FOR {} TO {} FROM {}", conversion.is_default ? "DEFAULT " : "",
                     object.name, conversion.source, conversion.target, conversion.function)}};
}

Statements drop_conversion(const Object& object) {
    return {{fmt::format("DROP CONVERSION {}", object.name)}};
}

} // namespace

const Rules k_conversion_rules{
    .kind = Kind::conversion,
    .designation = conversion_designation,
    .create = create_conversion,
    .drop = drop_conversion,
};

} // namespace headstart::diff
