#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

struct Conversion {
    bool is_default = false;
    std::string source; ///< encoding, as a literal
    std::string target; ///< encoding, as a literal
    std::string function;

    static constexpr auto fields() {
        return std::tuple(&Conversion::is_default, &Conversion::source, &Conversion::target,
                          &Conversion::function);
    }

    friend bool operator==(const Conversion&, const Conversion&) = default;
};

} // namespace headstart::schema
