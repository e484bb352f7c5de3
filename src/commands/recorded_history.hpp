#pragma once

#include "imports/history.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

/// Histories that scripts of headstart's have recorded in the application's own Python.
namespace headstart::commands {

/// How the SQL of the revisions was had.
struct RecordingWays {
    std::size_t recorded = 0;  ///< by running them on a scratch database
    std::size_t offline = 0;   ///< from the tool's own offline mode alone
    std::size_t differing = 0; ///< where the two say different things
    std::size_t empty = 0;     ///< do nothing on the way up
    std::size_t missing = 0;   ///< could not be had either way
};

struct RecordedHistory {
    imports::History history;
    RecordingWays ways;
};

/// The text of a script that records, made of these of src/commands/python/ and of what they share.
std::string recording_script(std::initializer_list<std::string_view> own);

/// Of a script's answer, its "revisions".
RecordedHistory recorded_history(const nlohmann::json& revisions);

/// A list of statements as a person writes them: one below the other, each ended.
std::string text_of_statements(const nlohmann::json& statements);

} // namespace headstart::commands
