#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::UserMapping;

std::string user_mapping_designation(const Object& object) {
    return fmt::format("USER MAPPING FOR {} SERVER {}", object.name, object.parent_name);
}

Statements create_user_mapping(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& options = object.as<UserMapping>().options;
    auto sql = "CREATE " + user_mapping_designation(object);
    if (!options.empty()) {
        sql += fmt::format(" OPTIONS ({})", base::join(options, ", "));
    }
    return {{sql}};
}

Statements drop_user_mapping(const Object& object) {
    return {{"DROP " + user_mapping_designation(object)}};
}

std::vector<Way> alter_user_mapping(const Object& from, const Object& to, const Context& /*context*/) {
    return {
        {{fmt::format("ALTER {} OPTIONS ({})", user_mapping_designation(to),
                      alter_server_options(from.as<UserMapping>().options, to.as<UserMapping>().options))}}};
}

} // namespace

const Rules k_user_mapping_rules{
    .kind = Kind::user_mapping,
    .designation = user_mapping_designation,
    .create = create_user_mapping,
    .drop = drop_user_mapping,
    .alter = alter_user_mapping,
    .follows = true,
};

} // namespace headstart::diff
