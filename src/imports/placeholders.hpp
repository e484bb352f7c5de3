#pragma once

#include "imports/format.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace headstart::imports {

/// How a tool writes a placeholder.
struct PlaceholderStyle {
    std::string_view opening = "${";
    std::string_view closing = "}";
    bool has_defaults = false; ///< `${name:-value}` and `${name-value}`
};

/// What a name stands for; nothing: nobody has said.
using PlaceholderValue = std::function<std::optional<std::string>(std::string_view name)>;

/// The text of a part of a file with its placeholders filled in. Throws diag::Error (usage) at the first
/// that has no value.
std::string fill_placeholders(const Source& source, std::size_t begin, std::size_t end,
                              const PlaceholderStyle& style, const PlaceholderValue& value);

/// `key = value` lines, `#` and `;` begin a comment; keys in `[section]`s are "section.key". What more there
/// is to INI, properties and TOML files is not understood: strings lose their quotes, the last one counts.
std::map<std::string, std::string, std::less<>> read_properties(std::string_view text);

} // namespace headstart::imports
