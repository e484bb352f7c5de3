#include "settings/config_limits.hpp"

#include <algorithm>

namespace headstart::settings {

namespace {

/// Behind a string that ends on its line. One of several lines is taken for text outside, which may only
/// count too many dots.
std::size_t behind_string(std::string_view toml, std::size_t at) {
    const char quote = toml[at];
    for (auto end = at + 1; end < toml.size() && toml[end] != '\n'; ++end) {
        if (toml[end] == quote) {
            return end + 1;
        }
        end += quote == '"' && toml[end] == '\\' ? 1 : 0;
    }
    return at + 1;
}

} // namespace

std::optional<std::size_t> find_excessive_dot(std::string_view toml) {
    std::size_t dots = 0;
    for (std::size_t at = 0; at < toml.size();) {
        const char c = toml[at];
        if (c == '.' && ++dots > k_most_dots) {
            return at;
        }
        at = c == '#'                ? std::min(toml.find('\n', at), toml.size())
             : c == '"' || c == '\'' ? behind_string(toml, at)
                                     : at + 1;
    }
    return std::nullopt;
}

} // namespace headstart::settings
