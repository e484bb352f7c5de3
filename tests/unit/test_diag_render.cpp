#include "diag/codes.hpp"
#include "diag/render.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace headstart;

namespace {

diag::Span span_of(const std::string& text, std::string_view what) {
    auto source = std::make_shared<const diag::SourceText>(diag::SourceText{"migrations/a.sql", text});
    const auto begin = text.find(what);
    return {std::move(source), begin, begin + what.size()};
}

} // namespace

TEST_CASE("a diagnostic is shown as a compiler shows it") {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::statement_failed;
    diagnostic.message = "column \"emial\" does not exist";
    diagnostic.span = span_of("-- é\r\n\tALTER TABLE \"ü\" ADD CHECK (emial <> '');\r\n", "emial");
    diagnostic.server = diag::ServerFields{"42703", "", "Perhaps you meant \"email\".", ""};
    diagnostic.hint = "correct the file and run it again";
    diagnostic.path = {"applying revision 3f2a (up)"};
    CHECK(diag::render_text(diagnostic) ==
          "migrations/a.sql:2:29: error[HS0401]: column \"emial\" does not exist\n"
          "    2 | \tALTER TABLE \"ü\" ADD CHECK (emial <> '');\n"
          "      | \t                           ^~~~~\n"
          "server hint: Perhaps you meant \"email\".\n"
          "sqlstate: 42703\n"
          "hint: correct the file and run it again\n"
          "while: applying revision 3f2a (up)\n");
    const auto json = nlohmann::json::parse(diag::render_json(diagnostic));
    CHECK(json["file"] == "migrations/a.sql");
    CHECK(json["line"] == 2);
    CHECK(json["column"] == 29);
    CHECK(json["sqlstate"] == "42703");
    CHECK(json["level"] == "error");
}

TEST_CASE("positions count from one, and a byte order mark takes no column") {
    const std::string text = "\xEF\xBB\xBFone\ntwo\n\nfour";
    CHECK(diag::position_of(text, 3).column == 1);
    CHECK(diag::position_of(text, 5).column == 3);
    CHECK(diag::position_of(text, text.size()).line == 4);
    CHECK(diag::position_of(text, text.size()).column == 5);
    CHECK(diag::line_around(text, 4) == "one");
    CHECK(diag::line_around(text, text.size()) == "four");
    CHECK(diag::position_of("", 0).line == 1);
}

TEST_CASE("nothing in a diagnostic makes a line of its own, and the caret stays below its place") {
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::statement_failed;
    diagnostic.message = "one\nerror[HS0901]: two\x1b[2J";
    auto source = std::make_shared<const diag::SourceText>(
        diag::SourceText{"a\nb.sql", "/* \x1b[2J\u202e\xff */ SELEC\x07T 1\rx"});
    const auto begin = source->text.view().find("SELEC");
    diagnostic.span = diag::Span{source, begin, begin + 7};
    diagnostic.server = diag::ServerFields{"4\n2", "d\nd", "h\rh", "c\r\nc"};
    diagnostic.notes = {"n\nn"};
    diagnostic.hint = "h\nh";
    diagnostic.path = {"w\nw"};
    CHECK(diag::render_text(diagnostic) == "a\\nb.sql:1:14: error[HS0401]: one\n"
                                           "  error[HS0901]: two\\x1b[2J\n"
                                           "    1 | /* \\x1b[2J\\u202e\\xff */ SELEC\\x07T 1\\x0dx\n"
                                           "      |                         ^~~~~~~~~~\n"
                                           "detail: d\n  d\n"
                                           "server hint: h\\x0dh\n"
                                           "context: c\n  c\n"
                                           "sqlstate: 4\n  2\n"
                                           "note: n\n  n\n"
                                           "hint: h\n  h\n"
                                           "while: w\n  w\n");
    CHECK(nlohmann::json::parse(diag::render_json(diagnostic))["message"] == diagnostic.message);
}

TEST_CASE("of a line of megabytes, what is around the place is shown") {
    const std::string side(1'000'000, 'x');
    diag::Diagnostic diagnostic;
    diagnostic.code = diag::code::statement_failed;
    diagnostic.message = "no";
    diagnostic.span = span_of(side + " here " + side, "here");
    CHECK(diag::render_text(diagnostic) == "migrations/a.sql:1:1000002: error[HS0401]: no\n"
                                           "    1 | …" +
                                               std::string(239, 'x') + " here " + std::string(235, 'x') +
                                               "…\n"
                                               "      | " +
                                               std::string(241, ' ') + "^~~~\n");
}
