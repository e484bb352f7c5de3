#include "commands/command_line.hpp"

#include "base/dirt.hpp"
#include "base/text.hpp"
#include "commands/argument_reader.hpp"
#include "commands/error_page.hpp"
#include "commands/help.hpp"
#include "commands/hide_password.hpp"
#include "commands/neighbour_words.hpp"
#include "commands/usage_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <variant>

namespace headstart::commands {

namespace {

bool is_same_name(std::string_view a, std::string_view b) {
    const auto normal = [](char c) { return c == '_' ? '-' : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return normal(x) == normal(y); });
}

/// What help and suggestions speak of.
std::vector<std::string> names_of(Commands commands) {
    std::vector<std::string> names;
    for (const auto* const command : commands) {
        if (!command->is_hidden) {
            names.emplace_back(command->name);
        }
    }
    return names;
}

const Command* find_exactly(std::string_view name, Commands commands) {
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const Command* command) {
        return is_same_name(command->name, name);
    });
    return found == commands.end() ? nullptr : *found;
}

/// A word of another tool that is not done on a guess.
diag::Error not_done(const NeighbourWord& neighbour) {
    auto problem =
        usage_error(neighbour.needs_text ? fmt::format("headstart {} needs a message", neighbour.word)
                                         : fmt::format("there is no command \"{}\"", neighbour.word),
                    fmt::format("type: {}", neighbour.line));
    problem.add_note(std::string(neighbour.why));
    return problem;
}

const Command& find_command(const std::string& name, Commands commands) {
    if (const auto* const command = command_called(name, commands)) {
        return *command;
    }
    if (const auto neighbour = find_neighbour_word(name)) {
        throw not_done(*neighbour);
    }
    const auto names = names_of(commands);
    const auto nearest = base::nearest(name, names);
    throw usage_error(fmt::format("there is no command {}", shown(name)),
                      nearest ? fmt::format("did you mean \"{}\"?", *nearest)
                              : "the commands are: " + base::join(names, ", "));
}

/// Where the command stands behind the global options; the size if nowhere.
std::size_t find_command_token(const std::vector<std::string>& tokens, Commands commands) {
    const ArgumentReader globals(nullptr);
    std::size_t i = 0;
    while (i < tokens.size() && tokens[i].starts_with('-')) {
        const auto count = globals.count_tokens(tokens[i]);
        if (!count) {
            for (const auto* const command : commands) {
                if (ArgumentReader(command).count_tokens(tokens[i])) {
                    throw usage_error(fmt::format("{} stands before the command", shown(tokens[i])),
                                      "only global options do; write it behind the command's name");
                }
            }
            throw globals.unknown_option(tokens[i]);
        }
        i += *count;
    }
    return std::min(i, tokens.size());
}

ParsedCommandLine text_only(std::string text, diag::ExitCode exit_code = diag::ExitCode::ok) {
    ParsedCommandLine result;
    result.text = std::move(text);
    result.exit_code = exit_code;
    return result;
}

ParsedCommandLine without_command(const std::vector<std::string>& tokens, Commands commands) {
    ParsedCommandLine result;
    const auto found = ArgumentReader(nullptr).read(tokens, result);
    if (found.help || found.version) {
        return text_only(found.help ? program_help(commands, help_style(found.all)) : version_text());
    }
    const bool is_record = diag::log_format() == diag::LogFormat::json;
    if (tokens.empty() && !is_record) {
        return text_only(program_help(commands, help_style(false)), diag::ExitCode::usage);
    }
    throw usage_error("no command is given", "\"headstart --help\" lists the commands");
}

std::string page_about(const std::string& code, const HelpStyle& style) {
    if (auto page = error_page(code, style)) {
        return *std::move(page);
    }
    const auto nearest = base::nearest(code, error_page_codes());
    throw usage_error(fmt::format("there is no error {}", shown(code)),
                      nearest ? fmt::format("did you mean {}?", *nearest)
                              : "a code is written in brackets behind the word \"error\": HS0401");
}

/// `headstart help`, `headstart help COMMAND` and `headstart help HS0401`.
ParsedCommandLine help_command(const std::vector<std::string>& tokens, Commands commands) {
    const auto style = help_style(std::find(tokens.begin(), tokens.end(), "--all") != tokens.end());
    const auto topic = std::find_if(tokens.begin(), tokens.end(),
                                    [](const std::string& token) { return !token.starts_with('-'); });
    if (topic == tokens.end()) {
        return text_only(program_help(commands, style));
    }
    return text_only(looks_like_error_code(*topic) ? page_about(*topic, style)
                                                   : command_help(find_command(*topic, commands), style));
}

void check_application(const Command& command, const Arguments& arguments, Commands commands) {
    if (!arguments.has_separator || command.takes_application) {
        return;
    }
    std::vector<std::string> starters;
    for (const auto* const candidate : commands) {
        if (candidate->takes_application && !candidate->is_hidden) {
            starters.push_back(fmt::format("headstart {} -- …", candidate->name));
        }
    }
    throw usage_error(fmt::format("headstart {} starts no application after \"--\"", command.name),
                      base::join(starters, ", or ") + " does");
}

