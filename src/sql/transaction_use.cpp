#include "sql/transaction_use.hpp"

#include "base/text.hpp"
#include "sql/pg_query_handles.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace headstart::sql {

namespace {

using enum TransactionUse;

using Options = std::span<PgQuery__Node* const>;

/// As the server reads a boolean: `x`, `x = false`, `x = off`, `x = 0`, `x = 'OFF'`.
bool is_off(const PgQuery__DefElem& option) {
    const auto* value = option.arg;
    std::string_view word;
    if (value != nullptr && value->node_case == PG_QUERY__NODE__NODE_INTEGER) {
        return value->integer->ival == 0;
    }
    if (value != nullptr && value->node_case == PG_QUERY__NODE__NODE_STRING) {
        word = value->string->sval;
    } else if (value != nullptr && value->node_case == PG_QUERY__NODE__NODE_TYPE_NAME &&
               value->type_name->n_names > 0) { // a bare word that is no keyword
        word = value->type_name->names[value->type_name->n_names - 1]->string->sval;
    }
    return base::equals_ignoring_case(word, "false") || base::equals_ignoring_case(word, "off");
}

const PgQuery__DefElem* find_option(Options options, std::string_view name) {
    for (const auto* node : options) {
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && node->def_elem->defname == name) {
            return node->def_elem;
        }
    }
    return nullptr;
}

bool has_option(Options options, std::string_view name) {
    const auto* option = find_option(options, name);
    return option != nullptr && !is_off(*option);
}

bool is_switched_off(Options options, std::string_view name) {
    const auto* option = find_option(options, name);
    return option != nullptr && is_off(*option);
}

StatementTraits of_transaction(const PgQuery__TransactionStmt& statement) {
    switch (statement.kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START:
        return {begins, "BEGIN"};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
        return {ends, "COMMIT"};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
        return {ends, "ROLLBACK"};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
        return {ends, "PREPARE TRANSACTION"};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT_PREPARED:
        return {forbidden, "COMMIT PREPARED"};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_PREPARED:
        return {forbidden, "ROLLBACK PREPARED"};
    default:
        return {}; // savepoints live inside a transaction
    }
}

StatementTraits of_reindex(const PgQuery__ReindexStmt& statement) {
    if (has_option({statement.params, statement.n_params}, "concurrently")) {
        return {forbidden, "REINDEX CONCURRENTLY"};
    }
    switch (statement.kind) {
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SCHEMA:
        return {forbidden, "REINDEX SCHEMA"};
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SYSTEM:
        return {forbidden, "REINDEX SYSTEM"};
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_DATABASE:
        return {forbidden, "REINDEX DATABASE"};
    default:
        return {};
    }
}

StatementTraits of_index(const PgQuery__IndexStmt& statement) {
    if (!statement.concurrent) {
        return {};
    }
    StatementTraits traits{forbidden, "CREATE INDEX CONCURRENTLY"};
    if (!std::string_view(statement.idxname).empty()) {
        traits.builds_index =
            IndexBuild{statement.relation->schemaname, statement.relation->relname, statement.idxname};
    }
    return traits;
}

bool detaches_concurrently(const PgQuery__AlterTableStmt& statement) {
    const std::span commands(statement.cmds, statement.n_cmds);
    return std::any_of(commands.begin(), commands.end(), [](const PgQuery__Node* node) {
        const auto* command = node->alter_table_cmd;
        return command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition &&
               command->def != nullptr && command->def->node_case == PG_QUERY__NODE__NODE_PARTITION_CMD &&
               command->def->partition_cmd->concurrent;
    });
}

/// It makes its slot on the publisher at once, unless told not to.
StatementTraits of_subscription(const PgQuery__CreateSubscriptionStmt& statement) {
    const Options options(statement.options, statement.n_options);
    if (is_switched_off(options, "create_slot") || is_switched_off(options, "connect")) {
        return {};
    }
    return {forbidden, "CREATE SUBSCRIPTION"};
}

