#pragma once

#include "pg/handles.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::pg {

/// The rows of one statement, in text form. What is not there is no reason to guess: to ask for a row, a
/// column or a form that the server did not send throws UnexpectedAnswer.
class Result {
public:
    Result() = default;

    /// All rows of it.
    explicit Result(const ResultHandle& handle) { add(handle.get()); }

    /// Rows that came, behind those that are there; of as many columns.
    void add(const PGresult* rows);

    [[nodiscard]] int row_count() const { return static_cast<int>(m_rows.size()); }

    /// The memory that its rows take, about.
    [[nodiscard]] std::size_t size() const { return m_size; }

    [[nodiscard]] bool is_null(int row, int column) const { return !at(row, column).has_value(); }

    /// Valid as long as the result lives; empty for NULL.
    [[nodiscard]] std::string_view value(int row, int column) const&;

    /// Of a result that is about to go: `connection.exec(…).value(0, 0)`.
    [[nodiscard]] std::string value(int row, int column) && {
        return at(row, column).value_or(std::string());
    }

    /// Of a boolean that is not NULL.
    [[nodiscard]] bool is_true(int row, int column) const;

    /// Of an integer that is not NULL.
    [[nodiscard]] std::int64_t number(int row, int column) const;

    /// The values of one column, NULLs left out.
    [[nodiscard]] std::vector<std::string> column(int column) const;

private:
    using Cell = std::optional<std::string>;

    [[nodiscard]] const Cell& at(int row, int column) const;

    std::vector<std::vector<Cell>> m_rows;
    std::size_t m_size = 0;
};

/// A parameter of a statement, in text form; nothing is NULL.
using ParameterValue = std::optional<std::string>;

/// `{"a","b"}`: a text[] in PostgreSQL's input form (manual, "Arrays: Array Input and Output Syntax").
std::string to_array(const std::vector<std::string>& values);
/// The reverse, for one-dimensional arrays without NULLs.
std::vector<std::string> from_array(std::string_view text);

} // namespace headstart::pg
