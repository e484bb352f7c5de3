#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct Aggregate {
    char kind = 'n'; ///< pg_aggregate.aggkind: n, o (ordered-set) or h (hypothetical-set)
    std::int64_t direct_arguments = 0;
    std::string result;
    std::vector<std::string> options; ///< "SFUNC = int4pl" …

    static constexpr auto fields() {
        return std::tuple(&Aggregate::kind, &Aggregate::direct_arguments, &Aggregate::result,
                          &Aggregate::options);
    }

    friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

} // namespace headstart::schema
