#pragma once

#include "catalogue/printed.hpp"
#include "pg/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace headstart::catalogue {

/// Reads the columns of a row from one on, one after the other.
class RowReader {
public:
    RowReader(const pg::Result& result, int row, int column)
        : m_result(result)
        , m_row(row)
        , m_column(column) {}

    void read(std::string& value) { value = settled(m_result.value(m_row, m_column++)); }

    void read(bool& value) { value = m_result.is_true(m_row, m_column++); }

    void read(char& value) { value = m_result.value(m_row, m_column++).front(); }

    void read(std::int64_t& value) { value = m_result.number(m_row, m_column++); }

    void read(std::vector<std::string>& value) { value = pg::from_array(m_result.value(m_row, m_column++)); }

    void read(std::optional<std::string>& value) {
        if (m_result.is_null(m_row, m_column)) {
            ++m_column;
            return;
        }
        read(value.emplace());
    }

    /// All fields of a body.
    template<class Body>
    void read_fields(Body& body) {
        std::apply([&](auto... members) { (read(body.*members), ...); }, Body::fields());
    }

private:
    const pg::Result& m_result;
    int m_row;
    int m_column;
};

} // namespace headstart::catalogue
