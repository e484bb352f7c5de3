#include "commands/alembic_history.hpp"

#include "base/text.hpp"
#include "commands/application_python.hpp"
#include "commands/python_scripts.hpp"
#include "diag/codes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace headstart::commands {

namespace {

using nlohmann::json;

json ask_alembic(const Context& context, const AlembicProject& project, json task, std::string doing) {
    task["config"] = project.config ? json(*project.config) : json();
    task["section"] = project.section.value_or("alembic");
    task["x"] = project.x;
    return ask_python(context,
                      {.script = recording_script({python::alembic_project, python::alembic_environment,
                                                   python::alembic_recording, python::alembic_history}),
                       .words = {},
                       .python = project.python,
                       .variables = {{"HEADSTART_ALEMBIC", task.dump()}},
                       .code = diag::code::not_imported,
                       .doing = std::move(doing)});
}

/// Keys that mean the same there and here; of values that are the default nothing is said.
void add_settings(const json& settings, AlembicHistory& read) {
    for (const auto* const key :
         {"file_template", "timezone", "truncate_slug_length", "version_table", "version_table_schema"}) {
        const auto value = settings.at(key).get<std::string>();
        if (!value.empty()) {
            const bool is_number = std::string_view(key) == "truncate_slug_length";
            read.settings[key] = is_number ? value : json(value).dump();
        }
    }
    read.script_location = settings.at("script_location");
    read.version_table = settings.at("version_table");
    read.version_table_schema = settings.at("version_table_schema");
    read.locations = settings.at("locations").get<std::vector<std::string>>();
}

void put_before(const std::string& text, const char* note, imports::Sql& sql) {
    if (!text.empty()) {
        sql.text = text + (sql.text.empty() ? "" : "\n") + sql.text;
        sql.notes.emplace_back(note);
    }
}

/// What env.py itself sends before the first revision: what it makes, the bases make; what holds for a
/// session (its search_path), each section begins with, for headstart empties the session in between.
void add_environment(const json& environment, imports::History& history) {
    const auto making = text_of_statements(environment.at("making"));
    const auto session = text_of_statements(environment.at("session"));
    for (auto& revision : history.revisions) {
        if (!revision.up.text.empty()) {
            put_before(session, "env.py sets this for each session.", revision.up);
        }
        if (revision.down && !revision.down->text.empty()) {
            put_before(session, "env.py sets this for each session.", *revision.down);
        }
        if (revision.parents.empty()) {
            put_before(making, "The first statements are those of env.py.", revision.up);
        }
    }
}

std::string hint_for(const std::string& failure) {
    const bool lacks_extension = failure.find("extension ") != std::string::npos &&
                                 failure.find(" is not available") != std::string::npos;
    if (failure.find(" does not exist") != std::string::npos) {
        return "mend that first, and import again (where something else than a migration makes what is "
               "missing, "
               "--before FILE names the SQL that does)";
    }
    return lacks_extension
               ? "install the extension for the scratch server, or name one that has it with --scratch-url, "
                 "and import again"
               : "mend that first, and import again";
}

/// `alembic upgrade heads` ends early on an empty database, or what was run in the place of env.py does.
void add_failure(const json& failure, bool is_without_env, AlembicHistory& read) {
    const std::string message(base::first_line(without_passwords(failure.at("message"))));
    read.failure = fmt::format("{} on an empty database: {}",
                               is_without_env ? "Without env.py the history ends early"
                                              : "`alembic upgrade heads` itself ends early",
                               message);
    read.history.reviews.push_back(
        {{failure.value("file", read.script_location), failure.value("line", std::size_t{0})},
         fmt::format("{} here on an empty database: {}",
                     is_without_env ? "without env.py the history fails" : "Alembic itself fails", message),
         hint_for(message) + ": this revision and those behind it are from offline mode alone"});
}

void add_remarks(const json& answer, AlembicHistory& read) {
    const auto env = read.script_location + "/env.py";
    if (!answer.at("environment_error").is_null()) {
        const auto& error = answer.at("environment_error");
        read.history.reviews.push_back(
            {{error.value("file", env), error.value("line", std::size_t{0})},
             fmt::format("env.py cannot be run: {}",
                         base::first_line(without_passwords(error.at("message")))),
             "mend that and import again: install what it imports, or name the Python that has it with "
             "--python; set what it wants from the environment. Alembic's defaults stand here in its place"});
    }
    if (const auto again = answer.at("runs_again").get<std::size_t>(); again > 0) {
        read.history.reviews.push_back(
            {{env, 0},
             fmt::format("env.py runs the migrations {}, for several schemas or databases; the first of them "
                         "is imported",
                         base::counted(again + 1, "time")),
             "import each by itself, if they differ: `-x` and `--alembic-section` tell env.py which one"});
    }
    if (const auto& error = answer.at("error_behind"); !error.is_null()) {
        read.history.reviews.push_back({{error.value("file", env), error.value("line", std::size_t{0})},
                                        fmt::format("env.py fails when all revisions are applied: {}",
                                                    base::first_line(without_passwords(error.at("message")))),
                                        "they were recorded all the same"});
    }
    if (!answer.at("afterwards").empty()) {
        read.history.left_out.push_back({{env, 0},
                                         "env.py runs SQL of its own behind the migrations",
                                         "put it into a migration, or into the application's start"});
    }
    for (const auto& hook : answer.at("settings").at("post_write_hooks")) {
        read.notes.push_back(
            fmt::format("The hook {} works on files of Python; for one that works on SQL see "
                        "[[post_write_hooks]] in headstart.toml",
                        hook.at("name").get<std::string>()));
    }
    for (const auto& other : answer.at("other_configs")) {
        read.history.left_out.push_back(
            {{other.get<std::string>(), 0},
             "another configuration of Alembic's, and perhaps another history",
             "import it by itself, if it is: --alembic-config and --into name both"});
    }
    if (!answer.at("failure").is_null()) {
        add_failure(answer.at("failure"), !answer.at("environment_error").is_null(), read);
    }
}

std::vector<std::string> move_by_alembic(const Context& context, const AlembicProject& project,
                                         const std::string& scratch_url, std::string_view command,
                                         std::string_view target, std::size_t count) {
    return ask_alembic(context, project,
                       {{"task", command},
                        {"target", target},
                        {"count", count},
                        {"scratch", {scratch_words(scratch_url)}}},
                       fmt::format("running alembic {} {} in a scratch database", command, target))
        .at("done");
}

} // namespace

