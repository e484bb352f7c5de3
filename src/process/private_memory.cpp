#include "process/private_memory.hpp"

#include <sys/prctl.h>

namespace headstart::process {

void keep_memory_private() {
    // Not RLIMIT_CORE: it would have to be given back before exec, and a kernel that pipes its core dumps to
    // a program (manual, core(5)) does not ask for it. With these arguments the call cannot fail.
    ::prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}

} // namespace headstart::process
