#include "postgres/interrupted.hpp"

#include "pg/quote.hpp"
#include "pg/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace headstart::postgres {

namespace {

using EffectKind = sql::Effect::Kind;
using Catalogue = sql::Effect::Catalogue;

std::string quoted(const sql::RelationName& relation) {
    const auto name = pg::quote_identifier(relation.name);
    return relation.schema.empty() ? name : pg::quote_identifier(relation.schema) + "." + name;
}

/// Where a look goes, and who hears what is cleared away.
struct Scene {
    pg::Connection& connection;
    diag::Reporter& reporter;
    base::milliseconds concurrently_timeout; ///< as of Ledger
};

/// DROP INDEX CONCURRENTLY keeps nobody waiting while it waits, and so may wait longer than others.
class Patience {
public:
    explicit Patience(const Scene& scene)
        : m_scene(scene)
        , m_before(set(fmt::format("{}ms", scene.concurrently_timeout.count()))) {}

    void end() { set(m_before); }

private:
    /// Returns what it was.
    std::string set(const std::string& timeout) const {
        return std::string(m_scene.connection
                               .exec({"SELECT pg_catalog.current_setting('lock_timeout'),"
                                      " pg_catalog.set_config('lock_timeout', $1, false)",
                                      {timeout}})
                               .value(0, 0));
    }

