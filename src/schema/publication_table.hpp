#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// That a publication holds a table; the object's name is the table's.
struct PublicationTable {
    std::vector<std::string> columns; ///< none: all
    std::optional<std::string> filter;

    static constexpr auto fields() {
        return std::tuple(&PublicationTable::columns, &PublicationTable::filter);
    }

    friend bool operator==(const PublicationTable&, const PublicationTable&) = default;
};

} // namespace headstart::schema
