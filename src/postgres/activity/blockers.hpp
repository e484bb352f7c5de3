#pragma once

#include "base/wait.hpp"
#include "pg/connection.hpp"
#include "sql/one_line.hpp"

#include <optional>
#include <string>
#include <vector>

namespace headstart::postgres {

/// A session that holds, or stands in the queue for, what another one waits for.
struct Blocker {
    int pid = 0;      ///< 0: a prepared transaction, which has no session
    std::string gid;  ///< of such; empty where it cannot be told which one it is
    std::string user; ///< this and what follows is empty where the server does not say
    std::string application;
    std::string backend_type;                          ///< "client backend", "autovacuum worker", …
    std::string state;                                 ///< "active", "idle in transaction", …
    std::optional<base::milliseconds> transaction_age; ///< since it was prepared, of such
    std::string slot;                                  ///< the replication slot that it reads, or is making
    std::string database;                              ///< of a prepared transaction
    std::string query;       ///< what it runs or ran last; the server cuts long ones
    bool may_be_read = true; ///< false: the server keeps state, age and query from our user
};

/// Who keeps the session `pid` of this database from a lock now, the oldest transaction first; nobody if it
/// waits for none. Asked in another session, since that one is busy. Throws as pg::Connection::exec does.
std::vector<Blocker> read_blockers(pg::Connection& connection, int pid);

/// "pid 4711 (user app, application psql, idle in transaction, transaction open for 3 min 2 s): UPDATE …"
std::string describe(const Blocker& blocker, sql::Literals literals);

/// A line for each, but no more than a handful.
std::vector<std::string> describe(const std::vector<Blocker>& blockers, sql::Literals literals);

} // namespace headstart::postgres
