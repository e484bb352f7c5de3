#include "commands/new_file.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "commands/post_write_hooks.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "revision/new_revision.hpp"
#include "scripts/heads_file.hpp"
#include "scripts/new_script.hpp"
#include "scripts/new_script_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace headstart::commands {

namespace fs = std::filesystem;
using revision::Revision;

namespace {

bool is_below(const fs::path& folder, const fs::path& file) {
    const auto base = folder.lexically_normal();
    const auto normal = file.lexically_normal();
    return std::mismatch(base.begin(), base.end(), normal.begin(), normal.end()).first == base.end();
}

/// The folder that holds the parent, unless the user names one of the folders.
fs::path choose_folder(const scripts::ScriptDirectory& scripts, const std::vector<const Revision*>& parents,
                       const std::optional<std::string>& wanted) {
    const auto& folders = scripts.folders();
    if (wanted) {
        const auto is_wanted = [&](const fs::path& folder) {
            return (folder / "").lexically_normal() == (fs::path(*wanted) / "").lexically_normal();
        };
        if (std::none_of(folders.begin(), folders.end(), is_wanted)) {
            throw diag::refusal(
                diag::code::usage,
                fmt::format("Path {} is not represented in current version locations", *wanted),
                "name one of the folders in version_locations, or add it there");
        }
        return *wanted;
    }
    for (const auto& folder : folders) {
        if (!parents.empty() && is_below(folder, parents.front()->path)) {
            return folder;
        }
    }
    if (folders.size() > 1) {
        throw diag::refusal(diag::code::usage,
                            "Multiple version locations present, please specify --version-path",
                            "the first file of a branch has no parent to be put beside");
    }
    return folders.front();
}

/// A file that a `/` in the template puts into a subfolder must be found again.
void check_will_be_read(const std::string& stem, const settings::Settings& settings) {
    if (stem.find('/') != std::string::npos && !*settings.recursive_version_locations) {
        throw diag::refusal(
            diag::code::bad_setting, "file_template puts new files into subfolders, which are not read",
            "set recursive_version_locations = true in headstart.toml, or take the `/` out of "
            "file_template");
    }
}

/// A subfolder may be a link to elsewhere.
void check_stays_inside(const fs::path& folder, const std::string& stem) {
    const auto parent = (folder / stem).parent_path();
    if (const auto elsewhere = base::place_outside(parent, {folder}); !elsewhere.empty()) {
        throw diag::refusal(diag::code::cannot_write,
                            fmt::format("{} is a link out of the migrations folder, to {}", parent.string(),
                                        elsewhere.string()),
                            "nothing was written; put a folder in the link's place");
    }
}

Revision draft(const scripts::ScriptDirectory& scripts, const Arguments& arguments,
               const std::vector<const Revision*>& parents) {
    Revision revision;
    revision.id = arguments.value("--rev-id").value_or(scripts::random_revision_id());
    revision.description = base::trim(arguments.value("--message").value_or("empty message"));
    revision.message = base::trim(revision.description.substr(0, revision.description.find('\n')));
    for (const auto* parent : parents) {
        revision.down_revisions.push_back(parent->id);
    }
    revision.branch_labels = arguments.values("--branch-label");
    revision.depends_on =
        revision::resolve_new_dependencies(scripts.graph(), arguments.values("--depends-on"));
    return revision;
}

} // namespace

int write_new_file(Context& context, const Arguments& arguments, const std::vector<std::string>& heads,
                   const std::optional<NewSections>& sections) {
    const auto& settings = context.settings;
    const auto scripts = load_scripts(context);
    const auto now = std::chrono::system_clock::now();
    const auto parents = revision::resolve_new_parents(scripts.graph(), heads, arguments.flag("--splice"));
    auto revision = draft(scripts, arguments, parents);
    revision.create_date = scripts::create_date(*settings.timezone, now);
    const scripts::NewScriptStyle style{*settings.file_template,
                                        static_cast<std::size_t>(*settings.truncate_slug_length),
                                        *settings.timezone};
    const auto folder = choose_folder(scripts, parents, arguments.value("--version-path"));
    const auto stem = scripts::file_stem(revision, style, now);
    check_will_be_read(stem, settings);
    check_stays_inside(folder, stem);
    revision.path = (folder / (stem + ".sql")).string();
    revision::check_new_revision(scripts.graph(), revision);
    auto text = scripts::new_script_text(revision, folder);
    if (sections) {
        text = scripts::with_sections(text, revision.path, sections->up, sections->down);
    }
    if (arguments.flag("--sql")) {
        print_as_is(text);
        return 0;
    }
    const auto path = fs::absolute(scripts::write_script(folder, stem, text)).lexically_normal();
    print_line(fmt::format("Generating {} ...  done", path.string()));
    update_heads_file(context);
    run_post_write_hooks(context, path);
    return 0;
}

void update_heads_file(Context& context) {
    if (*context.settings.heads_file) {
        const auto scripts = load_scripts(context);
        scripts::write_heads_file(scripts::heads_file_path(scripts.folders().front()),
                                  scripts::heads_text(scripts.graph()));
    }
}

} // namespace headstart::commands
