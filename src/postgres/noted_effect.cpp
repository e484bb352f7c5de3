#include "postgres/noted_effect.hpp"

#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace headstart::postgres {

namespace {

using EffectKind = sql::Effect::Kind;
using EffectCatalogue = sql::Effect::Catalogue;

constexpr auto k_effect_kinds = std::to_array<std::pair<EffectKind, std::string_view>>({
    {EffectKind::none, "none"},
    {EffectKind::builds_index, "builds index"},
    {EffectKind::drops_index, "drops index"},
    {EffectKind::rebuilds_index, "rebuilds index"},
    {EffectKind::rebuilds_table, "rebuilds table"},
    {EffectKind::rebuilds_schema, "rebuilds schema"},
    {EffectKind::rebuilds_database, "rebuilds database"},
    {EffectKind::detaches_partition, "detaches partition"},
    {EffectKind::creates, "creates"},
    {EffectKind::drops, "drops"},
});

constexpr auto k_effect_catalogues = std::to_array<std::pair<EffectCatalogue, std::string_view>>({
    {EffectCatalogue::databases, "databases"},
    {EffectCatalogue::tablespaces, "tablespaces"},
    {EffectCatalogue::subscriptions, "subscriptions"},
    {EffectCatalogue::prepared_transactions, "prepared transactions"},
});

template<typename Table, typename Value>
std::string name_in(const Table& table, Value value) {
    return std::string(std::find_if(table.begin(), table.end(), [&](const auto& row) {
                           return row.first == value;
                       })->second);
}

template<typename Table>
auto find_name(const Table& table, std::string_view name) {
    return std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.second == name; });
}

/// In the order of the parameters and columns; `columns` is an array of its own.
constexpr auto k_effect_fields = std::to_array<std::string_view>(
    {"kind", "schema", "relation", "partition_schema", "partition", "name", "catalogue", "columns"});

} // namespace

std::string effect_as_json(std::size_t first_place) {
    std::string arguments;
    for (std::size_t i = 0; i < k_effect_fields.size(); ++i) {
        arguments += fmt::format("{}'{}', ${}::pg_catalog.text{}", i == 0 ? "" : ", ", k_effect_fields[i],
                                 first_place + i, i + 1 == k_effect_fields.size() ? "[]" : "");
    }
    return fmt::format("pg_catalog.jsonb_build_object({})", arguments);
}

std::vector<pg::ParameterValue> effect_parameters(const sql::Effect& effect) {
    return {name_in(k_effect_kinds, effect.kind),
            effect.relation.schema,
            effect.relation.name,
            effect.partition.schema,
            effect.partition.name,
            effect.name,
            name_in(k_effect_catalogues, effect.catalogue),
            pg::to_array(effect.columns)};
}

std::string effect_columns(std::string_view json) {
    std::string columns;
    for (const auto field : k_effect_fields) {
        columns += field == "columns" ? fmt::format("ARRAY(SELECT pg_catalog.jsonb_array_elements_text({}"
                                                    " OPERATOR(pg_catalog.->) 'columns'))",
                                                    json)
                                      : fmt::format("{} OPERATOR(pg_catalog.->>) '{}', ", json, field);
    }
    return columns;
}

std::optional<sql::Effect> read_effect(const pg::Result& result, int row, int column) {
    const auto text = [&](int field) { return std::string(result.value(row, column + field)); };
    const auto kind = find_name(k_effect_kinds, text(0));
    const auto catalogue = find_name(k_effect_catalogues, text(6));
    if (kind == k_effect_kinds.end() || catalogue == k_effect_catalogues.end()) {
        return std::nullopt;
    }
    return sql::Effect{.kind = kind->first,
                       .relation = {text(1), text(2)},
                       .partition = {text(3), text(4)},
                       .name = text(5),
                       .columns = pg::from_array(result.value(row, column + 7)),
                       .catalogue = catalogue->first};
}

} // namespace headstart::postgres
