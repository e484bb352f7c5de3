#include "commands/listing.hpp"

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace headstart::commands {

Format format_of(const Arguments& arguments) {
    const auto format = arguments.value("--format").value_or("text");
    if (format == "text" || format == "json") {
        return format == "json" ? Format::json : Format::text;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::usage;
    problem.message = fmt::format("unknown format {}", format);
    problem.hint = "the formats are text and json";
    throw diag::Error(diag::ExitCode::usage, std::move(problem));
}

nlohmann::ordered_json to_json(const revision::RevisionGraph& graph, const revision::Revision& revision) {
    const auto node = graph.node_of(revision);
    return {{"revision", revision.id},
            {"down_revisions", revision.down_revisions},
            {"depends_on", revision.depends_on},
            {"branch_labels", graph.carried_labels(node)},
            {"message", revision.message},
            {"create_date", revision.create_date},
            {"path", revision.path},
            {"is_head", graph.is_head(node)},
            {"is_branchpoint", graph.is_branchpoint(node)},
            {"is_mergepoint", graph.is_mergepoint(node)}};
}

void print_json(const nlohmann::ordered_json& json) {
    print(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

std::string long_block(const revision::RevisionGraph& graph, const revision::Revision& revision,
                       bool is_current) {
    return revision::long_block(graph, revision, std::filesystem::absolute(revision.path).string(),
                                is_current);
}

bool contains(const std::vector<std::string>& rows, const std::string& id) {
    return std::find(rows.begin(), rows.end(), id) != rows.end();
}

} // namespace headstart::commands
