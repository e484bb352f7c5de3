#pragma once

#include <string>
#include <string_view>

namespace headstart::postgres {

/// Text of ours as a database of an encoding can hold it: what it might not is written as `\u2013`, for a
/// note in the journal is no reason for a migration to fail. `text`: UTF-8. `server_encoding`: as the server
/// names it (manual, "Character Set Support"); empty where that is unknown, and the text stays as it is.
std::string held_text(std::string_view text, std::string_view server_encoding);

} // namespace headstart::postgres
