#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::ShellType;

std::string shell_type_designation(const Object& object) {
    return "TYPE " + object.name;
}

Statements create_shell_type(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{fmt::format("CREATE TYPE {}", object.name)}};
}

/// With the functions that the type is made of, which need it as it needs them.
Statements drop_shell_type(const Object& object) {
    return {
        {fmt::format("DROP TYPE {}{}", object.name, object.as<ShellType>().is_defined ? " CASCADE" : "")}};
}

/// What makes a whole type of it stands for itself.
std::vector<Way> alter_shell_type(const Object& from, const Object& /*to*/, const Context& /*context*/) {
    if (from.as<ShellType>().is_defined) {
        return {};
    }
    return {Way{}};
}

} // namespace

const Rules k_shell_type_rules{
    .kind = Kind::shell_type,
    .designation = shell_type_designation,
    .create = create_shell_type,
    .drop = drop_shell_type,
    .alter = alter_shell_type,
};

} // namespace headstart::diff
