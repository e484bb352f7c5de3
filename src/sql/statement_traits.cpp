#include "sql/statement_traits.hpp"

#include "base/text.hpp"
#include "sql/pg_query_handles.hpp"
#include "sql/scanner.hpp"
#include "sql/set_statement.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string>

namespace headstart::sql {

namespace {

using enum TransactionUse;

/// The words by which PL/pgSQL ends a transaction, or calls what may.
constexpr std::array<std::string_view, 3> k_transaction_words{"commit", "rollback", "call"};

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
        return {.transaction_use = begins, .name = "BEGIN", .makes_read_only = begins_read_only(statement)};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
        return {.transaction_use = ends,
                .name = statement.chain ? "COMMIT AND CHAIN" : "COMMIT",
                .commits = true,
                .chains = statement.chain != 0};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
        return {.transaction_use = ends,
                .name = statement.chain ? "ROLLBACK AND CHAIN" : "ROLLBACK",
                .chains = statement.chain != 0};
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
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE:
        return {depends, "REINDEX TABLE"};
    default:
        return {depends, "REINDEX INDEX"};
    }
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
                   ? StatementTraits{depends, "ALTER SUBSCRIPTION … SET (failover, two_phase)"}
                   : StatementTraits{};
    default:
        return {};
    }
}

bool may_end_transaction(std::string_view word) {
    return base::is_one_of_ignoring_case(word, k_transaction_words);
}

/// A text that may be run by EXECUTE: COMMIT is refused there, CALL is not.
bool holds_call(std::string_view text) {
    const auto lower = base::to_lower(text);
    const auto at = lower.find("call ");
    return at != std::string::npos &&
           (at == 0 || std::isalnum(static_cast<unsigned char>(lower[at - 1])) == 0);
}

/// Whether a DO commits inside. Only PL/pgSQL is looked into, token by token: COMMIT and ROLLBACK are words
/// of it, and what is called by CALL, also from a text that is EXECUTEd, may hold them. A DO that does not
/// can share a transaction with its progress, and is then never run twice.
StatementTraits of_do(const PgQuery__DoStmt& statement) {
    StatementTraits commits_maybe{may_commit, "DO"};
    const Options options(statement.args, statement.n_args);
    const auto* language = find_option(options, "language");
    const auto* body = find_option(options, "as");
    if (body == nullptr ||
        (language != nullptr && std::string_view(language->arg->string->sval) != "plpgsql")) {
        return commits_maybe;
    }
    const std::string_view text = body->arg->string->sval;
    Scanner scanner(text);
    while (const auto token = scanner.next()) {
        const auto word = text.substr(token->begin, token->end - token->begin);
        const bool is_literal = token->kind == TokenKind::string || token->kind == TokenKind::dollar_text;
        if (is_literal ? holds_call(word) : may_end_transaction(word)) {
            return commits_maybe;
        }
    }
    return {};
}

// The commands that call PreventInTransactionBlock in PostgreSQL 13 to 18. REFRESH MATERIALIZED VIEW
// CONCURRENTLY and ALTER TYPE … ADD VALUE are not among them.
StatementTraits traits_but_effect(const PgQuery__Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
        return of_transaction(*node.transaction_stmt);
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        return node.index_stmt->concurrent ? StatementTraits{forbidden, "CREATE INDEX CONCURRENTLY"}
                                           : StatementTraits{};
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
        return {node.cluster_stmt->relation == nullptr ? forbidden : depends, "CLUSTER"};
    case PG_QUERY__NODE__NODE_DISCARD_STMT:
        return node.discard_stmt->target == PG_QUERY__DISCARD_MODE__DISCARD_ALL
                   ? StatementTraits{.transaction_use = forbidden,
                                     .name = "DISCARD ALL",
                                     .changes_role = true,
                                     .discards_session = true}
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
        return {depends, "DROP SUBSCRIPTION"};
    case PG_QUERY__NODE__NODE_COPY_STMT: {
        const auto& copy = *node.copy_stmt;
        return {.uses_copy_protocol = !copy.is_program && std::string_view(copy.filename).empty()};
    }
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
        return traits_of_set(*node.variable_set_stmt);
    case PG_QUERY__NODE__NODE_SELECT_STMT:
        return traits_of_set_config(*node.select_stmt);
    case PG_QUERY__NODE__NODE_PREPARE_STMT:
    case PG_QUERY__NODE__NODE_DEALLOCATE_STMT:
    case PG_QUERY__NODE__NODE_LOAD_STMT:
        return {.sets_session = true};
    case PG_QUERY__NODE__NODE_DO_STMT:
        return of_do(*node.do_stmt);
    case PG_QUERY__NODE__NODE_CALL_STMT:
        return {may_commit, "CALL"};
    default:
        return {};
    }
}

/// As every ALTER TABLE does: who waits for such a lock has everybody waiting behind it, readers too.
bool takes_strong_locks(const PgQuery__Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
        return !has_option({node.reindex_stmt->params, node.reindex_stmt->n_params}, "concurrently");
    case PG_QUERY__NODE__NODE_CLUSTER_STMT:
        return true;
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
        return has_option({node.vacuum_stmt->options, node.vacuum_stmt->n_options}, "full");
    default:
        return false;
    }
}

} // namespace

StatementTraits traits_of(const PgQuery__Node& node) {
    auto traits = traits_but_effect(node);
    traits.may_wait_long = (traits.transaction_use == forbidden || traits.transaction_use == may_commit) &&
                           !takes_strong_locks(node);
    // A REINDEX that is not concurrent leaves nothing half done.
    const bool is_plain_reindex =
        node.node_case == PG_QUERY__NODE__NODE_REINDEX_STMT && traits.transaction_use == depends;
    if (traits.transaction_use != allowed && !is_plain_reindex) {
        traits.effect = effect_of(node);
    }
    return traits;
}

} // namespace headstart::sql
