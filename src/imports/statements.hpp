#pragma once

#include <string>

namespace headstart::imports {

/// SQL whose last statement ends with a `;`, put right behind it where its author left it to the tool to end
/// it. The same where there is no statement.
std::string with_semicolon(std::string sql);

} // namespace headstart::imports
