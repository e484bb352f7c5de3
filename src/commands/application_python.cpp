#include "commands/application_python.hpp"

#include "base/file.hpp"
#include "diag/refusal.hpp"
#include "pg/conninfo.hpp"
#include "process/child.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace headstart::commands {

namespace {

using nlohmann::json;

/// Behind the user and before the last `@` of what stands behind `://`, as far as a URL goes there.
std::string replace_passwords(std::string text, std::string_view instead) {
    for (auto at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
        const auto end = std::min(text.find_first_of(" \t\r\n'\"", at), text.size());
        const auto host = text.rfind('@', end - 1);
        const auto colon = text.find(':', at + 3);
        if (host != std::string::npos && host > at && colon < host) {
            text.replace(colon, host - colon, instead);
        }
    }
    return text;
}

/// A password may stand among the parameters, too.
std::string url_without_password(const std::string& url) {
    auto shown = replace_passwords(url, "");
    for (auto at = shown.find("password="); at != std::string::npos; at = shown.find("password=", at + 1)) {
        const auto begin = at + std::string_view("password=").size();
        shown.erase(begin, std::min(shown.find('&', begin), shown.size()) - begin);
    }
    return shown;
}

/// Where a line of a file begins that is not blank; nothing if it cannot be read.
std::optional<diag::Span> place_of(const json& error) {
    if (!error.contains("file")) {
        return std::nullopt;
    }
    const auto path = error.at("file").get<std::string>();
    std::string text;
    try {
        text = base::read_file(path);
    } catch (const std::system_error&) {
        return std::nullopt;
    }
    std::size_t begin = 0;
    for (auto line = error.at("line").get<std::size_t>(); line > 1 && begin < text.size(); --line) {
        begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    }
    const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
    begin = std::min(text.find_first_not_of(" \t", begin), end);
    if (const auto column = error.value("column", std::size_t{1}); column > 1) {
        begin = std::min(text.rfind('\n', begin) + column, end);
    }
    return diag::Span{std::make_shared<diag::SourceText>(diag::SourceText{path, std::move(text)}), begin,
                      end};
}

[[noreturn]] void refuse(const json& error, const PythonTask& task, const std::string& python) {
    diag::Diagnostic problem;
    problem.code = task.code;
    problem.message = without_passwords(error.at("message"));
    problem.span = place_of(error);
    for (const auto& note : error.value("notes", json::array())) {
        problem.notes.push_back(without_passwords(note));
    }
    problem.hint = error.value("hint", "");
    problem.path = {fmt::format("{} with {}", task.doing, python)};
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

/// Those to try, in order.
std::vector<std::string> pythons(const PythonTask& task) {
    if (task.python) {
        return {*task.python};
    }
    std::vector<std::string> programs;
    const char* active = std::getenv("VIRTUAL_ENV");
    const std::array folders{std::string(active != nullptr ? active : ""), std::string(".venv"),
                             std::string("venv")};
    for (const auto& folder : folders) {
        const auto program = folder + "/bin/python";
        if (!folder.empty() && ::access(program.c_str(), X_OK) == 0) {
            programs.push_back(program);
        }
    }
    programs.insert(programs.end(), {"python3", "python"});
    return programs;
}

std::string answer_of(const Context& context, const PythonTask& task, std::string& python) {
    auto environment = environment_for_application_code(context);
    for (const auto& [name, value] : task.variables) {
        environment.set(name, value);
    }
    process::ChildOutput output;
    for (const auto& program : pythons(task)) {
        python = program;
        std::vector<std::string> command{program, "-c", task.script};
        command.insert(command.end(), task.words.begin(), task.words.end());
        output = process::capture_child(std::move(command), {}, environment, context.stop());
        if (output.outcome.start_error != ENOENT) {
            break;
        }
    }
    if (output.outcome.start_error != 0) {
        throw diag::refusal(task.code,
                            fmt::format("cannot start {}: {}", python,
                                        std::generic_category().message(output.outcome.start_error)),
                            "name the application's own Python, with --python .venv/bin/python");
    }
    if (output.outcome.status != 0 || !output.is_whole) {
        throw diag::refusal(task.code, fmt::format("{} ended with status {}", python, output.outcome.status),
                            "what it has said stands above; Python 3.6 is the oldest that will do");
    }
    return std::move(output.text);
}

} // namespace

json ask_python(const Context& context, const PythonTask& task) {
    std::string python;
    auto answer = json::parse(answer_of(context, task, python), nullptr, false);
    if (answer.is_object() && answer.contains("error")) {
        refuse(answer.at("error"), task, python);
    }
    if (!answer.is_object()) {
        throw diag::refusal(task.code, fmt::format("{} gave no answer", python),
                            "the application has closed its standard output, "
                            "or ended before it could be asked");
    }
    return answer;
}

json scratch_words(const std::string& url) {
    json words = json::object();
    const auto conninfo = pg::Conninfo::parse(url);
    for (const auto& [key, value] : conninfo.parameters()) {
        words[key] = value;
    }
    return words;
}

std::string without_passwords(std::string text) {
    return replace_passwords(std::move(text), ":***");
}

process::ChildEnvironment environment_for_application_code(const Context& context) {
    auto environment = environment_for_child(context);
    const auto found = context.settings.environment.find("DATABASE_URL");
    if (found && found->value.find("://") != std::string::npos) {
        environment.set("DATABASE_URL", url_without_password(found->value));
    }
    return environment;
}

} // namespace headstart::commands