    const Scene& m_scene;
    std::string m_before;
};

void drop_leftover(const Scene& scene, std::string_view schema, std::string_view index) {
    const auto name = fmt::format("{}.{}", pg::quote_identifier(schema), pg::quote_identifier(index));
    scene.reporter.info(
        fmt::format("dropping the invalid index {} that an interrupted run left behind", name),
        {{"event", "leftover"}, {"index", name}});
    Patience patience(scene);
    scene.connection.exec({.sql = fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", name),
                           .awaited = pg::Awaited::patiently});
    patience.end(); // a refusal ends the session, or each try sets it anew
}

/// A condition on an index (`indexrelid`): what is not valid yet may be another session's work.
constexpr std::string_view k_nobody_builds_it =
    "NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p"
    " WHERE p.datid OPERATOR(pg_catalog.=) (SELECT oid FROM pg_catalog.pg_database"
    " WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database())"
    " AND p.index_relid OPERATOR(pg_catalog.=) indexrelid)";

/// Rows of: schema, index, whether it is valid. The invalid ones are dropped.
bool drop_invalid(const Scene& scene, const pg::Result& indexes) {
    bool has_valid = false;
    for (int row = 0; row < indexes.row_count(); ++row) {
        if (indexes.is_true(row, 2)) {
            has_valid = true;
        } else {
            drop_leftover(scene, indexes.value(row, 0), indexes.value(row, 1));
        }
    }
    return has_valid;
}

// CREATE INDEX CONCURRENTLY. Before: the indexes of the table. One more of its name, or, where the server
// names it, of its columns, that is valid: done. One that is not, and that nobody builds at this moment: what
// the interrupted build left (manual, "CREATE INDEX: Building Indexes Concurrently").

/// Of an index i: its key's columns, empty for an expression.
constexpr std::string_view k_key_columns =
    "ARRAY(SELECT coalesce(a.attname::pg_catalog.text, '')"
    " FROM pg_catalog.generate_series(0, i.indnkeyatts OPERATOR(pg_catalog.-) 1) AS n"
    " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid"
    " AND a.attnum OPERATOR(pg_catalog.=) i.indkey[n] ORDER BY n)";

/// Of an object b that was noted; before it had a name too it was the oid alone.
constexpr std::string_view k_noted_oid =
    "coalesce(b OPERATOR(pg_catalog.->>) 'oid', b OPERATOR(pg_catalog.#>>) '{}')::bigint";

pg::ParameterValue is_restored(const Attempt& attempt) {
    return attempt.is_restored ? "true" : "false";
}

pg::Command indexes_of_table(const sql::Effect& effect) {
    return {"SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('oid', i.indexrelid::bigint,"
            " 'name', c.relname)), '[]') FROM pg_catalog.pg_index i"
            " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid"
            " WHERE i.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid",
            {quoted(effect.relation)}};
}

Verdict judge_build(const Scene& scene, const sql::Effect& effect, const Attempt& attempt) {
    const auto added = scene.connection.exec(
        {fmt::format(
             "SELECT n.nspname, c.relname, i.indisvalid AND i.indisready FROM pg_catalog.pg_index i"
             " JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid"
             " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
             " WHERE i.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid"
             " AND CASE WHEN $2 OPERATOR(pg_catalog.<>) '' THEN c.relname OPERATOR(pg_catalog.=) $2"
             " ELSE {} OPERATOR(pg_catalog.=) $3::pg_catalog.text[] END"
             " AND NOT EXISTS (SELECT FROM pg_catalog.jsonb_array_elements($4::pg_catalog.jsonb) b"
             " WHERE CASE WHEN $5::boolean"
             " THEN (b OPERATOR(pg_catalog.->>) 'name') OPERATOR(pg_catalog.=) c.relname::pg_catalog.text"
             " ELSE {} OPERATOR(pg_catalog.=) i.indexrelid::bigint END) AND {}",
             k_key_columns, k_noted_oid, k_nobody_builds_it),
         {quoted(effect.relation), effect.name, pg::to_array(effect.columns), attempt.before,
          is_restored(attempt)}});
    return drop_invalid(scene, added) ? Verdict::done : Verdict::to_run;
}

// DROP INDEX CONCURRENTLY. Before: the index's oid. A half dropped index is an invalid one, and dropping it
// again ends the work.

pg::Command oid_of_index(const sql::Effect& effect) {
    return {
        "SELECT coalesce(pg_catalog.to_jsonb(pg_catalog.to_regclass($1)::pg_catalog.oid::bigint), 'null')",
        {quoted(effect.relation)}};
}

Verdict judge_drop(const Scene& scene, const sql::Effect& effect, const Attempt& attempt) {
    const auto found = scene.connection.exec(
        {fmt::format("SELECT b OPERATOR(pg_catalog.<>) 'null' AND CASE WHEN $2::boolean"
                     " THEN pg_catalog.to_regclass($3) IS NULL ELSE NOT EXISTS"
                     " (SELECT FROM pg_catalog.pg_class c WHERE c.oid::bigint OPERATOR(pg_catalog.=) {}) END"
                     " FROM (SELECT $1::pg_catalog.jsonb) AS noted (b)",
                     k_noted_oid),
         {attempt.before, is_restored(attempt), quoted(effect.relation)}});
    return found.value(0, 0) == "t" ? Verdict::done : Verdict::to_run;
}

// REINDEX CONCURRENTLY builds a copy `_ccnew` of each index, lets the two swap names, so that the old one is
// `_ccold`, and drops that (manual, "REINDEX: Rebuilding Indexes Concurrently"). Before: the valid indexes
// that it will rebuild, and copies that were left there by somebody else. All rebuilt, hence none of the
// former left: done.

/// The tables whose indexes it rebuilds; with $1 the name of the index, table or schema.
std::string_view tables_of_rebuild(EffectKind kind) {
    switch (kind) {
    case EffectKind::rebuilds_index:
        return "SELECT i.indrelid AS oid FROM pg_catalog.pg_index i WHERE i.indexrelid OPERATOR(pg_catalog.=)"
               " pg_catalog.to_regclass($1)::pg_catalog.oid OR i.indexrelid OPERATOR(pg_catalog.=) ANY"
               " (SELECT t.relid::pg_catalog.oid FROM"
               " pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1)) t)";
    case EffectKind::rebuilds_table:
        return "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid AS oid UNION SELECT "
               "t.relid::pg_catalog.oid FROM"
               " pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1)) t";
    case EffectKind::rebuilds_schema:
        return "SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) (SELECT "
               "n.oid"
               " FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) $1)";
    default:
        return "SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid"
               " OPERATOR(pg_catalog.=) c.relnamespace WHERE n.nspname OPERATOR(pg_catalog.<>) 'pg_catalog'"
               " AND $1 OPERATOR(pg_catalog.=) ''::pg_catalog.text";
    }
}

/// Their indexes with those of their TOAST tables, which are rebuilt with them.
std::string indexes_of_rebuild(EffectKind kind) {
    return fmt::format(
        "WITH tables AS ({}), indexes AS ("
        "SELECT i.indexrelid, i.indisvalid, i.indisexclusion, n.nspname, c.relname,"
        " i.indexrelid OPERATOR(pg_catalog.=)"
        " pg_catalog.to_regclass(CASE WHEN {} THEN $1 END)::pg_catalog.oid AS is_named,"
        " c.relname OPERATOR(pg_catalog.~) '_cc(new|old)[0-9]*$' AS is_copy"
        " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid"
        " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
        " WHERE i.indrelid OPERATOR(pg_catalog.=) ANY (SELECT oid FROM tables)"
        " OR i.indrelid OPERATOR(pg_catalog.=) ANY (SELECT t.reltoastrelid FROM pg_catalog.pg_class t"
        " JOIN tables ON t.oid OPERATOR(pg_catalog.=) tables.oid))",
        tables_of_rebuild(kind), kind == EffectKind::rebuilds_index ? "true" : "false");
}

std::string subject_of_rebuild(const sql::Effect& effect) {
    return effect.kind == EffectKind::rebuilds_schema || effect.kind == EffectKind::rebuilds_database
               ? effect.name
               : quoted(effect.relation);
}

pg::Command indexes_to_rebuild(const sql::Effect& effect) {
    // An index alone is rebuilt without the others of its table; those are none of our business.
    return {
        fmt::format(
            "{} SELECT pg_catalog.jsonb_build_object("
            "'rebuilt', coalesce(pg_catalog.jsonb_agg(indexrelid::bigint) FILTER (WHERE indisvalid AND NOT"
            " indisexclusion AND {}), '[]'),"
            " 'copies', coalesce(pg_catalog.jsonb_agg(indexrelid::bigint) FILTER (WHERE NOT indisvalid AND"
            " is_copy), '[]')) FROM indexes",
            indexes_of_rebuild(effect.kind), effect.kind == EffectKind::rebuilds_index ? "is_named" : "true"),
        {subject_of_rebuild(effect)}};
}

Verdict judge_rebuild(const Scene& scene, const sql::Effect& effect, const Attempt& attempt) {
    if (attempt.is_restored) {
        return Verdict::to_run; // all indexes are new, copies are in no dump, and once more does no harm
    }
    const auto copies = scene.connection.exec(
        {fmt::format("{} SELECT nspname, relname, indisvalid FROM indexes WHERE is_copy AND NOT"
                     " indisvalid AND NOT ($2::pg_catalog.jsonb OPERATOR(pg_catalog.->) 'copies')"
                     " OPERATOR(pg_catalog.@>) pg_catalog.to_jsonb(indexrelid::bigint)"
                     " AND {}",
                     indexes_of_rebuild(effect.kind), k_nobody_builds_it),
         {subject_of_rebuild(effect), attempt.before}});
    drop_invalid(scene, copies);
    const auto left = scene.connection.exec(
        {"SELECT pg_catalog.jsonb_array_length($1::pg_catalog.jsonb OPERATOR(pg_catalog.->) 'rebuilt')"
         " OPERATOR(pg_catalog.>) 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i"
         " WHERE ($1::pg_catalog.jsonb OPERATOR(pg_catalog.->) 'rebuilt') OPERATOR(pg_catalog.@>)"
         " pg_catalog.to_jsonb(i.indexrelid::bigint))",
         {attempt.before}});
    return left.value(0, 0) == "t" ? Verdict::done : Verdict::to_run;
}

// DETACH PARTITION CONCURRENTLY marks the partition as pending in a first transaction and detaches it in a
// second (manual, "ALTER TABLE: DETACH PARTITION"). Before: whether it was a partition at all.

constexpr std::string_view k_inheritance =
    " FROM pg_catalog.pg_inherits i"
    " WHERE i.inhparent OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid"
    " AND i.inhrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($2)::pg_catalog.oid";

pg::Command is_partition(const sql::Effect& effect) {
    return {fmt::format("SELECT pg_catalog.to_jsonb(EXISTS (SELECT{}))", k_inheritance),
            {quoted(effect.relation), quoted(effect.partition)}};
}

Verdict judge_detach(const Scene& scene, const sql::Effect& effect, const Attempt& attempt) {
    const auto state = scene.connection.exec({fmt::format("SELECT i.inhdetachpending{}", k_inheritance),
                                              {quoted(effect.relation), quoted(effect.partition)}});
    if (state.row_count() == 0) {
        return attempt.before == "true" ? Verdict::done : Verdict::to_run;
    }
    if (!state.is_true(0, 0)) {
        return Verdict::to_run;
    }
    scene.reporter.info(
        fmt::format("finishing the detachment of {} that an interrupted run began", quoted(effect.partition)),
        {{"event", "leftover"}});
    scene.connection.exec({.sql = fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE",
                                              quoted(effect.relation), quoted(effect.partition)),
                           .awaited = pg::Awaited::patiently});
    return Verdict::done;
}

