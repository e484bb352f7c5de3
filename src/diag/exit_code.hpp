#pragma once

namespace headstart::diag {

/// What the process ends with; the table in docs/reference.md says the same, and a test each holds them to
/// it.
enum class ExitCode : int {
    ok = 0,
    failed = 1,             ///< a migration or the database failed
    usage = 2,              ///< usage or configuration, the migration files included
    not_ready = 3,          ///< the database was not ready in time
    not_locked = 4,         ///< the lock was not had in time
    findings = 5,           ///< check, validate, test or lint found something
    cannot_execute = 126,   ///< as a shell: the command is there but cannot be executed
    command_not_found = 127 ///< as a shell
};

/// 128+N, as a shell reports a process that signal N ended.
constexpr int exit_status_of_signal(int signal) {
    return 128 + signal;
}

} // namespace headstart::diag
