#pragma once

#include "commands/context.hpp"
#include "diag/diagnostic.hpp"

#include <string>
#include <vector>

namespace headstart::commands {

/// Whether a schema is declared for the migrations to be compared with.
bool is_schema_declared(const Context& context);

/// What leads from the migrations to the declared schema, if they disagree. Throws as Comparison does.
std::vector<diag::Diagnostic> find_undone_declarations(Context& context);

/// What the database that the settings name holds beside or instead of what its own revisions make, if they
/// disagree: somebody's hand-made index. `rows`: of its version table, all known to the folder.
std::vector<diag::Diagnostic> find_drift(Context& context, const std::vector<std::string>& rows);

} // namespace headstart::commands
