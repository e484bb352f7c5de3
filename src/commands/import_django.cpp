#include "commands/import_django.hpp"

#include "commands/application_python.hpp"
#include "commands/import_proof.hpp"
#include "commands/imported.hpp"
#include "commands/python_scripts.hpp"
#include "commands/recorded_history.hpp"
#include "commands/usage_error.hpp"
#include "diag/codes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace headstart::commands {

namespace {

using nlohmann::json;

/// One of the server's that is there, from which others are made and dropped.
std::string database_of(const prove::ScratchServer& server) {
    return std::string(server.conninfo.get("dbname").value_or("postgres"));
}

json ask_django(const Context& context, const Arguments& arguments, const prove::ScratchServer& server,
                const std::string& scratch_url) {
    json task{
        {"settings", nullptr}, {"scratch", scratch_words(scratch_url)}, {"maintenance", database_of(server)}};
    if (const auto settings = arguments.value("--settings")) {
        task["settings"] = *settings;
    }
    return ask_python(context, {.script = recording_script({python::django_project, python::django_history}),
                                .words = {},
                                .python = arguments.value("--python"),
                                .variables = {{"HEADSTART_DJANGO", task.dump()}},
                                .code = diag::code::not_imported,
                                .doing = "reading Django's migrations"});
}

/// What is not in the migrations, and `manage.py migrate` does behind them.
imports::Remark signals_left_out() {
    return {{"manage.py", 0},
            "what applications do behind `migrate` (signals: content types, permissions) is in no migration",
            "let the application do it at its start, or write a migration with the rows"};
}

} // namespace

int import_django(Context& context, const Arguments& arguments) {
    if (arguments.positionals().size() > 1) {
        throw usage_error(
            fmt::format("{} is one word too many for import", shown(arguments.positionals()[1])),
            "write: headstart import django [--settings MODULE]");
    }
    const auto server = server_for_python(context);
    prove::ScratchDatabase recorded(server);
    recorded.leave(); // Django's way back may need a copy
    const auto answer = ask_django(context, arguments, server, recorded.url());
    auto read = recorded_history(answer.at("revisions"));
    read.history.left_out.push_back(signals_left_out());
    Imported imported{.history = std::move(read.history),
                      .tool = "django",
                      .title = "Django",
                      .source = "manage.py",
                      .next_steps = {"headstart upgrade heads              # an empty database",
                                     "headstart stamp --from django        # one that Django has migrated"}};
    imported.prove = [&](const scripts::ScriptDirectory& scripts) {
        ProofReport report{{fmt::format("Django {}", answer.at("versions").at("django").get<std::string>())},
                           {}};
        if (arguments.flag("--no-proof")) {
            add_no_proof(report);
            return report;
        }
        const OtherTool tool{.title = "Django",
                             .own_tables = {"django_migrations", "django_migrations_id_seq"}};
        add_proof(report, context, tool, scripts, server, recorded);
        return report;
    };
    return write_imported(context, arguments, std::move(imported));
}

} // namespace headstart::commands
