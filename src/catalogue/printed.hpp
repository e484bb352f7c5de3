#pragma once

#include <string>
#include <string_view>

namespace headstart::catalogue {

/// Between the two texts of an expression, a view …: `E'\n\x01\n'` in the queries.
constexpr std::string_view k_between_texts = "\n\x01\n";

/// Of what the server has printed twice, pretty and with all parentheses, the text that means the same to it
/// when it reads it again: `a AND (b AND c)` is another expression than `a AND b AND c`, to which it takes
/// BETWEEN apart, and the pretty text does not tell them apart. All other texts are returned as they are.
std::string settled(std::string_view printed);

/// Whether an AND stands right within an AND, or an OR within an OR, in a text with all parentheses.
bool nests_connective(std::string_view text);

} // namespace headstart::catalogue
