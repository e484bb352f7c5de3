#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

/// A rule of a table or a view, but for that which is the view itself.
struct Rule {
    std::string definition; ///< from its name on: "r AS\n    ON INSERT TO t DO INSTEAD NOTHING"
    char enabled = 'O';     ///< pg_rewrite.ev_enabled

    static constexpr auto fields() { return std::tuple(&Rule::definition, &Rule::enabled); }

    friend bool operator==(const Rule&, const Rule&) = default;
};

} // namespace headstart::schema
