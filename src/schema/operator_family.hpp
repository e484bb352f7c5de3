#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct OperatorFamily {
    std::vector<std::string> members; ///< those of no class: "OPERATOR 1 <(integer,bigint)"
    std::vector<std::string> places;  ///< of each member, as DROP names it: "OPERATOR 1 (integer, bigint)"
    bool comes_with_class = false;    ///< CREATE OPERATOR CLASS makes it, too

    static constexpr auto fields() {
        return std::tuple(&OperatorFamily::members, &OperatorFamily::places,
                          &OperatorFamily::comes_with_class);
    }

    friend bool operator==(const OperatorFamily&, const OperatorFamily&) = default;
};

} // namespace headstart::schema
