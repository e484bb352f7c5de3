#include "base/encoding_name.hpp"

#include "base/text.hpp"

#include <string>

namespace headstart::base {

bool names_utf8(std::string_view encoding) {
    // The server compares names by their letters and digits alone.
    auto name = to_lower(encoding);
    std::erase_if(name, [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9'); });
    return name == "utf8" || name == "unicode";
}

} // namespace headstart::base
