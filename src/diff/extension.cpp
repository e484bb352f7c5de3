#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Extension;

std::string extension_designation(const Object& object) {
    return "EXTENSION " + object.name;
}

/// At first with what the server would choose: its newest version, in the first schema of the path.
Statements create_extension(const Object& object, const Parts& /*parts*/, unsigned level) {
    const auto& extension = object.as<Extension>();
    auto sql = fmt::format("CREATE EXTENSION {}", object.name);
    if (extension.schema != "public" || level > 0) {
        sql += fmt::format(" SCHEMA {}", extension.schema);
    }
    if (level > 0) {
        sql += fmt::format(" VERSION '{}'", extension.version);
    }
    return {{sql}};
}

Statements drop_extension(const Object& object) {
    return {{fmt::format("DROP EXTENSION {}", object.name)}};
}

std::vector<Way> alter_extension(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Extension>();
    const auto& after = to.as<Extension>();
    Way way;
    if (before.version != after.version) {
        way.push_back({fmt::format("ALTER EXTENSION {} UPDATE TO '{}'", to.name, after.version)});
    }
    if (before.schema != after.schema) {
        way.push_back({fmt::format("ALTER EXTENSION {} SET SCHEMA {}", to.name, after.schema)});
    }
    return {way};
}

} // namespace

const Rules k_extension_rules{
    .kind = Kind::extension,
    .designation = extension_designation,
    .create = create_extension,
    .create_levels = 2,
    .drop = drop_extension,
    .alter = alter_extension,
};

} // namespace headstart::diff
