#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct TextSearchParser {
    std::vector<std::string> functions; ///< "START = f" …

    static constexpr auto fields() { return std::tuple(&TextSearchParser::functions); }

    friend bool operator==(const TextSearchParser&, const TextSearchParser&) = default;
};

} // namespace headstart::schema
