#include "diag/diagnostic.hpp"
#include "revision/describe.hpp"
#include "revision/history.hpp"
#include "revision/identifier.hpp"
#include "revision/plan.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

/// Answers questions about revision graphs: one JSON object per line in, one out. compare_with_alembic.py
/// asks Alembic the same.
///
///     {"revisions": [{"id", "down", "deps", "labels"}…], "questions": [{"ask", "rows", "targets"}…]}
///     {"answers": [{"steps": [[id, [rows after]]…]} or {"error", "code"}…]}
using namespace headstart;
using nlohmann::json;

namespace {

using Strings = std::vector<std::string>;

Strings apply(Strings rows, const std::vector<revision::VersionRowChange>& changes) {
    for (const auto& change : changes) {
        if (!change.from.empty()) {
            const auto at = std::find(rows.begin(), rows.end(), change.from);
            if (at == rows.end()) {
                throw std::runtime_error("no row " + change.from);
            }
            rows.erase(at);
        }
        if (!change.to.empty()) {
            if (std::find(rows.begin(), rows.end(), change.to) != rows.end()) {
                throw std::runtime_error("row twice: " + change.to);
            }
            rows.push_back(change.to);
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

json answer_steps(const std::vector<revision::Step>& steps, Strings rows) {
    json answer = json::array();
    for (const auto& step : steps) {
        rows = apply(std::move(rows), step.row_changes);
        answer.push_back({step.revision->id, rows});
    }
    return {{"steps", answer}};
}

json answer_stamp(const std::vector<revision::StampStep>& steps, Strings rows) {
    json answer = json::array();
    for (const auto& step : steps) {
        rows = apply(std::move(rows), step.row_changes);
        answer.push_back({revision::stamp_line(step), rows});
    }
    return {{"steps", answer}};
}

json answer_list(const std::vector<const revision::Revision*>& revisions) {
    Strings ids;
    for (const auto* revision : revisions) {
        ids.push_back(revision->id);
    }
    return {{"revisions", ids}};
}

json answer_question(const revision::RevisionGraph& graph, const json& question) {
    const auto ask = question.at("ask").get<std::string>();
    const auto rows = question.value("rows", Strings{});
    const auto targets = question.value("targets", Strings{});
    if (ask == "upgrade") {
        return answer_steps(revision::plan_upgrade(graph, rows, targets), rows);
    }
    if (ask == "downgrade") {
        return answer_steps(revision::plan_downgrade(graph, rows, targets.at(0)), rows);
    }
    if (ask == "stamp") {
        return answer_stamp(revision::plan_stamp(graph, rows, targets, false), rows);
    }
    if (ask == "history") {
        return answer_list(revision::select_history(graph, targets.at(0), rows));
    }
    if (ask == "show") {
        return answer_list(revision::resolve(graph, targets.at(0), rows));
    }
    if (ask == "current") {
        return answer_list(revision::select_current(graph, rows));
    }
    Strings lines;
    for (const auto& revision : graph.revisions()) {
        lines.push_back(revision::history_line(graph, revision));
    }
    return {{"lines", lines}};
}

json answer_or_error(const revision::RevisionGraph& graph, const json& question) {
    try {
        return answer_question(graph, question);
    } catch (const diag::Error& error) {
        return {{"error", error.what()}, {"code", error.diagnostics().front().code}};
    }
}

json answer_line(const json& line) {
    std::vector<revision::Revision> revisions;
    for (const auto& item : line.at("revisions")) {
        revision::Revision revision;
        revision.id = item.at("id");
        revision.down_revisions = item.at("down").get<Strings>();
        revision.depends_on = item.at("deps").get<Strings>();
        revision.branch_labels = item.at("labels").get<Strings>();
        revision.message = "message of " + revision.id;
        revisions.push_back(std::move(revision));
    }
    json answers = json::array();
    try {
        const auto graph = revision::RevisionGraph::build(std::move(revisions));
        for (const auto& question : line.at("questions")) {
            answers.push_back(answer_or_error(graph, question));
        }
    } catch (const diag::Error& error) {
        return {{"error", error.what()}};
    }
    return {{"answers", answers}};
}

} // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        std::cout << answer_line(json::parse(line)).dump() << '\n';
    }
    return 0;
}
