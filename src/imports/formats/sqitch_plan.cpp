#include "imports/formats/sqitch_plan.hpp"

#include "base/text.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace headstart::imports {

namespace {

/// Takes a word off the beginning.
std::string_view take_word(std::string_view& text) {
    const auto end = std::min(text.find_first_of(" \t"), text.size());
    const auto word = text.substr(0, end);
    text = base::trim(text.substr(end));
    return word;
}

/// "users" of "flipr:users" in the project flipr, and of ":users".
std::string plain_dependency(std::string_view one, std::string_view project) {
    const auto colon = one.find(':');
    const auto owner = one.substr(0, colon);
    const bool is_own = colon != std::string_view::npos && (owner.empty() || owner == project);
    return std::string(is_own ? one.substr(colon + 1) : one);
}

/// `[users @v1.0 !old]`, if it stands there.
void take_dependencies(std::string_view& text, std::string_view project, SqitchChange& change) {
    const auto close = text.find(']');
    if (!text.starts_with('[') || close == std::string_view::npos) {
        return;
    }
    for (auto one : base::split_list(text.substr(1, close - 1), " \t,")) {
        if (one.starts_with('!')) {
            change.conflicts.push_back(plain_dependency(one.substr(1), project));
        } else {
            change.requirements.push_back(plain_dependency(one, project));
        }
    }
    text = base::trim(text.substr(close + 1));
}

SqitchChange read_change(std::string_view text, std::string_view project) {
    SqitchChange change;
    const auto mark = text.find(" #");
    change.note = mark == std::string_view::npos ? "" : std::string(base::trim(text.substr(mark + 2)));
    text = base::trim(text.substr(0, mark));
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    change.name = take_word(text);
    take_dependencies(text, project, change);
    change.date = take_word(text);
    change.planner = text;
    return change;
}

/// A name in which what an id may not hold is told by its number: "insert_2duser" of "insert-user".
std::string spelt_out(std::string_view name) {
    std::string spelt;
    for (const char c : name) {
        const bool may_stand = id_for(fmt::format("a{}", c)).back() == c;
        spelt += may_stand ? std::string(1, c) : fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
    return spelt;
}

std::string nth(const std::string& id, std::size_t occurrence) {
    return occurrence == 1 ? id : fmt::format("{}_{}", id, occurrence);
}

/// Of names that would be one id, "insert-user" and "insert_user", those that are none themselves are spelt
/// out.
void give_ids(std::vector<SqitchChange>& changes) {
    std::map<std::string, std::set<std::string>> names;
    for (const auto& change : changes) {
        names[id_for(change.name)].insert(change.name);
    }
    for (auto& change : changes) {
        const bool is_clear = names[id_for(change.name)].size() == 1;
        change.id = sqitch_ids(change.name, change.occurrence).at(is_clear ? 1 : 0);
    }
}

} // namespace

std::vector<std::string> sqitch_ids(std::string_view name, std::size_t occurrence) {
    return {nth(id_for(spelt_out(name)), occurrence), nth(id_for(name), occurrence)};
}

SqitchPlan read_sqitch_plan(const Source& plan) {
    std::vector<SqitchChange> changes;
    std::map<std::string, std::vector<std::size_t>, std::less<>> seen;
    std::string_view project;
    std::size_t number = 0;
    Lines lines(plan->text);
    while (const auto line = lines.next()) {
        ++number;
        auto text = base::trim(line->text);
        if (const auto named = behind(text, "%project=")) {
            project = *named;
        }
        if (text.empty() || text.starts_with('%') || text.starts_with('#')) {
            continue;
        }
        if (text.starts_with('@') || text.starts_with('-')) {
            if (changes.empty() || text.starts_with('-')) {
                throw refusal_of_line(plan, *line, "the line is neither a change nor the tag of one",
                                      "mend the plan");
            }
            changes.back().tags.emplace_back(take_word(text).substr(1));
            continue;
        }
        auto change = read_change(text, project);
        change.line = number;
        auto& places = seen[change.name];
        if (!places.empty()) {
            changes[places.back()].is_reworked = true;
        }
        places.push_back(changes.size());
        change.occurrence = places.size();
        changes.push_back(std::move(change));
    }
    give_ids(changes);
    return {std::string(project), std::move(changes)};
}

} // namespace headstart::imports
