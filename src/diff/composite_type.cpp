#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/type_replacement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::diff {

namespace {

using schema::CompositeType;

using Names = std::vector<std::string>;

std::string attribute(const CompositeType& type, std::size_t number) {
    return fmt::format("{} {}", type.attributes[number], type.types[number]);
}

std::string composite_type_designation(const Object& object) {
    return "TYPE " + object.name;
}

Statements create_composite_type(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& type = object.as<CompositeType>();
    std::vector<std::string> attributes;
    for (std::size_t i = 0; i < type.attributes.size(); ++i) {
        attributes.push_back(attribute(type, i));
    }
    if (attributes.empty()) {
        return {{fmt::format("CREATE TYPE {} AS ()", object.name)}};
    }
    return {{fmt::format("CREATE TYPE {} AS (\n    {}\n)", object.name, base::join(attributes, ",\n    "))}};
}

Statements drop_composite_type(const Object& object) {
    return {{fmt::format("DROP TYPE {}", object.name)}};
}

bool is_typed_table(const Address& address, const Context& context) {
    return address.kind == Kind::table && context.present.at(address).as<schema::Table>().of_type;
}

/// Nothing where the order could not be had, or where columns have it whose rows the server would not write
/// anew.
std::optional<Way> alter_attributes(const Object& from, const Object& to, const Context& context) {
    const auto& before = from.as<CompositeType>();
    const auto& after = to.as<CompositeType>();
    const auto& dependents = context.dependents(from.address);
    const bool has_tables = std::any_of(dependents.begin(), dependents.end(),
                                        [&](const auto& one) { return is_typed_table(one, context); });
    const std::string cascade = has_tables ? " CASCADE" : "";
    Way way;
    Names left;
    std::vector<std::string> changes;
    bool alters_type = false;
    for (const auto& name : before.attributes) {
        if (std::find(after.attributes.begin(), after.attributes.end(), name) == after.attributes.end()) {
            changes.push_back("DROP ATTRIBUTE " + name + cascade);
        } else {
            left.push_back(name);
        }
    }
    const bool drops = !changes.empty();
    for (std::size_t i = 0; i < after.attributes.size(); ++i) {
        const auto& name = after.attributes[i];
        const auto known = std::find(before.attributes.begin(), before.attributes.end(), name);
        if (known == before.attributes.end()) {
            left.push_back(name);
            changes.push_back("ADD ATTRIBUTE " + attribute(after, i) + cascade);
        } else if (before.types[static_cast<std::size_t>(known - before.attributes.begin())] !=
                   after.types[i]) {
            changes.push_back(fmt::format("ALTER ATTRIBUTE {} TYPE {}{}", name, after.types[i], cascade));
            alters_type = true;
        }
    }
    if (left != after.attributes || (alters_type && !columns_of_type(from.address, context).empty())) {
        return std::nullopt;
    }
    const auto* const between = changes.size() == 1 ? " " : "\n    ";
    way.push_back({fmt::format("ALTER TYPE {}{}{}", to.name, between,
                               base::join(changes, std::string(",") + between))});
    if (drops) {
        way.back().hazards.push_back(Hazard::deletes_data);
    }
    return way;
}

std::vector<Way> alter_composite_type(const Object& from, const Object& to, const Context& context) {
    std::vector<Way> ways;
    if (auto way = alter_attributes(from, to, context)) {
        ways.push_back(std::move(*way));
    }
    const bool has_same_names = from.as<CompositeType>().attributes == to.as<CompositeType>().attributes;
    ways.push_back(
        replace_type(from, to, context, has_same_names ? Conversion::as_text : Conversion::by_attribute));
    return ways;
}

} // namespace

const Rules k_composite_type_rules{
    .kind = Kind::composite_type,
    .designation = composite_type_designation,
    .create = create_composite_type,
    .drop = drop_composite_type,
    .alter = alter_composite_type,
    .holds_rows = true,
};

} // namespace headstart::diff
