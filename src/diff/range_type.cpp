#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/type_replacement.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::RangeType;

std::string range_type_designation(const Object& object) {
    return "TYPE " + object.name;
}

Statements create_range_type(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& range = object.as<RangeType>();
    std::vector<std::string> options{"SUBTYPE = " + range.subtype};
    const auto add = [&](std::string_view name, const std::optional<std::string>& value) {
        if (value) {
            options.push_back(fmt::format("{} = {}", name, *value));
        }
    };
    add("SUBTYPE_OPCLASS", range.operator_class);
    add("COLLATION", range.collation);
    add("CANONICAL", range.canonical);
    add("SUBTYPE_DIFF", range.subtype_diff);
    if (range.names_multirange) {
        add("MULTIRANGE_TYPE_NAME", range.multirange);
    }
    return {{fmt::format("CREATE TYPE {} AS RANGE ({})", object.name, base::join(options, ", "))}};
}

Statements drop_range_type(const Object& object) {
    return {{fmt::format("DROP TYPE {}", object.name)}};
}

std::vector<Way> alter_range_type(const Object& from, const Object& to, const Context& context) {
    if (from.as<RangeType>().canonical || to.as<RangeType>().canonical) {
        return {};
    }
    return {replace_type(from, to, context, Conversion::through_text)};
}

} // namespace

const Rules k_range_type_rules{
    .kind = Kind::range_type,
    .designation = range_type_designation,
    .create = create_range_type,
    .drop = drop_range_type,
    .alter = alter_range_type,
    .holds_rows = true,
};

} // namespace headstart::diff
