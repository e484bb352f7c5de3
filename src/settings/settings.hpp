#pragma once

#include "base/wait.hpp"
#include "diag/log.hpp"
#include "diag/palette.hpp"
#include "settings/environment.hpp"
#include "settings/origin.hpp"
#include "settings/secret.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::settings {

/// A value that remembers who gave it.
template<typename T>
struct Setting {
    T value{};
    Origin origin;

    /// Somebody gave it: it is not the default.
    [[nodiscard]] bool is_set() const { return origin.kind != Origin::Kind::by_default; }

    const T& operator*() const { return value; }

    const T* operator->() const { return &value; }
};

/// What is done about a finding: that the database is ahead of this image's migrations, that commits are
/// lost.
enum class WarnOrRefuse { warn, refuse };

/// What `run` does before the application starts.
enum class StartMode {
    upgrade, ///< migrates
    wait,    ///< waits until somebody else has
    check,   ///< goes on only if somebody has
    off,     ///< nothing, without asking a database
};

/// Whether a comparison counts what is granted. `automatic`: `diff` does, and where migrations are compared
/// with what is declared, only if the declared side grants anything: models of an application do not.
enum class Privileges { automatic, always, never };

/// Where scratch databases are made.
enum class ScratchPlace {
    server, ///< on the target's server, or that of `scratch_url`
    local,  ///< on a server of our own, of the programs that are installed here
};

/// A size: a type of its own, for its text is read otherwise than a number's.
struct ByteCount {
    std::uint64_t bytes = 0;
};

/// A command run on a migration file that was just written: [[post_write_hooks]] in headstart.toml.
struct PostWriteHook {
    std::string name;
    std::string type = "exec";
    std::string executable;
    std::string options; ///< split as a shell would; REVISION_SCRIPT_FILENAME stands for the file's path
    std::string cwd;     ///< working folder; empty: ours
    std::vector<std::string> pass_environment = {}; ///< secret variables that it is given all the same
};

/// Everything that can be configured. One member here and one row in settings/table.cpp each.
struct Settings {
    using Path = std::filesystem::path;
    using Duration = std::chrono::milliseconds;

    Setting<Path> config; ///< headstart.toml; empty when there is none
    Setting<Path> env_file;
    Setting<Path> dir;
    Setting<std::vector<Path>> version_locations; ///< empty: `dir` alone
    Setting<bool> recursive_version_locations;    ///< sub-folders too
    Setting<bool> heads_file;                     ///< heads.txt beside the migrations is kept and checked
    Setting<Secret> url;                          ///< see choose_url(): not the whole story
    Setting<Path> url_file;                       ///< that holds it; empty: none
    Setting<ByteCount> max_migration_size;        ///< of one file
    Setting<Duration> wait_timeout;               ///< only `run` and `wait` use the default; 0 elsewhere
    Setting<Duration> connect_timeout;
    Setting<bool> cleartext_password; ///< may go over a connection that is not encrypted
    Setting<Duration> answer_timeout; ///< for each look of ours at the database; 0 is off
    Setting<Duration> lock_wait_timeout;
    Setting<Duration> lock_timeout;         ///< PostgreSQL's, the longest of a try; 0 is off
    Setting<Duration> concurrently_timeout; ///< the same of what keeps nobody waiting
    Setting<Duration> statement_timeout;    ///< the same of each statement
    Setting<Duration> lock_retry_timeout;   ///< how long a migration that met it is tried again
    Setting<Path> heartbeat_file;           ///< empty: none
    Setting<Path> metrics_file;             ///< what a run leaves for Prometheus; empty: nothing
    Setting<bool> redact;                   ///< the literals of SQL that is quoted in logs and messages
    Setting<diag::LogLevel> log_level;
    Setting<diag::LogFormat> log_format;
    Setting<diag::Colour> color; ///< of what people read; chosen before the settings are, as far as can be
    Setting<std::string> version_table;
    Setting<std::string> version_table_schema;           ///< empty: the search_path's
    Setting<std::vector<std::string>> trusted_relations; ///< see postgres/trust.hpp
    Setting<bool> transaction_per_migration;
    Setting<StartMode> mode;
    Setting<std::string> adopt_as;
    Setting<WarnOrRefuse> on_ahead;
    Setting<WarnOrRefuse> on_lost_commits;
    Setting<Duration> crash_pause; ///< before a migration that the server went down under is tried again
    Setting<std::string> file_template;
    Setting<std::string> timezone; ///< empty: local time
    Setting<int> truncate_slug_length;
    Setting<std::vector<PostWriteHook>> post_write_hooks;
    Setting<Path> schema;                ///< the declared one: a file, or a folder of them; empty: none
    Setting<std::string> schema_command; ///< prints it; empty: none
    Setting<Path> dump_after_upgrade;    ///< written after an upgrade or a downgrade; empty: none
    Setting<ScratchPlace> scratch;
    Setting<Secret> scratch_url; ///< of the server for scratch databases; empty: the target's
    Setting<bool> create_roles;  ///< those that scratch databases need and their server lacks
    Setting<Privileges> privileges;
    Setting<std::vector<std::string>> include; ///< patterns of what is compared; empty: all
    Setting<std::vector<std::string>> exclude;

    Environment environment; ///< the process's and `.env`'s, for what is looked up later
};

/// One flag of the command line: the row it belongs to, its text, and how it was spelled ("-d").
struct FlagValue {
    std::string_view setting; ///< Row::name
    std::string value;
    std::string spelled;
};

using FlagValues = std::vector<FlagValue>;

/// flag > environment > .env > headstart.toml > default, by name and one by one. `.env` and headstart.toml
/// are looked for in `folder` (empty: the working folder), and above it (settings/upwards.hpp); a file that
/// was named must exist. Relative paths in headstart.toml, and in a `.env` from above, become relative to
/// where that file is found from; `dir` by default, too. Throws diag::Error (usage; bad_setting or
/// bad_config_file), base::Stopped: a file may be a pipe.
Settings load(const FlagValues& flags, Environment environment, const std::filesystem::path& folder = {},
              base::WaitContext stop = base::WaitContext::none());

/// How long what a setting names is waited for, if it is a pipe: as long as the database is.
base::WaitLimits reading_limits(const Settings& settings, base::WaitContext stop);

} // namespace headstart::settings
