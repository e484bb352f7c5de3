#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct TextSearchTemplate {
    std::vector<std::string> functions; ///< "INIT = f" …

    static constexpr auto fields() { return std::tuple(&TextSearchTemplate::functions); }

    friend bool operator==(const TextSearchTemplate&, const TextSearchTemplate&) = default;
};

} // namespace headstart::schema
