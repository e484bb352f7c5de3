#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::schema {

/// A view or a materialized view.
struct View {
    bool is_materialized = false;
    std::string query; ///< as the server prints it, without a `;`
    std::vector<std::string> columns;
    std::vector<std::string> types;          ///< of the columns: "text COLLATE \"C\""
    std::vector<std::string> options;        ///< "security_barrier=true", storage parameters
    std::optional<std::string> check_option; ///< "LOCAL" or "CASCADED"
    std::optional<std::string> tablespace;
    std::optional<std::string> access_method;
    bool is_populated = true;

    static constexpr auto fields() {
        return std::tuple(&View::is_materialized, &View::query, &View::columns, &View::types, &View::options,
                          &View::check_option, &View::tablespace, &View::access_method, &View::is_populated);
    }

    friend bool operator==(const View&, const View&) = default;
};

} // namespace headstart::schema
