#pragma once

#include "sql/one_line.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace headstart::database {

/// How a session is opened and used, whatever the engine. Times are 0 where nothing is waited for.
struct SessionOptions {
    std::chrono::milliseconds connect_timeout{10'000}; ///< for each address of the server
    bool needs_writable = true;                        ///< a standby or read-only database will not do
    std::chrono::milliseconds wait_timeout{0};         ///< for the database to be ready; 0: one attempt
    std::chrono::milliseconds reconnect_timeout{0};    ///< for it to be ready again, after a lost connection
    std::chrono::milliseconds answer_timeout{30'000};  ///< for a look of our own to be answered; 0: no limit
    std::chrono::milliseconds lock_timeout{0}; ///< the engine's longest, of each try; 0 leaves the server's
    std::chrono::milliseconds concurrently_timeout{0}; ///< the same, of what keeps nobody waiting; 0: none
    std::chrono::milliseconds statement_timeout{0};    ///< the engine's, for each statement of a migration
    std::chrono::milliseconds lock_retry_timeout{0};   ///< how long a migration that met it is tried again
    std::chrono::milliseconds log_every{10'000};       ///< a record of how a statement gets on
    sql::Literals literals = sql::Literals::hidden;    ///< of SQL that is quoted in messages
    bool creates_database = false;                     ///< where the server has none of that name yet
    bool cleartext_password = false;                   ///< may go over a connection that others can read
    std::string version_table = "alembic_version";
    std::size_t longest_id = 0; ///< characters that the version table, if it is made, has to hold at least
    std::string version_table_schema;           ///< empty: where the search_path has it
    std::vector<std::string> trusted_relations; ///< "schema.name" or "name": not looked at for others' code
};

} // namespace headstart::database
