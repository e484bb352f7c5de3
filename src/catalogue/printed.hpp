#pragma once

#include <string>
#include <string_view>

namespace headstart::catalogue {

/// Between the two texts of an expression, a view …: `E'\n\x01\n'` in the queries.
constexpr std::string_view k_between_texts = "\n\x01\n";

/// Of what the server has printed twice, pretty and with all parentheses (or nothing, where there is one text
/// alone), the text that means the same to it when it reads it again: `a AND (b AND c)` is another expression
/// than `a AND b AND c`, to which it takes BETWEEN apart, and the pretty text does not tell them apart. A
/// text of another origin is returned as it is.
std::string settled(std::string_view printed);

/// The same with `ANY (ARRAY[…])` for `ANY (ARRAY[…]::text[])`, in either form: so the server prints
/// `name IN ('a', 'b')` of a varchar, and would take the cast for one of each element when it reads it again.
std::string without_casts_of_lists(std::string_view text);

/// Whether an AND stands right within an AND, or an OR within an OR, in a text with all parentheses.
bool nests_connective(std::string_view text);

} // namespace headstart::catalogue
