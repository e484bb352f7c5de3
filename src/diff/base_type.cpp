#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::BaseType;

/// Those that can be altered, too.
std::vector<std::string> function_options(const BaseType& type) {
    std::vector<std::string> options;
    const auto add = [&](std::string_view name, const std::optional<std::string>& function) {
        if (function) {
            options.push_back(fmt::format("{} = {}", name, *function));
        }
    };
    add("RECEIVE", type.receive);
    add("SEND", type.send);
    add("TYPMOD_IN", type.modifier_input);
    add("TYPMOD_OUT", type.modifier_output);
    add("ANALYZE", type.analyze);
    add("SUBSCRIPT", type.subscript);
    return options;
}

std::string base_type_designation(const Object& object) {
    return "TYPE " + object.name;
}

Statements create_base_type(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& type = object.as<BaseType>();
    auto options = type.attributes;
    for (auto& option : function_options(type)) {
        options.push_back(std::move(option));
    }
    if (type.storage != "plain") {
        options.push_back("STORAGE = " + type.storage);
    }
    return {{fmt::format("CREATE TYPE {} (\n    {}\n)", object.name, base::join(options, ",\n    "))}};
}

Statements drop_base_type(const Object& object) {
    return {{fmt::format("DROP TYPE {} CASCADE", object.name)}};
}

/// What the one has and the other has not.
std::vector<std::string> changed_options(const BaseType& before, const BaseType& after) {
    std::vector<std::string> changes;
    const auto add = [&](std::string_view name, const std::optional<std::string>& from,
                         const std::optional<std::string>& to) {
        if (from != to) {
            changes.push_back(fmt::format("{} = {}", name, to.value_or("NONE")));
        }
    };
    add("RECEIVE", before.receive, after.receive);
    add("SEND", before.send, after.send);
    add("TYPMOD_IN", before.modifier_input, after.modifier_input);
    add("TYPMOD_OUT", before.modifier_output, after.modifier_output);
    add("ANALYZE", before.analyze, after.analyze);
    add("SUBSCRIPT", before.subscript, after.subscript);
    add("STORAGE", before.storage, after.storage);
    return changes;
}

std::vector<Way> alter_base_type(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<BaseType>();
    const auto& after = to.as<BaseType>();
    if (before.attributes != after.attributes) {
        return {}; // the shell differs, too
    }
    return {
        {{fmt::format("ALTER TYPE {} SET ({})", to.name, base::join(changed_options(before, after), ", "))}}};
}

} // namespace

const Rules k_base_type_rules{
    .kind = Kind::base_type,
    .designation = base_type_designation,
    .create = create_base_type,
    .drop = drop_base_type,
    .alter = alter_base_type,
};

} // namespace headstart::diff
