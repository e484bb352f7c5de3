#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct ForeignDataWrapper {
    std::optional<std::string> handler;
    std::optional<std::string> validator;
    std::vector<std::string> options; ///< "name 'value'", by name

    static constexpr auto fields() {
        return std::tuple(&ForeignDataWrapper::handler, &ForeignDataWrapper::validator,
                          &ForeignDataWrapper::options);
    }

    friend bool operator==(const ForeignDataWrapper&, const ForeignDataWrapper&) = default;
};

} // namespace headstart::schema
