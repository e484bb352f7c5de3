#pragma once

#include <libpq-fe.h>

#include <memory>

/// Owners of what libpq hands out. Raw pointers never leave this room.
namespace headstart::pg {

struct FinishConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};

struct FreeMemory {
    void operator()(void* memory) const { PQfreemem(memory); }
};

using ConnectionHandle = std::unique_ptr<PGconn, FinishConnection>;
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

} // namespace headstart::pg
