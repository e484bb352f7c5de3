#pragma once

#include "schema/kind.hpp"

#include <span>
#include <string_view>

namespace headstart::catalogue {

/// How the objects of a kind are read.
struct Query {
    schema::Kind kind;
    /// A SELECT whose first columns say which object each row is (k_head), and whose others are the fields of
    /// the kind's body, in their order. Lines are for some servers only (catalogue/for_server.hpp).
    std::string_view sql;
};

/// class, oid, sub: the object's address in pg_depend; name; parent_class, parent, parent_sub: the same of
/// what it is a part of, or NULL; owner: a role's oid, or NULL. Before them stands what pg_identify_object()
/// says, and the owner's name.
inline constexpr int k_head = 3 + 8;

/// In the order of schema::Kind.
std::span<const Query> queries();

} // namespace headstart::catalogue
