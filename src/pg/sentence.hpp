#pragma once

#include "pg/obstacle.hpp"

#include <string_view>

namespace headstart::pg {

/// Whether a text says a sentence that is written as its author wrote it, with printf's places ("%s", "%ld"),
/// in which anything may stand. What is lasting is known by the whole sentence alone, since in another one
/// the same words may mean what passes; of what passes a part will do. The empty sentence is said by every
/// text.
bool says(std::string_view text, std::string_view sentence, Obstacle meaning);

} // namespace headstart::pg
