#include "process/private_memory.hpp"
#include "support/catch.hpp"

#include <sys/prctl.h>

using namespace headstart;

TEST_CASE("memory that is kept private is not dumped") {
    REQUIRE(::prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) == 1);
    process::keep_memory_private();
    CHECK(::prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) == 0);
    ::prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L);
}
