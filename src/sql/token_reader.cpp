#include "sql/token_reader.hpp"

#include "base/text.hpp"

namespace headstart::sql {

TokenReader::TokenReader(std::string_view text, std::size_t begin)
    : m_text(text)
    , m_scanner(text, begin) {
    next();
}

void TokenReader::next() {
    do {
        m_token = m_scanner.next();
    } while (m_token && m_token->kind == TokenKind::comment);
}

std::string_view TokenReader::text() const {
    return m_token ? m_text.substr(m_token->begin, m_token->end - m_token->begin) : std::string_view{};
}

bool TokenReader::take(std::string_view word) {
    const bool is_there = base::equals_ignoring_case(text(), word);
    if (is_there) {
        next();
    }
    return is_there;
}

bool TokenReader::take_one_of(std::span<const std::string_view> words) {
    const bool is_there = base::is_one_of_ignoring_case(text(), words);
    if (is_there) {
        next();
    }
    return is_there;
}

std::string TokenReader::unquoted(char quote) const {
    auto name = std::string(text());
    name = name.substr(1, name.size() - 2);
    const std::string twice(2, quote);
    for (auto at = name.find(twice); at != std::string::npos; at = name.find(twice, at + 1)) {
        name.erase(at, 1);
    }
    return name;
}

std::string TokenReader::take_name() {
    auto name = m_token && m_token->kind == TokenKind::quoted_name && text().starts_with('"')
                    ? unquoted('"')
                    : base::to_lower(text());
    next();
    return name;
}

std::vector<std::string> TokenReader::take_names() {
    std::vector<std::string> names{take_name()};
    while (take(".")) {
        names.push_back(take_name());
    }
    return names;
}

std::string TokenReader::take_literal() {
    auto value = text().size() >= 2 && text().starts_with('\'') ? unquoted('\'') : std::string(text());
    next();
    return value;
}

} // namespace headstart::sql
