#pragma once

#include "database/work.hpp"
#include "diag/diagnostic.hpp"

#include <cstdint>
#include <utility>

/// How a database says no. All of them are diag::Error for who cannot do anything about it; who can catches
/// the type.
namespace headstart::database {

/// The database refused something, and says why.
class Refused : public diag::Error {
public:
    /// What a caller decides by.
    enum class Cause : std::uint8_t {
        lock_not_had,       ///< within lock_timeout
        deadlock,           ///< somebody had to give way
        serialization,      ///< the same, for what was read
        not_in_transaction, ///< what it is about, it does only outside of one
        other,
    };

    Refused(Cause cause, diag::Diagnostic problem)
        : diag::Error(diag::ExitCode::failed, std::move(problem))
        , m_cause(cause) {}

    [[nodiscard]] Cause cause() const { return m_cause; }

    /// It passes by itself. The whole transaction is rolled back then, and may be run again.
    [[nodiscard]] bool is_transient() const {
        return m_cause != Cause::other && m_cause != Cause::not_in_transaction;
    }

private:
    Cause m_cause;
};

/// The session ended under our hands. Whether what was under way has been committed is unknown: reconnect(),
/// look where the database stands, and plan anew; never assume, never repeat blindly.
class SessionLost : public diag::Error {
public:
    /// How it ended.
    enum class End : std::uint8_t {
        nonsense, ///< what came made no sense
        told,     ///< the server said that it ends it, and why
        silent,   ///< as a network that breaks ends it, or a server that crashes
    };

    SessionLost(Work work, diag::Diagnostic problem, End end)
        : diag::Error(diag::ExitCode::failed, std::move(problem))
        , m_work(std::move(work))
        , m_end(end) {}

    [[nodiscard]] const Work& work() const { return m_work; }

    [[nodiscard]] End end() const { return m_end; }

private:
    Work m_work;
    End m_end;
};

/// The database is not where the plan began: somebody else has changed the version rows, or gone on with the
/// same migration. Nothing was done; look again and plan anew.
class PlanOutdated : public diag::Error {
public:
    using diag::Error::Error;
};

} // namespace headstart::database
