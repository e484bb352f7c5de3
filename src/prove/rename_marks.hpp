#pragma once

#include "diag/source.hpp"
#include "diff/renames.hpp"
#include "pg/connection.hpp"
#include "sql/statement_list.hpp"

#include <memory>
#include <vector>

namespace headstart::prove {

/// The `-- @renamed from=…` of a declared schema that has just been loaded by this session, which knows by
/// its search_path what their names mean. Throws diag::Error (usage, bad_rename_mark) with the place of one
/// that stands at nothing, or names nothing.
std::vector<diff::RenameMark> read_rename_marks(pg::Connection& connection,
                                                const std::shared_ptr<const diag::SourceText>& source,
                                                const sql::StatementList& statements);

} // namespace headstart::prove
