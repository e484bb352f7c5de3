#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct Collation {
    std::vector<std::string> options; ///< "provider = icu", "locale = 'de'" …

    static constexpr auto fields() { return std::tuple(&Collation::options); }

    friend bool operator==(const Collation&, const Collation&) = default;
};

} // namespace headstart::schema
