#pragma once

#include <span>

namespace headstart::commands {

/// Overwrites, in place, what may be a password in a database URL or libpq's key=value words. Rather too much
/// than too little: a text without "://" goes as a whole.
void hide_password(std::span<char> url);

} // namespace headstart::commands
