#pragma once

#include "pg/handles.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::pg {

/// The rows of one statement, in text form.
class Result {
public:
    explicit Result(ResultHandle handle)
        : m_handle(std::move(handle)) {}

    [[nodiscard]] int row_count() const { return PQntuples(m_handle.get()); }

    [[nodiscard]] bool is_null(int row, int column) const {
        return PQgetisnull(m_handle.get(), row, column) != 0;
    }

    /// Valid as long as the result lives; empty for NULL.
    [[nodiscard]] std::string_view value(int row, int column) const& {
        return {PQgetvalue(m_handle.get(), row, column),
                static_cast<std::size_t>(PQgetlength(m_handle.get(), row, column))};
    }

    /// Of a result that is about to go: `connection.exec(…).value(0, 0)`.
    [[nodiscard]] std::string value(int row, int column) && {
        return std::string(std::as_const(*this).value(row, column));
    }

    /// The values of one column, NULLs left out.
    [[nodiscard]] std::vector<std::string> column(int column) const;

    [[nodiscard]] const PGresult* get() const { return m_handle.get(); }

private:
    ResultHandle m_handle;
};

/// A parameter of a statement, in text form; nothing is NULL.
using ParameterValue = std::optional<std::string>;

/// `{"a","b"}`: a text[] in PostgreSQL's input form (manual, "Arrays: Array Input and Output Syntax").
std::string to_array(const std::vector<std::string>& values);
/// The reverse, for one-dimensional arrays without NULLs.
std::vector<std::string> from_array(std::string_view text);

} // namespace headstart::pg
