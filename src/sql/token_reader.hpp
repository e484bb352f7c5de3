#pragma once

#include "sql/scanner.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::sql {

/// One token of a statement after the other, without comments: for what its first words say, whatever the
/// grammar knows.
class TokenReader {
public:
    explicit TokenReader(std::string_view text, std::size_t begin = 0);

    void next();

    [[nodiscard]] const std::optional<Token>& token() const { return m_token; }

    /// Empty at the end.
    [[nodiscard]] std::string_view text() const;

    /// Goes on behind the word if it is there.
    bool take(std::string_view word);
    bool take_one_of(std::span<const std::string_view> words);

    /// A name as the server folds it, without its quotes.
    std::string take_name();

    /// "billing.users": its parts.
    std::vector<std::string> take_names();

    /// What a string literal says: `'it''s'`.
    std::string take_literal();

private:
    std::string unquoted(char quote) const;

    std::string_view m_text;
    Scanner m_scanner;
    std::optional<Token> m_token;
};

} // namespace headstart::sql
