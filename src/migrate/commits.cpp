#include "migrate/commits.hpp"

#include "base/text.hpp"
#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace headstart::migrate {

using database::Migration;

namespace {

std::string when(std::chrono::system_clock::time_point at) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S}+00:00", std::chrono::floor<std::chrono::seconds>(at));
}

std::size_t statements_found(const database::Standing& standing, const std::string& revision, bool is_up) {
    const auto found =
        std::find_if(standing.half_done.begin(), standing.half_done.end(),
                     [&](const auto& one) { return one.revision == revision && one.is_up == is_up; });
    return found == standing.half_done.end() ? 0 : found->statements_done;
}

} // namespace

bool is_planned(std::span<const Migration> migrations, const std::string& id) {
    return std::any_of(migrations.begin(), migrations.end(),
                       [&](const Migration& migration) { return migration.revision().id == id; });
}

std::vector<std::string> Commits::revisions() const {
    std::vector<std::string> ids;
    for (const auto& commit : m_done) {
        ids.push_back(commit.revision);
    }
    return ids;
}

void Commits::add(const std::vector<std::string>& revisions, const database::Session& session) {
    for (const auto& revision : revisions) {
        m_done.push_back({revision, session.server(), std::chrono::system_clock::now()});
    }
    if (m_counted) {
        m_counted(m_done.size());
    }
}

void Commits::add_note(diag::Error& error) const {
    error.add_note(empty() ? fmt::format("no other revision was {} in this run", done_word())
                           : fmt::format("{} before it in this run{}: {}", done_word(),
                                         m_is_downwards ? "" : ", and kept", base::join(revisions(), ", ")));
}

void Commits::tell_kept(diag::Reporter& reporter) const {
    if (!empty()) {
        reporter.warning(fmt::format("{} in this run{}: {}", done_word(), m_is_downwards ? "" : ", and kept",
                                     base::join(revisions(), ", ")),
                         {{"event", "kept"}, {"kept", revisions()}});
    }
}

void Commits::lost_at(const database::Work& work, const database::Session& session) {
    m_has_lost_connection = true;
    if (work.kind == database::Work::Kind::applying && work.statement > 1 && !work.keeps_none) {
        m_statements = Statements{work.revision, work.is_up, work.statement - 1, session.server(),
                                  std::chrono::system_clock::now()};
    }
}

std::vector<std::string> Commits::take_lost_revisions(std::span<const Migration> planned) {
    std::vector<std::string> sentences;
    std::erase_if(m_done, [&](const Commit& commit) {
        const bool is_lost = is_planned(planned, commit.revision);
        if (is_lost) {
            sentences.push_back(fmt::format("revision {}, committed on {} at {}", commit.revision,
                                            commit.server, when(commit.at)));
        }
        return is_lost;
    });
    return sentences;
}

std::vector<std::string> Commits::take_lost_statements(std::span<const Migration> planned,
                                                       const database::Standing& standing) {
    const auto statements = std::exchange(m_statements, std::nullopt);
    if (!statements || !is_planned(planned, statements->revision)) {
        return {};
    }
    const auto found = statements_found(standing, statements->revision, statements->is_up);
    if (found >= statements->done) {
        return {};
    }
    const auto range = found + 1 == statements->done
                           ? fmt::format("statement {}", statements->done)
                           : fmt::format("statements {} to {}", found + 1, statements->done);
    return {fmt::format("{} of revision {}, committed on {} before {}", range, statements->revision,
                        statements->server, when(statements->at))};
}

void Commits::compare(std::span<const Migration> planned, const database::Standing& standing,
                      const database::Session& session) {
    if (!std::exchange(m_has_lost_connection, false)) {
        return; // what is planned again was undone by somebody
    }
    auto lost = take_lost_revisions(planned);
    for (auto& sentence : take_lost_statements(planned, standing)) {
        lost.push_back(std::move(sentence));
    }
    if (lost.empty()) {
        return;
    }
    const auto message =
        fmt::format("commits are lost: what was committed before the connection was lost is missing on {}, "
                    "which is connected now",
                    session.server());
    if (!m_refuses_loss) {
        session.reporter().warning(fmt::format("{}: {}; running it again", message, base::join(lost, "; ")),
                                   {{"event", "lost_commits"}, {"lost", lost}, {"server", session.server()}});
        return;
    }
    diag::Diagnostic problem;
    problem.code = diag::code::lost_commits;
    problem.message = message;
    problem.notes = std::move(lost);
    problem.hint =
        "see whether the applications have lost data with it; then run it again, which goes on from where "
        "this server stands. on_lost_commits = \"warn\" (HEADSTART_ON_LOST_COMMITS) does so at once";
    throw diag::Error(diag::ExitCode::failed, std::move(problem));
}

} // namespace headstart::migrate
