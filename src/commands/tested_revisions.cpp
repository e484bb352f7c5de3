#include "commands/tested_revisions.hpp"

#include "revision/history.hpp"
#include "revision/identifier.hpp"
#include "revision/plan.hpp"
#include "revision/targets.hpp"

#include <algorithm>

namespace headstart::commands {

namespace {

using revision::Revision;

/// "+2", "label@+1".
bool is_upwards(const revision::RevisionGraph& graph, const std::string& word) {
    return word.find(':') == std::string::npos && word.find('+') != std::string::npos &&
           revision::is_relative_to_rows(graph, word);
}

std::vector<const Revision*> select_one(const revision::RevisionGraph& graph,
                                        const std::vector<std::string>& rows, const std::string& word) {
    if (word.find(':') != std::string::npos) {
        return revision::select_history(graph, word, rows);
    }
    if (!is_upwards(graph, word)) {
        return revision::resolve(graph, word, rows);
    }
    std::vector<const Revision*> revisions;
    for (const auto& step : revision::plan_upgrade(graph, rows, {word})) {
        revisions.push_back(step.revision);
    }
    return revisions;
}

} // namespace

std::set<const Revision*> select_tested(Context& context, const scripts::ScriptDirectory& scripts,
                                        const std::vector<std::string>& words) {
    const auto& graph = scripts.graph();
    std::set<const Revision*> selected;
    if (words.empty()) {
        for (const auto& revision : graph.revisions()) {
            selected.insert(&revision);
        }
        return selected;
    }
    std::vector<std::string> rows;
    if (std::any_of(words.begin(), words.end(), [&](const auto& word) {
            return is_upwards(graph, word) || revision::refers_to_current(word);
        })) {
        rows = open_session(context, Patience::asks_once, false)->read_standing().rows;
    }
    for (const auto& word : words) {
        const auto some = select_one(graph, rows, word);
        selected.insert(some.begin(), some.end());
    }
    return selected;
}

} // namespace headstart::commands
