#include "commands/command_line.hpp"

namespace headstart::commands {

std::vector<std::string> Arguments::values(std::string_view name) const {
    const auto dashes = name.find_first_not_of('-');
    const auto found = m_options.find(dashes == std::string_view::npos ? name : name.substr(dashes));
    return found == m_options.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::string> Arguments::value(std::string_view name) const {
    const auto all = values(name);
    return all.empty() ? std::nullopt : std::optional(all.back());
}

std::optional<std::string> Arguments::positional() const {
    return m_positionals.empty() ? std::nullopt : std::optional(m_positionals.front());
}

} // namespace headstart::commands
