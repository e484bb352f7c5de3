#include "revision/offline.hpp"

#include "revision/errors.hpp"
#include "revision/identifier.hpp"

#include <fmt/format.h>

#include <optional>

namespace headstart::revision {

namespace {

struct Bounds {
    std::optional<std::string_view> from;
    std::string_view to;
};

Bounds split_range(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
        return {std::nullopt, text};
    }
    const Bounds range{text.substr(0, colon), text.substr(colon + 1)};
    if (range.from->empty() || range.to.empty() || range.to.find(':') != std::string_view::npos) {
        throw invalid_target(fmt::format("'{}' is no range", text), {},
                             "write FROM:TO, for example base:head");
    }
    return range;
}

std::vector<std::string> starting_rows(const RevisionGraph& graph, std::string_view from) {
    const auto node = resolve_single(graph, from, from);
    return node ? std::vector<std::string>{graph.id(*node)} : std::vector<std::string>{};
}

} // namespace

OfflineTargets offline_upgrade(const RevisionGraph& graph, std::string_view range) {
    const auto [from, to] = split_range(range);
    return {from ? starting_rows(graph, *from) : std::vector<std::string>{}, {std::string(to)}};
}

OfflineTargets offline_downgrade(const RevisionGraph& graph, std::string_view range) {
    const auto [from, to] = split_range(range);
    if (!from) {
        throw invalid_target("downgrade with --sql requires <fromrev>:<torev>", {},
                             fmt::format("for example head:{}", to));
    }
    return {starting_rows(graph, *from), {std::string(to)}};
}

OfflineTargets offline_stamp(const RevisionGraph& graph, const std::vector<std::string>& ranges) {
    OfflineTargets result;
    std::optional<std::string_view> start;
    for (const auto& text : ranges) {
        const auto [from, to] = split_range(text);
        if (from && start && *from != *start) {
            throw invalid_target(
                "Stamp operation with --sql only supports a single starting revision at a time",
                {fmt::format("both {} and {} are given", *start, *from)}, "write a script for each of them");
        }
        start = from ? from : start;
        result.targets.emplace_back(to);
    }
    if (start) {
        result.rows = starting_rows(graph, *start);
    }
    return result;
}

void forbid_range(std::string_view target) {
    if (target.find(':') != std::string_view::npos) {
        throw invalid_target("Range revision not allowed", {},
                             "only --sql takes FROM:TO; otherwise the database says where to start");
    }
}

} // namespace headstart::revision
