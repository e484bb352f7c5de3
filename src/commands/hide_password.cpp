#include "commands/hide_password.hpp"

#include <algorithm>
#include <string>
#include <string_view>

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
    constexpr std::string_view k_password = "password=";
    for (auto found = text.find(k_password, begin); found != std::string::npos;
         found = text.find(k_password, found + 1)) {
        const auto value = found + k_password.size();
        overwrite(url, value, std::min(text.find('&', value), text.size()));
    }
}

} // namespace headstart::commands
