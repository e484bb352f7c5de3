#pragma once

#include "base/wait.hpp"

#include <filesystem>
#include <optional>

namespace headstart::process {

/// A file whose modification time says that this process is alive, for whoever watches it from outside: an
/// orchestrator's probe. It is there, empty, as long as this lives, and no older than a second or two while
/// every wait keeps the pulse. That it is gone says that nothing is waited for any more.
class Heartbeat final : public base::Pulse {
public:
    /// Throws diag::Error (usage, bad_heartbeat_file) when the file cannot be touched, or is something else:
    /// a link, a folder, a file that holds anything (it would be removed at the end).
    explicit Heartbeat(std::filesystem::path path);
    ~Heartbeat() override;

    [[nodiscard]] base::Deadline due() const override { return m_due; }

    /// A failure is warned of once: a full or read-only disk must not end a migration half-way.
    void beat() override;

    /// The file grows old: who looks at it is to see that.
    void beat_in_doubt() override;

private:
    std::filesystem::path m_path;
    base::Deadline m_due = base::Deadline::never();
    bool m_has_failed = false;
};

/// How long ago the file was touched; nothing if there is none. Throws diag::Error (usage,
/// bad_heartbeat_file).
std::optional<base::milliseconds> age_of_heartbeat(const std::filesystem::path& path);

} // namespace headstart::process
