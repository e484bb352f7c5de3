#include "sql/effect.hpp"

#include "sql/pg_query_handles.hpp"

#include <span>

namespace headstart::sql {

namespace {

using Kind = Effect::Kind;
using Catalogue = Effect::Catalogue;

RelationName name_of(const PgQuery__RangeVar* relation) {
    return relation != nullptr ? RelationName{relation->schemaname, relation->relname} : RelationName{};
}

/// A dotted name in a DROP is a list of words; the last two are schema and relation.
RelationName name_of(const PgQuery__Node& object) {
    RelationName name;
    if (object.node_case == PG_QUERY__NODE__NODE_LIST) {
        for (const auto* part : std::span(object.list->items, object.list->n_items)) {
            name = {name.name, part->string->sval};
        }
    }
    return name;
}

Effect effect_of_index(const PgQuery__IndexStmt& statement) {
    Effect effect{
        .kind = Kind::builds_index, .relation = name_of(statement.relation), .name = statement.idxname};
    effect.only_if_missing = statement.if_not_exists != 0;
    for (const auto* param : std::span(statement.index_params, statement.n_index_params)) {
        effect.columns.emplace_back(param->index_elem->name);
    }
    return effect;
}

Effect effect_of_reindex(const PgQuery__ReindexStmt& statement) {
    switch (statement.kind) {
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX:
        return {.kind = Kind::rebuilds_index, .relation = name_of(statement.relation)};
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE:
        return {.kind = Kind::rebuilds_table, .relation = name_of(statement.relation)};
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SCHEMA:
        return {.kind = Kind::rebuilds_schema, .name = statement.name};
    default:
        return {.kind = Kind::rebuilds_database};
    }
}

Effect of_alter_table(const PgQuery__AlterTableStmt& statement) {
    for (const auto* node : std::span(statement.cmds, statement.n_cmds)) {
        const auto* command = node->alter_table_cmd;
        if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition && command->def != nullptr &&
            command->def->node_case == PG_QUERY__NODE__NODE_PARTITION_CMD &&
            command->def->partition_cmd->concurrent) {
            return {.kind = Kind::detaches_partition,
                    .relation = name_of(statement.relation),
                    .partition = name_of(command->def->partition_cmd->name)};
        }
    }
    return {};
}

Effect effect_of_transaction(const PgQuery__TransactionStmt& statement) {
    switch (statement.kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
        return {.kind = Kind::creates, .name = statement.gid, .catalogue = Catalogue::prepared_transactions};
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT_PREPARED:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_PREPARED:
        return {.kind = Kind::drops, .name = statement.gid, .catalogue = Catalogue::prepared_transactions};
    default:
        return {};
    }
}

} // namespace

Effect effect_of(const PgQuery__Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        return node.index_stmt->concurrent ? effect_of_index(*node.index_stmt) : Effect{};
    case PG_QUERY__NODE__NODE_DROP_STMT:
        return node.drop_stmt->concurrent && node.drop_stmt->n_objects == 1
                   ? Effect{.kind = Kind::drops_index, .relation = name_of(*node.drop_stmt->objects[0])}
                   : Effect{};
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
        return effect_of_reindex(*node.reindex_stmt);
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return of_alter_table(*node.alter_table_stmt);
    case PG_QUERY__NODE__NODE_CREATEDB_STMT:
        return {.kind = Kind::creates, .name = node.createdb_stmt->dbname, .catalogue = Catalogue::databases};
    case PG_QUERY__NODE__NODE_DROPDB_STMT:
        return {.kind = Kind::drops, .name = node.dropdb_stmt->dbname, .catalogue = Catalogue::databases};
    case PG_QUERY__NODE__NODE_CREATE_TABLE_SPACE_STMT:
        return {.kind = Kind::creates,
                .name = node.create_table_space_stmt->tablespacename,
                .catalogue = Catalogue::tablespaces};
    case PG_QUERY__NODE__NODE_DROP_TABLE_SPACE_STMT:
        return {.kind = Kind::drops,
                .name = node.drop_table_space_stmt->tablespacename,
                .catalogue = Catalogue::tablespaces};
    case PG_QUERY__NODE__NODE_CREATE_SUBSCRIPTION_STMT:
        return {.kind = Kind::creates,
                .name = node.create_subscription_stmt->subname,
                .catalogue = Catalogue::subscriptions};
    case PG_QUERY__NODE__NODE_DROP_SUBSCRIPTION_STMT:
        return {.kind = Kind::drops,
                .name = node.drop_subscription_stmt->subname,
                .catalogue = Catalogue::subscriptions};
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
        return effect_of_transaction(*node.transaction_stmt);
    default:
        return {};
    }
}

} // namespace headstart::sql
