#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::AccessMethod;

std::string access_method_designation(const Object& object) {
    return "ACCESS METHOD " + object.name;
}

Statements create_access_method(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& method = object.as<AccessMethod>();
    return {{fmt::format("CREATE ACCESS METHOD {} TYPE {} HANDLER {}", object.name,
                         method.type == 't' ? "TABLE" : "INDEX", method.handler)}};
}

Statements drop_access_method(const Object& object) {
    return {{fmt::format("DROP ACCESS METHOD {}", object.name)}};
}

} // namespace

const Rules k_access_method_rules{
    .kind = Kind::access_method,
    .designation = access_method_designation,
    .create = create_access_method,
    .drop = drop_access_method,
};

} // namespace headstart::diff
