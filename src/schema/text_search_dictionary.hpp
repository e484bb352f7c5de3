#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct TextSearchDictionary {
    std::string search_template;
    std::vector<std::string> options; ///< "language = 'english'"

    static constexpr auto fields() {
        return std::tuple(&TextSearchDictionary::search_template, &TextSearchDictionary::options);
    }

    friend bool operator==(const TextSearchDictionary&, const TextSearchDictionary&) = default;
};

} // namespace headstart::schema
