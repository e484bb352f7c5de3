#include "process/standard_streams.hpp"

#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace headstart::process {

void hold_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0) {
            // The lowest that is free is this one. A folder can be neither read nor written, and the root is
            // there in every container.
            (void)::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        }
    }
}

} // namespace headstart::process
