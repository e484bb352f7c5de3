#include "commands/argument_reader.hpp"

#include "base/text.hpp"
#include "commands/help.hpp"
#include "commands/usage_error.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace headstart::commands {

namespace {

constexpr OptionSpec k_help{.names = "-h,--help", .metavar = "", .help = ""};
constexpr OptionSpec k_version{.names = "-V,--version", .metavar = "", .help = ""};

constexpr OptionSpec k_everything{.names = "--all", .metavar = "", .help = ""}; ///< behind --help alone

/// "-" alone is a file's name by custom.
bool is_option(std::string_view token) {
    return token.size() > 1 && token[0] == '-' && !is_relative_revision(token);
}

std::string_view without_dashes(std::string_view spelling) {
    return spelling.substr(std::min(spelling.find_first_not_of('-'), spelling.size()));
}

} // namespace

bool is_relative_revision(std::string_view token) {
    return token.size() > 1 && token[0] == '-' && token[1] >= '0' && token[1] <= '9';
}

ArgumentReader::ArgumentReader(const Command* command)
    : m_command(command) {
    m_known.push_back({k_help, nullptr});
    m_known.push_back({k_version, nullptr});
    m_known.push_back({k_everything, nullptr});
    for (const auto& row : settings::rows()) {
        if (!row.flags.empty()) {
            m_known.push_back({{.names = row.flags, .metavar = row.metavar, .help = row.help}, &row});
        }
    }
    if (command != nullptr) {
        for (const auto& option : command->options) {
            m_known.push_back({option, nullptr});
        }
    }
}

const ArgumentReader::Known* ArgumentReader::find(std::string_view spelling) const {
    for (const auto& known : m_known) {
        const auto names = spellings(known.spec.names);
        if (std::find(names.begin(), names.end(), spelling) != names.end()) {
            return &known;
        }
    }
    return nullptr;
}

bool ArgumentReader::knows(std::string_view spelling) const {
    return find(spelling) != nullptr;
}

std::optional<std::size_t> ArgumentReader::count_tokens(std::string_view token) const {
    if (const auto* known = find(token)) {
        return known->spec.metavar.empty() ? 1 : 2;
    }
    const bool is_long = token.starts_with("--");
    const auto* known = find(is_long ? token.substr(0, token.find('=')) : token.substr(0, 2));
    return known != nullptr ? std::optional<std::size_t>(1) : std::nullopt;
}

/// `--name=value` in two, which is read alike whether the value is empty or not. Refuses a value where none
/// belongs, and an option where a value does.
std::vector<std::string> ArgumentReader::separate_values(const std::vector<std::string>& tokens) const {
    std::vector<std::string> separated;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& token = tokens[i];
        const auto equals = token.find('=');
        const auto name = token.substr(0, equals);
        const auto* known = is_option(token) ? find(name) : nullptr;
        separated.push_back(known != nullptr ? name : token);
        if (known == nullptr) {
            continue;
        }
        const bool wants_value = !known->spec.metavar.empty();
        if (equals != std::string::npos) {
            if (!wants_value) {
                throw usage_error(fmt::format("\"{}\" takes no value", name), fmt::format("write {}", name));
            }
            separated.push_back(token.substr(equals + 1));
        } else if (wants_value) {
            if (i + 1 == tokens.size() || find(tokens[i + 1]) != nullptr) {
                throw usage_error(fmt::format("\"{}\" needs a value", name),
                                  fmt::format("write {} {}", name, known->spec.metavar));
            }
            separated.push_back(tokens[++i]); // whatever it looks like: "-r -3:current"
        }
    }
    return separated;
}

