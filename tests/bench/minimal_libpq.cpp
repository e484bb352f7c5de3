// The least that any program which asks a PostgreSQL server one question must do. What headstart needs above
// this when there is nothing to migrate is what it adds to the start of an application.

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>

int main() {
    const char* url = std::getenv("DATABASE_URL");
    PGconn* connection = PQconnectdb(url != nullptr ? url : "");
    PGresult* result = PQexec(connection, "SELECT version_num FROM alembic_version");
    const bool good = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!good) {
        std::fputs(PQerrorMessage(connection), stderr);
    }
    PQclear(result);
    PQfinish(connection);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
