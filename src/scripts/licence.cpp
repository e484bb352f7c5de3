#include "scripts/licence.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <string>
#include <vector>

namespace headstart::scripts {

namespace {

/// In lower case, all of these.
constexpr std::array<std::string_view, 23> k_names{"mit",        "apache",
                                                   "bsd",        "gnu",
                                                   "gpl",        "lgpl",
                                                   "agpl",       "mozilla",
                                                   "mpl",        "isc",
                                                   "bsl",        "busl",
                                                   "boost",      "cc0",
                                                   "unlicense",  "postgresql",
                                                   "eclipse",    "elastic",
                                                   "sspl",       "business source",
                                                   "timescale",  "creative commons",
                                                   "proprietary"};

/// Behind "license" in a licence's title: "Apache License, Version 2.0 or later".
constexpr std::array<std::string_view, 6> k_of_title{"version", "or", "later", "only", "universal", "mit"};

constexpr std::array<std::string_view, 3> k_holders{"copyright", "portions copyright", "copr."};

constexpr std::array<std::string_view, 30> k_paragraphs{"licensed under",
                                                        "licensed to",
                                                        "dual licensed",
                                                        "dual-licensed",
                                                        "permission is hereby granted",
                                                        "permission to use",
                                                        "the above copyright",
                                                        "the software is provided",
                                                        "unless required by",
                                                        "redistribution and use",
                                                        "redistributions ",
                                                        "this file is part of",
                                                        "this file is licensed",
                                                        "this file and its contents",
                                                        "this code is licensed",
                                                        "this work is licensed",
                                                        "this source code ",
                                                        "this program is ",
                                                        "this software is ",
                                                        "use of this software",
                                                        "use of this source code",
                                                        "you should have received",
                                                        "this is free and unencumbered",
                                                        "anyone is free to copy",
                                                        "in jurisdictions that recognize",
                                                        "to the extent possible under law",
                                                        "confidential and proprietary",
                                                        "proprietary and confidential",
                                                        "unauthorized copying",
                                                        "http"};

/// So, where the line also speaks of a licence.
constexpr std::array<std::string_view, 5> k_of_licence{"released under", "distributed under",
                                                       "see the license", "see license", "please see"};

bool begins_with(std::string_view text, std::string_view words) {
    return !text.empty() && text.front() == words.front() && text.starts_with(words);
}

/// The first two letters of many beginnings. Each line of each header is asked for all of them, and nearly
/// always these tell that it has none.
class FirstLetters {
public:
    template<std::size_t... N>
    constexpr explicit FirstLetters(const std::array<std::string_view, N>&... beginnings) {
        (add(beginnings), ...);
    }

    /// Of a line in any case.
    [[nodiscard]] bool may_begin(std::string_view line) const {
        return line.size() >= 2 && is_letter(line[0]) && is_letter(line[1]) &&
               (m_second[place_of(line[0])] >> place_of(line[1]) & 1U) != 0;
    }

private:
    static constexpr bool is_letter(char c) {
        const char lower = base::lower_letter(c);
        return lower >= 'a' && lower <= 'z';
    }

    static constexpr unsigned place_of(char letter) {
        return static_cast<unsigned>(base::lower_letter(letter) - 'a');
    }

    template<std::size_t N>
    constexpr void add(const std::array<std::string_view, N>& beginnings) {
        for (const auto words : beginnings) {
            m_second[place_of(words[0])] |= 1U << place_of(words[1]);
        }
    }

    std::array<std::uint32_t, 26> m_second{}; ///< bits, by the first letter
};

/// Of what is_licence_line() looks for and none of the lists above has.
constexpr std::array<std::string_view, 4> k_other_lines{"spdx-", "the ", "license:", "licence:"};

constexpr FirstLetters k_letters_of_line(k_names, k_holders, k_other_lines);
constexpr FirstLetters k_letters_of_text(k_paragraphs, k_of_licence);

template<std::size_t N>
bool is_beginning(const std::string& lower, const std::array<std::string_view, N>& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view words) { return begins_with(lower, words); });
}

