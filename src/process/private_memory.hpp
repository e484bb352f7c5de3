#pragma once

namespace headstart::process {

/// From now on no core file holds this process's memory, in which the passwords are, and nobody but root can
/// look into it (`/proc/<pid>/environ`, `/proc/<pid>/mem`, debuggers). The kernel takes it back at execve:
/// the application, an editor or a hook are what they would be without headstart, their limits included.
void keep_memory_private();

} // namespace headstart::process
