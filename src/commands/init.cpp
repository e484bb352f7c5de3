#include "base/whole_path.hpp"
#include "commands/context.hpp"
#include "commands/project.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "settings/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace headstart::commands {

namespace fs = std::filesystem;

namespace {

/// A new project begins here, as `git init` has it: what was found above is another one's.
void forget_project_above(settings::Settings& settings) {
    using Kind = settings::Origin::Kind;
    const bool is_above = !settings.config.is_set() && !settings.config->parent_path().empty();
    if (is_above) {
        settings.config.value = settings.config->filename();
    }
    const auto who = settings.dir.origin.kind;
    if (who == Kind::by_default || (is_above && who == Kind::config_file)) {
        const auto rows = settings::rows();
        const auto row =
            std::find_if(rows.begin(), rows.end(), [](const auto& one) { return one.name == "dir"; });
        settings.dir = {row->default_text, {}};
    }
}

int init(Context& context, const Arguments& arguments) {
    auto& settings = context.settings;
    forget_project_above(settings);
    const fs::path folder = arguments.positional().value_or(settings.dir->string());
    std::error_code ignored;
    const bool is_there = fs::exists(folder, ignored);
    if (is_there && (!fs::is_directory(folder, ignored) || !fs::is_empty(folder, ignored))) {
        throw diag::refusal(
            diag::code::bad_folder,
            fmt::format("Directory {} already exists and is not empty", base::whole_path(folder)),
            "name another folder: headstart init DIRECTORY");
    }
    if (!is_there) {
        make_told("Creating directory", folder, [&] { fs::create_directories(folder); });
    }
    configure_project(context, folder);
    print("Set DATABASE_URL, then write the first migration: headstart revision -m \"…\"\n");
    return 0;
}

} // namespace

const Command k_init_command{
    .name = "init",
    .summary = "make the migrations folder and a headstart.toml",
    .examples = "headstart init\n"
                "headstart init db/migrations",
    .positional = {"directory", "the folder; default: migrations, or what --dir says",
                   PositionalSpec::Count::optional},
    .run = init,
};

} // namespace headstart::commands
