#include "scripts/marker.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace headstart::scripts {

namespace {

constexpr std::string_view k_marker = "migrate:";

/// Of a comment that holds nothing but a marker's words, with whatever surrounds them.
constexpr std::size_t k_longest_marker = 200;

/// What stands between and around words that are meant as a marker.
constexpr std::string_view k_ornaments = " \t\r\n:-_/@+*=#!.;<>()[]";

using Words = std::string_view;

/// The words for a direction, by themselves or behind those that name a tool.
constexpr std::array<Words, 5> k_up{"up", "upgrade", "do", "apply", "forward"};
constexpr std::array<Words, 7> k_down{"down",   "downgrade", "undo",     "rollback",
                                      "revert", "backward",  "backwards"};
constexpr std::array<Words, 6> k_tools{"migrate", "migration", "goose", "dbmate", "micrate", "section"};

template<std::size_t N>
bool is_one_of(Words word, const std::array<Words, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The text of a comment without what opens and closes it.
std::string_view content_of(std::string_view comment) {
    if (comment.starts_with("--")) {
        return comment.substr(2);
    }
    comment.remove_prefix(std::min<std::size_t>(2, comment.size()));
    return comment.ends_with("*/") ? comment.substr(0, comment.size() - 2) : comment;
}

bool is_alone_before(std::string_view text, std::size_t begin) {
    auto line = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
    line = line == std::string_view::npos ? 0 : line + 1;
    if (line == 0 && text.starts_with(base::k_utf8_bom)) {
        line = base::k_utf8_bom.size();
    }
    return base::trim(text.substr(line, begin - line)).empty();
}

std::optional<std::string> marker_for(Words direction) {
    if (is_one_of(direction, k_up)) {
        return "-- migrate:up";
    }
    return is_one_of(direction, k_down) ? std::optional<std::string>("-- migrate:down") : std::nullopt;
}

/// `transaction:false`, as ornaments leave it.
bool are_options(const std::vector<std::string_view>& words, std::size_t from) {
    if ((words.size() - from) % 2 != 0) {
        return false;
    }
    for (auto i = from; i < words.size(); i += 2) {
        if (words[i] != "transaction" || (words[i + 1] != "false" && words[i + 1] != "true")) {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<Marker> as_marker(std::string_view text, const sql::Token& comment) {
    const auto content = text.substr(comment.begin, comment.end - comment.begin);
    if (!content.starts_with("--") || !is_marker_line(base::trim(content.substr(2))) ||
        !is_alone_before(text, comment.begin)) {
        return std::nullopt;
    }
    return Marker{comment.begin, std::min(text.find('\n', comment.begin), text.size()),
                  base::to_lower(base::trim(base::trim(content.substr(2)).substr(k_marker.size())))};
}

bool is_marker_line(std::string_view content) {
    return base::equals_ignoring_case(content.substr(0, k_marker.size()), k_marker);
}

std::optional<std::string> meant_by(std::string_view content, bool alone) {
    const auto lower = base::to_lower(content);
    const auto words = base::split_list(lower, k_ornaments);
    if (words.empty()) {
        return std::nullopt;
    }
    if (words.size() == 1) {
        return alone ? marker_for(words.front()) : std::nullopt;
    }
    if (is_one_of(words[0], k_tools) && are_options(words, 2)) {
        return marker_for(words[1]);
    }
    // node-pg-migrate: "Up Migration"
    return is_one_of(words[1], k_tools) && words.size() == 2 ? marker_for(words[0]) : std::nullopt;
}

std::optional<std::string> meant_marker(std::string_view text, const sql::Token& comment,
                                        bool ends_statement) {
    if (comment.end - comment.begin > k_longest_marker) {
        return std::nullopt;
    }
    const auto content = content_of(text.substr(comment.begin, comment.end - comment.begin));
    if (auto meant = meant_by(content, false)) {
        return meant;
    }
    auto lone = ends_statement ? meant_by(content, true) : std::nullopt;
    // Last, for it goes back to the beginning of a line, which may be long and hold many comments.
    return lone && is_alone_before(text, comment.begin) ? lone : std::nullopt;
}

} // namespace headstart::scripts
