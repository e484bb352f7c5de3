#include "commands/import_alembic.hpp"

#include "base/text.hpp"
#include "commands/alembic_history.hpp"
#include "commands/alembic_proof.hpp"
#include "commands/imported.hpp"
#include "commands/local_cluster.hpp"
#include "commands/scratch.hpp"
#include "commands/usage_error.hpp"
#include "diag/codes.hpp"
#include "diag/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

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

/// Where nobody has said where: a server of our own. The application's Python may do what acts on the whole server,
/// and its database's server is no place for that.
prove::ScratchServer server_for_python(Context& context) {
    auto& settings = context.settings;
    if (!settings.scratch.is_set() && !settings.scratch_url.is_set()) {
        settings.scratch.value = settings::ScratchPlace::local;
    }
    return scratch_server(context);
}

/// As if they stood in headstart.toml already: the proof is to find the version table.
void take_settings(const AlembicHistory& read, settings::Settings& settings) {
    if (!read.version_table.empty()) {
        settings.version_table.value = read.version_table;
    }
    settings.version_table_schema.value = read.version_table_schema;
}

std::size_t longest_id(const scripts::ScriptDirectory& scripts) {
    std::size_t longest = 0;
    for (const auto& one : scripts.graph().revisions()) {
        longest = std::max(longest, one.id.size());
    }
    return longest;
}

std::vector<std::string> report_of(const AlembicHistory& read, const AlembicProof* proof) {
    const auto count = read.history.revisions.size();
    std::vector<std::string> lines{read.versions};
    lines.push_back(fmt::format("{} recorded on a scratch database, {} from Alembic's offline mode",
                                base::counted(read.ways.recorded, "revision"), read.ways.offline));
    if (read.failure) {
        lines.push_back(fmt::format("alembic upgrade heads itself ends early on an empty database: {}", *read.failure));
    }
    if (proof == nullptr) {
        lines.emplace_back("Not proved: the files have not been run");
        return lines;
    }
    if (proof->found.reviews.empty()) {
        lines.push_back(fmt::format("Proved: {} applied by headstart and by Alembic to two empty databases, which then "
                                    "held the same schema and the same rows",
                                    base::counted(count, "revision")));
    } else {
        lines.push_back(fmt::format("Not the same: {} applied by headstart; see below",
                                    base::counted(proof->applied, "revision")));
    }
    if (proof->undone > 0) {
        lines.push_back(fmt::format("Proved: the way back to base, {} undone", base::counted(proof->undone, "revision")));
    }
    lines.insert(lines.end(), proof->notes.begin(), proof->notes.end());
    return lines;
}

} // namespace

bool is_of_alembic(const std::vector<std::string>& words) {
    std::error_code ignored;
    return words.empty() ? fs::exists("alembic.ini", ignored) : words.front() == "alembic";
}

int import_alembic(Context& context, const Arguments& arguments) {
    const auto project = project_of(arguments);
    const auto server = server_for_python(context);
    prove::ScratchDatabase recorded(server);
    prove::ScratchDatabase recorded_otherwise(server);
    auto read = read_alembic(context, project, {recorded.url(), recorded_otherwise.url()});
    take_settings(read, context.settings);
    Imported imported{.history = read.history,
                      .tool = "alembic",
                      .title = "Alembic",
                      .source = read.script_location,
                      .next_steps = {"headstart history          # as `alembic history` prints it",
                                     "headstart upgrade head     # an empty database, or one that Alembic has migrated: "
                                     "the version table stays"}};
    imported.settings = read.settings;
    imported.locations = read.locations;
    imported.prove = [&](const scripts::ScriptDirectory& scripts) -> ProofReport {
        if (arguments.flag("--no-proof") || read.failure) {
            return {report_of(read, nullptr), {}};
        }
        context.longest_id = longest_id(scripts);
        const auto proof = prove_import(context, project, scripts, server, recorded);
        return {report_of(read, &proof), proof.found.reviews};
    };
    return write_imported(context, arguments, std::move(imported));
}

} // namespace headstart::commands
