#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headstart::base {

std::string_view trim(std::string_view text);
/// Without its line end: of a statement enough to know it by, of an error of the server's all but the
/// statement.
std::string_view first_line(std::string_view text);
/// Parts between separators, each trimmed; empty parts are left out.
std::vector<std::string_view> split_list(std::string_view text, std::string_view separators);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// "1,234,567"
std::string grouped(std::size_t number);
/// "1 statement", "10,000 statements": of a word whose plural ends in s.
std::string counted(std::size_t number, std::string_view word);
/// ASCII only: keywords, option names, header keys.
std::string to_lower(std::string_view text);

constexpr char lower_letter(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool equals_ignoring_case(std::string_view a, std::string_view b) {
    // Nearly all words differ in their lengths.
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return lower_letter(x) == lower_letter(y);
           });
}

bool is_one_of_ignoring_case(std::string_view word, std::span<const std::string_view> words);

/// How many slips turn one into the other: a character too many, too few, wrong, or swapped with the next.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to what was typed if near enough to be a slip of the finger.
std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& candidates);

} // namespace headstart::base
