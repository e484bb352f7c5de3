#include "base/byte_size.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

namespace headstart::base {

namespace {

struct SizeUnit {
    std::string_view name;
    std::uint64_t bytes;
};

// From the largest on, for format_byte_size().
constexpr std::array k_size_units{
    SizeUnit{"TB", std::uint64_t{1} << 40U}, SizeUnit{"GB", std::uint64_t{1} << 30U},
    SizeUnit{"MB", std::uint64_t{1} << 20U}, SizeUnit{"kB", std::uint64_t{1} << 10U}, SizeUnit{"B", 1}};

} // namespace

std::optional<std::uint64_t> parse_byte_size(std::string_view text) {
    std::uint64_t count = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    const auto name = trim(text.substr(static_cast<std::size_t>(rest - text.data())));
    for (const auto& unit : k_size_units) {
        if (equals_ignoring_case(name.empty() ? "B" : name, unit.name)) {
            const bool fits = count <= std::numeric_limits<std::uint64_t>::max() / unit.bytes;
            return fits ? std::optional(count * unit.bytes) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::string format_byte_size(std::uint64_t bytes) {
    for (const auto& unit : k_size_units) {
        if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
            return fmt::format("{} {}", bytes / unit.bytes, unit.name);
        }
    }
    return "0 B";
}

} // namespace headstart::base
