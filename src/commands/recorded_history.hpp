#pragma once

#include "imports/history.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

/// Histories that scripts of headstart's have recorded in the application's own Python.
namespace headstart::commands {

/// How the SQL of the revisions was had.
struct RecordingWays {
    std::size_t recorded = 0;  ///< by running them on a scratch database
    std::size_t offline = 0;   ///< from the tool's own offline mode alone
    std::size_t differing = 0; ///< where the two say different things
};

struct RecordedHistory {
    imports::History history;
    RecordingWays ways;
};

/// Of a script's answer, its "revisions".
RecordedHistory recorded_history(const nlohmann::json& revisions);

/// A list of statements as a person writes them: one below the other, each ended.
std::string text_of_statements(const nlohmann::json& statements);

} // namespace headstart::commands
