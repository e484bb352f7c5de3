#include "sql/roles_named.hpp"

#include "base/text.hpp"
#include "sql/grammar.hpp"
#include "sql/pg_query_handles.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace headstart::sql {

namespace {

/// Bytes. Who grants, or gives an owner, does not write more.
constexpr std::size_t k_longest_statement = std::size_t{16} << 10U;

/// Without one of these a statement names no role.
constexpr std::array<std::string_view, 7> k_words{"grant",         "revoke", "owner", "role",
                                                  "authorization", "user",   "policy"};

bool may_name_role(std::string_view statement) {
    const auto text = base::to_lower(statement);
    return std::any_of(k_words.begin(), k_words.end(),
                       [&](auto word) { return text.find(word) != std::string::npos; });
}

template<typename Value>
const Value& at(const ProtobufCMessage& message, std::size_t offset) {
    return *reinterpret_cast<const Value*>(reinterpret_cast<const std::byte*>(&message) + offset);
}

void visit(const ProtobufCMessage& message, RolesNamed& roles, bool is_grant_of_role);

/// The messages that one field holds.
void visit_field(const ProtobufCMessage& message, const ProtobufCFieldDescriptor& field, RolesNamed& roles,
                 bool is_grant_of_role) {
    if (field.label == PROTOBUF_C_LABEL_REPEATED) {
        const auto count = at<std::size_t>(message, field.quantifier_offset);
        for (const auto* child : std::span(at<ProtobufCMessage**>(message, field.offset), count)) {
            visit(*child, roles, is_grant_of_role);
        }
        return;
    }
    const bool is_choice = (field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
    if (is_choice && at<std::uint32_t>(message, field.quantifier_offset) != field.id) {
        return;
    }
    if (const auto* child = at<ProtobufCMessage*>(message, field.offset)) {
        visit(*child, roles, is_grant_of_role);
    }
}

void visit(const ProtobufCMessage& message, RolesNamed& roles, bool is_grant_of_role) {
    const auto* const type = message.descriptor;
    if (type == &pg_query__drop_role_stmt__descriptor) {
        return; // which needs none to be there
    }
    if (type == &pg_query__role_spec__descriptor) {
        const auto& role = reinterpret_cast<const PgQuery__RoleSpec&>(message);
        if (role.roletype == PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING) {
            roles.used.emplace(role.rolename);
        }
        return;
    }
    if (type == &pg_query__access_priv__descriptor && is_grant_of_role) {
        roles.used.emplace(reinterpret_cast<const PgQuery__AccessPriv&>(message).priv_name);
    }
    if (type == &pg_query__create_role_stmt__descriptor) {
        roles.made.emplace(reinterpret_cast<const PgQuery__CreateRoleStmt&>(message).role);
    }
    const bool grants_role = is_grant_of_role || type == &pg_query__grant_role_stmt__descriptor;
    for (const auto& field : std::span(type->fields, type->n_fields)) {
        if (field.type == PROTOBUF_C_TYPE_MESSAGE) {
            visit_field(message, field, roles, grants_role);
        }
    }
}

} // namespace

void add_roles_named(std::string_view statement, RolesNamed& roles) {
    if (statement.size() <= k_longest_statement && may_name_role(statement)) {
        roles_by_grammar(std::string(statement), roles);
    }
}

void add_roles_of_tree(const ProtobufCMessage& tree, RolesNamed& roles) {
    visit(tree, roles, false);
}

} // namespace headstart::sql