ArgumentReader::Found ArgumentReader::read(std::vector<std::string> tokens, ParsedCommandLine& result) const {
    CLI::App app;
    app.set_help_flag();
    app.allow_extras(); // positionals and unknown options: told apart below, alike in every version of CLI11
    std::vector<std::pair<const Known*, CLI::Option*>> options;
    for (const auto& known : m_known) {
        const std::string names(known.spec.names);
        auto* option = known.spec.metavar.empty() ? app.add_flag(names) : app.add_option(names);
        options.emplace_back(&known, option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
    }
    auto separated = separate_values(tokens);
    std::reverse(separated.begin(), separated.end()); // CLI11 takes them from the back
    try {
        app.parse(std::move(separated));
    } catch (const CLI::ParseError&) {
        // All that is left: a bundle such as "-vm" at the end whose last option has no value.
        throw usage_error(fmt::format("{} needs a value", shown(tokens.back())), "");
    }
    for (const auto& [known, option] : options) {
        const auto names = spellings(known->spec.names);
        for (const auto& value : option->results()) {
            if (known->row != nullptr) {
                result.flags.push_back({known->row->name, value, names.back()});
            }
        }
        for (const auto& name : names) {
            if (known->row == nullptr && !option->results().empty()) {
                result.arguments.m_options.emplace(without_dashes(name), option->results());
            }
        }
    }
    const Found found{result.arguments.flag("help"), result.arguments.flag("version"),
                      result.arguments.flag("all")};
    if (!found.help) {
        refuse_bare_application(app.remaining());
    }
    if (!found.help && !found.version) {
        if (found.all) {
            throw unknown_option(k_everything.names);
        }
        take_rest(app.remaining(), result);
    }
    return found;
}

/// `run node --version`: what stands behind the application's name is its own, and none of our options.
void ArgumentReader::refuse_bare_application(const std::vector<std::string>& rest) const {
    if (m_command != nullptr && m_command->takes_application) {
        std::vector<std::string> words;
        std::copy_if(rest.begin(), rest.end(), std::back_inserter(words),
                     [](const std::string& token) { return !is_option(token); });
        check_positionals(words);
    }
}

void ArgumentReader::take_rest(const std::vector<std::string>& rest, ParsedCommandLine& result) const {
    for (const auto& token : rest) {
        if (is_option(token)) {
            throw unknown_option(token);
        }
    }
    check_positionals(rest);
    result.arguments.m_positionals = rest;
}

diag::Error ArgumentReader::unknown_option(std::string_view token) const {
    const std::string name(token.substr(0, token.find('=')));
    std::vector<std::string> names;
    for (const auto& known : m_known) {
        for (auto& spelling : spellings(known.spec.names)) {
            names.push_back(std::move(spelling));
        }
    }
    std::erase(names, k_everything.names);
    const auto nearest = name.starts_with("--") ? base::nearest(name, names) : std::nullopt;
    const std::string command = m_command != nullptr ? " " + std::string(m_command->name) : "";
    return usage_error(fmt::format("headstart{} has no option {}", command, shown(name)),
                       nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                               : fmt::format("\"headstart{} --help\" lists the options", command));
}

void ArgumentReader::check_positionals(const std::vector<std::string>& positionals) const {
    using Count = PositionalSpec::Count;
    if (m_command == nullptr) {
        return;
    }
    const auto& [name, help, count, words] = m_command->positional;
    const std::size_t fewest = count == Count::one || count == Count::many ? 1 : 0;
    const std::size_t most = count == Count::none                          ? 0
                             : count == Count::any || count == Count::many ? positionals.size()
                                                                           : 1;
    if (positionals.size() < fewest) {
        throw usage_error(fmt::format("headstart {} needs a {}", m_command->name, name),
                          fmt::format("\"headstart {} --help\" shows examples", m_command->name));
    }
    if (positionals.size() > most) {
        const auto& extra = positionals[most];
        if (count == Count::text) {
            throw usage_error(fmt::format("headstart {} takes one {}", m_command->name, name),
                              fmt::format("put it in quotation marks: headstart {} \"{}\"", m_command->name,
                                          base::join(positionals, " ")));
        }
        throw usage_error(
            fmt::format("headstart {} has no use for {}", m_command->name, shown(extra)),
            m_command->takes_application
                ? fmt::format("the application's command stands after \"--\": headstart {} -- …",
                              m_command->name)
                : fmt::format("\"headstart {} --help\" shows examples", m_command->name));
    }
}

} // namespace headstart::commands
