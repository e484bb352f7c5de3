#include "imports/shell_variables.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace headstart::imports {

namespace {

struct Variable {
    std::size_t end; ///< where it ends in the text
    std::string_view name;
    std::optional<std::string> otherwise;
};

/// `NAME`, and behind `:-` or `-` what counts without it; behind `:?` or `?` what to complain with.
Variable braced_variable(std::string_view content, std::size_t end) {
    const auto mark = content.find_first_of("-?");
    if (mark == std::string_view::npos) {
        return {end, base::trim(content), std::nullopt};
    }
    auto name = content.substr(0, mark);
    name.remove_suffix(name.ends_with(':') ? 1 : 0);
    return {end, base::trim(name),
            content[mark] == '?' ? std::nullopt : std::optional(std::string(content.substr(mark + 1)))};
}

bool is_letter(char character) {
    return std::isalpha(static_cast<unsigned char>(character)) != 0;
}

bool is_of_variable(char character) {
    return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

/// The one that begins with the dollar sign there.
std::optional<Variable> variable_at(std::string_view text, std::size_t dollar) {
    const auto from = dollar + 1;
    if (text.substr(from).starts_with('{')) {
        const auto close = text.find('}', from);
        return close == std::string_view::npos
                   ? std::nullopt
                   : std::optional(braced_variable(text.substr(from + 1, close - from - 1), close + 1));
    }
    if (from == text.size() || !is_letter(text[from])) {
        return std::nullopt;
    }
    const auto* const end = std::find_if_not(text.begin() + from, text.end(), is_of_variable);
    const auto size = static_cast<std::size_t>(end - text.begin()) - from;
    return Variable{from + size, text.substr(from, size), std::nullopt};
}

} // namespace

std::string fill_shell_variables(const Source& source, std::size_t begin, std::size_t end,
                                 const PlaceholderValue& value) {
    const auto text = source->text.view().substr(0, end);
    std::string filled;
    UnknownPlaceholders unknown(source);
    auto at = begin;
    for (auto mark = text.find_first_of("$\\", at); mark != std::string_view::npos;
         mark = text.find_first_of("$\\", at)) {
        filled += text.substr(at, mark - at);
        const auto two = text.substr(mark, 2);
        if (two == "$$" || two == "\\$") {
            filled += '$';
            at = mark + 2;
        } else if (two == "\\\\") {
            filled += two;
            at = mark + 2;
        } else if (const auto variable = text[mark] == '$' ? variable_at(text, mark) : std::nullopt) {
            const auto found = value(variable->name);
            if (!found && !variable->otherwise) {
                unknown.add(mark, variable->end, variable->name);
            }
            filled += found ? *found : variable->otherwise.value_or("");
            at = variable->end;
        } else {
            filled += text[mark];
            at = mark + 1;
        }
    }
    unknown.check();
    return filled.append(text.substr(at));
}

} // namespace headstart::imports
