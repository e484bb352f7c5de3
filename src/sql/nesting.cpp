#include "sql/nesting.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace headstart::sql {

namespace {

constexpr std::array<std::string_view, 3> k_set_operations{"union", "intersect", "except"};
/// A node and a statement, each as deep as a token.
constexpr std::size_t k_levels_of_set_operation = 2;

} // namespace

void NestingBound::Group::end_item() {
    deepest = std::max(deepest, item + inner);
    item = inner = 0;
}

std::size_t NestingBound::Group::levels() const {
    return set_operations * k_levels_of_set_operation + std::max(deepest, item + inner);
}

void NestingBound::close() {
    const auto levels = m_open.back().levels() + 1;
    m_open.pop_back();
    m_open.back().inner = std::max(m_open.back().inner, levels);
    ++m_open.back().item; // what stands for it in a chain of operators
}

void NestingBound::add(const Token& token, std::string_view word) {
    if (token.kind == TokenKind::open_parenthesis || word == "[") {
        m_open.emplace_back();
    } else if ((token.kind == TokenKind::close_parenthesis || word == "]") && m_open.size() > 1) {
        close();
    } else if (word == "," || token.kind == TokenKind::semicolon) {
        m_open.back().end_item();
    } else if (token.kind == TokenKind::word && base::is_one_of_ignoring_case(word, k_set_operations)) {
        m_open.back().end_item();
        ++m_open.back().set_operations;
    } else {
        ++m_open.back().item;
    }
}

std::size_t NestingBound::levels() const {
    auto copy = *this;
    while (copy.m_open.size() > 1) { // an error, which the grammar finds
        copy.close();
    }
    return copy.m_open.front().levels();
}

} // namespace headstart::sql
