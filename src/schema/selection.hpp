#pragma once

#include "schema/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::schema {

/// Which objects of a database count.
struct Selection {
    /// Patterns `kind:schema.name`, or `schema.name` for every kind; `*` is any text, `?` any character. An
    /// object counts if one of `include` fits it (where there are any) and none of `exclude`. A part counts
    /// as what it is a part of.
    std::vector<std::string> include = {};
    std::vector<std::string> exclude = {};
    /// Tables, with their sequences, of headstart's own and of other tools': "alembic_version",
    /// "audit.versions".
    std::vector<std::string> own_tables = {};
};

/// Leaves in the schema what counts.
void select(Schema& schema, const Selection& selection);

} // namespace headstart::schema
