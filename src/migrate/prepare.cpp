#include "migrate/prepare.hpp"

#include "diag/diagnostic.hpp"
#include "scripts/checksum.hpp"

#include <utility>

namespace headstart::migrate {

std::vector<std::string> parents_of(const revision::RevisionGraph& graph,
                                    const revision::Revision& revision) {
    const auto& links = graph.links(graph.node_of(revision));
    std::vector<std::string> ids;
    for (const auto& nodes : {links.parents, links.dependencies}) {
        for (const auto node : nodes) {
            ids.push_back(graph.id(node));
        }
    }
    return ids;
}

std::vector<database::Migration> prepare(const scripts::ScriptDirectory& scripts,
                                         const std::vector<revision::Step>& steps, int server_version) {
    std::vector<database::Migration> migrations;
    std::vector<diag::Diagnostic> problems;
    migrations.reserve(steps.size());
    for (const auto& step : steps) {
        try {
            const bool upwards = step.direction == revision::Direction::up;
            const auto section = scripts.section_of(*step.revision, upwards);
            migrations.push_back({step, section.source, section.transactional,
                                  scripts::parse_section(section, server_version), scripts::checksum(section),
                                  parents_of(scripts.graph(), *step.revision)});
        } catch (const diag::Error& error) {
            problems.insert(problems.end(), error.diagnostics().begin(), error.diagnostics().end());
        }
    }
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
    return migrations;
}

} // namespace headstart::migrate
