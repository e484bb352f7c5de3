#pragma once

#include <map>
#include <string>
#include <string_view>

namespace headstart::settings {

/// The variables of a `.env` file, read as godotenv (and so dbmate) reads it: `export`, `KEY=value` and
/// `KEY: value`, comments, '…' as it stands, "…" with escapes and over several lines, `$VAR` and `${VAR}` of
/// earlier lines of this file outside of '…' (one that is not there is nothing).
/// Two things godotenv lets pass are refused: a line without a name and one without a value.
/// Throws diag::Error (usage, bad_config_file) with `path` and the line, and never with a value.
std::map<std::string, std::string, std::less<>> parse_dotenv(std::string_view text, std::string_view path);

} // namespace headstart::settings
