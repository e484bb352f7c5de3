#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/text.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::ForeignDataWrapper;

std::string wrapper_designation(const Object& object) {
    return "FOREIGN DATA WRAPPER " + object.name;
}

Statements create_wrapper(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& wrapper = object.as<ForeignDataWrapper>();
    auto sql = "CREATE " + wrapper_designation(object);
    if (wrapper.handler) {
        sql += " HANDLER " + *wrapper.handler;
    }
    if (wrapper.validator) {
        sql += " VALIDATOR " + *wrapper.validator;
    }
    if (!wrapper.options.empty()) {
        sql += fmt::format(" OPTIONS ({})", base::join(wrapper.options, ", "));
    }
    return {{sql}};
}

Statements drop_wrapper(const Object& object) {
    return {{"DROP " + wrapper_designation(object)}};
}

std::vector<Way> alter_wrapper(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<ForeignDataWrapper>();
    const auto& after = to.as<ForeignDataWrapper>();
    auto sql = "ALTER " + wrapper_designation(to);
    if (before.handler != after.handler) {
        sql += after.handler ? " HANDLER " + *after.handler : " NO HANDLER";
    }
    if (before.validator != after.validator) {
        sql += after.validator ? " VALIDATOR " + *after.validator : " NO VALIDATOR";
    }
    if (before.options != after.options) {
        sql += fmt::format(" OPTIONS ({})", alter_server_options(before.options, after.options));
    }
    return {{{sql}}};
}

} // namespace

const Rules k_foreign_data_wrapper_rules{
    .kind = Kind::foreign_data_wrapper,
    .designation = wrapper_designation,
    .create = create_wrapper,
    .drop = drop_wrapper,
    .alter = alter_wrapper,
};

} // namespace headstart::diff
