#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct EnumType {
    std::vector<std::string> labels; ///< as literals, in their order

    static constexpr auto fields() { return std::tuple(&EnumType::labels); }

    friend bool operator==(const EnumType&, const EnumType&) = default;
};

} // namespace headstart::schema