/// `downgrade -- -1`: said out of habit, for "-1" is no option of ours anyhow.
bool guards_revision(const Command& command, std::span<const std::string> behind_separator) {
    return !command.takes_application && !behind_separator.empty() &&
           is_relative_revision(behind_separator.front());
}

bool is_secret(std::string_view setting) {
    return std::any_of(settings::rows().begin(), settings::rows().end(), [&](const settings::Row& row) {
        return row.name == setting &&
               std::holds_alternative<settings::Setting<settings::Secret> settings::Settings::*>(row.member);
    });
}

/// Whether it was `-u URL`, `-uURL` or `--url=URL`, the value is the end of an argument.
void hide_value(int argc, char** argv, const std::string& value) {
    for (int i = 1; i < argc; ++i) {
        const std::span<char> argument(argv[i], std::string_view(argv[i]).size());
        if (std::string_view(argv[i]).ends_with(value)) {
            hide_password(argument.last(value.size()));
        }
    }
}

void hide_secrets(int argc, char** argv, const ParsedCommandLine& parsed) {
    for (const auto& flag : parsed.flags) {
        if (is_secret(flag.setting)) {
            hide_value(argc, argv, flag.value);
        }
    }
    for (const auto& option : parsed.command->options) { // a schema may be that of a database
        for (const auto& value : parsed.arguments.values(option.names)) {
            if (option.metavar == "SCHEMA" && value.find("://") != std::string::npos) {
                hide_value(argc, argv, value);
            }
        }
    }
}

} // namespace

namespace {

/// What a flag and a variable say of it, in the order in which the later one counts.
std::vector<std::string_view> given_before_settings(std::string_view flag, const char* variable, int argc,
                                                    char** argv) {
    const char* const value = std::getenv(variable);
    std::vector<std::string_view> given{base::clean_value(value != nullptr ? value : "")};
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
        const std::string_view argument = argv[i];
        if (argument == flag && i + 1 < argc) {
            given.emplace_back(argv[i + 1]);
        } else if (argument.starts_with(flag) && argument.substr(flag.size()).starts_with('=')) {
            given.push_back(argument.substr(flag.size() + 1));
        }
    }
    return given;
}

} // namespace

const Command* command_called(std::string_view name, Commands commands) {
    if (const auto* const command = find_exactly(name, commands)) {
        return command;
    }
    const auto neighbour = find_neighbour_word(name);
    return neighbour ? find_exactly(neighbour->command, commands) : nullptr;
}

diag::LogFormat format_before_settings(int argc, char** argv) {
    auto format = diag::LogFormat::text;
    for (const auto word : given_before_settings("--log-format", "HEADSTART_LOG_FORMAT", argc, argv)) {
        if (base::equals_ignoring_case(word, "json")) { // what is neither leaves it as it was
            format = diag::LogFormat::json;
        } else if (base::equals_ignoring_case(word, "text")) {
            format = diag::LogFormat::text;
        }
    }
    return format;
}

diag::Colour colour_before_settings(int argc, char** argv) {
    auto colour = diag::Colour::automatic;
    for (const auto word : given_before_settings("--color", "HEADSTART_COLOR", argc, argv)) {
        if (base::equals_ignoring_case(word, "always")) {
            colour = diag::Colour::always;
        } else if (base::equals_ignoring_case(word, "never")) {
            colour = diag::Colour::never;
        } else if (base::equals_ignoring_case(word, "auto")) {
            colour = diag::Colour::automatic;
        }
    }
    return colour;
}

ParsedCommandLine parse_command_line(int argc, char** argv, Commands commands) {
    const std::vector<std::string> all(argv + std::min(argc, 1), argv + argc);
    auto separator = std::find(all.begin(), all.end(), "--");
    std::vector<std::string> tokens(all.begin(), separator);
    const auto at = find_command_token(tokens, commands);
    if (at == tokens.size()) {
        return without_command(tokens, commands);
    }
    const auto name = tokens[at];
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(at));
    if (name == "help") {
        return help_command(tokens, commands);
    }
    if (name == "version") { // of headstart: `current` tells that of the database
        return text_only(version_text() + "\"headstart current\" shows what the database is at\n");
    }
    const auto& command = find_command(name, commands);
    if (separator != all.end() && guards_revision(command, {separator + 1, all.end()})) {
        tokens.insert(tokens.end(), separator + 1, all.end());
        separator = all.end();
    }
    if (const auto neighbour = find_neighbour_word(name);
        neighbour && neighbour->needs_text && tokens.empty()) {
        throw not_done(*neighbour);
    }
    ParsedCommandLine result;
    result.command = &command;
    const auto found = ArgumentReader(&command).read(tokens, result);
    hide_secrets(argc, argv, result);
    if (found.help || found.version) {
        return text_only(found.help ? command_help(command, help_style(found.all)) : version_text());
    }
    if (separator != all.end()) {
        result.arguments.has_separator = true;
        result.arguments.application.assign(separator + 1, all.end());
    }
    check_application(command, result.arguments, commands);
    return result;
}

} // namespace headstart::commands
