#include "commands/error_page.hpp"
#include "commands/help_style.hpp"
#include "commands/neighbour_words.hpp"
#include "commands/table.hpp"
#include "diag/palette.hpp"
#include "support/catch.hpp"
#include "support/scoped_variable.hpp"

#include <algorithm>
#include <set>

using namespace headstart;
using commands::HelpStyle;
using test::ScopedVariable;

TEST_CASE("help is as wide as COLUMNS says, within what can be read") {
    for (const auto& [given, width] : std::vector<std::pair<const char*, std::size_t>>{
             {"80", 80}, {"100", 100}, {"12", 40}, {"500", 120}, {"wide", 80}, {"", 80}}) {
        const ScopedVariable columns("COLUMNS", given);
        CAPTURE(given);
        CHECK(commands::help_style(false).width == width);
    }
}

TEST_CASE("text is wrapped at words, and a long word has its own line") {
    using Lines = std::vector<std::string>;
    CHECK(commands::wrapped("", 10).empty());
    CHECK(commands::wrapped("one two  three", 7) == Lines{"one two", "three"});
    CHECK(commands::wrapped("a extraordinarily b", 5) == Lines{"a", "extraordinarily", "b"});
    CHECK(commands::wrapped("\u2026\u2026 \u2026", 4) == Lines{"\u2026\u2026 \u2026"});
}

TEST_CASE("each code of the page is laid out, without Markdown's marks and within the width") {
    const auto codes = commands::error_page_codes();
    CHECK(codes.size() > 60);
    for (const auto& code : codes) {
        const auto page = commands::error_page(code, HelpStyle{.width = 100});
        REQUIRE(page);
        CAPTURE(*page);
        CHECK(page->starts_with(code + "\n\n  "));
        CHECK(page->find("](") == std::string::npos);
        CHECK(page->find("\n### ") == std::string::npos);
    }
    CHECK_FALSE(commands::error_page("HS9999", {}));
    CHECK(commands::error_page("hs0004", {}) == commands::error_page("HS0004", {}));
}

TEST_CASE("each word of a neighbour is none of ours, and leads to a command of ours") {
    std::set<std::string_view> names;
    for (const auto* const command : commands::all_commands()) {
        names.insert(command->name);
    }
    for (const auto& neighbour : commands::neighbour_words()) {
        CAPTURE(neighbour.word);
        CHECK(names.count(neighbour.word) == 0);
        CHECK((neighbour.command.empty() || names.count(neighbour.command) == 1));
        CHECK(neighbour.line.starts_with("headstart "));
        const auto verb = neighbour.line.substr(10, neighbour.line.find(' ', 10) - 10);
        CHECK(names.count(verb) == 1);
        CHECK((!neighbour.command.empty() || !neighbour.why.empty()));
    }
}

TEST_CASE("colours obey the flag, then NO_COLOR, then CLICOLOR_FORCE, then the terminal") {
    const ScopedVariable terminal("TERM", "xterm");
    const auto is_on = [](diag::Colour colour) {
        diag::choose_colour(colour);
        const bool on = diag::palette_of(-1).is_on(); // no terminal
        diag::choose_colour(diag::Colour::automatic);
        return on;
    };
    const ScopedVariable none("NO_COLOR", "");
    const ScopedVariable no_force("CLICOLOR_FORCE", "0");
    CHECK_FALSE(is_on(diag::Colour::automatic));
    CHECK(is_on(diag::Colour::always));
    {
        const ScopedVariable force("CLICOLOR_FORCE", "1");
        CHECK(is_on(diag::Colour::automatic));
        CHECK_FALSE(is_on(diag::Colour::never));
        const ScopedVariable plain("NO_COLOR", "1");
        CHECK_FALSE(is_on(diag::Colour::automatic));
        CHECK(is_on(diag::Colour::always));
    }
    CHECK(diag::Palette()(diag::Paint::error, "x") == "x");
    CHECK(diag::Palette(true)(diag::Paint::error, "x") == "\x1b[1;31mx\x1b[0m");
    CHECK(diag::Palette(true)(diag::Paint::error, "").empty());
}
