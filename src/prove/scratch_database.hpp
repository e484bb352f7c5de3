#pragma once

#include "pg/connect.hpp"
#include "pg/conninfo.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace headstart::prove {

class ScratchRoles;

/// The server on which scratch databases are made, and what they are to be like.
struct ScratchServer {
    pg::Conninfo conninfo; ///< of a database that is there: the target's
    pg::ConnectOptions options;
    base::WaitContext stop;
    std::shared_ptr<void> host = {};          ///< what the server itself lives by, where it is ours
    std::shared_ptr<ScratchRoles> roles = {}; ///< who makes roles that it lacks; nothing: nobody
    bool is_of_target = false;                ///< nobody has named another one for scratch databases
};

/// The name of a database of our own, which is dropped with it if it is there: also one that was still being
/// made when the run was stopped.
class OwnDatabase {
public:
    OwnDatabase(const ScratchServer& server, std::string name)
        : m_server(server)
        , m_name(std::move(name)) {}

    ~OwnDatabase();
    OwnDatabase(const OwnDatabase&) = delete;
    OwnDatabase& operator=(const OwnDatabase&) = delete;

    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    const ScratchServer& m_server;
    std::string m_name;
};

/// A database of our own, made from template0 with the encoding and the locale of the one that the server was
/// named by, and dropped at the end whatever happens. What a run that was killed has left is dropped by the
/// next one, when it is older than an hour.
class ScratchDatabase {
public:
    /// Throws diag::Error (no_scratch_database) where none may be made.
    explicit ScratchDatabase(const ScratchServer& server);
    /// A copy of one, with its rows. Waits until no session but that one's own is connected to it.
    ScratchDatabase(const ScratchServer& server, ScratchDatabase& original);
    ~ScratchDatabase();
    ScratchDatabase(const ScratchDatabase&) = delete;
    ScratchDatabase& operator=(const ScratchDatabase&) = delete;

    /// Connects, if leave() was called.
    [[nodiscard]] pg::Connection& connection();

    /// Until it is connected to again, another program may copy it.
    void leave() { m_connection.reset(); }

    /// How to connect to it, in libpq's words, with the password.
    [[nodiscard]] std::string url() const;

    [[nodiscard]] const std::string& name() const { return m_database.name(); }

private:
    const ScratchServer& m_server;
    OwnDatabase m_database;
    pg::Conninfo m_conninfo;
    std::optional<pg::Connection> m_connection;
};

} // namespace headstart::prove
