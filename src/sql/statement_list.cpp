#include "sql/statement_list.hpp"

#include <algorithm>
#include <utility>

namespace headstart::sql {

namespace {

constexpr unsigned k_bits = 7;
constexpr std::size_t k_low = (std::size_t{1} << k_bits) - 1;
constexpr std::size_t k_more = std::size_t{1} << k_bits; ///< set in a byte that is not a number's last

bool is_place_alone(const Statement& statement) {
    return !statement.copy_data && !statement.has_backslashes && !statement.is_unchecked &&
           statement.traits == StatementTraits{};
}

} // namespace

void StatementList::push_back(Statement statement) {
    if (m_size % k_stride == 0) {
        m_marks.push_back(
            {.index = m_size, .byte = m_places.size(), .end = m_end, .special = m_specials.size()});
    }
    write_number(statement.begin - m_end);
    write_number(statement.end - statement.begin);
    m_end = statement.end;
    if (!is_place_alone(statement)) {
        m_specials.push_back({m_size, std::move(statement)});
    }
    ++m_size;
}

Statement StatementList::operator[](std::size_t index) const {
    auto cursor = m_marks[index / k_stride];
    while (cursor.index < index) {
        pass(cursor);
    }
    return read(cursor);
}

void StatementList::pass(Cursor& cursor) const {
    const auto gap = read_number(cursor.byte);
    cursor.end += gap + read_number(cursor.byte);
    cursor.special += is_special(cursor) ? 1 : 0;
    ++cursor.index;
}

bool StatementList::is_special(const Cursor& cursor) const {
    return cursor.special < m_specials.size() && m_specials[cursor.special].index == cursor.index;
}

Statement StatementList::read(const Cursor& cursor) const {
    auto byte = cursor.byte;
    const auto begin = cursor.end + read_number(byte);
    Statement statement{.begin = begin, .end = begin + read_number(byte)};
    if (is_special(cursor)) {
        statement = m_specials[cursor.special].statement;
        if (statement.copy_data) {
            statement.copy_data->statement_end += m_shift;
            statement.copy_data->begin += m_shift;
            statement.copy_data->end += m_shift;
        }
    }
    statement.begin += m_shift;
    statement.end += m_shift;
    return statement;
}

std::size_t StatementList::read_number(std::size_t& byte) const {
    std::size_t number = 0;
    for (unsigned shift = 0;; shift += k_bits) {
        const std::size_t part = static_cast<unsigned char>(m_places[byte++]);
        number |= (part & k_low) << shift;
        if (part < k_more) {
            return number;
        }
    }
}

void StatementList::write_number(std::size_t number) {
    while (number > k_low) {
        m_places += static_cast<char>(k_more | (number & k_low));
        number >>= k_bits;
    }
    m_places += static_cast<char>(number);
}

} // namespace headstart::sql
