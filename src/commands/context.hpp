#pragma once

#include "base/pulse_group.hpp"
#include "commands/command_line.hpp"
#include "commands/metrics_file.hpp"
#include "commands/output.hpp"
#include "database/engine.hpp"
#include "database/offline_script.hpp"
#include "database/session.hpp"
#include "diag/reporter.hpp"
#include "migrate/runner.hpp"
#include "process/application.hpp"
#include "process/child_environment.hpp"
#include "process/signals.hpp"
#include "scripts/script_directory.hpp"
#include "settings/settings.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headstart::commands {

/// What every command is given.
struct Context {
    settings::Settings settings;
    /// Empty once the signals have been given back for the application.
    std::optional<process::SignalGuard> signals;
    /// What every wait keeps: the heartbeat from start_heartbeat() on, and the clock of the progress bar.
    std::unique_ptr<base::PulseGroup> pulses = std::make_unique<base::PulseGroup>();
    /// Who hears how work gets on.
    std::unique_ptr<diag::Reporter> reporter = std::make_unique<diag::LogReporter>();
    /// What this command will leave for Prometheus; empty where it leaves nothing.
    std::optional<MetricsFile> metrics;
    /// Characters of the longest id in the folder: what a version table that is made has to hold.
    std::size_t longest_id = 0;
    /// A database that the server lacks is created: --create-database.
    bool creates_database = false;
    /// Variables that the application must not inherit.
    std::vector<std::string> removed_variables;
    /// Those that were cleaned for a library, as the application is to find them.
    settings::Variables cleaned_variables;

    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): asked only before the signals are given back
    [[nodiscard]] base::WaitContext stop() const { return signals->wait_context().with(pulses.get()); }
};

/// Whether a command waits for the database when nobody said how long: an entrypoint does, a developer at a
/// prompt wants to hear at once that the server is down.
enum class Patience { waits, asks_once };

/// From now on every wait touches the heartbeat file, if one is named. Throws diag::Error (usage).
void start_heartbeat(Context& context);

/// The migration folder; a file in it that is a link to elsewhere, or looks like a
/// migration and is not read, is warned of. Throws diag::Error (usage).
scripts::ScriptDirectory load_scripts(Context& context);

/// A session on the database that the settings name. `writes`: a standby will not do.
std::unique_ptr<database::Session> open_session(Context& context, Patience patience, bool writes = true);

/// The database that the settings name, as a whole.
database::WholeDatabase whole_database(Context& context);

/// A session on a scratch database, of whose migrations nobody hears; for any thread, for it keeps no pulse.
std::unique_ptr<database::Session> open_scratch_session(const Context& context, const std::string& url);

/// What `--sql` writes, for the database that the settings name, or PostgreSQL.
std::unique_ptr<database::OfflineScript> begin_script(const Context& context);

migrate::RunOptions run_options(Context& context, Patience patience = Patience::asks_once);

/// What a child is given that is started on the user's behalf: our variables, but none that may hold or name
/// credentials (settings::secret_variables), nor what `.env` added, unless it is `passed`, by its name.
process::ChildEnvironment environment_for_child(const Context& context,
                                                const std::vector<std::string>& passed = {});

/// Becomes the application, which finds nothing of ours: no blocked signal, no heartbeat file, no credentials
/// of the owner. Throws diag::Error (command_not_found, cannot_execute).
[[noreturn]] void start_application(Context& context, const process::Application& application);

} // namespace headstart::commands
