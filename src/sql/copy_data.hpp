#pragma once

#include "sql/backslash_strings.hpp"
#include "sql/scanner.hpp"
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

/// A part of a text that is SQL and nothing else, up to the rows of a COPY or to the end. No statement and no
/// comment goes beyond it.
struct SqlSpan {
    std::size_t begin; ///< in the text
    /// As long as in the text, and the same but for `\'`, spelt `''` where standard_conforming_strings is
    /// off: as the grammar reads it.
    std::string_view sql;
    std::vector<CopyData> blocks = {}; ///< behind it, in their order; places of the text
    bool begins_with_escapes = false;  ///< standard_conforming_strings is off when it begins
    /// Where, in `sql`, backslashes begin or end to be escapes in strings, in turn.
    std::vector<std::size_t> switches = {};
    std::unique_ptr<std::string> changed = {}; ///< what `sql` is, where that is not the text itself

    /// That, made of the text if need be.
    std::string& change();
};

/// Goes over a text from one span of SQL to the next, leaving out the data of COPY statements and pg_dump's
/// `\restrict` and `\unrestrict`, which would confuse every scanner. Whether a line is such a COPY is decided
/// by tokens: the same words in a string or a function's body are none. The text must outlive it.
class SqlSpans {
public:
    explicit SqlSpans(std::string_view text);

    /// Nothing behind the last. Behind an error() the rest of the text is one span.
    std::optional<SqlSpan> next();

    /// A COPY … FROM stdin without its `\.`, or with half a statement behind it on its line; its place is one
    /// of the text.
    [[nodiscard]] const std::optional<SyntaxError>& error() const { return m_error; }

private:
    void find_end(SqlSpan& span);
    void add_block(SqlSpan& span, const Token& semicolon, std::size_t copy);

    std::string_view m_text;
    std::optional<std::size_t> m_at = 0; ///< where the next one begins
    bool m_is_all_sql;
    std::size_t m_end = 0; ///< of this span, as far as it is known
    BackslashStrings m_strings;
    std::optional<SyntaxError> m_error;
};

/// Whether one statement is a COPY to or from its client, by its tokens alone.
bool is_client_copy(std::string_view statement);

} // namespace headstart::sql
