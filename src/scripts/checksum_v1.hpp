#pragma once

#include <string>
#include <string_view>

namespace headstart::scripts {

/// Version 1 of a section's checksum, as 64 hexadecimal digits: SHA-256 over its tokens, with CRLF as LF,
/// then over the data of its COPYs; each part ended by a NUL.
std::string checksum_v1(std::string_view text, bool transactional);

} // namespace headstart::scripts
