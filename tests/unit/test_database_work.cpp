#include "database/work.hpp"
#include "support/catch.hpp"

using namespace headstart::database;

TEST_CASE("work is described with its place among all statements, and is a subject for machines") {
    Work work{.kind = Work::Kind::applying, .revision = "a1", .is_up = false};
    CHECK(describe(work) == "applying revision a1 (down)");
    work.statement = 1234;
    work.statements = 10'000;
    CHECK(describe(work) == "applying revision a1 (down), at statement 1,234 of 10,000");
    const auto subject = subject_of(work);
    CHECK(subject.revision == "a1");
    CHECK(subject.direction == "down");
    CHECK(subject.statement == 1234);
    CHECK(subject.statements == 10'000);
    CHECK(subject_of({Work::Kind::taking_lock}).direction.empty());
}
