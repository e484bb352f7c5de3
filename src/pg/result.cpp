#include "pg/result.hpp"

#include "pg/server_error.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace headstart::pg {

void Result::add(const PGresult* rows) {
    const int columns = PQnfields(rows);
    for (int row = 0; row < PQntuples(rows); ++row) {
        std::vector<Cell> cells(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(rows, row, column) == 0) {
                cells[static_cast<std::size_t>(column)].emplace(
                    PQgetvalue(rows, row, column), static_cast<std::size_t>(PQgetlength(rows, row, column)));
                m_size += static_cast<std::size_t>(PQgetlength(rows, row, column));
            }
        }
        m_size += sizeof(std::vector<Cell>) + cells.size() * sizeof(Cell);
        m_rows.push_back(std::move(cells));
    }
}

const Result::Cell& Result::at(int row, int column) const {
    const auto row_index = static_cast<std::size_t>(row);
    const auto column_index = static_cast<std::size_t>(column);
    if (row_index >= m_rows.size() || column_index >= m_rows[row_index].size()) {
        throw UnexpectedAnswer(fmt::format("column {} of row {} is missing", column + 1, row + 1));
    }
    return m_rows[row_index][column_index];
}

std::string_view Result::value(int row, int column) const& {
    const auto& cell = at(row, column);
    return cell ? std::string_view(*cell) : std::string_view();
}

bool Result::is_true(int row, int column) const {
    const auto text = value(row, column);
    if (text != "t" && text != "f") {
        throw UnexpectedAnswer(fmt::format("column {} of row {} is no boolean", column + 1, row + 1));
    }
    return text == "t";
}

std::int64_t Result::number(int row, int column) const {
    const auto text = value(row, column);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        throw UnexpectedAnswer(fmt::format("column {} of row {} is no integer", column + 1, row + 1));
    }
    return number;
}

std::vector<std::string> Result::column(int column) const {
    std::vector<std::string> values;
    for (int row = 0; row < row_count(); ++row) {
        if (!is_null(row, column)) {
            values.emplace_back(value(row, column));
        }
    }
    return values;
}

std::string to_array(const std::vector<std::string>& values) {
    std::string text = "{";
    for (const auto& value : values) {
        text += text.size() > 1 ? ",\"" : "\"";
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                text += '\\';
            }
            text += c;
        }
        text += '"';
    }
    return text + "}";
}

std::vector<std::string> from_array(std::string_view text) {
    std::vector<std::string> values;
    std::string current;
    bool in_quotes = false;
    bool has_value = false;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && in_quotes) {
            current += text[++i];
        } else if (c == '"') {
            in_quotes = !in_quotes;
            has_value = true;
        } else if (c == ',' && !in_quotes) {
            values.push_back(std::exchange(current, {}));
        } else {
            current += c;
            has_value = true;
        }
    }
    if (has_value) {
        values.push_back(current);
    }
    return values;
}

} // namespace headstart::pg
