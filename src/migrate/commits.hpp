#pragma once

#include "database/session.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace headstart::migrate {

/// Whether a revision is among them.
bool is_planned(std::span<const database::Migration> migrations, const std::string& id);

/// What a run has seen committed, and on which server. A failover to a standby that had not got all of it
/// loses the last commits: the new server does not know that they were there, and nobody but who made them
/// can tell.
class Commits {
public:
    /// `refuses_loss`: what is lost ends the run, instead of being run again. `counted` hears how many there
    /// are, each time; it may be empty.
    Commits(bool refuses_loss, std::function<void(std::size_t)> counted)
        : m_refuses_loss(refuses_loss)
        , m_counted(std::move(counted)) {}

    [[nodiscard]] bool empty() const { return m_done.empty(); }

    [[nodiscard]] std::size_t count() const { return m_done.size(); }

    /// Whether what is committed are ways back, and told as such.
    void set_downwards(bool is_downwards) { m_is_downwards = is_downwards; }

    [[nodiscard]] bool is_downwards() const { return m_is_downwards; }

    /// In the order in which they were committed.
    [[nodiscard]] std::vector<std::string> revisions() const;

    void add(const std::vector<std::string>& revisions, const database::Session& session);

    /// To an error: what this run had applied or undone before it.
    void add_note(diag::Error& error) const;
    /// Of a run that a signal ends.
    void tell_kept(diag::Reporter& reporter) const;

    /// The connection was lost at this work: outside of a transaction, what stands before it is committed.
    void lost_at(const database::Work& work, const database::Session& session);

    /// What is found behind a loss: what had been committed and is planned again is told, and counts no more.
    /// Throws diag::Error (lost_commits) where that is to end the run.
    void compare(std::span<const database::Migration> planned, const database::Standing& standing,
                 const database::Session& session);

private:
    using Time = std::chrono::system_clock::time_point;

    struct Commit {
        std::string revision;
        std::string server; ///< "db1:5432"
        Time at;
    };

    /// Of a revision that runs outside of a transaction.
    struct Statements {
        std::string revision;
        bool is_up = true;
        std::size_t done = 0;
        std::string server;
        Time at;
    };

    /// Sentence by sentence; removes them.
    std::vector<std::string> take_lost_revisions(std::span<const database::Migration> planned);
    std::vector<std::string> take_lost_statements(std::span<const database::Migration> planned,
                                                  const database::Standing& standing);

    /// "applied", "undone".
    [[nodiscard]] const char* done_word() const { return m_is_downwards ? "undone" : "applied"; }

    bool m_refuses_loss;
    std::function<void(std::size_t)> m_counted;
    std::vector<Commit> m_done;
    bool m_is_downwards = false;
    std::optional<Statements> m_statements;
    bool m_has_lost_connection = false; ///< since the last comparison
};

} // namespace headstart::migrate
