#pragma once

#include "diag/source.hpp"
#include "imports/history.hpp"
#include "scripts/new_script.hpp"

#include <filesystem>
#include <vector>

namespace headstart::imports {

/// The migration files that a history becomes, in its order: header, sections, names by the style. What
/// headstart would refuse in one of them is added to the history's reviews. Throws diag::Error (usage): two
/// would have one name, or the graph is none.
std::vector<diag::SourceText> file_texts(History& history, const std::filesystem::path& folder,
                                         const scripts::NewScriptStyle& style);

/// Writes all of them or none: a file that is there already is not replaced. Throws diag::Error (usage).
void write_files(const std::vector<diag::SourceText>& files);

} // namespace headstart::imports
