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

TEST_CASE("parameters of a statement become expressions") {
    CHECK(pg::replace_parameters("SELECT $1, $2::int, $1", {"'a'", "2"}) == "SELECT 'a', 2::int, 'a'");
    // What a value holds is not looked at again.
    CHECK(pg::replace_parameters("SELECT $1, $2", {"'$2'", "'$1'"}) == "SELECT '$2', '$1'");
    CHECK(pg::replace_parameters("SELECT $10 || $$x$$", {"", "", "", "", "", "", "", "", "", "'ten'"}) ==
          "SELECT 'ten' || $$x$$");
}
