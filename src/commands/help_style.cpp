#include "commands/help_style.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "commands/columns.hpp"

#include <algorithm>
#include <unistd.h>

namespace headstart::commands {

namespace {

constexpr std::size_t k_usual_width = 80;
constexpr std::size_t k_narrowest = 40;
constexpr std::size_t k_widest = 120; ///< the eye loses the line beyond

} // namespace

HelpStyle help_style(bool all) {
    return {std::clamp(output_columns().value_or(k_usual_width), k_narrowest, k_widest), all,
            diag::palette_of(STDOUT_FILENO)};
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