/// What speaks to the publisher: a refresh (the default where publications change), and the slot's options
/// of PostgreSQL 17 and 18.
StatementTraits of_subscription(const PgQuery__AlterSubscriptionStmt& statement) {
    const Options options(statement.options, statement.n_options);
    switch (statement.kind) {
    case PG_QUERY__ALTER_SUBSCRIPTION_TYPE__ALTER_SUBSCRIPTION_REFRESH:
        return {forbidden, "ALTER SUBSCRIPTION … REFRESH PUBLICATION"};
    case PG_QUERY__ALTER_SUBSCRIPTION_TYPE__ALTER_SUBSCRIPTION_SET_PUBLICATION:
    case PG_QUERY__ALTER_SUBSCRIPTION_TYPE__ALTER_SUBSCRIPTION_ADD_PUBLICATION:
    case PG_QUERY__ALTER_SUBSCRIPTION_TYPE__ALTER_SUBSCRIPTION_DROP_PUBLICATION:
        return is_switched_off(options, "refresh")
                   ? StatementTraits{}
                   : StatementTraits{forbidden, "ALTER SUBSCRIPTION with refresh"};
    case PG_QUERY__ALTER_SUBSCRIPTION_TYPE__ALTER_SUBSCRIPTION_OPTIONS:
        return find_option(options, "failover") != nullptr || find_option(options, "two_phase") != nullptr
                   ? StatementTraits{forbidden, "ALTER SUBSCRIPTION … SET (failover, two_phase)"}
                   : StatementTraits{};
    default:
        return {};
    }
}

} // namespace

// The commands that call PreventInTransactionBlock in PostgreSQL 13 to 18. REFRESH MATERIALIZED VIEW
// CONCURRENTLY and ALTER TYPE … ADD VALUE are not among them.
StatementTraits traits_of(const PgQuery__Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
        return of_transaction(*node.transaction_stmt);
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        return of_index(*node.index_stmt);
    case PG_QUERY__NODE__NODE_DROP_STMT:
        return node.drop_stmt->concurrent ? StatementTraits{forbidden, "DROP INDEX CONCURRENTLY"}
                                          : StatementTraits{};
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
        return of_reindex(*node.reindex_stmt);
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return detaches_concurrently(*node.alter_table_stmt)
                   ? StatementTraits{forbidden, "ALTER TABLE … DETACH PARTITION CONCURRENTLY"}
                   : StatementTraits{};
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
        return node.vacuum_stmt->is_vacuumcmd ? StatementTraits{forbidden, "VACUUM"} : StatementTraits{};
    case PG_QUERY__NODE__NODE_CLUSTER_STMT:
        return node.cluster_stmt->relation == nullptr ? StatementTraits{forbidden, "CLUSTER"}
                                                      : StatementTraits{};
    case PG_QUERY__NODE__NODE_DISCARD_STMT:
        return node.discard_stmt->target == PG_QUERY__DISCARD_MODE__DISCARD_ALL
                   ? StatementTraits{forbidden, "DISCARD ALL"}
                   : StatementTraits{};
    case PG_QUERY__NODE__NODE_CREATEDB_STMT:
        return {forbidden, "CREATE DATABASE"};
    case PG_QUERY__NODE__NODE_DROPDB_STMT:
        return {forbidden, "DROP DATABASE"};
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_STMT:
        return find_option({node.alter_database_stmt->options, node.alter_database_stmt->n_options},
                           "tablespace") != nullptr
                   ? StatementTraits{forbidden, "ALTER DATABASE … SET TABLESPACE"}
                   : StatementTraits{};
    case PG_QUERY__NODE__NODE_CREATE_TABLE_SPACE_STMT:
        return {forbidden, "CREATE TABLESPACE"};
    case PG_QUERY__NODE__NODE_DROP_TABLE_SPACE_STMT:
        return {forbidden, "DROP TABLESPACE"};
    case PG_QUERY__NODE__NODE_ALTER_SYSTEM_STMT:
        return {forbidden, "ALTER SYSTEM"};
    case PG_QUERY__NODE__NODE_CREATE_SUBSCRIPTION_STMT:
        return of_subscription(*node.create_subscription_stmt);
    case PG_QUERY__NODE__NODE_ALTER_SUBSCRIPTION_STMT:
        return of_subscription(*node.alter_subscription_stmt);
    case PG_QUERY__NODE__NODE_DROP_SUBSCRIPTION_STMT:
        return {forbidden, "DROP SUBSCRIPTION"};
    case PG_QUERY__NODE__NODE_COPY_STMT: {
        const auto& copy = *node.copy_stmt;
        return {allowed, "", !copy.is_program && std::string_view(copy.filename).empty(), false};
    }
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
        return {allowed, "", false, node.variable_set_stmt->is_local == 0};
    case PG_QUERY__NODE__NODE_DO_STMT:
        return {may_commit, "DO"};
    case PG_QUERY__NODE__NODE_CALL_STMT:
        return {may_commit, "CALL"};
    default:
        return {};
    }
}

} // namespace headstart::sql
