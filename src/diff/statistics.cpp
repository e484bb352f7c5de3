#include "diff/kinds.hpp"

#include <fmt/format.h>

namespace headstart::diff {

namespace {

using schema::Statistics;

Statement set_statistics_target(const Object& object) {
    return {
        fmt::format("ALTER STATISTICS {} SET STATISTICS {}", object.name, object.as<Statistics>().target)};
}

std::string statistics_designation(const Object& object) {
    return "STATISTICS " + object.name;
}

Statements create_statistics(const Object& object, const Parts& /*parts*/, unsigned /*level*/) {
    const auto& statistics = object.as<Statistics>();
    Statements statements{{fmt::format("CREATE STATISTICS {} {}", object.name, statistics.definition)}};
    if (statistics.target >= 0) {
        statements.push_back(set_statistics_target(object));
    }
    return statements;
}

Statements drop_statistics(const Object& object) {
    return {{fmt::format("DROP STATISTICS {}", object.name)}};
}

std::vector<Way> alter_statistics(const Object& from, const Object& to, const Context& /*context*/) {
    if (from.as<Statistics>().definition != to.as<Statistics>().definition) {
        return {};
    }
    return {{set_statistics_target(to)}};
}

} // namespace

const Rules k_statistics_rules{
    .kind = Kind::statistics,
    .designation = statistics_designation,
    .create = create_statistics,
    .drop = drop_statistics,
    .alter = alter_statistics,
    .follows = true,
};

} // namespace headstart::diff
