#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// What makes a type of a shell type, which is its parent.
struct BaseType {
    std::vector<std::string> attributes; ///< "INPUT = f" … that cannot be altered
    std::optional<std::string> receive;  ///< functions, as the following
    std::optional<std::string> send;
    std::optional<std::string> modifier_input;
    std::optional<std::string> modifier_output;
    std::optional<std::string> analyze;
    std::optional<std::string> subscript;
    std::string storage; ///< "plain"

    static constexpr auto fields() {
        return std::tuple(&BaseType::attributes, &BaseType::receive, &BaseType::send,
                          &BaseType::modifier_input, &BaseType::modifier_output, &BaseType::analyze,
                          &BaseType::subscript, &BaseType::storage);
    }

    friend bool operator==(const BaseType&, const BaseType&) = default;
};

} // namespace headstart::schema
