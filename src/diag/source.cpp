#include "diag/source.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace headstart::diag {

namespace {

std::size_t line_begin(std::string_view text, std::size_t offset) {
    if (offset == 0) {
        return 0;
    }
    const auto newline = text.rfind('\n', offset - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
}

} // namespace

Position position_of(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    auto begin = line_begin(text, offset);
    const auto line =
        static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<long>(begin), '\n'));
    if (begin == 0 && text.starts_with(base::k_utf8_bom)) {
        begin = std::min(base::k_utf8_bom.size(), offset); // editors show no column for it
    }
    return {line + 1, base::count_characters(text.substr(begin, offset - begin)) + 1};
}

std::string_view line_around(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    auto begin = line_begin(text, offset);
    if (begin == 0 && text.starts_with(base::k_utf8_bom)) {
        begin = base::k_utf8_bom.size();
    }
    auto line = text.substr(begin, std::min(text.find('\n', offset), text.size()) - begin);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

} // namespace headstart::diag
