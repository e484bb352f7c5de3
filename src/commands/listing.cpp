#include "commands/listing.hpp"

#include "base/text.hpp"
#include "commands/usage_error.hpp"
#include "revision/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace headstart::commands {

namespace {

constexpr std::array<std::pair<std::string_view, Format>, 4> k_formats{{
    {"text", Format::text},
    {"json", Format::json},
    {"mermaid", Format::mermaid},
    {"dot", Format::dot},
}};

} // namespace

Format format_of(const Arguments& arguments, std::initializer_list<Format> allowed) {
    const auto wanted = arguments.value("--format").value_or("text");
    std::vector<std::string> names;
    for (const auto& [name, format] : k_formats) {
        if (std::find(allowed.begin(), allowed.end(), format) == allowed.end()) {
            continue;
        }
        if (name == wanted) {
            return format;
        }
        names.emplace_back(name);
    }
    const auto last = names.back();
    names.pop_back();
    throw usage_error(fmt::format("unknown format {}", shown(wanted)),
                      fmt::format("the formats are {} and {}", base::join(names, ", "), last));
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

nlohmann::ordered_json to_json(const revision::RevisionGraph& graph,
                               const std::vector<const revision::Revision*>& revisions) {
    auto json = nlohmann::ordered_json::array();
    for (const auto* revision : revisions) {
        json.push_back(to_json(graph, *revision));
    }
    return json;
}

void print_json(const nlohmann::ordered_json& json) {
    print_as_is(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

std::string long_block(const revision::RevisionGraph& graph, const revision::Revision& revision,
                       revision::Marks marks) {
    return revision::long_block(graph, revision, std::filesystem::absolute(revision.path).string(), marks);
}

bool contains(const std::vector<std::string>& rows, const std::string& id) {
    return std::find(rows.begin(), rows.end(), id) != rows.end();
}

bool is_half_done(const database::Standing& standing, const std::string& id) {
    return std::any_of(standing.half_done.begin(), standing.half_done.end(),
                       [&](const database::HalfDone& one) { return one.revision == id; });
}

} // namespace headstart::commands
