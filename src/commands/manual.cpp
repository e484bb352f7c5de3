#include "commands/manual.hpp"

#include "base/text.hpp"
#include "build_info.hpp"
#include "commands/help.hpp"
#include "diag/exit_code.hpp"
#include "settings/table.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace headstart::commands {

namespace {

/// As it is read: nothing in a text is a request, an escape or a hyphen that a copy would not have.
std::string roff(std::string_view text) {
    std::string result;
    bool begins_line = true;
    for (const char c : text) {
        if (begins_line && (c == '.' || c == '\'')) {
            result += "\\&";
        }
        begins_line = c == '\n';
        switch (c) {
        case '\\':
            result += "\\e";
            break;
        case '-':
            result += "\\-";
            break;
        case '\'':
            result += "\\(aq";
            break;
        case '^':
            result += "\\(ha";
            break;
        case '~':
            result += "\\(ti";
            break;
        case '`':
            result += "\\(ga";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::string section(std::string_view title) {
    return fmt::format(".SH {}\n", title);
}

std::string paragraph(std::string_view text) {
    return fmt::format(".PP\n{}\n", roff(text));
}

std::string literal(std::string_view text) {
    return fmt::format(".PP\n.in +4n\n.EX\n{}\n.EE\n.in\n", roff(text));
}

/// What is named, in bold, and its text below.
std::string entry(std::string_view name, std::string_view metavar, std::string_view text) {
    const auto value = metavar.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(metavar));
    return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(name), value, roff(text));
}

std::string option_entry(std::string_view names, std::string_view metavar, std::string_view text) {
    return entry(base::join(spellings(names), ", "), metavar, text);
}

std::string option_text(const OptionSpec& option) {
    return std::string(option.help) + (option.repeatable ? " (can be repeated)" : "");
}

std::string command_section(const Command& command) {
    auto text = fmt::format(".SS {}\n", roff(usage_line(command))) + roff(command.summary) + "\n";
    if (const auto words = other_words(command.name); !words.empty()) {
        text += paragraph(fmt::format("Also: {}", base::join(words, ", ")));
    }
    if (command.positional.count != PositionalSpec::Count::none) {
        text += entry(in_capitals(command.positional.name), "", command.positional.help);
    }
    for (const auto& option : command.options) {
        text += option_entry(option.names, option.metavar, option_text(option));
    }
    return command.examples.empty() ? text : text + literal(command.examples);
}

std::string global_option(const settings::Row& row) {
    auto text = std::string(row.help);
    text += fmt::format("\nVariable: {}.", row.variable);
    if (!row.default_text.empty()) {
        text += fmt::format("\nDefault: {}.", row.default_text);
    }
    return option_entry(row.flags, row.metavar, text);
}

constexpr std::array<std::pair<diag::ExitCode, std::string_view>, 8> k_exit_codes{{
    {diag::ExitCode::ok, "done, or nothing to do"},
    {diag::ExitCode::failed, "a migration or the database failed; all that could be was rolled back"},
    {diag::ExitCode::usage, "usage or configuration is wrong, the migration files included"},
    {diag::ExitCode::not_ready, "the database was not ready in time"},
    {diag::ExitCode::not_locked, "another upgrader held the lock for too long"},
    {diag::ExitCode::findings, "check, validate, test, --check-heads or --strict found something"},
    {diag::ExitCode::cannot_execute, "the application is there and cannot be executed"},
    {diag::ExitCode::command_not_found, "there is no such application"},
}};

std::string exit_status() {
    auto text = section("EXIT STATUS");
    for (const auto& [code, meaning] : k_exit_codes) {
        text += entry(std::to_string(static_cast<int>(code)), "", meaning);
    }
    return text + entry("128+N", "", "signal N ended it");
}

std::string files() {
    return section("FILES") +
           entry("headstart.toml", "",
                 "settings of the project; looked for upwards to the root of the repository") +
           entry(".env", "", "variables, for development; never overrides a real one") +
           entry("migrations/", "", "the migration files, and heads.txt if heads_file is set");
}

} // namespace

std::string manual(Commands commands) {
    auto text =
        fmt::format(".TH HEADSTART 1 \"\" \"headstart {}\" \"User Commands\"\n", build_info::k_version);
    text += section("NAME") + "headstart \\- upgrade to head, then start the app\n";
    text += section("SYNOPSIS") + "\\fBheadstart\\fR [\\fIoptions\\fR] \\fICOMMAND\\fR ...\n";
    text += section("DESCRIPTION");
    text += roff(
        "headstart is what a container starts first: it waits until PostgreSQL is ready, takes a lock, runs\n"
        "the migrations up to head and becomes the application. The same program is the tool by which\n"
        "migrations are written, looked at and run. Its words are Alembic's; a migration is a file of "
        "SQL.\n");
    text += paragraph("\"headstart COMMAND --help\" tells what this page does of one command, and\n"
                      "\"headstart help HS0401\" of an error, by the code in its brackets.");
    text += section("COMMANDS");
    for (const auto* const command : commands) {
        text += command->is_hidden ? "" : command_section(*command);
    }
    text += section("OPTIONS");
    text += roff(
        "Anywhere before \"--\". Each can also be given by its variable, in .env, and nearly all of them in\n"
        "headstart.toml; the first of these that speaks of it counts.\n");
    std::string variables;
    for (const auto& row : settings::rows()) {
        if (row.flags.empty()) {
            variables += row.variable.empty() ? "" : entry(row.variable, "", row.help);
        } else {
            text += global_option(row);
        }
    }
    text += option_entry("-h,--help", "", "how it is called, with examples; with --all, these options too");
    text += option_entry("-V,--version", "", "version of headstart and of its libraries");
    text += section("ENVIRONMENT") + roff("Beside the variables of the options:\n");
    text += entry("DATABASE_URL, MIGRATION_DATABASE_URL, PG*", "",
                  "the database, where HEADSTART_URL does not name it; the first two also with _FILE");
    text += entry("NO_COLOR, CLICOLOR_FORCE, COLUMNS", "", "colours, and the width of help");
    text += entry("VISUAL, EDITOR", "", "for the command edit");
    text += variables + exit_status() + files();
    return text + section("SEE ALSO") + "\\fBpsql\\fR(1), \\fBpg_dump\\fR(1)\n";
}

} // namespace headstart::commands
