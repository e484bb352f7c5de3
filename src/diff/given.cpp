#include "diff/kinds.hpp"
#include "diff/privilege.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

std::string given_designation(const Object& object) {
    return object.as<schema::Given>().designation;
}

Statements create_given(const Object& /*object*/, const Parts& /*parts*/, unsigned /*level*/) {
    return {};
}

/// It stays: only nothing is said of it any more.
Statements drop_given(const Object& object) {
    auto statements = clear_privileges(object, "");
    if (object.comment) {
        statements.push_back({fmt::format("COMMENT ON {} IS NULL", given_designation(object))});
    }
    return statements;
}

} // namespace

const Rules k_given_rules{
    .kind = Kind::given,
    .designation = given_designation,
    .create = create_given,
    .drop = drop_given,
    .follows = true,
};

} // namespace headstart::diff
