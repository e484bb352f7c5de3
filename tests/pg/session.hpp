#pragma once

#include "base/fd.hpp"
#include "base/wait.hpp"
#include "pg/connect.hpp"

#include <functional>
#include <string>

namespace headstart::test {

/// A session of pg/ itself. Throws std::runtime_error with the obstacle's name and words.
pg::Connection connect(const std::string& url, base::WaitContext stop = base::WaitContext::none(),
                       const pg::ConnectOptions& options = {});

/// "", or what was thrown: "ServerError 42P01: relation "x" does not exist", "AnswerOverdue", "Stopped",
/// "ConnectionLost closed: …".
std::string thrown_by(const std::function<void()>& call);

/// What a session is good for: "idle", "in a transaction", "in a failed transaction" or "closed"; asked by
/// using it.
std::string state_of(pg::Connection& connection);

/// A request to stop that comes as soon as somebody waits for something.
class StopAtFirstWait final : public base::Pulse {
public:
    StopAtFirstWait();

    [[nodiscard]] base::WaitContext token() { return base::WaitContext{m_event.get(), this}; }

    [[nodiscard]] base::Deadline due() const override { return m_due; }

    void beat() override;

private:
    base::Fd m_event;
    base::Deadline m_due = base::Deadline::after(base::milliseconds{0});
};

} // namespace headstart::test
