#pragma once

#include <string>
#include <tuple>

namespace headstart::schema {

/// The name of a type, which functions may speak of before the type is there: of each base type, and of a
/// range type with a canonical function. `CREATE TYPE name` makes it.
struct ShellType {
    bool is_defined = false; ///< the type is there, too
    std::string making;      ///< what of it cannot be altered

    static constexpr auto fields() { return std::tuple(&ShellType::is_defined, &ShellType::making); }

    friend bool operator==(const ShellType&, const ShellType&) = default;
};

} // namespace headstart::schema
