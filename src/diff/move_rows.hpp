#pragma once

#include "diff/context.hpp"
#include "diff/statement.hpp"

namespace headstart::diff {

/// Where a table cannot become what it is to be: it is put aside under another name …
Statements put_aside(const Context& context, const Object& table);

/// … and its rows go into the one that was created in its place, as far as that has their columns.
Statements move_rows(const Context& context, const Address& table);

} // namespace headstart::diff
