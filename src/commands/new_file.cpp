#include "commands/new_file.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "commands/post_write_hooks.hpp"
#include "diag/codes.hpp"
#include "diag/refusal.hpp"
#include "revision/folder_checks.hpp"
#include "revision/identifier.hpp"
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

/// There is no file yet that could be named: what is wrong is the option.
std::string choose_id(const revision::RevisionGraph& graph, const Arguments& arguments) {
    const auto given = arguments.value("--rev-id");
    if (!given) {
        return scripts::random_revision_id();
    }
    if (const auto complaint = revision::complaint_about_id(*given); !complaint.empty()) {
        throw diag::refusal(diag::code::usage, fmt::format("--rev-id, the revision's id: {}", complaint),
                            "nothing was written; give another id, or leave the option out: one is drawn");
    }
    const auto& all = graph.revisions();
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const Revision& one) { return one.id == *given; });
    if (same != all.end()) {
        throw diag::refusal(diag::code::usage,
                            fmt::format("--rev-id: {} is the id of {} already", *given, same->path),
                            "nothing was written; give another id, or leave the option out: one is drawn");
    }
    return *given;
}

/// Of a merge, who is joined; of another one, Alembic's.
std::string default_message(const std::vector<const Revision*>& parents) {
    if (parents.size() < 2) {
        return "empty message";
    }
    std::vector<std::string> ids;
    for (const auto* parent : parents) {
        ids.push_back(parent->id);
    }
    const auto last = std::move(ids.back());
    ids.pop_back();
    return fmt::format("merge {} and {}", base::join(ids, ", "), last);
}

/// All heads were to be joined, and there is one. Who names a revision alone gets a file behind it, as
/// Alembic has it.
void require_several_heads(const std::vector<std::string>& named,
                           const std::vector<const Revision*>& parents) {
    const auto symbol = named.size() == 1 ? revision::split_identifier(named.front()).symbol : "";
    const bool is_all_heads = symbol == "heads" || symbol == "head";
    if (!is_all_heads || parents.size() > 1) {
        return;
    }
    throw diag::refusal(
        diag::code::usage,
        parents.empty() ? "there is nothing to merge: the folder has no head"
                        : fmt::format("there is nothing to merge: {} is the only head", parents.front()->id),
        "`headstart revision` writes the next file");
}

Revision draft(const scripts::ScriptDirectory& scripts, const Arguments& arguments,
               const std::vector<const Revision*>& parents, const std::optional<std::string>& message) {
    Revision revision;
    revision.id = choose_id(scripts.graph(), arguments);
    revision.description = base::trim(message.value_or(default_message(parents)));
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

int write_new_file(Context& context, const Arguments& arguments, const NewFile& wanted) {
    const auto& settings = context.settings;
    const auto scripts = load_scripts(context);
    const auto now = std::chrono::system_clock::now();
    const auto parents =
        revision::resolve_new_parents(scripts.graph(), wanted.parents, arguments.flag("--splice"));
    if (wanted.joins) {
        require_several_heads(wanted.parents, parents);
    }
    auto revision = draft(scripts, arguments, parents, wanted.message);
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
    if (const auto& sections = wanted.sections) {
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
