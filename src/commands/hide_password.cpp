#include "commands/hide_password.hpp"

#include <algorithm>
#include <string>

namespace headstart::commands {

namespace {

void overwrite(std::span<char> url, std::size_t begin, std::size_t end) {
    std::fill(url.begin() + static_cast<std::ptrdiff_t>(begin),
              url.begin() + static_cast<std::ptrdiff_t>(end), '*');
}

} // namespace

void hide_password(std::span<char> url) {
    const std::string text(url.data(), url.size());
    const auto scheme = text.find("://");
    if (scheme == std::string::npos) {
        overwrite(url, 0, url.size());
        return;
    }
    const auto begin = scheme + 3;
    const auto at = text.rfind('@');
    if (at != std::string::npos && at >= begin) {
        const auto colon = std::min(text.find(':', begin), at);
        overwrite(url, std::min(colon + 1, at), at);
    }
    // The whole query, for a misspelt "passwrd=" is a password too.
    const auto query = std::min(text.find('?', begin), text.size());
    overwrite(url, std::min(query + 1, text.size()), text.size());
}

} // namespace headstart::commands
