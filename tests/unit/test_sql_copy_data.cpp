#include "sql/copy_data.hpp"
#include "support/blanked_sql.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace headstart;

namespace {

std::vector<std::string> data_of(const std::string& text) {
    const auto found = test::blank(text);
    REQUIRE(found.are_in_order);
    REQUIRE(found.sql.size() == text.size());
    if (found.error) {
        return {"error at " + std::to_string(found.error->offset) + ": " + found.error->message};
    }
    std::vector<std::string> data;
    for (const auto& block : found.blocks) {
        CHECK(text[block.statement_end] == ';');
        CHECK(text.substr(block.end, 2) == "\\.");
        data.push_back(text.substr(block.begin, block.end - block.begin));
    }
    return data;
}

using Data = std::vector<std::string>;

} // namespace

TEST_CASE("the data of a COPY is found and blanked, line by line") {
    const std::string text = "COPY t FROM stdin;\n1\t'\n-- migrate:down\t$$é\n\\.\nSELECT 1;\n";
    CHECK(test::blank(text).sql == "COPY t FROM stdin;\n   \n" + std::string(20, ' ') + "\n  \nSELECT 1;\n");
    CHECK(data_of(text) == Data{"1\t'\n-- migrate:down\t$$é\n"});
}

TEST_CASE("where COPY data begins and ends") {
    struct Case {
        std::string text;
        Data data;
    };

    const std::vector<Case> cases{
        {"COPY t FROM stdin;\n\\.\n", {""}},
        {"COPY t FROM stdin;\n1\n\\.", {"1\n"}},
        {"copy public.t (a, b) from STDIN\n  with (format csv, header);\n1,2\n\\.\n", {"1,2\n"}},
        {"COPY t FROM /* c */ stdin -- ;\n WHERE a > 0;\n1\n\\.\n", {"1\n"}},
        {"COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 1;\r\n", {"1\r\n"}},
        {"COPY stdin FROM stdin;\n1\n\\.\n", {"1\n"}},
        {"COPY t FROM stdout;\n1\n\\.\n", {"1\n"}}, // the grammar takes either word for both
        {"COPY t FROM stdin (DELIMITER ';', NULL '\\.');\n1;2\n\\.\n", {"1;2\n"}},
        // A line with more than the end mark is data.
        {"COPY t FROM stdin;\n\\.x\n \\.\n\\\\.\n\\. \n\\.\n", {"\\.x\n \\.\n\\\\.\n\\. \n"}},
        // psql reads on behind the `;`, and then the data of both in turn.
        {"COPY t FROM stdin; COPY u FROM stdin; SELECT 'x';\n1\n\\.\n2\n\\.\n", {"1\n", "2\n"}},
        {"SELECT 1; COPY t FROM stdin; -- it's here\n1\n\\.\nSELECT 'it';", {"1\n"}},
        {"COPY a FROM stdin;\n$$\n\\.\nCOPY b FROM stdin;\n\\.\nCOPY c FROM stdin;\n/*\n\\.\n",
         {"$$\n", "", "/*\n"}},
        {"SELECT 1x; COPY t FROM stdin;\n'\n\\.\n", {"'\n"}}, // what the scanner of PostgreSQL refuses
    };
    for (const auto& [text, data] : cases) {
        INFO(text);
        CHECK(data_of(text) == data);
    }
}

TEST_CASE("the same words elsewhere are no COPY with data") {
    for (const std::string text : {
             "SELECT 'COPY t FROM stdin;\n1\n\\.\n';",
             "DO $$ COPY t FROM stdin;\n1\n\\.\n $$;",
             "/* COPY t FROM stdin;\n1\n\\.\n */ SELECT 1;",
             "-- COPY t FROM stdin;\nSELECT 1;\n",
             "COPY (SELECT * FROM stdin) TO '/tmp/x';\n",
             "COPY t TO STDOUT; -- stdin\n",
             "COPY t FROM '/tmp/stdin';\n",
             "COPY t FROM \"stdin\";\n",
             "SELECT copy FROM stdin;\n",
             "INSERT INTO t SELECT * FROM stdin;\n",
         }) {
        INFO(text);
        CHECK(data_of(text).empty());
        CHECK(test::blank(text).sql == text);
    }
}

