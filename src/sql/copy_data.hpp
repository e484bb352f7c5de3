#pragma once

#include "sql/syntax_error.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::sql {

/// The lines between a `COPY … FROM stdin;` and its `\.`, as in a pg_dump file. To the grammar `stdout` is
/// the same word as `stdin`.
struct CopyData {
    std::size_t statement_end; ///< the byte of the `;`
    std::size_t begin;         ///< first byte of the first line
    std::size_t end;           ///< first byte of the line `\.`
};

/// A file may be as large as memory allows one copy of it, and almost none needs one here.
struct CopyScan {
    /// The text, same length, with data and `\.` blanked, pg_dump's `\restrict` and `\unrestrict` too, and
    /// `\'` spelt `''` where standard_conforming_strings is off: now only SQL, and such as the grammar reads.
    std::string_view sql;
    std::vector<CopyData> blocks = {};
    std::optional<SyntaxError> error = {}; ///< a COPY … FROM stdin without its `\.`
    /// Where backslashes begin to be escapes in strings, and where they end to be, in turn.
    std::vector<std::size_t> switches = {};
    std::unique_ptr<std::string> changed = {}; ///< what `sql` is, where that is not the text itself

    /// That, made of the text if need be.
    std::string& change();
};

/// The text must outlive the answer. Finds the data of COPY statements, which is not SQL and would confuse
/// every scanner. Whether a line is such a COPY is decided by tokens: the same words in a string or a
/// function's body are none.
CopyScan blank_copy_data(std::string_view text);

/// Whether one statement is a COPY to or from its client, by its tokens alone.
bool is_client_copy(std::string_view statement);

} // namespace headstart::sql
