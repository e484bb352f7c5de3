#pragma once

#include <string_view>

/// What editors, shells and secret stores leave around a value. Every door through which one comes in (a
/// variable, a secret's file, a configuration file) cleans it by these.
namespace headstart::base {

/// Of a value in which blanks and quotation marks may be meant, such as a password: without the byte order
/// mark before it and the line ends behind it.
std::string_view without_line_ends(std::string_view value);

/// Without blanks around it, those that nobody sees either: U+00A0, U+00AD, U+200B to U+200F, U+2060, U+FEFF.
std::string_view trim_unseen(std::string_view text);

/// Of any other: without blanks around it, seen or not, and
/// without one pair of quotation marks, which docker's --env-file keeps.
std::string_view clean_value(std::string_view value);

/// Whether a value stands in a pair of quotation marks, or has blanks around it: what clean_value() takes
/// off.
bool is_wrapped(std::string_view value);

/// A text that was saved as UTF-16, with or without its byte order mark. No program takes it for what it is.
bool is_utf16(std::string_view text);

} // namespace headstart::base
