#include "commands/help_style.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace headstart::commands {

namespace {

constexpr std::size_t k_usual_width = 80;
constexpr std::size_t k_narrowest = 40;
constexpr std::size_t k_widest = 120; ///< the eye loses the line beyond

std::size_t terminal_columns() {
    if (const char* const given = std::getenv("COLUMNS")) {
        const std::string_view text(given);
        std::size_t columns = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
        if (error == std::errc() && end == text.data() + text.size() && columns > 0) {
            return columns;
        }
    }
    winsize size{};
    const bool is_known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : k_usual_width;
}

} // namespace

HelpStyle help_style(bool all) {
    return {std::clamp(terminal_columns(), k_narrowest, k_widest), all, diag::palette_of(STDOUT_FILENO)};
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (const auto word : base::split_list(text, " \n")) {
        const bool fits = !lines.empty() &&
                          base::count_characters(lines.back()) + 1 + base::count_characters(word) <= width;
        if (fits) {
            lines.back().append(" ").append(word);
        } else {
            lines.emplace_back(word);
        }
    }
    return lines;
}

} // namespace headstart::commands
