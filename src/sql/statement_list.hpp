#pragma once

#include "sql/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

namespace headstart::sql {

/// The statements of a text, in their order. A file may have millions that are rows and nothing else: of each
/// of those its place alone is kept, in three bytes or four, so statements are given by value.
class StatementList {
public:
    class Iterator;
    using value_type = Statement;
    using const_iterator = Iterator;

    /// Behind the last.
    void push_back(Statement statement);

    [[nodiscard]] std::size_t size() const { return m_size; }

    [[nodiscard]] bool empty() const { return m_size == 0; }

    [[nodiscard]] Statement operator[](std::size_t index) const;

    [[nodiscard]] Statement front() const { return (*this)[0]; }

    [[nodiscard]] Statement back() const { return (*this)[m_size - 1]; }

    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

    /// Places are those of another text from now on, in which this one begins there.
    void shift(std::size_t by) { m_shift += by; }

private:
    /// Of which there is more to say than its place.
    struct Special {
        std::size_t index;
        Statement statement;
    };

    /// Where reading goes on.
    struct Cursor {
        std::size_t index = 0;
        std::size_t byte = 0;
        std::size_t end = 0;     ///< of the statement before, in the text
        std::size_t special = 0; ///< the first that is not passed
    };

    static constexpr std::size_t k_stride = 64; ///< statements from one mark to the next

    [[nodiscard]] Statement read(const Cursor& cursor) const;
    void pass(Cursor& cursor) const;
    [[nodiscard]] bool is_special(const Cursor& cursor) const;
    [[nodiscard]] std::size_t read_number(std::size_t& byte) const;
    void write_number(std::size_t number);

    std::string m_places; ///< the gap before each statement and its length, seven bits a byte
    std::vector<Cursor> m_marks;
    std::vector<Special> m_specials;
    std::size_t m_size = 0;
    std::size_t m_end = 0; ///< of the last
    std::size_t m_shift = 0;
};

/// Valid until the list changes.
class StatementList::Iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Statement;
    using difference_type = std::ptrdiff_t;
    using pointer = const Statement*;
    using reference = Statement;

    Iterator() = default;

    Statement operator*() const { return m_list->read(m_cursor); }

    Iterator& operator++() {
        m_list->pass(m_cursor);
        return *this;
    }

    Iterator operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }

    /// Its place in the list, from 0.
    [[nodiscard]] std::size_t index() const { return m_cursor.index; }

    friend bool operator==(const Iterator& a, const Iterator& b) {
        return a.m_cursor.index == b.m_cursor.index;
    }

private:
    friend class StatementList;

    Iterator(const StatementList& list, Cursor cursor)
        : m_list(&list)
        , m_cursor(cursor) {}

    const StatementList* m_list = nullptr;
    Cursor m_cursor;
};

inline StatementList::Iterator StatementList::begin() const {
    return {*this, {}};
}

inline StatementList::Iterator StatementList::end() const {
    return {*this, {.index = m_size}};
}

} // namespace headstart::sql
