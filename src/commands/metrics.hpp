#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::commands {

/// What is told of a run in numbers. What is not known is left out, and no old value is given for a new one.
struct RunMetrics {
    using Time = std::chrono::system_clock::time_point;

    std::string database;                              ///< a label of all; empty: unknown
    std::string version_table;                         ///< the same
    std::optional<std::vector<std::string>> revisions; ///< where the database stands
    std::optional<std::size_t> pending;
    std::size_t applied = 0;
    std::chrono::milliseconds duration{0};
    Time end;
    int exit_code = 0;
    std::string last_success; ///< the value, as the file before this run has it; empty: unknown
};

/// In Prometheus's text format, as the textfile collector of the node exporter reads it.
std::string metrics_text(const RunMetrics& metrics);

/// Of a text that metrics_text() has made the value and the label that the next run may need. Empty where
/// there is none.
std::string last_success_in(std::string_view text);
std::string database_in(std::string_view text);

} // namespace headstart::commands
