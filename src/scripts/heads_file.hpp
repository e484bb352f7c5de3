#pragma once

#include "revision/graph.hpp"

#include <filesystem>
#include <optional>
#include <string>

/// `heads.txt`: the heads of a folder, committed with it. Two branches of a repository that each add a
/// revision leave two heads, and git merges them without a word, for they are two new files. With this file
/// both change the same line, which is a conflict that people see.
namespace headstart::scripts {

/// Where it is: in the first folder.
std::filesystem::path heads_file_path(const std::filesystem::path& folder);

/// What it must hold: a comment, then the heads (by lineage), sorted, one in a line. An empty line stands
/// between two heads, so that work on two branches of revisions does not conflict.
std::string heads_text(const revision::RevisionGraph& graph);

/// Writes it anew. Throws diag::Error (usage, cannot_write).
void write_heads_file(const std::filesystem::path& path, const std::string& text);

/// What is wrong with it in a sentence; nothing if it holds the folder's heads. Comments, blank lines, order
/// and line ends do not count.
std::optional<std::string> complaint_about_heads_file(const std::filesystem::path& path,
                                                      const revision::RevisionGraph& graph);

} // namespace headstart::scripts
