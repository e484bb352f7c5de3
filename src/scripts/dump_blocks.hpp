#pragma once

#include "scripts/section.hpp"

namespace headstart::scripts {

/// pg_dump puts BEGIN and COMMIT around what it writes into large objects, since their descriptors live as
/// long as a transaction. A section that is one needs none: they are taken out. Any other block stays.
void leave_out_large_object_blocks(const Section& section, sql::StatementList& statements);

} // namespace headstart::scripts
