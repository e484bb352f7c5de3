#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstart::sql {

/// A table as a statement names it, without the quotes; `schema` is empty where none is written.
struct TableName {
    std::string schema;
    std::string name;
};

/// The tables that a statement makes, drops or fills: CREATE TABLE (not IF NOT EXISTS), DROP TABLE, COPY …
/// FROM, INSERT INTO; by its first words, whatever the grammar knows. Nothing for any other.
std::vector<TableName> tables_made_or_filled(std::string_view statement);

} // namespace headstart::sql
