#pragma once

#include "base/wait.hpp"
#include "diag/reporter.hpp"
#include "pg/server_error.hpp"

#include <cstddef>

namespace headstart::postgres {

/// What the server says beside its answers, in the log: of a loop that raises a notice for each row, or of a
/// server that does not stop, no more than somebody could read.
class NoticeLog {
public:
    explicit NoticeLog(diag::Reporter& reporter)
        : m_reporter(reporter) {}

    void log(const pg::ServerError& notice);

    /// "… 1,234 more notices left out", if there are any since it was told last.
    void tell_left_out();

private:
    /// As many at once as a migration may well have, and then as many a second as can be read.
    static constexpr double k_at_once = 100;
    static constexpr double k_each_second = 10;

    bool may_log();

    diag::Reporter& m_reporter;
    double m_budget = k_at_once;
    base::Clock::time_point m_budget_of = base::Clock::now();
    std::size_t m_left_out = 0;
    base::Deadline m_tell_due = base::Deadline::never();
};

} // namespace headstart::postgres
