// What a C program with libpq does for a row of the benchmark, and nothing else: see floor.cpp for the verbs.
// What headstart needs above this is what it adds itself.

#include "script_files.hpp"

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

void run(PGconn* connection, const std::string& sql) {
    PGresult* result = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        throw std::runtime_error(PQerrorMessage(connection));
    }
}

void run_verb(PGconn* connection, std::string_view verb, const std::string& path) {
    if (verb == "ask") {
        run(connection, "SELECT version_num FROM alembic_version");
    } else if (verb == "file") {
        run(connection, bench::read_file(path));
    } else {
        bool is_first = true;
        for (const auto& file : bench::script_files(path)) {
            run(connection, bench::transaction_of(file, is_first));
            is_first = false;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: minimal_libpq ask|upgrade FOLDER|file FILE\n", stderr);
        return 2;
    }
    const char* url = std::getenv("DATABASE_URL");
    PGconn* connection = PQconnectdb(url != nullptr ? url : "");
    int status = EXIT_SUCCESS;
    try {
        run_verb(connection, argv[1], argc > 2 ? argv[2] : "");
    } catch (const std::exception& error) {
        std::fputs(error.what(), stderr);
        status = EXIT_FAILURE;
    }
    PQfinish(connection);
    return status;
}
