#include <cstdio>
#include <cstdlib>

// What must not come into the process. Whoever loads it finds the file that INTRUDER_MARK names.
__attribute__((constructor)) static void leave_a_mark() {
    if (std::FILE* mark = std::fopen(std::getenv("INTRUDER_MARK"), "w")) {
        std::fclose(mark);
    }
}
