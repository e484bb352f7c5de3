#include "support/project.hpp"

#include "support/terminal.hpp"

#include <cstdlib>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace headstart::test {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

std::string prefix_lines(std::string_view prefix, const std::string& text) {
    std::istringstream lines(text);
    std::string result;
    for (std::string line; std::getline(lines, line);) {
        result += std::string(prefix) + (line.empty() ? "" : " ") + line + "\n";
    }
    // A text whose last line is not ended is told apart from one whose is.
    return result + (text.empty() || text.back() == '\n' ? "" : "(no newline)\n");
}

} // namespace

std::string headstart_binary() {
    const char* given = std::getenv("HEADSTART_BINARY");
    if (given == nullptr) {
        return HEADSTART_BUILT_BINARY;
    }
    // A test runs it in a folder of its own, where a relative path would name something else.
    if (*given != '/' || ::access(given, X_OK) != 0) {
        throw std::runtime_error("HEADSTART_BINARY is not the whole path of a program: " +
                                 std::string(given));
    }
    return given;
}

std::vector<std::string> without_threads(const std::string& error) {
    return without_call("clone3", error);
}

std::vector<std::string> without_call(const std::string& call, const std::string& error) {
    return {HEADSTART_WITHOUT_CALL, call, error};
}

int built_with(std::string_view library) {
    const auto versions = run({{headstart_binary(), "--version"}, {}}).out;
    return std::stoi(versions.substr(versions.find(library) + library.size()));
}

Project::Project()
    : environment{{"PATH", std::getenv("PATH")},
                  {"HOME", folder.path()},
                  {"LANG", "C.UTF-8"},
                  {"TZ", "UTC"},
                  {"DATABASE_URL", database.url()},
                  {"HEADSTART_DIR", "migrations"}} {
    std::filesystem::create_directory(folder.path() / "migrations");
}

std::filesystem::path Project::migration(std::string_view id, std::string_view revises, std::string_view up,
                                         std::optional<std::string_view> down, std::string_view up_options) {
    std::ostringstream text;
    text << "-- Make " << id << "\n--\n-- Revision ID: " << id << "\n-- Revises: " << revises
         << "\n-- Create Date: 2025-10-03 23:15:00+00:00\n\n-- migrate:up";
    text << (up_options.empty() ? "" : " ") << up_options << "\n" << up << "\n";
    if (down) {
        text << "\n-- migrate:down\n" << *down << "\n";
    }
    return folder.write("migrations/" + std::string(id) + ".sql", text.str());
}

Command Project::command(Call call) const {
    Command command;
    command.argv = std::move(call.wrapper);
    command.argv.push_back(headstart_binary());
    command.argv.insert(command.argv.end(), call.arguments.begin(), call.arguments.end());
    command.environment = environment;
    for (const auto& name : call.unset) {
        command.environment.erase(name);
    }
    for (const auto& [name, value] : call.variables) {
        command.environment[name] = value;
    }
    command.folder = folder.path() / call.folder;
    return command;
}

Outcome Project::headstart(std::vector<std::string> arguments) {
    return headstart(Call{std::move(arguments)});
}

Outcome Project::headstart(Call call) {
    return run(command(std::move(call)));
}

Outcome Project::headstart_at_terminal(Call call) {
    Terminal terminal(200);
    auto what = command(std::move(call));
    what.terminal = terminal.fd();
    auto outcome = run(what);
    outcome.err = terminal.written();
    std::erase(outcome.err, '\r');
    return outcome;
}

std::string Project::transcript(std::vector<std::string> arguments) {
    return transcript(Call{std::move(arguments)});
}

std::string Project::transcript(Call call) {
    const auto outcome = headstart(std::move(call));
    return prefix_lines("1|", steady(outcome.out)) + prefix_lines("2|", steady(outcome.err)) +
           (outcome.signal ? "signal " + std::to_string(*outcome.signal)
                           : "exit " + std::to_string(outcome.status)) +
           "\n";
}

std::unique_ptr<Process> Project::start(std::vector<std::string> arguments) {
    return start(Call{std::move(arguments)});
}

std::unique_ptr<Process> Project::start(Call call) {
    return std::make_unique<Process>(command(std::move(call)));
}

std::string Project::version() {
    if (database.text("SELECT to_regclass('alembic_version')") == "null") {
        return "no table";
    }
    return database.text(
        "SELECT coalesce(string_agg(version_num, ' ' ORDER BY version_num COLLATE \"C\"), '') "
        "FROM alembic_version");
}

std::string Project::journal() {
    if (database.text("SELECT to_regclass('headstart_journal')") == "null") {
        return "no table";
    }
    return database.text("SELECT coalesce(string_agg(direction || ' ' || revision || ' ' || state, ', ' "
                         "ORDER BY id), '') FROM headstart_journal");
}

std::string Project::steady(std::string text) const {
    // $1 is the level, padded to seven letters.
    static const std::regex log_prefix(R"((^|\n)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (\w+) +)");
    static const std::regex duration(R"(( in| after) [0-9.]+ (ms|s)(?=\n|$))");
    // Whoever has it in a race, if it has not been given back meanwhile.
    static const std::regex lock_holder(R"((holds the lock; waiting for it): pid [^\n]*)");
    text = std::regex_replace(text, lock_holder, "$1");
    text = std::regex_replace(text, log_prefix, "$1$2: ");
    text = std::regex_replace(text, duration, "$1 <time>");
    // Of those that took a second and more: which they are hangs on the machine.
    static const std::regex long_one(
        R"((^|\n)(\d\| )?info: revision [^ \n]+ (applied|undone): [^\n]* in <time>(?=\n|$))");
    text = std::regex_replace(text, long_one, "");
    replace_all(text, folder.path().string(), "<project>");
    replace_all(text, database.name(), "<database>");
    replace_all(text, database.port(), "<port>");
    for (const auto& role : database.roles()) {
        replace_all(text, role, role.substr(0, role.find('_')));
    }
    return text;
}

} // namespace headstart::test
