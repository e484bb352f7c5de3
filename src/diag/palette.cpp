#include "diag/palette.hpp"

#include <cstdlib>
#include <unistd.h>

namespace headstart::diag {

namespace {

Colour the_choice = Colour::automatic;

/// Of the eight colours that every terminal has, those that can be read on a dark ground and on a light one:
/// yellow and white fade on the one, blue and black on the other. Bold is safe on both.
std::string_view code_of(Paint paint) {
    switch (paint) {
    case Paint::heading:
    case Paint::name:
        return "\x1b[1m";
    case Paint::error:
        return "\x1b[1;31m";
    case Paint::warning:
        return "\x1b[1;35m";
    case Paint::caret:
        return "\x1b[31m";
    case Paint::advice:
        return "\x1b[36m";
    }
    return "";
}

std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// no-color.org and bixense.com/clicolors, of which the first wins.
bool is_wanted_on(int stream) {
    if (!variable("NO_COLOR").empty()) {
        return false;
    }
    if (const auto force = variable("CLICOLOR_FORCE"); !force.empty() && force != "0") {
        return true;
    }
    const auto terminal = variable("TERM");
    return !terminal.empty() && terminal != "dumb" && ::isatty(stream) == 1;
}

} // namespace

std::string Palette::operator()(Paint paint, std::string_view text) const {
    std::string painted;
    if (m_is_on && !text.empty()) {
        painted.append(code_of(paint)).append(text).append("\x1b[0m");
    } else {
        painted = text;
    }
    return painted;
}

void choose_colour(Colour colour) {
    the_choice = colour;
}

Palette palette_of(int stream) {
    return Palette(the_choice == Colour::automatic ? is_wanted_on(stream) : the_choice == Colour::always);
}

} // namespace headstart::diag
