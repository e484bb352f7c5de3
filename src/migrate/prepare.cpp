#include "migrate/prepare.hpp"

#include "diag/diagnostic.hpp"
#include "migrate/server_grammar.hpp"
#include "scripts/checksum.hpp"
#include "sql/session_state.hpp"

#include <algorithm>
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

namespace {

using Problems = std::vector<diag::Diagnostic>;

void append(Problems& problems, const Problems& more) {
    problems.insert(problems.end(), more.begin(), more.end());
}

diag::Subject subject_of(const revision::Step& step) {
    return {.revision = step.revision->id,
            .direction = step.direction == revision::Direction::up ? "up" : "down"};
}

/// The server has spoken of files; which revisions they are, the plan knows.
void name_revisions(Problems& problems, const std::vector<database::Migration>& migrations) {
    for (auto& problem : problems) {
        for (const auto& migration : migrations) {
            if (problem.span && problem.span->source == migration.source) {
                problem.subject.complete_with(subject_of(migration.step));
            }
        }
    }
}

std::vector<database::Migration> read(const scripts::ScriptDirectory& scripts,
                                      const std::vector<revision::Step>& steps, sql::Dialect dialect,
                                      Problems& problems) {
    std::vector<database::Migration> migrations;
    migrations.reserve(steps.size());
    for (const auto& step : steps) {
        try {
            const bool upwards = step.direction == revision::Direction::up;
            const auto section = scripts.section_of(*step.revision, upwards);
            migrations.push_back(
                {step, section.source, section.transactional, scripts::parse_section(section, dialect),
                 scripts::checksum(section), parents_of(scripts.graph(), *step.revision),
                 sql::mentions_read_only(section.text()), sql::changes_session(section.text())});
        } catch (diag::Error& error) {
            error.add_subject(subject_of(step));
            append(problems, error.diagnostics());
        }
    }
    return migrations;
}

void require_none(Problems problems) {
    if (!problems.empty()) {
        throw diag::Error(diag::ExitCode::usage, std::move(problems));
    }
}

} // namespace

std::vector<database::Migration> prepare_offline(const scripts::ScriptDirectory& scripts,
                                                 const std::vector<revision::Step>& steps) {
    Problems problems;
    auto migrations = read(scripts, steps, sql::Dialect::unknown(), problems);
    require_none(std::move(problems));
    return migrations;
}

std::vector<database::Migration> prepare(const scripts::ScriptDirectory& scripts,
                                         const std::vector<revision::Step>& steps,
                                         database::Session& session) {
    const sql::Dialect dialect(session.server_version());
    Problems problems;
    auto migrations = read(scripts, steps, dialect, problems);
    Unchecked unchecked(session, dialect);
    for (const auto& migration : migrations) {
        unchecked.add(migration.source, migration.statements);
    }
    append(problems, unchecked.find_problems());
    name_revisions(problems, migrations);
    require_none(std::move(problems));
    return migrations;
}

Problems find_section_problems(const scripts::ScriptDirectory& scripts, database::Session& session) {
    const sql::Dialect dialect(session.server_version());
    Unchecked unchecked(session, dialect);
    Problems problems;
    const auto look_at = [&](const scripts::Section& section) {
        unchecked.add(section.source, scripts::parse_section(section, dialect));
    };
    const auto collect = [&](const auto& look) {
        try {
            look();
        } catch (const diag::Error& error) {
            append(problems, error.diagnostics());
        }
    };
    for (const auto& revision : scripts.graph().revisions()) {
        collect([&] {
            const auto up = scripts.section_of(revision, true);
            collect([&] { look_at(up); });
            if (const auto down = scripts::find_sections(up.source).down) {
                look_at(*down);
            }
        });
    }
    append(problems, unchecked.find_problems());
    return problems;
}

std::span<const database::Migration> next_group(std::span<const database::Migration> migrations,
                                                bool transaction_per_migration) {
    if (transaction_per_migration || !migrations.front().transactional) {
        return migrations.first(1);
    }
    const auto end =
        std::find_if(migrations.begin() + 1, migrations.end(), [](const database::Migration& migration) {
            const auto& statements = migration.statements;
            const bool sets_transaction = !statements.empty() && statements.front().traits.sets_transaction;
            return !migration.transactional || sets_transaction; // which must come before any query
        });
    return migrations.first(static_cast<std::size_t>(end - migrations.begin()));
}

std::vector<database::Stamp> stamps_of(const revision::RevisionGraph& graph,
                                       std::vector<revision::StampStep> steps,
                                       const std::string& known_from) {
    std::vector<database::Stamp> stamps;
    for (auto& step : steps) {
        database::Stamp stamp{std::move(step), {}, known_from};
        if (const auto* revision = graph.find_revision(stamp.step.to)) {
            stamp.parents = parents_of(graph, *revision);
            stamp.message = known_from.empty() ? revision->message : known_from;
        }
        stamps.push_back(std::move(stamp));
    }
    return stamps;
}

} // namespace headstart::migrate
