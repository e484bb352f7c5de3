#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headstart::base {

/// "1GB", "500MB", "64kB", "100B": PostgreSQL's units, multiples of 1024 (manual, chapter "Setting
/// Parameters"), in any letter case; a bare number is of bytes. Nothing if it is not of this form or too
/// large for the type.
std::optional<std::uint64_t> parse_byte_size(std::string_view text);

/// In the largest unit of which it is a whole number: "1 GB", "1536 MB".
std::string format_byte_size(std::uint64_t bytes);

} // namespace headstart::base
