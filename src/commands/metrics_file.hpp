#pragma once

#include "base/wait.hpp"
#include "commands/metrics.hpp"
#include "database/session.hpp"
#include "scripts/script_directory.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace headstart::commands {

struct Context;

/// What a run will leave in the file that the setting `metrics_file` names.
struct MetricsFile {
    std::filesystem::path path;
    RunMetrics metrics;
    base::Clock::time_point begin = base::Clock::now();
};

/// From now on the end of this command is told in that file. Nothing where none is named.
void start_metrics(Context& context);

/// Does `work` on the session, and looks behind it where the database stands: also where it was refused, but
/// not where the server is gone or silent. Without a file it does the work alone.
void look_for_metrics(Context& context, database::Session& session, const scripts::ScriptDirectory& scripts,
                      const std::function<void()>& work);

/// Writes the file, if the command has begun one. Throws nothing: what goes wrong is a warning.
void write_metrics(Context& context, int exit_code) noexcept;

} // namespace headstart::commands
