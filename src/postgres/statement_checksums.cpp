#include "postgres/statement_checksums.hpp"

#include "scripts/checksum.hpp"

#include <algorithm>
#include <iterator>

namespace headstart::postgres {

std::vector<std::string> statement_checksums(const database::Migration& migration) {
    std::vector<std::string> checksums;
    checksums.reserve(migration.statements.size());
    std::transform(migration.statements.begin(), migration.statements.end(), std::back_inserter(checksums),
                   [&](const sql::Statement& statement) {
                       return scripts::statement_checksum(migration.text_of(statement),
                                                          statement.copy_data
                                                              ? migration.text_of(*statement.copy_data)
                                                              : std::string_view());
                   });
    return checksums;
}

} // namespace headstart::postgres
