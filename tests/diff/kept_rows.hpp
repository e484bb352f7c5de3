#pragma once

#include "support/test_database.hpp"

#include <map>
#include <string>
#include <vector>

namespace headstart::test {

/// What tables hold, to be compared with what they hold later.
class KeptRows {
public:
    /// Reads all tables of the database.
    explicit KeptRows(Session& session);

    /// What has gone since from tables of the same name and columns of the same name and type, a line each;
    /// "" for nothing.
    [[nodiscard]] std::string lost(const KeptRows& later) const;

private:
    struct Table {
        std::map<std::string, std::string> columns; ///< their types, by name
        std::vector<std::map<std::string, std::string>> rows;
    };

    /// The values of these columns, a row a line, sorted.
    static std::vector<std::string> values(const Table& table, const std::vector<std::string>& columns);

    std::map<std::string, Table> m_tables;
};

} // namespace headstart::test
