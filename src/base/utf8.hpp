#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace headstart::base {

inline constexpr std::string_view k_utf8_bom = "\xEF\xBB\xBF";

/// Byte offset of the first byte that is not part of well-formed UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing beyond U+10FFFF). Nothing if all is well.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Byte offset of the `count`-th character (from 0) of well-formed UTF-8; the length if there are fewer.
std::size_t byte_offset_of_character(std::string_view text, std::size_t count);

/// At most so many bytes of a text's beginning, up to the end of a character where it is well-formed.
std::string_view beginning(std::string_view text, std::size_t size);

/// How many characters well-formed UTF-8 holds.
std::size_t count_characters(std::string_view text);

} // namespace headstart::base
