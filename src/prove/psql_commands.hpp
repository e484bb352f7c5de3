#pragma once

#include "sql/parse.hpp"
#include "sql/syntax_error.hpp"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace headstart::prove {

/// `\i FILE` and `\ir FILE`: where its statements stand among those of the file that has it.
struct Inclusion {
    std::size_t begin;
    std::size_t end;
    std::string file;         ///< as it is written, without quotes
    bool is_relative = false; ///< to the file that has it; else to the working folder
};

/// A declared schema that may have been written for psql.
struct PsqlText {
    std::string text; ///< with blanks, of the same length, in place of what only psql obeys
    sql::StatementList statements;
    std::vector<Inclusion> inclusions; ///< in order
};

/// Leaves out what says nothing about a schema: `\echo`, `\set`, `\connect` … Of all other commands of psql,
/// and of what is no SQL, the first place.
std::variant<PsqlText, sql::SyntaxError> read_psql_text(std::string text);

} // namespace headstart::prove
