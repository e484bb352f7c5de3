#include "imports/names.hpp"

#include "base/text.hpp"
#include "revision/folder_checks.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace headstart::imports {

using std::chrono::system_clock;

namespace {

bool may_stand_in_id(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || std::isalnum(byte) != 0 || c == '_' || c == '.';
}

int number_in(std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// The parts of 20240131235959, as many as there are.
std::optional<system_clock::time_point> calendar_time(std::string_view digits) {
    const auto part = [&](std::size_t from, std::size_t length) {
        return from < digits.size() ? number_in(digits.substr(from, length)) : 0;
    };
    const std::chrono::year_month_day day{std::chrono::year{part(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(part(4, 2))},
                                          std::chrono::day{static_cast<unsigned>(part(6, 2))}};
    const auto hours = part(8, 2);
    const auto minutes = part(10, 2);
    const auto seconds = part(12, 2);
    const bool is_time = hours < 24 && minutes < 60 && seconds < 60;
    if (!day.ok() || !is_time || part(0, 4) < 1990 || part(0, 4) > 2100) {
        return std::nullopt;
    }
    return std::chrono::sys_days{day} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds};
}

} // namespace

std::string id_for(std::string_view version) {
    std::string id(base::trim(version));
    std::replace_if(id.begin(), id.end(), [](char c) { return !may_stand_in_id(c); }, '_');
    // A file's name begins with it.
    if (id.starts_with('.')) {
        id.front() = '_';
    }
    return revision::complaint_about_id(id).empty() ? id : "_" + id;
}

std::string words_of(std::string_view name, std::string_view fallback) {
    std::string words(name);
    std::replace_if(
        words.begin(), words.end(),
        [](char c) { return c == '_' || c == '-' || static_cast<unsigned char>(c) < 0x20U; }, ' ');
    const auto trimmed = base::trim(words);
    return std::string(trimmed.empty() ? fallback : trimmed);
}

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_zeros(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits.empty() ? std::string_view("0") : digits;
}

std::string plain_number(std::string_view digits) {
    return std::string(without_zeros(digits));
}

bool is_less_number(std::string_view a, std::string_view b) {
    a = without_zeros(a);
    b = without_zeros(b);
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::optional<system_clock::time_point> time_of(std::string_view version) {
    constexpr std::array<std::size_t, 3> k_calendar{14, 12, 8};
    if (!is_number(version)) {
        return std::nullopt;
    }
    if (std::find(k_calendar.begin(), k_calendar.end(), version.size()) != k_calendar.end()) {
        return calendar_time(version);
    }
    long long number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    if (version.size() == 10 && version.front() == '1') {
        return system_clock::time_point{std::chrono::seconds{number}};
    }
    if (version.size() == 13 && version.front() == '1') {
        return system_clock::time_point{std::chrono::milliseconds{number}};
    }
    return std::nullopt;
}

} // namespace headstart::imports