// CREATE and DROP of what is there as a whole or not at all: a row in a catalogue that all sessions share.

std::string_view row_in(Catalogue catalogue) {
    switch (catalogue) {
    case Catalogue::databases:
        return "SELECT oid FROM pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) $1";
    case Catalogue::tablespaces:
        return "SELECT oid FROM pg_catalog.pg_tablespace WHERE spcname OPERATOR(pg_catalog.=) $1";
    case Catalogue::subscriptions:
        return "SELECT s.oid FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d"
               " ON d.oid OPERATOR(pg_catalog.=) s.subdbid WHERE s.subname OPERATOR(pg_catalog.=) $1"
               " AND d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()";
    case Catalogue::prepared_transactions:
        break;
    }
    return "SELECT transaction::pg_catalog.text::bigint FROM pg_catalog.pg_prepared_xacts"
           " WHERE gid OPERATOR(pg_catalog.=) $1";
}

pg::Command catalogue_row(const sql::Effect& effect) {
    return {
        fmt::format("SELECT coalesce(pg_catalog.to_jsonb(({})::bigint), 'null')", row_in(effect.catalogue)),
        {effect.name}};
}

Verdict judge_row(const Scene& scene, const sql::Effect& effect, const Attempt& attempt) {
    const auto& before = attempt.before;
    const auto now = scene.connection.exec(catalogue_row(effect)).value(0, 0);
    // A DROP DATABASE that was interrupted leaves its row, marked as invalid: dropping it again ends the
    // work.
    const bool is_done = effect.kind == EffectKind::creates ? now != "null" && before == "null"
                                                            : now == "null" && before != "null";
    return is_done ? Verdict::done : Verdict::to_run;
}

