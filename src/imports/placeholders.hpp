#pragma once

#include "diag/diagnostic.hpp"
#include "imports/format.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstart::imports {

/// How a tool writes a placeholder.
struct PlaceholderStyle {
    std::string_view opening = "${";
    std::string_view closing = "}";
};

/// What a name stands for; nothing: nobody has said.
using PlaceholderValue = std::function<std::optional<std::string>(std::string_view name)>;

/// Placeholders that nobody has given a value, told all at once.
class UnknownPlaceholders {
public:
    explicit UnknownPlaceholders(Source source)
        : m_source(std::move(source)) {}

    /// `begin`, `end`: where it stands; `name`: what `--placeholder` calls it. Each name is told once.
    void add(std::size_t begin, std::size_t end, std::string_view name);

    /// Throws diag::Error (usage) if there are any.
    void check() const;

private:
    Source m_source;
    std::set<std::string, std::less<>> m_names;
    std::vector<diag::Diagnostic> m_problems;
};

/// The text of a part of a file with its placeholders filled in. Throws diag::Error (usage): some have no
/// value.
std::string fill_placeholders(const Source& source, std::size_t begin, std::size_t end,
                              const PlaceholderStyle& style, const PlaceholderValue& value);

/// `key = value` and `key: value` lines, `#` and `;` begin a comment; keys in `[section]`s are "section.key".
/// What more there is to INI, properties and TOML files is not understood: strings lose their quotes, the
/// last one counts.
std::map<std::string, std::string, std::less<>> read_properties(std::string_view text);

} // namespace headstart::imports
