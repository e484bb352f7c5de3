#pragma once

#include "imports/history.hpp"
#include "imports/source_folder.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// How a tool runs the SQL of a file decides how headstart has to.
namespace headstart::imports {

enum class Runs {
    in_transaction, ///< in a transaction that the tool begins and commits
    as_one_message, ///< in one simple query: the server makes a transaction of it, but where there is a
                    ///< statement alone that takes none, or the file has transactions of its own
    by_statement,   ///< a statement after the other, each committed at once, as psql does
    outside,        ///< the same, for the file says that it must be so
};

/// A part of a file as the SQL of a section. `begin`, `end`: bytes of the source. A `BEGIN` and the `COMMIT`
/// that belongs to it around all that there is are left out, for headstart does that itself; what can only
/// run outside of a transaction, or has more transactions than one, becomes `transaction:false`.
Sql section_sql(const Source& source, std::size_t begin, std::size_t end, Runs runs);

/// The same of a text that was changed: it begins at `origin`, and lacks lines of the file as Sql::left_out
/// has them.
Sql section_sql(std::string text, Place origin, Runs runs, std::vector<std::size_t> left_out = {});

} // namespace headstart::imports
