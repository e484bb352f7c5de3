#include "revision/relative.hpp"

#include "revision/errors.hpp"
#include "revision/identifier.hpp"
#include "revision/traversal.hpp"

#include <algorithm>
#include <cctype>

namespace headstart::revision {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A letter, a digit or `_`; every character beyond ASCII counts as a letter.
bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || std::isalnum(byte) != 0 || c == '_';
}

std::size_t to_steps(std::string_view digits) {
    constexpr std::size_t k_more_than_any_folder = 1'000'000'000;
    std::size_t steps = 0;
    for (const char digit : digits) {
        steps = std::min(steps * 10 + static_cast<std::size_t>(digit - '0'), k_more_than_any_folder);
    }
    return steps;
}

} // namespace

std::optional<Relative> parse_relative(const RevisionGraph& graph, std::string_view text) {
    const auto at = text.rfind('@');
    const auto branch = at == std::string_view::npos ? std::string_view{} : text.substr(0, at);
    const auto rest = at == std::string_view::npos ? text : text.substr(at + 1);
    const auto sign = rest.find_first_of("+-");
    if (sign == std::string_view::npos || (at != std::string_view::npos && branch.empty())) {
        return std::nullopt;
    }
    const auto symbol = rest.substr(0, sign);
    const auto digits = rest.substr(sign + 1);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit) ||
        !std::all_of(symbol.begin(), symbol.end(), is_word)) {
        return std::nullopt;
    }
    // Labels may contain '-': where only the label exists, nothing else can be meant.
    if (graph.find_label(rest) && !graph.find_name(symbol)) {
        return std::nullopt;
    }
    return Relative{branch, symbol, rest.substr(sign), rest[sign] == '+', to_steps(digits), digits};
}

std::optional<std::size_t> negative_number(std::string_view text) {
    if (text.size() < 2 || text.front() != '-' || !std::all_of(text.begin() + 1, text.end(), is_digit)) {
        return std::nullopt;
    }
    const auto steps = to_steps(text.substr(1));
    return steps == 0 ? std::nullopt : std::optional(steps);
}

Walk walk_up(const RevisionGraph& graph, std::optional<Node> from, std::size_t steps,
             std::string_view branch) {
    std::optional<NodeSet> on_branch;
    if (!branch.empty()) {
        on_branch = lineage(graph, {resolve_branch(graph, branch)}, Edges::lineage);
    }
    for (std::size_t i = 0; i < steps; ++i) {
        auto above = from ? graph.links(*from).children : graph.bases();
        if (on_branch) {
            above = keep(above, *on_branch);
        }
        if (above.empty()) {
            return {Walk::End::beyond, from.value_or(0)};
        }
        if (above.size() > 1) {
            throw ambiguous_walk(graph, above, "name the revision, or the branch as in 'branch@+1'");
        }
        from = above.front();
    }
    return {from ? Walk::End::at_revision : Walk::End::at_base, from.value_or(0)};
}

Walk walk_down(const RevisionGraph& graph, Node from, std::size_t steps) {
    for (std::size_t i = 0; i < steps; ++i) {
        const auto& below = graph.links(from).parents;
        if (below.empty()) {
            return {i + 1 == steps ? Walk::End::at_base : Walk::End::beyond, from};
        }
        if (below.size() > 1) {
            throw ambiguous_walk(graph, below, "a merge lies on the way: name the revision to go to");
        }
        from = below.front();
    }
    return {Walk::End::at_revision, from};
}

} // namespace headstart::revision
