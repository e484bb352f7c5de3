#include "commands/import_alembic.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "commands/alembic_history.hpp"
#include "commands/declared_sources.hpp"
#include "commands/import_proof.hpp"
#include "commands/imported.hpp"
#include "commands/scratch.hpp"
#include "commands/usage_error.hpp"
#include "prove/load.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>

namespace headstart::commands {

namespace fs = std::filesystem;

namespace {

/// The file that a word or an option names, or that is in the folder it names.
std::optional<std::string> config_of(const Arguments& arguments) {
    auto named = arguments.value("--alembic-config");
    const auto& words = arguments.positionals();
    if (words.size() > 2) {
        throw usage_error(fmt::format("{} is one word too many for import", shown(words[2])),
                          "write: headstart import alembic [FOLDER]");
    }
    if (!named && words.size() == 2) {
        named = words[1];
    }
    std::error_code ignored;
    if (named && fs::is_directory(*named, ignored)) {
        const bool has_ini = fs::exists(fs::path(*named) / "alembic.ini", ignored);
        named = fs::path(*named) / (has_ini ? "alembic.ini" : "pyproject.toml");
    }
    return named;
}

AlembicProject project_of(const Arguments& arguments) {
    return {.python = arguments.value("--python"),
            .config = config_of(arguments),
            .section = arguments.value("--alembic-section"),
            .x = arguments.values("-x")};
}

/// As if they stood in headstart.toml already: the proof is to find the version table.
void take_settings(const AlembicHistory& read, settings::Settings& settings) {
    if (!read.version_table.empty()) {
        settings.version_table.value = read.version_table;
    }
    settings.version_table_schema.value = read.version_table_schema;
}

std::vector<std::string> report_of(const AlembicHistory& read) {
    std::vector<std::string> lines{
        read.versions, fmt::format("{} recorded on a scratch database, {} from Alembic's offline mode alone",
                                   base::counted(read.ways.recorded, "revision"), read.ways.offline)};
    if (read.ways.empty > 0) {
        lines.push_back(fmt::format("{} without a way up", base::counted(read.ways.empty, "revision")));
    }
    if (read.ways.missing > 0) {
        lines.push_back(
            fmt::format("{} not written: what it does could not be had, and its file refuses to run",
                        base::counted(read.ways.missing, "revision")));
    }
    lines.insert(lines.end(), read.notes.begin(), read.notes.end());
    if (read.failure) {
        lines.push_back(*read.failure);
    }
    return lines;
}

/// There is nothing to do in a database that Alembic has migrated.
std::vector<std::string> next_steps(const AlembicHistory& read, const std::optional<std::string>& before) {
    std::vector<std::string> steps{"headstart history          # as `alembic history` prints it",
                                   "headstart upgrade heads    # an empty database, or one that Alembic has "
                                   "migrated: the version table stays"};
    if (before) {
        steps.insert(
            steps.begin() + 1,
            fmt::format("psql -f {} && headstart stamp base    # first, in an empty database", *before));
    }
    if (!read.version_table_schema.empty()) {
        steps.insert(
            steps.begin() + 1,
            fmt::format(
                "psql -c 'CREATE SCHEMA IF NOT EXISTS {}'    # for the version table, in an empty database",
                read.version_table_schema));
    }
    return steps;
}

using Prepare = std::function<void(prove::ScratchDatabase& database)>;

/// Runs the file that `--before` names in a database; nothing where there is none.
Prepare preparing(const Context& context, const Arguments& arguments) {
    const auto file = arguments.value("--before");
    if (!file) {
        return {};
    }
    auto sources = read_declared(context, {SchemaSource::Kind::path, *file});
    return [&context, sources = std::move(sources)](prove::ScratchDatabase& database) {
        prove::load(database.connection(), sources,
                    [&](const fs::path& path) { return read_source(context, path); });
    };
}

OtherTool alembic_as_tool(const Context& context, const AlembicProject& project, Prepare prepare,
                          bool compares_each) {
    OtherTool tool{.title = "Alembic",
                   .prepare = std::move(prepare),
                   .upgrade = [&](const std::string& url) { upgrade_by_alembic(context, project, url); },
                   .downgrade = [&](const std::string& url) { downgrade_by_alembic(context, project, url); }};
    if (compares_each) {
        tool.upgrade_by_one = [&](const std::string& url) -> std::optional<std::string> {
            const auto done = upgrade_by_alembic(context, project, url, 1);
            return done.empty() ? std::nullopt : std::optional(done.front());
        };
    }
    return tool;
}

/// `--verify each`: behind every revision, not only at the end.
bool compares_each(const Arguments& arguments) {
    const auto how = arguments.value("--verify").value_or("end");
    if (how != "end" && how != "each") {
        throw usage_error(fmt::format("--verify does not know {}", shown(how)), "write `end` or `each`");
    }
    return how == "each";
}

} // namespace

bool is_of_alembic(const std::vector<std::string>& words) {
    std::error_code ignored;
    if (!words.empty()) {
        return words.front() == "alembic";
    }
    return fs::exists("alembic.ini", ignored) || fs::exists("migrations/alembic.ini", ignored) ||
           (fs::exists("pyproject.toml", ignored) &&
            base::read_file("pyproject.toml").find("[tool.alembic") != std::string::npos);
}

int import_alembic(Context& context, const Arguments& arguments) {
    const auto project = project_of(arguments);
    const bool is_each = compares_each(arguments);
    const auto server = server_for_python(context);
    prove::ScratchDatabase recorded(server);
    prove::ScratchDatabase recorded_otherwise(server);
    const auto prepare = preparing(context, arguments);
    for (auto* const database : {&recorded, &recorded_otherwise}) {
        if (prepare) {
            prepare(*database);
        }
    }
    auto read =
        read_alembic(context, project, {recorded.url(), recorded_otherwise.url()}, server.host != nullptr);
    take_settings(read, context.settings);
    Imported imported{.history = read.history,
                      .tool = "alembic",
                      .title = "Alembic",
                      .source = read.script_location,
                      .next_steps = next_steps(read, arguments.value("--before"))};
    imported.settings = read.settings;
    imported.locations = read.locations;
    imported.prove = [&](const scripts::ScriptDirectory& scripts) {
        ProofReport report{report_of(read), {}};
        if (arguments.flag("--no-proof") || read.failure) {
            add_no_proof(report);
            return report;
        }
        const auto tool = alembic_as_tool(context, project, prepare, is_each);
        add_proof(report, context, tool, scripts, server, recorded);
        return report;
    };
    return write_imported(context, arguments, std::move(imported));
}

} // namespace headstart::commands
