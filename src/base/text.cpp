#include "base/text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace headstart::base {

namespace {

/// Asked of each line of each header: find_first_not_of() would look through a list for each character.
bool is_white_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

} // namespace

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_white_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> split_list(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(separators), text.size());
        if (const auto part = trim(text.substr(0, end)); !part.empty()) {
            parts.push_back(part);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        joined += i == 0 ? "" : separator;
        joined += parts[i];
    }
    return joined;
}

std::string grouped(std::size_t number) {
    auto text = std::to_string(number);
    for (auto at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

std::string counted(std::size_t number, std::string_view word) {
    return grouped(number) + " " + std::string(word) + (number == 1 ? "" : "s");
}

std::string to_lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower_letter);
    return result;
}

bool is_one_of_ignoring_case(std::string_view word, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view one) { return equals_ignoring_case(word, one); });
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before;
    std::vector<std::size_t> above;
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        before = std::exchange(above, row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0U : 1U)});
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
                row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
            }
        }
    }
    return row[b.size()];
}

std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& candidates) {
    // A third of the letters may be wrong; more is another word, and a wrong guess is worse than none.
    std::size_t best_distance = std::max<std::size_t>(1, typed.size() / 3) + 1;
    std::optional<std::string> best;
    for (const auto& candidate : candidates) {
        if (const auto distance = edit_distance(typed, candidate); distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace headstart::base
