#pragma once

#include "pg/connection.hpp"
#include "prove/scratch_database.hpp"

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace headstart::prove {

/// Roles that scratch databases need and that their server lacks: made for them, without any right, and
/// dropped at the end. For any thread. What a run that was killed has left is dropped by the next one that
/// makes any, when it is older than an hour.
class ScratchRoles {
public:
    /// `server` is that of the scratch databases, all of which are dropped before this ends.
    explicit ScratchRoles(const ScratchServer& server);
    ScratchRoles(const ScratchRoles&) = delete;
    ScratchRoles& operator=(const ScratchRoles&) = delete;
    ~ScratchRoles();

    /// Makes those that are not there. `names` as SQL writes them: quoted where they have to be. Throws
    /// diag::Error (failed, no_scratch_database) where it may not.
    void make(const std::set<std::string>& names);

private:
    pg::Connection& connection();

    pg::Conninfo m_conninfo;
    pg::ConnectOptions m_options;
    base::WaitContext m_stop;
    std::mutex m_mutex;
    std::optional<pg::Connection> m_connection;
    std::vector<std::string> m_made; ///< in order
};

} // namespace headstart::prove
