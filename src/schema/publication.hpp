#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A publication, without the tables and schemas that are named.
struct Publication {
    bool has_all_tables = false;
    std::vector<std::string> options; ///< that are not the default: "publish = 'insert'"

    static constexpr auto fields() { return std::tuple(&Publication::has_all_tables, &Publication::options); }

    friend bool operator==(const Publication&, const Publication&) = default;
};

} // namespace headstart::schema
