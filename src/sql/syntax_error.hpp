#pragma once

#include <cstddef>
#include <string>

/// PostgreSQL's own grammar, through libpg_query. Positions are bytes from 0 into the text given.
namespace headstart::sql {

/// Why a text is not SQL: what the grammar says, and where.
struct SyntaxError {
    std::size_t offset = 0;
    std::string message;
    bool is_open_copy = false; ///< not the grammar: a COPY … FROM stdin without its end of data
};

} // namespace headstart::sql
