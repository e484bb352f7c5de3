#include "sql/table_named.hpp"

#include "base/text.hpp"
#include "sql/scanner.hpp"

#include <algorithm>
#include <array>

namespace headstart::sql {

namespace {

/// The words between CREATE and TABLE.
constexpr std::array<std::string_view, 6> k_kinds{"temp",  "temporary", "global",
                                                  "local", "unlogged",  "foreign"};

/// One token after the other, without comments.
class TokenReader {
public:
    explicit TokenReader(std::string_view statement)
        : m_statement(statement)
        , m_scanner(statement) {
        next();
    }

    void next() {
        do {
            m_token = m_scanner.next();
        } while (m_token && m_token->kind == TokenKind::comment);
    }

    [[nodiscard]] std::string_view text() const {
        return m_token ? m_statement.substr(m_token->begin, m_token->end - m_token->begin)
                       : std::string_view{};
    }

    /// Goes on behind the word if it is there.
    bool take(std::string_view word) {
        const bool is_there = base::equals_ignoring_case(text(), word);
        if (is_there) {
            next();
        }
        return is_there;
    }

    bool take_one_of(std::span<const std::string_view> words) {
        const bool is_there = base::is_one_of_ignoring_case(text(), words);
        if (is_there) {
            next();
        }
        return is_there;
    }

    /// A name as the server folds it.
    std::string take_name() {
        auto name = std::string(text());
        if (m_token && m_token->kind == TokenKind::quoted_name && name.starts_with('"')) {
            name = name.substr(1, name.size() - 2);
            for (auto at = name.find("\"\""); at != std::string::npos; at = name.find("\"\"", at + 1)) {
                name.erase(at, 1);
            }
        } else {
            name = base::to_lower(name);
        }
        next();
        return name;
    }

    TableName take_table() {
        auto name = take_name();
        return text() == "." ? TableName{std::move(name), (next(), take_name())}
                             : TableName{"", std::move(name)};
    }

private:
    std::string_view m_statement;
    Scanner m_scanner;
    std::optional<Token> m_token;
};

std::vector<TableName> tables_dropped(TokenReader& words) {
    if (words.take("if")) {
        words.take("exists");
    }
    std::vector<TableName> tables{words.take_table()};
    while (words.take(",")) {
        tables.push_back(words.take_table());
    }
    return tables;
}

} // namespace

std::vector<TableName> tables_made_or_filled(std::string_view statement) {
    TokenReader words(statement);
    if (words.take("create")) {
        while (words.take_one_of(k_kinds)) {
        }
        return words.take("table") && !words.take("if") ? std::vector{words.take_table()}
                                                        : std::vector<TableName>{};
    }
    if (words.take("drop")) {
        return words.take("table") ? tables_dropped(words) : std::vector<TableName>{};
    }
    if (words.take("insert")) {
        return words.take("into") ? std::vector{words.take_table()} : std::vector<TableName>{};
    }
    if (!words.take("copy")) {
        return {};
    }
    const auto table = words.take_table();
    if (words.take("(")) { // its columns
        while (!words.text().empty() && !words.take(")")) {
            words.next();
        }
    }
    return words.take("from") ? std::vector{table} : std::vector<TableName>{};
}

} // namespace headstart::sql
