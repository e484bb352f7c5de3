#include "base/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

namespace headstart::base {

namespace {

struct TimeUnit {
    std::string_view name;
    std::int64_t milliseconds;
};

// "ms" stands before "m": the first unit that fits is taken.
constexpr std::array k_time_units{TimeUnit{"ms", 1}, TimeUnit{"s", 1000}, TimeUnit{"m", 60'000},
                                  TimeUnit{"h", 3'600'000}};
constexpr std::int64_t k_longest = std::int64_t{365} * 24 * 3'600'000;

} // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
    std::int64_t total = 0;
    bool bare = false;
    bool is_first = true;
    if (text.empty()) {
        return std::nullopt;
    }
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc{} || count < 0 || count > k_longest || bare) {
            return std::nullopt;
        }
        text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
        bare = text.empty();
        std::int64_t unit = bare && is_first ? 1000 : 0;
        for (const auto& candidate : k_time_units) {
            if (!bare && text.starts_with(candidate.name)) {
                unit = candidate.milliseconds;
                text.remove_prefix(candidate.name.size());
                break;
            }
        }
        if (unit == 0) {
            return std::nullopt;
        }
        is_first = false;
        total += count * unit;
        if (total > k_longest) {
            return std::nullopt;
        }
    }
    return milliseconds{total};
}

std::string format_duration(milliseconds span) {
    const auto count = span.count();
    if (count < 1000) {
        return fmt::format("{} ms", count);
    }
    if (count < 60'000) {
        return fmt::format("{:.1f} s", static_cast<double>(count) / 1000.0);
    }
    return fmt::format("{} min {} s", count / 60'000, count % 60'000 / 1000);
}

} // namespace headstart::base
