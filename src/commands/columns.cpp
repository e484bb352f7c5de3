#include "commands/columns.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace headstart::commands {

namespace {

constexpr std::string_view k_cut = "...";

std::optional<std::size_t> wished_columns() {
    const char* const given = std::getenv("COLUMNS");
    const std::string_view text(given != nullptr ? given : "");
    std::size_t columns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
    const bool is_number = error == std::errc() && end == text.data() + text.size() && columns > 0;
    return is_number ? std::optional(columns) : std::nullopt;
}

} // namespace

std::optional<std::size_t> output_columns() {
    if (const auto wished = wished_columns()) {
        return wished;
    }
    winsize size{};
    const bool is_known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? std::optional<std::size_t>(size.ws_col) : std::nullopt;
}

std::size_t width_of(std::string_view text) {
    return base::count_characters(text);
}

std::string cut_to(std::string_view text, std::size_t width) {
    if (width_of(text) <= width) {
        return std::string(text);
    }
    const auto left = width > k_cut.size() ? width - k_cut.size() : 0;
    return std::string(text.substr(0, base::byte_offset_of_character(text, left))).append(k_cut);
}

std::string padded(std::string text, std::size_t width) {
    const auto has = width_of(text);
    return text.append(has < width ? width - has : 0, ' ');
}

std::size_t widest(const std::vector<std::string>& texts) {
    std::size_t width = 0;
    for (const auto& text : texts) {
        width = std::max(width, width_of(text));
    }
    return width;
}

} // namespace headstart::commands
