#include "commands/help.hpp"

#include "base/text.hpp"
#include "build_info.hpp"
#include "commands/neighbour_words.hpp"
#include "pg/connection.hpp"
#include "settings/table.hpp"
#include "sql/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace headstart::commands {

namespace {

using diag::Paint;

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

constexpr std::size_t k_widest_left = 32;
constexpr std::size_t k_indent = 2;
constexpr std::size_t k_gap = 2;

std::string heading(std::string_view title, const HelpStyle& style) {
    return fmt::format("\n{}\n", style.palette(Paint::heading, fmt::format("{}:", title)));
}

/// Two columns under a title. A left side too wide for its column has a line of its own.
std::string block(std::string_view title, const std::vector<Line>& lines, const HelpStyle& style) {
    if (lines.empty()) {
        return {};
    }
    const auto widest = std::min(k_widest_left, style.width / 2 - k_indent);
    std::size_t left_width = 0;
    for (const auto& line : lines) {
        left_width = line.left.size() <= widest ? std::max(left_width, line.left.size()) : left_width;
    }
    const auto indent = k_indent + left_width + k_gap;
    auto text = heading(title, style);
    for (const auto& [left, right] : lines) {
        text += std::string(k_indent, ' ') + style.palette(Paint::name, left);
        auto at = k_indent + left.size();
        for (const auto& part : wrapped(right, style.width - indent)) {
            if (at + k_gap > indent) {
                text += '\n';
                at = 0;
            }
            text += std::string(indent - at, ' ') + part;
            at = style.width; // the next part has a line of its own
        }
        text += '\n';
    }
    return text;
}

/// A call and what it is for, `call   # comment`, in one line each where all of them fit; else the comment
/// stands above its call.
std::string example_block(std::string_view examples, const HelpStyle& style) {
    std::vector<Line> lines;
    std::size_t call_width = 0;
    std::size_t whole_width = 0;
    for (const auto line : base::split_list(examples, "\n")) {
        const auto comment = line.find(" # ");
        lines.push_back({std::string(base::trim(line.substr(0, comment))),
                         comment == std::string_view::npos ? "" : std::string(line.substr(comment + 1))});
        call_width = std::max(call_width, lines.back().left.size());
    }
    for (const auto& [call, comment] : lines) {
        whole_width = std::max(
            whole_width, k_indent + (comment.empty() ? call.size() : call_width + k_gap + comment.size()));
    }
    auto text = heading("examples", style);
    for (const auto& [call, comment] : lines) {
        if (comment.empty()) {
            text += fmt::format("  {}\n", call);
        } else if (whole_width <= style.width) {
            text += fmt::format("  {:{}}  {}\n", call, call_width, comment);
        } else {
            text += fmt::format("  {}\n  {}\n", comment, call);
        }
    }
    return text;
}

std::string positional_usage(const PositionalSpec& positional) {
    const auto name = in_capitals(positional.name);
    switch (positional.count) {
    case PositionalSpec::Count::none:
        break;
    case PositionalSpec::Count::optional:
    case PositionalSpec::Count::text:
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
    lines.push_back({"-h, --help", "this text; after a command, that command's; with --all, these options"});
    lines.push_back({"-V, --version", "version of headstart"});
    return lines;
}

/// They are the same for every command, and more than a screen: in one line, unless all are asked for.
std::string global_block(std::string_view command, const HelpStyle& style) {
    if (style.all) {
        return block("global options (anywhere before \"--\"; or by [VARIABLE], .env, headstart.toml)",
                     global_options(), style);
    }
    return fmt::format("\n{} --dir, --url, --log-level ...: headstart{}{} --help --all\n",
                       style.palette(Paint::heading, "global options:"), command.empty() ? "" : " ", command);
}

} // namespace

std::vector<std::string> spellings(std::string_view names) {
    const auto parts = base::split_list(names, ",");
    return {parts.begin(), parts.end()};
}

std::string in_capitals(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return result;
}

std::vector<std::string> other_words(std::string_view command) {
    std::vector<std::string> words;
    for (const auto& neighbour : neighbour_words()) {
        if (neighbour.command == command) {
            words.emplace_back(neighbour.word);
        }
    }
    return words;
}

std::string usage_line(const Command& command) {
    return fmt::format("headstart {} [options]{}{}", command.name, positional_usage(command.positional),
                       command.takes_application ? " [-- COMMAND ARGS...]" : "");
}

std::string program_help(Commands commands, const HelpStyle& style) {
    std::vector<Line> lines;
    for (const auto* const command : commands) {
        if (!command->is_hidden) {
            lines.push_back({std::string(command->name), std::string(command->summary)});
        }
    }
    return "headstart: upgrade to head, then start the app\n\n"
           "usage: headstart [options] COMMAND ...\n" +
           example_block("headstart run -- uvicorn app:main    # wait, upgrade to head, start the app\n"
                         "headstart revision \"add users\"       # write a migration\n"
                         "headstart status",
                         style) +
           block("commands", lines, style) + global_block("", style) +
           "\n\"headstart COMMAND --help\" tells more, \"headstart help HS0401\" of an error.\n";
}

std::string command_help(const Command& command, const HelpStyle& style) {
    std::vector<Line> options;
    for (const auto& option : command.options) {
        auto help = std::string(option.help) + (option.repeatable ? " (can be repeated)" : "");
        options.push_back({option_left(option.names, option.metavar), std::move(help)});
    }
    auto text = base::join(wrapped(command.summary, style.width), "\n") +
                fmt::format("\n\nusage: {}\n", usage_line(command));
    if (const auto words = other_words(command.name); !words.empty()) {
        text += fmt::format("also:  {}\n", base::join(words, ", "));
    }
    if (!command.examples.empty()) {
        text += example_block(command.examples, style);
    }
    if (command.positional.count != PositionalSpec::Count::none) {
        text += block("arguments",
                      {{in_capitals(command.positional.name), std::string(command.positional.help)}}, style);
    }
    text += block("options", options, style);
    return text + global_block(command.name, style);
}

std::string version_text() {
    return fmt::format("headstart {} ({})\nlibpq {}, libpg_query (grammar of PostgreSQL {}), {}\n",
                       build_info::k_version, build_info::k_commit, pg::library_version(),
                       sql::grammar_version(), build_info::k_libraries);
}

} // namespace headstart::commands
