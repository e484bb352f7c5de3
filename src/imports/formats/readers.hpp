#pragma once

#include "imports/format.hpp"

/// The row of each format, in the file of its name.
namespace headstart::imports {

extern const Format k_atlas;
extern const Format k_dbmate;
extern const Format k_diesel;
extern const Format k_django;
extern const Format k_flyway;
extern const Format k_golang_migrate;
extern const Format k_goose;
extern const Format k_graphile_migrate;
extern const Format k_liquibase;
extern const Format k_node_pg_migrate;
extern const Format k_prisma;
extern const Format k_rails;
extern const Format k_refinery;
extern const Format k_sqitch;
extern const Format k_sql_migrate;
extern const Format k_sqlx;
extern const Format k_tern;

} // namespace headstart::imports
