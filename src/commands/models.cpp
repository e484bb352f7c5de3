#include "commands/models.hpp"

#include "commands/application_python.hpp"
#include "commands/python_scripts.hpp"
#include "diag/codes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

struct Framework {
    std::string_view name;
    std::string_view shared; ///< stands before the script
    std::string_view script;
};

constexpr std::array k_frameworks{
    Framework{"sqlalchemy", "", python::sqlalchemy_models},
    Framework{"django", python::django_project, python::django_models},
};

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
    return ask_python(context,
                      {.script = fmt::format("{}{}{}", python::report, framework->shared, framework->script),
                       .words = models.words,
                       .python = models.python,
                       .variables = {},
                       .code = diag::code::models_failed,
                       .doing = "reading the application's models"})
        .at("sql");
}

} // namespace headstart::commands
