#include "scripts/script_directory.hpp"

#include "base/whole_path.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "scripts/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::scripts {

ScriptDirectory ScriptDirectory::load(const std::vector<std::filesystem::path>& folders,
                                      const FolderRules& rules) {
    std::vector<MigrationFile> files;
    std::vector<PassedOver> passed_over;
    auto rules_of_each = rules;
    rules_of_each.trusted_folders = folders;
    for (const auto& folder : folders) {
        auto found = read_folder(folder, rules_of_each, &passed_over);
        files.insert(files.end(), std::make_move_iterator(found.begin()),
                     std::make_move_iterator(found.end()));
    }
    std::erase_if(passed_over, [&](const PassedOver& one) { // a location of its own
        const auto path = std::filesystem::path(one.path).lexically_normal();
        return std::any_of(folders.begin(), folders.end(),
                           [&](const auto& folder) { return folder.lexically_normal() == path; });
    });
    try {
        auto scripts = make(folders, std::move(files));
        scripts.m_passed_over = std::move(passed_over);
        return scripts;
    } catch (diag::Error& error) {
        for (const auto& [path, reason] : passed_over) { // it may hold the revision that is missed
            error.add_note(fmt::format("{} is not read: {}", path, reason));
        }
        throw;
    }
}

ScriptDirectory ScriptDirectory::in_memory(std::filesystem::path folder,
                                           std::vector<diag::SourceText> texts) {
    return make({std::move(folder)}, files_in_memory(std::move(texts)));
}

ScriptDirectory ScriptDirectory::with(std::vector<diag::SourceText> drafts) const {
    auto files = m_files;
    const auto more = files_in_memory(std::move(drafts));
    files.insert(files.end(), more.begin(), more.end());
    return make(m_folders, std::move(files));
}

ScriptDirectory ScriptDirectory::make(std::vector<std::filesystem::path> folders,
                                      std::vector<MigrationFile> files) {
    std::vector<revision::Revision> revisions;
    std::vector<diag::Diagnostic> problems;
    revisions.reserve(files.size());
    for (const auto& file : files) {
        revisions.push_back(read_header(file.header(), problems));
    }
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
    return {std::move(folders), std::move(files), revision::RevisionGraph::build(std::move(revisions))};
}

void ScriptDirectory::require_revisions() const {
    if (!is_empty()) {
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::bad_folder;
    problem.message =
        fmt::format("there are no migrations (*.sql) in {}", base::whole_path(m_folders.front()));
    problem.hint = "is it the right folder (--dir, HEADSTART_DIR), and is it mounted? "
                   "`headstart revision -m \"…\"` makes the first migration";
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

Section ScriptDirectory::section_of(const revision::Revision& revision, bool upwards) const {
    const auto sections = find_sections(file_of(revision));
    const auto& section = upwards ? sections.up : sections.down;
    if (section) {
        return *section;
    }
    diag::Diagnostic problem;
    problem.code = upwards ? diag::code::bad_section : diag::code::irreversible;
    problem.span = diag::Span{file_of(revision), 0, 0};
    problem.message =
        upwards ? "the file has no `-- migrate:up` marker"
                : fmt::format("revision {} is irreversible: its file has no `-- migrate:down` section",
                              revision.id);
    problem.hint = upwards ? "put `-- migrate:up` on a line of its own above the SQL"
                           : "write the section, or restore a backup; nothing has been run";
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

} // namespace headstart::scripts
