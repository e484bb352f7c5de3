#pragma once

#include "schema/body.hpp"
#include "schema/kind.hpp"
#include "schema/privilege.hpp"

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace headstart::schema {

/// Which object: the same in two databases if they mean the same one.
struct Address {
    Kind kind;
    std::string identity; ///< whole, as pg_identify_object() has it: "public.users", "public.users.email"

    friend auto operator<=>(const Address&, const Address&) = default;
};

/// That an object cannot be without another one (pg_depend).
struct Need {
    Address object;
    bool ends_with = false; ///< dropping that one drops this one, too, without a word

    friend auto operator<=>(const Need&, const Need&) = default;
};

/// One object of a schema. All names are SQL: quoted where they have to be, and without a schema that the
/// search_path has.
struct Object {
    Address address;
    std::string name;              ///< "users", "billing.users"; of a part the last name alone: "email"
    std::string own_name;          ///< without the schema: "users"
    std::size_t place = 0;         ///< among those of its kind, in the order in which the server has them
    std::optional<Address> parent; ///< of a part: the table of a column, the column of a default
    std::string parent_name;       ///< the parent's name, whole: "users", and of a default "users.email"
    std::string parent_schema;     ///< what stands before the parent's own name: "billing.", or nothing
    std::vector<Need> needs;       ///< in order
    std::string owner;             ///< empty where there is none
    std::optional<std::string> comment; ///< as a literal
    bool has_default_comment = false;   ///< the one that comes with it: an extension's own
    std::vector<Privilege> privileges;  ///< in order; what differs from the defaults of such an object
    std::size_t privilege_count = 0;    ///< how many there are on such an object; 0: not told
    Body body;

    /// What it is a part of: for who knows that it is one.
    [[nodiscard]] const Address& whole() const {
        return parent.value(); // NOLINT(bugprone-unchecked-optional-access): as said
    }

    template<class Type>
    [[nodiscard]] const Type& as() const {
        return std::get<Type>(body);
    }
};

} // namespace headstart::schema
