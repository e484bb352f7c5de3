#pragma once

#include "commands/context.hpp"
#include "process/child_environment.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Scripts of headstart's that run in the application's own Python, with its own libraries.
namespace headstart::commands {

struct PythonTask {
    std::string script;                ///< the whole text; src/commands/python/report.py stands before others
    std::vector<std::string> words;    ///< its arguments: nothing secret, for others see them
    std::optional<std::string> python; ///< the program; nothing: that of the virtual environment, or python3
    std::vector<std::pair<std::string, std::string>> variables; ///< beside those of application code
    std::string_view code;                                      ///< of what goes wrong: diag/codes.hpp
    std::string doing; ///< for messages: "reading the application's models"
};

/// Runs the script to its end; its one object of JSON. Throws diag::Error (usage, with the task's code): no
/// such Python, no answer, or what the script tells of the application's code, with the place in that;
/// base::Stopped.
nlohmann::json ask_python(const Context& context, const PythonTask& task);

/// What such a script connects to a scratch database with: libpq's words, with the password.
nlohmann::json scratch_words(const std::string& url);

/// A message of the application's without the passwords of URLs in it.
std::string without_passwords(std::string text);

/// What code of the application is given that is run to learn of its schema: as other children, and
/// DATABASE_URL without its password. Applications want it to be there as soon as they are imported, and
/// connect later.
process::ChildEnvironment environment_for_application_code(const Context& context);

} // namespace headstart::commands
