#pragma once

#include "base/wait.hpp"
#include "database/offline_script.hpp"
#include "database/session.hpp"
#include "database/session_options.hpp"
#include "diag/reporter.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::database {

/// A database that is created and dropped. What its functions use must outlive it.
struct WholeDatabase {
    std::string database;            ///< its name; empty where it is not known here
    std::string description;         ///< its URL, for messages: without a password
    bool is_on_this_machine = false; ///< whichever server answers
    bool is_servers_own = false;     ///< every server has one of that name, and programs count on it
    /// False where it is there already. Throws diag::Error, base::Stopped.
    std::function<bool()> create;
    /// False where there is none. `ends_sessions`: those of others, too, which it is refused for otherwise.
    std::function<bool(bool ends_sessions)> drop;
};

/// A kind of database. Which one is meant is said by the scheme of the URL; nothing above this knows another
/// difference between them.
struct Engine {
    std::span<const std::string_view> schemes; ///< of its URLs, in lower case, without a driver's name

    /// Environment variables by which its library is configured, and those of them that alone say where a
    /// database is, without a URL.
    std::vector<std::string> (*variables)();
    std::vector<std::string> (*location_variables)();
    /// Those that it may set for its own libraries: none that was not there before is left to
    /// the application.
    std::span<const std::string_view> own_variables;

    /// What the database is called on its server, as far as `url` and the variables say. Throws as
    /// open_session().
    std::string (*database_name)(const std::string& url);
    /// Waits until the database is ready and opens a session on it. `url` is what the user gave, or nothing:
    /// then the engine's own variables say where. `reporter` must outlive the session. Throws diag::Error
    /// (usage) for a URL that makes no sense, as Session does for the rest; base::Stopped.
    std::unique_ptr<Session> (*open_session)(const std::string& url, const SessionOptions& options,
                                             diag::Reporter& reporter, base::WaitContext stop);
    /// The database as a whole: what is known of it without a connection, and what can be done to it.
    WholeDatabase (*whole_database)(const std::string& url, const SessionOptions& options,
                                    diag::Reporter& reporter, base::WaitContext stop);
    /// Begins what `--sql` writes.
    std::unique_ptr<OfflineScript> (*begin_script)(const SessionOptions& options,
                                                   OfflineScript::Writer write);
};

} // namespace headstart::database
