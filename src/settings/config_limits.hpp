#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// What keeps toml++, which makes a table within a table for each part of a dotted key and takes them apart
/// by recursion, from running out of stack. It limits arrays and inline tables itself.
namespace headstart::settings {

/// Bytes. Every setting there is, and a hundred hooks, take a tenth of it.
inline constexpr std::size_t k_longest_config = std::size_t{256} << 10U;
/// Dots between the parts of keys, in the whole file: no setting of ours has any.
inline constexpr std::size_t k_most_dots = 1000;

/// The place of the first dot beyond that, strings and comments of a line apart.
std::optional<std::size_t> find_excessive_dot(std::string_view toml);

} // namespace headstart::settings
