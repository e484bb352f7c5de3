#include "database.hpp"

#include <cstdlib>
#include <fstream>

namespace {

std::string url() {
    const char* name = std::getenv("DATABASE_URL_FILE");
    std::string found;
    std::getline(std::ifstream(name == nullptr ? "" : name), found);
    if (found.empty()) {
        throw DatabaseError("DATABASE_URL_FILE names no file that holds the database's URL", false);
    }
    return found;
}

} // namespace

Database::Database()
    : m_connection(PQconnectdb(url().c_str()), &PQfinish) {
    if (PQstatus(m_connection.get()) != CONNECTION_OK) {
        throw DatabaseError(PQerrorMessage(m_connection.get()), false);
    }
}

std::vector<Database::Row> Database::ask(const std::string& query,
                                         const std::vector<std::string>& parameters) {
    std::vector<const char*> values;
    for (const std::string& parameter : parameters) {
        values.push_back(parameter.c_str());
    }
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexecParams(m_connection.get(), query.c_str(), static_cast<int>(values.size()), nullptr,
                     values.data(), nullptr, nullptr, 0),
        &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        // 22: a value that is none of its type; 23: one that a constraint forbids.
        const bool refused = state != nullptr && state[0] == '2' && (state[1] == '2' || state[1] == '3');
        throw DatabaseError(PQerrorMessage(m_connection.get()), refused);
    }
    std::vector<Row> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        rows.emplace_back();
        for (int column = 0; column < PQnfields(result.get()); ++column) {
            rows.back().emplace_back(PQgetvalue(result.get(), row, column));
        }
    }
    return rows;
}
