#pragma once

#include "base/wait.hpp"
#include "database/session.hpp"
#include "migrate/commits.hpp"
#include "migrate/crashes.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace headstart::migrate {

/// Applies what is planned, in order and under the lock, and says how it gets on.
class Applying {
public:
    struct Options {
        bool transaction_per_migration = true;
        base::WaitContext stop = base::WaitContext::none();
    };

    /// `half_done`: of the look that it was planned by. All must outlive it.
    Applying(database::Session& session, const Options& options, Commits& commits, const Crashes& crashes,
             const std::vector<database::HalfDone>& half_done)
        : m_session(session)
        , m_options(options)
        , m_commits(commits)
        , m_crashes(crashes)
        , m_half_done(half_done) {}

    /// An error leaves with a note of what had been applied before it.
    void run(std::span<const database::Migration> migrations);

    /// Behind a lost connection: those of which nobody knows whether they are committed.
    [[nodiscard]] std::vector<std::string> under_way() const { return m_under_way; }

private:
    void run_row(diag::Progress& progress);
    /// In a transaction each, and nothing to be cleared away before the first of them.
    [[nodiscard]] bool are_each_alone(std::span<const database::Migration> row) const;
    [[nodiscard]] bool has_leftover(const std::string& revision) const;
    /// What the session is given in one go.
    [[nodiscard]] std::span<const database::Migration>
    next_row(std::span<const database::Migration> migrations) const;
    void apply_each(diag::Progress& progress);
    /// In one transaction, or statement by statement.
    void apply_together(diag::Progress& progress);
    void note_kept(std::span<const database::Migration> migrations, base::milliseconds span,
                   diag::Progress& progress);
    void clear_leftovers();

    database::Session& m_session;
    Options m_options;
    Commits& m_commits;
    const Crashes& m_crashes;
    const std::vector<database::HalfDone>& m_half_done;
    std::span<const database::Migration> m_row; ///< what is run in one go: [0, m_kept) are there for good,
    std::size_t m_kept = 0;                     ///< up to m_done they are committed,
    std::size_t m_done = 0;                     ///< up to m_begun under way
    std::size_t m_begun = 0;
    std::vector<std::string> m_under_way;
};

} // namespace headstart::migrate
