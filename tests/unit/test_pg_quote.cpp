#include "pg/quote.hpp"
#include "support/catch.hpp"

using namespace headstart;

TEST_CASE("names are always quoted, with their quotes doubled") {
    CHECK(pg::quote_identifier("users") == "\"users\"");
    CHECK(pg::quote_identifier("User \"x\"; DROP TABLE é--") == "\"User \"\"x\"\"; DROP TABLE é--\"");
    CHECK(pg::quote_identifier("\\") == "\"\\\"");
    CHECK(pg::quote_identifier("") == "\"\"");
}

TEST_CASE("literals mean the same whatever standard_conforming_strings is") {
    CHECK(pg::quote_literal("") == "''");
    CHECK(pg::quote_literal("it's") == "'it''s'");
    CHECK(pg::quote_literal("'; DROP TABLE é; --") == "'''; DROP TABLE é; --'");
    CHECK(pg::quote_literal("a\\") == "E'a\\\\'");
    CHECK(pg::quote_literal("\\'") == "E'\\\\'''");
}