bool names_licence(std::string_view lower) {
    return lower.find("license") != std::string_view::npos || lower.find("licence") != std::string_view::npos;
}

bool is_decimal(char c) {
    return c >= '0' && c <= '9';
}

bool holds_year(std::string_view text) {
    for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
        const auto four = text.substr(at, 4);
        if ((four.starts_with("19") || four.starts_with("20")) && is_decimal(four[2]) &&
            is_decimal(four[3])) {
            return true;
        }
    }
    return false;
}

/// "(c) column" and "Copyright column of books" name nobody and no year.
bool names_holder(std::string_view line, const std::string& lower) {
    const bool is_mark = lower.starts_with("(c) ") && std::islower(static_cast<unsigned char>(line[4])) == 0;
    return is_mark || lower.starts_with("©") || lower.starts_with("copyright:") ||
           (is_beginning(lower, k_holders) && (holds_year(lower) || lower.find("©") != std::string::npos ||
                                               lower.find("(c)") != std::string::npos));
}

bool begins_with_name(std::string_view lower) {
    return std::any_of(k_names.begin(), k_names.end(), [&](std::string_view name) {
        return begins_with(lower, name) &&
               (lower.size() == name.size() ||
                std::isalnum(static_cast<unsigned char>(lower[name.size()])) == 0);
    });
}

/// "The MIT License (MIT)", "Apache License, Version 2.0", "CC0 1.0 Universal", "The Unlicense".
bool is_title(std::string_view lower) {
    lower.remove_prefix(lower.starts_with("the ") ? 4 : 0);
    if (!begins_with_name(lower)) {
        return false;
    }
    const auto words = base::split_list(lower, " ,;:.()-\"");
    const auto word = std::find_if(words.begin(), words.end(), [](std::string_view one) {
        return one == "license" || one == "licence" || one == "unlicense";
    });
    const auto behind = word != words.end() ? word + 1 : words.begin() + 1;
    return (word != words.end() || words.front() == "cc0") &&
           std::all_of(behind, words.end(), [](std::string_view one) {
               return is_decimal(one.back()) ||
                      std::find(k_of_title.begin(), k_of_title.end(), one) != k_of_title.end();
           });
}

bool is_label(std::string_view lower) {
    const bool is_labelled = lower.starts_with("license:") || lower.starts_with("licence:");
    const auto value = is_labelled ? base::trim(lower.substr(8)) : std::string_view();
    return is_labelled && (begins_with_name(value) || value.starts_with("http") || value.starts_with("see "));
}

bool reserves_all_rights(std::string_view line) {
    constexpr std::string_view k_words = "all rights reserved";
    while (line.ends_with('.')) {
        line.remove_suffix(1);
    }
    return line.size() >= k_words.size() &&
           base::equals_ignoring_case(line.substr(line.size() - k_words.size()), k_words);
}

} // namespace

bool is_licence_line(std::string_view line) {
    if (reserves_all_rights(line)) {
        return true;
    }
    const bool is_mark = line.starts_with('(') || line.starts_with("©");
    if (!is_mark && !k_letters_of_line.may_begin(line)) {
        return false;
    }
    const auto lower = base::to_lower(line);
    return lower.starts_with("spdx-") || names_holder(line, lower) || is_title(lower) || is_label(lower);
}

bool begins_licence_text(std::string_view line) {
    if (!k_letters_of_text.may_begin(line)) {
        return false;
    }
    const auto lower = base::to_lower(line);
    return is_beginning(lower, k_paragraphs) || (is_beginning(lower, k_of_licence) && names_licence(lower));
}

bool is_banner(std::string_view line) {
    return !line.empty() && std::none_of(line.begin(), line.end(),
                                         [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; });
}

bool may_be_message_below(std::string_view line) {
    const auto is_lower = [](unsigned char c) { return std::islower(c) != 0; };
    return !line.empty() && std::isupper(static_cast<unsigned char>(line.front())) != 0 &&
           !line.ends_with('.') && std::any_of(line.begin(), line.end(), is_lower) &&
           !names_licence(base::to_lower(line));
}

} // namespace headstart::scripts
