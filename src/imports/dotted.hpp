#pragma once

#include <string>
#include <string_view>

/// Versions of several numbers, "1.2.10", as Flyway has them; refinery's are the same with one number.
namespace headstart::imports {

/// Whether a text is made of numbers with dots or underscores between them.
bool is_dotted(std::string_view version);

/// The same text for versions that are equal: "1.2" of "01_2" and of "1.2.0".
std::string plain_dotted(std::string_view version);

/// By their numbers: 1.9 is less than 1.10.
bool is_less_dotted(std::string_view a, std::string_view b);

} // namespace headstart::imports
