#include "pg/quote.hpp"
#include "support/catch.hpp"

using namespace headstart::pg;

TEST_CASE("names and texts are quoted whatever they hold") {
    CHECK(quote_identifier("a\"b") == "\"a\"\"b\"");
    CHECK(quote_literal("it's") == "'it''s'");
    CHECK(quote_literal("a\\b'c") == "E'a\\\\b''c'");
}

TEST_CASE("parameters of a statement become expressions") {
    CHECK(replace_parameters("SELECT $1, $2::int, $1", {"'a'", "2"}) == "SELECT 'a', 2::int, 'a'");
    // What a value holds is not looked at again.
    CHECK(replace_parameters("SELECT $1, $2", {"'$2'", "'$1'"}) == "SELECT '$2', '$1'");
    CHECK(replace_parameters("SELECT $10 || '$' || $$x$$", {"", "", "", "", "", "", "", "", "", "'ten'"}) ==
          "SELECT 'ten' || '$' || $$x$$");
}
