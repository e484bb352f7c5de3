#pragma once

#include "diag/source.hpp"
#include "revision/graph.hpp"
#include "scripts/folder.hpp"
#include "scripts/section.hpp"

#include <filesystem>
#include <vector>

namespace headstart::scripts {

/// The migration files of one or several folders and the revision graph their headers make. Only headers are
/// read when it is loaded: fifty thousand files are listed without a look at a line of SQL.
class ScriptDirectory {
public:
    /// Throws diag::Error (usage) with everything that is wrong with folders,
    /// headers and graph.
    static ScriptDirectory load(const std::vector<std::filesystem::path>& folders,
                                const FolderRules& rules = {});

    /// The same of texts that are not written yet, each with the path it would have in `folder`: an import,
    /// to be proved before it is there. Their order is that of loading.
    static ScriptDirectory in_memory(std::filesystem::path folder, std::vector<diag::SourceText> texts);

    /// This one with more files, which are not written yet: drafts on top of what is there. Throws as load().
    [[nodiscard]] ScriptDirectory with(std::vector<diag::SourceText> drafts) const;

    [[nodiscard]] const revision::RevisionGraph& graph() const { return m_graph; }

    [[nodiscard]] const std::vector<std::filesystem::path>& folders() const { return m_folders; }

    /// In load order.
    [[nodiscard]] const std::vector<MigrationFile>& files() const { return m_files; }

    /// In the folders, and not read: a slip of the file's name, most likely.
    [[nodiscard]] const std::vector<PassedOver>& passed_over() const { return m_passed_over; }

    [[nodiscard]] bool is_empty() const { return m_graph.size() == 0; }

    /// Throws diag::Error (usage) if there is not a single migration: nothing to upgrade to is a wrong or an
    /// unmounted folder far more often than a new project.
    void require_revisions() const;

    /// With all of its text. Throws as MigrationFile::whole() does.
    [[nodiscard]] const SourceFile& file_of(const revision::Revision& revision) const {
        return m_files[m_graph.node_of(revision)].whole();
    }

    /// Throws as file_of() and find_sections() do, and where the direction's section is missing: no `up` is
    /// an error of the file, no `down` an irreversible revision.
    [[nodiscard]] Section section_of(const revision::Revision& revision, bool upwards) const;

private:
    static ScriptDirectory make(std::vector<std::filesystem::path> folders, std::vector<MigrationFile> files);

    ScriptDirectory(std::vector<std::filesystem::path> folders, std::vector<MigrationFile> files,
                    revision::RevisionGraph graph)
        : m_folders(std::move(folders))
        , m_files(std::move(files))
        , m_graph(std::move(graph)) {}

    std::vector<std::filesystem::path> m_folders;
    std::vector<MigrationFile> m_files; ///< in load order, as the graph's nodes
    revision::RevisionGraph m_graph;
    std::vector<PassedOver> m_passed_over;
};

} // namespace headstart::scripts
