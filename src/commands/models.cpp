#include "commands/models.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "commands/python_scripts.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "process/child.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace headstart::commands {

namespace {

using nlohmann::json;

struct Framework {
    std::string_view name;
    std::string_view script;
};

constexpr std::array k_frameworks{
    Framework{"sqlalchemy", python::sqlalchemy_models},
    Framework{"django", python::django_models},
};

/// Behind the user and before the last `@` of what stands behind `://`, as far as a URL goes there.
std::string without_passwords(std::string text, std::string_view instead) {
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
    auto shown = without_passwords(url, "");
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

[[noreturn]] void refuse(const json& error, const std::string& python) {
    diag::Diagnostic problem;
    problem.code = diag::code::models_failed;
    problem.message = without_passwords(error.at("message"), ":***");
    problem.span = place_of(error);
    for (const auto& note : error.value("notes", json::array())) {
        problem.notes.push_back(without_passwords(note, ":***"));
    }
    problem.hint = error.value("hint", "");
    problem.path = {fmt::format("reading the application's models with {}", python)};
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

diag::Error failure(const std::string& message, const std::string& hint) {
    return diag::refusal(diag::code::models_failed, message, hint);
}

/// Those to try, in order.
std::vector<std::string> pythons(const Models& models) {
    if (models.python) {
        return {*models.python};
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

std::string answer_of(const Context& context, const Models& models, std::string_view script,
                      std::string& python) {
    process::ChildOutput output;
    for (const auto& program : pythons(models)) {
        python = program;
        std::vector<std::string> command{program, "-c", std::string(python::report) + std::string(script)};
        command.insert(command.end(), models.words.begin(), models.words.end());
        output = process::capture_child(std::move(command), {}, environment_for_application_code(context),
                                        context.stop());
        if (output.outcome.start_error != ENOENT) {
            break;
        }
    }
    if (output.outcome.start_error != 0) {
        throw failure(fmt::format("cannot start {}: {}", python,
                                  std::generic_category().message(output.outcome.start_error)),
                      "name the application's own Python, with --python .venv/bin/python");
    }
    if (output.outcome.status != 0 || !output.is_whole) {
        throw failure(fmt::format("{} ended with status {}", python, output.outcome.status),
                      "what it has said stands above; Python 3.6 is the oldest that will do");
    }
    return std::move(output.text);
}

} // namespace

std::vector<std::string> frameworks() {
    std::vector<std::string> names;
    for (const auto& framework : k_frameworks) {
        names.emplace_back(framework.name);
    }
    return names;
}

std::string read_models(const Context& context, const Models& models) {
    const auto* const framework =
        std::find_if(k_frameworks.begin(), k_frameworks.end(),
                     [&](const Framework& one) { return one.name == models.framework; });
    std::string python;
    const auto answer = json::parse(answer_of(context, models, framework->script, python), nullptr, false);
    if (answer.contains("error")) {
        refuse(answer.at("error"), python);
    }
    if (!answer.contains("sql")) {
        throw failure(fmt::format("{} gave no answer", python),
                      "the application has closed its standard output, "
                      "or ended before it could be asked");
    }
    return answer.at("sql");
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
