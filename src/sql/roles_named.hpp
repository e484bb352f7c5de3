#pragma once

#include <set>
#include <string>
#include <string_view>

struct ProtobufCMessage; // NOLINT: libprotobuf-c's name

namespace headstart::sql {

/// Names as the grammar reads them: without quotes.
struct RolesNamed {
    std::set<std::string> used; ///< PUBLIC and such as CURRENT_USER are none
    std::set<std::string> made; ///< by CREATE ROLE, CREATE USER, CREATE GROUP
};

/// Adds the roles that a statement names. None of one that the grammar does not know, or that is too long to
/// be about roles; nor those in the bodies of functions, which are texts.
void add_roles_named(std::string_view statement, RolesNamed& roles);

/// The same of a parse tree.
void add_roles_of_tree(const ProtobufCMessage& tree, RolesNamed& roles);

} // namespace headstart::sql
