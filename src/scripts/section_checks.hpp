#pragma once

#include "scripts/section.hpp"

namespace headstart::scripts {

/// Whether the statements of a section, with their places in the file, can run in its transaction, or outside
/// of one; what the grammar does not know is left to the server. Throws diag::Error (usage).
void check_statements(const Section& section, const sql::StatementList& statements);

} // namespace headstart::scripts
