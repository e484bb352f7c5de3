#pragma once

#include "sql/effect.hpp"

#include <cstdint>
#include <string_view>

struct PgQuery__Node; // NOLINT(bugprone-reserved-identifier): libpg_query's name

namespace headstart::sql {

/// How a statement gets on with a transaction around it.
enum class TransactionUse : std::uint8_t {
    allowed,    ///< runs inside one
    forbidden,  ///< the server refuses it inside one (its PreventInTransactionBlock)
    begins,     ///< BEGIN, START TRANSACTION
    ends,       ///< COMMIT, ROLLBACK, PREPARE TRANSACTION and their spellings
    depends,    ///< refused inside one or not, by what the catalogue holds: REINDEX and CLUSTER of a table
                ///< that is partitioned, DROP SUBSCRIPTION with a slot
    may_commit, ///< CALL, and a DO that commits: they need that no transaction is around them
    unknown,    ///< the grammar does not know the statement: only a newer server can tell
};

struct StatementTraits {
    TransactionUse transaction_use = TransactionUse::allowed;
    std::string_view name =
        {}; ///< "CREATE INDEX CONCURRENTLY"; empty where the use is `allowed` or `unknown`
    bool uses_copy_protocol = false; ///< COPY … FROM STDIN or TO STDOUT: cannot be part of a pipeline
    bool sets_session = false; ///< SET without LOCAL, PREPARE: holds for the rest of the file, and may be run
                               ///< again for a session that took the place of the one it was run in
    bool sets_transaction = false; ///< SET TRANSACTION: must come before the transaction's first query. Not
                                   ///< for what READ COMMITTED READ WRITE has anyway
    bool makes_read_only = false;  ///< BEGIN READ ONLY, SET TRANSACTION READ ONLY: no write behind it, until
                                   ///< the transaction's end
    bool sets_plain_mode = false; ///< SET TRANSACTION to READ COMMITTED or READ WRITE, which a transaction of
                                  ///< ours has anyway: matters in a block of the file's own, whose default
                                  ///< may be another, and must come before the first query there
    bool sets_encoding = false;   ///< client_encoding to another than UTF-8, in any spelling, LOCAL too
    bool changes_role = false;    ///< SET and RESET of ROLE and SESSION AUTHORIZATION, LOCAL too; DISCARD ALL
    bool commits = false;         ///< COMMIT: what its block did stays
    bool chains = false;          ///< … AND CHAIN: the next transaction begins at once
    /// It waits for locks without keeping anybody waiting behind it, or could not be run again when it has
    /// given up: concurrently_timeout bounds it, not lock_timeout.
    bool may_wait_long = false;
    bool discards_session = false; ///< DISCARD ALL, which gives our lock away with everything else
    KeptEffect effect = {};

    bool operator==(const StatementTraits&) const = default;
};

/// Decided by the parse tree, never by words.
StatementTraits traits_of(const PgQuery__Node& node);

/// Of a statement that the grammar does not know: its use of a transaction is `unknown`. Whether it speaks
/// COPY's protocol, and whether it sets something for the rest of the session, is told by its words.
StatementTraits traits_of_unknown(std::string_view statement);

} // namespace headstart::sql
