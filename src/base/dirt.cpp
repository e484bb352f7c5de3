#include "base/dirt.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace headstart::base {

namespace {

constexpr std::array<std::string_view, 9> k_unseen{k_utf8_bom,     "\xC2\xA0",     "\xC2\xAD",
                                                   "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D",
                                                   "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x81\xA0"};

} // namespace

std::string_view trim_unseen(std::string_view text) {
    std::string_view before;
    do {
        before = text;
        text = trim(text);
        for (const auto mark : k_unseen) {
            text.remove_prefix(text.starts_with(mark) ? mark.size() : 0);
            text.remove_suffix(text.ends_with(mark) ? mark.size() : 0);
        }
    } while (text.size() != before.size());
    return text;
}

std::string_view without_line_ends(std::string_view value) {
    value.remove_prefix(value.starts_with(k_utf8_bom) ? k_utf8_bom.size() : 0);
    const auto end = value.find_last_not_of("\r\n");
    return value.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

std::string_view clean_value(std::string_view value) {
    value = trim_unseen(value);
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
        value = trim_unseen(value.substr(1, value.size() - 2));
    }
    return value;
}

bool is_wrapped(std::string_view value) {
    return clean_value(value).size() != value.size();
}

bool is_utf16(std::string_view text) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return true;
    }
    // Without a mark: every other byte of what is ASCII is NUL.
    const auto head = text.substr(0, 64);
    const auto nuls = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
    return head.size() >= 2 && nuls * 2 >= head.size() - 1;
}

} // namespace headstart::base
