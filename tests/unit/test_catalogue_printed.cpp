#include "catalogue/printed.hpp"
#include "support/catch.hpp"

#include <string>

using namespace headstart::catalogue;

TEST_CASE("an AND right within an AND is told from one beside it") {
    CHECK(nests_connective("((a > 0) AND ((b >= 1) AND (b <= 3)))"));
    CHECK(nests_connective("((a OR b) OR (c OR d))"));
    CHECK(nests_connective("SELECT x FROM t WHERE (((a) AND ((b) AND (c))) OR d)"));
    CHECK_FALSE(nests_connective("((a > 0) AND (b >= 1) AND (b <= 3))"));
    CHECK_FALSE(nests_connective("((a AND b) OR (c AND d))"));
    CHECK_FALSE(nests_connective("((NOT (a AND b)) AND c)"));
    CHECK_FALSE(nests_connective("(f((a AND b)) AND c)"));
}

TEST_CASE("what stands in strings and quoted names is no connective") {
    CHECK_FALSE(nests_connective("((a = ' AND (x AND y)'::text) AND (\"b AND (\" > 1))"));
    CHECK_FALSE(nests_connective("((a = 'it''s AND ('::text) AND b)"));
    CHECK_FALSE(nests_connective(R"(((a = E'\' AND (x AND y)') AND b))"));
}

TEST_CASE("the cast of a list of varchars is left out where the server finds it by itself") {
    CHECK(without_casts_of_lists(
              "((s)::text = ANY ((ARRAY['a'::character varying, 'b]'::character varying])::text[]))") ==
          "((s)::text = ANY (ARRAY['a'::character varying, 'b]'::character varying]))");
    CHECK(without_casts_of_lists("s::text <> ALL (ARRAY['a'::character varying]::text[])") ==
          "s::text <> ALL (ARRAY['a'::character varying])");
    const std::string others =
        "x = ANY (ARRAY[1, 2]) AND y = ANY ('{a}'::text[]) AND z = ' ANY (ARRAY[1]::text[])'";
    CHECK(without_casts_of_lists(others) == others);
}

TEST_CASE("of two texts the pretty one is taken unless it means something else") {
    const auto both = [](std::string pretty, const std::string& exact) {
        return settled(pretty.append(k_between_texts) + exact);
    };
    CHECK(both("a AND b", "(a AND b)") == "a AND b");
    CHECK(both("a AND b AND c", "(a AND (b AND c))") == "(a AND (b AND c))");
    CHECK(both("a", "") == "a");
    CHECK(settled("x = ANY (ARRAY['a']::text[])") == "x = ANY (ARRAY['a']::text[])");
}
