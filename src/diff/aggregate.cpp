#include "base/text.hpp"
#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Aggregate;

std::string aggregate_text(std::string_view create, const Object& object) {
    return fmt::format("{} AGGREGATE {} (\n    {}\n)", create, object.name,
                       base::join(object.as<Aggregate>().options, ",\n    "));
}

std::string aggregate_designation(const Object& object) {
    return "AGGREGATE " + object.name;
}

Statements create_aggregate(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    return {{aggregate_text("CREATE", object)}};
}

Statements drop_aggregate(const Object& object) {
    return {{fmt::format("DROP AGGREGATE {}", object.name)}};
}

/// The server replaces one of the same kind with the same result.
std::vector<Way> alter_aggregate(const Object& from, const Object& to, const Context& /*context*/) {
    const auto& before = from.as<Aggregate>();
    const auto& after = to.as<Aggregate>();
    if (before.kind != after.kind || before.direct_arguments != after.direct_arguments ||
        before.result != after.result) {
        return {};
    }
    return {{{aggregate_text("CREATE OR REPLACE", to)}}};
}

} // namespace

const Rules k_aggregate_rules{
    .kind = Kind::aggregate,
    .designation = aggregate_designation,
    .create = create_aggregate,
    .drop = drop_aggregate,
    .alter = alter_aggregate,
};

} // namespace headstart::diff
