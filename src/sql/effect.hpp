#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct PgQuery__Node; // NOLINT(bugprone-reserved-identifier,readability-identifier-naming): libpg_query's
                      // name

namespace headstart::sql {

/// A name as it was written: without a schema where the search_path finds it.
struct RelationName {
    std::string schema;
    std::string name;
};

/// What a statement that the server runs in transactions of its own does to the catalogue: enough to judge,
/// after a crash in the middle of it, whether it was done, not done, or half done.
struct Effect {
    enum class Kind : std::uint8_t {
        none,              ///< leaves nothing half done, and may be run again: VACUUM, ALTER SYSTEM
        builds_index,      ///< CREATE INDEX CONCURRENTLY: `relation` is the table; `name` empty if the server
                           ///< names it, which it does by the `columns`
        drops_index,       ///< DROP INDEX CONCURRENTLY: `relation` is the index
        rebuilds_index,    ///< REINDEX INDEX CONCURRENTLY: `relation`
        rebuilds_table,    ///< REINDEX TABLE CONCURRENTLY: `relation`
        rebuilds_schema,   ///< REINDEX SCHEMA CONCURRENTLY: `name`
        rebuilds_database, ///< REINDEX DATABASE or SYSTEM CONCURRENTLY
        detaches_partition, ///< `partition` from `relation`
        creates,            ///< `name` in `catalogue`
        drops,
    };
    /// Catalogues of what does not belong to a schema.
    enum class Catalogue : std::uint8_t { databases, tablespaces, subscriptions, prepared_transactions };

    Kind kind = Kind::none;
    RelationName relation = {};
    RelationName partition = {};
    std::string name = {};
    std::vector<std::string> columns = {}; ///< the key's, in order; empty for an expression
    Catalogue catalogue = Catalogue::databases;
    bool only_if_missing = false; ///< IF NOT EXISTS, of an index
};

/// The effect of a statement among many: nearly none has one, and what it takes is as much as all the rest.
class KeptEffect {
public:
    KeptEffect() = default;

    KeptEffect(Effect effect) // NOLINT(google-explicit-constructor,hicpp-explicit-conversions): it is one
        : m_effect(effect.kind == Effect::Kind::none ? nullptr
                                                     : std::make_shared<const Effect>(std::move(effect))) {}

    const Effect& operator*() const {
        static const Effect none;
        return m_effect ? *m_effect : none;
    }

    const Effect* operator->() const { return &**this; }

    /// The same one, or none both times.
    bool operator==(const KeptEffect& other) const { return m_effect == other.m_effect; }

private:
    std::shared_ptr<const Effect> m_effect; ///< null: none
};

/// Decided by the parse tree. `none` for what can run in a transaction: there, all or nothing is the server's
/// job.
Effect effect_of(const PgQuery__Node& node);

} // namespace headstart::sql
