#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct TextSearchConfiguration {
    std::string parser;
    std::vector<std::string>
        mappings; ///< "asciiword WITH english_stem, simple", in the order of the token types

    static constexpr auto fields() {
        return std::tuple(&TextSearchConfiguration::parser, &TextSearchConfiguration::mappings);
    }

    friend bool operator==(const TextSearchConfiguration&, const TextSearchConfiguration&) = default;
};

} // namespace headstart::schema
