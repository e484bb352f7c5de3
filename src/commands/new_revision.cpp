#include "revision/new_revision.hpp"

#include "base/text.hpp"
#include "commands/context.hpp"
#include "commands/verbs.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "scripts/new_script.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::commands {

namespace fs = std::filesystem;

namespace {

diag::Error refusal(std::string message, std::string hint) {
    diag::Diagnostic problem;
    problem.code = diag::code::usage;
    problem.message = std::move(message);
    problem.hint = std::move(hint);
    return {diag::ExitCode::usage, std::move(problem)};
}

/// Beside the parent, unless the user names one of the folders.
fs::path choose_folder(const scripts::ScriptDirectory& scripts,
                       const std::vector<const revision::Revision*>& parents,
                       const std::optional<std::string>& wanted) {
    const auto& folders = scripts.folders();
    if (wanted) {
        const auto is_wanted = [&](const fs::path& folder) {
            return folder.lexically_normal() == fs::path(*wanted).lexically_normal();
        };
        if (std::none_of(folders.begin(), folders.end(), is_wanted)) {
            throw refusal(fmt::format("Path {} is not represented in current version locations", *wanted),
                          "name one of the folders in version_locations, or add it there");
        }
        return *wanted;
    }
    if (!parents.empty()) {
        return fs::path(parents.front()->path).parent_path();
    }
    if (folders.size() > 1) {
        throw refusal("Multiple version locations present, please specify --version-path",
                      "the first file of a branch has no parent to be put beside");
    }
    return folders.front();
}

} // namespace

int new_revision(Context& context, const Arguments& arguments) {
    const auto scripts = load_scripts(context);
    const auto& settings = context.settings;
    const auto now = std::chrono::system_clock::now();
    const auto parents = revision::resolve_new_parents(
        scripts.graph(), {arguments.value("--head").value_or("head")}, arguments.flag("--splice"));
    revision::Revision revision;
    revision.id = arguments.value("--rev-id").value_or(scripts::random_revision_id());
    revision.message = base::trim(arguments.value("--message").value_or("empty message"));
    revision.description = revision.message;
    for (const auto* parent : parents) {
        revision.down_revisions.push_back(parent->id);
    }
    revision.branch_labels = arguments.values("--branch-label");
    revision.depends_on =
        revision::resolve_new_dependencies(scripts.graph(), arguments.values("--depends-on"));
    revision.create_date = scripts::create_date(*settings.timezone, now);

    const scripts::NewScriptStyle style{*settings.file_template,
                                        static_cast<std::size_t>(*settings.truncate_slug_length),
                                        *settings.timezone};
    const auto folder = choose_folder(scripts, parents, arguments.value("--version-path"));
    const auto stem = scripts::file_stem(revision, style, now);
    revision.path = (folder / (stem + ".sql")).string();
    // Checked before it is written: a file that cannot be loaded would lock the user out of every command.
    revision::check_new_revision(scripts.graph(), revision);
    const auto path = scripts::write_script(folder, stem, scripts::render_script(revision));
    print(fmt::format("Generating {} ...  done\n", fs::absolute(path).string()));
    return 0;
}

} // namespace headstart::commands
