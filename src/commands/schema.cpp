#include "base/text.hpp"
#include "commands/models.hpp"
#include "commands/usage_error.hpp"
#include "commands/verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headstart::commands {

namespace {

Models models_of(const Arguments& arguments) {
    Models models{arguments.positionals().front(), {}, arguments.value("--python")};
    const auto known = frameworks();
    if (std::find(known.begin(), known.end(), models.framework) == known.end()) {
        throw usage_error(fmt::format("no models of {} can be read", shown(models.framework)),
                          fmt::format("write one of {}", base::join(known, ", ")));
    }
    models.words.assign(arguments.positionals().begin() + 1, arguments.positionals().end());
    const auto settings = arguments.value("--settings");
    if (models.framework == "django") {
        if (!models.words.empty()) {
            throw usage_error("the models of Django are those of its settings",
                              "name these with --settings, and nothing behind `django`");
        }
        models.words = {settings.value_or("")};
        return models;
    }
    if (settings) {
        throw usage_error("--settings names those of Django", "leave it out");
    }
    if (models.words.empty()) {
        throw usage_error("the models of SQLAlchemy need a place",
                          "name the module, and in it the base class or the metadata: app.models:Base");
    }
    return models;
}

int print_models(Context& context, const Arguments& arguments) {
    print_as_is(read_models(context, models_of(arguments)));
    return 0;
}

constexpr std::array k_schema_options{
    OptionSpec{"--python", "PROGRAM",
               "the application's own Python; default: that of the virtual environment, or python3"},
    OptionSpec{"--settings", "MODULE", "Django's settings; default: those that manage.py names"},
};

} // namespace

const Command k_schema_command{
    .name = "schema",
    .summary = "print an application's models as SQL",
    .examples = "headstart schema sqlalchemy app.models:Base\n"
                "headstart schema sqlalchemy app.user app.blog app.db:metadata   # imports the first two\n"
                "headstart schema django --settings project.settings",
    .options = k_schema_options,
    .positional = {"models", "sqlalchemy MODULE:METADATA…, or django", PositionalSpec::Count::many,
                   "sqlalchemy,django"},
    .run = print_models,
};

} // namespace headstart::commands
