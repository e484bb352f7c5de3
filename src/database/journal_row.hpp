#pragma once

#include "base/wait.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace headstart::database {

/// A row of the journal: one run of a migration, or a change of the version rows alone.
struct JournalRow {
    std::string direction; ///< "up", "down", "stamp" or "accept"
    std::string revision;
    std::string message;
    std::vector<std::string> parents; ///< `Revises` and `Depends On`, as ids
    std::string state;                ///< "running", "done" or "failed"
    std::size_t statements_done = 0;
    std::size_t statements = 0;
    std::string started_at;  ///< UTC: "2026-11-21T10:00:00.123Z"
    std::string finished_at; ///< the same; empty where it has not ended, or nobody could tell
    std::optional<base::milliseconds> duration;
    std::string database_user;
    std::string host;
    std::string headstart_version;
    std::string error; ///< what ended it, if the database could still tell
    int crashes = 0;   ///< how often the server has gone down under it
    /// Not done, and not to be finished any more: something has been recorded of the revision since.
    bool is_settled = false;
};

} // namespace headstart::database
