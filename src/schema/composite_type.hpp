#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// The comments of its attributes are those of columns that it has.
struct CompositeType {
    std::vector<std::string> attributes; ///< names, in their order
    std::vector<std::string> types;      ///< of each attribute: "text COLLATE \"C\""

    static constexpr auto fields() { return std::tuple(&CompositeType::attributes, &CompositeType::types); }

    friend bool operator==(const CompositeType&, const CompositeType&) = default;
};

} // namespace headstart::schema
