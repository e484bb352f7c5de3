#include "settings/masking.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace headstart::settings {

namespace {

/// Where the secret part of a line begins; npos if it has none. Too much is masked rather than too little.
std::size_t secret_begin(std::string_view line) {
    const auto lower = base::to_lower(line);
    auto begin = std::string::npos;
    for (const std::string_view word : {"url", "password"}) {
        if (const auto found = lower.find(word); found != std::string::npos) {
            const auto equals = lower.find('=', found);
            begin = std::min(begin, equals == std::string::npos ? equals : equals + 1);
        }
    }
    if (const auto scheme = lower.find("://"); scheme != std::string::npos) {
        begin = std::min(begin, scheme + 3);
    }
    return begin;
}

} // namespace

std::string mask_secrets(std::string_view text) {
    std::string masked;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        const auto begin = std::min(secret_begin(line), line.size());
        masked += line.substr(0, begin);
        masked += std::string(base::count_characters(line.substr(begin)), '*');
        if (end < text.size()) {
            masked += '\n';
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return masked;
}

} // namespace headstart::settings
