#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// A Parse message (manual, "Extended Query") has a server parse a statement and execute nothing; but of
/// SELECT and its kin it also looks up the names, under locks, and fails where a table is not there yet.
namespace headstart::sql {

/// A text that holds a statement, of which no more than the grammar is asked.
struct ParseOnly {
    std::string sql;
    std::size_t shift = 0; ///< where the statement begins in it
    /// The server takes it in no case: right or wrong, there is an error in its log.
    bool is_refused = false;
};

ParseOnly parse_only(std::string_view statement);

} // namespace headstart::sql
