#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::ForeignServer;

std::string foreign_server_designation(const Object& object) {
    return "SERVER " + object.name;
}

Statements create_foreign_server(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& server = object.as<ForeignServer>();
    auto sql = "CREATE SERVER " + object.name;
    if (server.type) {
        sql += " TYPE " + *server.type;
    }
    if (server.version) {
        sql += " VERSION " + *server.version;
    }
    sql += " FOREIGN DATA WRAPPER " + server.wrapper;
    if (!server.options.empty()) {
        sql += fmt::format(" OPTIONS ({})", base::join(server.options, ", "));
    }
    return {{sql}};
}

Statements drop_foreign_server(const Object& object) {
    return {{"DROP SERVER " + object.name}};
}

std::vector<Way> alter_foreign_server(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<ForeignServer>();
    const auto& after = to.as<ForeignServer>();
    if (before.type != after.type || before.wrapper != after.wrapper) {
        return {};
    }
    auto sql = "ALTER SERVER " + to.name;
    if (before.version != after.version) {
        sql += " VERSION " + after.version.value_or("NULL");
    }
    if (before.options != after.options) {
        sql += fmt::format(" OPTIONS ({})", alter_server_options(before.options, after.options));
    }
    return {{{sql}}};
}

} // namespace

const Rules k_foreign_server_rules{
    .kind = Kind::foreign_server,
    .designation = foreign_server_designation,
    .create = create_foreign_server,
    .drop = drop_foreign_server,
    .alter = alter_foreign_server,
};

} // namespace headstart::diff