pg::Command look_at_nothing(const sql::Effect& /*effect*/) {
    return {"SELECT 'null'::pg_catalog.jsonb"};
}

Verdict run_again(const Scene& /*scene*/, const sql::Effect& /*effect*/, const Attempt& /*attempt*/) {
    return Verdict::to_run;
}

struct Row {
    EffectKind kind;
    pg::Command (*look)(const sql::Effect& effect);
    Verdict (*judge)(const Scene& scene, const sql::Effect& effect, const Attempt& attempt);
};

constexpr auto k_rows = std::to_array<Row>({
    {EffectKind::none, look_at_nothing, run_again},
    {EffectKind::builds_index, indexes_of_table, judge_build},
    {EffectKind::drops_index, oid_of_index, judge_drop},
    {EffectKind::rebuilds_index, indexes_to_rebuild, judge_rebuild},
    {EffectKind::rebuilds_table, indexes_to_rebuild, judge_rebuild},
    {EffectKind::rebuilds_schema, indexes_to_rebuild, judge_rebuild},
    {EffectKind::rebuilds_database, indexes_to_rebuild, judge_rebuild},
    {EffectKind::detaches_partition, is_partition, judge_detach},
    {EffectKind::creates, catalogue_row, judge_row},
    {EffectKind::drops, catalogue_row, judge_row},
});

const Row& row_of(const sql::Effect& effect) {
    return *std::find_if(k_rows.begin(), k_rows.end(),
                         [&](const Row& row) { return row.kind == effect.kind; });
}

} // namespace

std::optional<std::string> passed_over_invalid(pg::Connection& connection, const sql::Effect& effect) {
    if (effect.kind != EffectKind::builds_index || !effect.only_if_missing) {
        return std::nullopt;
    }
    const auto found =
        connection.exec({"SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class t"
                         " JOIN pg_catalog.pg_class c ON c.relnamespace OPERATOR(pg_catalog.=) t.relnamespace"
                         " AND c.relname OPERATOR(pg_catalog.=) $2"
                         " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
                         " JOIN pg_catalog.pg_index i ON i.indexrelid OPERATOR(pg_catalog.=) c.oid"
                         " WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid AND "
                         "NOT i.indisvalid",
                         {quoted(effect.relation), effect.name}});
    return found.row_count() == 0 ? std::nullopt : std::optional(std::string(found.value(0, 0)));
}

pg::Command look_before(const sql::Effect& effect) {
    return row_of(effect).look(effect);
}

Verdict judge(pg::Connection& connection, const Clearing& clearing, const sql::Effect& effect,
              const Attempt& attempt) {
    return row_of(effect).judge({connection, clearing.reporter, clearing.concurrently_timeout}, effect,
                                attempt);
}

} // namespace headstart::postgres
