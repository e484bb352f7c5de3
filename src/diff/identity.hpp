#pragma once

#include "schema/column.hpp"

#include <string>

namespace headstart::diff {

/// " GENERATED ALWAYS AS IDENTITY (START WITH 5)".
std::string identity_clause(const schema::Column& column);

/// What ALTER COLUMN says to make one identity of another: "SET GENERATED ALWAYS SET CACHE 5"; empty if they
/// are the same but for their sequence's name. `restarts`: the sequence begins anew, for where it stands is
/// out of the new bounds.
std::string identity_change(const schema::Column& before, const schema::Column& after, bool restarts);

} // namespace headstart::diff
