#pragma once

#include "sql/copy_data.hpp"
#include "sql/statement_traits.hpp"

#include <cstddef>
#include <optional>

namespace headstart::sql {

/// One statement of a section, as bytes of the text it was found in.
struct Statement {
    std::size_t begin; ///< of its first token: comments before it are left out
    std::size_t end;   ///< behind its last token, without the `;`
    StatementTraits traits = {};
    std::optional<CopyData> copy_data = {}; ///< for COPY … FROM STDIN
    bool has_backslashes = false;           ///< that are escapes in its strings: it stands behind a
                                            ///< `SET standard_conforming_strings = off`
    bool is_unchecked = false; ///< the grammar does not know it: right or wrong, only a server can tell
};

} // namespace headstart::sql
