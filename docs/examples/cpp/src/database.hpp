#pragma once

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

/// What the database did not do. `refused` when a constraint forbids it, so that the asker is to blame.
struct DatabaseError : std::runtime_error {
    DatabaseError(const std::string& message, bool by_constraint)
        : std::runtime_error(message)
        , refused(by_constraint) {}

    bool refused;
};

/// A connection to the database that the file named by DATABASE_URL_FILE leads to. One for each request.
class Database {
public:
    using Row = std::vector<std::string>;

    /// Throws DatabaseError where it cannot connect.
    Database();

    /// The rows of a query whose $1, $2 … are the parameters. Throws DatabaseError.
    std::vector<Row> ask(const std::string& query, const std::vector<std::string>& parameters = {});

private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> m_connection;
};
