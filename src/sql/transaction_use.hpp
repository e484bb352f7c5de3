#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct PgQuery__Node; // NOLINT(bugprone-reserved-identifier): libpg_query's name

namespace headstart::sql {

/// How a statement gets on with a transaction around it.
enum class TransactionUse : std::uint8_t {
    allowed,    ///< runs inside one
    forbidden,  ///< the server refuses it inside one (its PreventInTransactionBlock)
    begins,     ///< BEGIN, START TRANSACTION
    ends,       ///< COMMIT, ROLLBACK, PREPARE TRANSACTION and their spellings
    may_commit, ///< DO and CALL: what they run may commit, which needs that no transaction is around them
};

/// What a CREATE INDEX CONCURRENTLY builds.
struct IndexBuild {
    std::string schema; ///< of the table; empty: the search_path's
    std::string table;
    std::string name;
};

struct StatementTraits {
    TransactionUse transaction_use = TransactionUse::allowed;
    std::string_view name;           ///< "CREATE INDEX CONCURRENTLY"; empty where the use is `allowed`
    bool uses_copy_protocol = false; ///< COPY … FROM STDIN or TO STDOUT: cannot be part of a pipeline
    bool sets_session = false;       ///< SET without LOCAL: holds for the rest of the file
    std::optional<IndexBuild> builds_index = std::nullopt; ///< a named one, concurrently
};

/// Decided by the parse tree, never by words.
StatementTraits traits_of(const PgQuery__Node& node);

} // namespace headstart::sql
