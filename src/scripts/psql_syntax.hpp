#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What psql understands in a file and no server does.
namespace headstart::scripts {

/// What to write in the place of a backslash command: `\copy`.
std::string hint_for_meta_command(std::string_view command);

/// What to say of a syntax error at a place, if psql's variables are its likely cause: `:name`, `:'name'`,
/// `:"name"`, `:{?name}`.
std::optional<std::string> hint_for_variable(std::string_view text, std::size_t offset);

} // namespace headstart::scripts
