#include "commands/help.hpp"

#include "base/text.hpp"
#include "build_info.hpp"
#include "pg/connection.hpp"
#include "settings/table.hpp"
#include "sql/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace headstart::commands {

namespace {

struct Line {
    std::string left;
    std::string right;
};

std::string option_left(std::string_view names, std::string_view metavar) {
    auto left = base::join(spellings(names), ", ");
    if (names.starts_with("--")) {
        left.insert(0, "    "); // long names stand under each other
    }
    return metavar.empty() ? left : fmt::format("{} {}", left, metavar);
}

/// Two columns under a title. A left side too wide for its column has a line of its own.
std::string block(std::string_view title, const std::vector<Line>& lines) {
    if (lines.empty()) {
        return {};
    }
    constexpr std::size_t k_widest = 32;
    std::size_t width = 0;
    for (const auto& line : lines) {
        width = line.left.size() <= k_widest ? std::max(width, line.left.size()) : width;
    }
    std::string text = fmt::format("\n{}:\n", title);
    for (const auto& [left, right] : lines) {
        if (left.size() > width) {
            text += fmt::format("  {}\n  {:{}}  {}\n", left, "", width, right);
        } else {
            text += fmt::format("  {:{}}  {}\n", left, width, right);
        }
    }
    return text;
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return result;
}

std::string positional_usage(const PositionalSpec& positional) {
    const auto name = upper(positional.name);
    switch (positional.count) {
    case PositionalSpec::Count::none:
        break;
    case PositionalSpec::Count::optional:
        return fmt::format(" [{}]", name);
    case PositionalSpec::Count::one:
        return " " + name;
    case PositionalSpec::Count::any:
        return fmt::format(" [{}...]", name);
    case PositionalSpec::Count::many:
        return fmt::format(" {}...", name);
    }
    return {};
}

std::vector<Line> global_options() {
    std::vector<Line> lines;
    for (const auto& row : settings::rows()) {
        if (row.flags.empty()) {
            continue;
        }
        auto right = fmt::format("{} [{}]", row.help, row.variable);
        if (!row.default_text.empty()) {
            right += fmt::format(" (default: {})", row.default_text);
        }
        lines.push_back({option_left(row.flags, row.metavar), std::move(right)});
    }
    lines.push_back({"-h, --help", "this text; after a command, that command's"});
    lines.push_back({"-V, --version", "version of headstart"});
    return lines;
}

} // namespace

std::vector<std::string> spellings(std::string_view names) {
    const auto parts = base::split_list(names, ",");
    return {parts.begin(), parts.end()};
}

std::string program_help(std::span<const Command> commands) {
    std::vector<Line> lines;
    for (const auto& command : commands) {
        lines.push_back({std::string(command.name), std::string(command.summary)});
    }
    return "headstart: upgrade to head, then start the app\n\n"
           "usage: headstart [options] COMMAND ...\n" +
           block("commands", lines) +
           block("global options (before or after the command, or by [VARIABLE], .env or headstart.toml)",
                 global_options()) +
           "\n\"headstart COMMAND --help\" tells more, with examples.\n";
}

std::string command_help(const Command& command) {
    std::vector<Line> options;
    for (const auto& option : command.options) {
        auto help = std::string(option.help) + (option.repeatable ? " (can be repeated)" : "");
        options.push_back({option_left(option.names, option.metavar), std::move(help)});
    }
    auto text = fmt::format("{}\n\nusage: headstart {} [options]{}{}\n", command.summary, command.name,
                            positional_usage(command.positional),
                            command.takes_application ? " [-- COMMAND ARGS...]" : "");
    if (command.positional.count != PositionalSpec::Count::none) {
        text += block("arguments", {{upper(command.positional.name), std::string(command.positional.help)}});
    }
    text += block("options", options);
    text += block("global options", global_options());
    if (!command.examples.empty()) {
        text += "\nexamples:\n";
        for (const auto line : base::split_list(command.examples, "\n")) {
            text += fmt::format("  {}\n", line);
        }
    }
    return text;
}

std::string version_text() {
    return fmt::format("headstart {} ({})\nlibpq {}, libpg_query (grammar of PostgreSQL {}), {}\n",
                       build_info::k_version, build_info::k_commit, pg::library_version(),
                       sql::grammar_version(), build_info::k_libraries);
}

} // namespace headstart::commands
