#pragma once

#include "sql/scanner.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headstart::sql {

/// Follows standard_conforming_strings through a text, by the words of SET, RESET, DISCARD ALL and SELECT
/// set_config(…). While it
/// is off, a backslash in '…' begins an escape, as it does in E'…' (manual, "Version and Platform
/// Compatibility"), for the server and psql alike. What a function sets, no text can tell.
class BackslashStrings {
public:
    /// Each token in turn, but for comments.
    void add(const Token& token, std::string_view text);

    [[nodiscard]] bool is_on() const { return m_is_on; }

private:
    void end_statement();

    std::vector<std::string> m_words; ///< the first tokens of this statement, in lower case
    bool m_is_on = false;
    bool m_is_on_in_session = false; ///< what the end of a transaction gives back
};

/// Spells `\'` as `''` in a string that BackslashStrings hold for: of the same length, and with the same end
/// to who knows no such escapes.
void double_escaped_quotes(std::string& text, const Token& string);

/// A statement that they hold for, as it is written where they do not.
std::string in_standard_strings(std::string_view statement);

} // namespace headstart::sql
