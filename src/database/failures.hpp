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
    SessionLost(Work work, diag::Diagnostic problem, bool was_closed = false)
        : diag::Error(diag::ExitCode::failed, std::move(problem))
        , m_work(std::move(work))
        , m_was_closed(was_closed) {}

    [[nodiscard]] const Work& work() const { return m_work; }

    /// Somebody or something has ended it, as servers and networks do; else what came made no sense.
    [[nodiscard]] bool was_closed() const { return m_was_closed; }

private:
    Work m_work;
    bool m_was_closed;
};

/// The database is not where the plan began: somebody else has changed the version rows, or gone on with the
/// same migration. Nothing was done; look again and plan anew.
class PlanOutdated : public diag::Error {
public:
    using diag::Error::Error;
};

} // namespace headstart::database