AlembicHistory read_alembic(const Context& context, const AlembicProject& project,
                            const std::vector<std::string>& scratch_urls, bool makes_roles) {
    json task{{"task", "record"}, {"scratch", json::array()}, {"makes_roles", makes_roles}};
    for (const auto& url : scratch_urls) {
        task["scratch"].push_back(scratch_words(url));
    }
    const auto answer = ask_alembic(context, project, std::move(task), "reading Alembic's history");
    AlembicHistory read;
    read.config = answer.at("config");
    const auto& versions = answer.at("versions");
    read.versions =
        fmt::format("Alembic {}, SQLAlchemy {}, Python {}", versions.at("alembic").get<std::string>(),
                    versions.at("sqlalchemy").get<std::string>(), versions.at("python").get<std::string>());
    auto recorded = recorded_history(answer.at("revisions"));
    read.history = std::move(recorded.history);
    read.ways = recorded.ways;
    add_settings(answer.at("settings"), read);
    add_environment(answer.at("environment"), read.history);
    // What is wrong with the whole goes before what is to be seen of each.
    auto of_revisions = std::exchange(read.history.reviews, {});
    add_remarks(answer, read);
    std::move(of_revisions.begin(), of_revisions.end(), std::back_inserter(read.history.reviews));
    return read;
}

std::vector<std::string> upgrade_by_alembic(const Context& context, const AlembicProject& project,
                                            const std::string& scratch_url, std::size_t count) {
    return move_by_alembic(context, project, scratch_url, "upgrade", "heads", count);
}

std::vector<std::string> downgrade_by_alembic(const Context& context, const AlembicProject& project,
                                              const std::string& scratch_url, std::size_t count) {
    return move_by_alembic(context, project, scratch_url, "downgrade", "base", count);
}

} // namespace headstart::commands
