#include "commands/inspection.hpp"

#include "commands/branches_with.hpp"
#include "diag/render.hpp"
#include "migrate/adoption.hpp"
#include "revision/history.hpp"
#include "revision/plan.hpp"

namespace headstart::commands {

std::vector<std::string> find_pending(const revision::RevisionGraph& graph,
                                      const std::vector<std::string>& rows,
                                      const migrate::Comparison& comparison) {
    if (comparison.lineage != migrate::Lineage::known) {
        return ids_of(comparison.missing);
    }
    std::vector<std::string> pending;
    for (const auto& step : revision::plan_upgrade(graph, rows, {"heads"})) {
        pending.push_back(step.revision->id);
    }
    return pending;
}

Inspection inspect(const scripts::ScriptDirectory& scripts, database::Session& session) {
    const auto& graph = scripts.graph();
    Inspection found;
    found.standing = session.read_standing();
    const auto& rows = found.standing.rows;
    found.comparison = migrate::compare_rows(graph, rows, session);
    found.heads = ids_of(revision::select_heads(graph, true));
    found.pending = find_pending(graph, rows, found.comparison);
    if (!found.standing.has_version_table && (!found.pending.empty() || found.heads.empty())) {
        found.not_adopted = migrate::find_not_adopted(session, scripts);
    }
    if (!found.standing.is_journal_hidden) {
        found.files = migrate::compare_files(scripts, rows, session);
    }
    return found;
}

std::vector<std::string> ids_of(const std::vector<const revision::Revision*>& revisions) {
    std::vector<std::string> ids;
    ids.reserve(revisions.size());
    for (const auto* revision : revisions) {
        ids.push_back(revision->id);
    }
    return ids;
}

std::vector<std::string> ids_of(const std::vector<migrate::Edited>& edited) {
    std::vector<std::string> ids;
    ids.reserve(edited.size());
    for (const auto& entry : edited) {
        ids.push_back(entry.revision->id);
    }
    return ids;
}

nlohmann::ordered_json edited_json(const Inspection& found) {
    return found.files ? nlohmann::ordered_json(ids_of(found.files->edited)) : nullptr;
}

nlohmann::ordered_json not_adopted_json(const Inspection& found) {
    return found.not_adopted ? to_json({*found.not_adopted}).front() : nullptr;
}

nlohmann::ordered_json to_json(const std::vector<diag::Diagnostic>& diagnostics) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& diagnostic : diagnostics) {
        json.push_back(nlohmann::ordered_json::parse(diag::render_json(diagnostic)));
    }
    return json;
}

nlohmann::ordered_json half_done_json(const database::Standing& standing) {
    if (standing.is_journal_hidden) {
        return nullptr;
    }
    auto json = nlohmann::ordered_json::array();
    for (const auto& one : standing.half_done) {
        const auto error = one.error.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(one.error);
        json.push_back(nlohmann::ordered_json{{"revision", one.revision},
                                              {"direction", one.is_up ? "up" : "down"},
                                              {"statements_done", one.statements_done},
                                              {"statements", one.statements},
                                              {"in_doubt", one.is_in_doubt},
                                              {"origin", one.origin},
                                              {"error", error}});
    }
    return json;
}

std::string hint_to_upgrade(const revision::RevisionGraph& graph) {
    return graph.heads().size() == 1 ? "run `headstart upgrade head`" : "run `headstart upgrade heads`";
}

diag::Diagnostic unknown_rows_finding(const migrate::Comparison& comparison, const Context& context) {
    auto finding = migrate::refusal(comparison).diagnostics().front();
    auto notes = notes_about_branches(comparison.unknown, *context.settings.dir, context.stop());
    finding.notes.insert(finding.notes.end(), notes.begin(), notes.end());
    return finding;
}

} // namespace headstart::commands
