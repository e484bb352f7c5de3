#pragma once

#include "pg/result.hpp"
#include "pg/wire.hpp"
#include "sql/effect.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a statement does to the catalogue, as the journal keeps it: what it left half done must be found when
/// its file says something else by then.
namespace headstart::postgres {

/// An expression of jsonb that takes effect_parameters() as its parameters from `first_place` on.
std::string effect_as_json(std::size_t first_place);
std::vector<pg::ParameterValue> effect_parameters(const sql::Effect& effect);

/// Columns that read it from `json`, an expression of jsonb; read_effect() reads them from `column` on.
/// Nothing where that is null, or of a kind that a newer headstart has noted.
std::string effect_columns(std::string_view json);
std::optional<sql::Effect> read_effect(const pg::Result& result, int row, int column);

} // namespace headstart::postgres
