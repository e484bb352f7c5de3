#include "catalogue/for_server.hpp"

#include <charconv>

namespace headstart::catalogue {

namespace {

bool is_for(std::string_view line, int major) {
    const auto mark = line.rfind("--");
    if (mark == std::string_view::npos || mark == 0) {
        return true;
    }
    auto words = line.substr(mark + 2);
    const bool is_older = words.starts_with('<');
    words.remove_prefix(is_older ? 1 : 0);
    int version = 0;
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), version);
    if (error != std::errc()) {
        return true;
    }
    return is_older ? major < version : major >= version;
}

} // namespace

std::string for_server(std::string_view query, int major) {
    std::string text;
    text.reserve(query.size());
    while (!query.empty()) {
        const auto end = query.find('\n');
        const auto line = query.substr(0, end);
        if (is_for(line, major)) {
            text += line;
            text += '\n';
        }
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    }
    return text;
}

} // namespace headstart::catalogue
