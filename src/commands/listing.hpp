#pragma once

#include "commands/context.hpp"
#include "revision/describe.hpp"
#include "revision/graph.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <vector>

/// What the reading commands share.
namespace headstart::commands {

enum class Format { text, json, mermaid, dot };

/// `--format`. Throws diag::Error (usage) for a word that is not among the formats of this command.
Format format_of(const Arguments& arguments,
                 std::initializer_list<Format> allowed = {Format::text, Format::json});

/// A revision as JSON: id, down_revisions, depends_on, branch_labels, message, create_date, path, is_head …
nlohmann::ordered_json to_json(const revision::RevisionGraph& graph, const revision::Revision& revision);

nlohmann::ordered_json to_json(const revision::RevisionGraph& graph,
                               const std::vector<const revision::Revision*>& revisions);

/// Prints one JSON value, indented, with a line end.
void print_json(const nlohmann::ordered_json& json);

/// The long block of `-v`, with the file's absolute path.
std::string long_block(const revision::RevisionGraph& graph, const revision::Revision& revision,
                       revision::Marks marks = {});

bool contains(const std::vector<std::string>& rows, const std::string& id);
bool is_half_done(const database::Standing& standing, const std::string& id);

} // namespace headstart::commands
