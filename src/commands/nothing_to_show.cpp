#include "commands/nothing_to_show.hpp"

#include "diag/log.hpp"

#include <unistd.h>

namespace headstart::commands {

void say_nothing_to_show(std::string_view why) {
    if (diag::log_format() == diag::LogFormat::text && ::isatty(STDERR_FILENO) == 1) {
        diag::log_info(why);
    }
}

} // namespace headstart::commands
