#include "migrate/prepare.hpp"

#include "diag/diagnostic.hpp"
#include "scripts/checksum.hpp"

#include <utility>

namespace headstart::migrate {

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
                                  scripts::parse_section(section, server_version),
                                  scripts::checksum(section)});
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