TEST_CASE("a COPY without the end of its data is an error at the COPY") {
    CHECK(data_of("SELECT 1;\n COPY t FROM stdin;\n1\n") ==
          Data{"error at 11: COPY … FROM stdin has no end of data"});
    CHECK(data_of("COPY t FROM stdin;") == Data{"error at 0: COPY … FROM stdin has no end of data"});
}

TEST_CASE("what stands behind a COPY on its line ends there") {
    const std::string rows = "\n1\n\\.\n";
    for (const std::string behind : {"SELECT 1", "SELECT 'a", "COPY u FROM", "/* c"}) {
        INFO(behind);
        CHECK(test::blank("COPY t FROM stdin; " + behind + rows).error->message ==
              "what stands behind COPY … FROM stdin on its line must end there: the rows begin in the next");
    }
    for (const std::string behind : {"SELECT 1;", "/* c */", "-- it's", ";;", ""}) {
        INFO(behind);
        CHECK(data_of("COPY t FROM stdin; " + behind + rows) == Data{"1\n"});
    }
}

TEST_CASE("what pg_dump restricts psql with is blanked, between statements") {
    const auto blanked = [](const std::string& text) { return test::blank(text).sql; };
    CHECK(blanked("\\restrict aB1\n\nSELECT 1;\r\n\\unrestrict aB1\r\n") ==
          std::string(13, ' ') + "\n\nSELECT 1;\r\n" + std::string(16, ' ') + "\n");
    CHECK(blanked("SELECT 1; \\restrict") == "SELECT 1; " + std::string(9, ' '));
    for (const std::string text : {"\\restricted x\n", "SELECT '\n\\restrict x\n';",
                                   "SELECT 1\n\\restrict x\n", "DO $$\n\\unrestrict x\n$$;"}) {
        INFO(text);
        CHECK(blanked(text) == text);
    }
    CHECK(data_of("\\restrict it's\nCOPY t FROM stdin;\n\\restrict x\n\\.\n") == Data{"\\restrict x\n"});
}

TEST_CASE("an escaped quote is two quotes while standard_conforming_strings is off") {
    const auto spelt = [](const std::string& text) { return test::blank(text).sql; };
    const auto off_by = [&](const std::string& set) {
        const auto text = set + "; SELECT 'a\\'; --';";
        return spelt(text) == set + "; SELECT 'a''; --';";
    };
    for (const std::string set :
         {"SET standard_conforming_strings = off", "set Standard_Conforming_Strings to 'OFF'",
          "SET SESSION standard_conforming_strings = 0", "SET LOCAL standard_conforming_strings TO no",
          "SET \"standard_conforming_strings\" /* c */ = f", "SET standard_conforming_strings = off; COMMIT",
          "SET standard_conforming_strings = on; SET standard_conforming_strings = false",
          "BEGIN; SET LOCAL standard_conforming_strings = off; ROLLBACK TO s",
          "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)",
          "select set_config ('Standard_conforming_strings', 'no', true)"}) {
        INFO(set);
        CHECK(off_by(set));
    }
    for (const std::string set :
         {"SET standard_conforming_strings = on", "SET standard_conforming_strings TO DEFAULT",
          "SELECT 'SET standard_conforming_strings = off;'", "SET other = off",
          "SET standard_conforming_strings = off; RESET standard_conforming_strings",
          "SET standard_conforming_strings = off; RESET ALL",
          "SET standard_conforming_strings = off; DISCARD ALL",
          "SET standard_conforming_strings = off; SET standard_conforming_strings = yes",
          "BEGIN; SET LOCAL standard_conforming_strings = off; END"}) {
        INFO(set);
        CHECK_FALSE(off_by(set));
        CHECK(spelt(set + "; SELECT 'C:\\', 'x';") == set + "; SELECT 'C:\\', 'x';");
    }
    const std::string off = "SET standard_conforming_strings = off; ";
    CHECK(spelt(off + R"(SELECT 'a\n\\', N'\';', E'\'', "\", $$\$$, 'x'';')") ==
          off + R"(SELECT 'a\n\\', N''';', E'\'', "\", $$\$$, 'x'';')");
    CHECK(data_of(off + "SELECT 'it\\'s'; COPY t FROM stdin;\n\\'\n\\.\n") == Data{"\\'\n"});
}
