#pragma once

#include "scripts/section.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace headstart::scripts {

/// "1:51e8f4…": a version, and what that version makes of the tokens of a section. Comments, white space and
/// line ends may change without changing it, any other letter may not. The data of a COPY counts line by
/// line, and so does `transaction:false`.
std::string checksum(const Section& section);

/// Of one statement with the data of its COPY, made as version 1 makes that of a section: 16 hexadecimal
/// digits, for there may be many of them.
std::string statement_checksum(std::string_view statement, std::string_view data);

/// A recorded checksum with its version. Those of headstart 0.1 came without one: it was 1.
std::string with_version(std::string_view recorded);

/// What a recorded checksum says of a section.
enum class ChecksumMatch : std::uint8_t {
    same,
    edited,
    unknown_version, ///< a newer headstart has recorded it: it cannot be compared
};

/// `current` is what checksum() says of the section now.
ChecksumMatch match_checksum(std::string_view recorded, std::string_view current);

} // namespace headstart::scripts
