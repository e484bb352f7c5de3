#pragma once

#include "pg/obstacle.hpp"

#include <optional>
#include <string_view>

namespace headstart::pg {

/// What a pooler, a proxy or a platform means by words that no time mends. Nothing for words that nobody has
/// named. Each of them has SQLSTATEs of its own taste, and changes them from version to version: the words
/// alone count, without regard to case and to what stands before them ("odyssey: c1: …", "(ENOTFOUND) …").
std::optional<Obstacle> obstacle_of_pooler(std::string_view words);

} // namespace headstart::pg
