#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

struct ForeignServer {
    std::optional<std::string> type;    ///< as a literal
    std::optional<std::string> version; ///< as a literal
    std::string wrapper;
    std::vector<std::string> options; ///< "name 'value'", by name

    static constexpr auto fields() {
        return std::tuple(&ForeignServer::type, &ForeignServer::version, &ForeignServer::wrapper,
                          &ForeignServer::options);
    }

    friend bool operator==(const ForeignServer&, const ForeignServer&) = default;
};

} // namespace headstart::schema
