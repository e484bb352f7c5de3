#include "imports/formats/sqitch_plan.hpp"

#include "base/text.hpp"
#include "imports/lines.hpp"
#include "imports/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace headstart::imports {

namespace {

/// Takes a word off the beginning.
std::string_view take_word(std::string_view& text) {
    const auto end = std::min(text.find_first_of(" \t"), text.size());
    const auto word = text.substr(0, end);
    text = base::trim(text.substr(end));
    return word;
}

/// `[users @v1.0 !old]`, if it stands there.
void take_dependencies(std::string_view& text, SqitchChange& change) {
    const auto close = text.find(']');
    if (!text.starts_with('[') || close == std::string_view::npos) {
        return;
    }
    for (auto one : base::split_list(text.substr(1, close - 1), " \t,")) {
        if (one.starts_with('!')) {
            change.conflicts.emplace_back(one.substr(1));
        } else {
            change.requirements.emplace_back(one.starts_with(':') ? one.substr(1) : one);
        }
    }
    text = base::trim(text.substr(close + 1));
}

SqitchChange read_change(std::string_view text) {
    SqitchChange change;
    const auto mark = text.find(" #");
    change.note = mark == std::string_view::npos ? "" : std::string(base::trim(text.substr(mark + 2)));
    text = base::trim(text.substr(0, mark));
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    change.name = take_word(text);
    take_dependencies(text, change);
    change.date = take_word(text);
    change.planner = text;
    return change;
}

} // namespace

std::string sqitch_id(std::string_view name, std::size_t occurrence) {
    return occurrence == 1 ? id_for(name) : fmt::format("{}_{}", id_for(name), occurrence);
}

std::vector<SqitchChange> read_sqitch_plan(const Source& plan) {
    std::vector<SqitchChange> changes;
    std::map<std::string, std::vector<std::size_t>, std::less<>> seen;
    std::size_t number = 0;
    Lines lines(plan->text);
    while (const auto line = lines.next()) {
        ++number;
        auto text = base::trim(line->text);
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
        auto change = read_change(text);
        change.line = number;
        auto& places = seen[change.name];
        if (!places.empty()) {
            changes[places.back()].is_reworked = true;
        }
        places.push_back(changes.size());
        change.id = sqitch_id(change.name, places.size());
        changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace headstart::imports
