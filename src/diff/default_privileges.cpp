#include "diff/kinds.hpp"
#include "diff/privilege.hpp"

namespace headstart::diff {

namespace {

/// Only of comments, and there is none on it.
std::string default_privileges_designation(const Object& object) {
    return object.as<schema::DefaultPrivileges>().objects;
}

/// Its privileges are all of it, and they are granted as those of other objects are.
Statements create_default_privileges(const Object& /*object*/, const Parts& /*parts*/, unsigned /*level*/) {
    return {};
}

Statements drop_default_privileges(const Object& object) {
    return clear_privileges(object, "");
}

} // namespace

const Rules k_default_privileges_rules{
    .kind = Kind::default_privileges,
    .designation = default_privileges_designation,
    .create = create_default_privileges,
    .drop = drop_default_privileges,
    .follows = true,
};

} // namespace headstart::diff
