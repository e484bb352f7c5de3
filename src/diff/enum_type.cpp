#include "base/text.hpp"
#include "diff/kinds.hpp"
#include "diff/type_replacement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace headstart::diff {

namespace {

using schema::EnumType;
using Labels = std::vector<std::string>;

std::string enum_type_designation(const Object& object) {
    return "TYPE " + object.name;
}

std::string create_enum_type_text(std::string_view name, const Labels& labels) {
    return fmt::format("CREATE TYPE {} AS ENUM ({})", name, base::join(labels, ", "));
}

Statements create_enum_type(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{create_enum_type_text(object.name, object.as<EnumType>().labels)}};
}

Statements drop_enum_type(const Object& object) {
    return {{fmt::format("DROP TYPE {}", object.name)}};
}

/// Labels can be added at any place, but not taken out or moved.
std::optional<Way> add_labels(const Object& to, const Labels& before, const Labels& after) {
    Way way;
    auto known = before.begin();
    std::string previous;
    for (const auto& label : after) {
        if (known != before.end() && *known == label) {
            ++known;
        } else if (std::find(before.begin(), before.end(), label) != before.end()) {
            return std::nullopt;
        } else {
            auto sql = fmt::format("ALTER TYPE {} ADD VALUE {}", to.name, label);
            if (known != before.end()) {
                sql +=
                    previous.empty() ? fmt::format(" BEFORE {}", *known) : fmt::format(" AFTER {}", previous);
            }
            way.push_back({.sql = sql, .ends_transaction = true});
        }
        previous = label;
    }
    return known == before.end() ? std::optional(way) : std::nullopt;
}

std::vector<Way> alter_enum_type(const Object& from, const Object& to, const Context& context) {
    std::vector<Way> ways;
    if (auto way = add_labels(to, from.as<EnumType>().labels, to.as<EnumType>().labels)) {
        ways.push_back(std::move(*way));
    }
    ways.push_back(replace_type(from, to, context, Conversion::as_text));
    return ways;
}

} // namespace

const Rules k_enum_type_rules{
    .kind = Kind::enum_type,
    .designation = enum_type_designation,
    .create = create_enum_type,
    .drop = drop_enum_type,
    .alter = alter_enum_type,
    .holds_rows = true,
};

} // namespace headstart::diff
