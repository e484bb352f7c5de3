#pragma once

#include <optional>
#include <string>
#include <tuple>

namespace headstart::schema {

/// A range type with its multirange type.
struct RangeType {
    std::string subtype;
    std::optional<std::string> operator_class; ///< none: the subtype's default
    std::optional<std::string> collation;      ///< none: the subtype's
    std::optional<std::string> canonical;      ///< function
    std::optional<std::string> subtype_diff;   ///< function
    std::optional<std::string> multirange;     ///< its name; none before 14
    bool names_multirange = false;             ///< it is not the one that the server gives

    static constexpr auto fields() {
        return std::tuple(&RangeType::subtype, &RangeType::operator_class, &RangeType::collation,
                          &RangeType::canonical, &RangeType::subtype_diff, &RangeType::multirange,
                          &RangeType::names_multirange);
    }

    friend bool operator==(const RangeType&, const RangeType&) = default;
};

} // namespace headstart::schema
